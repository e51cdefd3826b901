/* forms.c - the table of forms of a plan, in the order of formats.def */

#include "plan/plan.h"

const struct bth_plan_form bth_plan_forms[] = {
#define FORMAT(id, text, end, writer) \
	[BERTH_PLAN_##id] = {.name = (text), .ends = (end), .write = (writer)},
#include "plan/formats.def"
#undef FORMAT
};

const size_t bth_plan_form_count = sizeof bth_plan_forms / sizeof bth_plan_forms[0];

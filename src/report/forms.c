/* forms.c - the table of report formats, in the order of formats.def */

#include "report/report.h"

const struct bth_report_form bth_report_forms[] = {
#define FORMAT(id, text, end, all, writer) \
	[BERTH_REPORT_##id] = { \
		.name = (text), .ends = (end), .suppressed = (all), .write = (writer)},
#include "report/formats.def"
#undef FORMAT
};

const size_t bth_report_form_count = sizeof bth_report_forms / sizeof bth_report_forms[0];

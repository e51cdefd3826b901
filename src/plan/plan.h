/* plan.h - what binding says, for people and for programs */
#ifndef BTH_PLAN_PLAN_H
#define BTH_PLAN_PLAN_H

#include "plan/model.h"

/*
 * The writers that formats.def lists. @flags are of BERTH_REPORT_COLOR and its like, and mean
 * something to text alone.
 */
#define FORMAT(id, name, ends, writer) \
	void writer(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags);
#include "plan/formats.def"
#undef FORMAT

struct bth_plan_form {
	const char *name;
	const char *ends; /* of the names of files in this form */
	void (*write)(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags);
};

/* In the order of enum berth_plan_format. */
extern const struct bth_plan_form bth_plan_forms[];
extern const size_t bth_plan_form_count;

#endif

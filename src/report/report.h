/* report.h - findings for people and for programs */
#ifndef BTH_REPORT_REPORT_H
#define BTH_REPORT_REPORT_H

#include "base/buf.h"
#include "diag/finding.h"

/* A document that was not looked at. */
struct bth_skipped {
	const char *file;
	uint32_t document;
	const char *reason;
};

BTH_VEC_TYPE(bth_skips, struct bth_skipped);

/* A finished run. The findings are finished too (bth_findings_finish). */
struct bth_report_input {
	struct bth_arena *arena;
	const struct bth_findings *findings;
	const struct bth_skips *skipped;
	int minor; /* of the Kubernetes that was asked about */
	size_t files, documents, objects;
};

/* Place, message, source line with the place marked, second places, what to do. */
void bth_report_text(
	struct bth_buf *buf, const struct bth_report_input *input, unsigned flags);

/* Version 1 of berth's JSON report. */
void bth_report_json(struct bth_buf *buf, const struct bth_report_input *input);

#endif

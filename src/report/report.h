/* report.h - findings for people and for programs */
#ifndef BTH_REPORT_REPORT_H
#define BTH_REPORT_REPORT_H

#include "base/buf.h"
#include "base/escape.h"
#include "base/map.h"
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
	size_t files, documents, objects; /* without those that are context */
};

/* "1 error, 0 warnings in 2 files (…)", without an end of line. */
void bth_report_summary(struct bth_buf *buf, const struct bth_report_input *input);

/*
 * The writers that formats.def lists. @flags are of BERTH_REPORT_COLOR and its like, and mean
 * something to text alone.
 */
#define FORMAT(id, name, ends, suppressed, writer) \
	void writer(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags);
#include "report/formats.def"
#undef FORMAT

struct bth_report_form {
	const char *name;
	const char *ends; /* of the names of files in this form, or NULL */
	bool suppressed;  /* shows suppressed findings, as such */
	void (*write)(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags);
};

/* In the order of enum berth_report_format. */
extern const struct bth_report_form bth_report_forms[];
extern const size_t bth_report_form_count;

/* The same for a finding as long as rule, object and field are: 16 hexadecimal digits. */
struct bth_str bth_report_fingerprint(struct bth_arena *arena, const struct bth_finding *finding);

/* The same, made another one where @seen says that the report has it already. */
struct bth_str bth_report_fingerprint_once(
	struct bth_arena *arena, struct bth_map *seen, const struct bth_finding *finding);

/* Where a finding is; line 1 of a file without a name when it is about none. */
static inline const char *
bth_report_file(const struct bth_finding *finding)
{
	return finding->span.source ? finding->span.source->name : "";
}

static inline struct bth_place
bth_report_place(struct bth_arena *arena, const struct bth_finding *finding)
{
	if (!finding->span.source)
		return (struct bth_place){.line = 1, .column = 1};
	return bth_source_place(arena, finding->span.source, finding->span.start);
}

/* A file's name as services know it that look below the folder of a repository. */
static inline struct bth_str
bth_report_path(const char *name)
{
	while (name[0] == '.' && name[1] == '/')
		name += 2;
	return bth_str(name);
}

#endif

/* finding.h - what was found wrong, or is worth saying, and where */
#ifndef BTH_DIAG_FINDING_H
#define BTH_DIAG_FINDING_H

#include "base/vec.h"
#include "diag/rule.h"
#include "source/source.h"

/* A second place that makes the first one clear. */
struct bth_note {
	struct bth_span span;
	const char *message;
};

/* Text that should stand in place of @span. */
struct bth_edit {
	struct bth_span span;
	struct bth_str text;
};

/* What an object is called; empty where it is not known. */
struct bth_object_name {
	struct bth_str api_version, kind, namespace, name;
};

/* Why a finding is known and accepted. */
struct bth_suppression {
	enum { BTH_BY_COMMENT, BTH_BY_ANNOTATION, BTH_BY_BASELINE } kind;
	struct bth_str reason; /* empty when none is given */
	struct bth_span span;  /* the comment or annotation; no source: neither */
};

struct bth_finding {
	const struct bth_rule *rule;
	enum berth_severity severity;
	const char *message; /* one line, the fault first, no full stop */
	struct bth_span span;

	struct bth_object_name object;
	const char *path;       /* the field as the API server prints it, or NULL */
	struct bth_str subject; /* what in the object it is about, for bth_rule.after */

	BTH_VEC(struct bth_note) notes;
	const char *fix; /* what to do, or NULL */
	BTH_VEC(struct bth_edit) edits;

	const struct bth_suppression *suppressed; /* it does not count; NULL: it does */
};

/* The findings of a run, or of one worker of it. */
struct bth_findings {
	struct bth_arena *arena;
	BTH_VEC(struct bth_finding *) list;
};

void bth_findings_init(struct bth_findings *findings, struct bth_arena *arena);

/*
 * Adds a finding of @rule in its default severity. What it returns may be filled in
 * further until the findings are finished.
 */
struct bth_finding *bth_find(struct bth_findings *findings, const struct bth_rule *rule,
	struct bth_span span, const char *format, ...) __attribute__((format(printf, 4, 5)));
struct bth_finding *bth_find_v(struct bth_findings *findings, const struct bth_rule *rule,
	struct bth_span span, const char *format, va_list args)
	__attribute__((format(printf, 4, 0)));

/* Adds a second place. */
void bth_finding_note(struct bth_findings *findings, struct bth_finding *finding,
	struct bth_span span, const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Says what to do. */
void bth_finding_fix(struct bth_findings *findings, struct bth_finding *finding,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Adds an edit that does it. */
void bth_finding_edit(struct bth_findings *findings, struct bth_finding *finding,
	struct bth_span span, struct bth_str text);

/* Moves all of @from to the end of @to. Both must live as long as @to. */
void bth_findings_append(struct bth_findings *to, struct bth_findings *from);

/* Which rules the user wants, and from which severity on. */
struct bth_selection {
	BTH_VEC(const struct bth_rule *) only_rules, skip_rules;
	BTH_VEC(const char *) only_own, skip_own; /* names of rules of the user's own */
	BTH_VEC(const struct bth_rule *) raised; /* off by default, and on for some input */
	unsigned only_families, skip_families; /* bits 1 << family */
	enum berth_severity least;             /* lowest severity that is kept */
	bool errors_stay; /* output is made: what makes it wrong cannot be left out */
};

/* Whether a finding of @rule is kept. Locked rules always are. */
bool bth_selection_has(const struct bth_selection *selection, const struct bth_rule *rule,
	enum berth_severity severity);

/* Sorts findings by input, position, code and message, and drops what is said twice. */
void bth_findings_sort(struct bth_findings *findings);

/*
 * Gives each finding the severity that the settings for its input want (diag/levels.h); drops
 * what is not selected, what comes after a rule that spoke of the same object and
 * subject, and what is in a context file; and sorts the rest.
 */
void bth_findings_finish(struct bth_findings *findings, const struct bth_selection *selection);

/* How many findings of exactly this severity there are that are not suppressed. */
size_t bth_findings_count(const struct bth_findings *findings, enum berth_severity severity);

/* How many are suppressed, and all that are not, in the memory of @arena. */
size_t bth_findings_suppressed(const struct bth_findings *findings);
struct bth_findings bth_findings_open(
	struct bth_arena *arena, const struct bth_findings *findings);

#endif

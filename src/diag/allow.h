/* allow.h - comments and annotations that allow what rules find */
#ifndef BTH_DIAG_ALLOW_H
#define BTH_DIAG_ALLOW_H

#include "diag/finding.h"

/* One rule, or one family of them, that is allowed. */
struct bth_allowed {
	const char *name;            /* of the rule or family */
	const struct bth_rule *rule; /* NULL: a family */
	struct bth_span span;        /* where it is named */
	bool used;                   /* something was found that it allows */
};

/* One comment or annotation. */
struct bth_allow {
	struct bth_suppression by;
	struct bth_span about;         /* findings that begin in it; no source: nowhere */
	bool trailing;                 /* it is about one line */
	struct bth_object_name object; /* findings about it; of no kind: about no object */
	BTH_VEC(struct bth_allowed) rules;
};

struct bth_allows {
	struct bth_arena *arena;
	BTH_VEC(struct bth_allow *) list;
};

/*
 * Adds what a comment says behind "berth:". What berth does not know is reported, unless
 * it looks like prose.
 */
void bth_allow_comment(struct bth_allows *allows, struct bth_findings *findings,
	const struct bth_allow *comment, struct bth_str text);

/* Adds an annotation: the same list of rules, without "allow" before it. */
void bth_allow_annotation(struct bth_allows *allows, struct bth_findings *findings,
	const struct bth_allow *annotation, struct bth_str text);

/* What a run demands of suppressions. */
struct bth_suppress_options {
	bool errors_stay;            /* output is made, so errors cannot be allowed */
	enum berth_severity unused;  /* of what is said about an "allow" without use */
};

/*
 * Marks the findings that are allowed, and reports each rule that is allowed and found
 * nowhere. All findings of the run must be there, also those that will not be shown.
 */
void bth_suppress(struct bth_allows *allows, struct bth_findings *findings,
	const struct bth_suppress_options *options);

#endif

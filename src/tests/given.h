/* given.h - the tree of a piece of YAML */
#ifndef BTH_TESTS_GIVEN_H
#define BTH_TESTS_GIVEN_H

#include "syntax/read.h"
#include "syntax/tree.h"

/* The root of the one document in @yaml, which must be without faults. */
struct bth_value bth_given(struct bth_arena *arena, const char *yaml);

/* A text, what it was cut into and read as, and what was found on the way. */
struct bth_given_text {
	struct bth_source source;
	struct bth_findings findings;
	struct bth_documents documents;
};

/* Any text at all. The findings are in the order they were made in. */
struct bth_given_text *bth_given_text(struct bth_arena *arena, struct bth_str text);

/* The same, and no more of it than the limits allow. */
struct bth_given_text *bth_given_limited(
	struct bth_arena *arena, struct bth_str text, const struct bth_limits *limits);

/*
 * The findings of it, one a line: "LINE:COLUMN-LINE:COLUMN rule-name message", and notes as
 * "  LINE:COLUMN message".
 */
const char *bth_given_findings(struct bth_arena *arena, struct bth_given_text *given);

/*
 * Its documents as JSON, one a line; "empty", "broken" or "template" for those that have
 * no tree.
 */
const char *bth_given_json(struct bth_arena *arena, const struct bth_given_text *given);

/* Fails the test unless bth_given_json() of @text is @json. */
void bth_given_means(struct bth_arena *arena, const char *text, const char *json);

#endif

/* limits.h - what input may cost before it is refused */
#ifndef BTH_SYNTAX_LIMITS_H
#define BTH_SYNTAX_LIMITS_H

#include "diag/finding.h"

enum bth_limit {
#define LIMIT(id, name, usual, highest, what) BTH_LIMIT_##id,
#include "syntax/limits.def"
#undef LIMIT
	BTH_LIMIT_COUNT
};

/* Most that is read of each. */
struct bth_limits {
	uint64_t most[BTH_LIMIT_COUNT];
};

/* The limits of those who set none. */
extern const struct bth_limits bth_limits_usual;

/* The names of all, sorted, with ", " between them. */
extern const char bth_limit_names[];

/*
 * Changes the limit that @word names: "depth=2000", with Ki, Mi or Gi behind the number if
 * wanted. Returns NULL, or in memory of @arena what is wrong with the word.
 */
const char *bth_limits_set(struct bth_limits *limits, struct bth_arena *arena, const char *word);

/*
 * Adds a finding of @rule that the limit @which of @limits is exceeded by @what, a message
 * that says by what, and how to raise it.
 */
struct bth_finding *bth_limit_find(struct bth_findings *findings, const struct bth_rule *rule,
	struct bth_span span, const struct bth_limits *limits, enum bth_limit which,
	const char *what);

#endif

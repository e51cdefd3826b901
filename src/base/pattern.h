/* pattern.h - regular expressions that users write, and what a match may cost */
#ifndef BTH_BASE_PATTERN_H
#define BTH_BASE_PATTERN_H

#include "base/str.h"

/* The longest pattern, and the longest text that one is tried on. */
enum { BTH_PATTERN_MOST = 4096, BTH_PATTERN_TEXT_MOST = 64 * 1024 };

/* Read-only once compiled, and so shared by threads. */
struct bth_pattern;

/* All that were compiled; what they hold outside the arena goes with the list. */
struct bth_patterns {
	struct bth_pattern *first;
};

void bth_patterns_release(struct bth_patterns *patterns);

/*
 * Compiles a regular expression as Perl has them, over Unicode text; "$" is the end of the
 * text alone. Returns NULL and says why and where (a byte of @text) when it is none.
 */
const struct bth_pattern *bth_pattern_compile(struct bth_arena *arena,
	struct bth_patterns *patterns, struct bth_str text, const char **why, size_t *where);

enum bth_match {
	BTH_MATCH_NO,
	BTH_MATCH_YES,
	BTH_MATCH_UNKNOWN, /* it would cost too much to find out */
	BTH_MATCH_FULL,    /* memory is exhausted */
};

/* Whether the pattern occurs in @text. The cost is bounded by steps, not by time. */
enum bth_match bth_pattern_match(const struct bth_pattern *pattern, struct bth_str text);

#endif

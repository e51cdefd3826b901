/* re2.h - regular expressions as Go has them, put into the words of base/pattern.h */
#ifndef BTH_BASE_RE2_H
#define BTH_BASE_RE2_H

#include "base/str.h"

/*
 * Rewrites @text, an expression of Go's package regexp, into one for bth_pattern_compile()
 * that finds the same. False when Go refuses it: *why says why, in words that follow "it has",
 * and *where is the byte of @text. What stands in the braces of \p{…} is not looked at.
 */
bool bth_re2_translate(struct bth_str *out, struct bth_arena *arena, struct bth_str text,
	const char **why, size_t *where);

#endif

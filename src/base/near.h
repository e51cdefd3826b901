/* near.h - which known word a misspelt one was meant to be */
#ifndef BTH_BASE_NEAR_H
#define BTH_BASE_NEAR_H

#include "base/str.h"

/*
 * Edit distance of insertions, deletions, substitutions and swaps of neighbours, case
 * counting half as much as a letter; never more than @limit + 1.
 */
unsigned bth_near_distance(struct bth_str a, struct bth_str b, unsigned limit);

/*
 * The one of @count words nearest to @word, or NULL when none is near enough to be
 * what was meant, or two are equally near.
 */
const char *bth_near(struct bth_str word, const char *const *words, size_t count);

#endif

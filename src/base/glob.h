/* glob.h - patterns of paths: * ? [a-z] and ** between slashes, as git has them */
#ifndef BTH_BASE_GLOB_H
#define BTH_BASE_GLOB_H

#include "base/str.h"

struct bth_glob_step;

/* Keeps notes while it matches, so each thread needs its own. */
struct bth_glob {
	struct bth_glob_step *steps;
	size_t len;
	size_t least; /* bytes of the shortest text that matches */
	bool *now, *next;
};

/*
 * Compiles a pattern. With @paths, nothing but ** between slashes or at an end matches a
 * slash; a pattern that can match nothing, like "[a", is one too. What is before it has been
 * matched already: a ** that @pattern begins with counts as one between slashes.
 */
void bth_glob_init(
	struct bth_glob *out, struct bth_arena *arena, struct bth_str pattern, bool paths);

/* Whether the whole of @text matches. Costs no more than its length times the pattern's. */
bool bth_glob_matches(const struct bth_glob *glob, struct bth_str text);

/* How many bytes @pattern begins with that stand for themselves. */
size_t bth_glob_plain(struct bth_str pattern);

#endif

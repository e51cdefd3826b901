/* given.h - the tree of a piece of YAML */
#ifndef BTH_TESTS_GIVEN_H
#define BTH_TESTS_GIVEN_H

#include "syntax/tree.h"

/* The root of the one document in @yaml, which must be without faults. */
struct bth_value bth_given(struct bth_arena *arena, const char *yaml);

#endif

/* memory.h - the memory of one test */
#ifndef BTH_TESTS_MEMORY_H
#define BTH_TESTS_MEMORY_H

#include <check.h>

#include "base/arena.h"

/* Empty at the beginning of each test of a case with bth_memory_for(). */
extern struct bth_arena bth_memory_of_test;

/* Has each test of @tests begin with empty memory, and lets go of it at the end. */
void bth_memory_for(TCase *tests);

#endif

/* memory.c - the memory of one test */

#include "tests/memory.h"

struct bth_arena bth_memory_of_test;

static void
setup(void)
{
	bth_arena_init(&bth_memory_of_test);
}

static void
teardown(void)
{
	bth_arena_release(&bth_memory_of_test);
}

void
bth_memory_for(TCase *tests)
{
	tcase_add_checked_fixture(tests, setup, teardown);
}

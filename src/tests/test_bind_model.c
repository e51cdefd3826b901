/* test_bind_model.c - that binding finds what a model of the controllers finds */

#include <check.h>

#include "tests/suites.h"
#include "tests/worlds.h"

enum { WORLDS = 250, STATES_MOST = 3000 };

/* Of many more worlds the same is shown by berth-bind-model. */
START_TEST(test_sets_are_those_of_the_model)
{
	struct bth_arena arena;
	struct bth_cluster cluster;

	for (uint32_t i = 0; i < WORLDS; i++) {
		uint32_t number = (uint32_t)_i * WORLDS + i;
		const char *difference;

		bth_arena_init(&arena);
		bth_world_make(&cluster, &arena, number);
		difference = bth_world_compare(&cluster, STATES_MOST);
		if (difference && *difference)
			ck_abort_msg("world %u: %s%s", (unsigned)number,
				bth_world_text(&arena, &cluster), difference);
		bth_arena_release(&arena);
	}
}
END_TEST

TCase *
bth_test_bind_model(void)
{
	TCase *tests = tcase_create("bind_model");

	tcase_set_timeout(tests, 120);
	tcase_add_loop_test(tests, test_sets_are_those_of_the_model, 0, 8);
	return tests;
}

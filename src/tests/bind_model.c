/* bind_model.c - compares binding with the controllers' model on many random worlds */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/worlds.h"

/*
 * usage: berth-bind-model [WORLDS [FIRST]]
 *
 * Prints each world on which the two differ, at most SHOWN_MOST, and counts. The exit code is
 * 1 when there are any.
 */

enum { STATES_MOST = 200000, SHOWN_MOST = 20 };

static struct {
	unsigned long worlds, first;
} wanted = {.worlds = 1000};

static struct {
	unsigned long same, differ, left_out;
} count;

static void
compare(struct bth_arena *arena, uint32_t number)
{
	struct bth_cluster cluster;
	const char *difference;

	bth_world_make(&cluster, arena, number);
	difference = bth_world_compare(&cluster, STATES_MOST);
	if (!difference)
		count.left_out++;
	else if (!*difference)
		count.same++;
	else if (count.differ++ < SHOWN_MOST)
		printf("world %lu: %s%s\n", (unsigned long)number,
			bth_world_text(arena, &cluster), difference);
}

/* A test, since the helpers of tests work in nothing else. */
START_TEST(test_worlds_end_as_the_model_does)
{
	struct bth_arena arena;

	for (unsigned long i = 0; i < wanted.worlds; i++) {
		bth_arena_init(&arena);
		compare(&arena, (uint32_t)(wanted.first + i));
		bth_arena_release(&arena);
	}
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("bind_model");
	TCase *tests = tcase_create("bind_model");
	SRunner *runner = srunner_create(suite);
	int failed;

	if (argc > 1)
		wanted.worlds = strtoul(argv[1], NULL, 10);
	if (argc > 2)
		wanted.first = strtoul(argv[2], NULL, 10);
	tcase_add_test(tests, test_worlds_end_as_the_model_does);
	suite_add_tcase(suite, tests);
	srunner_set_fork_status(runner, CK_NOFORK);
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	printf("%lu random worlds: the same sets in %lu, others in %lu; %lu too large for the model\n",
		wanted.worlds, count.same, count.differ, count.left_out);
	return failed || count.differ;
}

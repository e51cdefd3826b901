/* test_pool.c - the same work for many items on several threads */

#include <check.h>
#include <stdatomic.h>

#include "base/pool.h"
#include "tests/suites.h"

enum { ITEMS = 5000 };

struct work {
	atomic_int done[ITEMS];
	atomic_size_t begun;
	atomic_uint highest;
	size_t fails_at;
};

static bool
work(void *context, unsigned worker, size_t item)
{
	struct work *all = context;
	unsigned highest = atomic_load(&all->highest);

	atomic_fetch_add(&all->done[item], 1);
	atomic_fetch_add(&all->begun, 1);
	while (worker > highest &&
		!atomic_compare_exchange_weak(&all->highest, &highest, worker))
		;
	return item != all->fails_at;
}

static bool
run(struct work *all, unsigned threads, size_t count)
{
	*all = (struct work){.fails_at = all->fails_at};
	return bth_pool_run(threads, count, work, all);
}

START_TEST(test_every_item_is_done_once)
{
	static const unsigned threads[] = {0, 1, 2, 7, 64, 1000};
	static struct work all = {.fails_at = ITEMS};

	for (size_t i = 0; i < sizeof threads / sizeof threads[0]; i++) {
		ck_assert(run(&all, threads[i], ITEMS));
		for (size_t j = 0; j < ITEMS; j++)
			ck_assert_int_eq(atomic_load(&all.done[j]), 1);
		ck_assert_uint_lt(atomic_load(&all.highest), threads[i] ? threads[i] : 1);
	}
}
END_TEST

START_TEST(test_no_items_are_no_work)
{
	static struct work all = {.fails_at = ITEMS};

	ck_assert(run(&all, 4, 0));
	ck_assert_uint_eq(atomic_load(&all.begun), 0);
}
END_TEST

START_TEST(test_no_more_threads_than_items)
{
	static struct work all = {.fails_at = ITEMS};

	for (int i = 0; i < 50; i++) {
		ck_assert(run(&all, 8, 2));
		ck_assert_uint_lt(atomic_load(&all.highest), 2);
	}
}
END_TEST

START_TEST(test_a_failure_begins_nothing_more)
{
	static struct work all = {.fails_at = 100};

	ck_assert(!run(&all, 1, ITEMS));
	ck_assert_uint_eq(atomic_load(&all.begun), 101);
	ck_assert(!run(&all, 4, ITEMS));
	all.fails_at = ITEMS - 1;
	ck_assert(!run(&all, 4, ITEMS));
	ck_assert_uint_eq(atomic_load(&all.begun), ITEMS);
}
END_TEST

START_TEST(test_there_is_a_processor)
{
	ck_assert_uint_ge(bth_pool_processors(), 1);
}
END_TEST

TCase *
bth_test_pool(void)
{
	TCase *tests = tcase_create("pool");

	tcase_add_test(tests, test_every_item_is_done_once);
	tcase_add_test(tests, test_no_items_are_no_work);
	tcase_add_test(tests, test_no_more_threads_than_items);
	tcase_add_test(tests, test_a_failure_begins_nothing_more);
	tcase_add_test(tests, test_there_is_a_processor);
	return tests;
}

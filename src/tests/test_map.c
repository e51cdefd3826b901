/* test_map.c - from texts to pointers */

#include <check.h>

#include "base/map.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

START_TEST(test_an_empty_map_has_nothing)
{
	struct bth_map map = {0};
	const struct bth_str parts[] = {BTH_STR("a"), BTH_STR("b")};

	ck_assert_ptr_null(bth_map_get(&map, BTH_STR("a")));
	ck_assert_ptr_null(bth_map_get_joined(&map, parts, 2, '/'));
}
END_TEST

START_TEST(test_a_value_is_replaced)
{
	struct bth_map map = {0};
	int one, two;

	bth_map_put(arena, &map, BTH_STR("a"), &one);
	bth_map_put(arena, &map, BTH_STR("a"), &two);
	ck_assert_ptr_eq(bth_map_get(&map, BTH_STR("a")), &two);
	ck_assert_uint_eq(map.len, 1);
}
END_TEST

START_TEST(test_keys_are_bytes)
{
	struct bth_map map = {0};
	int values[4];

	bth_map_put(arena, &map, BTH_STR("a\0b"), &values[0]);
	bth_map_put(arena, &map, BTH_STR("a\0c"), &values[1]);
	bth_map_put(arena, &map, BTH_STR("a"), &values[2]);
	bth_map_put(arena, &map, (struct bth_str){0}, &values[3]);
	ck_assert_ptr_eq(bth_map_get(&map, BTH_STR("a\0b")), &values[0]);
	ck_assert_ptr_eq(bth_map_get(&map, BTH_STR("a\0c")), &values[1]);
	ck_assert_ptr_eq(bth_map_get(&map, BTH_STR("a")), &values[2]);
	ck_assert_ptr_eq(bth_map_get(&map, BTH_STR("")), &values[3]);
	ck_assert_ptr_null(bth_map_get(&map, BTH_STR("A")));
	ck_assert_uint_eq(map.len, 4);
}
END_TEST

START_TEST(test_all_are_found_as_it_grows)
{
	struct bth_map map = {0};
	static int values[20000];

	for (size_t i = 0; i < 20000; i++)
		bth_map_put(arena, &map, bth_str_printf(arena, "key-%zu", i), &values[i]);
	ck_assert_uint_eq(map.len, 20000);
	ck_assert_uint_ge(map.cap, 2 * map.len);
	for (size_t i = 0; i < 20000; i++)
		ck_assert_ptr_eq(
			bth_map_get(&map, bth_str_printf(arena, "key-%zu", i)), &values[i]);
	ck_assert_ptr_null(bth_map_get(&map, BTH_STR("key-20000")));
}
END_TEST

START_TEST(test_parts_find_what_their_join_does)
{
	struct bth_map map = {0};
	int values[3];
	const struct bth_str parts[] = {BTH_STR("ns"), {0}, BTH_STR("a/b")};
	const struct bth_str others[] = {BTH_STR("ns"), BTH_STR("/a"), BTH_STR("c")};

	for (size_t i = 0; i < 3; i++)
		bth_map_put(arena, &map, bth_str_join(arena, parts, i + 1, '/'), &values[i]);
	for (size_t i = 0; i < 3; i++)
		ck_assert_ptr_eq(bth_map_get_joined(&map, parts, i + 1, '/'), &values[i]);
	ck_assert_ptr_null(bth_map_get_joined(&map, parts, 3, '.'));
	ck_assert_ptr_null(bth_map_get_joined(&map, others, 2, '/'));
	ck_assert_ptr_null(bth_map_get_joined(&map, others, 3, '/'));
	ck_assert_ptr_null(bth_map_get_joined(&map, parts, 0, '/'));
}
END_TEST

TCase *
bth_test_map(void)
{
	TCase *tests = tcase_create("map");

	bth_memory_for(tests);
	tcase_add_test(tests, test_an_empty_map_has_nothing);
	tcase_add_test(tests, test_a_value_is_replaced);
	tcase_add_test(tests, test_keys_are_bytes);
	tcase_add_test(tests, test_all_are_found_as_it_grows);
	tcase_add_test(tests, test_parts_find_what_their_join_does);
	return tests;
}

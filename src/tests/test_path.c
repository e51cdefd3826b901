/* test_path.c - names of files as texts */

#include <check.h>

#include "base/path.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static const char *const resolved[][3] = {
	{"", "a", "a"},
	{"", "./a//b/", "a/b"},
	{"", "a/..", ""},
	{"", "a/../../b", "../b"},
	{"", "../..", "../.."},
	{"a/b", "../c", "a/c"},
	{"a", "/c/./d", "/c/d"},
	{"/", "..", "/"},
	{"/a", "../../b", "/b"},
	{"/a/", "b", "/a/b"},
};

START_TEST(test_resolve)
{
	struct bth_str got =
		bth_path_resolve(arena, bth_str(resolved[_i][0]), bth_str(resolved[_i][1]));

	ck_assert_str_eq(got.at, resolved[_i][2]);
}
END_TEST

static const char *const relative[][3] = {
	{"/", "/a/b", "a/b"},
	{"/a", "/a/b", "b"},
	{"/a/b", "/a/c", "../c"},
	{"/a/b", "/a/bc", "../bc"},
	{"/a/b/c", "/d", "../../../d"},
};

START_TEST(test_relative)
{
	struct bth_str got =
		bth_path_relative(arena, bth_str(relative[_i][0]), bth_str(relative[_i][1]));

	ck_assert_str_eq(got.at, relative[_i][2]);
}
END_TEST

START_TEST(test_parts)
{
	ck_assert(bth_str_is(bth_path_folder(BTH_STR("a/b")), "a/"));
	ck_assert(bth_str_is(bth_path_folder(BTH_STR("b")), ""));
	ck_assert(bth_str_is(bth_path_last(BTH_STR("a/b")), "b"));
	ck_assert(bth_str_is(bth_path_last(BTH_STR("a/")), ""));
}
END_TEST

TCase *
bth_test_path(void)
{
	TCase *tests = tcase_create("path");

	bth_memory_for(tests);
	tcase_add_loop_test(tests, test_resolve, 0, (int)(sizeof resolved / sizeof resolved[0]));
	tcase_add_loop_test(tests, test_relative, 0, (int)(sizeof relative / sizeof relative[0]));
	tcase_add_test(tests, test_parts);
	return tests;
}

/* test_ignore.c - what a .gitignore says of a path; check-ignore.py asks git itself */

#include <check.h>

#include "base/ignore.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static const struct {
	const char *text, *path;
	bool folder, ignored;
} cases[] = {
	{"a", "a", false, true},
	{"a", "x/y/a", false, true},
	{"/a", "a", false, true},
	{"/a", "x/a", false, false},
	{"x/a", "x/a", false, true},
	{"x/a", "y/x/a", false, false},
	{"a/", "a", false, false},
	{"a/", "x/a", true, true},
	{"*.yaml\n!b.yaml\n", "x/b.yaml", false, false},
	{"*.yaml\n!b.yaml\n", "x/c.yaml", false, true},
	{"!b.yaml\n*.yaml\n", "b.yaml", false, true},
	{"# a\n\\#b", "# a", false, false},
	{"# a\n\\#b", "#b", false, true},
	{"\\!a", "!a", false, true},
	{"a  ", "a", false, true},
	{"a\\ ", "a ", false, true},
	{"a\t", "a", false, false},
	{"a\r\nb", "a", false, true},
	{"\xef\xbb\xbf" "a", "a", false, true},
	{"a**/b", "ax/y/b", false, true}, /* as git has it: the literal part is cut off first */
	{"x/**", "x", true, false},
	{"**/x/*", "a/x/b", false, true},
	{"/", "a", true, false},
	{"!", "a", false, false},
};

START_TEST(test_path)
{
	struct bth_ignore ignore = {0};

	bth_ignore_read(&ignore, arena, bth_str(cases[_i].text));
	ck_assert_msg(bth_ignore_has(&ignore, bth_str(cases[_i].path), cases[_i].folder) ==
			cases[_i].ignored,
		"'%s' and '%s'", cases[_i].text, cases[_i].path);
}
END_TEST

START_TEST(test_inner_file_decides)
{
	struct bth_ignore outer = {0}, inner = {.outer = &outer, .base = 2};

	bth_ignore_read(&outer, arena, BTH_STR("*.yaml\nc.json\n"));
	bth_ignore_read(&inner, arena, BTH_STR("!/b.yaml\n"));
	ck_assert(!bth_ignore_has(&inner, BTH_STR("a/b.yaml"), false));
	ck_assert(bth_ignore_has(&inner, BTH_STR("a/c.yaml"), false));
	ck_assert(bth_ignore_has(&inner, BTH_STR("a/x/b.yaml"), false));
	ck_assert(bth_ignore_has(&inner, BTH_STR("a/c.json"), false));
	ck_assert(!bth_ignore_has(&inner, BTH_STR("a/d.json"), false));
}
END_TEST

TCase *
bth_test_ignore(void)
{
	TCase *tests = tcase_create("ignore");

	bth_memory_for(tests);
	tcase_add_loop_test(tests, test_path, 0, (int)(sizeof cases / sizeof cases[0]));
	tcase_add_test(tests, test_inner_file_decides);
	return tests;
}

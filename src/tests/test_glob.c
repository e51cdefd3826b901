/* test_glob.c - patterns of paths */

#include <check.h>

#include "base/glob.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static const struct {
	const char *pattern, *text;
	bool paths, matches;
} cases[] = {
	{"", "", true, true},
	{"", "a", true, false},
	{"a?c", "abc", true, true},
	{"a?c", "a/c", true, false},
	{"a?c", "a/c", false, true},
	{"*", "", true, true},
	{"*", ".a", true, true},
	{"*", "a/b", true, false},
	{"*", "a/b", false, true},
	{"**", "a/b", true, true},
	{"a/**", "a/b/c", true, true},
	{"a/**", "a", true, false},
	{"**/b", "b", true, true},
	{"**/b", "a/a/b", true, true},
	{"**/b", "ab", true, false},
	{"a/**/b", "a/b", true, true},
	{"a/**/b", "a/x/y/b", true, true},
	{"a/**/b", "ab", true, false},
	{"a/x**/b", "a/xy/z/b", true, false},
	{"a/x**/b", "a/xy/b", true, true},
	{"**\\/b", "a/c/b", true, true},
	{"[a-c]", "b", true, true},
	{"[a-c]", "d", true, false},
	{"[!a-c]", "d", true, true},
	{"[^a]", "/", true, false},
	{"[]-]", "]", true, true},
	{"[]-]", "-", true, true},
	{"[a-]", "-", true, true},
	{"[\\]]", "]", true, true},
	{"[c-a]", "b", true, false},
	{"[[:digit:]x]", "7", true, true},
	{"[[:digit:]x]", "x", true, true},
	{"[[:digits:]]", "7", true, false},
	{"[[:a]", ":", true, true},
	{"[a", "a", true, false},
	{"[a", "[a", true, false},
	{"a\\*", "a*", true, true},
	{"a\\*", "ab", true, false},
	{"a\\", "a\\", true, false},
};

START_TEST(test_pattern)
{
	struct bth_glob glob;

	bth_glob_init(&glob, arena, bth_str(cases[_i].pattern), cases[_i].paths);
	ck_assert_msg(bth_glob_matches(&glob, bth_str(cases[_i].text)) == cases[_i].matches,
		"'%s' and '%s'", cases[_i].pattern, cases[_i].text);
}
END_TEST

/* What takes a matcher that tries one way after the other longer than anybody lives. */
START_TEST(test_hostile_pattern_is_fast)
{
	struct bth_glob glob;
	char text[1001], *pattern = bth_arena_alloc(arena, 4001);

	memset(text, 'a', 1000);
	text[1000] = '\0';
	for (size_t i = 0; i < 1000; i++) {
		memcpy(pattern + 4 * i, i % 2 ? "a*a*" : "**/*", 4);
		text[i] = i % 3 ? 'a' : '/';
	}
	bth_glob_init(&glob, arena, bth_str(pattern), true);
	ck_assert(!bth_glob_matches(&glob, bth_str(text)));
	memcpy(pattern + 3996, "b*b*", 4);
	bth_glob_init(&glob, arena, bth_str_sub(bth_str(pattern), 2000, SIZE_MAX), true);
	ck_assert(!bth_glob_matches(&glob, bth_str(text)));
}
END_TEST

TCase *
bth_test_glob(void)
{
	TCase *tests = tcase_create("glob");

	bth_memory_for(tests);
	tcase_add_loop_test(tests, test_pattern, 0, (int)(sizeof cases / sizeof cases[0]));
	tcase_add_test(tests, test_hostile_pattern_is_fast);
	return tests;
}

/* test_re2.c - regular expressions as Go has them */

#include <check.h>

#include "base/pattern.h"
#include "base/re2.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

/* Whether the expression occurs in the text: 1 or 0, and -1 when Go refuses it. */
static int
finds(const char *expression, const char *text)
{
	struct bth_patterns patterns = {0};
	struct bth_str translated;
	const char *why;
	size_t where;

	if (!bth_re2_translate(&translated, arena, bth_str(expression), &why, &where))
		return -1;
	const struct bth_pattern *pattern =
		bth_pattern_compile(arena, &patterns, translated, &why, &where);
	ck_assert_msg(pattern != NULL, "%s: %s", expression, pattern ? "" : why);
	enum bth_match match = bth_pattern_match(pattern, bth_str(text));
	bth_patterns_release(&patterns);
	return match == BTH_MATCH_YES;
}

START_TEST(test_what_both_have_means_the_same)
{
	ck_assert_int_eq(finds("^[a-z]+$", "abc"), 1);
	ck_assert_int_eq(finds("b", "abc"), 1);
	ck_assert_int_eq(finds("^a|b$", "xb"), 1);
	ck_assert_int_eq(finds("a$", "a\n"), 0);
	ck_assert_int_eq(finds("^.$", "\n"), 0);
	ck_assert_int_eq(finds("^.$", "\r"), 1);
	ck_assert_int_eq(finds("^.$", "ä"), 1);
	ck_assert_int_eq(finds("(?P<name>a)(?:b)(?i:C)", "abc"), 1);
	ck_assert_int_eq(finds("(?i)ABC", "abc"), 1);
	ck_assert_int_eq(finds("\\p{L}\\pN\\PL", "ä11"), 1);
	ck_assert_int_eq(finds("^[[:alpha:]-]+$", "a-b"), 1);
	ck_assert_int_eq(finds("^[]a]$", "]"), 1);
	ck_assert_int_eq(finds("^a{2,3}?$", "aa"), 1);
	ck_assert_int_eq(finds("", "anything"), 1);
}
END_TEST

START_TEST(test_what_differs_is_written_otherwise)
{
	ck_assert_int_eq(finds("^\\v$", "\v"), 1); /* not: any vertical space */
	ck_assert_int_eq(finds("^\\v$", "\n"), 0);
	ck_assert_int_eq(finds("^\\s$", "\v"), 0);
	ck_assert_int_eq(finds("^[\\s]$", "\v"), 0);
	ck_assert_int_eq(finds("^\\S$", "\v"), 1);
	ck_assert_int_eq(finds("^a{,2}$", "a{,2}"), 1);
	ck_assert_int_eq(finds("^{$", "{"), 1);
	ck_assert_int_eq(finds("^a{02}$", "a{02}"), 1);
	ck_assert_int_eq(finds("^\\101\\x41\\x{41}\\0$", "AAA"), 0);
	ck_assert_int_eq(finds("^\\101\\x41\\x{41}$", "AAA"), 1);
	ck_assert_int_eq(finds("^\\Qa.b\\E$", "a.b"), 1);
	ck_assert_int_eq(finds("^\\Qa.b\\E$", "axb"), 0);
	ck_assert_int_eq(finds("^[[.a]$", "."), 1);
	ck_assert_int_eq(finds("^[a-c-e]+$", "b-e"), 1);
	ck_assert_int_eq(finds("^[\\d-z]+$", "1-z"), 1);
	ck_assert_int_eq(finds("^\\_\\-\\/$", "_-/"), 1);
}
END_TEST

START_TEST(test_what_go_lacks_is_refused)
{
	static const char *const refused[] = {"(a)\\1", "(?=a)", "(?!a)", "(?<=a)", "(?<!a)",
		"(?>a)", "(?#a)", "(?|a)", "(?R)", "(?1)", "(?P=a)", "(?P>a)", "(?x)a", "a**", "a*+",
		"a??+", "*a", "(*a)", "a|*", "(a", "a)", "[a", "[", "[z-a]", "[a-\\d]", "[[:foo:]]",
		"a{1001}", "a{3,2}", "a{2}{3}", "\\", "\\Z", "\\h", "\\R", "\\K", "\\e", "\\cA", "\\u0041",
		"\\x4", "\\x{110000}", "\\8", "[\\b]", "\\C", "\\ä", "(?P<a-b>c)", "\\p{L", "(?i", "\xff",
		"(?-)", "(?i-)a"};

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
		ck_assert_msg(finds(refused[i], "") == -1, "%s", refused[i]);
}
END_TEST

TCase *
bth_test_re2(void)
{
	TCase *tests = tcase_create("re2");

	bth_memory_for(tests);
	tcase_add_test(tests, test_what_both_have_means_the_same);
	tcase_add_test(tests, test_what_differs_is_written_otherwise);
	tcase_add_test(tests, test_what_go_lacks_is_refused);
	return tests;
}

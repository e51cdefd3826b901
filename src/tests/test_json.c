/* test_json.c - JSON in the input, which kubectl does not read as YAML */

#include <check.h>

#include "syntax/json.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static size_t
end(const char *text)
{
	return bth_json_end(arena, bth_str(text), 0);
}

START_TEST(test_values_have_ends)
{
	static const char *const values[] = {"{}", "[]", "{ }", "[ ]", "null", "true", "false", "0",
		"-0", "12", "-1.5", "1e3", "1E+3", "0.5e-10", "\"\"", "\"a\"", "\"\\\"\"",
		"\"\\\\\"", "\"\\u00e9\\n\\/\\b\"", "[1,2]", "[1, [2], {}]", "{\"a\":1}",
		"{\"a\" : 1 , \"b\":[ ]}", "{\"a\":{\"b\":{\"c\":[[[1]]]}}}", "[\t1\n,\r2]",
		"{\"\":\"\"}", "\"\xC3\xA4\"", "[{},{},[]]"};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
		size_t len = strlen(values[i]);

		ck_assert_msg(end(values[i]) == len, "%s", values[i]);
		ck_assert_msg(end(bth_arena_printf(arena, "%s x", values[i])) == len, "%s x",
			values[i]);
		ck_assert_msg(end(bth_arena_printf(arena, "%s{}", values[i])) == len, "%s{}",
			values[i]);
	}
}
END_TEST

START_TEST(test_what_is_no_json_has_none)
{
	static const char *const texts[] = {"", " {}", "{", "[", "}", "]", "{]", "[}", "[1,]", "[,1]",
		"{,}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{'a':1}", "{1:2}", "[1 2]",
		"{\"a\":1 \"b\":2}", "\"", "\"a", "\"\\\"", "\"\\x\"", "\"\\u12g4\"", "\"\\u12\"",
		"\"a\nb\"", "\"\t\"", "-", "+1", ".5", "5.", "1.e3", "1e", "1e+", "nul", "True",
		"nan", "{\"a\":1", "[[1]", "[\"a\":1]", "# c\n{}"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		ck_assert_msg(end(texts[i]) == 0, "%s ends at %zu", texts[i], end(texts[i]));
	/* this one is a value, and something behind it */
	ck_assert_uint_eq(end("{\"a\":1}}"), 7);
	/* and so are these, as no number begins with two zeros */
	ck_assert_uint_eq(end("01"), 1);
	ck_assert_uint_eq(end("-01"), 2);
}
END_TEST

START_TEST(test_a_value_may_begin_anywhere)
{
	struct bth_str text = BTH_STR(" \t\r\n{} [1]\n");

	ck_assert_uint_eq(bth_json_skip(text, 0), 4);
	ck_assert_uint_eq(bth_json_end(arena, text, 4), 6);
	ck_assert_uint_eq(bth_json_skip(text, 6), 7);
	ck_assert_uint_eq(bth_json_end(arena, text, 7), 10);
	ck_assert_uint_eq(bth_json_skip(text, 10), text.len);
	ck_assert_uint_eq(bth_json_end(arena, text, text.len), 0);
	ck_assert_uint_eq(bth_json_skip(BTH_STR("\0"), 0), 0);
	ck_assert_uint_eq(bth_json_skip(BTH_STR("\v"), 0), 0);
}
END_TEST

START_TEST(test_depth_does_not_matter)
{
	enum { DEEP = 200000 };
	char *text = bth_arena_alloc(arena, 2 * DEEP);

	memset(text, '[', DEEP);
	memset(text + DEEP, ']', DEEP);
	ck_assert_uint_eq(
		bth_json_end(arena, (struct bth_str){.at = text, .len = 2 * DEEP}, 0), 2 * DEEP);
	ck_assert_uint_eq(
		bth_json_end(arena, (struct bth_str){.at = text, .len = 2 * DEEP - 1}, 0), 0);
}
END_TEST

static void
expect_yaml(const char *json, const char *yaml)
{
	struct bth_str made = bth_json_as_yaml(arena, bth_str(json), "_");

	ck_assert_msg(bth_str_is(made, yaml), "%s is %.*s", json, BTH_STR_ARG(made));
	ck_assert_uint_eq(made.len, strlen(json));
}

START_TEST(test_surrogates_become_one_code_point)
{
	expect_yaml("\"\\ud83d\\ude00\"", "\"\\U0001F600__\"");
	expect_yaml("\"a\\uD83D\\uDE00b\\uDBFF\\uDFFF\"", "\"a\\U0001F600__b\\U0010FFFF__\"");
}
END_TEST

START_TEST(test_halves_are_replaced)
{
	expect_yaml("\"\\ud83d\"", "\"\\ufffd\"");
	expect_yaml("\"\\ude00\\ud83d\"", "\"\\ufffd\\ufffd\"");
	expect_yaml("\"\\ud83d\\u0041\"", "\"\\ufffd\\u0041\"");
	expect_yaml("\"\\ud83d\\ud83d\\ude00\"", "\"\\ufffd\\U0001F600__\"");
	expect_yaml("\"\\ud83dx\"", "\"\\ufffdx\"");
}
END_TEST

START_TEST(test_other_escapes_are_left)
{
	static const char *const texts[] = {"{\"a\": 1}", "\"\\u00e9\\/\\n\"", "\"\\\\ud83d\"",
		"\"\\\\\\u0041\"", "\"\xC3\xA4\""};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		expect_yaml(texts[i], texts[i]);
}
END_TEST

TCase *
bth_test_json(void)
{
	TCase *tests = tcase_create("json");

	bth_memory_for(tests);
	tcase_add_test(tests, test_values_have_ends);
	tcase_add_test(tests, test_what_is_no_json_has_none);
	tcase_add_test(tests, test_a_value_may_begin_anywhere);
	tcase_add_test(tests, test_depth_does_not_matter);
	tcase_add_test(tests, test_surrogates_become_one_code_point);
	tcase_add_test(tests, test_halves_are_replaced);
	tcase_add_test(tests, test_other_escapes_are_left);
	return tests;
}

/* test_split.c - a text is cut where kubectl cuts it */

#include <check.h>

#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

/* The documents between bars, with what is JSON in angles. */
static const char *
pieces(const struct bth_given_text *given)
{
	const char *text = "|";

	for (size_t i = 0; i < given->documents.len; i++) {
		const struct bth_document *document = &given->documents.items[i];
		struct bth_str piece = bth_str_sub(given->source.text, document->span.start,
			document->span.end - document->span.start);

		ck_assert_uint_eq(document->number, i + 1);
		text = bth_arena_printf(arena, document->json ? "%s<%.*s>|" : "%s%.*s|", text,
			BTH_STR_ARG(piece));
	}
	return text;
}

static void
expect(const char *text, const char *expected)
{
	struct bth_given_text *given = bth_given_text(arena, bth_str(text));

	ck_assert_str_eq(pieces(given), expected);
	ck_assert_str_eq(bth_given_findings(arena, given), "");
}

START_TEST(test_lines_of_dashes_separate)
{
	expect("a: 1\n---\nb: 2\n", "|a: 1\n|b: 2\n|");
	expect("a: 1\n---\nb: 2", "|a: 1\n|b: 2|");
	expect("a: 1\n", "|a: 1\n|");
	expect("a: 1\n---", "|a: 1\n|");
	expect("a: 1\n---\n", "|a: 1\n|");
}
END_TEST

/* kubectl leaves a separator in when nothing stands before it. */
START_TEST(test_a_first_separator_is_left_in)
{
	expect("---\na: 1\n---\nb: 2\n", "|---\na: 1\n|b: 2\n|");
	expect("---\n---\n---\na: 1\n", "|---\na: 1\n|");
	expect("\n---\na: 1\n", "|a: 1\n|");
	expect("# c\n---\na: 1\n", "|# c\n|a: 1\n|");
}
END_TEST

START_TEST(test_blank_documents_are_none)
{
	expect("", "|");
	expect("\n \r\n", "|");
	expect("---", "|");
	expect("---\n", "|");
	expect("---\n\n---\n  \n---\na: 1\n---\n\n", "|a: 1\n|");
}
END_TEST

START_TEST(test_comments_and_blanks_may_follow_the_dashes)
{
	expect("a: 1\n--- # c\nb: 2\n", "|a: 1\n|b: 2\n|");
	expect("a: 1\n---#c\nb: 2\n", "|a: 1\n|b: 2\n|");
	expect("a: 1\n---  \t \nb: 2\n", "|a: 1\n|b: 2\n|");
	expect("a: 1\r\n---\r\nb: 2\r\n", "|a: 1\r\n|b: 2\r\n|");
	expect("a: 1\r\n--- # c\r\nb: 2\r\n", "|a: 1\r\n|b: 2\r\n|");
}
END_TEST

START_TEST(test_only_the_beginning_of_a_line_counts)
{
	expect("a: |\n  ---\n  x\n", "|a: |\n  ---\n  x\n|");
	expect("a: ---\n", "|a: ---\n|");
	expect("a\n--\n", "|a\n--\n|");
	expect("a: --- # x\nb: 2 ---\n", "|a: --- # x\nb: 2 ---\n|");
}
END_TEST

/* Only a newline ends a line to kubectl. */
START_TEST(test_a_lone_carriage_return_is_no_end)
{
	struct bth_given_text *given = bth_given_text(arena, BTH_STR("a: 1\r---\rb: 2\n"));

	ck_assert_str_eq(pieces(given), "|a: 1\r---\rb: 2\n|");
}
END_TEST

/* YAML would see these as text, kubectl does not. */
START_TEST(test_scalars_are_cut_as_well)
{
	struct bth_given_text *given =
		bth_given_text(arena, BTH_STR("a: \"x\n---\ny\"\nb: 1\n"));

	ck_assert_str_eq(pieces(given), "|a: \"x\n|y\"\nb: 1\n|");
}
END_TEST

static void
expect_malformed(const char *text, const char *expected, const char *findings)
{
	struct bth_given_text *given = bth_given_text(arena, bth_str(text));

	ck_assert_str_eq(pieces(given), expected);
	ck_assert_str_eq(bth_given_findings(arena, given), findings);
}

START_TEST(test_what_follows_the_dashes_is_refused)
{
	expect_malformed("a: 1\n--- {b: 2}\nc: 3\n", "|a: 1\n|c: 3\n|",
		"2:5-2:11 yaml-separator-malformed '{b: 2}' follows a document separator on its "
		"line: kubectl refuses the file\n");
	expect_malformed("---foo\na: 1\n", "|a: 1\n|",
		"1:4-1:7 yaml-separator-malformed 'foo' follows a document separator on its line: "
		"kubectl refuses the file\n");
	expect_malformed("a: 1\n----\nb: 2\n", "|a: 1\n|b: 2\n|",
		"2:4-2:5 yaml-separator-malformed '-' follows a document separator on its line: "
		"kubectl refuses the file\n");
	expect_malformed("a: 1\n--- |\r\n", "|a: 1\n|",
		"2:5-2:6 yaml-separator-malformed '|' follows a document separator on its line: "
		"kubectl refuses the file\n");
}
END_TEST

START_TEST(test_long_texts_are_shown_to_a_whole_letter)
{
	const char *thirty_nine = "123456789012345678901234567890123456789";

	expect_malformed(bth_arena_printf(arena, "--- %s\xC3\xA4 and more\n", thirty_nine), "|",
		bth_arena_printf(arena,
			"1:5-1:54 yaml-separator-malformed '%s' follows a document separator on "
			"its line: kubectl refuses the file\n",
			thirty_nine));
}
END_TEST

START_TEST(test_a_byte_order_mark_is_left_out)
{
	expect("\xEF\xBB\xBF" "a: 1\n", "|a: 1\n|");
	expect("\xEF\xBB\xBF" "a: 1\n---\n\xEF\xBB\xBF" "b: 2\n", "|a: 1\n|b: 2\n|");
	/* behind it the dashes do not begin the line */
	expect("\xEF\xBB\xBF" "---\na: 1\n", "|---\na: 1\n|");
	expect("\xEF\xBB\xBF" "--- {a: 1}\n", "|--- {a: 1}\n|");
	expect("\xEF\xBB\xBF", "|");
}
END_TEST

START_TEST(test_what_is_no_utf8_breaks_its_document_alone)
{
	struct bth_given_text *given =
		bth_given_text(arena, BTH_STR("a: \xC3\xA4\n---\nb: \xFF\n---\nc: 1\n"));

	ck_assert_str_eq(bth_given_json(arena, given), "{\"a\":\"\xC3\xA4\"}\nbroken\n{\"c\":1}\n");
	ck_assert_str_eq(bth_given_findings(arena, given),
		"3:4-3:5 yaml-encoding-invalid byte 0xff at offset 13 is not UTF-8\n");

	/* nor is it shown */
	given = bth_given_text(arena, BTH_STR("--- ab\xFF" "c\n# \xC3\n"));
	ck_assert_str_eq(bth_given_findings(arena, given),
		"1:5-1:9 yaml-separator-malformed 'ab' follows a document separator on its line: "
		"kubectl refuses the file\n"
		"2:3-2:4 yaml-encoding-invalid byte 0xc3 at offset 11 is not UTF-8\n");
}
END_TEST

START_TEST(test_json_is_cut_behind_each_value)
{
	expect("{\"a\": 1}\n", "|<{\"a\": 1}>|");
	expect(" \n{\"a\": 1}{\"b\": 2}\n{\"c\": 3}", "|<{\"a\": 1}>|<{\"b\": 2}>|<{\"c\": 3}>|");
	expect("{\"a\": \"---\"}\n[1]\n\"x\"\n", "|<{\"a\": \"---\"}>|<[1]>|<\"x\">|");
}
END_TEST

START_TEST(test_yaml_may_follow_one_json_value)
{
	expect("{\"a\": 1}\n---\nb: 2\n---\n{\"c\": 3}\n", "|<{\"a\": 1}>|---\nb: 2\n|{\"c\": 3}\n|");
	expect("{\"a\": 1}  \n  b: 2\n  c: 3\n", "|<{\"a\": 1}>|  b: 2\n  c: 3\n|");
	expect("{\"a\": 1} b: 2\n", "|<{\"a\": 1}>|b: 2\n|");
	expect("\t{a: 1}\n", "|{a: 1}\n|");
	expect("\xC2\xA0{a: 1}\n", "|{a: 1}\n|");
}
END_TEST

START_TEST(test_nothing_else_may_follow_two)
{
	expect_malformed("{\"a\": 1}\n{\"b\": 2}\n---\nc: 3\n", "|<{\"a\": 1}>|<{\"b\": 2}>|",
		"3:1-3:2 yaml-malformed not JSON, as all before it is: kubectl refuses what "
		"follows\n");
}
END_TEST

/* kubectl looks at four bytes before it goes on with YAML, and gives up when there are fewer. */
START_TEST(test_a_short_rest_is_not_taken_for_yaml)
{
	expect_malformed("{\"a\": 1}\nb", "|<{\"a\": 1}>|",
		"2:1-2:2 yaml-malformed not JSON, and too short for kubectl to go on with YAML\n");
	expect_malformed("{a}", "|",
		"1:1-1:2 yaml-malformed not JSON, and too short for kubectl to go on with YAML\n");
	expect("{\"a\": 1}\n\n", "|<{\"a\": 1}>|");
	expect_malformed("{}\v\xD8\v\v\v", "|<{}>|",
		"1:3-1:4 yaml-malformed not JSON, and too short for kubectl to go on with YAML\n");
}
END_TEST

START_TEST(test_braces_alone_are_no_json)
{
	expect("{a: 1}\n---\n{b: 2}\n", "|{a: 1}\n|{b: 2}\n|");
	expect("{\"a\": 1,}\n", "|{\"a\": 1,}\n|");
	expect("[1, 2]\n", "|[1, 2]\n|");
	expect("# c\n{\"a\": 1}\n", "|# c\n{\"a\": 1}\n|");
	expect("\xEF\xBB\xBF{\"a\": 1}\n", "|{\"a\": 1}\n|");
}
END_TEST

START_TEST(test_many_documents_take_no_time)
{
	struct bth_buf text;

	bth_buf_init(&text, arena);
	for (int i = 0; i < 100000; i++)
		bth_buf_puts(&text, "a: 1\n---\n");
	ck_assert_uint_eq(bth_given_text(arena, bth_buf_view(&text))->documents.len, 100000);
	text.len = 0;
	for (int i = 0; i < 500000; i++)
		bth_buf_puts(&text, "---\n");
	ck_assert_uint_eq(bth_given_text(arena, bth_buf_view(&text))->documents.len, 0);
}
END_TEST

TCase *
bth_test_split(void)
{
	TCase *tests = tcase_create("split");

	bth_memory_for(tests);
	tcase_add_test(tests, test_lines_of_dashes_separate);
	tcase_add_test(tests, test_a_first_separator_is_left_in);
	tcase_add_test(tests, test_blank_documents_are_none);
	tcase_add_test(tests, test_comments_and_blanks_may_follow_the_dashes);
	tcase_add_test(tests, test_only_the_beginning_of_a_line_counts);
	tcase_add_test(tests, test_a_lone_carriage_return_is_no_end);
	tcase_add_test(tests, test_scalars_are_cut_as_well);
	tcase_add_test(tests, test_what_follows_the_dashes_is_refused);
	tcase_add_test(tests, test_long_texts_are_shown_to_a_whole_letter);
	tcase_add_test(tests, test_a_byte_order_mark_is_left_out);
	tcase_add_test(tests, test_what_is_no_utf8_breaks_its_document_alone);
	tcase_add_test(tests, test_json_is_cut_behind_each_value);
	tcase_add_test(tests, test_yaml_may_follow_one_json_value);
	tcase_add_test(tests, test_nothing_else_may_follow_two);
	tcase_add_test(tests, test_a_short_rest_is_not_taken_for_yaml);
	tcase_add_test(tests, test_braces_alone_are_no_json);
	tcase_add_test(tests, test_many_documents_take_no_time);
	return tests;
}

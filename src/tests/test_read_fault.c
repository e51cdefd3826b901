/* test_read_fault.c - texts that kubectl's reader refuses, or reads otherwise than libyaml */

#include <check.h>

#include "tests/chance.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static void
expect_broken(const char *text, const char *findings)
{
	struct bth_given_text *given = bth_given_text(arena, bth_str(text));

	ck_assert_str_eq(bth_given_findings(arena, given), findings);
	ck_assert_str_eq(bth_given_json(arena, given), "broken\n");
	ck_assert_ptr_null(given->documents.items[0].tree);
}

START_TEST(test_faults_are_shown_where_they_are)
{
	expect_broken("a: b: c\n",
		"1:5-1:6 yaml-malformed not valid YAML: mapping values are not allowed in this "
		"context\n");
	expect_broken("a: [1, 2\nb: 3\n",
		"2:2-2:3 yaml-malformed not valid YAML: did not find expected ',' or ']'\n"
		"  1:4 while parsing a flow sequence\n");
	expect_broken("\xC3\xA4: \"x\n",
		"2:1-2:1 yaml-malformed not valid YAML: found unexpected end of stream\n"
		"  1:4 while scanning a quoted scalar\n");
	expect_broken("a: \xC3\xA4 @\nb: @\xE2\x82\xAC\n",
		"2:4-2:5 yaml-malformed not valid YAML: found character that cannot start any token\n"
		"  2:4 while scanning for the next token\n");
	expect_broken("a: *\xE2\x82\xAC\n",
		"1:5-1:6 yaml-malformed not valid YAML: did not find expected alphabetic or numeric "
		"character\n  1:4 while scanning an alias\n");
}
END_TEST

START_TEST(test_tabs_are_named)
{
	expect_broken("a:\n\tb: 1\n", "2:1-2:2 yaml-tab a tab stands where YAML wants spaces\n");
	expect_broken("\t\n", "1:1-1:2 yaml-tab a tab stands where YAML wants spaces\n");
}
END_TEST

START_TEST(test_controls_are_refused)
{
	expect_broken("a: \xC3\xA4\nb: x\x01y\n",
		"2:5-2:6 yaml-encoding-invalid control character U+0001 is not allowed\n");
	expect_broken("a: \xEF\xBF\xBE\n",
		"1:4-1:5 yaml-encoding-invalid control character U+FFFE is not allowed\n");
	expect_broken("a: \x7F\n",
		"1:4-1:5 yaml-encoding-invalid control character U+007F is not allowed\n");
}
END_TEST

START_TEST(test_zero_is_a_control_too)
{
	struct bth_given_text *given = bth_given_text(arena, BTH_STR("a: x\0y\n"));

	ck_assert_str_eq(bth_given_findings(arena, given),
		"1:5-1:6 yaml-encoding-invalid control character U+0000 is not allowed\n");
}
END_TEST

START_TEST(test_a_byte_order_mark_inside_is_a_letter)
{
	bth_given_means(arena, "a: 1\n\xEF\xBB\xBF" "b: 2\n", "{\"a\":1,\"\\ufeffb\":2}\n");
	bth_given_means(arena, "a: \xEE\x80\x80\n\xEF\xBB\xBF" "b: [c:]\n",
		"{\"a\":\"\xEE\x80\x80\",\"\\ufeffb\":[\"c:\"]}\n");
	expect_broken("a: 1\n\xEF\xBB\xBF\n",
		"3:1-3:1 yaml-malformed not valid YAML: could not find expected ':'\n"
		"  2:1 while scanning a simple key\n");
	bth_given_means(arena, "a: 'x\xEF\xBB\xBFy'\n", "{\"a\":\"x\\ufeffy\"}\n");
}
END_TEST

/* go-yaml ends a word within brackets at a colon only when a blank follows; libyaml refuses. */
START_TEST(test_a_colon_within_brackets_may_be_a_letter)
{
	bth_given_means(arena, "[a:, \"b:\", c:]\n", "[\"a:\",\"b:\",\"c:\"]\n");
	bth_given_means(arena, "x: {a:, b: c:}\nz: 'd:,'\n",
		"{\"x\":{\"a:\":null,\"b\":\"c:\"},\"z\":\"d:,\"}\n");
	bth_given_means(arena, "\xC3\xA4: [\xC3\xA4:, b:]\n",
		"{\"\xC3\xA4\":[\"\xC3\xA4:\",\"b:\"]}\n");
	expect_broken("a: [b:, c:[]]\n",
		"1:11-1:12 yaml-malformed not valid YAML: did not find expected ',' or ']'\n"
		"  1:4 while parsing a flow sequence\n");
}
END_TEST

/* go-yaml lets tags hold brackets and commas. */
START_TEST(test_a_comma_belongs_to_its_tag)
{
	bth_given_means(arena, "[!x, a]\n", "[\"a\"]\n");
	bth_given_means(arena, "[!!int, 1]\n", "[\"1\"]\n");
	bth_given_means(arena, "[&x !y , !<a,b> c]\n", "[\"\",\"c\"]\n");
	bth_given_means(arena, "a: !x]y b\n", "{\"a\":\"b\"}\n");
	expect_broken("[!x, !y, z]\n",
		"1:6-1:7 yaml-malformed not valid YAML: did not find expected ',' or ']'\n"
		"  1:1 while parsing a flow sequence\n");
}
END_TEST

START_TEST(test_integers_of_any_base_may_be_floats)
{
	bth_given_means(arena, "[!!float 012, !!float 0o7, !!float -0b11, !!float 0x10, !!float 12, !!float 0]\n",
		"[10,7,-3,16,12,0]\n");
}
END_TEST

/* What is no letter to YAML may stand in the strings of JSON. */
START_TEST(test_strings_of_json_hold_any_letter)
{
	bth_given_means(arena, "{\"a\xC2\x85\": \"\xE2\x80\xA8\x7F\xEF\xBF\xBF\"}",
		"{\"a\\u0085\":\"\\u2028\\u007f\xEF\xBF\xBF\"}\n");
}
END_TEST

START_TEST(test_the_last_line_ends_for_kubectl)
{
	bth_given_means(arena, "a: |\n  b", "{\"a\":\"b\\n\"}\n");
	bth_given_means(arena, "a: b", "{\"a\":\"b\"}\n");
}
END_TEST

START_TEST(test_a_question_mark_within_brackets_is_refused)
{
	expect_broken("url: [http://a/?b]\n",
		"1:16-1:17 yaml-malformed '?' stands within brackets: kubectl takes it for the mark "
		"of a key, unless it is in quotes\n");
	bth_given_means(arena, "url: ['http://a/?b']\nb: a?b\n",
		"{\"url\":[\"http://a/?b\"],\"b\":\"a?b\"}\n");
	bth_given_means(arena, "[? a]\n", "[{\"a\":null}]\n");
}
END_TEST

START_TEST(test_keys_must_be_scalars)
{
	expect_broken("~: 1\n", "1:1-1:2 yaml-key-malformed a key is null\n");
	expect_broken("a: {b: c, : 2}\n",
		"1:11-1:12 yaml-malformed not valid YAML: did not find expected node content\n"
		"  1:11 while parsing a flow node\n");
	expect_broken("a: {[b]: c}\n",
		"1:5-1:6 yaml-key-malformed a map or a list stands as a key\n");
	expect_broken("? {a: b}\n: c\n",
		"1:3-1:4 yaml-key-malformed a map or a list stands as a key\n");
	expect_broken("18446744073709551615: a\n",
		"1:1-1:21 yaml-key-malformed a key is a number above int64\n");
	bth_given_means(arena, "? a\n: b\n? c\n", "{\"a\":\"b\",\"c\":null}\n");
	bth_given_means(arena, "'': 1\n", "{\"\":1}\n");
}
END_TEST

START_TEST(test_numbers_that_json_lacks_are_refused)
{
	expect_broken("a: .inf\n",
		"1:4-1:8 yaml-malformed JSON has no number '.inf': kubectl refuses the document\n");
	expect_broken("- -.Inf\n",
		"1:3-1:8 yaml-malformed JSON has no number '-.Inf': kubectl refuses the document\n");
	expect_broken(".NaN\n",
		"1:1-1:5 yaml-malformed JSON has no number '.NaN': kubectl refuses the document\n");
	bth_given_means(arena, "a: '.inf'\nb: 1e400\n", "{\"a\":\".inf\",\"b\":\"1e400\"}\n");
}
END_TEST

START_TEST(test_a_tag_must_fit)
{
	expect_broken("a: !!int 1.5\n", "1:4-1:13 yaml-malformed '1.5' is no '!!int'\n");
	expect_broken("a: !!null x\n", "1:4-1:12 yaml-malformed 'x' is no '!!null'\n");
	expect_broken("a: !!bool \"x\"\n", "1:4-1:14 yaml-malformed 'x' is no '!!bool'\n");
	expect_broken("!!int x: 1\n", "1:1-1:8 yaml-malformed 'x' is no '!!int'\n");
	expect_broken("a: !!binary aGk\n", "1:4-1:16 yaml-malformed 'aGk' is no '!!binary'\n");
	expect_broken("a: !!float 18446744073709551615\n",
		"1:4-1:32 yaml-malformed '18446744073709551615' is no '!!float'\n");
}
END_TEST

START_TEST(test_an_escaped_slash_is_json)
{
	expect_broken("a: \"\xC3\xA4\\\\\\/\"\n",
		"1:8-1:10 yaml-malformed not valid YAML: '\\/' is an escape in JSON alone\n");
	bth_given_means(arena, "a: \"\\\\/\"\n", "{\"a\":\"\\\\/\"}\n");
	bth_given_means(arena, "{\"a\": \"\\/\"}\n", "{\"a\":\"/\"}\n");
	expect_broken("{a: \"\\/\"}\n",
		"1:6-1:8 yaml-malformed not valid YAML: '\\/' is an escape in JSON alone\n");
}
END_TEST

START_TEST(test_a_directive_is_a_document_of_its_own)
{
	const char *says = "yaml-malformed a directive stands before '---': kubectl reads it as a "
			   "document of its own, and refuses it";
	struct bth_given_text *given = bth_given_text(arena, BTH_STR("# c\n%YAML 1.1 \n---\na: 1\n"));

	ck_assert_str_eq(bth_given_findings(arena, given),
		bth_arena_printf(arena, "2:1-2:10 %s\n", says));
	ck_assert_str_eq(bth_given_json(arena, given), "broken\n{\"a\":1}\n");
	bth_given_means(arena, "a: |\n %x\n", "{\"a\":\"%x\\n\"}\n");
}
END_TEST

static void
expect_dropped(const char *text, const char *json, const char *findings)
{
	struct bth_given_text *given = bth_given_text(arena, bth_str(text));

	ck_assert_str_eq(bth_given_json(arena, given), json);
	ck_assert_str_eq(bth_given_findings(arena, given), findings);
}

START_TEST(test_what_follows_dots_is_dropped)
{
	const char *says = "yaml-document-dropped kubectl ignores what follows '...' up to the next "
			   "'---'";

	expect_dropped("a: 1\n...\n", "{\"a\":1}\n", "");
	expect_dropped("a: 1\n... # c\n# d\n\n...\n", "{\"a\":1}\n", "");
	expect_dropped("a: 1\n...\n# c\n  b: \xC3\xA4 \nc: 3\n", "{\"a\":1}\n",
		bth_arena_printf(arena, "4:3-4:7 %s\n", says));
	expect_dropped("a: 1\n...\nb: 2\n---\nc: 3\n", "{\"a\":1}\n{\"c\":3}\n",
		bth_arena_printf(arena, "3:1-3:5 %s\n", says));
}
END_TEST

/* go-yaml reads the first document of its text and looks no further. */
START_TEST(test_what_follows_a_finished_document_is_dropped)
{
	const char *says = "yaml-document-dropped kubectl ignores what follows the end of the "
			   "document up to the next '---'";

	expect_dropped("[1]\nb: 2\n", "[1]\n", bth_arena_printf(arena, "2:1-2:5 %s\n", says));
	expect_dropped("{a: 1} # c\n{b: 2}\n", "{\"a\":1}\n",
		bth_arena_printf(arena, "2:1-2:7 %s\n", says));
	expect_dropped("a: 1\r--- b\n", "{\"a\":1}\n",
		bth_arena_printf(arena, "1:6-1:11 %s\n1:5-1:6 yaml-line-break-unusual U+000D "
			"(carriage return) ends a line for kubectl, but not for everybody\n", says));
}
END_TEST

START_TEST(test_templates_are_skipped)
{
	static const char *const texts[] = {
		"a: {{ .Values.x }}\n",
		"a:\n  {{- if .x }}\n  b: 1\n  {{- end }}\n",
		"- {{ include \"x\" . }}\n",
		"a: 1\n{{- toYaml .x | nindent 2 }}\n",
		"{{ x }}: 1\n",
		"a: {{ .x }}-{{ .y }}\nb: \"{{ .z }}\"\n",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct bth_given_text *given =
			bth_given_text(arena, bth_str_printf(arena, "---\n# c\n%s", texts[i]));

		ck_assert_str_eq(bth_given_json(arena, given), "template\n");
		ck_assert_str_eq(bth_given_findings(arena, given),
			"2:1-2:1 yaml-template-skipped text of a template engine ('{{'): skipped, as "
			"it is not YAML yet\n");
	}
	bth_given_means(arena, "a: \"{{ x }}\"\nb: x{{ y }}\n",
		"{\"a\":\"{{ x }}\",\"b\":\"x{{ y }}\"}\n");
}
END_TEST

/* Alerts and workflows hold such braces in their strings: a fault elsewhere is one. */
START_TEST(test_braces_elsewhere_hide_no_fault)
{
	expect_broken("a: 1\n  b: 2\nsummary: \"{{ $value }}\"\n",
		"2:4-2:5 yaml-malformed not valid YAML: mapping values are not allowed in this "
		"context\n");
	expect_broken("summary: in {{ $value }}\na: .inf\n",
		"2:4-2:8 yaml-malformed JSON has no number '.inf': kubectl refuses the document\n");
}
END_TEST

START_TEST(test_keys_that_stand_twice_are_reported)
{
	struct bth_given_text *given = bth_given_text(
		arena, BTH_STR("a: 1\nb: {c: 2, c: 3}\na: 4\n\"a\": 5\ny: 6\n'true': 7\n"));

	ck_assert_str_eq(bth_given_findings(arena, given),
		"2:11-2:12 yaml-key-duplicate key 'c' stands twice in one map: the last one wins\n"
		"  2:5 it stands here before\n"
		"3:1-3:2 yaml-key-duplicate key 'a' stands twice in one map: the last one wins\n"
		"  1:1 it stands here before\n"
		"4:1-4:4 yaml-key-duplicate key 'a' stands twice in one map: the last one wins\n"
		"  1:1 it stands here before\n"
		"6:1-6:7 yaml-key-duplicate key 'true' stands twice in one map: the last one wins\n"
		"  5:1 it stands here before\n");
	ck_assert_str_eq(bth_given_json(arena, given), "{\"a\":5,\"b\":{\"c\":3},\"true\":7}\n");
}
END_TEST

START_TEST(test_keys_of_large_maps_are_compared_as_well)
{
	struct bth_buf text;

	bth_buf_init(&text, arena);
	for (int i = 0; i < 100; i++)
		bth_buf_printf(&text, "k%d: %d\n", i, i);
	bth_buf_puts(&text, "k50: x\n");
	struct bth_given_text *given = bth_given_text(arena, bth_buf_view(&text));
	ck_assert_str_eq(bth_given_findings(arena, given),
		"101:1-101:4 yaml-key-duplicate key 'k50' stands twice in one map: the last one wins\n"
		"  51:1 it stands here before\n");
}
END_TEST

/* Each took minutes, or hours, before it was thought of; libyaml's own time is linear. */
START_TEST(test_hostile_texts_take_no_time)
{
	static const struct {
		const char *first, *each, *last;
		int count;
	} table[] = {
		{"", "k%d: 1\n", "k5: 2\n", 50000},       /* one key twice */
		{"", "k%d: 1\n", "<<: {a: 1}\n", 50000},  /* a merge key */
		{"", "- &a%d x\n", "", 50000},            /* anchors */
		{"- &a x\n", "- &b%d x\n- *a\n", "", 30000}, /* and aliases */
		{"", "%%TAG !a%d! tag:x,2000:\n", "", 50000},
		{"", "a: %d\n", "", 50000},               /* every key twice */
		{"", "[", "", 500000},
		{"", "- ", "", 500000},
		{"a: [", "%d,", "]", 200000},
		{"\xC3\xA4: [", "\xC3\xA4,", "]", 100000},
		{"{", "\"\\ud83d\\ude00%d\":1,", "\"\":2}", 30000},
		{"a: &a x", "                                ", "\n", 50000},
		{"", "- &a x\n", "                        \n", 50000},
		{"", "a: 1\n...\n", "", 50000},
		{"", "- *a%d\n---\n", "", 20000},
		{"[", "&a%d x, ", "1]\n---\n- *a\n", 100000},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct bth_buf text;

		bth_buf_init(&text, arena);
		bth_buf_puts(&text, table[i].first);
		for (int j = 0; j < table[i].count; j++) {
			const char *number = strstr(table[i].each, "%d");

			if (!number)
				bth_buf_puts(&text, table[i].each);
			else
				bth_buf_printf(&text, "%.*s%d%s", (int)(number - table[i].each),
					table[i].each, j, number + 2);
		}
		bth_buf_puts(&text, table[i].last);
		bth_given_text(arena, bth_buf_view(&text));
	}
}
END_TEST

START_TEST(test_a_reader_reads_many)
{
	struct bth_given_text *given = bth_given_text(arena,
		BTH_STR("a: &x \"\\t\"\nb: *x\n---\na: *x\n---\nc: \"\\n\"\n---\nd: &x {e: \"\\t\"}\n"
			"f: {<<: *x}\n---\n\"\\x41\": [1]\n"));

	ck_assert_str_eq(bth_given_json(arena, given),
		"{\"a\":\"\\t\",\"b\":\"\\t\"}\nbroken\n{\"c\":\"\\n\"}\n"
		"{\"d\":{\"e\":\"\\t\"},\"f\":{\"e\":\"\\t\"}}\n{\"A\":[1]}\n");
	ck_assert_str_eq(bth_given_findings(arena, given),
		"4:4-4:6 yaml-alias-unknown no anchor '&x' stands before this alias in the document\n"
		"  1:4 this one is of another document: anchors do not reach across '---'\n");
}
END_TEST

/* One that stands after the alias, in a comment or within a word is not meant. */
START_TEST(test_anchors_of_other_documents_are_shown)
{
	static const struct {
		const char *text, *note;
	} table[] = {
		{"- &x 1\n- &x 2\n", "  1:3 "},
		{"&x a: 1\n", "  1:1 "},
		{"{a: &x}\n", "  1:5 "},
		{"[1,&x [2]]\n", "  1:4 "},
		{"a:\r\n- &x\r\n", "  2:3 "},
		{"# &x\nb: 1 # see &x\n", ""},
		{"a: b&x\nc: &xy 1\n", ""},
		{"a: b#c\nd: e#f &x\n", "  2:8 "},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct bth_given_text *given = bth_given_text(arena,
			bth_str(bth_arena_printf(arena, "%s---\n- *x\n- &x 1\n", table[i].text)));
		const char *found = bth_given_findings(arena, given);
		const char *note = strstr(found, "\n  ");

		ck_assert_msg(note ? strncmp(note + 1, table[i].note, 6) == 0 : !*table[i].note,
			"%zu: %s", i, found);
	}
}
END_TEST

TCase *
bth_test_read_fault(void)
{
	TCase *tests = tcase_create("read_fault");

	bth_memory_for(tests);
	tcase_set_timeout(tests, 20);
	tcase_add_test(tests, test_anchors_of_other_documents_are_shown);
	tcase_add_test(tests, test_faults_are_shown_where_they_are);
	tcase_add_test(tests, test_tabs_are_named);
	tcase_add_test(tests, test_controls_are_refused);
	tcase_add_test(tests, test_zero_is_a_control_too);
	tcase_add_test(tests, test_a_byte_order_mark_inside_is_a_letter);
	tcase_add_test(tests, test_a_colon_within_brackets_may_be_a_letter);
	tcase_add_test(tests, test_a_question_mark_within_brackets_is_refused);
	tcase_add_test(tests, test_a_comma_belongs_to_its_tag);
	tcase_add_test(tests, test_integers_of_any_base_may_be_floats);
	tcase_add_test(tests, test_strings_of_json_hold_any_letter);
	tcase_add_test(tests, test_the_last_line_ends_for_kubectl);
	tcase_add_test(tests, test_keys_must_be_scalars);
	tcase_add_test(tests, test_numbers_that_json_lacks_are_refused);
	tcase_add_test(tests, test_a_tag_must_fit);
	tcase_add_test(tests, test_an_escaped_slash_is_json);
	tcase_add_test(tests, test_a_directive_is_a_document_of_its_own);
	tcase_add_test(tests, test_what_follows_dots_is_dropped);
	tcase_add_test(tests, test_what_follows_a_finished_document_is_dropped);
	tcase_add_test(tests, test_templates_are_skipped);
	tcase_add_test(tests, test_braces_elsewhere_hide_no_fault);
	tcase_add_test(tests, test_keys_that_stand_twice_are_reported);
	tcase_add_test(tests, test_keys_of_large_maps_are_compared_as_well);
	tcase_add_test(tests, test_hostile_texts_take_no_time);
	tcase_add_test(tests, test_a_reader_reads_many);
	return tests;
}

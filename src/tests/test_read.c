/* test_read.c - one document as a tree, and what can be wrong with its text */

#include <check.h>

#include "tests/chance.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

/* The source text of a value's span. */
static struct bth_str
written(struct bth_value value)
{
	struct bth_span span = bth_span(value);

	return bth_str_sub(span.source->text, span.start, span.end - span.start);
}

static void
expect(struct bth_value value, enum bth_type type, enum bth_style style, const char *text,
	const char *source)
{
	ck_assert(bth_is_scalar(value));
	ck_assert_int_eq(bth_node(value)->type, type);
	ck_assert_int_eq(bth_node(value)->style, style);
	ck_assert_msg(bth_str_is(bth_text(value), text), "'%.*s' is not '%s'",
		BTH_STR_ARG(bth_text(value)), text);
	ck_assert_msg(bth_str_is(written(value), source), "'%.*s' is not '%s'",
		BTH_STR_ARG(written(value)), source);
}

START_TEST(test_a_tree_has_kinds)
{
	struct bth_value root = bth_given(arena, "a: 1\nb: [x, {c: d}]\ne: {}\nf: []\ng:\n");
	struct bth_value b = bth_get(root, "b");

	ck_assert(bth_is_map(root));
	ck_assert_uint_eq(bth_size(root), 5);
	ck_assert(bth_is_list(b));
	ck_assert_uint_eq(bth_size(b), 2);
	ck_assert(bth_is_map(bth_item(b, 1)));
	ck_assert(bth_is_map(bth_get(root, "e")) && bth_size(bth_get(root, "e")) == 0);
	ck_assert(bth_is_list(bth_get(root, "f")) && bth_size(bth_get(root, "f")) == 0);
	ck_assert(bth_is_null(bth_get(root, "g")));
	ck_assert_int_eq(bth_node(root)->style, BTH_BLOCK);
	ck_assert_int_eq(bth_node(b)->style, BTH_FLOW);
}
END_TEST

static bool
same(const char *a, const char *b)
{
	return bth_same(bth_given(arena, a), bth_given(arena, b));
}

START_TEST(test_equal_values_may_be_written_in_many_ways)
{
	ck_assert(same("{a: , b: yes, c: 0x10}", "{c: 16, a: ~, b: on}"));
	ck_assert(same("[-0, 012, 18446744073709551615]", "[0, 0o12, 0xffffffffffffffff]"));
	ck_assert(!same("[yes]", "[no]") && !same("[yes]", "['yes']"));
	ck_assert(!same("[1]", "[-1]") && !same("[1]", "[1.0]") && !same("[~]", "['~']"));
	ck_assert(!same("[a]", "[b]") && !same("[a]", "[a, b]") && !same("{a: b}", "[a, b]"));
}
END_TEST

/* Children come after their parent, whole subtrees before the next sibling. */
START_TEST(test_nodes_are_in_the_order_of_the_text)
{
	struct bth_value root = bth_given(arena, "a:\n- {x: y}\n- z\nb: c\n");
	uint32_t end = 0;

	ck_assert_uint_eq(root.at, 1);
	for (uint32_t i = 1; i < root.tree->count; i++) {
		const struct bth_node *node = &root.tree->nodes[i];

		ck_assert(!node->child || node->child == i + 1);
		ck_assert(!node->next || node->next > i);
		ck_assert_uint_ge(node->start, i == 1 ? 0 : end);
		end = node->start;
	}
	ck_assert_uint_eq(root.tree->count, 10);
}
END_TEST

START_TEST(test_plain_scalars_point_into_the_text)
{
	struct bth_value root = bth_given(arena, "key: value # c\nnumber: 12\nlong: two words\n");
	struct bth_value key = bth_get_key(root, "key");

	expect(key, BTH_STRING, BTH_PLAIN, "key", "key");
	ck_assert_int_eq(bth_node(key)->flags, BTH_NODE_KEY);
	expect(bth_get(root, "key"), BTH_STRING, BTH_PLAIN, "value", "value");
	expect(bth_get(root, "number"), BTH_INT, BTH_PLAIN, "12", "12");
	expect(bth_get(root, "long"), BTH_STRING, BTH_PLAIN, "two words", "two words");
	ck_assert_ptr_eq(bth_text(key).at, bth_span(key).source->text.at);
}
END_TEST

START_TEST(test_quotes_are_in_the_span_and_not_in_the_text)
{
	struct bth_value root = bth_given(arena,
		"'a': \"b\"\nc: 'it''s'\nd: \"x\\ty\"\ne: ''\nf: \"\"\ng: '12'\nh: \"null\"\n");

	expect(bth_get_key(root, "a"), BTH_STRING, BTH_SINGLE, "a", "'a'");
	expect(bth_get(root, "a"), BTH_STRING, BTH_DOUBLE, "b", "\"b\"");
	expect(bth_get(root, "c"), BTH_STRING, BTH_SINGLE, "it's", "'it''s'");
	expect(bth_get(root, "d"), BTH_STRING, BTH_DOUBLE, "x\ty", "\"x\\ty\"");
	expect(bth_get(root, "e"), BTH_STRING, BTH_SINGLE, "", "''");
	expect(bth_get(root, "f"), BTH_STRING, BTH_DOUBLE, "", "\"\"");
	expect(bth_get(root, "g"), BTH_STRING, BTH_SINGLE, "12", "'12'");
	expect(bth_get(root, "h"), BTH_STRING, BTH_DOUBLE, "null", "\"null\"");
	ck_assert(!(bth_node(bth_get(root, "a"))->flags & BTH_NODE_SIDE));
	ck_assert(bth_node(bth_get(root, "c"))->flags & BTH_NODE_SIDE);
}
END_TEST

START_TEST(test_scalars_of_many_lines)
{
	struct bth_value root = bth_given(arena,
		"a: |\n  x\n   y\n\n  z\nb: >-\n  p\n  q\n\n  r\nc: |+\n  e\n\nd: one\n  two\n"
		"f: \"g\n  h\"\ni: 'j\n\n  k'\nl: |2-\n   m\n");

	expect(bth_get(root, "a"), BTH_STRING, BTH_LITERAL, "x\n y\n\nz\n",
		"|\n  x\n   y\n\n  z\n");
	expect(bth_get(root, "b"), BTH_STRING, BTH_FOLDED, "p q\nr", ">-\n  p\n  q\n\n  r\n");
	expect(bth_get(root, "c"), BTH_STRING, BTH_LITERAL, "e\n\n", "|+\n  e\n\n");
	expect(bth_get(root, "d"), BTH_STRING, BTH_PLAIN, "one two", "one\n  two");
	expect(bth_get(root, "f"), BTH_STRING, BTH_DOUBLE, "g h", "\"g\n  h\"");
	expect(bth_get(root, "i"), BTH_STRING, BTH_SINGLE, "j\nk", "'j\n\n  k'");
	expect(bth_get(root, "l"), BTH_STRING, BTH_LITERAL, " m", "|2-\n   m\n");
}
END_TEST

START_TEST(test_spans_of_text_beyond_ascii)
{
	struct bth_value root = bth_given(arena,
		"\xC3\xA4: \xE2\x82\xAC\n\"\xF0\x9F\x98\x80\": ['\xC3\xB6', x]\nlast: \xE6\x97\xA5\n");
	struct bth_value list = bth_get(root, "\xF0\x9F\x98\x80");

	expect(bth_get_key(root, "\xC3\xA4"), BTH_STRING, BTH_PLAIN, "\xC3\xA4", "\xC3\xA4");
	expect(bth_get(root, "\xC3\xA4"), BTH_STRING, BTH_PLAIN, "\xE2\x82\xAC", "\xE2\x82\xAC");
	ck_assert(bth_str_is(written(list), "['\xC3\xB6', x]"));
	expect(bth_item(list, 0), BTH_STRING, BTH_SINGLE, "\xC3\xB6", "'\xC3\xB6'");
	expect(bth_item(list, 1), BTH_STRING, BTH_PLAIN, "x", "x");
	expect(bth_get(root, "last"), BTH_STRING, BTH_PLAIN, "\xE6\x97\xA5", "\xE6\x97\xA5");
}
END_TEST

/* Places are found from marks that stand some way apart. */
START_TEST(test_spans_far_into_such_a_text)
{
	struct bth_chance chance = {.state = 5};
	static const char *const letters[] = {"a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
	struct bth_buf text;

	bth_buf_init(&text, arena);
	for (int i = 0; i < 500; i++) {
		bth_buf_printf(&text, "k%d-", i);
		for (size_t count = bth_chance(&chance, 20); count > 0; count--)
			bth_buf_puts(&text, letters[bth_chance(&chance, 4)]);
		bth_buf_puts(&text, ": 'v'\n");
	}
	bth_buf_putc(&text, '\0');
	struct bth_value root = bth_given(arena, text.text);
	for (struct bth_value key = bth_first(root); bth_exists(key); key = bth_next(key)) {
		ck_assert(bth_str_eq(written(key), bth_text(key)));
		ck_assert(bth_str_is(written(bth_under(key)), "'v'"));
	}
}
END_TEST

START_TEST(test_spans_of_collections_end_with_what_is_in_them)
{
	struct bth_value root =
		bth_given(arena, "a:\n  b: 1\n  c: 2 # x\n\nd:\n- e\n- f: g\n\n# end\nh: [1, 2] # y\n");

	ck_assert(bth_str_is(written(bth_get(root, "a")), "b: 1\n  c: 2"));
	ck_assert(bth_str_is(written(bth_get(root, "d")), "- e\n- f: g"));
	ck_assert(bth_str_is(written(bth_item(bth_get(root, "d"), 1)), "f: g"));
	ck_assert(bth_str_is(written(bth_get(root, "h")), "[1, 2]"));
	ck_assert_uint_eq(bth_span(root).start, 0);
	ck_assert_uint_eq(bth_span(root).end, bth_span(bth_get(root, "h")).end);
}
END_TEST

START_TEST(test_empty_values_stand_behind_their_colon)
{
	struct bth_value root = bth_given(arena, "a:\nb: # c\n- d:\n-\ne: {f: , g}\n");

	expect(bth_get(root, "a"), BTH_NULL, BTH_PLAIN, "", "");
	ck_assert_uint_eq(bth_span(bth_get(root, "a")).start, 2);
	ck_assert(bth_is_null(bth_get(bth_item(bth_get(root, "b"), 0), "d")));
	ck_assert_uint_eq(bth_span(bth_get(bth_item(bth_get(root, "b"), 0), "d")).start, 14);
	ck_assert(bth_is_null(bth_item(bth_get(root, "b"), 1)));
	ck_assert(bth_is_null(bth_dig(root, "e.f")) && bth_is_null(bth_dig(root, "e.g")));
}
END_TEST

START_TEST(test_lines_may_end_in_two_characters)
{
	struct bth_value root = bth_given(arena, "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: d\r\n");

	expect(bth_get(root, "a"), BTH_INT, BTH_PLAIN, "1", "1");
	expect(bth_get(root, "b"), BTH_STRING, BTH_LITERAL, "x\ny\n", "|\r\n  x\r\n  y\r\n");
	expect(bth_get(root, "c"), BTH_STRING, BTH_PLAIN, "d", "d");
}
END_TEST

START_TEST(test_a_byte_order_mark_moves_nothing)
{
	struct bth_value root = bth_given(arena, "\xEF\xBB\xBF" "a: \xC3\xA4\nb: c\n");

	expect(bth_get_key(root, "a"), BTH_STRING, BTH_PLAIN, "a", "a");
	expect(bth_get(root, "a"), BTH_STRING, BTH_PLAIN, "\xC3\xA4", "\xC3\xA4");
	expect(bth_get(root, "b"), BTH_STRING, BTH_PLAIN, "c", "c");
}
END_TEST

START_TEST(test_later_documents_have_their_places)
{
	struct bth_given_text *given =
		bth_given_text(arena, BTH_STR("\xC3\xA4: 1\n---\n# c\nb: \xC3\xB6\n"));
	struct bth_value root = bth_root(given->documents.items[1].tree);

	ck_assert_uint_eq(root.tree->document, 2);
	expect(bth_get(root, "b"), BTH_STRING, BTH_PLAIN, "\xC3\xB6", "\xC3\xB6");
	ck_assert_uint_eq(bth_span(bth_get_key(root, "b")).start, 14);
}
END_TEST

/* What a text is to kubectl, one document a line. */
static void
expect_json(const char *text, const char *json)
{
	ck_assert_str_eq(
		bth_given_json(arena, bth_given_text(arena, bth_str(text))), json);
}

START_TEST(test_keys_become_strings)
{
	expect_json("y: 1\nOff: 2\n", "{\"true\":1,\"false\":2}\n");
	expect_json("1: a\n0x1F: b\n012: c\n1_0: d\n", "{\"1\":\"a\",\"31\":\"b\",\"10\":\"d\"}\n");
	expect_json("1.0: a\n1e3: b\n.inf: c\n", "{\"1\":\"a\",\"1000\":\"b\",\".inf\":\"c\"}\n");
	expect_json("0.30000000000000004: a\n", "{\"0.3\":\"a\"}\n");
	expect_json("'y': 1\n\"012\": 2\n! 1: 3\n!!str 2: 4\n",
		"{\"y\":1,\"012\":2,\"1\":3,\"2\":4}\n");
	expect_json("!!bool yes: 1\n", "{\"true\":1}\n");
}
END_TEST

START_TEST(test_a_changed_key_keeps_its_place)
{
	struct bth_value root = bth_given(arena, "a: 1\nyes: 2\n");
	struct bth_value key = bth_get_key(root, "true");

	expect(key, BTH_BOOL, BTH_PLAIN, "true", "yes");
	ck_assert_int_eq(bth_node(key)->flags, BTH_NODE_KEY | BTH_NODE_SIDE);
}
END_TEST

START_TEST(test_tags_decide)
{
	expect_json("a: !!str 1\nb: ! 2\nc: !foo 3\nd: !!int \"4\"\ne: !!float 5\nf: !!null ''\n"
		"g: !!bool on\nh: !!str\ni: !!binary aGk=\nj: !!timestamp 2001-01-01\nk: !\n",
		"{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\",\"d\":4,\"e\":5,\"f\":null,\"g\":true,\"h\":\"\","
		"\"i\":\"hi\",\"j\":\"2001-01-01\",\"k\":\"\"}\n");
	expect_json("a: &x ! 1\nb: &y 1\nc: !!str &z 1\nd: &w\n  ! 1\n",
		"{\"a\":\"1\",\"b\":1,\"c\":\"1\",\"d\":\"1\"}\n");
	expect_json("!!map {a: !!seq [1]}\n", "{\"a\":[1]}\n");
}
END_TEST

START_TEST(test_tagged_and_anchored_nodes_begin_there)
{
	struct bth_value root = bth_given(arena, "a: &x !!str 1\nb: &y {c: d}\n&k e: f\n");

	expect(bth_get(root, "a"), BTH_STRING, BTH_PLAIN, "1", "&x !!str 1");
	ck_assert(bth_str_is(written(bth_get(root, "b")), "&y {c: d}"));
	expect(bth_get_key(root, "e"), BTH_STRING, BTH_PLAIN, "e", "&k e");
}
END_TEST

START_TEST(test_blank_documents_are_empty)
{
	expect_json("# c\n", "empty\n");
	expect_json("null\n---\n~ # c\n---\n# c\n", "empty\nempty\nempty\n");
	expect_json("''\n", "\"\"\n");
	expect_json("--- # c\n...\n", "empty\n");
}
END_TEST

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
	expect_json("a: 1\n\xEF\xBB\xBF" "b: 2\n", "{\"a\":1,\"\\ufeffb\":2}\n");
	expect_json("a: \xEE\x80\x80\n\xEF\xBB\xBF" "b: [c:]\n",
		"{\"a\":\"\xEE\x80\x80\",\"\\ufeffb\":[\"c:\"]}\n");
	expect_broken("a: 1\n\xEF\xBB\xBF\n",
		"3:1-3:1 yaml-malformed not valid YAML: could not find expected ':'\n"
		"  2:1 while scanning a simple key\n");
	struct bth_value root = bth_given(arena, "a: 'x\xEF\xBB\xBFy'\n");
	expect(bth_get(root, "a"), BTH_STRING, BTH_SINGLE, "x\xEF\xBB\xBFy",
		"'x\xEF\xBB\xBFy'");
}
END_TEST

/* go-yaml ends a word within brackets at a colon only when a blank follows; libyaml refuses. */
START_TEST(test_a_colon_within_brackets_may_be_a_letter)
{
	expect_json("[a:, \"b:\", c:]\n", "[\"a:\",\"b:\",\"c:\"]\n");
	expect_json("x: {a:, b: c:}\nz: 'd:,'\n",
		"{\"x\":{\"a:\":null,\"b\":\"c:\"},\"z\":\"d:,\"}\n");
	expect_json("\xC3\xA4: [\xC3\xA4:, b:]\n", "{\"\xC3\xA4\":[\"\xC3\xA4:\",\"b:\"]}\n");
	expect_broken("a: [b:, c:[]]\n",
		"1:11-1:12 yaml-malformed not valid YAML: did not find expected ',' or ']'\n"
		"  1:4 while parsing a flow sequence\n");
}
END_TEST

/* go-yaml lets tags hold brackets and commas. */
START_TEST(test_a_comma_belongs_to_its_tag)
{
	expect_json("[!x, a]\n", "[\"a\"]\n");
	expect_json("[!!int, 1]\n", "[\"1\"]\n");
	expect_json("[&x !y , !<a,b> c]\n", "[\"\",\"c\"]\n");
	expect_json("a: !x]y b\n", "{\"a\":\"b\"}\n");
	expect_broken("[!x, !y, z]\n",
		"1:6-1:7 yaml-malformed not valid YAML: did not find expected ',' or ']'\n"
		"  1:1 while parsing a flow sequence\n");
}
END_TEST

START_TEST(test_integers_of_any_base_may_be_floats)
{
	expect_json("[!!float 012, !!float 0o7, !!float -0b11, !!float 0x10, !!float 12, !!float 0]\n",
		"[10,7,-3,16,12,0]\n");
}
END_TEST

/* What is no letter to YAML may stand in the strings of JSON. */
START_TEST(test_strings_of_json_hold_any_letter)
{
	expect_json("{\"a\xC2\x85\": \"\xE2\x80\xA8\x7F\xEF\xBF\xBF\"}",
		"{\"a\\u0085\":\"\\u2028\\u007f\xEF\xBF\xBF\"}\n");
}
END_TEST

START_TEST(test_the_last_line_ends_for_kubectl)
{
	expect_json("a: |\n  b", "{\"a\":\"b\\n\"}\n");
	expect_json("a: b", "{\"a\":\"b\"}\n");
}
END_TEST

START_TEST(test_a_question_mark_within_brackets_is_refused)
{
	expect_broken("url: [http://a/?b]\n",
		"1:16-1:17 yaml-malformed '?' stands within brackets: kubectl takes it for the mark "
		"of a key, unless it is in quotes\n");
	expect_json("url: ['http://a/?b']\nb: a?b\n", "{\"url\":[\"http://a/?b\"],\"b\":\"a?b\"}\n");
	expect_json("[? a]\n", "[{\"a\":null}]\n");
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
	expect_json("? a\n: b\n? c\n", "{\"a\":\"b\",\"c\":null}\n");
	expect_json("'': 1\n", "{\"\":1}\n");
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
	expect_json("a: '.inf'\nb: 1e400\n", "{\"a\":\".inf\",\"b\":\"1e400\"}\n");
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
	expect_json("a: \"\\\\/\"\n", "{\"a\":\"\\\\/\"}\n");
	expect_json("{\"a\": \"\\/\"}\n", "{\"a\":\"/\"}\n");
	expect_broken("{a: \"\\/\"}\n",
		"1:6-1:8 yaml-malformed not valid YAML: '\\/' is an escape in JSON alone\n");
}
END_TEST

START_TEST(test_json_is_read_as_json)
{
	struct bth_given_text *given = bth_given_text(
		arena, BTH_STR("{\"e\": \"\\ud83d\\ude00 x\", \"f\": \"\\ud83d\",\n\t\"g\": 1e3}\n{\"h\": []}"));
	struct bth_value root = bth_root(given->documents.items[0].tree);

	ck_assert_str_eq(bth_given_json(arena, given),
		"{\"e\":\"\xF0\x9F\x98\x80 x\",\"f\":\"\xEF\xBF\xBD\",\"g\":1000}\n{\"h\":[]}\n");
	expect(bth_get(root, "e"), BTH_STRING, BTH_DOUBLE, "\xF0\x9F\x98\x80 x",
		"\"\\ud83d\\ude00 x\"");
	expect(bth_get(root, "g"), BTH_FLOAT, BTH_PLAIN, "1e3", "1e3");
	expect_json("{\"\\ud83d\\ude00\": {\"\\uD83D\\uDE00b\\u00e9\": 1}}",
		"{\"\xF0\x9F\x98\x80\":{\"\xF0\x9F\x98\x80" "b\xC3\xA9\":1}}\n");
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
	expect_json("a: |\n %x\n", "{\"a\":\"%x\\n\"}\n");
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
	expect_json("a: \"{{ x }}\"\nb: x{{ y }}\n", "{\"a\":\"{{ x }}\",\"b\":\"x{{ y }}\"}\n");
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
bth_test_read(void)
{
	TCase *tests = tcase_create("read");

	bth_memory_for(tests);
	tcase_set_timeout(tests, 20);
	tcase_add_test(tests, test_a_tree_has_kinds);
	tcase_add_test(tests, test_anchors_of_other_documents_are_shown);
	tcase_add_test(tests, test_equal_values_may_be_written_in_many_ways);
	tcase_add_test(tests, test_nodes_are_in_the_order_of_the_text);
	tcase_add_test(tests, test_plain_scalars_point_into_the_text);
	tcase_add_test(tests, test_quotes_are_in_the_span_and_not_in_the_text);
	tcase_add_test(tests, test_scalars_of_many_lines);
	tcase_add_test(tests, test_spans_of_text_beyond_ascii);
	tcase_add_test(tests, test_spans_far_into_such_a_text);
	tcase_add_test(tests, test_spans_of_collections_end_with_what_is_in_them);
	tcase_add_test(tests, test_empty_values_stand_behind_their_colon);
	tcase_add_test(tests, test_lines_may_end_in_two_characters);
	tcase_add_test(tests, test_a_byte_order_mark_moves_nothing);
	tcase_add_test(tests, test_later_documents_have_their_places);
	tcase_add_test(tests, test_keys_become_strings);
	tcase_add_test(tests, test_a_changed_key_keeps_its_place);
	tcase_add_test(tests, test_tags_decide);
	tcase_add_test(tests, test_tagged_and_anchored_nodes_begin_there);
	tcase_add_test(tests, test_blank_documents_are_empty);
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
	tcase_add_test(tests, test_json_is_read_as_json);
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

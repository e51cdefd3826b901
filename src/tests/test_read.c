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
	ck_assert(same("[1]", "[1.0]") && same("[!!float 12]", "[12]"));
	ck_assert(!same("[1]", "[-1]") && !same("[1]", "[1.5]") && !same("[~]", "['~']"));
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

START_TEST(test_keys_become_strings)
{
	bth_given_means(arena, "y: 1\nOff: 2\n", "{\"true\":1,\"false\":2}\n");
	bth_given_means(arena, "1: a\n0x1F: b\n012: c\n1_0: d\n",
		"{\"1\":\"a\",\"31\":\"b\",\"10\":\"d\"}\n");
	bth_given_means(arena, "1.0: a\n1e3: b\n.inf: c\n",
		"{\"1\":\"a\",\"1000\":\"b\",\".inf\":\"c\"}\n");
	bth_given_means(arena, "0.30000000000000004: a\n", "{\"0.3\":\"a\"}\n");
	bth_given_means(arena, "'y': 1\n\"012\": 2\n! 1: 3\n!!str 2: 4\n",
		"{\"y\":1,\"012\":2,\"1\":3,\"2\":4}\n");
	bth_given_means(arena, "!!bool yes: 1\n", "{\"true\":1}\n");
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
	bth_given_means(arena, "a: !!str 1\nb: ! 2\nc: !foo 3\nd: !!int \"4\"\ne: !!float 5\nf: !!null ''\n"
		"g: !!bool on\nh: !!str\ni: !!binary aGk=\nj: !!timestamp 2001-01-01\nk: !\n",
		"{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\",\"d\":4,\"e\":5,\"f\":null,\"g\":true,\"h\":\"\","
		"\"i\":\"hi\",\"j\":\"2001-01-01\",\"k\":\"\"}\n");
	bth_given_means(arena, "a: &x ! 1\nb: &y 1\nc: !!str &z 1\nd: &w\n  ! 1\n",
		"{\"a\":\"1\",\"b\":1,\"c\":\"1\",\"d\":\"1\"}\n");
	bth_given_means(arena, "!!map {a: !!seq [1]}\n", "{\"a\":[1]}\n");
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
	bth_given_means(arena, "# c\n", "empty\n");
	bth_given_means(arena, "null\n---\n~ # c\n---\n# c\n", "empty\nempty\nempty\n");
	bth_given_means(arena, "''\n", "\"\"\n");
	bth_given_means(arena, "--- # c\n...\n", "empty\n");
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
	bth_given_means(arena, "{\"\\ud83d\\ude00\": {\"\\uD83D\\uDE00b\\u00e9\": 1}}",
		"{\"\xF0\x9F\x98\x80\":{\"\xF0\x9F\x98\x80" "b\xC3\xA9\":1}}\n");
}
END_TEST

TCase *
bth_test_read(void)
{
	TCase *tests = tcase_create("read");

	bth_memory_for(tests);
	tcase_set_timeout(tests, 20);
	tcase_add_test(tests, test_a_tree_has_kinds);
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
	tcase_add_test(tests, test_json_is_read_as_json);
	return tests;
}

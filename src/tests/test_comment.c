/* test_comment.c - which comments speak to berth, and what they speak of */

#include <check.h>

#include "syntax/read.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_findings findings;
static struct bth_documents documents;
static struct bth_source source;

static void
setup(void)
{
	bth_arena_init(&arena);
	bth_findings_init(&findings, &arena);
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

/* Reads @text; returns how many comments its last document has. */
static size_t
read_text(const char *text)
{
	struct bth_reader reader;

	documents = (struct bth_documents){0};
	source = (struct bth_source){.name = "x.yaml", .text = bth_str(text)};
	bth_split(&documents, &findings, &source);
	bth_reader_init(&reader, &arena, &findings);
	for (size_t i = 0; i < documents.len; i++)
		bth_read(&reader, &documents.items[i]);
	ck_assert_uint_eq(findings.list.len, 0);
	const struct bth_document *last = &documents.items[documents.len - 1];
	return last->comments ? last->comments->len : 0;
}

static const struct bth_comment *
comment(size_t index)
{
	return &documents.items[documents.len - 1].comments->items[index];
}

/* What a comment is about begins at its line or itself, so its end tells most. */
static void
check_about(size_t index, const char *start, const char *end)
{
	struct bth_span about = comment(index)->about;
	struct bth_str text = bth_str_sub(source.text, about.start, about.end - about.start);

	ck_assert_ptr_eq(about.source, &source);
	ck_assert_msg(bth_str_starts(text, start) && bth_str_ends(text, end), "%.*s",
		BTH_STR_ARG(text));
}

START_TEST(test_comments_for_others_do_not_count)
{
	ck_assert_uint_eq(read_text("# for people\na: 1 # berths: 4\n#berth is a port\n"), 0);
	ck_assert_uint_eq(read_text("a: 1 #berth:x\n"), 1);
	ck_assert(bth_str_is(bth_comment_text(comment(0)), "x"));
}
END_TEST

START_TEST(test_text_of_scalars_is_no_comment)
{
	ck_assert_uint_eq(read_text("a: 'x # berth: allow b'\nb: \"y\n  # berth: allow c\"\n"), 0);
	ck_assert_uint_eq(read_text("a: |\n  # berth: allow b\nb: >-\n  x\n\n  # berth: c\n"), 0);
	ck_assert_uint_eq(read_text("a: x#berth:b\n"), 0);
	ck_assert_uint_eq(read_text("\"a # berth: b\": 1\n"), 0);
}
END_TEST

START_TEST(test_comments_stand_between_scalars)
{
	ck_assert_uint_eq(read_text("a: | # berth: b\n  text\nb: &x # berth: c\n  'y'\n"
				    "c: [1, # berth: d\n  2] # berth: e\n# berth: f\n"), 5);
	check_about(0, "a: |", "text\n");
	check_about(1, "b: &x", "'y'");
	check_about(2, "c: [1,", "d");
	check_about(3, "  2]", "e");
	ck_assert_ptr_null(comment(4)->about.source);
}
END_TEST

START_TEST(test_trailing_one_is_about_its_line)
{
	ck_assert_uint_eq(read_text("a:\n  b: # berth: x\n    c: 1\r\n  d: 2 # berth: y\r\n"), 2);
	ck_assert(comment(0)->trailing);
	check_about(0, "  b:", "x");
	check_about(1, "  d: 2", "y");
}
END_TEST

START_TEST(test_trailing_one_is_about_all_of_a_long_text)
{
	ck_assert_uint_eq(read_text("a: \"x\n  y\" # berth: b\n"), 1);
	check_about(0, "a: \"x", "b");
}
END_TEST

START_TEST(test_one_before_the_first_key_is_about_the_document)
{
	ck_assert_uint_eq(read_text("# berth: x\n\n# else\na: 1\nb: 2\n"), 1);
	check_about(0, "# berth", "b: 2\n");
	ck_assert_uint_eq(read_text("z: 0\n--- # berth: x\na: 1\nb: 2\n"), 1);
	ck_assert(!comment(0)->trailing);
	check_about(0, "--- #", "b: 2\n");
}
END_TEST

START_TEST(test_one_before_a_key_is_about_what_is_below)
{
	ck_assert_uint_eq(read_text("a: 1\n# berth: x\nb:\n  c: 2\n  d: 3\ne: 4\n"), 1);
	check_about(0, "# berth: x\nb:", "d: 3");
}
END_TEST

START_TEST(test_one_before_the_first_key_of_a_block_is_about_that_key)
{
	ck_assert_uint_eq(read_text("a:\n  # berth: x\n  b: 1\n  c: 2\n"), 1);
	check_about(0, "# berth: x\n  b:", "b: 1");
}
END_TEST

START_TEST(test_one_before_an_item_is_about_the_item)
{
	ck_assert_uint_eq(read_text("a:\n# berth: x\n- b: 1\n  c: 2\n# berth: y\n- d: 3\n  e: 4\n"), 2);
	check_about(0, "# berth: x\n- b", "c: 2");
	check_about(1, "# berth: y\n- d", "e: 4");
	ck_assert_uint_eq(read_text("a:\n- # berth: x\n  b: 1\n  c: 2\n- d: 3\n"), 1);
	check_about(0, "# berth: x\n  b", "c: 2");
}
END_TEST

START_TEST(test_one_between_key_and_text_is_about_the_text)
{
	ck_assert_uint_eq(read_text("a:\n  # berth: x\n  long\nb: 1\n"), 1);
	check_about(0, "# berth: x", "long");
}
END_TEST

START_TEST(test_what_was_overridden_still_holds_no_comment)
{
	ck_assert_uint_eq(read_text("x: &x {a: '# berth: b'}\ny:\n  <<: *x # berth: c\n  a: 2\n"), 1);
	check_about(0, "  <<: *x", "c");
}
END_TEST

START_TEST(test_document_of_comments_is_about_nothing)
{
	ck_assert_uint_eq(read_text("# berth: x\n"), 1);
	ck_assert_int_eq(documents.items[0].state, BTH_DOCUMENT_EMPTY);
	ck_assert_ptr_null(comment(0)->about.source);
}
END_TEST

START_TEST(test_mark_of_byte_order_is_no_text)
{
	ck_assert_uint_eq(read_text("\xEF\xBB\xBF# berth: x\na: 1\n"), 1);
	ck_assert(!comment(0)->trailing);
	check_about(0, "# berth", "a: 1\n");
}
END_TEST

TCase *
bth_test_comment(void)
{
	TCase *tests = tcase_create("comment");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_comments_for_others_do_not_count);
	tcase_add_test(tests, test_text_of_scalars_is_no_comment);
	tcase_add_test(tests, test_comments_stand_between_scalars);
	tcase_add_test(tests, test_trailing_one_is_about_its_line);
	tcase_add_test(tests, test_trailing_one_is_about_all_of_a_long_text);
	tcase_add_test(tests, test_one_before_the_first_key_is_about_the_document);
	tcase_add_test(tests, test_one_before_a_key_is_about_what_is_below);
	tcase_add_test(tests, test_one_before_the_first_key_of_a_block_is_about_that_key);
	tcase_add_test(tests, test_one_before_an_item_is_about_the_item);
	tcase_add_test(tests, test_one_between_key_and_text_is_about_the_text);
	tcase_add_test(tests, test_what_was_overridden_still_holds_no_comment);
	tcase_add_test(tests, test_document_of_comments_is_about_nothing);
	tcase_add_test(tests, test_mark_of_byte_order_is_no_text);
	return tests;
}

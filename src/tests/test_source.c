/* test_source.c - where in a text something stands */

#include <check.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "source/source.h"
#include "tests/chance.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static struct bth_source *
source(const char *text)
{
	struct bth_source *made = bth_arena_alloc(arena, sizeof *made);

	made->name = "given";
	made->text = bth_str(text);
	return made;
}

static void
expect_place(struct bth_source *of, uint32_t offset, unsigned line, unsigned column)
{
	struct bth_place place = bth_source_place(arena, of, offset);

	ck_assert_msg(place.line == line && place.column == column,
		"offset %u is at %u:%u, not %u:%u", (unsigned)offset, place.line, place.column, line,
		column);
}

static void
expect_line(struct bth_source *of, unsigned line, const char *text)
{
	struct bth_str found = bth_source_line(arena, of, line);

	ck_assert_msg(bth_str_is(found, text), "line %u is '%.*s'", line, BTH_STR_ARG(found));
}

START_TEST(test_lines_and_columns_count_from_one)
{
	struct bth_source *text = source("ab\ncd\n");

	expect_place(text, 0, 1, 1);
	expect_place(text, 1, 1, 2);
	expect_place(text, 2, 1, 3);
	expect_place(text, 3, 2, 1);
	expect_place(text, 5, 2, 3);
	expect_place(text, 6, 3, 1);
	expect_line(text, 1, "ab");
	expect_line(text, 2, "cd");
	expect_line(text, 3, "");
	expect_line(text, 4, "");
	expect_line(text, 0, "");
}
END_TEST

START_TEST(test_the_last_line_needs_no_end)
{
	struct bth_source *text = source("ab\ncd");

	expect_place(text, 4, 2, 2);
	expect_place(text, 5, 2, 3);
	expect_line(text, 2, "cd");
	expect_line(text, 3, "");
}
END_TEST

START_TEST(test_an_empty_text_has_one_place)
{
	struct bth_source *text = source("");

	expect_place(text, 0, 1, 1);
	expect_line(text, 1, "");
	expect_line(text, 2, "");
}
END_TEST

START_TEST(test_columns_are_code_points)
{
	struct bth_source *text = source("\xC3\xA4\xE2\x82\xAC" "b\n\xF0\x9F\x98\x80" "c");

	expect_place(text, 2, 1, 2);
	expect_place(text, 5, 1, 3);
	expect_place(text, 6, 1, 4);
	expect_place(text, 7, 2, 1);
	expect_place(text, 11, 2, 2);
	expect_line(text, 1, "\xC3\xA4\xE2\x82\xAC" "b");
}
END_TEST

START_TEST(test_a_carriage_return_is_part_of_the_end)
{
	struct bth_source *text = source("ab\r\n\r\ncd\re\r\n");

	expect_place(text, 4, 2, 1);
	expect_place(text, 6, 3, 1);
	expect_place(text, 9, 3, 4);
	expect_line(text, 1, "ab");
	expect_line(text, 2, "");
	expect_line(text, 3, "cd\re");
}
END_TEST

START_TEST(test_a_byte_order_mark_is_no_character)
{
	struct bth_source *text = source("\xEF\xBB\xBF" "ab\n\xEF\xBB\xBF" "c");

	expect_place(text, 0, 1, 1);
	expect_place(text, 3, 1, 1);
	expect_place(text, 4, 1, 2);
	expect_place(text, 6, 2, 1);
	/* only at the beginning is it a mark */
	expect_place(text, 9, 2, 2);
	expect_line(text, 1, "ab");
	expect_line(text, 2, "\xEF\xBB\xBF" "c");
}
END_TEST

START_TEST(test_places_beyond_the_end_are_at_the_end)
{
	expect_place(source("ab\ncd"), 100, 2, 3);
	expect_place(source("ab\n"), 100, 2, 1);
}
END_TEST

/* Long lines are counted piece by piece: it must not show. */
START_TEST(test_long_lines_count_as_short_ones_do)
{
	static const char *const letters[] = {"a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
	struct bth_chance chance = {.state = 99};
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	for (int line = 0; line < 6; line++) {
		for (size_t count = bth_chance(&chance, 4000); count > 0; count--)
			bth_buf_puts(&buf, letters[bth_chance(&chance, 4)]);
		bth_buf_putc(&buf, '\n');
	}
	bth_buf_putc(&buf, '\0');
	struct bth_source *text = source(buf.text);
	struct bth_str rest = text->text;
	for (unsigned line = 1, column = 1; rest.len;) {
		uint32_t code = 0;

		expect_place(text, (uint32_t)(rest.at - text->text.at), line, column);
		rest = bth_str_sub(rest, bth_utf8_next(&code, rest), SIZE_MAX);
		column = code == '\n' ? 1 : column + 1;
		line += code == '\n';
	}
	rest = text->text;
	for (unsigned line = 1; line <= 6; line++) {
		size_t end = bth_str_find(rest, '\n');

		ck_assert(bth_str_eq(bth_source_line(arena, text, line), bth_str_sub(rest, 0, end)));
		rest = bth_str_sub(rest, end + 1, SIZE_MAX);
	}
}
END_TEST

START_TEST(test_many_places_of_a_long_line_take_no_time)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	bth_buf_fill(&buf, 'x', 4u << 20);
	bth_buf_putc(&buf, '\0');
	struct bth_source *text = source(buf.text);
	for (uint32_t i = 0; i < 40000; i++)
		expect_place(text, (4u << 20) - i, 1, (4u << 20) - i + 1);
}
END_TEST

TCase *
bth_test_source(void)
{
	TCase *tests = tcase_create("source");

	bth_memory_for(tests);
	tcase_add_test(tests, test_lines_and_columns_count_from_one);
	tcase_add_test(tests, test_the_last_line_needs_no_end);
	tcase_add_test(tests, test_an_empty_text_has_one_place);
	tcase_add_test(tests, test_columns_are_code_points);
	tcase_add_test(tests, test_a_carriage_return_is_part_of_the_end);
	tcase_add_test(tests, test_a_byte_order_mark_is_no_character);
	tcase_add_test(tests, test_places_beyond_the_end_are_at_the_end);
	tcase_add_test(tests, test_long_lines_count_as_short_ones_do);
	tcase_add_test(tests, test_many_places_of_a_long_line_take_no_time);
	return tests;
}

/* test_utf8.c - code points in bytes */

#include <check.h>

#include "base/utf8.h"
#include "tests/suites.h"

static const struct {
	const char *bytes;
	size_t len; /* of the code point, 0 when it is none */
	uint32_t code;
} table[] = {
	{"a", 1, 'a'},
	{"\x7F", 1, 0x7F},
	{"\xC2\x80", 2, 0x80},
	{"\xDF\xBF", 2, 0x7FF},
	{"\xE0\xA0\x80", 3, 0x800},
	{"\xED\x9F\xBF", 3, 0xD7FF},
	{"\xEE\x80\x80", 3, 0xE000},
	{"\xEF\xBF\xBF", 3, 0xFFFF},
	{"\xF0\x90\x80\x80", 4, 0x10000},
	{"\xF4\x8F\xBF\xBF", 4, 0x10FFFF},
	{"\xC3\xA9 more", 2, 0xE9},

	{"\x80", 0, 0},             /* no beginning */
	{"\xBF\xBF", 0, 0},         /* nor this */
	{"\xC3", 0, 0},             /* cut off */
	{"\xE2\x82", 0, 0},         /* cut off */
	{"\xF0\x9F\x98", 0, 0},     /* cut off */
	{"\xC3(", 0, 0},            /* goes on wrongly */
	{"\xE2\x28\xA1", 0, 0},     /* goes on wrongly */
	{"\xE2\x82\x28", 0, 0},     /* goes on wrongly */
	{"\xC0\x80", 0, 0},         /* overlong */
	{"\xC1\xBF", 0, 0},         /* overlong */
	{"\xE0\x9F\xBF", 0, 0},     /* overlong */
	{"\xF0\x8F\xBF\xBF", 0, 0}, /* overlong */
	{"\xED\xA0\x80", 0, 0},     /* surrogate */
	{"\xED\xBF\xBF", 0, 0},     /* surrogate */
	{"\xF4\x90\x80\x80", 0, 0}, /* above U+10FFFF */
	{"\xF8\x88\x80\x80", 0, 0}, /* five bytes */
	{"\xFF", 0, 0},
	{"", 0, 0},
};

START_TEST(test_next_takes_valid_code_points_alone)
{
	uint32_t code = 12345;
	size_t len = bth_utf8_next(&code, bth_str(table[_i].bytes));

	ck_assert_uint_eq(len, table[_i].len);
	ck_assert_uint_eq(code, len ? table[_i].code : 12345);
}
END_TEST

START_TEST(test_every_code_point_is_read_as_written)
{
	for (uint32_t code = 0; code <= 0x10FFFF; code++) {
		char bytes[4];
		uint32_t read = 0;
		size_t len = bth_utf8_put(bytes, code);
		size_t taken = bth_utf8_next(&read, (struct bth_str){.at = bytes, .len = len});

		if (code >= 0xD800 && code <= 0xDFFF)
			ck_assert_uint_eq(taken, 0);
		else if (taken != len || read != code)
			ck_abort_msg("U+%04X", (unsigned)code);
	}
}
END_TEST

/* The check goes by eights through ASCII, so the place matters. */
START_TEST(test_check_finds_the_first_wrong_byte)
{
	for (size_t len = 1; len < 40; len++) {
		for (size_t at = 0; at < len; at++) {
			char text[40];

			memset(text, 'a', sizeof text);
			text[at] = '\xFF';
			ck_assert_uint_eq(
				bth_utf8_check((struct bth_str){.at = text, .len = len}), at);
		}
	}
}
END_TEST

START_TEST(test_check_takes_what_is_right)
{
	ck_assert_uint_eq(bth_utf8_check((struct bth_str){0}), SIZE_MAX);
	ck_assert_uint_eq(bth_utf8_check(BTH_STR("only ASCII, but more than eight")), SIZE_MAX);
	ck_assert_uint_eq(
		bth_utf8_check(BTH_STR("\xC3\xA4 1234567\xE2\x82\xAC\xF0\x9F\x98\x80")), SIZE_MAX);
	ck_assert_uint_eq(bth_utf8_check(BTH_STR("12345678\xE2\x82")), 8);
	ck_assert_uint_eq(bth_utf8_check(BTH_STR("\xC3\xA4\0\xC3")), 3);
}
END_TEST

START_TEST(test_count_is_in_code_points)
{
	ck_assert_uint_eq(bth_utf8_count(BTH_STR("abc")), 3);
	ck_assert_uint_eq(bth_utf8_count(BTH_STR("\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80")), 3);
	ck_assert_uint_eq(bth_utf8_count(BTH_STR("a\xFF\xFE\xC3")), 4);
	ck_assert_uint_eq(bth_utf8_count((struct bth_str){0}), 0);
}
END_TEST

START_TEST(test_cut_leaves_whole_code_points)
{
	struct bth_str text = BTH_STR("a\xC3\xA4\xF0\x9F\x98\x80z");
	static const size_t expected[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};

	for (size_t most = 0; most < 10; most++)
		ck_assert_uint_eq(bth_utf8_cut(text, most).len, expected[most]);
	ck_assert_uint_eq(bth_utf8_cut((struct bth_str){0}, 5).len, 0);
}
END_TEST

START_TEST(test_width_is_that_of_a_terminal)
{
	static const struct {
		uint32_t code;
		unsigned width;
	} widths[] = {
		{'a', 1}, {0xE4, 1}, {0x20AC, 1}, {0x0301, 0}, {0x200B, 0}, {0x200D, 0},
		{0xFEFF, 0}, {0x4E2D, 2}, {0x65E5, 2}, {0xAC00, 2}, {0x3042, 2}, {0xFF21, 2},
		{0xFF61, 1}, {0x231A, 2}, {0x2705, 2}, {0x0E31, 0}, {0x0941, 0}, {0x1160, 0},
		{0x1FA70, 2}, {0x1F600, 2}, {0x1F680, 2}, {0x20000, 2}, {0x10FFFF, 1},
	};

	for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++)
		ck_assert_msg(bth_utf8_width(widths[i].code) == widths[i].width, "U+%04X",
			(unsigned)widths[i].code);
}
END_TEST

START_TEST(test_what_hides_text_is_invisible)
{
	static const uint32_t hidden[] = {0, '\t', '\n', 0x1B, 0x7F, 0x85, 0x9F, 0xAD, 0x61C,
		0x200B, 0x200E, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066, 0x2069, 0xFEFF,
		0xE0041};
	static const uint32_t seen[] = {' ', 'a', '~', 0xA1, 0xE4, 0x2010, 0x2030, 0x4E2D, 0x1F600};

	for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
		ck_assert_msg(bth_utf8_is_invisible(hidden[i]), "U+%04X", (unsigned)hidden[i]);
	for (size_t i = 0; i < sizeof seen / sizeof seen[0]; i++)
		ck_assert_msg(!bth_utf8_is_invisible(seen[i]), "U+%04X", (unsigned)seen[i]);
}
END_TEST

TCase *
bth_test_utf8(void)
{
	TCase *tests = tcase_create("utf8");

	tcase_add_loop_test(tests, test_next_takes_valid_code_points_alone, 0,
		sizeof table / sizeof table[0]);
	tcase_add_test(tests, test_every_code_point_is_read_as_written);
	tcase_add_test(tests, test_check_finds_the_first_wrong_byte);
	tcase_add_test(tests, test_check_takes_what_is_right);
	tcase_add_test(tests, test_count_is_in_code_points);
	tcase_add_test(tests, test_cut_leaves_whole_code_points);
	tcase_add_test(tests, test_width_is_that_of_a_terminal);
	tcase_add_test(tests, test_what_hides_text_is_invisible);
	return tests;
}

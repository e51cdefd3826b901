/* test_str.c - pieces of text that somebody else owns */

#include <check.h>

#include "base/str.h"
#include "tests/suites.h"

static struct bth_arena arena;
static const struct bth_str none = {0};

static void
setup(void)
{
	bth_arena_init(&arena);
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

START_TEST(test_equal_is_byte_by_byte)
{
	ck_assert(bth_str_eq(BTH_STR("a\0b"), BTH_STR("a\0b")));
	ck_assert(!bth_str_eq(BTH_STR("a\0b"), BTH_STR("a\0c")));
	ck_assert(!bth_str_eq(BTH_STR("ab"), BTH_STR("abc")));
	ck_assert(bth_str_eq(none, BTH_STR("")));
	ck_assert(bth_str_is(none, ""));
	ck_assert(bth_str_eq(bth_str(NULL), none));
}
END_TEST

START_TEST(test_a_prefix_comes_first)
{
	ck_assert_int_lt(bth_str_cmp(BTH_STR("a"), BTH_STR("ab")), 0);
	ck_assert_int_gt(bth_str_cmp(BTH_STR("b"), BTH_STR("ab")), 0);
	ck_assert_int_lt(bth_str_cmp(BTH_STR("a"), BTH_STR("\xC3\xA4")), 0);
	ck_assert_int_eq(bth_str_cmp(BTH_STR("a"), BTH_STR("a")), 0);
	ck_assert_int_lt(bth_str_cmp(none, BTH_STR("a")), 0);
	ck_assert_int_eq(bth_str_cmp(none, none), 0);
}
END_TEST

START_TEST(test_starts_and_ends)
{
	ck_assert(bth_str_starts(BTH_STR("abc"), "ab"));
	ck_assert(!bth_str_starts(BTH_STR("a"), "ab"));
	ck_assert(bth_str_ends(BTH_STR("abc"), "bc"));
	ck_assert(!bth_str_ends(BTH_STR("c"), "bc"));
	ck_assert(!bth_str_ends(BTH_STR("bcd"), "bc"));
	ck_assert(bth_str_starts(none, "") && bth_str_ends(none, ""));
	ck_assert(!bth_str_starts(none, "a") && !bth_str_ends(none, "a"));
}
END_TEST

START_TEST(test_contains)
{
	ck_assert(bth_str_contains(BTH_STR("abcd"), "bc"));
	ck_assert(bth_str_contains(BTH_STR("abcd"), "abcd"));
	ck_assert(bth_str_contains(BTH_STR("aab"), "ab"));
	ck_assert(!bth_str_contains(BTH_STR("abcd"), "bd"));
	ck_assert(!bth_str_contains(BTH_STR("ab"), "abc"));
	ck_assert(bth_str_contains(BTH_STR("a"), "") && bth_str_contains(none, ""));
}
END_TEST

START_TEST(test_find_from_both_ends)
{
	ck_assert_uint_eq(bth_str_find(BTH_STR("a.b.c"), '.'), 1);
	ck_assert_uint_eq(bth_str_rfind(BTH_STR("a.b.c"), '.'), 3);
	ck_assert_uint_eq(bth_str_find(BTH_STR("abc"), '.'), SIZE_MAX);
	ck_assert_uint_eq(bth_str_rfind(BTH_STR("abc"), '.'), SIZE_MAX);
	ck_assert_uint_eq(bth_str_find(none, '.'), SIZE_MAX);
	ck_assert_uint_eq(bth_str_rfind(none, '.'), SIZE_MAX);
	ck_assert_uint_eq(bth_str_find(BTH_STR("a\0b"), 'b'), 2);
}
END_TEST

START_TEST(test_sub_is_clipped)
{
	struct bth_str text = BTH_STR("abcdef");

	ck_assert(bth_str_is(bth_str_sub(text, 2, 2), "cd"));
	ck_assert(bth_str_is(bth_str_sub(text, 4, 9), "ef"));
	ck_assert(bth_str_is(bth_str_sub(text, 4, SIZE_MAX), "ef"));
	ck_assert_uint_eq(bth_str_sub(text, 9, 1).len, 0);
	ck_assert_uint_eq(bth_str_sub(none, 1, 1).len, 0);
}
END_TEST

START_TEST(test_trim_takes_white_space_alone)
{
	ck_assert(bth_str_is(bth_str_trim(BTH_STR(" \t\r\n\v\fa b \n")), "a b"));
	ck_assert(bth_str_is(bth_str_trim(BTH_STR("a")), "a"));
	ck_assert(bth_str_is(bth_str_trim(BTH_STR("\xC2\xA0x")), "\xC2\xA0x"));
	ck_assert_uint_eq(bth_str_trim(BTH_STR(" \n ")).len, 0);
	ck_assert_uint_eq(bth_str_trim(none).len, 0);
}
END_TEST

START_TEST(test_copies_end_in_zero)
{
	struct bth_str copy = bth_str_copy(&arena, bth_str_sub(BTH_STR("abcdef"), 1, 3));

	ck_assert_str_eq(copy.at, "bcd");
	ck_assert_uint_eq(copy.len, 3);
	ck_assert_str_eq(bth_str_copy(&arena, none).at, "");
	ck_assert(bth_str_is(bth_str_printf(&arena, "%d%s", 1, "x"), "1x"));
}
END_TEST

START_TEST(test_printf_shows_a_piece)
{
	struct bth_str piece = bth_str_sub(BTH_STR("abcdef"), 2, 2);
	struct bth_str huge = {.at = "x", .len = (size_t)INT32_MAX + 5};

	ck_assert(bth_str_is(bth_str_printf(&arena, "<%.*s>", BTH_STR_ARG(piece)), "<cd>"));
	ck_assert(bth_str_is(bth_str_printf(&arena, "<%.*s>", BTH_STR_ARG(none)), "<>"));
	/* a negative precision would be none at all */
	ck_assert(bth_str_is(bth_str_printf(&arena, "<%.*s>", BTH_STR_ARG(huge)), "<x>"));
}
END_TEST

START_TEST(test_join_puts_one_between)
{
	const struct bth_str parts[] = {BTH_STR("a"), {0}, BTH_STR("bc")};
	struct bth_str joined = bth_str_join(&arena, parts, 3, '/');

	ck_assert(bth_str_is(joined, "a//bc"));
	ck_assert_int_eq(joined.at[joined.len], '\0');
	ck_assert(bth_str_is(bth_str_join(&arena, parts, 1, '/'), "a"));
	ck_assert_uint_eq(bth_str_join(&arena, parts, 0, '/').len, 0);
}
END_TEST

START_TEST(test_decimal_is_what_printf_says)
{
	static const int64_t numbers[] = {0, 1, -1, 9, 10, 99, 100, -12345, INT64_MAX,
		INT64_MIN, INT64_MIN + 1, 1000000000000};

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct bth_str text = bth_str_decimal(&arena, numbers[i]);

		ck_assert_str_eq(text.at,
			bth_arena_printf(&arena, "%lld", (long long)numbers[i]));
		ck_assert_uint_eq(text.len, strlen(text.at));
	}
}
END_TEST

START_TEST(test_hash_goes_on_where_it_was)
{
	uint32_t whole = bth_str_hash(BTH_STR("abcd"));

	ck_assert_uint_eq(bth_str_hash(BTH_STR("")), 2166136261u);
	ck_assert_uint_eq(bth_str_hash(BTH_STR("a")), 0xE40C292Cu);
	ck_assert_uint_eq(
		bth_str_hash_more(bth_str_hash(BTH_STR("ab")), BTH_STR("cd")), whole);
	ck_assert_uint_eq(bth_str_hash_more(whole, none), whole);
}
END_TEST

START_TEST(test_unsigned_numbers)
{
	uint64_t number = 7;

	ck_assert(bth_str_to_u64(&number, BTH_STR("0")) && number == 0);
	ck_assert(bth_str_to_u64(&number, BTH_STR("007")) && number == 7);
	ck_assert(bth_str_to_u64(&number, BTH_STR("18446744073709551615")));
	ck_assert(number == UINT64_MAX);
	number = 7;
	ck_assert(!bth_str_to_u64(&number, BTH_STR("18446744073709551616")));
	ck_assert(!bth_str_to_u64(&number, BTH_STR("99999999999999999999")));
	ck_assert(!bth_str_to_u64(&number, BTH_STR("")));
	ck_assert(!bth_str_to_u64(&number, none));
	ck_assert(!bth_str_to_u64(&number, BTH_STR("+1")));
	ck_assert(!bth_str_to_u64(&number, BTH_STR("1 ")));
	ck_assert(!bth_str_to_u64(&number, BTH_STR("1a")));
	ck_assert_uint_eq(number, 7);
}
END_TEST

START_TEST(test_signed_numbers)
{
	int64_t number = 7;

	ck_assert(bth_str_to_i64(&number, BTH_STR("-9223372036854775808")));
	ck_assert(number == INT64_MIN);
	ck_assert(bth_str_to_i64(&number, BTH_STR("+9223372036854775807")));
	ck_assert(number == INT64_MAX);
	ck_assert(bth_str_to_i64(&number, BTH_STR("-0")) && number == 0);
	number = 7;
	ck_assert(!bth_str_to_i64(&number, BTH_STR("9223372036854775808")));
	ck_assert(!bth_str_to_i64(&number, BTH_STR("-9223372036854775809")));
	ck_assert(!bth_str_to_i64(&number, BTH_STR("-")));
	ck_assert(!bth_str_to_i64(&number, BTH_STR("--1")));
	ck_assert(!bth_str_to_i64(&number, none));
	ck_assert_int_eq(number, 7);
}
END_TEST

TCase *
bth_test_str(void)
{
	TCase *tests = tcase_create("str");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_equal_is_byte_by_byte);
	tcase_add_test(tests, test_a_prefix_comes_first);
	tcase_add_test(tests, test_starts_and_ends);
	tcase_add_test(tests, test_contains);
	tcase_add_test(tests, test_find_from_both_ends);
	tcase_add_test(tests, test_sub_is_clipped);
	tcase_add_test(tests, test_trim_takes_white_space_alone);
	tcase_add_test(tests, test_copies_end_in_zero);
	tcase_add_test(tests, test_printf_shows_a_piece);
	tcase_add_test(tests, test_join_puts_one_between);
	tcase_add_test(tests, test_decimal_is_what_printf_says);
	tcase_add_test(tests, test_hash_goes_on_where_it_was);
	tcase_add_test(tests, test_unsigned_numbers);
	tcase_add_test(tests, test_signed_numbers);
	return tests;
}

/* test_arena.c - memory that is given out piece by piece */

#include <check.h>
#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/vec.h"
#include "tests/suites.h"

static struct bth_arena arena;

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

START_TEST(test_memory_is_zeroed_and_aligned)
{
	for (size_t size = 0; size < 5000; size += 7) {
		unsigned char *memory = bth_arena_alloc(&arena, size);

		ck_assert_ptr_nonnull(memory);
		ck_assert_uint_eq((uintptr_t)memory % alignof(max_align_t), 0);
		unsigned char all = 0;
		for (size_t i = 0; i < size; i++)
			all |= memory[i];
		ck_assert_uint_eq(all, 0);
		memset(memory, 0xFF, size);
	}
}
END_TEST

START_TEST(test_pieces_do_not_overlap)
{
	unsigned char *pieces[300];

	for (size_t i = 0; i < 300; i++)
		memset(pieces[i] = bth_arena_alloc(&arena, 1000), (int)(i % 251), 1000);
	for (size_t i = 0; i < 300; i++) {
		size_t same = 0;

		while (same < 1000 && pieces[i][same] == i % 251)
			same++;
		ck_assert_uint_eq(same, 1000);
	}
}
END_TEST

START_TEST(test_a_piece_may_be_larger_than_a_chunk)
{
	char *before = bth_arena_alloc(&arena, 10);
	char *large = bth_arena_alloc(&arena, 20u << 20);
	char *after = bth_arena_alloc(&arena, 10);

	strcpy(before, "before");
	strcpy(after, "after");
	memset(large, 'x', 20u << 20);
	ck_assert_str_eq(before, "before");
	ck_assert_str_eq(after, "after");
	ck_assert_uint_ge(arena.total, 20u << 20);
}
END_TEST

START_TEST(test_what_was_given_out_since_a_mark_can_be_taken_back)
{
	char *before = bth_arena_copy(&arena, "before", 6);
	struct bth_arena_mark mark = bth_arena_mark(&arena);
	char *first = bth_arena_copy(&arena, "after", 5);

	for (size_t i = 0; i < 5; i++)
		bth_arena_alloc(&arena, 5u << 20);
	ck_assert_uint_ge(arena.total, 25u << 20);
	bth_arena_rewind(&arena, &mark);
	ck_assert_uint_lt(arena.total, 5u << 20);
	ck_assert_str_eq(before, "before");
	char *again = bth_arena_alloc(&arena, 6);
	ck_assert_ptr_eq(again, first);
	ck_assert_int_eq(again[0], '\0');
}
END_TEST

START_TEST(test_an_empty_arena_can_be_taken_back_to)
{
	struct bth_arena_mark mark = bth_arena_mark(&arena);

	bth_arena_alloc(&arena, 100);
	bth_arena_rewind(&arena, &mark);
	ck_assert_uint_eq(arena.total, 0);
	ck_assert_str_eq(bth_arena_copy(&arena, "more", 4), "more");
}
END_TEST

/* What an allocation of that many items of that size jumps with. */
static int
jump_of(size_t count, size_t size)
{
	jmp_buf full;
	int jump = setjmp(full);

	if (jump)
		return jump;
	arena.on_full = &full;
	bth_arena_array(&arena, count, size);
	return 0;
}

START_TEST(test_an_overflow_is_out_of_memory)
{
	ck_assert_int_eq(jump_of(SIZE_MAX / 4, 8), 1);
	ck_assert_int_eq(jump_of(SIZE_MAX, 1), 1);
	ck_assert_int_eq(jump_of(SIZE_MAX / 2 + 1, 1), 1);
	ck_assert_int_eq(jump_of(0, SIZE_MAX), 0);
	ck_assert_int_eq(jump_of(10, 8), 0);
}
END_TEST

START_TEST(test_the_arena_is_whole_after_a_jump)
{
	char *text = bth_arena_copy(&arena, "kept", 4);

	ck_assert_int_eq(jump_of(SIZE_MAX, 2), 1);
	ck_assert_str_eq(text, "kept");
	ck_assert_str_eq(bth_arena_copy(&arena, "more", 4), "more");
}
END_TEST

START_TEST(test_a_copy_ends_in_zero)
{
	const char text[] = {'a', '\0', 'b', 'c'};
	const char *copy = bth_arena_copy(&arena, text, 3);

	ck_assert_mem_eq(copy, "a\0b", 4);
	ck_assert_str_eq(bth_arena_copy(&arena, NULL, 0), "");
}
END_TEST

START_TEST(test_printf_has_room_for_all)
{
	char long_text[3000];

	memset(long_text, 'x', sizeof long_text - 1);
	long_text[sizeof long_text - 1] = '\0';
	ck_assert_str_eq(bth_arena_printf(&arena, "%s-%d", "a", 12), "a-12");
	ck_assert_str_eq(bth_arena_printf(&arena, "%s", long_text), long_text);
}
END_TEST

START_TEST(test_a_vector_keeps_its_items)
{
	BTH_VEC(size_t) numbers = {0};

	for (size_t i = 0; i < 100000; i++)
		bth_vec_push(&arena, &numbers, i * i);
	ck_assert_uint_eq(numbers.len, 100000);
	for (size_t i = 0; i < numbers.len; i++)
		ck_assert_uint_eq(numbers.items[i], i * i);
}
END_TEST

START_TEST(test_the_old_place_stays_readable)
{
	BTH_VEC(int) numbers = {0};

	for (int i = 0; i < 8; i++)
		bth_vec_push(&arena, &numbers, i);
	const int *old = numbers.items;
	bth_arena_alloc(&arena, 1);
	bth_vec_push(&arena, &numbers, 8);
	ck_assert_ptr_ne(old, numbers.items);
	ck_assert_int_eq(old[7], 7);
}
END_TEST

START_TEST(test_the_newest_piece_grows_where_it_is)
{
	BTH_VEC(int) numbers = {0};
	size_t room;

	for (int i = 0; i < 8; i++)
		bth_vec_push(&arena, &numbers, i);
	const int *old = numbers.items;
	room = (size_t)(arena.end - arena.at);
	for (int i = 8; i < 32; i++)
		bth_vec_push(&arena, &numbers, i);
	ck_assert_ptr_eq(old, numbers.items);
	ck_assert_uint_eq(room - (size_t)(arena.end - arena.at), 24 * sizeof(int));
	for (int i = 0; i < 32; i++)
		ck_assert_int_eq(numbers.items[i], i);
}
END_TEST

START_TEST(test_what_it_grows_by_is_zeroed)
{
	struct bth_arena_mark mark = bth_arena_mark(&arena);
	char *piece = bth_arena_alloc(&arena, 500);

	memset(piece, 'x', 500);
	bth_arena_rewind(&arena, &mark);
	piece = bth_arena_alloc(&arena, 1);
	ck_assert(bth_arena_extend(&arena, piece, 1, 499));
	for (size_t i = 0; i < 500; i++)
		ck_assert_int_eq(piece[i], '\0');
	ck_assert(!bth_arena_extend(&arena, piece, 500, SIZE_MAX));
	ck_assert(!bth_arena_extend(&arena, NULL, 0, 1));
	ck_assert(!bth_arena_extend(&arena, piece, 500, 1u << 30));
}
END_TEST

START_TEST(test_adopted_memory_lives_on)
{
	struct bth_arena other, empty;

	bth_arena_init(&other);
	bth_arena_init(&empty);
	char *own = bth_arena_copy(&arena, "own", 3);
	char *first = bth_arena_copy(&other, "first", 5);
	char *large = bth_arena_alloc(&other, 1u << 20);
	size_t total = arena.total + other.total;

	bth_arena_adopt(&arena, &other);
	bth_arena_adopt(&arena, &empty);
	ck_assert_ptr_null(other.chunks);
	ck_assert_uint_eq(arena.total, total);
	memset(large, 'x', 1u << 20);
	char *next = bth_arena_copy(&arena, "next", 4);
	ck_assert_str_eq(own, "own");
	ck_assert_str_eq(first, "first");
	ck_assert_str_eq(next, "next");
	ck_assert_int_eq(large[(1u << 20) - 1], 'x');
	bth_arena_release(&other);
}
END_TEST

START_TEST(test_an_empty_arena_adopts)
{
	struct bth_arena other;

	bth_arena_init(&other);
	char *text = bth_arena_copy(&other, "text", 4);
	bth_arena_adopt(&arena, &other);
	size_t total = arena.total;
	char *next = bth_arena_copy(&arena, "next", 4);

	ck_assert_str_eq(text, "text");
	ck_assert_str_eq(next, "next");
	ck_assert_uint_eq(arena.total, total);
}
END_TEST

START_TEST(test_release_makes_it_usable_again)
{
	bth_arena_alloc(&arena, 100);
	bth_arena_release(&arena);
	ck_assert_uint_eq(arena.total, 0);
	ck_assert_str_eq(bth_arena_copy(&arena, "again", 5), "again");
}
END_TEST

TCase *
bth_test_arena(void)
{
	TCase *tests = tcase_create("arena");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_memory_is_zeroed_and_aligned);
	tcase_add_test(tests, test_pieces_do_not_overlap);
	tcase_add_test(tests, test_a_piece_may_be_larger_than_a_chunk);
	tcase_add_test(tests, test_what_was_given_out_since_a_mark_can_be_taken_back);
	tcase_add_test(tests, test_an_empty_arena_can_be_taken_back_to);
	tcase_add_test(tests, test_an_overflow_is_out_of_memory);
	tcase_add_test(tests, test_the_arena_is_whole_after_a_jump);
	tcase_add_test(tests, test_a_copy_ends_in_zero);
	tcase_add_test(tests, test_printf_has_room_for_all);
	tcase_add_test(tests, test_a_vector_keeps_its_items);
	tcase_add_test(tests, test_the_old_place_stays_readable);
	tcase_add_test(tests, test_the_newest_piece_grows_where_it_is);
	tcase_add_test(tests, test_what_it_grows_by_is_zeroed);
	tcase_add_test(tests, test_adopted_memory_lives_on);
	tcase_add_test(tests, test_an_empty_arena_adopts);
	tcase_add_test(tests, test_release_makes_it_usable_again);
	return tests;
}

/* scalar.c - what any word means, and the numbers that are made of it */

#include "fuzz/fuzz.h"

#include "syntax/emit.h"
#include "syntax/number.h"
#include "syntax/scalar.h"

static void
check_integer(struct bth_str word)
{
	int64_t number = 0;
	uint64_t size = 0;
	bool minus = false;
	bool fits = bth_scalar_int(&number, word);

	if (bth_scalar_integer(&minus, &size, word))
		bth_fuzz_require(fits == (size <= (uint64_t)INT64_MAX + minus));
	if (fits)
		bth_fuzz_require((number < 0) == (minus && size));
}

/* As a JSON value: a number that means the same when it is read again, or a string. */
static void
check_json(struct bth_arena *arena, enum bth_type type, struct bth_str word)
{
	struct bth_buf once, twice;

	bth_buf_init(&once, arena);
	bth_buf_init(&twice, arena);
	bth_number_json(&once, type, word);
	struct bth_str number = bth_buf_view(&once);
	bth_fuzz_require(number.len);
	if (number.at[0] == '"' || bth_str_is(number, "-0"))
		return; /* what Go writes for -0.0 is an integer again, and 0 */
	enum bth_type again = bth_scalar_type(number);
	bth_fuzz_require(again == BTH_INT || again == BTH_FLOAT);
	bth_number_json(&twice, again, number);
	bth_fuzz_require(bth_str_eq(bth_buf_view(&twice), number));
}

static void
check_type(struct bth_arena *arena, enum bth_type type, struct bth_str word)
{
	struct bth_buf key;

	if (type == BTH_INT)
		check_integer(word);
	if (type == BTH_FLOAT)
		bth_scalar_is_finite(word);
	if (type == BTH_BOOL)
		bth_scalar_bool(word);
	if (type == BTH_INT || type == BTH_FLOAT)
		check_json(arena, type, word);
	bth_buf_init(&key, arena);
	bth_fuzz_require(bth_number_key(&key, type, word) == (key.len != 0));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;
	struct bth_buf bytes, plain;

	bth_arena_init(&arena);
	struct bth_str word = bth_fuzz_copy(&arena, data, size);
	check_type(&arena, bth_scalar_type(word), word);
	bth_fuzz_require(bth_scalar_core_type(word) <= BTH_FLOAT);
	bth_scalar_is_ambiguous(word);
	bth_buf_init(&bytes, &arena);
	if (bth_scalar_decode(&bytes, word))
		bth_fuzz_require(bytes.len <= size);
	bth_buf_init(&plain, &arena);
	bth_emit_scalar(&plain, word);
	bth_fuzz_require(plain.len >= size);
	bth_arena_release(&arena);
	return 0;
}

/* quantity.c - any text as a quantity, as it is stored, and as it was meant */

#include "fuzz/fuzz.h"

#include "kube/quantity.h"

static void
check_stored(struct bth_arena *arena, struct bth_str text)
{
	struct bth_str stored = bth_quantity_stored(arena, text);
	struct bth_quantity again;

	bth_fuzz_require(bth_quantity_parse(&again, stored) == BTH_QUANTITY_OK);
	bth_fuzz_require(bth_str_eq(bth_quantity_stored(arena, stored), stored));
}

static void
check_quantity(struct bth_arena *arena, struct bth_str text, struct bth_quantity quantity)
{
	struct bth_quantity twice = bth_quantity_add(quantity, quantity);

	bth_fuzz_require(bth_quantity_cmp(quantity, quantity) == 0);
	bth_fuzz_require(bth_quantity_cmp(quantity, twice) == -bth_quantity_cmp(twice, quantity));
	bth_quantity_value(quantity);
	bth_quantity_value(twice);
	bth_fuzz_require(!bth_quantity_suggest(arena, text));
	check_stored(arena, text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;
	struct bth_quantity quantity, meant;

	bth_arena_init(&arena);
	struct bth_str text = bth_fuzz_copy(&arena, data, size);
	enum bth_quantity_fault fault = bth_quantity_parse(&quantity, text);
	if (fault == BTH_QUANTITY_OK) {
		check_quantity(&arena, text, quantity);
	} else {
		const char *suggestion = bth_quantity_suggest(&arena, text);

		bth_fuzz_require(bth_quantity_fault_text(fault));
		bth_fuzz_require(!suggestion ||
			bth_quantity_parse(&meant, bth_str(suggestion)) == BTH_QUANTITY_OK);
	}
	bth_arena_release(&arena);
	return 0;
}

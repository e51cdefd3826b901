/* read.c - any bytes become documents and trees that keep their promises */

#include "fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;

	bth_arena_init(&arena);
	bth_fuzz_read(&arena, bth_fuzz_copy(&arena, data, size));
	bth_arena_release(&arena);
	return 0;
}

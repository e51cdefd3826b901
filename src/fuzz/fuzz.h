/* fuzz.h - what fuzz targets share: an entry, reading, and what must hold of any input */
#ifndef BTH_FUZZ_FUZZ_H
#define BTH_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "syntax/read.h"

/* The name is libFuzzer's; every target has one. It returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Ends the program when @holds is false, in every kind of build. */
#define bth_fuzz_require(holds) \
	((holds) ? (void)0 : bth_fuzz_fail(__FILE__, __LINE__, #holds))

_Noreturn void bth_fuzz_fail(const char *file, int line, const char *what);

/* A copy in the arena with one byte behind it, which is no end of anything. */
struct bth_str bth_fuzz_copy(struct bth_arena *arena, const void *data, size_t size);

/* A text, what it was cut into and read as, and what was found on the way. */
struct bth_fuzz_text {
	struct bth_source source;
	struct bth_findings findings;
	struct bth_documents documents;
};

/* Reads @text, which must stay, and holds the result to what syntax/ promises. */
struct bth_fuzz_text *bth_fuzz_read(struct bth_arena *arena, struct bth_str text);

/* The order of nodes, and that all spans and texts are inside what they point into. */
void bth_fuzz_check_tree(struct bth_arena *arena, const struct bth_tree *tree);

/* That findings have a message of one line and a place in their source. */
void bth_fuzz_check_findings(struct bth_arena *arena, const struct bth_findings *findings);

#endif

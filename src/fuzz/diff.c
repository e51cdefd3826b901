/* diff.c - a diff of any two texts, applied to the one, makes the other */

#include "fuzz/fuzz.h"

#include <stdio.h>

#include "base/diff.h"

/* A diff that is read line by line, and the text that it is applied to. */
struct patch {
	struct bth_str diff, old;
	struct bth_buf made;
};

/* Cuts the first line off, with its end. */
static struct bth_str
take_line(struct bth_str *text)
{
	size_t newline = bth_str_find(*text, '\n');
	struct bth_str line = bth_str_sub(*text, 0, newline == SIZE_MAX ? SIZE_MAX : newline + 1);

	*text = bth_str_sub(*text, line.len, SIZE_MAX);
	return line;
}

/* A line of the diff without its mark; the end of the last one may have to go. */
static struct bth_str
take_marked(struct patch *patch, struct bth_str line)
{
	struct bth_str text = bth_str_sub(line, 1, SIZE_MAX);

	if (patch->diff.len && patch->diff.at[0] == '\\') {
		take_line(&patch->diff);
		text.len--;
	}
	return text;
}

static void
apply(struct patch *patch)
{
	size_t at = 1; /* the line of the old text that comes next */

	take_line(&patch->diff);
	take_line(&patch->diff);
	while (patch->diff.len) {
		struct bth_str line = take_line(&patch->diff);
		size_t first = 0, count = 1;

		if (line.at[0] == '@') {
			bth_fuzz_require(sscanf(line.at, "@@ -%zu,%zu", &first, &count) >= 1);
			for (first += count == 0; at < first; at++)
				bth_buf_str(&patch->made, take_line(&patch->old));
			continue;
		}
		struct bth_str text = take_marked(patch, line);
		if (line.at[0] != '+') {
			bth_fuzz_require(bth_str_eq(text, take_line(&patch->old)));
			at++;
		}
		if (line.at[0] != '-')
			bth_buf_str(&patch->made, text);
	}
	bth_buf_str(&patch->made, patch->old);
}

static void
check(struct bth_arena *arena, struct bth_str old, struct bth_str new)
{
	struct patch patch = {.old = old};
	struct bth_buf diff;

	bth_buf_init(&diff, arena);
	bth_buf_init(&patch.made, arena);
	bth_diff(&diff, "old", old, "new", new);
	bth_fuzz_require((diff.len == 0) == bth_str_eq(old, new));
	if (!diff.len)
		return;
	patch.diff = bth_fuzz_copy(arena, diff.text, diff.len);
	apply(&patch);
	bth_fuzz_require(bth_str_eq(bth_buf_view(&patch.made), new));
}

/* A byte 0xFF stands between the two texts. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;

	bth_arena_init(&arena);
	struct bth_str text = bth_fuzz_copy(&arena, data, size);
	size_t middle = bth_str_find(text, (char)0xFF);
	struct bth_str old = bth_str_sub(text, 0, middle);
	struct bth_str new = bth_str_sub(text, old.len + 1, SIZE_MAX);
	check(&arena, old, new);
	check(&arena, new, old);
	bth_arena_release(&arena);
	return 0;
}

/* diff.c - how one text differs from another, line by line */

#include "base/diff.h"

#include "base/vec.h"

enum { CONTEXT = 3, TABLE_MOST = 16 * 1024 * 1024 };

BTH_VEC_TYPE(lines, struct bth_str);

/* One line of the result: kept, taken out of the old or put in from the new text. */
struct step {
	char sign; /* ' ', '-', '+' */
	struct bth_str line;
	size_t old, new; /* numbers of the lines that come next in both, from 0 */
};

BTH_VEC_TYPE(steps, struct step);

/* Lines with their ends, so that a missing last newline counts as a difference. */
static void
cut(struct bth_arena *arena, struct lines *out, struct bth_str text)
{
	while (text.len) {
		size_t end = bth_str_find(text, '\n');
		size_t len = end == SIZE_MAX ? text.len : end + 1;

		bth_vec_push(arena, out, bth_str_sub(text, 0, len));
		text = bth_str_sub(text, len, SIZE_MAX);
	}
}

static void
add(struct bth_arena *arena, struct steps *steps, char sign, struct bth_str line, size_t *old,
	size_t *new)
{
	bth_vec_push(arena, steps,
		(struct step){.sign = sign, .line = line, .old = *old, .new = *new});
	*old += sign != '+';
	*new += sign != '-';
}

/* The steps between two ranges, by the longest common subsequence of their lines. */
static void
compare(struct bth_arena *arena, struct steps *steps, const struct lines *a, const struct lines *b,
	size_t from, size_t a_end, size_t b_end)
{
	size_t rows = a_end - from, columns = b_end - from, i = 0, j = 0;
	size_t old = from, new = from;
	bool table = rows && columns && rows + 1 <= TABLE_MOST / (columns + 1);
	uint32_t *common = table ?
		bth_arena_array(arena, (rows + 1) * (columns + 1), sizeof *common) : NULL;

#define AT(x, y) common[(x) * (columns + 1) + (y)]
	for (size_t x = table ? rows : 0; x-- > 0;)
		for (size_t y = columns; y-- > 0;)
			AT(x, y) = bth_str_eq(a->items[from + x], b->items[from + y]) ?
				AT(x + 1, y + 1) + 1 :
				AT(x + 1, y) > AT(x, y + 1) ? AT(x + 1, y) : AT(x, y + 1);
	while (table && i < rows && j < columns) {
		if (bth_str_eq(a->items[from + i], b->items[from + j])) {
			add(arena, steps, ' ', a->items[from + i++], &old, &new);
			j++;
		} else if (AT(i + 1, j) >= AT(i, j + 1)) {
			add(arena, steps, '-', a->items[from + i++], &old, &new);
		} else {
			add(arena, steps, '+', b->items[from + j++], &old, &new);
		}
	}
#undef AT
	while (i < rows)
		add(arena, steps, '-', a->items[from + i++], &old, &new);
	while (j < columns)
		add(arena, steps, '+', b->items[from + j++], &old, &new);
}

static void
make_steps(struct bth_arena *arena, struct steps *steps, const struct lines *a, const struct lines *b)
{
	size_t same = 0, a_end = a->len, b_end = b->len, old = 0, new = 0;

	while (same < a_end && same < b_end && bth_str_eq(a->items[same], b->items[same]))
		add(arena, steps, ' ', a->items[same++], &old, &new);
	while (a_end > same && b_end > same && bth_str_eq(a->items[a_end - 1], b->items[b_end - 1])) {
		a_end--;
		b_end--;
	}
	compare(arena, steps, a, b, same, a_end, b_end);
	old = a_end;
	new = b_end;
	while (old < a->len)
		add(arena, steps, ' ', a->items[old], &old, &new);
}

/* The end of the hunk that begins before @change: where the next change is far away. */
static size_t
hunk_end(const struct steps *steps, size_t change)
{
	size_t last = change;

	for (size_t i = change; i < steps->len && i <= last + 2 * CONTEXT + 1; i++)
		if (steps->items[i].sign != ' ')
			last = i;
	return last + 1 + CONTEXT < steps->len ? last + 1 + CONTEXT : steps->len;
}

static void
add_hunk(struct bth_buf *buf, const struct steps *steps, size_t from, size_t end)
{
	size_t old = 0, new = 0;

	for (size_t i = from; i < end; i++) {
		old += steps->items[i].sign != '+';
		new += steps->items[i].sign != '-';
	}
	bth_buf_printf(buf, "@@ -%zu,%zu +%zu,%zu @@\n", steps->items[from].old + (old > 0), old,
		steps->items[from].new + (new > 0), new);
	for (size_t i = from; i < end; i++) {
		struct bth_str line = steps->items[i].line;

		bth_buf_putc(buf, steps->items[i].sign);
		bth_buf_str(buf, line);
		if (!line.len || line.at[line.len - 1] != '\n')
			bth_buf_puts(buf, "\n\\ No newline at end of file\n");
	}
}

void
bth_diff(struct bth_buf *buf, const char *old_name, struct bth_str old, const char *new_name,
	struct bth_str new)
{
	struct lines a = {0}, b = {0};
	struct steps steps = {0};

	if (bth_str_eq(old, new))
		return;
	cut(buf->arena, &a, old);
	cut(buf->arena, &b, new);
	make_steps(buf->arena, &steps, &a, &b);
	bth_buf_printf(buf, "--- %s\n+++ %s\n", old_name, new_name);
	for (size_t i = 0; i < steps.len;) {
		if (steps.items[i].sign == ' ') {
			i++;
			continue;
		}
		size_t end = hunk_end(&steps, i);
		add_hunk(buf, &steps, i > CONTEXT ? i - CONTEXT : 0, end);
		i = end;
	}
}

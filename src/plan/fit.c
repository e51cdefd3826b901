/* fit.c - text that has to fit into so many columns */

#include "plan/fit.h"

#include "base/escape.h"
#include "base/utf8.h"

/* Whether the text is of characters that all are one byte and one column, as most are. */
static bool
is_plain(struct bth_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < ' ' || text.at[i] > '~')
			return false;
	return true;
}

struct bth_str
bth_fit_visible(struct bth_arena *arena, struct bth_str text)
{
	struct bth_buf buf;

	if (is_plain(text))
		return text;

	bth_buf_init(&buf, arena);
	bth_escape(&buf, text, NULL);
	return bth_buf_view(&buf);
}

/* The first code point: its bytes, and its columns. */
static size_t
step(struct bth_str text, size_t *columns)
{
	uint32_t code;
	size_t len = bth_utf8_next(&code, bth_str_sub(text, 0, 4));

	*columns = len ? bth_utf8_width(code) : 1;
	return len ? len : 1;
}

size_t
bth_fit_width(struct bth_str text)
{
	size_t width = 0, columns;

	if (is_plain(text))
		return text.len;
	for (; text.len; width += columns)
		text = bth_str_sub(text, step(text, &columns), SIZE_MAX);
	return width;
}

/* Bytes of the longest beginning that takes no more than @columns. */
static size_t
head(struct bth_str text, size_t columns)
{
	size_t at = 0, taken;

	while (at < text.len) {
		size_t len = step(bth_str_sub(text, at, SIZE_MAX), &taken);

		if (taken > columns)
			break;
		columns -= taken;
		at += len;
	}
	return at;
}

/* The offset of the first code point after @text's first @columns or a little more. */
static size_t
skip(struct bth_str text, size_t columns)
{
	size_t at = 0, taken;

	while (at < text.len && columns) {
		at += step(bth_str_sub(text, at, SIZE_MAX), &taken);
		columns -= taken < columns ? taken : columns;
	}
	return at;
}

struct bth_str
bth_fit_cut(struct bth_arena *arena, struct bth_str text, size_t columns)
{
	size_t width = bth_fit_width(text);

	if (width <= columns)
		return text;
	if (columns < 3)
		return columns ? BTH_STR("…") : BTH_STR("");
	/* the end tells replicas apart, so it gets as much as the beginning */
	size_t end = (columns - 1) / 2, begin = columns - 1 - end;
	size_t from = skip(text, width - end), to = head(text, begin);

	return bth_str_printf(arena, "%.*s…%.*s", (int)to, text.at,
		(int)(text.len - from), text.at + from);
}

void
bth_fit_wrap(struct bth_buf *buf, struct bth_str text, size_t columns, size_t indent)
{
	size_t taken = 0;

	while (text.len) {
		size_t space = bth_str_find(text, ' ');
		struct bth_str word =
			bth_fit_cut(buf->arena, bth_str_sub(text, 0, space), columns);
		size_t width = bth_fit_width(word);

		if (taken && taken + 1 + width > columns) {
			bth_buf_putc(buf, '\n');
			bth_buf_fill(buf, ' ', indent);
			taken = 0;
		}
		if (taken)
			bth_buf_putc(buf, ' ');
		taken += width + (taken ? 1 : 0);
		bth_buf_str(buf, word);
		text = space == SIZE_MAX ? BTH_STR("") :
					   bth_str_sub(text, space + 1, SIZE_MAX);
	}
}

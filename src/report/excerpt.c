/* excerpt.c - source lines in reports for people */

#include "report/excerpt.h"

#include "base/utf8.h"
#include "report/secret.h"

enum {
	LINE_MOST = 120, /* columns of a source line that are shown */
	BEFORE = 30,     /* columns before the mark when the line is cut there */
};

/* Columns of the first code point of @text as add_source() writes it; *len bytes are used. */
static size_t
columns_of_first(struct bth_str text, size_t *len)
{
	uint32_t code;
	size_t used = bth_utf8_next(&code, bth_str_sub(text, 0, 4));

	*len = used ? used : 1;
	if (!used)
		return strlen("\\xff");
	if (code == '\t')
		return 1;
	if (!bth_utf8_is_invisible(code))
		return bth_utf8_width(code);
	return code > 0xFFFFF ? strlen("<U+100000>") :
		code > 0xFFFF ? strlen("<U+10000>") : strlen("<U+1000>");
}

static size_t
columns(struct bth_str text)
{
	size_t count = 0, len;

	for (; text.len; text = bth_str_sub(text, len, SIZE_MAX))
		count += columns_of_first(text, &len);
	return count;
}

/* Bytes at the beginning of @text that fit into @most columns. */
static size_t
fit(struct bth_str text, size_t most)
{
	size_t at = 0, count = 0, len;

	while (at < text.len) {
		count += columns_of_first(bth_str_sub(text, at, SIZE_MAX), &len);
		if (count > most)
			break;
		at += len;
	}
	return at;
}

/* Bytes of the last code point of @text, which is not empty. */
static size_t
last_len(struct bth_str text)
{
	uint32_t code;

	for (size_t len = 2; len <= 4 && len <= text.len; len++)
		if (bth_utf8_next(&code, bth_str_sub(text, text.len - len, len)) == len)
			return len;
	return 1;
}

/* Where the last @most columns of @text begin, at most. Lines may be long: no byte before. */
static size_t
fit_end(struct bth_str text, size_t most)
{
	size_t at = text.len, count = 0, len;

	while (at > 0) {
		size_t before = at - last_len(bth_str_sub(text, 0, at));

		count += columns_of_first(bth_str_sub(text, before, at - before), &len);
		if (count > most)
			break;
		at = before;
	}
	return at;
}

void
bth_excerpt_text(struct bth_buf *buf, struct bth_str text)
{
	while (text.len) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, 0, 4));

		if (!len)
			bth_buf_printf(buf, "\\x%02x", (unsigned char)text.at[0]);
		else if (bth_utf8_is_invisible(code))
			bth_buf_printf(buf, "<U+%04X>", (unsigned)code);
		else
			bth_buf_add(buf, text.at, len);
		text = bth_str_sub(text, len ? len : 1, SIZE_MAX);
	}
}

/* The same with blanks for tabs, so that what stands below is in its column. */
static void
add_source(struct bth_buf *buf, struct bth_str text)
{
	while (text.len) {
		size_t tab = bth_str_find(text, '\t');

		bth_excerpt_text(buf, bth_str_sub(text, 0, tab));
		if (tab == SIZE_MAX)
			return;
		bth_buf_putc(buf, ' ');
		text = bth_str_sub(text, tab + 1, SIZE_MAX);
	}
}

/* A line of a source, and the part of it that is marked. */
struct excerpt {
	unsigned number;
	struct bth_str line;
	size_t from, to; /* of the mark, in bytes of the line */
};

static struct excerpt
find_line(struct bth_arena *arena, struct bth_span span)
{
	struct excerpt excerpt = {
		.number = bth_source_place(arena, span.source, span.start).line};

	excerpt.line = bth_source_line(arena, span.source, excerpt.number);
	if (!excerpt.line.len)
		return excerpt;
	size_t start = (size_t)(span.source->text.at + span.start - excerpt.line.at);
	size_t len = span.end > span.start ? span.end - span.start : 0;
	excerpt.from = start < excerpt.line.len ? start : excerpt.line.len;
	excerpt.to = len < excerpt.line.len - excerpt.from ? excerpt.from + len :
							     excerpt.line.len;
	return excerpt;
}

/*
 * The mark, below a line that begins with @indent columns of number; an empty one is a column
 * wide, so that there is something to see.
 */
static void
add_mark(struct bth_buf *buf, size_t indent, size_t before, size_t width, const char *color)
{
	bth_buf_fill(buf, ' ', indent);
	bth_buf_puts(buf, " | ");
	bth_buf_fill(buf, ' ', before);
	if (color)
		bth_buf_printf(buf, "\033[%sm", color);
	bth_buf_fill(buf, '^', width ? width : 1);
	bth_buf_puts(buf, color ? "\033[0m\n" : "\n");
}

void
bth_excerpt(struct bth_buf *buf, struct bth_span span, const char *color)
{
	struct excerpt excerpt = find_line(buf->arena, span);
	struct bth_str line = excerpt.line, head = bth_str_sub(line, 0, excerpt.from);
	size_t start = 0;

	if (!line.len)
		return;
	if (fit(line, LINE_MOST) < excerpt.to)
		start = fit_end(head, BEFORE);
	struct bth_str shown = bth_str_sub(line, start, SIZE_MAX);
	size_t len = fit(shown, LINE_MOST);
	size_t seen = excerpt.to < start + len ? excerpt.to : start + len;

	size_t before = buf->len;
	bth_buf_printf(buf, "%5u", excerpt.number);
	size_t indent = buf->len - before;
	bth_buf_puts(buf, start ? " | …" : " | ");
	add_source(buf, bth_str_sub(shown, 0, len));
	bth_buf_puts(buf, len < shown.len ? "…\n" : "\n");
	add_mark(buf, indent, columns(bth_str_sub(head, start, SIZE_MAX)) + (start > 0),
		columns(bth_str_sub(line, excerpt.from, seen - excerpt.from)), color);
}

void
bth_excerpt_secret(struct bth_buf *buf, struct bth_span span)
{
	struct excerpt excerpt = find_line(buf->arena, span);

	if (!excerpt.line.len)
		return;
	struct bth_str shown = bth_secret_mask(buf->arena, excerpt.line);
	bth_buf_printf(buf, "%5u | ", excerpt.number);
	add_source(buf, bth_str_sub(shown, 0, fit(shown, LINE_MOST)));
	bth_buf_putc(buf, '\n');
}

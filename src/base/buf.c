/* buf.c - text that grows, for writers */

#include "base/buf.h"

enum { FIRST = 64 }; /* most texts are short */

void
bth_buf_init(struct bth_buf *buf, struct bth_arena *arena)
{
	*buf = (struct bth_buf){.arena = arena};
}

/* Finds room for @cap bytes: mostly where the text is, as few writers are between others. */
static void
move(struct bth_buf *buf, size_t cap)
{
	if (!bth_arena_extend(buf->arena, buf->text, buf->cap, cap - buf->cap)) {
		char *larger = bth_arena_alloc(buf->arena, cap);

		if (buf->len)
			memcpy(larger, buf->text, buf->len);
		buf->text = larger;
	}
	buf->cap = cap;
}

void
bth_buf_add(struct bth_buf *buf, const void *bytes, size_t len)
{
	if (len > buf->cap - buf->len) {
		size_t cap = buf->cap ? buf->cap : FIRST;

		while (len > cap - buf->len) {
			if (cap > SIZE_MAX / 2)
				bth_arena_fail(buf->arena);
			cap *= 2;
		}
		move(buf, cap);
	}
	if (len)
		memcpy(buf->text + buf->len, bytes, len);
	buf->len += len;
}

void
bth_buf_puts(struct bth_buf *buf, const char *text)
{
	bth_buf_add(buf, text, strlen(text));
}

void
bth_buf_str(struct bth_buf *buf, struct bth_str text)
{
	bth_buf_add(buf, text.at, text.len);
}

void
bth_buf_putc(struct bth_buf *buf, char c)
{
	bth_buf_add(buf, &c, 1);
}

void
bth_buf_fill(struct bth_buf *buf, char c, size_t count)
{
	while (count-- > 0)
		bth_buf_putc(buf, c);
}

void
bth_buf_printf(struct bth_buf *buf, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	bth_buf_puts(buf, bth_arena_vprintf(buf->arena, format, args));
	va_end(args);
}

struct bth_str
bth_buf_view(const struct bth_buf *buf)
{
	return (struct bth_str){.at = buf->text ? buf->text : "", .len = buf->len};
}

/* utf16.c - inputs in UTF-16, which editors on Windows write */

#include "base/buf.h"
#include "base/utf8.h"
#include "source/source.h"

/* The unit at @at by the byte order of the mark. */
static uint32_t
unit_at(struct bth_str text, size_t at, bool little)
{
	unsigned first = (unsigned char)text.at[at], second = (unsigned char)text.at[at + 1];

	return little ? second << 8 | first : first << 8 | second;
}

/* The code point at @at, and how many bytes it takes: 0 when it is none. */
static size_t
next(uint32_t *out, struct bth_str text, size_t at, bool little)
{
	if (text.len - at < 2)
		return 0;
	*out = unit_at(text, at, little);
	if (*out >> 11 != 0xD800 >> 11)
		return 2;
	if (*out >= 0xDC00 || text.len - at < 4)
		return 0;
	uint32_t low = unit_at(text, at + 2, little);
	if (low >> 10 != 0xDC00 >> 10)
		return 0;
	*out = 0x10000 + ((*out - 0xD800) << 10) + (low - 0xDC00);
	return 4;
}

bool
bth_source_is_utf16(struct bth_str text)
{
	return bth_str_starts(text, "\xFF\xFE") || bth_str_starts(text, "\xFE\xFF");
}

void
bth_source_decode(struct bth_arena *arena, struct bth_source *source)
{
	struct bth_str text = source->text;
	bool little = bth_str_starts(text, "\xFF\xFE");
	struct bth_buf buf;
	size_t at = 2;

	if (!bth_source_is_utf16(text))
		return;
	bth_buf_init(&buf, arena);
	while (at < text.len) {
		uint32_t code;
		char bytes[4];
		size_t len = next(&code, text, at, little);

		if (!len) {
			source->garbled = true;
			source->garbled_at = at;
			break;
		}
		bth_buf_add(&buf, bytes, bth_utf8_put(bytes, code));
		at += len;
	}
	bth_buf_putc(&buf, '\0'); /* the byte that may be read behind it */
	source->text = (struct bth_str){.at = buf.text, .len = buf.len - 1};
}

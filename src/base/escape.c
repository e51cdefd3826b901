/* escape.c - text of the input in a place where some characters mean something */

#include "base/escape.h"

#include "base/utf8.h"

void
bth_escape(struct bth_buf *buf, struct bth_str text, const char *(*escape)(uint32_t code))
{
	while (text.len) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, 0, 4));
		const char *instead = len && escape ? escape(code) : NULL;

		if (instead)
			bth_buf_puts(buf, instead);
		else if (!len || bth_utf8_is_invisible(code))
			bth_escape(buf,
				bth_str_printf(buf->arena, "<U+%04X>",
					len ? (unsigned)code : 0xFFFDu),
				escape);
		else
			bth_buf_add(buf, text.at, len);
		text = bth_str_sub(text, len ? len : 1, SIZE_MAX);
	}
}

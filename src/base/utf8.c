/* utf8.c - code points in bytes */

#include "base/utf8.h"

/* The least code point that needs so many bytes: shorter forms are overlong. */
static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};

size_t
bth_utf8_next(uint32_t *out, struct bth_str s)
{
	if (!s.len)
		return 0;

	unsigned char lead = (unsigned char)s.at[0];
	size_t len = lead < 0x80 ? 1 : lead < 0xC0 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 :
							     lead < 0xF8 ? 4 : 0;

	if (len == 0 || len > s.len)
		return 0;
	uint32_t code = len == 1 ? lead : lead & (0x7Fu >> len);
	for (size_t i = 1; i < len; i++) {
		unsigned char byte = (unsigned char)s.at[i];

		if ((byte & 0xC0) != 0x80)
			return 0;
		code = code << 6 | (byte & 0x3Fu);
	}
	if (code < least[len] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		return 0;
	*out = code;
	return len;
}

size_t
bth_utf8_check(struct bth_str s)
{
	size_t at = 0;

	while (at < s.len) {
		uint64_t eight;
		uint32_t code;

		/* eight bytes of ASCII at a time */
		while (at + sizeof eight <= s.len) {
			memcpy(&eight, s.at + at, sizeof eight);
			if (eight & 0x8080808080808080u)
				break;
			at += sizeof eight;
		}
		if (at == s.len)
			break;
		size_t len = bth_utf8_next(&code, bth_str_sub(s, at, 4));
		if (!len)
			return at;
		at += len;
	}
	return SIZE_MAX;
}

size_t
bth_utf8_count(struct bth_str s)
{
	size_t count = 0, at = 0;

	while (at < s.len) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(s, at, 4));

		at += len ? len : 1;
		count++;
	}
	return count;
}

struct bth_str
bth_utf8_cut(struct bth_str s, size_t most)
{
	if (s.len <= most)
		return s;
	while (most && ((unsigned char)s.at[most] & 0xC0) == 0x80)
		most--;
	return bth_str_sub(s, 0, most);
}

/* What stands in none of these is one column wide. */
static const struct {
	uint32_t first, last;
	unsigned char columns;
} widths[] = {
#define WIDTH(from, to, count) {from, to, count},
#include "base/widths.def"
#undef WIDTH
};

unsigned
bth_utf8_width(uint32_t code)
{
	size_t low = 0, high = sizeof widths / sizeof widths[0];

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (code > widths[middle].last)
			low = middle + 1;
		else if (code < widths[middle].first)
			high = middle;
		else
			return widths[middle].columns;
	}
	return 1;
}

bool
bth_utf8_is_invisible(uint32_t code)
{
	return code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0xAD || code == 0x61C ||
		code == 0x180E || (code >= 0x200B && code <= 0x200F) ||
		(code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) ||
		code == 0xFEFF || (code >= 0xFFF9 && code <= 0xFFFB) ||
		(code >= 0xE0000 && code <= 0xE007F);
}

size_t
bth_utf8_put(char *out, uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	size_t len = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	for (size_t i = len; i-- > 1; code >>= 6)
		out[i] = (char)(0x80 | (code & 0x3F));
	out[0] = (char)((0xF00u >> len & 0xFFu) | code);
	return len;
}

bool
bth_utf8_is_space(uint32_t code)
{
	return (code >= '\t' && code <= '\r') || code == ' ' || code == 0x85 || code == 0xA0 ||
		code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
		code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

size_t
bth_utf8_skip_space(struct bth_str s, size_t from)
{
	uint32_t code;
	size_t len;

	while ((len = bth_utf8_next(&code, bth_str_sub(s, from, 4))) && bth_utf8_is_space(code))
		from += len;
	return from;
}

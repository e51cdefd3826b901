/* utf8.h - code points in bytes */
#ifndef BTH_BASE_UTF8_H
#define BTH_BASE_UTF8_H

#include "base/str.h"

/*
 * Bytes of the code point that begins at @s, which is stored in *out; 0 when the bytes
 * are not UTF-8 (overlong, surrogate, above U+10FFFF or cut off) or @s is empty.
 */
size_t bth_utf8_next(uint32_t *out, struct bth_str s);

/* Offset of the first byte that is not UTF-8, or SIZE_MAX. */
size_t bth_utf8_check(struct bth_str s);

/* Code points in @s; bytes that are not UTF-8 count one each. */
size_t bth_utf8_count(struct bth_str s);

/* The beginning of @s, at most @most bytes, without half a code point at the end. */
struct bth_str bth_utf8_cut(struct bth_str s, size_t most);

/* Columns of a terminal that @code takes: 0, 1 or 2. */
unsigned bth_utf8_width(uint32_t code);

/* Whether @code hides or reorders text: controls, zero width, bidirectional marks. */
bool bth_utf8_is_invisible(uint32_t code);

/* Writes @code to @out (room for 4) and returns the number of bytes. */
size_t bth_utf8_put(char *out, uint32_t code);

/* What Unicode calls white space, as Go's unicode.IsSpace has it. */
bool bth_utf8_is_space(uint32_t code);

/* Offset behind the white space at @from. */
size_t bth_utf8_skip_space(struct bth_str s, size_t from);

#endif

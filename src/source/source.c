/* source.c - the text of one input, and where in it something stands */

#include "source/source.h"

#include "base/utf8.h"
#include "base/vec.h"

enum { PIECE = 1024 };

static bool
is_inside_character(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* A byte order mark is no character of the first line. */
static uint32_t
text_start(struct bth_str text)
{
	return bth_str_starts(text, "\xEF\xBB\xBF") ? 3 : 0;
}

static void
make_pieces(struct bth_arena *arena, struct bth_source *source)
{
	BTH_VEC(struct bth_source_piece) pieces = {0};
	struct bth_source_piece piece = {
		.start = text_start(source->text), .line = 1, .column = 1};
	struct bth_str rest = bth_str_sub(source->text, piece.start, SIZE_MAX);

	for (;;) {
		size_t newline = bth_str_find(bth_str_sub(rest, 0, PIECE), '\n');
		size_t len = newline == SIZE_MAX ? PIECE : newline + 1;

		bth_vec_push(arena, &pieces, piece);
		while (len < rest.len && is_inside_character(rest.at[len]))
			len++;
		if (newline == SIZE_MAX && len >= rest.len)
			break;
		piece.start += (uint32_t)len;
		piece.column += (unsigned)bth_utf8_count(bth_str_sub(rest, 0, len));
		if (newline != SIZE_MAX) {
			piece.line++;
			piece.column = 1;
		}
		rest = bth_str_sub(rest, len, SIZE_MAX);
	}
	source->pieces = pieces.items;
	source->piece_count = pieces.len;
}

/* The last piece that begins at or before the offset, or before the line. */
static const struct bth_source_piece *
find_piece(const struct bth_source *source, uint32_t offset, unsigned line)
{
	size_t low = 0, high = source->piece_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		const struct bth_source_piece *piece = &source->pieces[middle];

		if (line ? piece->line < line : piece->start <= offset)
			low = middle;
		else
			high = middle;
	}
	return &source->pieces[low];
}

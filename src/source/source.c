/* source.c - the text of one input, and where in it something stands */

#include "source/source.h"

#include "base/utf8.h"
#include "base/vec.h"

/* Bytes of a long line after which counting begins anew. */
enum { PIECE = 1024 };

/* Where the first line begins: a byte order mark is no character of it. */
static uint32_t
text_start(struct bth_str text)
{
	return bth_str_starts(text, "\xEF\xBB\xBF") ? 3 : 0;
}

/* Length of the piece that @rest begins with: a line with its end, or a part of it. */
static size_t
piece_len(struct bth_str rest)
{
	size_t newline = bth_str_find(bth_str_sub(rest, 0, PIECE), '\n');

	if (newline != SIZE_MAX)
		return newline + 1;
	return bth_utf8_cut(rest, PIECE).len;
}

static void
make_pieces(struct bth_arena *arena, struct bth_source *source)
{
	BTH_VEC(struct bth_source_piece) pieces = {0};
	struct bth_source_piece piece = {
		.start = text_start(source->text), .line = 1, .column = 1};
	struct bth_str rest = bth_str_sub(source->text, piece.start, SIZE_MAX);

	bth_vec_push(arena, &pieces, piece);
	for (size_t len; (len = piece_len(rest)) > 0; rest = bth_str_sub(rest, len, SIZE_MAX)) {
		piece.start += (uint32_t)len;
		if (rest.at[len - 1] == '\n') {
			piece.line++;
			piece.column = 1;
		} else {
			piece.column += (unsigned)bth_utf8_count(bth_str_sub(rest, 0, len));
		}
		bth_vec_push(arena, &pieces, piece);
	}
	source->pieces = pieces.items;
	source->piece_count = pieces.len;
}

/* How many pieces begin before the place; the least of both counts. */
static size_t
pieces_before(struct bth_arena *arena, struct bth_source *source, uint32_t offset, unsigned line)
{
	if (!source->pieces)
		make_pieces(arena, source);

	size_t low = 0, high = source->piece_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct bth_source_piece *piece = &source->pieces[middle];

		if (piece->start < offset && piece->line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct bth_place
bth_source_place(struct bth_arena *arena, struct bth_source *source, uint32_t offset)
{
	size_t before = pieces_before(arena, source, offset + 1, UINT32_MAX);
	const struct bth_source_piece *piece = &source->pieces[before ? before - 1 : 0];
	size_t len = offset > piece->start ? offset - piece->start : 0;

	return (struct bth_place){.line = piece->line,
		.column = piece->column +
			(unsigned)bth_utf8_count(bth_str_sub(source->text, piece->start, len))};
}

struct bth_str
bth_source_line(struct bth_arena *arena, struct bth_source *source, unsigned line)
{
	size_t before = pieces_before(arena, source, UINT32_MAX, line);

	if (line == 0 || before == source->piece_count)
		return (struct bth_str){0};
	struct bth_str rest = bth_str_sub(source->text, source->pieces[before].start, SIZE_MAX);
	size_t end = bth_str_find(rest, '\n');
	if (end != SIZE_MAX)
		rest.len = end;
	if (rest.len && rest.at[rest.len - 1] == '\r')
		rest.len--;
	return rest;
}

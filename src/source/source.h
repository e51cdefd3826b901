/* source.h - the text of one input, and where in it something stands */
#ifndef BTH_SOURCE_SOURCE_H
#define BTH_SOURCE_SOURCE_H

#include "base/arena.h"
#include "base/str.h"

/* The largest text that offsets can point into. */
#define BTH_SOURCE_MOST ((size_t)UINT32_MAX - 64)

struct bth_levels;

/* One input. Its order is its place among the inputs of the run. */
struct bth_source {
	const char *name; /* as the user wrote it, "-" is shown as <stdin> */
	struct bth_str text; /* UTF-8; once decoded, if it was not */
	size_t order;
	bool context; /* read, but not reported on */
	bool schema;  /* the same, and only what it says of kinds counts */
	bool cluster; /* the same, and it shows what a cluster has */
	bool nodes;   /* with cluster: only nodes may stand in it */
	bool garbled; /* UTF-16 that is none at offset garbled_at of the input */
	size_t garbled_at;
	const struct bth_levels *levels; /* of the settings for it (diag/levels.h), or NULL */

	/* the lines in pieces, made when the first place is asked for */
	const struct bth_source_piece *pieces;
	size_t piece_count;
};

/* A line, or a part of a long one, so that no place is far from where counting begins. */
struct bth_source_piece {
	uint32_t start;        /* offset of the first character */
	unsigned line, column; /* its place */
};

/* A piece of a source, in bytes, the end exclusive. source == NULL: no place is known. */
struct bth_span {
	struct bth_source *source;
	uint32_t start, end;
};

/* Lines and columns count from 1, columns in code points. */
struct bth_place {
	unsigned line, column;
};

/* Whether an input begins with a byte order mark of UTF-16. */
bool bth_source_is_utf16(struct bth_str text);

/*
 * Makes UTF-8 in @arena of an input in UTF-16, up to what is no character, as kubectl does
 * before it looks for documents. Other inputs stay as they are.
 */
void bth_source_decode(struct bth_arena *arena, struct bth_source *source);

/* Where @offset is. Makes the table of lines in @arena the first time. */
struct bth_place bth_source_place(struct bth_arena *arena, struct bth_source *source, uint32_t offset);

/* The text of line @line (from 1) without its end; empty beyond the last. */
struct bth_str bth_source_line(struct bth_arena *arena, struct bth_source *source, unsigned line);

#endif

/* fit.h - text that has to fit into so many columns */
#ifndef BTH_PLAN_FIT_H
#define BTH_PLAN_FIT_H

#include "base/buf.h"

/* @text with nothing in it that hides, turns text around or ends a line. */
struct bth_str bth_fit_visible(struct bth_arena *arena, struct bth_str text);

/* Columns that visible text takes in a terminal, or in a font of fixed width. */
size_t bth_fit_width(struct bth_str text);

/* At most @columns of it: what is too long has "…" for its middle. */
struct bth_str bth_fit_cut(struct bth_arena *arena, struct bth_str text, size_t columns);

/*
 * Adds @text in lines of at most @columns, each after the first indented by @indent. A word
 * that is too long for a line is cut as above. No line end behind the last.
 */
void bth_fit_wrap(
	struct bth_buf *buf, struct bth_str text, size_t columns, size_t indent);

#endif

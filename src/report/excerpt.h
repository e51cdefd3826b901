/* excerpt.h - source lines in reports for people */
#ifndef BTH_REPORT_EXCERPT_H
#define BTH_REPORT_EXCERPT_H

#include "base/buf.h"
#include "source/source.h"

/* What input says, with its controls made visible. */
void bth_excerpt_text(struct bth_buf *buf, struct bth_str text);

/*
 * The line where @span begins, and a mark under exactly the span as far as it is on that line.
 * @color is of the mark, as in "1;31", or NULL. Nothing for an empty line.
 */
void bth_excerpt(struct bth_buf *buf, struct bth_span span, const char *color);

/* The same of a line whose values may not be shown: what it is under, and no mark. */
void bth_excerpt_secret(struct bth_buf *buf, struct bth_span span);

#endif

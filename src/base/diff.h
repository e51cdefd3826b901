/* diff.h - how one text differs from another, line by line */
#ifndef BTH_BASE_DIFF_H
#define BTH_BASE_DIFF_H

#include "base/buf.h"

/*
 * Appends a unified diff with three lines of context that turns @old into @new, under the
 * names; nothing when they are equal. Very large differences are shown as one replacement.
 */
void bth_diff(struct bth_buf *buf, const char *old_name, struct bth_str old, const char *new_name,
	struct bth_str new);

#endif

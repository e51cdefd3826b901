/* comment.h - comments that speak to berth, and what they speak of */
#ifndef BTH_SYNTAX_COMMENT_H
#define BTH_SYNTAX_COMMENT_H

#include "syntax/tree.h"

struct bth_comment {
	struct bth_span span;  /* from its '#' to the end of the line */
	struct bth_span about; /* the text it speaks of; without source: nothing follows it */
	bool trailing;         /* it stands behind something else: it is about its line */
};

BTH_VEC_TYPE(bth_comments, struct bth_comment);

/*
 * The comments of @document that begin with "berth:", in their order; NULL when there is
 * none. @written is what was read from the document, as it stands there.
 *
 * One behind something speaks of its line, and of all of a text that begins or ends there.
 * One on a line of its own speaks of the next entry or item with all below it; before the
 * first of a document, of the whole document.
 */
const struct bth_comments *bth_comments_find(
	struct bth_arena *arena, struct bth_span document, const struct bth_tree *written);

/* What such a comment says behind "berth:". */
struct bth_str bth_comment_text(const struct bth_comment *comment);

#endif

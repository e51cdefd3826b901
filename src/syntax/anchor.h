/* anchor.h - anchors of the documents before, which no alias reaches */
#ifndef BTH_SYNTAX_ANCHOR_H
#define BTH_SYNTAX_ANCHOR_H

#include "base/map.h"
#include "source/source.h"

/* What stands for anchors in one source, collected when it is first asked for. */
struct bth_anchors {
	const struct bth_source *source; /* NULL: none was asked for yet */
	struct bth_map first;            /* name → offset of the first one, plus 1 */
};

/*
 * Where in @source the anchor @name first stands, if that is before @end. It is found as
 * text, so within a string or a block of text it may be none.
 */
bool bth_anchor_before(struct bth_span *out, struct bth_anchors *anchors,
	struct bth_arena *arena, struct bth_source *source, struct bth_str name, uint32_t end);

#endif

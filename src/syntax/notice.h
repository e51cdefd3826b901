/* notice.h - what is read without a fault, but not as it looks */
#ifndef BTH_SYNTAX_NOTICE_H
#define BTH_SYNTAX_NOTICE_H

#include "base/map.h"
#include "diag/finding.h"
#include "syntax/build.h"

/*
 * The anchor @name stands at the node @now as well as at @before. That is worth a warning from
 * the moment on when an alias means the second, unless both have the same value: *again
 * remembers which names those are.
 */
void bth_notice_anchor(struct bth_findings *findings, struct bth_map *again, struct bth_str name,
	struct bth_value now, struct bth_value before);
void bth_notice_alias(struct bth_map *again, struct bth_str name, const struct bth_builder *written);

/*
 * Characters in the text of a document that hide from the eye or end lines where editors see
 * none; @written is the document as it stands there. Costs next to nothing for plain text.
 */
void bth_notice_text(struct bth_findings *findings, struct bth_span document,
	const struct bth_builder *written, bool ascii);

/*
 * @text as it looks: without what cannot be seen, with blanks for what looks like them, and
 * none at its ends.
 */
struct bth_str bth_notice_look(struct bth_arena *arena, struct bth_str text);

#endif

/* notice.h - what is read without a fault, but not as it looks */
#ifndef BTH_SYNTAX_NOTICE_H
#define BTH_SYNTAX_NOTICE_H

#include "base/map.h"
#include "diag/finding.h"
#include "syntax/build.h"

/*
 * The anchor @name stands at @now as well as at @before. That is worth a warning from the
 * moment on when an alias means the second: *again remembers which names those are.
 */
void bth_notice_anchor(struct bth_findings *findings, struct bth_map *again, struct bth_str name,
	struct bth_span now, struct bth_span before);
void bth_notice_alias(const struct bth_map *again, struct bth_str name);

/*
 * Characters in the text of a document that hide from the eye or end lines where editors see
 * none; @written is the document as it stands there. Costs next to nothing for plain text.
 */
void bth_notice_text(struct bth_findings *findings, struct bth_span document,
	const struct bth_builder *written, bool ascii);

#endif

/* formats.h - the grammars that checks.h names */
#ifndef BTH_SCHEMA_FORMATS_H
#define BTH_SCHEMA_FORMATS_H

#include "base/arena.h"
#include "schema/checks.h"

/* NULL when @text is fine, else why not, in words that follow "is no valid …: ". */
const char *bth_format_check(struct bth_arena *arena, enum bth_format format, struct bth_str text,
	int minor);

/* What a text of that grammar is called: "label key". */
const char *bth_format_noun(enum bth_format format);

/* Whether it is about labels or annotations, which have a rule of their own. */
bool bth_format_is_label(enum bth_format format);

#endif

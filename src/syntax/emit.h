/* emit.h - from a tree to text that every reader takes for the same */
#ifndef BTH_SYNTAX_EMIT_H
#define BTH_SYNTAX_EMIT_H

#include "base/buf.h"
#include "syntax/tree.h"

/*
 * Appends @value as a YAML document in kubectl's layout: block style, two spaces, lists not
 * indented under their key, no folding, a newline at the end. Strings are quoted whenever
 * a reader of YAML 1.1 or 1.2 could take them for something else.
 */
void bth_emit_yaml(struct bth_buf *buf, struct bth_value value);

/* Appends @value as JSON, @indent spaces a level, or on one line when it is 0. */
void bth_emit_json(struct bth_buf *buf, struct bth_value value, unsigned indent);

/* Appends @text as a JSON string. Bytes that are not UTF-8 become U+FFFD. */
void bth_emit_json_string(struct bth_buf *buf, struct bth_str text);

/* Whether @text must be quoted to stay this string. */
bool bth_emit_needs_quotes(struct bth_str text);

/* Appends @text as a YAML scalar of one line: plain when it can be, else double-quoted. */
void bth_emit_scalar(struct bth_buf *buf, struct bth_str text);

#endif

/* json.h - JSON in the input, which kubectl does not read as YAML */
#ifndef BTH_SYNTAX_JSON_H
#define BTH_SYNTAX_JSON_H

#include "base/str.h"

/* Offset behind the blanks at @from. */
size_t bth_json_skip(struct bth_str text, size_t from);

/* Offset behind the JSON value that begins at @from, or 0 when there is none. */
size_t bth_json_end(struct bth_arena *arena, struct bth_str text, size_t from);

/*
 * The JSON value @text with escapes that YAML has as well: "\ud83d\ude00" becomes one code
 * point. Every character keeps its place, as what is too short is filled up with @nothing, a
 * letter that the reader takes out again.
 */
struct bth_str bth_json_as_yaml(
	struct bth_arena *arena, struct bth_str text, const char *nothing);

#endif

/* json_schema.h - the pieces that a JSON Schema is built of */
#ifndef BTH_SYNTAX_JSON_SCHEMA_H
#define BTH_SYNTAX_JSON_SCHEMA_H

#include "syntax/build.h"

/* Each returns a new map of @out. */

/* {"type": TYPE}, and the same of any of three types, the last of which may be NULL */
uint32_t bth_json_schema_typed(struct bth_builder *out, const char *type);
uint32_t bth_json_schema_any_type(
	struct bth_builder *out, const char *first, const char *second, const char *third);

/* An array of @items; an object whose values are @values. */
uint32_t bth_json_schema_list(struct bth_builder *out, uint32_t items);
uint32_t bth_json_schema_map(struct bth_builder *out, uint32_t values);

/* Either of two schemas. */
uint32_t bth_json_schema_either(struct bth_builder *out, uint32_t one, uint32_t other);

/* One of the words "a|b|c", which stand in the list *words. */
uint32_t bth_json_schema_choice(struct bth_builder *out, const char *choices, uint32_t *words);

/* What stands under "$defs": @name, or the group of keys number @group. */
uint32_t bth_json_schema_reference(struct bth_builder *out, const char *name);
uint32_t bth_json_schema_group(struct bth_builder *out, int group);
const char *bth_json_schema_group_name(struct bth_builder *out, int group);

#endif

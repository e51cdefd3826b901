/* json_schema.c - the pieces that a JSON Schema is built of */

#include "syntax/json_schema.h"

uint32_t
bth_json_schema_typed(struct bth_builder *out, const char *type)
{
	uint32_t schema = bth_build_map(out);

	bth_put_text(out, schema, "type", type);
	return schema;
}

uint32_t
bth_json_schema_any_type(
	struct bth_builder *out, const char *first, const char *second, const char *third)
{
	uint32_t schema = bth_build_map(out), types = bth_put_list(out, schema, "type");

	bth_build_item(out, types, bth_build_string(out, first));
	bth_build_item(out, types, bth_build_string(out, second));
	if (third)
		bth_build_item(out, types, bth_build_string(out, third));
	return schema;
}

uint32_t
bth_json_schema_list(struct bth_builder *out, uint32_t items)
{
	uint32_t schema = bth_json_schema_typed(out, "array");

	bth_build_put(out, schema, BTH_STR("items"), items);
	return schema;
}

uint32_t
bth_json_schema_map(struct bth_builder *out, uint32_t values)
{
	uint32_t schema = bth_json_schema_typed(out, "object");

	bth_build_put(out, schema, BTH_STR("additionalProperties"), values);
	return schema;
}

uint32_t
bth_json_schema_either(struct bth_builder *out, uint32_t one, uint32_t other)
{
	uint32_t schema = bth_build_map(out), choices = bth_put_list(out, schema, "anyOf");

	bth_build_item(out, choices, one);
	bth_build_item(out, choices, other);
	return schema;
}

uint32_t
bth_json_schema_choice(struct bth_builder *out, const char *choices, uint32_t *words)
{
	uint32_t schema = bth_build_map(out);

	*words = bth_put_list(out, schema, "enum");
	for (struct bth_str rest = bth_str(choices); rest.len;) {
		size_t bar = bth_str_find(rest, '|');

		bth_build_item(out, *words,
			bth_build_text(out, BTH_STRING, bth_str_sub(rest, 0, bar)));
		rest = bar == SIZE_MAX ? BTH_STR("") : bth_str_sub(rest, bar + 1, SIZE_MAX);
	}
	return schema;
}

uint32_t
bth_json_schema_reference(struct bth_builder *out, const char *name)
{
	uint32_t schema = bth_build_map(out);

	bth_put_text(out, schema, "$ref", bth_arena_printf(out->arena, "#/$defs/%s", name));
	return schema;
}

const char *
bth_json_schema_group_name(struct bth_builder *out, int group)
{
	return bth_arena_printf(out->arena, "group%d", group);
}

uint32_t
bth_json_schema_group(struct bth_builder *out, int group)
{
	return bth_json_schema_reference(out, bth_json_schema_group_name(out, group));
}

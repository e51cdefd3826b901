/* json_schema.c - the table of keys as a JSON Schema for editors */

#include "spec/json_schema.h"

#include "spec/keys.h"
#include "syntax/emit.h"
#include "syntax/json_schema.h"

/* Makes the schema of one of the types that a key may have. */
typedef uint32_t make_fn(struct bth_builder *out, const struct bth_key *key);

static uint32_t
constant(struct bth_builder *out, uint32_t value)
{
	uint32_t schema = bth_build_map(out);

	bth_build_put(out, schema, BTH_STR("const"), value);
	return schema;
}

static uint32_t
make_string(struct bth_builder *out, const struct bth_key *key)
{
	(void)key;
	return bth_json_schema_typed(out, "string");
}

static uint32_t
make_integer(struct bth_builder *out, const struct bth_key *key)
{
	uint32_t schema = bth_json_schema_typed(out, "integer");

	(void)key;
	bth_put_int(out, schema, "minimum", 0);
	return schema;
}

static uint32_t
make_boolean(struct bth_builder *out, const struct bth_key *key)
{
	(void)key;
	return bth_json_schema_typed(out, "boolean");
}

static uint32_t
make_off(struct bth_builder *out, const struct bth_key *key)
{
	(void)key;
	return constant(out, bth_build_bool(out, false));
}

static uint32_t
make_quantity(struct bth_builder *out, const struct bth_key *key)
{
	uint32_t schema = bth_json_schema_any_type(out, "string", "number", NULL);

	(void)key;
	bth_put_text(out, schema, "pattern",
		"^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E)?$");
	return schema;
}

static uint32_t
make_enum(struct bth_builder *out, const struct bth_key *key)
{
	uint32_t words;

	return bth_json_schema_choice(out, key->choices, &words);
}

static uint32_t
make_map(struct bth_builder *out, const struct bth_key *key)
{
	return bth_json_schema_group(out, (int)key->sub);
}

static uint32_t
make_maps(struct bth_builder *out, const struct bth_key *key)
{
	return bth_json_schema_list(out, make_map(out, key));
}

static uint32_t
make_strings(struct bth_builder *out, const struct bth_key *key)
{
	return bth_json_schema_list(out,
		key->choices ? make_enum(out, key) : bth_json_schema_typed(out, "string"));
}

static uint32_t
make_texts(struct bth_builder *out, const struct bth_key *key)
{
	(void)key;
	return bth_json_schema_map(out, bth_json_schema_typed(out, "string"));
}

static uint32_t
make_scalar(struct bth_builder *out)
{
	return bth_json_schema_any_type(out, "string", "number", "boolean");
}

static uint32_t
make_scalars(struct bth_builder *out, const struct bth_key *key)
{
	(void)key;
	return bth_json_schema_map(out, make_scalar(out));
}

static uint32_t
make_ports(struct bth_builder *out, const struct bth_key *key)
{
	return bth_json_schema_map(out,
		bth_json_schema_either(out, make_integer(out, key), make_map(out, key)));
}

static uint32_t
make_env(struct bth_builder *out, const struct bth_key *key)
{
	return bth_json_schema_map(out, bth_json_schema_either(out, make_scalar(out), make_map(out, key)));
}

static uint32_t
make_volumes(struct bth_builder *out, const struct bth_key *key)
{
	return bth_json_schema_map(out, make_map(out, key));
}

static uint32_t
make_any(struct bth_builder *out, const struct bth_key *key)
{
	(void)key;
	return bth_build_map(out);
}

static const struct {
	unsigned bit;
	make_fn *make;
} makers[] = {
	{BTH_KEY_STRING, make_string},
	{BTH_KEY_INTEGER, make_integer},
	{BTH_KEY_BOOLEAN, make_boolean},
	{BTH_KEY_QUANTITY, make_quantity},
	{BTH_KEY_ENUM, make_enum},
	{BTH_KEY_OFF, make_off},
	{BTH_KEY_MAP, make_map},
	{BTH_KEY_MAPS, make_maps},
	{BTH_KEY_STRINGS, make_strings},
	{BTH_KEY_TEXTS, make_texts},
	{BTH_KEY_SCALARS, make_scalars},
	{BTH_KEY_PORTS, make_ports},
	{BTH_KEY_ENV, make_env},
	{BTH_KEY_VOLUMES, make_volumes},
	{BTH_KEY_NATIVE, make_any},
};

/* The schema of the one type that the key has, or a choice of several. */
static uint32_t
key_schema(struct bth_builder *out, const struct bth_key *key)
{
	uint32_t choices = bth_build_list(out), schema = 0;
	size_t count = 0;

	for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++) {
		if (!(key->types & makers[i].bit))
			continue;
		schema = makers[i].make(out, key);
		bth_build_item(out, choices, schema);
		count++;
	}
	if (count != 1) {
		schema = bth_build_map(out);
		bth_build_put(out, schema, BTH_STR("anyOf"), choices);
	}
	bth_put_text(out, schema, "description", key->summary);
	return schema;
}

/* apiVersion and kind have one value each. */
static uint32_t
root_key_schema(struct bth_builder *out, const struct bth_key *key)
{
	if (strcmp(key->name, "apiVersion") == 0)
		return constant(out, bth_build_string(out, "berth/v1alpha1"));
	if (strcmp(key->name, "kind") == 0)
		return constant(out, bth_build_string(out, "Cluster"));
	return key_schema(out, key);
}

/* Adds what the schema of a group consists of to @schema. */
static void
fill_group(struct bth_builder *out, uint32_t schema, enum bth_key_group group)
{
	bth_put_text(out, schema, "type", "object");
	uint32_t properties = bth_put_map(out, schema, "properties");
	bth_put_bool(out, schema, "additionalProperties", false);
	uint32_t required = bth_build_list(out);
	bool needs = false;

	for (size_t i = 0; i < bth_key_count; i++) {
		const struct bth_key *key = &bth_keys[i];

		if (key->group != group || (key->types & BTH_KEY_LATER))
			continue;
		bth_build_put(out, properties, bth_str(key->name),
			group == BTH_GROUP_ROOT ? root_key_schema(out, key) : key_schema(out, key));
		if (!(key->types & BTH_KEY_NEEDED))
			continue;
		bth_build_item(out, required, bth_build_string(out, key->name));
		needs = true;
	}
	/* a preset may have what storage needs, but never its size */
	if (needs)
		bth_build_put(out, schema, BTH_STR("required"), required);
}

struct bth_str
bth_spec_json_schema(struct bth_arena *arena)
{
	struct bth_builder out;
	struct bth_buf text;

	bth_build_init(&out, arena, NULL);
	uint32_t schema = bth_build_map(&out);
	bth_put_text(&out, schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
	bth_put_text(&out, schema, "title", "berth Cluster");
	bth_put_text(&out, schema, "description",
		"A stateful workload on volumes that somebody made by hand");
	fill_group(&out, schema, BTH_GROUP_ROOT);
	uint32_t groups = bth_put_map(&out, schema, "$defs");
	for (int group = BTH_GROUP_METADATA; group <= BTH_GROUP_TARGET; group++)
		fill_group(&out,
			bth_put_map(&out, groups, bth_json_schema_group_name(&out, group)),
			(enum bth_key_group)group);

	bth_buf_init(&text, arena);
	bth_emit_json(&text, bth_root(bth_build_finish(&out, schema)), 2);
	bth_buf_putc(&text, '\n');
	return bth_buf_view(&text);
}

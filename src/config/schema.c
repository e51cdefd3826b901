/* schema.c - the keys of .berth.yaml as a JSON Schema for editors */

#include "config/schema.h"

#include "config/keys.h"
#include "diag/rule.h"
#include "syntax/emit.h"
#include "syntax/json_schema.h"

/* An editor may read what is plain text to berth as a number or a boolean. */
static uint32_t
word(struct bth_builder *out)
{
	return bth_json_schema_any_type(out, "string", "number", "boolean");
}

static uint32_t
choice(struct bth_builder *out, const struct bth_config_key *key)
{
	uint32_t words, schema = bth_json_schema_choice(out, key->choices, &words);

	/* off is false to what reads YAML 1.1 */
	if (bth_str_starts(bth_str(key->choices), "off|"))
		bth_build_item(out, words, bth_build_bool(out, false));
	return schema;
}

static uint32_t
list_of(struct bth_builder *out, const struct bth_config_key *key, uint32_t items)
{
	uint32_t schema = bth_json_schema_list(out, items);

	if (key->types & BTH_CONFIG_NEEDED)
		bth_put_int(out, schema, "minItems", 1);
	return schema;
}

static uint32_t
options(struct bth_builder *out)
{
	return bth_json_schema_map(
		out, bth_json_schema_either(out, word(out), bth_json_schema_list(out, word(out))));
}

static void
put_level(struct bth_builder *out, uint32_t properties, const char *name, const char *help)
{
	uint32_t schema = bth_json_schema_reference(out, "level");

	bth_put_text(out, schema, "description", help);
	bth_build_put(out, properties, bth_str(name), schema);
}

/* All rules and families by their names, and what is called custom/…. */
static uint32_t
rules(struct bth_builder *out)
{
	uint32_t schema = bth_json_schema_typed(out, "object");
	uint32_t properties = bth_put_map(out, schema, "properties");
	uint32_t patterns = bth_put_map(out, schema, "patternProperties");

	for (size_t i = 0; i < bth_rule_count; i++)
		put_level(out, properties, bth_rules[i]->name, bth_rules[i]->summary);
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++)
		put_level(out, properties, bth_family_names[i],
			"all rules of the family that are on by default");
	bth_build_put(out, patterns, BTH_STR("^(custom/|BTH[0-9]{3}$)"),
		bth_json_schema_reference(out, "level"));
	bth_put_bool(out, schema, "additionalProperties", false);
	return schema;
}

static uint32_t
value_schema(struct bth_builder *out, const struct bth_config_key *key)
{
	const unsigned lists = BTH_CONFIG_STRINGS | BTH_CONFIG_PATHS | BTH_CONFIG_GLOBS;

	if (key->types & lists)
		return list_of(out, key, word(out));
	if (key->types & BTH_CONFIG_MAPS)
		return list_of(out, key, bth_json_schema_group(out, (int)key->sub));
	if (key->types & BTH_CONFIG_MAP)
		return bth_json_schema_group(out, (int)key->sub);
	if (key->types & BTH_CONFIG_RULES)
		return bth_json_schema_reference(out, "rules");
	if (key->types & BTH_CONFIG_OPTIONS)
		return options(out);
	if (key->types & BTH_CONFIG_ENUM)
		return choice(out, key);
	return key->types & BTH_CONFIG_BOOLEAN ? bth_json_schema_typed(out, "boolean") : word(out);
}

/* Adds what the schema of a group consists of to @schema. */
static void
fill_group(struct bth_builder *out, uint32_t schema, enum bth_config_group group)
{
	bth_put_text(out, schema, "type", "object");
	uint32_t properties = bth_put_map(out, schema, "properties");
	bth_put_bool(out, schema, "additionalProperties", false);
	uint32_t required = bth_build_list(out);
	bool needs = false;

	for (size_t i = 0; i < bth_config_key_count; i++) {
		const struct bth_config_key *key = &bth_config_keys[i];

		if (key->group != group)
			continue;
		uint32_t value = value_schema(out, key);
		bth_put_text(out, value, "description", key->help);
		bth_build_put(out, properties, bth_str(key->name), value);
		if (!(key->types & BTH_CONFIG_NEEDED))
			continue;
		bth_build_item(out, required, bth_build_string(out, key->name));
		needs = true;
	}
	if (needs)
		bth_build_put(out, schema, BTH_STR("required"), required);
}

struct bth_str
bth_config_schema(struct bth_arena *arena)
{
	const struct bth_config_key *key = bth_config_key_find(BTH_CONFIG_ROOT, BTH_STR("rules"));
	struct bth_builder out;
	struct bth_buf text;

	bth_build_init(&out, arena, NULL);
	uint32_t schema = bth_build_map(&out);
	bth_put_text(&out, schema, "$schema", "https://json-schema.org/draft/2020-12/schema");
	bth_put_text(&out, schema, "title", "berth settings");
	bth_put_text(&out, schema, "description", "What berth is to check, in .berth.yaml");
	fill_group(&out, schema, BTH_CONFIG_ROOT);
	uint32_t groups = bth_put_map(&out, schema, "$defs");
	for (int group = BTH_CONFIG_RULE; group < BTH_CONFIG_GROUP_COUNT; group++)
		fill_group(&out,
			bth_put_map(&out, groups, bth_json_schema_group_name(&out, group)),
			(enum bth_config_group)group);
	bth_build_put(&out, groups, BTH_STR("rules"), rules(&out));
	bth_build_put(&out, groups, BTH_STR("level"),
		bth_json_schema_either(
			&out, choice(&out, key), bth_json_schema_group(&out, (int)key->sub)));

	bth_buf_init(&text, arena);
	bth_emit_json(&text, bth_root(bth_build_finish(&out, schema)), 2);
	bth_buf_putc(&text, '\n');
	return bth_buf_view(&text);
}

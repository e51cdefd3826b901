/* json_schema.c - the table of keys as a JSON Schema for editors */

#include "spec/json_schema.h"

#include <jansson.h>

#include "spec/keys.h"

/*
 * jansson's *_new functions take over the references they are given and accept NULL, so a
 * failed allocation shows as a NULL at the end and is looked for only there.
 */

static json_t *
word_list(const char *choices)
{
	json_t *words = json_array();
	struct bth_str rest = bth_str(choices);

	while (rest.len) {
		size_t bar = bth_str_find(rest, '|');
		struct bth_str word = bth_str_sub(rest, 0, bar);

		json_array_append_new(words, json_stringn(word.at, word.len));
		rest = bar == SIZE_MAX ? BTH_STR("") :
					 bth_str_sub(rest, bar + 1, SIZE_MAX);
	}
	return words;
}

static json_t *
typed(const char *type)
{
	return json_pack("{s:s}", "type", type);
}

static json_t *
group_reference(enum bth_key_group group)
{
	char name[40];

	snprintf(name, sizeof name, "#/$defs/group%d", (int)group);
	return json_pack("{s:s}", "$ref", name);
}

static json_t *
map_of(json_t *values)
{
	return json_pack("{s:s, s:o}", "type", "object", "additionalProperties", values);
}

static json_t *
list_of(json_t *items)
{
	return json_pack("{s:s, s:o}", "type", "array", "items", items);
}

static json_t *
scalar(void)
{
	return json_pack("{s:[s,s,s]}", "type", "string", "number", "boolean");
}

static void
add_if(json_t *list, bool wanted, json_t *(*make)(const struct bth_key *),
	const struct bth_key *key)
{
	if (wanted)
		json_array_append_new(list, make(key));
}

static json_t *
make_string(const struct bth_key *key)
{
	(void)key;
	return typed("string");
}

static json_t *
make_integer(const struct bth_key *key)
{
	(void)key;
	return json_pack("{s:s, s:i}", "type", "integer", "minimum", 0);
}

static json_t *
make_boolean(const struct bth_key *key)
{
	(void)key;
	return typed("boolean");
}

static json_t *
make_off(const struct bth_key *key)
{
	(void)key;
	return json_pack("{s:b}", "const", 0);
}

static json_t *
make_quantity(const struct bth_key *key)
{
	(void)key;
	return json_pack("{s:[s,s], s:s}", "type", "string", "number", "pattern",
		"^[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|Pi|Ei|k|M|G|T|P|E)?$");
}

static json_t *
make_enum(const struct bth_key *key)
{
	return json_pack("{s:o}", "enum", word_list(key->choices));
}

static json_t *
make_map(const struct bth_key *key)
{
	return group_reference(key->sub);
}

static json_t *
make_maps(const struct bth_key *key)
{
	return list_of(group_reference(key->sub));
}

static json_t *
make_strings(const struct bth_key *key)
{
	return list_of(key->choices ? make_enum(key) : typed("string"));
}

static json_t *
make_texts(const struct bth_key *key)
{
	(void)key;
	return map_of(typed("string"));
}

static json_t *
make_scalars(const struct bth_key *key)
{
	(void)key;
	return map_of(scalar());
}

static json_t *
make_ports(const struct bth_key *key)
{
	return map_of(json_pack("{s:[o,o]}", "anyOf", make_integer(key), make_map(key)));
}

static json_t *
make_env(const struct bth_key *key)
{
	return map_of(json_pack("{s:[o,o]}", "anyOf", scalar(), make_map(key)));
}

static json_t *
make_volumes(const struct bth_key *key)
{
	return map_of(make_map(key));
}

static json_t *
make_any(const struct bth_key *key)
{
	(void)key;
	return json_object();
}

static json_t *
key_schema(const struct bth_key *key)
{
	static const struct {
		unsigned bit;
		json_t *(*make)(const struct bth_key *);
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
	json_t *choices = json_array(), *schema = json_object();

	for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++)
		add_if(choices, key->types & makers[i].bit, makers[i].make, key);
	if (json_array_size(choices) == 1)
		json_object_update(schema, json_array_get(choices, 0));
	else
		json_object_set(schema, "anyOf", choices);
	json_decref(choices);
	json_object_set_new(schema, "description", json_string(key->summary));
	return schema;
}

static json_t *
group_schema(enum bth_key_group group)
{
	json_t *properties = json_object(), *required = json_array();

	for (size_t i = 0; i < bth_key_count; i++) {
		const struct bth_key *key = &bth_keys[i];

		if (key->group != group || (key->types & BTH_KEY_LATER))
			continue;
		json_object_set_new(properties, key->name, key_schema(key));
		if (key->types & BTH_KEY_NEEDED)
			json_array_append_new(required, json_string(key->name));
	}
	/* a preset may have what storage needs, but never its size */
	json_t *schema = json_pack("{s:s, s:o, s:b}", "type", "object", "properties",
		properties, "additionalProperties", 0);
	if (json_array_size(required))
		json_object_set(schema, "required", required);
	json_decref(required);
	return schema;
}

static void
fix_constants(json_t *root)
{
	json_t *properties = json_object_get(root, "properties");

	json_object_set_new(
		properties, "apiVersion", json_pack("{s:s}", "const", "berth/v1alpha1"));
	json_object_set_new(properties, "kind", json_pack("{s:s}", "const", "Cluster"));
}

char *
bth_spec_json_schema(void)
{
	json_t *groups = json_object(), *root = group_schema(BTH_GROUP_ROOT);

	for (int group = BTH_GROUP_METADATA; group <= BTH_GROUP_TARGET; group++) {
		char name[40];

		snprintf(name, sizeof name, "group%d", group);
		json_object_set_new(
			groups, name, group_schema((enum bth_key_group)group));
	}
	fix_constants(root);
	json_object_set_new(root, "$defs", groups);
	json_t *schema = json_pack("{s:s, s:s, s:s}", "$schema",
		"https://json-schema.org/draft/2020-12/schema", "title", "berth Cluster",
		"description",
		"A stateful workload on volumes that somebody made by hand");
	json_object_update(schema, root);
	json_decref(root);
	char *text = schema ? json_dumps(schema, JSON_INDENT(2)) : NULL;
	json_decref(schema);
	return text;
}

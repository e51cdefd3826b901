/* keys.c - the keys of a Cluster document as a table */

#include "spec/keys.h"

/* Short names for the table alone. */
enum {
	STRING = BTH_KEY_STRING,
	INTEGER = BTH_KEY_INTEGER,
	BOOLEAN = BTH_KEY_BOOLEAN,
	QUANTITY = BTH_KEY_QUANTITY,
	ENUM = BTH_KEY_ENUM,
	OFF = BTH_KEY_OFF,
	MAP = BTH_KEY_MAP,
	MAPS = BTH_KEY_MAPS,
	STRINGS = BTH_KEY_STRINGS,
	TEXTS = BTH_KEY_TEXTS,
	SCALARS = BTH_KEY_SCALARS,
	PORTS = BTH_KEY_PORTS,
	ENV = BTH_KEY_ENV,
	VOLUMES = BTH_KEY_VOLUMES,
	NATIVE = BTH_KEY_NATIVE,
	LATER = BTH_KEY_LATER,
	NEEDED = BTH_KEY_NEEDED,
};

const struct bth_key bth_keys[] = {
#define KEY(in, key, bits, below, extra, otherwise, text) \
	{.group = BTH_GROUP_##in, \
		.name = (key), \
		.types = (bits), \
		.sub = BTH_GROUP_##below, \
		.choices = (extra), \
		.fallback = (otherwise), \
		.summary = (text)},
#include "spec/fields.def"
#undef KEY
};

const size_t bth_key_count = sizeof bth_keys / sizeof bth_keys[0];

const struct bth_key *
bth_key_find(enum bth_key_group group, struct bth_str name)
{
	for (size_t i = 0; i < bth_key_count; i++)
		if (bth_keys[i].group == group && bth_str_is(name, bth_keys[i].name))
			return &bth_keys[i];
	return NULL;
}

const struct bth_key *
bth_key_at(const char *path)
{
	const unsigned named = BTH_KEY_PORTS | BTH_KEY_ENV | BTH_KEY_VOLUMES;
	const struct bth_key *key = NULL;
	bool free_name = false;

	for (struct bth_str rest = bth_str(path); rest.len;) {
		size_t dot = bth_str_find(rest, '.');
		struct bth_str word = bth_str_sub(rest, 0, dot);

		if (key && (key->types & named) && !free_name) {
			free_name = true;
		} else {
			key = bth_key_find(key ? key->sub : BTH_GROUP_ROOT, word);
			if (!key)
				return NULL;
			free_name = false;
		}
		rest = dot == SIZE_MAX ? BTH_STR("") :
					 bth_str_sub(rest, dot + 1, SIZE_MAX);
	}
	return key;
}

const char *
bth_key_types_text(struct bth_arena *arena, unsigned types)
{
	static const struct {
		unsigned bit;
		const char *text;
	} words[] = {
		{BTH_KEY_STRING, "a string"},
		{BTH_KEY_INTEGER, "a number"},
		{BTH_KEY_BOOLEAN, "true or false"},
		{BTH_KEY_QUANTITY, "a size like 20Gi"},
		{BTH_KEY_ENUM, "one of a few words"},
		{BTH_KEY_OFF, "false"},
		{BTH_KEY_MAP, "a map"},
		{BTH_KEY_MAPS, "a list of maps"},
		{BTH_KEY_STRINGS, "a list of strings"},
		{BTH_KEY_TEXTS, "a map of strings"},
		{BTH_KEY_SCALARS, "a map of strings and numbers"},
		{BTH_KEY_PORTS, "a map of names to port numbers"},
		{BTH_KEY_ENV, "a map of variables"},
		{BTH_KEY_VOLUMES, "a map of names to volumes"},
		{BTH_KEY_NATIVE, "what Kubernetes takes there"},
	};
	const char *text = "";

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (types & words[i].bit)
			text = bth_arena_printf(arena, "%s%s%s", text,
				*text ? " or " : "", words[i].text);
	return text;
}

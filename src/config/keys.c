/* keys.c - the keys of .berth.yaml as a table */

#include "config/keys.h"

/* Short names for the table alone. */
enum {
	STRING = BTH_CONFIG_STRING,
	ENUM = BTH_CONFIG_ENUM,
	BOOLEAN = BTH_CONFIG_BOOLEAN,
	AMOUNT = BTH_CONFIG_AMOUNT,
	PATH = BTH_CONFIG_PATH,
	STRINGS = BTH_CONFIG_STRINGS,
	PATHS = BTH_CONFIG_PATHS,
	GLOBS = BTH_CONFIG_GLOBS,
	MAP = BTH_CONFIG_MAP,
	MAPS = BTH_CONFIG_MAPS,
	RULES = BTH_CONFIG_RULES,
	OPTIONS = BTH_CONFIG_OPTIONS,
	NEEDED = BTH_CONFIG_NEEDED,
};

const struct bth_config_key bth_config_keys[] = {
#define KEY(in, key, bits, below, words, text) \
	{.group = BTH_CONFIG_##in, \
		.name = (key), \
		.types = (bits), \
		.sub = BTH_CONFIG_##below, \
		.choices = (words), \
		.help = (text)},
#include "config/keys.def"
#undef KEY
};

const size_t bth_config_key_count = sizeof bth_config_keys / sizeof bth_config_keys[0];

const struct bth_config_key *
bth_config_key_find(enum bth_config_group group, struct bth_str name)
{
	for (size_t i = 0; i < bth_config_key_count; i++)
		if (bth_config_keys[i].group == group &&
			bth_str_is(name, bth_config_keys[i].name))
			return &bth_config_keys[i];
	return NULL;
}

const char *
bth_config_type_text(unsigned types)
{
	static const struct {
		unsigned bit;
		const char *text;
	} words[] = {
		{BTH_CONFIG_STRING, "a string"},
		{BTH_CONFIG_ENUM, "one of a few words"},
		{BTH_CONFIG_BOOLEAN, "true or false"},
		{BTH_CONFIG_AMOUNT, "a number, or a size like 16Mi"},
		{BTH_CONFIG_PATH, "the path of a file"},
		{BTH_CONFIG_STRINGS, "a list of strings"},
		{BTH_CONFIG_PATHS, "a list of paths"},
		{BTH_CONFIG_GLOBS, "a list of patterns"},
		{BTH_CONFIG_MAP, "a map"},
		{BTH_CONFIG_MAPS, "a list of maps"},
		{BTH_CONFIG_RULES, "a map of rules and families"},
		{BTH_CONFIG_OPTIONS, "a map of options"},
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (types & words[i].bit)
			return words[i].text;
	return "";
}

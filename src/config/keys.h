/* keys.h - the keys of .berth.yaml as a table */
#ifndef BTH_CONFIG_KEYS_H
#define BTH_CONFIG_KEYS_H

#include "base/str.h"

/* The maps that keys stand in. */
enum bth_config_group {
	BTH_CONFIG_NONE,
	BTH_CONFIG_ROOT,
	BTH_CONFIG_RULE,
	BTH_CONFIG_OVERRIDE,
	BTH_CONFIG_LIMITS,
	BTH_CONFIG_CUSTOM,
	BTH_CONFIG_MATCH,
	BTH_CONFIG_GROUP_COUNT,
};

/*
 * What a value may be. Scalars are taken as they are written, since what "off" and 1.30 are
 * differs from one version of YAML to the next.
 */
enum {
	BTH_CONFIG_STRING = 1,
	BTH_CONFIG_ENUM = 2,     /* a string of a few */
	BTH_CONFIG_BOOLEAN = 4,  /* true or false */
	BTH_CONFIG_AMOUNT = 8,   /* a number, or a size like 16Mi */
	BTH_CONFIG_PATH = 16,    /* of a file below the folder of the settings */
	BTH_CONFIG_STRINGS = 32, /* list of strings */
	BTH_CONFIG_PATHS = 64,   /* list of such paths */
	BTH_CONFIG_GLOBS = 128,  /* list of patterns of paths */
	BTH_CONFIG_MAP = 256,    /* keys of the sub group */
	BTH_CONFIG_MAPS = 512,   /* list of such maps */
	BTH_CONFIG_RULES = 1024, /* map of rules and families to a choice or such a map */
	BTH_CONFIG_OPTIONS = 2048, /* map of free keys to scalars or lists of them */
	BTH_CONFIG_NEEDED = 4096,
};

struct bth_config_key {
	enum bth_config_group group;
	const char *name;
	unsigned types;
	enum bth_config_group sub;
	const char *choices; /* "a|b", or NULL */
	const char *help;
};

extern const struct bth_config_key bth_config_keys[];
extern const size_t bth_config_key_count;

/* The key @name of @group, or NULL. */
const struct bth_config_key *bth_config_key_find(
	enum bth_config_group group, struct bth_str name);

/* "a list of strings", for messages and the manual. */
const char *bth_config_type_text(unsigned types);

#endif

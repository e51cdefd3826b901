/* keys.h - the keys of a Cluster document as a table */
#ifndef BTH_SPEC_KEYS_H
#define BTH_SPEC_KEYS_H

#include "base/str.h"

/* The maps that keys stand in. */
enum bth_key_group {
	BTH_GROUP_NONE,
	BTH_GROUP_ROOT,
	BTH_GROUP_METADATA,
	BTH_GROUP_SPEC,
	BTH_GROUP_IMAGE,
	BTH_GROUP_ORDINALS,
	BTH_GROUP_UPDATE,
	BTH_GROUP_STORAGE,
	BTH_GROUP_LOCAL,
	BTH_GROUP_PLACE,
	BTH_GROUP_NFS,
	BTH_GROUP_CSI,
	BTH_GROUP_DYNAMIC,
	BTH_GROUP_RETENTION,
	BTH_GROUP_SERVICES,
	BTH_GROUP_HEADLESS,
	BTH_GROUP_SERVICE,
	BTH_GROUP_PORT,
	BTH_GROUP_AUTH,
	BTH_GROUP_AUTH_KEYS,
	BTH_GROUP_REPLICATION,
	BTH_GROUP_SYNC,
	BTH_GROUP_CONFIG,
	BTH_GROUP_INITDB,
	BTH_GROUP_ENV_VALUE,
	BTH_GROUP_ENV_REFERENCE,
	BTH_GROUP_PROBES,
	BTH_GROUP_PROBE,
	BTH_GROUP_PROBE_HTTP,
	BTH_GROUP_TERMINATION,
	BTH_GROUP_SECURITY,
	BTH_GROUP_ACCOUNT,
	BTH_GROUP_PLACEMENT,
	BTH_GROUP_DISRUPTION,
	BTH_GROUP_PATCH,
	BTH_GROUP_PATCH_TARGET,
	BTH_GROUP_PATCH_STEP,
	BTH_GROUP_TARGET,
};

/* What a value may be; several bits for alternatives. */
enum {
	BTH_KEY_STRING = 1,
	BTH_KEY_INTEGER = 2, /* not negative */
	BTH_KEY_BOOLEAN = 4,
	BTH_KEY_QUANTITY = 8,
	BTH_KEY_ENUM = 16,      /* a string of a few */
	BTH_KEY_OFF = 32,       /* false, to switch off */
	BTH_KEY_MAP = 64,       /* keys of the sub group */
	BTH_KEY_MAPS = 128,     /* list of such maps */
	BTH_KEY_STRINGS = 256,  /* list of strings */
	BTH_KEY_TEXTS = 512,    /* map of free keys to strings */
	BTH_KEY_SCALARS = 1024, /* map of free keys to strings, numbers, booleans */
	BTH_KEY_PORTS = 2048,   /* map of names to numbers or maps of the sub group */
	BTH_KEY_ENV = 4096,     /* map of names to scalars or maps of the sub group */
	BTH_KEY_VOLUMES = 8192, /* map of names to maps of the sub group */
	BTH_KEY_NATIVE = 16384, /* any value, as Kubernetes has it */
	BTH_KEY_LATER = 32768,  /* known, and refused by this version */
	BTH_KEY_NEEDED = 65536,
};

struct bth_key {
	enum bth_key_group group;
	const char *name;
	unsigned types;
	enum bth_key_group sub;
	const char *choices;  /* "a|b" for enumerations and for items of string lists */
	const char *fallback; /* the default in words, or NULL */
	const char *summary;
};

extern const struct bth_key bth_keys[];
extern const size_t bth_key_count;

/* The key @name of @group, or NULL. */
const struct bth_key *bth_key_find(enum bth_key_group group, struct bth_str name);

/* The key at "spec.storage.local", or NULL. Free names ("ports.client") count as theirs. */
const struct bth_key *bth_key_at(const char *path);

/* "a string or a map", for messages. */
const char *bth_key_types_text(struct bth_arena *arena, unsigned types);

#endif

/* container_store.h - where the files of a container end up */
#ifndef BTH_RULES_CONTAINER_STORE_H
#define BTH_RULES_CONTAINER_STORE_H

#include "rules/pod_parts.h"

/* What is behind a mount. */
enum bth_store {
	BTH_STORE_NONE,     /* nothing is mounted: the container's own file system */
	BTH_STORE_PASSING,  /* emptyDir: gone with the pod */
	BTH_STORE_SETTINGS, /* ConfigMap, Secret and the like: only read */
	BTH_STORE_CLAIM,    /* a claim, or a template's */
	BTH_STORE_LASTING,  /* anything else that outlives the pod */
};

/* What the volume of this name is. *volume is its entry in the pod spec or its template. */
enum bth_store bth_store_of(
	const struct bth_object *workload, struct bth_str name, struct bth_value *volume);

/* The mount whose path is @path or nearest above it; absent when there is none. */
struct bth_value bth_mount_of(
	struct bth_arena *arena, struct bth_value container, struct bth_str path);

/* The last part of an image's name, without tag and digest: "postgres". */
struct bth_str bth_image_name(struct bth_str image);

/* Whether a word of the container's command or arguments has @part in it. */
bool bth_command_has(struct bth_value container, const char *part);

/* The value of an environment variable; absent if it is not set, or from elsewhere. */
struct bth_value bth_env_value(struct bth_value container, const char *name);

/* Whether @has is true of a scalar, or a key, anywhere in @value. */
bool bth_any_text(struct bth_arena *arena, struct bth_value value,
	bool (*has)(struct bth_str text));

#endif

/* world.h - all objects of a run, and what binding will make of them */
#ifndef BTH_WORLD_WORLD_H
#define BTH_WORLD_WORLD_H

#include "base/map.h"
#include "world/object.h"
#include "world/views.h"

/* What a set of this many pods costs is no longer worth knowing one by one. */
enum { BTH_REPLICAS_MOST = 10000, BTH_CLAIMS_MOST = 200000 };

BTH_VEC_TYPE(bth_objects, struct bth_object);

struct bth_world {
	struct bth_arena *arena;
	struct bth_objects objects; /* those that only the cluster has come last */
	size_t given;               /* how many of them stand in manifests */
	struct bth_str default_namespace;
	int minor;    /* of the Kubernetes that is asked about: 34 for 1.34 */
	bool partial; /* other objects may exist: what is missing is no error */
	struct bth_strs assumed; /* [KIND/][NS/]NAME that are said to exist */

	struct bth_map by_name; /* "kind\nnamespace\nname" → index + 1 */
	struct bth_views views; /* made by bth_world_finish() */
	struct bth_values strays; /* of files for nodes alone, what is none */
	struct bth_strs cut;    /* names of sets that are only looked at in part */
};

void bth_world_init(struct bth_world *world, struct bth_arena *arena);

/*
 * Adds the object at @root, or the objects in it when it is a list. Returns how many it
 * added; @fragments gets the values without apiVersion or kind, in their order.
 */
size_t bth_world_add(struct bth_world *world, struct bth_value root, bool generated,
	struct bth_values *fragments);

/*
 * Adds what a cluster has: the object at @root, or those of a list. All manifests have been
 * added before. One of a name that a manifest has is what that manifest will be applied to.
 * Returns how many objects there are at all; @fragments as above.
 */
size_t bth_world_add_there(
	struct bth_world *world, struct bth_value root, struct bth_values *fragments);

/* Makes the views. Objects may not be added afterwards. */
void bth_world_finish(struct bth_world *world);

/* The first object of this kind and name, or NULL. @namespace is "" for cluster-wide ones. */
const struct bth_object *bth_world_get(const struct bth_world *world,
	enum bth_object_kind kind, struct bth_str namespace, struct bth_str name);

/* The first that was added under the key of @object: itself, unless it is a repetition. */
const struct bth_object *bth_world_first(
	const struct bth_world *world, const struct bth_object *object);

/* Whether the user says that an object exists that is not in the run. */
bool bth_world_assumed(const struct bth_world *world, const char *kind,
	struct bth_str namespace, struct bth_str name);

/* The object a view was read from, or NULL. */
const struct bth_object *bth_world_object(const struct bth_world *world, uint32_t index);

/* Index in views.sets of a StatefulSet, or UINT32_MAX. */
uint32_t bth_world_set(const struct bth_world *world, const struct bth_object *object);

#endif

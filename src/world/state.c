/* state.c - what becomes of objects that a cluster has already */

#include "world/state.h"

#include "schema/merge.h"

/* What the API server and controllers write: no manifest has a say in it. */
static const char *const theirs[] = {"uid", "resourceVersion", "creationTimestamp",
	"deletionTimestamp", "deletionGracePeriodSeconds", "ownerReferences"};

enum { THEIRS = sizeof theirs / sizeof theirs[0] };

/* Puts what the cluster says under @key where the manifest may have said something else. */
static void
put_back(struct bth_builder *builder, uint32_t map, const char *key, struct bth_value live)
{
	if (bth_exists(live))
		bth_build_set(builder, map, bth_str(key), bth_build_copy(builder, live, false));
	else
		bth_build_remove(builder, map, bth_str(key));
}

/*
 * Applying is a merge: what the manifest says replaces what is there, and what it does not
 * say stays. That is how a claimRef keeps the uid that Kubernetes wrote into it, so a volume
 * that is Released stays Released although its manifest names the claim alone. (kubectl also
 * takes away what an earlier manifest said and this one does not, which nobody tells here.)
 */
void
bth_state_apply(struct bth_world *world, struct bth_object *object, struct bth_value live)
{
	struct bth_builder builder;
	struct bth_kind_facts facts = {0};
	struct bth_value metadata = bth_get(live, "metadata");

	object->live = live;
	if (!bth_is_map(object->root) || !bth_is_map(live))
		return;
	bth_schema_kind_ever(&facts, object->api_version, object->kind_text, world->minor);
	bth_build_init(&builder, world->arena, bth_span(object->root).source);
	builder.cause = bth_span(bth_dig(object->root, "metadata.name"));
	uint32_t root = bth_build_copy(&builder, live, false);
	uint32_t described = bth_build_get(&builder, root, BTH_STR("metadata"));
	if (described)
		bth_build_remove(&builder, described, BTH_STR("managedFields"));
	bth_schema_merge(&builder, root, facts.definition, object->root, world->minor);
	put_back(&builder, root, "status", bth_get(live, "status"));
	described = bth_build_get(&builder, root, BTH_STR("metadata"));
	for (size_t i = 0; described && i < THEIRS; i++)
		put_back(&builder, described, theirs[i], bth_get(metadata, theirs[i]));
	object->state = bth_root(bth_build_finish(&builder, root));
}

bool
bth_state_keeps(const struct bth_object *object, const char *path)
{
	if (object->there)
		return true;
	return bth_exists(object->live) &&
		bth_same(bth_dig(object->live, path), bth_dig(object->state, path));
}

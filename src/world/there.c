/* there.c - pods that a cluster has, and whose they are */

#include "world/there.h"

/* The owner that made a pod: Kubernetes marks one as the controller. */
static struct bth_value
owner_of(const struct bth_object *pod)
{
	struct bth_value owners = bth_dig(pod->state, "metadata.ownerReferences");

	for (struct bth_value i = bth_first(owners); bth_exists(i); i = bth_next(i))
		if (bth_is_true(bth_get(i, "controller"), false))
			return i;
	return (struct bth_value){0};
}

/*
 * Pods that have ended hold neither node nor claim, and those that are being deleted will not
 * in the end; a workload replaces both.
 */
static bool
is_ending(const struct bth_object *pod)
{
	struct bth_str phase = bth_text(bth_dig(pod->live, "status.phase"));

	return !bth_is_unset(bth_dig(pod->live, "metadata.deletionTimestamp")) ||
		bth_str_is(phase, "Succeeded") || bth_str_is(phase, "Failed");
}

/*
 * The workload of the run or the cluster that has made the pod, or NULL. A Deployment's
 * ReplicaSets are called by it and the hash that their pods have as a label.
 */
static const struct bth_object *
maker_of(const struct bth_world *world, const struct bth_object *pod)
{
	static const struct {
		const char *name;
		enum bth_object_kind kind;
	} kinds[] = {
		{"StatefulSet", BTH_STATEFUL_SET},
		{"ReplicaSet", BTH_REPLICA_SET},
		{"ReplicationController", BTH_REPLICATION_CONTROLLER},
		{"Job", BTH_JOB},
	};
	struct bth_value owner = owner_of(pod);
	struct bth_str name = bth_text(bth_get(owner, "name")), kind;
	struct bth_str hash =
		bth_text(bth_get(bth_dig(pod->state, "metadata.labels"), "pod-template-hash"));
	const struct bth_object *found = NULL;

	kind = bth_text(bth_get(owner, "kind"));
	if (bth_str_is(kind, "ReplicaSet") && hash.len && name.len > hash.len + 1 &&
		bth_str_ends(name, bth_str_copy(world->arena, hash).at))
		found = bth_world_get(world, BTH_DEPLOYMENT, pod->namespace,
			bth_str_sub(name, 0, name.len - hash.len - 1));
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !found; i++)
		if (bth_str_is(kind, kinds[i].name))
			found = bth_world_get(world, kinds[i].kind, pod->namespace, name);
	return found;
}

static struct bth_str
key_of(struct bth_arena *arena, const struct bth_object *workload)
{
	return bth_str_decimal(arena, workload->index);
}

static void
add_pod(struct bth_there *there, struct bth_arena *arena, const struct bth_object *workload,
	uint32_t pod)
{
	struct bth_str key = key_of(arena, workload);
	struct bth_indexes_there *list = bth_map_get(&there->pods, key);

	if (!list) {
		list = bth_arena_alloc(arena, sizeof *list);
		bth_map_put(arena, &there->pods, key, list);
	}
	bth_vec_push(arena, list, pod);
}

void
bth_there_init(struct bth_there *there, struct bth_world *world)
{
	*there = (struct bth_there){.world = world};
	for (size_t i = world->given; i < world->objects.len; i++) {
		const struct bth_object *pod = &world->objects.items[i];
		const struct bth_object *maker;

		if (pod->kind != BTH_POD || is_ending(pod))
			continue;
		maker = maker_of(world, pod);
		if (maker && maker->kind != BTH_STATEFUL_SET)
			add_pod(there, world->arena, maker, pod->index);
	}
}

bool
bth_there_is_made(const struct bth_there *there, const struct bth_object *object)
{
	if (object->kind != BTH_POD || !object->there)
		return false;
	return is_ending(object) || maker_of(there->world, object);
}

const struct bth_indexes_there *
bth_there_pods(const struct bth_there *there, const struct bth_object *workload)
{
	if (!there->pods.len || !bth_state_keeps(workload, "spec.template"))
		return NULL;
	return bth_map_get(&there->pods, key_of(there->world->arena, workload));
}

/* Whether the set's controller leaves a pod alone though its template has changed. */
static bool
is_left(const struct bth_object *set, int64_t ordinal)
{
	struct bth_value strategy = bth_dig(set->state, "spec.updateStrategy");
	int64_t partition = 0;

	bth_as_int(&partition, bth_dig(strategy, "rollingUpdate.partition"));
	return bth_str_is(bth_text(bth_get(strategy, "type")), "OnDelete") ||
		ordinal < partition;
}

const struct bth_object *
bth_there_pod(const struct bth_world *world, const struct bth_object *set, int64_t ordinal,
	struct bth_str name)
{
	const struct bth_object *pod =
		bth_world_get(world, BTH_POD, set->namespace, name);

	if (!pod || !bth_exists(pod->live) || is_ending(pod) || maker_of(world, pod) != set)
		return NULL;
	return bth_state_keeps(set, "spec.template") || is_left(set, ordinal) ? pod : NULL;
}

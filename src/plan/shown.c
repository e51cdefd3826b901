/* shown.c - which part of a cluster a plan is about */

#include "plan/model.h"

/* Whether manifests have the object, and not the cluster alone. */
static bool
is_given(const struct bth_world *world, uint32_t object)
{
	return object < world->objects.len && !world->objects.items[object].there;
}

static void
mark_volumes(bool *marks, const struct bth_claim_outcome *outcome)
{
	for (size_t i = 0; i < outcome->volumes.len; i++)
		marks[outcome->volumes.items[i]] = true;
}

static bool
has_marked(const bool *marks, const struct bth_claim_outcome *outcome)
{
	for (size_t i = 0; i < outcome->volumes.len; i++)
		if (marks[outcome->volumes.items[i]])
			return true;
	return false;
}

/* The claims that manifests make or mount, and those that may take a volume from them. */
static void
find_claims(struct bth_plan_shown *shown, struct bth_arena *arena,
	const struct bth_world *world, const struct bth_binding *binding)
{
	const struct bth_views *views = &world->views;
	bool *wanted = bth_arena_array(arena, views->volumes.len, sizeof *wanted);

	for (size_t i = 0; i < views->claims.len; i++)
		shown->claims[i] = is_given(world, views->claims.items[i].object);
	for (size_t i = 0; i < views->pods.len; i++)
		for (size_t j = 0; j < views->pods.items[i].claims.len && shown->pods[i];
			j++)
			shown->claims[views->pods.items[i].claims.items[j]] = true;
	for (size_t i = 0; i < views->volumes.len; i++)
		wanted[i] = is_given(world, views->volumes.items[i].object);
	for (size_t i = 0; i < views->claims.len; i++)
		if (shown->claims[i])
			mark_volumes(wanted, &binding->claims[i]);
	for (size_t i = 0; i < views->claims.len; i++)
		shown->claims[i] |= has_marked(wanted, &binding->claims[i]);
}

/* Pods of the cluster that wait for such a claim have a part in it. */
static void
find_pods(struct bth_plan_shown *shown, const struct bth_views *views)
{
	for (size_t i = 0; i < views->pods.len; i++) {
		const struct bth_pod *pod = &views->pods.items[i];

		for (size_t j = 0; j < pod->claims.len && !pod->node_name.len; j++)
			shown->pods[i] |= shown->claims[pod->claims.items[j]];
	}
}

/* The volumes of manifests, and those that are named for a claim that is shown. */
static void
find_volumes(struct bth_plan_shown *shown, const struct bth_world *world,
	const struct bth_binding *binding)
{
	const struct bth_views *views = &world->views;

	for (size_t i = 0; i < views->volumes.len; i++)
		shown->volumes[i] = is_given(world, views->volumes.items[i].object);
	for (size_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim_outcome *outcome = &binding->claims[i];

		if (!shown->claims[i])
			continue;
		mark_volumes(shown->volumes, outcome);
		for (size_t j = 0; j < outcome->reasons.len; j++)
			shown->volumes[outcome->reasons.items[j].partner] = true;
	}
}

static size_t
count(const bool *marks, size_t len)
{
	size_t marked = 0;

	for (size_t i = 0; i < len; i++)
		marked += marks[i];
	return marked;
}

void
bth_plan_find_shown(struct bth_plan_shown *shown, struct bth_arena *arena,
	const struct bth_world *world, const struct bth_binding *binding)
{
	const struct bth_views *views = &world->views;

	*shown = (struct bth_plan_shown){
		.claims =
			bth_arena_array(arena, views->claims.len, sizeof *shown->claims),
		.volumes = bth_arena_array(
			arena, views->volumes.len, sizeof *shown->volumes),
		.pods = bth_arena_array(arena, views->pods.len, sizeof *shown->pods)};
	for (size_t i = 0; i < views->pods.len; i++)
		shown->pods[i] = is_given(world, views->pods.items[i].object);
	find_claims(shown, arena, world, binding);
	find_pods(shown, views);
	find_volumes(shown, world, binding);
	shown->claim_count = count(shown->claims, views->claims.len);
	shown->volume_count = count(shown->volumes, views->volumes.len);
	shown->pod_count = count(shown->pods, views->pods.len);
}

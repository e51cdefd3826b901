/* model.c - a plan as people look at it: workloads with their pods, one word for each */

#include "plan/model.h"

#include "bind/pair.h"

static const uint32_t NONE = UINT32_MAX;

const char *const bth_plan_words[] = {
	[BTH_PLAN_CERTAIN] = "certain",
	[BTH_PLAN_PROVISIONED] = "provisioned",
	[BTH_PLAN_ANYWHERE] = "anywhere",
	[BTH_PLAN_CHOICE] = "choice",
	[BTH_PLAN_RACE] = "race",
	[BTH_PLAN_MAY_WAIT] = "may wait",
	[BTH_PLAN_UNKNOWN] = "unknown",
	[BTH_PLAN_NOT_MADE] = "not created",
	[BTH_PLAN_NEVER] = "never",
};

enum bth_plan_mood
bth_plan_mood(enum bth_plan_word word)
{
	return word <= BTH_PLAN_CHOICE   ? BTH_PLAN_GOOD :
		word <= BTH_PLAN_UNKNOWN ? BTH_PLAN_OPEN :
					   BTH_PLAN_BAD;
}

struct bth_str
bth_plan_class_name(const struct bth_plan *plan, uint32_t claim)
{
	return bth_pair_class(plan->views, &plan->views->claims.items[claim]);
}

bool
bth_plan_class_unknown(const struct bth_plan *plan, uint32_t claim)
{
	struct bth_str name = bth_plan_class_name(plan, claim);

	if (plan->has_classes)
		return bth_world_assumed(plan->world, "StorageClass", BTH_STR(""), name);
	if (!name.len)
		return !plan->views->claims.items[claim].has_class;
	return !bth_views_class(plan->views, name);
}

bool
bth_plan_volume_unknown(const struct bth_plan *plan, uint32_t claim)
{
	struct bth_str name = plan->views->claims.items[claim].volume_name;

	return name.len && !bth_map_get(&plan->volumes, name);
}

/* Whether what the claim gets is decided by something that is not in the run. */
static bool
is_open(const struct bth_plan *plan, uint32_t claim)
{
	const struct bth_claim *view = &plan->views->claims.items[claim];

	if (view->refused || view->deleting)
		return false;
	if (view->volume_name.len)
		return bth_plan_volume_unknown(plan, claim);
	return bth_plan_class_unknown(plan, claim);
}

static bool
makes_unknown(const struct bth_plan *plan, uint32_t claim)
{
	const struct bth_class *class =
		bth_views_class(plan->views, bth_plan_class_name(plan, claim));

	return class && class->provisions && class->known == BTH_PROVISIONER_UNKNOWN;
}

static enum bth_plan_word
claim_word(const struct bth_plan *plan, uint32_t claim)
{
	const struct bth_claim_outcome *is = &plan->binding->claims[claim];
	bool waits = is->pending || is->absent;

	if (is->certain)
		return is->provisioned ? BTH_PLAN_PROVISIONED : BTH_PLAN_CERTAIN;
	if (is->provisioned && !is->volumes.len && (!waits || makes_unknown(plan, claim)))
		return BTH_PLAN_PROVISIONED;
	if (is->volumes.len || is->provisioned)
		return waits ? BTH_PLAN_MAY_WAIT : BTH_PLAN_RACE;
	if (is->absent && !is->pending)
		return BTH_PLAN_NOT_MADE;
	return is_open(plan, claim) ? BTH_PLAN_UNKNOWN : BTH_PLAN_NEVER;
}

/* Whether one of the pod's claims has this word; then *claim is which. */
bool
bth_plan_pod_has(const struct bth_plan *plan, uint32_t pod, enum bth_plan_word word,
	uint32_t *claim)
{
	const struct bth_pod *view = &plan->views->pods.items[pod];

	for (size_t i = 0; i < view->claims.len; i++) {
		if (plan->claims[view->claims.items[i]] != word)
			continue;
		*claim = view->claims.items[i];
		return true;
	}
	return false;
}

static enum bth_plan_word
pod_word(const struct bth_plan *plan, uint32_t pod)
{
	const struct bth_pod_outcome *is = &plan->binding->pods[pod];
	bool waits = is->pending || is->absent;
	uint32_t claim;

	if (is->certain)
		return BTH_PLAN_CERTAIN;
	if (is->nodes.len || is->anywhere)
		return waits         ? BTH_PLAN_MAY_WAIT :
			is->anywhere ? BTH_PLAN_ANYWHERE :
				       BTH_PLAN_CHOICE;
	if (is->absent && !is->pending)
		return BTH_PLAN_NOT_MADE;
	if (plan->views->pods.items[pod].claim_missing ||
		bth_plan_pod_has(plan, pod, BTH_PLAN_UNKNOWN, &claim))
		return BTH_PLAN_UNKNOWN;
	return BTH_PLAN_NEVER;
}

/*
 * Where pods start one after another, those behind one that may stay pending wait for it. When
 * it is not known whether that one starts, neither it is of them and their claims.
 */
static void
follow(struct bth_plan *plan, const struct bth_plan_group *group)
{
	uint32_t before = NONE;

	for (uint32_t i = group->first; i < group->first + group->count; i++) {
		const struct bth_pod *view = &plan->views->pods.items[i];
		const struct bth_pod_outcome *is = &plan->binding->pods[i];

		if (is->absent)
			plan->waits_for[i] = before;
		if (before != NONE && plan->pods[i] == BTH_PLAN_NOT_MADE &&
			plan->pods[before] == BTH_PLAN_UNKNOWN) {
			plan->pods[i] = BTH_PLAN_UNKNOWN;
			for (size_t j = 0; j < view->claims.len; j++)
				if (plan->claims[view->claims.items[j]] ==
					BTH_PLAN_NOT_MADE)
					plan->claims[view->claims.items[j]] =
						BTH_PLAN_UNKNOWN;
		}
		if (before == NONE && is->pending)
			before = i;
	}
}

static void
add_group(struct bth_plan *plan, uint32_t first, uint32_t count)
{
	const struct bth_pod *pod = &plan->views->pods.items[first];
	struct bth_plan_group group = {
		.object = pod->object, .set = pod->set, .first = first, .count = count};

	bth_vec_push(plan->arena, &plan->groups, group);
	if (pod->set != NONE && !plan->views->sets.items[pod->set].parallel)
		follow(plan, &group);
}

static void
group_pods(struct bth_plan *plan)
{
	uint32_t count = (uint32_t)plan->views->pods.len, end;
	const struct bth_pod *pods = plan->views->pods.items;

	for (uint32_t i = 0; i < count; i = end) {
		for (end = i + 1; end < count && pods[end].object == pods[i].object &&
			plan->shown.pods[end] == plan->shown.pods[i];)
			end++;
		if (plan->shown.pods[i])
			add_group(plan, i, end - i);
	}
}

static void
find_pods_of_claims(struct bth_plan *plan)
{
	const struct bth_views *views = plan->views;

	for (uint32_t i = 0; i < views->claims.len; i++)
		plan->pod_of[i] = NONE;
	for (uint32_t i = (uint32_t)views->pods.len; i-- > 0;)
		for (size_t j = 0;
			j < views->pods.items[i].claims.len && plan->shown.pods[i]; j++)
			plan->pod_of[views->pods.items[i].claims.items[j]] = i;
	for (uint32_t i = 0; i < views->claims.len; i++)
		if (plan->pod_of[i] == NONE && plan->shown.claims[i])
			bth_vec_push(plan->arena, &plan->loose, i);
}

static void
keep_names(struct bth_plan *plan)
{
	const struct bth_views *views = plan->views;

	for (size_t i = 0; i < views->volumes.len; i++)
		if (views->volumes.items[i].name.len)
			bth_map_put(plan->arena, &plan->volumes,
				views->volumes.items[i].name, plan);
	for (size_t i = 0; i < views->claims.len; i++) {
		const struct bth_str parts[] = {
			views->claims.items[i].namespace, views->claims.items[i].name};

		bth_map_put(plan->arena, &plan->names,
			bth_str_join(plan->arena, parts, 2, '/'),
			&views->claims.items[i]);
	}
}

/* Whether a file shows the classes of the cluster. */
static bool
has_classes(const struct bth_world *world)
{
	for (size_t i = 0; i < world->objects.len; i++)
		if (world->objects.items[i].kind == BTH_STORAGE_CLASS &&
			bth_exists(world->objects.items[i].live))
			return true;
	return false;
}

void
bth_plan_init(struct bth_plan *out, struct bth_arena *arena,
	const struct bth_world *world, const struct bth_binding *binding)
{
	const struct bth_views *views = &world->views;

	*out = (struct bth_plan){.arena = arena,
		.world = world,
		.views = views,
		.binding = binding,
		.has_classes = has_classes(world)};
	out->claims = bth_arena_array(arena, views->claims.len, sizeof *out->claims);
	out->pods = bth_arena_array(arena, views->pods.len, sizeof *out->pods);
	out->pod_of = bth_arena_array(arena, views->claims.len, sizeof *out->pod_of);
	out->waits_for = bth_arena_array(arena, views->pods.len, sizeof *out->waits_for);
	bth_plan_find_shown(&out->shown, arena, world, binding);
	keep_names(out);
	for (uint32_t i = 0; i < views->claims.len; i++)
		out->claims[i] = claim_word(out, i);
	for (uint32_t i = 0; i < views->pods.len; i++) {
		out->waits_for[i] = NONE;
		out->pods[i] = pod_word(out, i);
	}
	find_pods_of_claims(out);
	group_pods(out);
}

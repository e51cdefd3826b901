/* parts.c - what the parts of a picture are called */

#include "plan/picture.h"
#include "plan/tell.h"

const struct bth_plan_group *
bth_plan_group_of(const struct bth_plan *plan, uint32_t pod)
{
	size_t low = 0, high = plan->groups.len;

	while (low + 1 < high) {
		size_t middle = low + (high - low) / 2;

		if (plan->groups.items[middle].first <= pod)
			low = middle;
		else
			high = middle;
	}
	return &plan->groups.items[low];
}

struct bth_str
bth_plan_part_name(const struct bth_plan *plan, enum bth_plan_part part, uint32_t index)
{
	const struct bth_views *views = plan->views;
	const struct bth_claim *claim;
	struct bth_str home;

	switch (part) {
	case BTH_PLAN_POD:
		return views->pods.items[index].name;
	case BTH_PLAN_CLAIM:
		claim = &views->claims.items[index];
		home = plan->pod_of[index] == UINT32_MAX ?
			BTH_STR("") :
			views->pods.items[plan->pod_of[index]].namespace;
		return bth_plan_name_in(plan, home, claim->namespace, claim->name);
	case BTH_PLAN_VOLUME:
		return views->volumes.items[index].name;
	case BTH_PLAN_NEW:
		return BTH_STR("a new volume");
	default:
		return views->nodes.items[index].name;
	}
}

static const char *
about_volume(const struct bth_plan *plan, uint32_t index)
{
	const struct bth_volume *volume = &plan->views->volumes.items[index];
	const struct bth_volume_outcome *is = &plan->binding->volumes[index];
	const char *state = is->released ? "released" :
		volume->refused          ? "refused" :
		!is->claims.len          ? "for nobody" :
		is->claims.len == 1      ? "" :
					   "contested";
	const struct bth_str parts[] = {bth_str(state),
		bth_plan_capacity(plan->world, volume), volume->storage_class};
	const char *text = "";

	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
		if (parts[i].len)
			text = bth_arena_printf(plan->arena, "%s%s%.*s", text,
				*text ? ", " : "", BTH_STR_ARG(parts[i]));
	return text;
}

static const char *
about_pod(const struct bth_plan *plan, uint32_t index)
{
	uint32_t before = plan->waits_for[index];

	if (plan->pods[index] == BTH_PLAN_NEVER)
		return "never: stays Pending";
	if (plan->pods[index] == BTH_PLAN_NOT_MADE && before != UINT32_MAX)
		return bth_arena_printf(plan->arena, "not created: waits for %.*s",
			BTH_STR_ARG(plan->views->pods.items[before].name));
	if (plan->pods[index] == BTH_PLAN_NOT_MADE ||
		plan->pods[index] == BTH_PLAN_UNKNOWN)
		return bth_plan_words[plan->pods[index]];
	if (plan->binding->pods[index].nodes.len > 1)
		return bth_arena_printf(plan->arena, "%s: %zu nodes",
			bth_plan_words[plan->pods[index]],
			plan->binding->pods[index].nodes.len);
	return bth_arena_printf(plan->arena, "%s: %s", bth_plan_words[plan->pods[index]],
		bth_plan_pod_runs(plan, index, 1));
}

static const char *
about_node(const struct bth_plan *plan, uint32_t index)
{
	const struct bth_node_view *node = &plan->views->nodes.items[index];

	return node->unschedulable         ? "cordoned" :
		node->taints.len           ? "tainted" :
		node->object == UINT32_MAX ? "by a volume's affinity" :
					     "";
}

const char *
bth_plan_part_about(const struct bth_plan *plan, enum bth_plan_part part, uint32_t index)
{
	switch (part) {
	case BTH_PLAN_POD:
		return about_pod(plan, index);
	case BTH_PLAN_CLAIM:
		return plan->claims[index] == BTH_PLAN_NEVER ?
			"never: no volume" :
			bth_plan_words[plan->claims[index]];
	case BTH_PLAN_VOLUME:
		return about_volume(plan, index);
	case BTH_PLAN_NEW:
		return bth_arena_printf(plan->arena, "class %.*s",
			BTH_STR_ARG(bth_plan_class_name(plan, index)));
	default:
		return about_node(plan, index);
	}
}

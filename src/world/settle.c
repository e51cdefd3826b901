/* settle.c - pods of a cluster that nothing depends on any more but the room they take */

#include "world/there.h"

/* The pods of which it is still open where they go, one for each workload. */
struct open {
	struct bth_world *world;
	BTH_VEC(const struct bth_pod *) pods;
	bool *used; /* of each claim, whether one of them mounts it */
};

static bool
is_running(const struct bth_pod *pod)
{
	return pod->there && pod->node_name.len > 0;
}

static void
find_open(struct open *open)
{
	struct bth_views *views = &open->world->views;
	uint32_t last = UINT32_MAX;

	open->used = bth_arena_array(open->world->arena, views->claims.len, sizeof *open->used);
	for (size_t i = 0; i < views->pods.len; i++) {
		const struct bth_pod *pod = &views->pods.items[i];

		if (is_running(pod))
			continue;
		for (size_t j = 0; j < pod->claims.len; j++)
			open->used[pod->claims.items[j]] = true;
		if (pod->object != last)
			bth_vec_push(open->world->arena, &open->pods, pod);
		last = pod->object;
	}
}

/* Whether one of the terms of @pod is about @other. */
static bool
minds(const struct bth_pod_terms *terms, const struct bth_pod *pod, const struct bth_pod *other)
{
	for (size_t i = 0; i < terms->len; i++) {
		const struct bth_pod_term *term = &terms->items[i];
		bool space = !term->namespaces.len && bth_str_eq(pod->namespace, other->namespace);

		for (size_t j = 0; j < term->namespaces.len; j++)
			space |= bth_str_eq(term->namespaces.items[j], other->namespace);
		if (space && bth_selector_matches(&term->selector, &other->labels))
			return true;
	}
	return false;
}

static bool
is_minded(const struct open *open, const struct bth_pod *pod)
{
	for (size_t i = 0; i < open->pods.len; i++) {
		const struct bth_pod *other = open->pods.items[i];

		if (minds(&other->pod_affinity, other, pod) ||
			minds(&other->pod_anti_affinity, other, pod) ||
			minds(&other->spread, other, pod) ||
			minds(&pod->pod_anti_affinity, pod, other))
			return true;
	}
	return false;
}

/* A claim that is bound is settled by itself, unless another pod may want it. */
static bool
holds_open_claim(const struct open *open, const struct bth_pod *pod)
{
	for (size_t i = 0; i < pod->claims.len; i++)
		if (open->used[pod->claims.items[i]] ||
			!open->world->views.claims.items[pod->claims.items[i]].bind_completed)
			return true;
	return false;
}

static void
take(struct bth_quantity *from, bth_int128 amount, bth_int128 least)
{
	from->nano = from->nano - amount > least ? from->nano - amount : least;
}

/* A node that takes no more pods keeps a trace of the number, since 0 stands for no limit. */
static void
take_room(struct bth_node_view *node, const struct bth_pod *pod)
{
	if (!node->has_room)
		return;
	take(&node->cpu, pod->cpu.nano, 0);
	take(&node->memory, pod->memory.nano, 0);
	if (node->pods.nano > 0)
		take(&node->pods, 1000000000, 1);
}

static void
map_nodes(struct bth_world *world, struct bth_map *nodes)
{
	struct bth_views *views = &world->views;

	for (size_t i = 0; i < views->nodes.len; i++)
		bth_map_put(world->arena, nodes, views->nodes.items[i].name,
			&views->nodes.items[i]);
}

/* Pods of the run are what the plan is about, wherever they run. */
static bool
is_settled(const struct open *open, const struct bth_pod *pod)
{
	return open->world->objects.items[pod->object].there && is_running(pod) &&
		!is_minded(open, pod) && !holds_open_claim(open, pod);
}

void
bth_there_settle(struct bth_world *world)
{
	struct bth_views *views = &world->views;
	struct open open = {.world = world};
	struct bth_map nodes = {0};
	size_t kept = 0;

	if (world->given == world->objects.len)
		return;
	find_open(&open);
	map_nodes(world, &nodes);
	for (size_t i = 0; i < views->pods.len; i++) {
		struct bth_pod pod = views->pods.items[i];
		struct bth_node_view *node = bth_map_get(&nodes, pod.node_name);

		if (!is_settled(&open, &pod))
			views->pods.items[kept++] = pod;
		else if (node)
			take_room(node, &pod);
	}
	views->pods.len = kept;
}

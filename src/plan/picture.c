/* picture.c - a plan as a graph: what is drawn, and the lines between it */

#include "plan/picture.h"

#include "plan/tell.h"

enum {
	ROWS_MOST = 200,  /* pods and claims */
	UNUSED_MOST = 40, /* volumes that nobody gets */
	IDLE_MOST = 20,   /* nodes that nobody runs on */
	VOLUMES_MOST = 8, /* of one claim */
	NODES_MOST = 6,   /* of one pod, or of a volume that nobody gets */
	REASONS_MOST = 3, /* impossible lines of one part */
};

const char *const bth_plan_lines[] = {
	[BTH_PLAN_OF] = "belongs together",
	[BTH_PLAN_NOT] = "impossible",
	[BTH_PLAN_MAY] = "possible",
	[BTH_PLAN_SURE] = "certain",
};

/* What is in the picture already: a mark for each volume and node, and edges by their start. */
struct drawing {
	struct bth_plan_picture *out;
	const struct bth_plan *plan;
	bool *volumes, *nodes, *claims;
	struct bth_indexes *of_volume; /* the edges that begin at each */
};

static void
add_edge(struct drawing *drawing, struct bth_plan_edge edge)
{
	struct bth_plan_edges *edges = &drawing->out->edges;

	if (edge.from_part == BTH_PLAN_VOLUME) {
		struct bth_indexes *known = &drawing->of_volume[edge.from];

		for (size_t i = 0; i < known->len; i++) {
			struct bth_plan_edge *there = &edges->items[known->items[i]];

			if (there->to != edge.to || there->to_part != edge.to_part)
				continue;
			if (edge.line > there->line)
				*there = edge;
			return;
		}
		bth_vec_push(drawing->plan->arena, known, (uint32_t)edges->len);
	}
	bth_vec_push(drawing->plan->arena, edges, edge);
}

static void
add_volume(struct drawing *drawing, uint32_t volume)
{
	if (!drawing->volumes[volume])
		bth_vec_push(drawing->plan->arena, &drawing->out->volumes, volume);
	drawing->volumes[volume] = true;
}

static void
add_node(struct drawing *drawing, uint32_t node)
{
	if (!drawing->nodes[node])
		bth_vec_push(drawing->plan->arena, &drawing->out->nodes, node);
	drawing->nodes[node] = true;
}

static bool
is_on(const struct bth_plan *plan, uint32_t volume, uint32_t node)
{
	return bth_node_selector_matches(&plan->views->volumes.items[volume].affinity,
		&plan->views->nodes.items[node].labels, NULL);
}

/* Why the nearest volumes are not for a claim that gets none. */
static void
add_impossible(struct drawing *drawing, uint32_t claim)
{
	const struct bth_plan *plan = drawing->plan;
	const struct bth_reason_list *reasons = &plan->binding->claims[claim].reasons;
	enum bth_plan_word word = plan->claims[claim];
	size_t count = 0;

	if (word != BTH_PLAN_NEVER && word != BTH_PLAN_UNKNOWN)
		return;
	/* the nearest first: as many rounds as there are distances */
	for (unsigned distance = 0; distance <= BTH_PLAN_FAR; distance++) {
		for (size_t i = 0; i < reasons->len && count < REASONS_MOST; i++) {
			const struct bth_reason *reason = &reasons->items[i];

			if (bth_plan_distance(reason->why) != distance)
				continue;
			add_volume(drawing, reason->partner);
			add_edge(drawing,
				(struct bth_plan_edge){.from_part = BTH_PLAN_CLAIM,
					.from = claim,
					.to_part = BTH_PLAN_VOLUME,
					.to = reason->partner,
					.line = BTH_PLAN_NOT,
					.why = bth_plan_why_not(plan, claim, reason)});
			count++;
		}
	}
}

static void
add_claim(struct drawing *drawing, uint32_t claim)
{
	const struct bth_plan *plan = drawing->plan;
	const struct bth_claim_outcome *is = &plan->binding->claims[claim];
	struct bth_plan_edge edge = {.from_part = BTH_PLAN_CLAIM,
		.from = claim,
		.to_part = BTH_PLAN_VOLUME,
		.line = is->certain ? BTH_PLAN_SURE : BTH_PLAN_MAY};

	if (drawing->claims[claim])
		return;
	drawing->claims[claim] = true;
	bth_vec_push(plan->arena, &drawing->out->claims, claim);
	for (size_t i = 0; i < is->volumes.len && i < VOLUMES_MOST; i++) {
		edge.to = is->volumes.items[i];
		add_volume(drawing, edge.to);
		add_edge(drawing, edge);
	}
	if (is->provisioned) {
		edge.to_part = BTH_PLAN_NEW;
		edge.to = claim;
		bth_vec_push(plan->arena, &drawing->out->made, claim);
		add_edge(drawing, edge);
	}
	add_impossible(drawing, claim);
}

/* The node of a pod is reached by way of its volumes, where it has any. */
static bool
lead_through(struct drawing *drawing, uint32_t pod, uint32_t claim, uint32_t node)
{
	const struct bth_plan *plan = drawing->plan;
	const struct bth_claim_outcome *is = &plan->binding->claims[claim];
	bool sure = plan->binding->pods[pod].certain && is->certain, any = false;
	struct bth_plan_edge edge = {.from_part = BTH_PLAN_VOLUME,
		.to_part = BTH_PLAN_NODE,
		.to = node,
		.line = sure ? BTH_PLAN_SURE : BTH_PLAN_MAY};

	for (size_t i = 0; i < is->volumes.len && i < VOLUMES_MOST; i++) {
		edge.from = is->volumes.items[i];
		if (!is_on(plan, edge.from, node))
			continue;
		add_edge(drawing, edge);
		any = true;
	}
	if (is->provisioned) {
		edge.from_part = BTH_PLAN_NEW;
		edge.from = claim;
		add_edge(drawing, edge);
		any = true;
	}
	return any;
}

static void
add_place(struct drawing *drawing, uint32_t pod, uint32_t node)
{
	const struct bth_plan *plan = drawing->plan;
	const struct bth_pod *view = &plan->views->pods.items[pod];
	bool any = false;

	add_node(drawing, node);
	for (size_t i = 0; i < view->claims.len; i++)
		any |= lead_through(drawing, pod, view->claims.items[i], node);
	if (!any)
		add_edge(drawing,
			(struct bth_plan_edge){.from_part = BTH_PLAN_POD,
				.from = pod,
				.to_part = BTH_PLAN_NODE,
				.to = node,
				.line = plan->binding->pods[pod].certain ? BTH_PLAN_SURE :
									   BTH_PLAN_MAY});
}

/* Why a pod that has volumes for all its claims still finds no node. */
static void
add_closed_nodes(struct drawing *drawing, uint32_t pod)
{
	const struct bth_plan *plan = drawing->plan;
	const struct bth_reason_list *reasons = &plan->binding->pods[pod].reasons;
	uint32_t claim;

	if (plan->pods[pod] != BTH_PLAN_NEVER ||
		bth_plan_pod_has(plan, pod, BTH_PLAN_NEVER, &claim) ||
		bth_plan_pod_has(plan, pod, BTH_PLAN_NOT_MADE, &claim))
		return;
	for (size_t i = 0; i < reasons->len && i < REASONS_MOST; i++) {
		add_node(drawing, reasons->items[i].partner);
		add_edge(drawing,
			(struct bth_plan_edge){.from_part = BTH_PLAN_POD,
				.from = pod,
				.to_part = BTH_PLAN_NODE,
				.to = reasons->items[i].partner,
				.line = BTH_PLAN_NOT,
				.why = bth_plan_why_node(plan->arena, plan->views,
					&plan->views->pods.items[pod], &reasons->items[i])});
	}
}

static void
add_pod(struct drawing *drawing, uint32_t pod)
{
	const struct bth_plan *plan = drawing->plan;
	const struct bth_pod *view = &plan->views->pods.items[pod];
	const struct bth_pod_outcome *is = &plan->binding->pods[pod];

	bth_vec_push(plan->arena, &drawing->out->pods, pod);
	for (size_t i = 0; i < view->claims.len; i++) {
		add_claim(drawing, view->claims.items[i]);
		add_edge(drawing,
			(struct bth_plan_edge){.from_part = BTH_PLAN_POD,
				.from = pod,
				.to_part = BTH_PLAN_CLAIM,
				.to = view->claims.items[i],
				.line = BTH_PLAN_OF});
	}
	for (size_t i = 0; i < is->nodes.len && i < NODES_MOST; i++)
		add_place(drawing, pod, is->nodes.items[i]);
	add_closed_nodes(drawing, pod);
}

/* The nodes that a volume without a pod is on. */
static void
add_home(struct drawing *drawing, uint32_t volume)
{
	const struct bth_plan *plan = drawing->plan;
	size_t count = 0;

	if (!plan->views->volumes.items[volume].affinity.present ||
		drawing->of_volume[volume].len)
		return;
	for (uint32_t i = 0; i < plan->views->nodes.len && count < NODES_MOST; i++) {
		if (!is_on(plan, volume, i))
			continue;
		add_node(drawing, i);
		add_edge(drawing,
			(struct bth_plan_edge){.from_part = BTH_PLAN_VOLUME,
				.from = volume,
				.to_part = BTH_PLAN_NODE,
				.to = i,
				.line = BTH_PLAN_OF});
		count++;
	}
}

/* What is there and nobody needs, as far as there is room for it. */
static void
add_idle(struct drawing *drawing)
{
	const struct bth_plan *plan = drawing->plan;
	struct bth_plan_picture *out = drawing->out;
	size_t idle = 0;

	for (uint32_t i = 0; i < plan->views->volumes.len; i++) {
		if (drawing->volumes[i] || !plan->shown.volumes[i])
			continue;
		if (!plan->binding->volumes[i].claims.len && idle++ < UNUSED_MOST)
			add_volume(drawing, i);
		else
			out->volumes_left++;
	}
	for (size_t i = 0; i < out->volumes.len; i++)
		add_home(drawing, out->volumes.items[i]);
	idle = 0;
	for (uint32_t i = 0; i < plan->views->nodes.len; i++)
		if (!drawing->nodes[i] && idle++ < IDLE_MOST)
			add_node(drawing, i);
}

void
bth_plan_draw(struct bth_plan_picture *out, const struct bth_plan *plan)
{
	struct bth_arena *arena = plan->arena;
	struct drawing drawing = {.out = out, .plan = plan};

	*out = (struct bth_plan_picture){.plan = plan};
	drawing.volumes = bth_arena_array(arena, plan->views->volumes.len, sizeof(bool));
	drawing.nodes = bth_arena_array(arena, plan->views->nodes.len, sizeof(bool));
	drawing.claims = bth_arena_array(arena, plan->views->claims.len, sizeof(bool));
	drawing.of_volume = bth_arena_array(
		arena, plan->views->volumes.len, sizeof *drawing.of_volume);
	for (uint32_t i = 0; i < plan->views->pods.len; i++) {
		if (!plan->shown.pods[i])
			continue;
		if (out->pods.len + out->claims.len < ROWS_MOST)
			add_pod(&drawing, i);
		else
			out->pods_left++;
	}
	for (size_t i = 0; i < plan->loose.len; i++)
		if (out->pods.len + out->claims.len < ROWS_MOST)
			add_claim(&drawing, plan->loose.items[i]);
	out->claims_left = plan->shown.claim_count - out->claims.len;
	add_idle(&drawing);
}

const char *
bth_plan_left_out(const struct bth_plan_picture *picture)
{
	if (!picture->pods_left && !picture->claims_left && !picture->volumes_left)
		return NULL;
	return bth_arena_printf(picture->plan->arena,
		"%zu more pods, %zu claims and %zu volumes are not drawn",
		picture->pods_left, picture->claims_left, picture->volumes_left);
}

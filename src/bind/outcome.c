/* outcome.c - the answers, from what was explored or bounded */

#include "bind/outcome.h"

#include <stdlib.h>

void
bth_outcome_init(struct bth_arena *arena, struct bth_binding *out, const struct bth_may *may)
{
	const struct bth_views *views = may->facts->views;

	*out = (struct bth_binding){
		.claims = bth_arena_array(arena, views->claims.len, sizeof *out->claims),
		.pods = bth_arena_array(arena, views->pods.len, sizeof *out->pods),
		.volumes = bth_arena_array(arena, views->volumes.len, sizeof *out->volumes),
		.exact = true};
	for (size_t i = 0; i < views->claims.len; i++)
		out->claims[i].absent = may->facts->claims[i].way == BTH_WAY_NONE;
	for (size_t i = 0; i < views->pods.len; i++)
		out->pods[i].absent = !may->facts->pods[i].tried;
	for (size_t i = 0; i < views->volumes.len; i++) {
		/* one that is bound has its claim, even if that is not among the views */
		out->volumes[i].released = may->facts->volumes[i].hold == BTH_HOLD_RELEASED &&
			!(views->volumes.items[i].there && views->volumes.items[i].phase == BTH_BOUND);
		out->volumes[i].free = may->facts->volumes[i].hold != BTH_HOLD_NONE;
	}
}

static int
compare(const void *left, const void *right)
{
	uint32_t a, b;

	memcpy(&a, left, sizeof a);
	memcpy(&b, right, sizeof b);
	return (a > b) - (a < b);
}

void
bth_outcome_sort(struct bth_indexes *list)
{
	if (list->len > 1)
		qsort(list->items, list->len, sizeof *list->items, compare);
}

static void
add_all(struct bth_arena *arena, struct bth_indexes *to, const struct bth_indexes *from)
{
	for (size_t i = 0; i < from->len; i++)
		bth_vec_push(arena, to, from->items[i]);
}

static void
read_claim(struct bth_arena *arena, struct bth_binding *out, const struct bth_local *local,
	const struct bth_tally *tally, uint32_t at)
{
	struct bth_claim_outcome *claim = &out->claims[local->claims[at].index];
	uint32_t kinds = 0, last = 0;

	for (uint32_t i = 0; i < local->kind_count; i++) {
		kinds += tally->bound[(size_t)at * local->kind_count + i];
		last = tally->bound[(size_t)at * local->kind_count + i] ? i : last;
	}
	if (kinds == 1)
		claim->volumes = local->kinds[last].volumes; /* shared, and in order already */
	for (uint32_t i = 0; i < local->kind_count && kinds > 1; i++)
		if (tally->bound[(size_t)at * local->kind_count + i])
			add_all(arena, &claim->volumes, &local->kinds[i].volumes);
	if (kinds > 1)
		bth_outcome_sort(&claim->volumes);
	claim->pending = tally->claim_pending[at];
	claim->absent = tally->claim_absent[at];
	claim->provisioned = tally->claim_made[at];
}

static void
read_pod(struct bth_arena *arena, struct bth_binding *out, const struct bth_local *local,
	const struct bth_tally *tally, uint32_t at)
{
	struct bth_pod_outcome *pod = &out->pods[local->pods[at].index];

	for (uint32_t i = 0; i < local->node_count; i++) {
		if (!tally->placed[(size_t)at * local->node_count + i])
			continue;
		if (local->nodes[i] == local->social->may->nodes.elsewhere)
			pod->anywhere = true;
		else
			bth_vec_push(arena, &pod->nodes, local->nodes[i]);
	}
	bth_outcome_sort(&pod->nodes);
	pod->pending = tally->pod_pending[at];
	pod->absent = tally->pod_absent[at];
	pod->misplaced = tally->pod_misplaced[at];
}

void
bth_outcome_explored(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_local *local, const struct bth_tally *tally)
{
	for (uint32_t i = 0; i < local->claim_count; i++)
		read_claim(arena, out, local, tally, i);
	for (uint32_t i = 0; i < local->pod_count; i++)
		read_pod(arena, out, local, tally, i);
	for (uint32_t i = 0; i < local->kind_count; i++)
		for (size_t j = 0; j < local->kinds[i].volumes.len; j++)
			out->volumes[local->kinds[i].volumes.items[j]].free =
				tally->kind_free[i];
}

/* Whether a claim that says it is bound may be right. */
static bool
can_be_told(const struct bth_may *may, uint32_t claim)
{
	return may->facts->claims[claim].way != BTH_WAY_TOLD ||
		may->facts->volumes[may->claims[claim].named].hold == BTH_HOLD_FREE;
}

static void
bound_claim(struct bth_arena *arena, struct bth_binding *out, const struct bth_sure *sure,
	uint32_t at)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_claim_may *is = &may->claims[at];
	struct bth_claim_outcome *claim = &out->claims[at];

	if (is->free && !is->owned.len) {
		claim->volumes = is->free->volumes; /* shared by all claims that ask for the same */
	} else {
		claim->volumes = is->owned;
		if (is->free)
			bth_outcome_join(arena, &claim->volumes, &is->free->volumes);
	}
	if (is->named != BTH_NO_INDEX && can_be_told(may, at))
		bth_vec_push(arena, &claim->volumes, is->named);
	claim->provisioned = is->provisioned;
	claim->pending = !sure->claim_bound[at];
	claim->absent = !sure->claim_exists[at];
	if (claim->volumes.len == 1 && sure->claim_bound[at] && sure->claim_exists[at] &&
		!claim->provisioned)
		out->volumes[claim->volumes.items[0]].free = false;
}

static void
bound_pod(struct bth_arena *arena, struct bth_binding *out, const struct bth_sure *sure,
	uint32_t at)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_indexes *nodes = may->pods[at];
	struct bth_pod_outcome *pod = &out->pods[at];

	if (nodes->len && nodes->items[nodes->len - 1] == may->nodes.elsewhere) {
		pod->anywhere = true;
		for (size_t i = 0; i + 1 < nodes->len; i++)
			bth_vec_push(arena, &pod->nodes, nodes->items[i]);
	} else {
		pod->nodes = *nodes;
	}
	pod->absent = !sure->pod_exists[at];
	pod->pending = !may->facts->pods[at].fails && !sure->pod_runs[at] &&
		!(may->facts->views->pods.items[at].node_name.len && nodes->len);
}

/* How many ends there may be for it. */
static size_t
claim_ends(const struct bth_claim_outcome *claim)
{
	return claim->volumes.len + claim->provisioned + claim->pending + claim->absent;
}

static size_t
pod_ends(const struct bth_pod_outcome *pod)
{
	return pod->nodes.len + pod->anywhere + pod->pending + pod->absent;
}

bool
bth_outcome_bounded(struct bth_arena *arena, struct bth_binding *out, const struct bth_sure *sure,
	const struct bth_component *component)
{
	bool tight = true;

	for (size_t i = 0; i < component->claims.len; i++) {
		bound_claim(arena, out, sure, component->claims.items[i]);
		tight &= claim_ends(&out->claims[component->claims.items[i]]) == 1;
	}
	for (size_t i = 0; i < component->pods.len; i++) {
		bound_pod(arena, out, sure, component->pods.items[i]);
		tight &= pod_ends(&out->pods[component->pods.items[i]]) == 1;
	}
	return tight;
}

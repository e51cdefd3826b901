/* reasons_pods.c - why a node is not in the set of a pod */

#include "bind/reasons.h"

enum { EFFORT_MOST = 1000000 }; /* nodes looked at for all pods; then few for each */

/* A volume that ties the claim, if one does. */
static uint32_t
tying_volume(const struct bth_claim_may *claim)
{
	if (claim->named != BTH_NO_INDEX)
		return claim->named;
	if (claim->owned.len && !claim->free)
		return claim->owned.items[0];
	return BTH_NO_INDEX;
}

/* The first claim that keeps the pod from the node, whatever happens. */
static bool
claims_prevent(const struct bth_may *may, uint32_t pod, uint32_t node, struct bth_reason *out)
{
	const struct bth_pod *view = &may->facts->views->pods.items[pod];

	if (view->claim_missing) {
		out->why = BTH_WHY_NO_VOLUME;
		return true;
	}
	for (size_t i = 0; i < view->claims.len && !view->node_name.len; i++) {
		uint32_t claim = may->facts->claims[view->claims.items[i]].first;
		const struct bth_claim_may *is = &may->claims[claim];

		if (bth_indexes_contain(is->nodes, node) &&
			!may->facts->views->claims.items[claim].deleting)
			continue;
		out->claim = claim;
		out->volume = tying_volume(is);
		out->why = out->volume == BTH_NO_INDEX ? BTH_WHY_NO_VOLUME : BTH_WHY_VOLUME_NODE;
		return true;
	}
	return false;
}

/* The first claim none of whose possible volumes is on the node. */
static bool
sets_prevent(const struct bth_reasons *reasons, uint32_t pod, uint32_t node,
	struct bth_reason *out)
{
	const struct bth_may *may = reasons->may;
	const struct bth_pod *view = &may->facts->views->pods.items[pod];

	for (size_t i = 0; i < view->claims.len; i++) {
		uint32_t claim = may->facts->claims[view->claims.items[i]].first;
		const struct bth_claim_outcome *is = &reasons->binding->claims[claim];
		bool any = is->provisioned || !is->volumes.len;

		for (size_t j = 0; j < is->volumes.len && !any; j++)
			any = bth_indexes_contain(may->reach[is->volumes.items[j]], node);
		if (any)
			continue;
		out->claim = claim;
		out->volume = is->volumes.items[0];
		out->why = is->volumes.len == 1 ? BTH_WHY_VOLUME_NODE : BTH_WHY_NO_VOLUME;
		return true;
	}
	return false;
}

/* What other pods have to do with it, when nothing else is known. */
static enum bth_why
others_prevent(const struct bth_local *local, uint32_t at, uint32_t node)
{
	const struct bth_local_unit *unit;

	if (!local)
		return BTH_WHY_NO_VOLUME;
	unit = &local->units[local->pods[at].unit];
	if (local->social->tight[node])
		return BTH_WHY_ROOM;
	if (unit->spreads.len)
		return BTH_WHY_SPREAD;
	for (uint32_t i = 0; i < local->unit_count; i++)
		if (unit->shuns[i].len)
			return BTH_WHY_ANTI_AFFINITY;
	return unit->affinities.len ? BTH_WHY_POD_AFFINITY : BTH_WHY_NO_VOLUME;
}

/* What the exploration saw in the first final state in which the pod was pending. */
static bool
was_seen(const struct bth_local *local, const struct bth_tally *tally, uint32_t at, uint32_t node,
	struct bth_reason *out)
{
	for (uint32_t i = 0; local && tally && i < local->node_count; i++) {
		const struct bth_reason *seen = &tally->reasons[(size_t)at * local->node_count + i];

		if (local->nodes[i] != node || !seen->why)
			continue;
		out->why = seen->why;
		if (local->claim_count)
			out->claim = local->claims[seen->claim].index;
		if (seen->why == BTH_WHY_VOLUME_NODE && seen->volume < local->kind_count)
			out->volume = local->kinds[seen->volume].volumes.items[0];
		return true;
	}
	return false;
}

static struct bth_reason
why_not(const struct bth_reasons *reasons, uint32_t pod, uint32_t node,
	const struct bth_local *local, const struct bth_tally *tally, uint32_t at)
{
	const struct bth_may *may = reasons->may;
	const struct bth_pod *view = &may->facts->views->pods.items[pod];
	struct bth_reason out = {
		.partner = node, .claim = BTH_NO_INDEX, .volume = BTH_NO_INDEX};

	out.why = bth_nodes_why(&may->nodes, view, node);
	if (out.why || claims_prevent(may, pod, node, &out))
		return out;
	out.why = bth_nodes_why_late(&may->nodes, view, node);
	if (out.why || was_seen(local, tally, at, node, &out) ||
		sets_prevent(reasons, pod, node, &out))
		return out;
	out.why = others_prevent(local, at, node);
	return out;
}

void
bth_reasons_pod(struct bth_reasons *reasons, uint32_t pod, const struct bth_local *local,
	const struct bth_tally *tally, uint32_t at)
{
	const struct bth_facts *facts = reasons->may->facts;
	struct bth_pod_outcome *out = &reasons->binding->pods[pod];
	size_t most = out->pending && reasons->effort < EFFORT_MOST ?
		BTH_BIND_REASONS_PENDING : BTH_BIND_REASONS;

	if (facts->pods[pod].fails || out->anywhere)
		return;
	for (uint32_t i = 0; i < facts->views->nodes.len && out->reasons.len < most; i++) {
		struct bth_reason seen = {
			.partner = i, .claim = BTH_NO_INDEX, .volume = BTH_NO_INDEX};

		reasons->effort++;
		if (!bth_indexes_contain(&out->nodes, i))
			bth_vec_push(facts->arena, &out->reasons,
				why_not(reasons, pod, i, local, tally, at));
		else if (out->pending && was_seen(local, tally, at, i, &seen))
			bth_vec_push(facts->arena, &out->reasons, seen);
	}
}

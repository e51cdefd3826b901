/* filters.c - what other pods and bound volumes keep a pod from */

#include "bind/filters.h"

static uint32_t
domain_of(const struct bth_now *now, const uint32_t *domains, uint32_t node)
{
	return domains[now->local->nodes[node]];
}

/* Whether another pod holds a node whose place counts, which is then *node. */
static bool
stands(const struct bth_now *now, uint32_t pod, uint32_t *node)
{
	const uint16_t *cells = bth_now_pod(now, pod);

	*node = cells[1];
	return cells[0] >= BTH_POD_BINDING && cells[1] != BTH_SOMEWHERE;
}

static bool
has_room(const struct bth_now *now, uint32_t pod, uint32_t node)
{
	const struct bth_facts *facts = now->local->facts;
	const struct bth_node_view *view = &facts->views->nodes.items[now->local->nodes[node]];
	const struct bth_pod *pods = facts->views->pods.items;
	bth_int128 cpu = pods[now->local->pods[pod].index].cpu.nano;
	bth_int128 memory = pods[now->local->pods[pod].index].memory.nano;
	bth_int128 count = 1000000000;

	for (uint32_t i = 0; i < now->local->pod_count; i++) {
		const struct bth_pod *other = &pods[now->local->pods[i].index];
		uint32_t at;

		if (!stands(now, i, &at) || at != node)
			continue;
		cpu += other->cpu.nano;
		memory += other->memory.nano;
		count += 1000000000;
	}
	return cpu <= view->cpu.nano && memory <= view->memory.nano &&
		(view->pods.nano <= 0 || count <= view->pods.nano);
}

/* Whether a claim that only one pod may use is another pod's already. */
static bool
is_in_use(const struct bth_now *now, uint32_t pod, uint32_t claim)
{
	const struct bth_local_claim *is = &now->local->claims[claim];

	if (!is->exclusive)
		return false;
	for (size_t i = 0; i < is->pods.len; i++)
		if (is->pods.items[i] != pod && bth_now_has_node(now, is->pods.items[i]))
			return true;
	return false;
}

/* The kind of volume that the scheduler takes the claim to be bound to. */
static uint32_t
bound_kind(const struct bth_now *now, uint32_t claim)
{
	uint16_t bound = bth_now_bound(now, claim);

	if (bound == BTH_BOUND_TOLD)
		return now->local->claims[claim].named;
	return bound >= BTH_BOUND_KIND ? (uint32_t)(bound - BTH_BOUND_KIND) : BTH_NO_INDEX;
}

enum bth_why
bth_scheduler_why_before(const struct bth_now *now, uint32_t pod, uint32_t node,
	struct bth_reason *out)
{
	const struct bth_local *local = now->local;
	const struct bth_indexes *claims = &local->pods[pod].claims;

	if (local->tight[node] && !has_room(now, pod, node))
		return BTH_WHY_ROOM;
	for (size_t i = 0; i < claims->len; i++) {
		out->claim = claims->items[i];
		if (is_in_use(now, pod, claims->items[i]))
			return BTH_WHY_IN_USE;
	}
	for (size_t i = 0; i < claims->len; i++) {
		uint32_t kind = bound_kind(now, claims->items[i]);

		out->claim = claims->items[i];
		out->volume = kind;
		if (kind != BTH_NO_INDEX && !(bth_local_fits(local, kind, node) &&
			bth_local_zoned(local, kind, node)))
			return BTH_WHY_VOLUME_NODE;
	}
	return BTH_WHY_NONE;
}

/* Whether one more pod in the node's domain keeps the domains as even as they must be. */
static bool
keeps_even(const struct bth_now *now, uint32_t pod, uint32_t node,
	const struct bth_local_spread *spread)
{
	const struct bth_local *local = now->local;
	const struct bth_local_unit *unit = &local->units[local->pods[pod].unit];
	uint32_t here = domain_of(now, spread->domains, node);
	int64_t mine = spread->selects[local->pods[pod].unit], least = INT64_MAX;
	uint32_t inhabited = 0;

	/* counts each domain when it meets its first pod there */
	for (uint32_t i = 0; i < local->pod_count; i++) {
		uint32_t at, other;
		int64_t count = 0;
		bool first = true;

		if (!spread->selects[local->pods[i].unit] || !stands(now, i, &at) ||
			!unit->eligible[at])
			continue;
		uint32_t domain = domain_of(now, spread->domains, at);
		for (uint32_t j = 0; j < local->pod_count; j++) {
			if (!spread->selects[local->pods[j].unit] || !stands(now, j, &other) ||
				!unit->eligible[other] ||
				domain_of(now, spread->domains, other) != domain)
				continue;
			first &= j >= i;
			count++;
		}
		inhabited += first;
		least = count < least ? count : least;
		if (first && domain == here)
			mine += count;
	}
	if (inhabited < spread->domain_count)
		least = 0;
	return mine - least <= spread->max_skew;
}

/* Whether a pod that this one shuns, or that shuns it, is in one of the node's domains. */
static bool
is_shunned(const struct bth_now *now, uint32_t pod, uint32_t node)
{
	const struct bth_local *local = now->local;
	const struct bth_local_unit *unit = &local->units[local->pods[pod].unit];

	for (uint32_t i = 0; i < local->pod_count; i++) {
		uint32_t other = local->pods[i].unit, at;

		if (i == pod || !unit->shuns[other].len || !stands(now, i, &at))
			continue;
		for (size_t j = 0; j < unit->shuns[other].len; j++) {
			const uint32_t *domains = unit->shuns[other].items[j];
			uint32_t domain = domain_of(now, domains, node);

			if (domain && domain == domain_of(now, domains, at))
				return true;
		}
	}
	return false;
}

/*
 * Whether pods that all terms select are in each of the node's domains. The first of a
 * group of pods that select themselves needs none.
 */
static bool
has_friends(const struct bth_now *now, uint32_t pod, uint32_t node)
{
	const struct bth_local *local = now->local;
	const struct bth_local_unit *unit = &local->units[local->pods[pod].unit];
	bool anywhere = false, everywhere = true;

	for (size_t i = 0; i < unit->affinities.len; i++) {
		const uint32_t *domains = unit->affinities.items[i];
		uint32_t domain = domain_of(now, domains, node);
		bool here = false;

		if (!domain)
			return false;
		for (uint32_t j = 0; j < local->pod_count; j++) {
			uint32_t at;

			if (!unit->friends[local->pods[j].unit] || !stands(now, j, &at))
				continue;
			here |= domain_of(now, domains, at) == domain;
			anywhere |= domain_of(now, domains, at) != 0;
		}
		everywhere &= here;
	}
	return everywhere || (!anywhere && unit->friends[local->pods[pod].unit]);
}

enum bth_why
bth_scheduler_why_after(const struct bth_now *now, uint32_t pod, uint32_t node)
{
	const struct bth_local *local = now->local;
	const struct bth_local_unit *unit = &local->units[local->pods[pod].unit];

	if (!local->pods[pod].social)
		return BTH_WHY_NONE;
	for (size_t i = 0; i < unit->spreads.len; i++)
		if (!domain_of(now, unit->spreads.items[i].domains, node) ||
			!keeps_even(now, pod, node, &unit->spreads.items[i]))
			return BTH_WHY_SPREAD;
	if (is_shunned(now, pod, node))
		return BTH_WHY_ANTI_AFFINITY;
	return unit->affinities.len && !has_friends(now, pod, node) ? BTH_WHY_POD_AFFINITY :
		BTH_WHY_NONE;
}

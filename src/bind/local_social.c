/* local_social.c - which pods of a component mind where others run */

#include "bind/local_social.h"

enum { UNITS_MOST = 500 }; /* their table is square */

/* Numbers the units in the order of their pods; a unit's pods stand together. */
static void
number_units(struct bth_arena *arena, struct bth_local *local)
{
	uint32_t last = BTH_NO_INDEX;

	local->units = bth_arena_array(arena, local->pod_count, sizeof *local->units);
	for (uint32_t i = 0; i < local->pod_count; i++) {
		uint32_t unit = local->facts->pods[local->pods[i].index].unit;

		if (unit != last)
			local->units[local->unit_count++].index = unit;
		last = unit;
		local->pods[i].unit = local->unit_count - 1;
		local->units[local->unit_count - 1].pods++;
	}
}

static uint32_t
local_unit(const struct bth_local *local, uint32_t unit)
{
	uint32_t low = 0, high = local->unit_count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (local->units[middle].index < unit)
			low = middle + 1;
		else
			high = middle;
	}
	return low < local->unit_count && local->units[low].index == unit ? low : BTH_NO_INDEX;
}

/* Both sides of an anti-affinity keep away from each other. */
static void
read_anti(struct bth_arena *arena, struct bth_local *local, uint32_t at,
	const struct bth_social_term *term)
{
	for (size_t i = 0; i < term->units.len; i++) {
		uint32_t other = local_unit(local, term->units.items[i]);

		if (other == BTH_NO_INDEX)
			continue;
		bth_vec_push(arena, &local->units[at].shuns[other], term->domains);
		if (other != at)
			bth_vec_push(arena, &local->units[other].shuns[at], term->domains);
	}
}

static const struct bth_pod *
unit_pod(const struct bth_local *local, uint32_t at)
{
	const struct bth_facts *facts = local->facts;

	return &facts->views->pods.items[facts->units.items[local->units[at].index]];
}

/* Whether a node has all keys that pods of the unit are spread by, and is one they choose. */
static bool
is_eligible(const struct bth_local *local, uint32_t at, uint32_t node)
{
	const struct bth_nodes *nodes = &local->social->may->nodes;
	const struct bth_pod *pod = unit_pod(local, at);

	for (size_t i = 0; i < pod->spread.len; i++)
		if (!bth_labels_get(&nodes->views[node].labels, pod->spread.items[i].topology_key))
			return false;
	return bth_nodes_selected(nodes, pod, node);
}

/* Domains that have an eligible node, on any node of the cluster. */
static uint32_t
count_domains(struct bth_arena *arena, const struct bth_local *local, uint32_t at,
	const uint32_t *domains)
{
	uint32_t nodes = local->social->may->nodes.count, count = 0;
	bool *seen = bth_arena_array(arena, nodes + 1, sizeof *seen);

	for (uint32_t i = 0; i < nodes; i++) {
		if (seen[domains[i]] || !is_eligible(local, at, i))
			continue;
		seen[domains[i]] = true;
		count++;
	}
	return count;
}

static void
read_spread(struct bth_arena *arena, struct bth_local *local, uint32_t at,
	const struct bth_social_term *term)
{
	struct bth_local_unit *unit = &local->units[at];
	struct bth_local_spread spread = {.domains = term->domains,
		.max_skew = term->term->max_skew,
		.domain_count = count_domains(arena, local, at, term->domains)};

	spread.selects = bth_arena_array(arena, local->unit_count, sizeof *spread.selects);
	for (size_t i = 0; i < term->units.len; i++) {
		uint32_t other = local_unit(local, term->units.items[i]);

		if (other != BTH_NO_INDEX)
			spread.selects[other] = true;
	}
	if (!unit->eligible) {
		unit->eligible =
			bth_arena_array(arena, local->node_count, sizeof *unit->eligible);
		for (uint32_t i = 0; i < local->node_count; i++)
			unit->eligible[i] = is_eligible(local, at, local->nodes[i]);
	}
	bth_vec_push(arena, &unit->spreads, spread);
}

static void
read_affinity(struct bth_arena *arena, struct bth_local *local, uint32_t at,
	const struct bth_social_term *term)
{
	struct bth_local_unit *unit = &local->units[at];
	bool *selected = bth_arena_array(arena, local->unit_count, sizeof *selected);

	for (size_t i = 0; i < term->units.len; i++) {
		uint32_t other = local_unit(local, term->units.items[i]);

		if (other != BTH_NO_INDEX)
			selected[other] = !unit->affinities.len || unit->friends[other];
	}
	unit->friends = selected;
	bth_vec_push(arena, &unit->affinities, term->domains);
}

static void
read_unit(struct bth_arena *arena, struct bth_local *local, uint32_t at)
{
	const struct bth_social *social = local->social;
	const struct bth_indexes *terms = &social->units[local->units[at].index].terms;

	for (size_t i = 0; i < terms->len; i++) {
		const struct bth_social_term *term = &social->terms.items[terms->items[i]];

		if (term->kind == BTH_SOCIAL_ANTI)
			read_anti(arena, local, at, term);
		else if (term->kind == BTH_SOCIAL_SPREAD)
			read_spread(arena, local, at, term);
		else
			read_affinity(arena, local, at, term);
	}
}

/* Whether pods of unit @a mind where those of @b are, or the other way round. */
static bool
minds(const struct bth_local *local, uint32_t a, uint32_t b)
{
	const struct bth_local_unit *unit = &local->units[a];

	if (unit->shuns[b].len && (a != b || unit->pods > 1))
		return true;
	for (size_t i = 0; i < unit->spreads.len; i++)
		if (a == b || unit->spreads.items[i].selects[b])
			return true;
	return unit->affinities.len && (a == b || unit->friends[b]);
}

static bool
is_unit_social(const struct bth_local *local, uint32_t at)
{
	for (uint32_t i = 0; i < local->unit_count; i++)
		if (minds(local, at, i) || minds(local, i, at))
			return true;
	return false;
}

/* Whether the pod competes for room, or for a claim that only one pod may use. */
static bool
is_pod_social(const struct bth_local *local, uint32_t at)
{
	const struct bth_local_pod *pod = &local->pods[at];

	for (uint32_t i = 0; i < local->node_count; i++)
		if (local->tight[i] && bth_local_may(local, at, i))
			return true;
	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_local_claim *claim = &local->claims[pod->claims.items[i]];

		if (claim->exclusive && claim->pods.len > 1)
			return true;
	}
	return false;
}

bool
bth_local_read_social(struct bth_arena *arena, struct bth_local *local)
{
	number_units(arena, local);
	if (local->unit_count > UNITS_MOST)
		return false;
	local->tight = bth_arena_array(arena, local->node_count, sizeof *local->tight);
	for (uint32_t i = 0; i < local->node_count; i++)
		local->tight[i] = local->social->tight[local->nodes[i]];
	for (uint32_t i = 0; i < local->unit_count; i++)
		local->units[i].shuns = bth_arena_array(arena, local->unit_count,
			sizeof *local->units[i].shuns);
	for (uint32_t i = 0; i < local->unit_count; i++)
		read_unit(arena, local, i);
	for (uint32_t i = 0; i < local->pod_count; i++)
		local->pods[i].social = is_unit_social(local, local->pods[i].unit) ||
			is_pod_social(local, i);
	return true;
}

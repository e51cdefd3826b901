/* may.c - the most that each claim can get, and where each pod can run at most */

#include "bind/may.h"

#include "bind/offer.h"
#include "bind/pair.h"

unsigned
bth_modes_count(unsigned modes)
{
	unsigned count = 0;

	for (; modes; modes &= modes - 1)
		count++;
	return count;
}

bool
bth_may_schedule(const struct bth_facts *facts, uint32_t pod)
{
	const struct bth_pod_facts *is = &facts->pods[pod];

	return is->tried && !is->fails && !is->stuck &&
		!facts->views->pods.items[pod].node_name.len;
}

/*
 * Volumes that are reserved for the claim. Of those that the PV controller would bind only
 * those with the fewest access modes count: it searches by them, and they stay available,
 * once they are there.
 */
static void
read_owned(struct bth_may *may, uint32_t index)
{
	const struct bth_facts *facts = may->facts;
	const struct bth_claim *claim = &facts->views->claims.items[index];
	const struct bth_claim_facts *is = &facts->claims[index];
	struct bth_claim_may *out = &may->claims[index];
	unsigned least = UINT32_MAX;

	for (size_t i = 0; i < is->owned.len; i++) {
		uint32_t at = is->owned.items[i];
		const struct bth_volume *volume = &facts->views->volumes.items[at];
		unsigned count = bth_modes_count(volume->modes);

		if (bth_pair_offer(claim, volume))
			continue;
		if (is->way == BTH_WAY_DELAYED &&
			bth_str_eq(is->storage_class, volume->storage_class))
			bth_vec_push(facts->arena, &out->seen, at);
		if (!bth_pair_modes(claim, volume) || (count > least && !facts->late_volumes))
			continue;
		if (count < least && !facts->late_volumes)
			out->owned.len = 0;
		least = count;
		bth_vec_push(facts->arena, &out->owned, at);
	}
}

/* Nodes that the schedulable pods of a delayed claim may use. */
static const struct bth_indexes *
consumer_nodes(struct bth_may *may, uint32_t index)
{
	const struct bth_claim_facts *claim = &may->facts->claims[index];
	const struct bth_indexes *all = may->nodes.nowhere;

	for (size_t i = 0; i < claim->pods.len; i++) {
		uint32_t pod = claim->pods.items[i];

		if (bth_may_schedule(may->facts, pod))
			all = bth_offer_join(may, all,
				may->unit_nodes[may->facts->pods[pod].unit]);
	}
	return all;
}

static void
read_searched(struct bth_may *may, uint32_t index)
{
	const struct bth_claim_facts *is = &may->facts->claims[index];
	struct bth_claim_may *out = &may->claims[index];
	bool late = may->facts->late_volumes;

	read_owned(may, index);
	if (is->way == BTH_WAY_IMMEDIATE)
		out->free = bth_offer_find(may, index, NULL); /* wherever it is */
	else if (!out->seen.len || late) /* else the scheduler ends its search with that one */
		out->free = bth_offer_find(may, index, consumer_nodes(may, index));
	if (is->way == BTH_WAY_IMMEDIATE && out->owned.len && out->free && !late)
		out->free = bth_offer_before(may, out->free, &out->owned);
	out->provisioned = is->answered &&
		(!out->owned.len || late);
}

/* The volume of a claim that names one, if it can be bound to it or says it is. */
static uint32_t
read_named(const struct bth_may *may, uint32_t index)
{
	const struct bth_claim_facts *is = &may->facts->claims[index];
	const struct bth_volume_facts *volume;

	if (is->named == BTH_NO_INDEX || is->way == BTH_WAY_BOUND || is->way == BTH_WAY_TOLD)
		return is->named;
	volume = &may->facts->volumes[is->named];
	if (volume->hold == BTH_HOLD_RESERVED)
		return volume->claim == index ? is->named : BTH_NO_INDEX;
	if (volume->hold != BTH_HOLD_FREE ||
		bth_pair_named(&may->facts->views->claims.items[index], is->storage_class,
			&may->facts->views->volumes.items[is->named]))
		return BTH_NO_INDEX;
	return is->named;
}

/* Nodes where the class would make a volume. */
static const struct bth_indexes *
provisioned_nodes(struct bth_may *may, const struct bth_claim_facts *claim)
{
	struct bth_indexes found = {0};

	if (!claim->provisions)
		return may->nodes.nowhere;
	if (claim->way == BTH_WAY_IMMEDIATE || !claim->class->topologies.len)
		return may->nodes.everywhere;
	for (uint32_t i = 0; i < may->nodes.count; i++)
		if (bth_nodes_provisioned(&may->nodes, claim->class, i))
			bth_vec_push(may->facts->arena, &found, i);
	return bth_nodes_list(&may->nodes, found.items, found.len);
}

static const struct bth_indexes *
claim_nodes(struct bth_may *may, uint32_t index)
{
	const struct bth_claim_may *claim = &may->claims[index];
	const struct bth_indexes *all = provisioned_nodes(may, &may->facts->claims[index]);

	for (size_t i = 0; i < claim->owned.len; i++)
		all = bth_offer_join(may, all, may->reach[claim->owned.items[i]]);
	for (size_t i = 0; i < claim->seen.len; i++)
		all = bth_offer_join(may, all, may->reach[claim->seen.items[i]]);
	if (claim->free)
		all = bth_offer_join(may, all, claim->free->nodes);
	if (claim->named != BTH_NO_INDEX)
		all = bth_offer_join(may, all, may->reach[claim->named]);
	return all;
}

static void
read_claim(struct bth_may *may, uint32_t index)
{
	enum bth_way way = may->facts->claims[index].way;
	struct bth_claim_may *out = &may->claims[index];

	out->named = BTH_NO_INDEX;
	out->nodes = may->nodes.nowhere;
	if (way == BTH_WAY_NONE || way == BTH_WAY_LOST)
		return;
	if (way == BTH_WAY_IMMEDIATE || way == BTH_WAY_DELAYED)
		read_searched(may, index);
	else
		out->named = read_named(may, index);
	out->nodes = claim_nodes(may, index);
}

static const struct bth_indexes *
pod_nodes(struct bth_may *may, uint32_t index)
{
	const struct bth_pod *pod = &may->facts->views->pods.items[index];
	const struct bth_pod_facts *is = &may->facts->pods[index];
	const struct bth_indexes *nodes = may->unit_nodes[is->unit];

	if (!is->tried || is->fails)
		return may->nodes.nowhere;
	if (pod->node_name.len)
		return nodes;
	if (is->stuck)
		return may->nodes.nowhere;
	for (size_t i = 0; i < pod->claims.len; i++) {
		uint32_t claim = may->facts->claims[pod->claims.items[i]].first;

		nodes = bth_offer_meet(may, nodes, may->claims[claim].nodes);
	}
	return nodes;
}

void
bth_may_read(struct bth_may *out, const struct bth_facts *facts)
{
	const struct bth_views *views = facts->views;
	struct bth_arena *arena = facts->arena;

	*out = (struct bth_may){.facts = facts};
	bth_nodes_init(&out->nodes, facts);
	out->marks = bth_arena_array(arena, out->nodes.count, 1);
	out->reach = bth_arena_array(arena, views->volumes.len, sizeof(void *));
	out->unit_nodes = bth_arena_array(arena, facts->units.len, sizeof(void *));
	out->claims = bth_arena_array(arena, views->claims.len, sizeof *out->claims);
	out->pods = bth_arena_array(arena, views->pods.len, sizeof(void *));

	for (size_t i = 0; i < views->volumes.len; i++)
		out->reach[i] = bth_nodes_reach(&out->nodes, &views->volumes.items[i].affinity);
	for (size_t i = 0; i < facts->units.len; i++)
		out->unit_nodes[i] =
			bth_nodes_for_pod(&out->nodes, &views->pods.items[facts->units.items[i]]);
	bth_offer_index(out);
	for (uint32_t i = 0; i < views->claims.len; i++)
		read_claim(out, i);
	for (uint32_t i = 0; i < views->pods.len; i++)
		out->pods[i] = pod_nodes(out, i);
}

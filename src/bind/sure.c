/* sure.c - what must happen in a component that is too large to explore */

#include "bind/sure.h"

#include "bind/sure_pods.h"

void
bth_sure_init(struct bth_arena *arena, struct bth_sure *out, const struct bth_social *social)
{
	const struct bth_views *views = social->may->facts->views;

	*out = (struct bth_sure){.social = social,
		.claim_bound = bth_arena_array(arena, views->claims.len, sizeof(bool)),
		.claim_exists = bth_arena_array(arena, views->claims.len, sizeof(bool)),
		.pod_runs = bth_arena_array(arena, views->pods.len, sizeof(bool)),
		.pod_exists = bth_arena_array(arena, views->pods.len, sizeof(bool)),
		.owners = bth_arena_array(arena, social->terms.len, sizeof(uint32_t *)),
		.selected = bth_arena_array(arena, social->terms.len, sizeof(uint32_t *)),
		.offers = bth_arena_array(arena, social->may->offer_count,
			sizeof(struct bth_sure_counts))};
}

/* Whether the claim may take a volume from others. */
static bool
is_hungry(const struct bth_may *may, uint32_t claim)
{
	const struct bth_claim_may *is = &may->claims[claim];

	return is->free || (is->named != BTH_NO_INDEX &&
		may->facts->volumes[is->named].hold == BTH_HOLD_FREE);
}

/* Claims that the PV controller binds without a scheduler. */
static bool
is_bound_anyway(const struct bth_may *may, uint32_t claim, size_t hungry)
{
	const struct bth_claim_may *is = &may->claims[claim];
	enum bth_way way = may->facts->claims[claim].way;

	if (way == BTH_WAY_BOUND)
		return true;
	if (way == BTH_WAY_NAMED)
		return is->named != BTH_NO_INDEX &&
			(may->facts->volumes[is->named].hold == BTH_HOLD_RESERVED || hungry <= 1);
	if (way != BTH_WAY_IMMEDIATE && way != BTH_WAY_DELAYED)
		return false;
	if (is->owned.len)
		return true;
	/* more volumes than claims that could come before it */
	return way == BTH_WAY_IMMEDIATE && (is->provisioned ||
		(is->free && !is->free->crude && hungry <= is->free->volumes.len));
}

static void
read_existence(struct bth_sure *sure, const struct bth_component *component)
{
	const struct bth_facts *facts = sure->social->may->facts;

	for (size_t i = 0; i < component->pods.len; i++) {
		uint32_t at = component->pods.items[i];
		const struct bth_pod_facts *pod = &facts->pods[at];
		uint32_t before = pod->before;

		sure->pod_exists[at] = pod->tried && !pod->doubtful && (before == BTH_NO_INDEX ||
			(sure->pod_exists[before] && sure->pod_runs[before]));
		/* what cannot be made is not there, but its claims are */
		if (pod->fails)
			sure->pod_runs[at] = false;
	}
	for (size_t i = 0; i < component->claims.len; i++) {
		uint32_t at = component->claims.items[i];
		const struct bth_claim_facts *claim = &facts->claims[at];

		sure->claim_exists[at] = claim->there;
		for (size_t j = 0; j < claim->makers.len; j++)
			sure->claim_exists[at] |= sure->pod_exists[claim->makers.items[j]];
		sure->claim_exists[at] &= !facts->views->claims.items[at].deleting;
	}
	for (size_t i = 0; i < component->pods.len; i++)
		sure->pod_exists[component->pods.items[i]] &=
			!facts->pods[component->pods.items[i]].fails;
}

/* A delayed claim is bound when a pod runs that uses it and is there whenever it is. */
static void
read_delayed(struct bth_sure *sure, uint32_t at)
{
	const struct bth_claim_facts *claim = &sure->social->may->facts->claims[at];

	if (claim->way != BTH_WAY_DELAYED)
		return;
	for (size_t i = 0; i < claim->pods.len; i++) {
		uint32_t pod = claim->pods.items[i];
		bool makes = false;

		for (size_t j = 0; j < claim->makers.len; j++)
			makes |= claim->makers.items[j] == pod && claim->makers.len == 1;
		if (bth_may_schedule(sure->social->may->facts, pod))
			sure->claim_bound[at] |= sure->pod_runs[pod] &&
				(makes || sure->pod_exists[pod]);
	}
}

void
bth_sure_read(struct bth_sure *sure, const struct bth_component *component)
{
	const struct bth_may *may = sure->social->may;
	size_t hungry = 0, named = 0;

	for (size_t i = 0; i < component->claims.len; i++) {
		uint32_t at = component->claims.items[i];

		hungry += is_hungry(may, at);
		named += is_hungry(may, at) && !may->claims[at].free;
	}
	for (size_t i = 0; i < component->claims.len; i++) {
		uint32_t at = component->claims.items[i];

		sure->claim_bound[at] = is_bound_anyway(may, at, hungry);
	}
	for (size_t i = 0; i < component->pods.len; i++) {
		uint32_t at = component->pods.items[i];

		sure->pod_runs[at] = bth_sure_runs(sure, at, hungry, named > 0);
	}
	read_existence(sure, component);
	for (size_t i = 0; i < component->claims.len; i++)
		read_delayed(sure, component->claims.items[i]);
}

/* sure_follow.c - pods that can go wherever a volume is left for them */

#include "bind/sure_pods.h"

/* Whether each volume of the offer is of use to a pod on one of its nodes that has room. */
static bool
each_serves(struct bth_sure *sure, const struct bth_offer *offer, const struct bth_indexes *nodes)
{
	const struct bth_may *may = sure->social->may;
	struct bth_sure_counts *counts = &sure->offers[offer->number];

	if (counts->nodes == nodes)
		return counts->all_serve;
	counts->nodes = nodes;
	counts->all_serve = true;
	for (size_t i = 0; i < offer->volumes.len && counts->all_serve; i++) {
		bool serving = false;

		for (size_t j = 0; j < nodes->len && !serving; j++)
			serving = !sure->social->tight[nodes->items[j]] &&
				bth_sure_serves(may, offer->volumes.items[i], nodes->items[j]);
		counts->all_serve = serving;
	}
	return counts->all_serve;
}

/* The offer of the pod's one claim, if that is all it waits for; else NULL. */
static const struct bth_offer *
offer_of(const struct bth_may *may, uint32_t pod)
{
	const struct bth_pod *view = &may->facts->views->pods.items[pod];

	if (view->claims.len != 1 || view->node_name.len)
		return NULL;
	uint32_t claim = may->facts->claims[view->claims.items[0]].first;
	const struct bth_claim_facts *facts = &may->facts->claims[claim];
	const struct bth_claim_may *is = &may->claims[claim];
	if (facts->way != BTH_WAY_DELAYED || !bth_sure_comes_along(facts, pod) ||
		facts->pods.len > 1 || facts->provisions || is->seen.len || is->owned.len ||
		may->facts->views->claims.items[claim].selected_node.len || !is->free ||
		is->free->crude)
		return NULL;
	return is->free;
}

/* Whether no two volumes of the offer are in one domain of the term. */
static bool
are_apart(const struct bth_sure *sure, const struct bth_offer *offer,
	const struct bth_social_term *term)
{
	const struct bth_may *may = sure->social->may;
	bool *seen = bth_arena_array(may->facts->arena, may->nodes.count + 1, sizeof *seen);

	for (size_t i = 0; i < offer->volumes.len; i++) {
		const struct bth_indexes *reach = may->reach[offer->volumes.items[i]];
		uint32_t domain = reach->len ? term->domains[reach->items[0]] : 0;

		if (domain && seen[domain])
			return false;
		seen[domain] = true;
		for (size_t j = 1; j < reach->len; j++)
			if (term->domains[reach->items[j]] != domain)
				return false;
	}
	return true;
}

/* Whether each pod of the unit waits for a volume of the offer, and so is where one is. */
static bool
is_all_of(const struct bth_may *may, uint32_t unit, const struct bth_offer *offer)
{
	uint32_t first, end;

	bth_social_pods(may->facts, unit, &first, &end);
	for (uint32_t i = first; i < end; i++)
		if (offer_of(may, i) != offer)
			return false;
	return true;
}

/*
 * Whether the pods of the unit keep away from each other alone, and can: each is where its
 * volume is, and where another volume is left there is none of them.
 */
static bool
keep_apart(struct bth_sure *sure, uint32_t unit, const struct bth_offer *offer)
{
	const struct bth_social *social = sure->social;
	const struct bth_social_unit *is = &social->units[unit];
	struct bth_sure_counts *counts = &sure->offers[offer->number];

	if (counts->unit == unit + 1)
		return counts->apart;
	counts->unit = unit + 1;
	counts->apart = is_all_of(social->may, unit, offer);
	for (size_t i = 0; i < is->terms.len && counts->apart; i++) {
		const struct bth_social_term *term = &social->terms.items[is->terms.items[i]];

		counts->apart = term->kind == BTH_SOCIAL_ANTI && term->units.len == 1 &&
			term->units.items[0] == unit && are_apart(sure, offer, term);
	}
	for (size_t i = 0; i < is->shunned.len && counts->apart; i++)
		counts->apart = social->terms.items[is->shunned.items[i]].unit == unit;
	return counts->apart;
}

bool
bth_sure_follows(struct bth_sure *sure, uint32_t pod, size_t hungry)
{
	const struct bth_may *may = sure->social->may;
	uint32_t unit = may->facts->pods[pod].unit;
	const struct bth_social_unit *is = &sure->social->units[unit];
	const struct bth_offer *offer = offer_of(may, pod);

	return offer && offer->volumes.len >= hungry && each_serves(sure, offer, may->pods[pod]) &&
		(!(is->terms.len + is->shunned.len) || keep_apart(sure, unit, offer));
}

/* sure_pods.c - whether a pod gets a node whatever others do */

#include "bind/sure_pods.h"

#include "bind/zone.h"

bool
bth_sure_serves(const struct bth_may *may, uint32_t volume, uint32_t node)
{
	return bth_indexes_contain(may->reach[volume], node) &&
		(node == may->nodes.elsewhere ||
			bth_zone_fits(&may->facts->views->volumes.items[volume].labels,
				&may->nodes.views[node].labels));
}

static bool
all_serve(const struct bth_may *may, const struct bth_indexes *volumes, uint32_t node)
{
	for (size_t i = 0; i < volumes->len; i++)
		if (!bth_sure_serves(may, volumes->items[i], node))
			return false;
	return true;
}

/* Many claims share an offer, and each of their pods asks about each node: counted once. */
static const struct bth_sure_counts *
count_offer(struct bth_sure *sure, const struct bth_offer *offer)
{
	const struct bth_may *may = sure->social->may;
	struct bth_sure_counts *counts = &sure->offers[offer->number];

	if (counts->there)
		return counts;
	counts->there = bth_arena_array(may->facts->arena, may->nodes.count, sizeof(uint32_t));
	counts->serving = bth_arena_array(may->facts->arena, may->nodes.count, sizeof(uint32_t));
	for (size_t i = 0; i < offer->volumes.len; i++) {
		const struct bth_indexes *reach = may->reach[offer->volumes.items[i]];

		for (size_t j = 0; j < reach->len; j++) {
			counts->there[reach->items[j]]++;
			counts->serving[reach->items[j]] +=
				bth_sure_serves(may, offer->volumes.items[i], reach->items[j]);
		}
	}
	return counts;
}

/* Whether every volume that the claim may get is of use on the node. */
static bool
always_serves(struct bth_sure *sure, uint32_t claim, uint32_t node)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_claim_may *is = &may->claims[claim];

	return all_serve(may, &is->owned, node) &&
		(!is->free || count_offer(sure, is->free)->serving[node] ==
				      is->free->volumes.len) &&
		(is->named == BTH_NO_INDEX || bth_sure_serves(may, is->named, node));
}

/* Whether so many free volumes are on the node that one is left, whoever comes first. */
static bool
has_plenty(struct bth_sure *sure, const struct bth_offer *offer, uint32_t node, size_t hungry)
{
	return offer && !offer->crude && offer->volumes.len >= hungry &&
		count_offer(sure, offer)->there[node] >= hungry;
}

/* Whether the scheduler finds or gets a volume for the delayed claim on the node. */
static bool
finds_volume(struct bth_sure *sure, uint32_t claim, uint32_t node, size_t hungry, bool named)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_claim_facts *facts = &may->facts->claims[claim];
	const struct bth_claim_may *is = &may->claims[claim];

	if (is->seen.len || is->owned.len) {
		/* only when scheduler and controller must agree, or the pod may be misplaced */
		bool agree = is->owned.len == 1 && (!is->seen.len || (is->seen.len == 1 &&
			is->seen.items[0] == is->owned.items[0]));

		return agree && !is->free && !facts->provisions &&
			always_serves(sure, claim, node);
	}
	if (named || facts->pods.len > 1 ||
		may->facts->views->claims.items[claim].selected_node.len)
		return false;
	if (facts->provisions && !facts->answered)
		return false; /* a provisioner might be asked on another node, and never answer */
	if (bth_nodes_provisioned(&may->nodes, facts->class, node))
		return true;
	return has_plenty(sure, is->free, node, hungry);
}

bool
bth_sure_comes_along(const struct bth_claim_facts *claim, uint32_t pod)
{
	for (size_t i = 0; i < claim->makers.len; i++)
		if (claim->makers.items[i] == pod)
			return true;
	return claim->there;
}

static bool
claims_allow(struct bth_sure *sure, uint32_t pod, uint32_t node, size_t hungry, bool named)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_pod *view = &may->facts->views->pods.items[pod];

	for (size_t i = 0; i < view->claims.len; i++) {
		uint32_t claim = may->facts->claims[view->claims.items[i]].first;
		const struct bth_claim_facts *facts = &may->facts->claims[claim];

		if (!bth_sure_comes_along(facts, pod))
			return false;
		if (facts->way == BTH_WAY_DELAYED) {
			if (!finds_volume(sure, claim, node, hungry, named))
				return false;
		} else if (!sure->claim_bound[claim] || !always_serves(sure, claim, node)) {
			return false;
		}
		if ((may->facts->views->claims.items[claim].modes & BTH_RWOP) &&
			facts->pods.len > 1)
			return false;
	}
	return true;
}

/* Of each domain, how many of the unit's pods may be in it. */
static void
count_unit(const struct bth_may *may, uint32_t unit, const uint32_t *domains, uint32_t *counts)
{
	uint32_t first, end;

	bth_social_pods(may->facts, unit, &first, &end);
	for (uint32_t i = first; i < end; i++) {
		const struct bth_indexes *nodes = may->pods[i];
		uint32_t last = 0;

		for (size_t j = 0; j < nodes->len; j++) {
			uint32_t domain = domains[nodes->items[j]];

			/* nodes of one domain often stand together; more is harmless */
			counts[domain] += domain != last;
			last = domain;
		}
	}
}

static void
count_term(struct bth_sure *sure, uint32_t at)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_social_term *term = &sure->social->terms.items[at];

	if (sure->owners[at])
		return;
	sure->owners[at] = bth_arena_array(may->facts->arena, may->nodes.count + 1,
		sizeof(uint32_t));
	sure->selected[at] = bth_arena_array(may->facts->arena, may->nodes.count + 1,
		sizeof(uint32_t));
	count_unit(may, term->unit, term->domains, sure->owners[at]);
	for (size_t i = 0; i < term->units.len; i++)
		count_unit(may, term->units.items[i], term->domains, sure->selected[at]);
}

/*
 * Whether the counted pods may include others than @pod in the domain. Its own nodes there
 * count as one pod each.
 */
static bool
has_others(const struct bth_may *may, const struct bth_social_term *term, const uint32_t *counts,
	uint32_t pod, uint32_t domain, bool counted)
{
	const struct bth_indexes *nodes = may->pods[pod];
	uint32_t own = 0, last = 0;

	for (size_t i = 0; i < nodes->len && counted; i++) {
		uint32_t here = term->domains[nodes->items[i]];

		own += here == domain && here != last;
		last = here;
	}
	return counts[domain] > own;
}

static bool
selects_unit(const struct bth_social_term *term, uint32_t unit)
{
	for (size_t i = 0; i < term->units.len; i++)
		if (term->units.items[i] == unit)
			return true;
	return false;
}

/* Whether no pod that this one shuns, or that shuns it, can be in the node's domains. */
static bool
is_alone(struct bth_sure *sure, uint32_t pod, uint32_t node)
{
	const struct bth_may *may = sure->social->may;
	uint32_t unit = may->facts->pods[pod].unit;
	const struct bth_social_unit *is = &sure->social->units[unit];

	for (size_t i = 0; i < is->terms.len + is->shunned.len; i++) {
		bool own = i < is->terms.len;
		uint32_t at = own ? is->terms.items[i] : is->shunned.items[i - is->terms.len];
		const struct bth_social_term *term = &sure->social->terms.items[at];
		uint32_t domain = term->domains[node];

		if (!domain)
			continue;
		count_term(sure, at);
		if (own && has_others(may, term, sure->selected[at], pod, domain,
			selects_unit(term, unit)))
			return false;
		if (!own && has_others(may, term, sure->owners[at], pod, domain,
			term->unit == unit))
			return false;
	}
	return true;
}

/* Whether the pod's terms leave room for a verdict at all. */
static bool
is_simple(const struct bth_sure *sure, uint32_t pod)
{
	const struct bth_social *social = sure->social;
	const struct bth_indexes *terms =
		&social->units[social->may->facts->pods[pod].unit].terms;

	if (social->crude)
		return false;
	for (size_t i = 0; i < terms->len; i++)
		if (social->terms.items[terms->items[i]].kind != BTH_SOCIAL_ANTI)
			return false;
	return true;
}

bool
bth_sure_runs(struct bth_sure *sure, uint32_t pod, size_t hungry, bool named)
{
	const struct bth_may *may = sure->social->may;
	const struct bth_indexes *nodes = may->pods[pod];
	const struct bth_pod *view = &may->facts->views->pods.items[pod];

	if (view->node_name.len || !bth_may_schedule(may->facts, pod) || !is_simple(sure, pod))
		return false;
	for (size_t i = 0; i < nodes->len; i++)
		if (!sure->social->tight[nodes->items[i]] &&
			claims_allow(sure, pod, nodes->items[i], hungry, named) &&
			is_alone(sure, pod, nodes->items[i]))
			return true;
	return !named && bth_sure_follows(sure, pod, hungry);
}

/* controller.c - what the PV controller may do with a claim */

#include "bind/controller.h"

static unsigned
modes_of(const struct bth_now *now, uint32_t kind)
{
	return now->local->kinds[kind].modes;
}

static unsigned
level_of(const struct bth_now *now, uint32_t kind)
{
	return now->local->kinds[kind].mode_count;
}

static bool
has_modes(const struct bth_now *now, const struct bth_indexes *kinds, unsigned modes)
{
	for (size_t i = 0; i < kinds->len; i++)
		if (modes_of(now, kinds->items[i]) == modes)
			return true;
	return false;
}

/*
 * Of free volumes, any of the smallest of each set of modes, as far as the number of modes
 * is that of the first one found, and no more than of what is reserved.
 */
static uint32_t
search_free(const struct bth_now *now, const struct bth_local_claim *claim, uint32_t *out)
{
	uint32_t count = 0, most = claim->owns.len ? level_of(now, claim->owns.items[0]) :
		UINT32_MAX;

	for (size_t i = 0; i < claim->free.len; i++) {
		uint32_t kind = claim->free.items[i], last = count ? out[count - 1] : kind;

		if (level_of(now, kind) > most)
			break;
		if (!bth_now_is_free(now, kind))
			continue;
		if (level_of(now, kind) == most &&
			has_modes(now, &claim->owns, modes_of(now, kind)))
			continue; /* what is reserved wins over others of the same modes */
		if (count && modes_of(now, last) == modes_of(now, kind) &&
			now->local->kinds[last].rank < now->local->kinds[kind].rank)
			continue;
		most = level_of(now, kind);
		out[count++] = kind;
	}
	return count;
}

/* While volumes come one by one, any may be the only one there. */
static uint32_t
search_late(const struct bth_now *now, const struct bth_local_claim *claim, uint32_t *out)
{
	uint32_t count = 0;

	for (size_t i = 0; i < claim->owns.len; i++)
		out[count++] = claim->owns.items[i];
	for (size_t i = 0; i < claim->free.len; i++)
		if (bth_now_is_free(now, claim->free.items[i]))
			out[count++] = claim->free.items[i];
	return count;
}

/* findByClaim: groups with few access modes come first, equally many in no order. */
static uint32_t
search(const struct bth_now *now, const struct bth_local_claim *claim, uint32_t *out)
{
	uint32_t count;

	if (now->local->facts->late_volumes)
		return search_late(now, claim, out);
	count = search_free(now, claim, out);
	if (!claim->owns.len || (count && level_of(now, out[0]) <
		level_of(now, claim->owns.items[0])))
		return count;
	for (size_t i = 0; i < claim->owns.len; i++)
		out[count++] = claim->owns.items[i];
	return count;
}

/*
 * For a class that waits the controller binds only what belongs to the claim: what is
 * reserved, and what the scheduler has chosen, if that is written already.
 */
static uint32_t
search_owned(const struct bth_now *now, uint32_t claim, uint32_t *out)
{
	const struct bth_indexes *owns = &now->local->claims[claim].owns;
	uint32_t count = 0, chosen = bth_now_chosen(now, claim);

	for (size_t i = 0; i < owns->len; i++) {
		out[count++] = owns->items[i];
		if (owns->items[i] + 1 == chosen)
			chosen = 0;
	}
	if (chosen && (bth_local_pair(now->local, claim, chosen - 1) & BTH_PAIR_BINDS) &&
		(!count || now->local->facts->late_volumes ||
			level_of(now, chosen - 1) <= level_of(now, out[0])))
		out[count++] = chosen - 1;
	return count;
}

uint32_t
bth_controller_options(const struct bth_now *now, uint32_t claim, uint32_t *out)
{
	const struct bth_local_claim *is = &now->local->claims[claim];

	if (is->way == BTH_WAY_IMMEDIATE)
		return search(now, is, out);
	if (is->way == BTH_WAY_DELAYED)
		return search_owned(now, claim, out);
	if (is->way != BTH_WAY_NAMED || is->named == BTH_NO_INDEX)
		return 0;
	out[0] = is->named;
	return (bth_local_pair(now->local, claim, is->named) & BTH_PAIR_OWNED) ||
		bth_now_is_free(now, is->named);
}

bool
bth_controller_provisions(const struct bth_now *now, uint32_t claim)
{
	const struct bth_local_claim *is = &now->local->claims[claim];
	uint16_t selected = bth_now_claim(now, claim)[2];

	if (!is->answered)
		return false;
	if (is->way == BTH_WAY_IMMEDIATE)
		return true;
	return selected && selected <= now->local->node_count + 1;
}

bool
bth_controller_may_make(const struct bth_now *now, uint32_t claim)
{
	return bth_controller_provisions(now, claim) &&
		(now->local->facts->late_volumes ||
			(bth_now_chosen(now, claim) && !now->local->claims[claim].owns.len));
}

bool
bth_controller_is_settled(const struct bth_now *now, uint32_t claim, const uint32_t *options,
	uint32_t count)
{
	const struct bth_local_claim *is = &now->local->claims[claim];

	if (bth_controller_may_make(now, claim))
		return false;
	if (is->way == BTH_WAY_DELAYED)
		return count == 1 && (is->early || (bth_now_chosen(now, claim) &&
			!(is->answered && is->pods.len > 1)));
	for (uint32_t i = 0; i < count; i++) {
		const struct bth_local_kind *kind = &now->local->kinds[options[i]];

		if (!(bth_local_pair(now->local, claim, options[i]) & BTH_PAIR_OWNED) &&
			kind->demand > kind->size)
			return false;
	}
	return count > 0;
}

bool
bth_controller_is_stuck(const struct bth_now *now, uint32_t claim)
{
	const struct bth_local *local = now->local;
	uint16_t chosen = bth_now_chosen(now, claim);

	if (bth_now_bound(now, claim) != BTH_BOUND_NOT || local->claims[claim].owns.len)
		return false;
	if (chosen && (bth_local_pair(local, claim, chosen - 1u) & BTH_PAIR_BINDS))
		return false;
	return !bth_controller_provisions(now, claim);
}

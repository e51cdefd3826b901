/* reasons.c - why a volume is not in the set of a claim */

#include "bind/reasons.h"

#include <stdlib.h>

#include "base/near.h"
#include "bind/pair.h"

enum {
	EFFORT_MOST = 2000000, /* volumes looked at for all claims; then few for each */
	LOOKS = 400,           /* volumes of a list looked at for one claim */
	LOOKS_LATE = 20,
	TYPOS = 2,
};

static void
list_under(struct bth_arena *arena, struct bth_map *map, struct bth_str key, uint32_t volume)
{
	struct bth_str safe = key.len ? key : BTH_STR("");
	struct bth_indexes *list = bth_map_get(map, safe);

	if (!list) {
		list = bth_arena_alloc(arena, sizeof *list);
		bth_map_put(arena, map, safe, list);
	}
	bth_vec_push(arena, list, volume);
}

void
bth_reasons_init(struct bth_arena *arena, struct bth_reasons *out, const struct bth_may *may,
	struct bth_binding *binding)
{
	const struct bth_facts *facts = may->facts;

	*out = (struct bth_reasons){.may = may, .binding = binding};
	out->marks = bth_arena_array(arena, facts->views->volumes.len, sizeof *out->marks);
	for (uint32_t i = 0; i < facts->views->volumes.len; i++) {
		const struct bth_volume *volume = &facts->views->volumes.items[i];

		if (facts->volumes[i].hold == BTH_HOLD_FREE)
			continue; /* those are sorted by class already */
		list_under(arena, &out->by_class, volume->storage_class, i);
		if (volume->reserved)
			list_under(arena, &out->by_claim, volume->claim_name, i);
		if (volume->reserved && facts->volumes[i].claim == BTH_NO_INDEX)
			bth_vec_push(arena, &out->orphans, i);
	}
}

/* Whether a node that a pod of the delayed claim may use fits the volume. */
static bool
is_within_reach(const struct bth_may *may, uint32_t claim, uint32_t volume)
{
	const struct bth_indexes *pods = &may->facts->claims[claim].pods;
	const struct bth_indexes *reach = may->reach[volume];

	for (size_t i = 0; i < pods->len; i++) {
		const struct bth_indexes *nodes =
			may->unit_nodes[may->facts->pods[pods->items[i]].unit];

		if (!bth_may_schedule(may->facts, pods->items[i]))
			continue;
		for (size_t j = 0; j < reach->len; j++)
			if (bth_indexes_contain(nodes, reach->items[j]))
				return true;
	}
	return false;
}

static enum bth_why
why_not(const struct bth_reasons *reasons, uint32_t claim, uint32_t volume)
{
	const struct bth_may *may = reasons->may;
	enum bth_why why = bth_bind_pair(may->facts->views,
		&may->facts->views->claims.items[claim],
		&may->facts->views->volumes.items[volume]);

	if (why)
		return why;
	if (may->facts->claims[claim].way == BTH_WAY_DELAYED &&
		may->facts->volumes[volume].hold == BTH_HOLD_FREE &&
		!is_within_reach(may, claim, volume))
		return BTH_WHY_AFFINITY;
	return reasons->binding->volumes[volume].free ? BTH_WHY_OUTRANKED : BTH_WHY_TAKEN;
}

static bool
is_full(const struct bth_reasons *reasons, uint32_t claim)
{
	return reasons->binding->claims[claim].reasons.len >= BTH_BIND_REASONS;
}

static void
look_at(struct bth_reasons *reasons, uint32_t claim, uint32_t volume)
{
	struct bth_claim_outcome *out = &reasons->binding->claims[claim];

	reasons->effort++;
	if (reasons->marks[volume] == claim + 1 || is_full(reasons, claim))
		return;
	reasons->marks[volume] = claim + 1;
	if (!bth_indexes_contain(&out->volumes, volume))
		bth_vec_push(reasons->may->facts->arena, &out->reasons,
			(struct bth_reason){.partner = volume,
				.why = why_not(reasons, claim, volume),
				.claim = claim,
				.volume = volume});
}

static void
look_at_list(struct bth_reasons *reasons, uint32_t claim, const struct bth_indexes *list)
{
	size_t most = reasons->effort > EFFORT_MOST ? LOOKS_LATE : LOOKS;

	for (size_t i = 0; list && i < list->len && i < most && !is_full(reasons, claim); i++)
		look_at(reasons, claim, list->items[i]);
}

/* Reservations that name nobody, and were perhaps meant for this claim. */
static void
look_at_orphans(struct bth_reasons *reasons, uint32_t claim)
{
	const struct bth_views *views = reasons->may->facts->views;
	struct bth_str name = views->claims.items[claim].name;

	for (size_t i = 0; i < reasons->orphans.len && i < LOOKS; i++) {
		uint32_t volume = reasons->orphans.items[i];

		reasons->effort++;
		if (bth_near_distance(name, views->volumes.items[volume].claim_name,
			    2 * TYPOS) <= 2 * TYPOS)
			look_at(reasons, claim, volume);
	}
}

static int
compare(const void *left, const void *right)
{
	const struct bth_reason *a = left, *b = right;

	return (a->partner > b->partner) - (a->partner < b->partner);
}

/* The volumes a reader would think of, the likeliest first; then sorted as in the views. */
static void
read_claim(struct bth_reasons *reasons, uint32_t claim)
{
	const struct bth_may *may = reasons->may;
	const struct bth_claim_facts *facts = &may->facts->claims[claim];
	struct bth_claim_outcome *out = &reasons->binding->claims[claim];
	struct bth_str class =
		facts->storage_class.len ? facts->storage_class : BTH_STR("");

	look_at_list(reasons, claim, &facts->owned);
	if (facts->named != BTH_NO_INDEX)
		look_at(reasons, claim, facts->named);
	look_at_list(reasons, claim, bth_map_get(&reasons->by_claim,
		may->facts->views->claims.items[claim].name));
	if (!out->certain && reasons->effort < EFFORT_MOST)
		look_at_orphans(reasons, claim);
	look_at_list(reasons, claim, bth_map_get(&may->by_class, class));
	look_at_list(reasons, claim, bth_map_get(&reasons->by_class, class));
	for (uint32_t i = 0; i < may->facts->views->volumes.len && i < LOOKS &&
		(!out->certain || may->facts->views->volumes.len <= BTH_BIND_REASONS) &&
		!is_full(reasons, claim); i++)
		look_at(reasons, claim, i);
	if (out->reasons.len > 1)
		qsort(out->reasons.items, out->reasons.len, sizeof *out->reasons.items, compare);
}

void
bth_reasons_claims(struct bth_reasons *reasons)
{
	const struct bth_facts *facts = reasons->may->facts;

	for (uint32_t i = 0; i < facts->views->claims.len; i++) {
		if (facts->claims[i].first != i)
			reasons->binding->claims[i].reasons =
				reasons->binding->claims[facts->claims[i].first].reasons;
		else if (facts->claims[i].way != BTH_WAY_NONE ||
			facts->views->claims.items[i].refused)
			read_claim(reasons, i);
	}
}

/* finish.c - what follows from the sets of all claims and pods */

#include "bind/outcome.h"

#include "base/map.h"

/* Claims with one list of volumes between them. */
struct sharers {
	const uint32_t *volumes;
	size_t len;
	struct bth_indexes claims;
};

BTH_VEC_TYPE(sharings, struct sharers *);

/* Groups claims by their lists: lists are shared by address, so that is enough. */
static void
group_claims(struct bth_arena *arena, struct sharings *out, const struct bth_binding *binding,
	const struct bth_may *may)
{
	struct bth_map groups = {0};

	for (uint32_t i = 0; i < may->facts->views->claims.len; i++) {
		const struct bth_indexes *volumes = &binding->claims[i].volumes;
		const uint32_t **address;
		struct bth_str key;

		if (!volumes->len || may->facts->claims[i].first != i)
			continue;
		address = bth_arena_alloc(arena, sizeof *address);
		*address = volumes->items;
		key = (struct bth_str){.at = (const char *)address, .len = sizeof *address};
		struct sharers *group = bth_map_get(&groups, key);
		if (!group) {
			group = bth_arena_alloc(arena, sizeof *group);
			*group = (struct sharers){.volumes = volumes->items, .len = volumes->len};
			bth_map_put(arena, &groups, key, group);
			bth_vec_push(arena, out, group);
		}
		bth_vec_push(arena, &group->claims, i);
	}
}

void
bth_outcome_join(struct bth_arena *arena, struct bth_indexes *to, const struct bth_indexes *from)
{
	struct bth_indexes all = {0};
	size_t i = 0, j = 0;

	if (!from->len || to->items == from->items)
		return;
	all.cap = to->len + from->len;
	all.items = bth_arena_array(arena, all.cap, sizeof *all.items);
	while (i < to->len || j < from->len) {
		bool first = j == from->len || (i < to->len && to->items[i] <= from->items[j]);
		uint32_t next = first ? to->items[i] : from->items[j];

		i += i < to->len && to->items[i] == next;
		j += j < from->len && from->items[j] == next;
		all.items[all.len++] = next;
	}
	*to = all;
}

/*
 * Volumes that are in the same groups are in one class. A class is another one, split by one
 * more group; the first has the volumes that are in none.
 */
struct class {
	uint32_t parent, group;
	uint32_t seen;  /* the last group that has split this class, + 1 */
	uint32_t split; /* and into which */
	struct bth_indexes claims;
};

BTH_VEC_TYPE(classes, struct class);

/* Puts the volumes of one group into classes of their own. */
static void
split_classes(struct bth_arena *arena, struct classes *classes, uint32_t *of_volume,
	const struct sharers *sharers, uint32_t group)
{
	for (size_t i = 0; i < sharers->len; i++) {
		uint32_t volume = sharers->volumes[i], at = of_volume[volume];

		if (classes->items[at].seen != group + 1) {
			classes->items[at].seen = group + 1;
			classes->items[at].split = (uint32_t)classes->len;
			bth_vec_push(arena, classes, (struct class){.parent = at, .group = group});
		}
		of_volume[volume] = classes->items[at].split;
	}
}

/* All claims of the class's groups, which have none in common. One group shares its list. */
static void
merge_groups(struct bth_arena *arena, const struct classes *classes, uint32_t at,
	const struct sharings *sharings)
{
	struct bth_indexes *out = &classes->items[at].claims;

	if (!classes->items[at].parent) {
		*out = sharings->items[classes->items[at].group]->claims;
		return;
	}
	for (uint32_t i = at; i; i = classes->items[i].parent)
		out->cap += sharings->items[classes->items[i].group]->claims.len;
	out->items = bth_arena_array(arena, out->cap, sizeof *out->items);
	for (uint32_t i = at; i; i = classes->items[i].parent) {
		const struct bth_indexes *claims =
			&sharings->items[classes->items[i].group]->claims;

		memcpy(out->items + out->len, claims->items, claims->len * sizeof *out->items);
		out->len += claims->len;
	}
	bth_outcome_sort(out);
}

/* The claims of each volume. */
static void
list_claims(struct bth_arena *arena, struct bth_binding *out, const struct bth_may *may)
{
	size_t volumes = may->facts->views->volumes.len;
	uint32_t *of_volume = bth_arena_array(arena, volumes, sizeof *of_volume);
	struct sharings sharings = {0};
	struct classes classes = {0};

	group_claims(arena, &sharings, out, may);
	bth_vec_push(arena, &classes, (struct class){0});
	for (uint32_t i = 0; i < sharings.len; i++)
		split_classes(arena, &classes, of_volume, sharings.items[i], i);
	for (size_t i = 0; i < volumes; i++) {
		if (!of_volume[i])
			continue;
		if (!classes.items[of_volume[i]].claims.len)
			merge_groups(arena, &classes, of_volume[i], &sharings);
		out->volumes[i].claims = classes.items[of_volume[i]].claims;
	}
}

/* Whether another claim may get one of the volumes. */
static bool
is_contested(const struct bth_binding *binding, const struct bth_claim_outcome *claim)
{
	for (size_t i = 0; i < claim->volumes.len; i++)
		if (binding->volumes[claim->volumes.items[i]].claims.len > 1)
			return true;
	return false;
}

/* Claims with one list are alike; the last list is remembered. */
static void
finish_claims(struct bth_binding *out, const struct bth_may *may)
{
	const struct bth_claim_outcome *last = NULL;

	for (size_t i = 0; i < may->facts->views->claims.len; i++) {
		struct bth_claim_outcome *claim = &out->claims[i];

		if (may->facts->claims[i].first != i) {
			*claim = out->claims[may->facts->claims[i].first];
			continue;
		}
		if (may->facts->views->claims.items[i].deleting &&
			may->facts->claims[i].way != BTH_WAY_NONE) {
			claim->absent = true; /* it goes as soon as no pod uses it */
			claim->pending = true;
		}
		claim->certain = claim->volumes.len + claim->provisioned == 1 &&
			!claim->pending && !claim->absent;
		claim->contested = last && last->volumes.items == claim->volumes.items ?
			last->contested : is_contested(out, claim);
		last = claim;
	}
}

void
bth_outcome_finish(struct bth_arena *arena, struct bth_binding *out, const struct bth_may *may)
{
	list_claims(arena, out, may);
	finish_claims(out, may);
	for (size_t i = 0; i < may->facts->views->pods.len; i++) {
		struct bth_pod_outcome *pod = &out->pods[i];

		if (pod->anywhere)
			pod->nodes.len = 0;
		pod->certain = pod->nodes.len == 1 && !pod->pending && !pod->absent;
	}
}

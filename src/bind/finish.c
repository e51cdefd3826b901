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

/* All claims of the groups, which have none in common. */
static void
merge_groups(struct bth_arena *arena, struct bth_indexes *out, const struct sharings *sharings,
	const struct bth_indexes *groups)
{
	*out = sharings->items[groups->items[0]]->claims;
	if (groups->len == 1)
		return;
	for (size_t i = 1; i < groups->len; i++)
		out->cap += sharings->items[groups->items[i]]->claims.len;
	out->items = bth_arena_array(arena, out->cap, sizeof *out->items);
	out->len = 0;
	for (size_t i = 0; i < groups->len; i++) {
		const struct bth_indexes *claims = &sharings->items[groups->items[i]]->claims;

		memcpy(out->items + out->len, claims->items, claims->len * sizeof *out->items);
		out->len += claims->len;
	}
	bth_outcome_sort(out);
}

/*
 * The claims of each volume. A volume of one group shares its list; of several, the lists
 * are merged, once for all volumes that are in the same groups.
 */
static void
list_claims(struct bth_arena *arena, struct bth_binding *out, const struct bth_may *may)
{
	size_t volumes = may->facts->views->volumes.len;
	struct bth_indexes *groups = bth_arena_array(arena, volumes, sizeof *groups);
	struct sharings sharings = {0};
	struct bth_map merged = {0};

	group_claims(arena, &sharings, out, may);
	for (uint32_t i = 0; i < sharings.len; i++)
		for (size_t j = 0; j < sharings.items[i]->len; j++)
			bth_vec_push(arena, &groups[sharings.items[i]->volumes[j]], i);
	for (size_t i = 0; i < volumes; i++) {
		struct bth_str key = {.at = (const char *)groups[i].items,
			.len = groups[i].len * sizeof *groups[i].items};
		struct bth_indexes *list = key.len ? bth_map_get(&merged, key) : NULL;

		if (!key.len)
			continue;
		if (!list) {
			list = bth_arena_alloc(arena, sizeof *list);
			merge_groups(arena, list, &sharings, &groups[i]);
			bth_map_put(arena, &merged, key, list);
		}
		out->volumes[i].claims = *list;
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

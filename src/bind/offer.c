/* offer.c - free volumes for claims that ask for the same, found once */

#include "bind/offer.h"

#include "base/buf.h"
#include "bind/pair.h"

/*
 * Beyond this many pairs, claims share the list of all free volumes of their class: a
 * bound, but one that takes no time. Only runs with thousands of different claims and
 * different volumes of one class get there.
 */
enum { EFFORT_MOST = 20000000 };

static struct bth_str
class_key(struct bth_str name)
{
	return name.len ? name : BTH_STR("");
}

void
bth_offer_index(struct bth_may *may)
{
	struct bth_arena *arena = may->facts->arena;

	for (uint32_t i = 0; i < may->facts->views->volumes.len; i++) {
		struct bth_str key = class_key(may->facts->views->volumes.items[i].storage_class);
		struct bth_indexes *list = bth_map_get(&may->by_class, key);

		if (may->facts->volumes[i].hold != BTH_HOLD_FREE)
			continue;
		if (!list) {
			list = bth_arena_alloc(arena, sizeof *list);
			bth_map_put(arena, &may->by_class, key, list);
		}
		bth_vec_push(arena, list, i);
	}
}

/* The nodes marked, as a list; the marks are cleared. */
static const struct bth_indexes *
collect(struct bth_may *may)
{
	struct bth_indexes found = {0};

	for (uint32_t i = 0; i < may->nodes.count; i++) {
		if (may->marks[i])
			bth_vec_push(may->facts->arena, &found, i);
		may->marks[i] = 0;
	}
	return bth_nodes_list(&may->nodes, found.items, found.len);
}

const struct bth_indexes *
bth_offer_join(struct bth_may *may, const struct bth_indexes *a, const struct bth_indexes *b)
{
	if (a == b || !b->len || a == may->nodes.everywhere)
		return a;
	if (!a->len || b == may->nodes.everywhere)
		return b;
	for (size_t i = 0; i < a->len; i++)
		may->marks[a->items[i]] = 1;
	for (size_t i = 0; i < b->len; i++)
		may->marks[b->items[i]] = 1;
	return collect(may);
}

const struct bth_indexes *
bth_offer_meet(struct bth_may *may, const struct bth_indexes *a, const struct bth_indexes *b)
{
	struct bth_indexes found = {0};

	if (a == b || !a->len || b == may->nodes.everywhere)
		return a;
	if (!b->len || a == may->nodes.everywhere)
		return b;
	if (a->len > b->len) {
		const struct bth_indexes *swap = a;

		a = b;
		b = swap;
	}
	for (size_t i = 0; i < a->len; i++)
		if (bth_indexes_contain(b, a->items[i]))
			bth_vec_push(may->facts->arena, &found, a->items[i]);
	return found.len == a->len ? a : bth_nodes_list(&may->nodes, found.items, found.len);
}

/* Whether the two lists share a node. */
static bool
touch(const struct bth_may *may, const struct bth_indexes *a, const struct bth_indexes *b)
{
	if (a == b || a == may->nodes.everywhere || b == may->nodes.everywhere)
		return a->len && b->len;
	const struct bth_indexes *few = a->len < b->len ? a : b, *many = few == a ? b : a;

	for (size_t i = 0; i < few->len; i++)
		if (bth_indexes_contain(many, few->items[i]))
			return true;
	return false;
}

/* What is known of all volumes together. */
static struct bth_offer *
finish(struct bth_may *may, struct bth_indexes volumes)
{
	struct bth_offer *offer = bth_arena_alloc(may->facts->arena, sizeof *offer);
	bool everywhere = false;

	offer->number = may->offer_count++;
	offer->volumes = volumes;
	offer->least_modes = UINT32_MAX;
	for (size_t i = 0; i < volumes.len; i++) {
		const struct bth_volume *volume =
			&may->facts->views->volumes.items[volumes.items[i]];
		const struct bth_indexes *reach = may->reach[volumes.items[i]];
		unsigned count = bth_modes_count(volume->modes);

		if (count < offer->least_modes)
			offer->least_modes = count;
		everywhere |= reach == may->nodes.everywhere;
		for (size_t j = 0; j < reach->len && !everywhere; j++)
			may->marks[reach->items[j]] = 1;
	}
	offer->nodes = collect(may);
	if (everywhere)
		offer->nodes = may->nodes.everywhere;
	return offer;
}

/* What a claim asks for, as a text that equal claims share. */
static struct bth_str
asked(const struct bth_may *may, uint32_t index, const struct bth_indexes *nodes)
{
	const struct bth_claim *claim = &may->facts->views->claims.items[index];
	const struct bth_requirements *all = &claim->selector.all;
	struct bth_buf buf;

	bth_buf_init(&buf, may->facts->arena);
	bth_buf_add(&buf, &claim->request.nano, sizeof claim->request.nano);
	bth_buf_add(&buf, &nodes, sizeof nodes);
	bth_buf_printf(&buf, "%d %u %d %d %zu ", claim->has_request, claim->modes, claim->block,
		claim->selector.present, claim->attributes_class.len);
	bth_buf_str(&buf, claim->attributes_class);
	for (size_t i = 0; i < all->len; i++) {
		const struct bth_requirement *one = &all->items[i];

		bth_buf_printf(&buf, "&%d %zu ", (int)one->operator, one->key.len);
		bth_buf_str(&buf, one->key);
		for (size_t j = 0; j < one->values.len; j++) {
			bth_buf_printf(&buf, ",%zu ", one->values.items[j].len);
			bth_buf_str(&buf, one->values.items[j]);
		}
	}
	bth_buf_putc(&buf, '/');
	bth_buf_str(&buf, may->facts->claims[index].storage_class);
	return bth_buf_view(&buf);
}

/* All free volumes of a class, whether they fit or not. */
static const struct bth_offer *
find_crude(struct bth_may *may, struct bth_str key, const struct bth_indexes *list)
{
	struct bth_offer *offer = bth_map_get(&may->crude, key);

	if (!offer) {
		offer = finish(may, *list);
		offer->crude = true;
		bth_map_put(may->facts->arena, &may->crude, key, offer);
	}
	return offer;
}

const struct bth_offer *
bth_offer_find(struct bth_may *may, uint32_t claim, const struct bth_indexes *nodes)
{
	struct bth_str class = may->facts->claims[claim].storage_class;
	const struct bth_indexes *list = bth_map_get(&may->by_class, class_key(class));
	struct bth_indexes found = {0};

	if (!list || (nodes && !nodes->len))
		return NULL;
	if (may->effort > EFFORT_MOST)
		return find_crude(may, class_key(class), list);
	struct bth_arena_mark mark = bth_arena_mark(may->facts->arena);
	struct bth_str key = asked(may, claim, nodes);
	struct bth_offer *offer = bth_map_get(&may->offers, key);

	if (offer) {
		bth_arena_rewind(may->facts->arena, &mark); /* one key of equal ones is enough */
	} else {
		may->effort += list->len;
		for (size_t i = 0; i < list->len; i++) {
			uint32_t at = list->items[i];

			if (!bth_pair_free(&may->facts->views->claims.items[claim], class,
				    &may->facts->views->volumes.items[at]) &&
				(!nodes || touch(may, may->reach[at], nodes)))
				bth_vec_push(may->facts->arena, &found, at);
		}
		offer = finish(may, found);
		bth_map_put(may->facts->arena, &may->offers, key, offer);
	}
	return offer->volumes.len ? offer : NULL;
}

/* Whether one of @owned has exactly these modes: it then wins over unreserved ones. */
static bool
has_modes(const struct bth_may *may, const struct bth_indexes *owned, unsigned modes)
{
	for (size_t i = 0; i < owned->len; i++)
		if (may->facts->views->volumes.items[owned->items[i]].modes == modes)
			return true;
	return false;
}

/* Those of the offer that the PV controller finds before or beside the reserved ones. */
static struct bth_offer *
find_before(struct bth_may *may, const struct bth_offer *offer, const struct bth_indexes *owned)
{
	const struct bth_volume *volumes = may->facts->views->volumes.items;
	unsigned least = bth_modes_count(volumes[owned->items[0]].modes);
	struct bth_indexes found = {0};

	for (size_t i = 0; i < offer->volumes.len; i++) {
		unsigned modes = volumes[offer->volumes.items[i]].modes;
		unsigned count = bth_modes_count(modes);

		if (count < least || (count == least && !has_modes(may, owned, modes)))
			bth_vec_push(may->facts->arena, &found, offer->volumes.items[i]);
	}
	return finish(may, found);
}

/* Which sets of access modes the volumes have, which all have as many. */
static uint64_t
sets_of_modes(const struct bth_may *may, const struct bth_indexes *volumes)
{
	uint64_t sets = 0;

	for (size_t i = 0; i < volumes->len; i++)
		sets |= UINT64_C(1) <<
			may->facts->views->volumes.items[volumes->items[i]].modes;
	return sets;
}

const struct bth_offer *
bth_offer_before(struct bth_may *may, const struct bth_offer *offer,
	const struct bth_indexes *owned)
{
	struct bth_arena *arena = may->facts->arena;
	const uint64_t asked_for[] = {offer->number, sets_of_modes(may, owned)};
	struct bth_str key = {.at = (const char *)asked_for, .len = sizeof asked_for};

	if (offer->least_modes >
		bth_modes_count(may->facts->views->volumes.items[owned->items[0]].modes))
		return NULL;
	if (offer->crude)
		return offer;
	struct bth_offer *before = bth_map_get(&may->before, key);
	if (!before) {
		if ((may->effort += offer->volumes.len) > EFFORT_MOST)
			return offer;
		before = find_before(may, offer, owned);
		key.at = bth_arena_copy(arena, key.at, key.len);
		bth_map_put(arena, &may->before, key, before);
	}
	return before->volumes.len ? before : NULL;
}

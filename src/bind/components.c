/* components.c - parts of the run that cannot meet, to be solved apart */

#include "bind/components.h"

/* Disjoint sets: of each item its parent, roots being their own. */
struct forest {
	uint32_t *parents;
	uint32_t volumes, pods; /* where these begin; claims begin at 0 */
	uint32_t count;
};

static uint32_t
root_of(struct forest *forest, uint32_t item)
{
	while (forest->parents[item] != item) {
		forest->parents[item] = forest->parents[forest->parents[item]];
		item = forest->parents[item];
	}
	return item;
}

static void
unite(struct forest *forest, uint32_t a, uint32_t b)
{
	a = root_of(forest, a);
	b = root_of(forest, b);
	/* the lower one leads, so that the result depends on nothing else */
	if (a < b)
		forest->parents[b] = a;
	else
		forest->parents[a] = b;
}

static void
unite_volumes(struct forest *forest, uint32_t with, const struct bth_indexes *volumes)
{
	for (size_t i = 0; i < volumes->len; i++)
		unite(forest, with, forest->volumes + volumes->items[i]);
}

/*
 * A claim with all volumes that it can touch, and its pods. @offers has of each offer one
 * claim + 1 that has been united with all of its volumes: once is enough.
 */
static void
join_claim(struct forest *forest, const struct bth_may *may, uint32_t index, uint32_t *offers)
{
	const struct bth_claim_facts *facts = &may->facts->claims[index];
	const struct bth_claim_may *claim = &may->claims[index];

	if (facts->way == BTH_WAY_NONE)
		return;
	unite_volumes(forest, index, &claim->owned);
	unite_volumes(forest, index, &claim->seen);
	if (claim->named != BTH_NO_INDEX)
		unite(forest, index, forest->volumes + claim->named);
	if (claim->free && offers[claim->free->number]) {
		unite(forest, index, offers[claim->free->number] - 1);
	} else if (claim->free) {
		unite_volumes(forest, index, &claim->free->volumes);
		offers[claim->free->number] = index + 1;
	}
	for (size_t i = 0; i < facts->pods.len; i++)
		if (may->facts->pods[facts->pods.items[i]].tried)
			unite(forest, index, forest->pods + facts->pods.items[i]);
}

/* Pods that may come to share a domain with one that shuns them. */
struct meeting {
	struct forest *forest;
	const struct bth_may *may;
	uint32_t *hosts; /* of each domain, one pod of those that may be in it, + 1 */
};

static void
meet_in_domains(struct meeting *meeting, const uint32_t *domains, uint32_t unit)
{
	uint32_t first, end;

	bth_social_pods(meeting->may->facts, unit, &first, &end);
	for (uint32_t i = first; i < end; i++) {
		const struct bth_indexes *nodes = meeting->may->pods[i];

		for (size_t j = 0; j < nodes->len; j++) {
			uint32_t *host = &meeting->hosts[domains[nodes->items[j]]];

			if (domains[nodes->items[j]] && *host)
				unite(meeting->forest, meeting->forest->pods + *host - 1,
					meeting->forest->pods + i);
			*host = i + 1;
		}
	}
}

static void
join_shunned(struct meeting *meeting, const struct bth_social_term *term)
{
	memset(meeting->hosts, 0, (meeting->may->nodes.count + 1) * sizeof *meeting->hosts);
	if (!term->units.len)
		return;
	meet_in_domains(meeting, term->domains, term->unit);
	for (size_t i = 0; i < term->units.len; i++)
		if (term->units.items[i] != term->unit)
			meet_in_domains(meeting, term->domains, term->units.items[i]);
}

static void
join_unit(struct forest *forest, const struct bth_facts *facts, uint32_t unit, uint32_t with)
{
	uint32_t first, end;

	bth_social_pods(facts, unit, &first, &end);
	for (uint32_t i = first; i < end; i++)
		if (facts->pods[i].tried)
			unite(forest, forest->pods + with, forest->pods + i);
}

/* Affinity and spread look at pods wherever they are. */
static void
join_social(struct forest *forest, const struct bth_social *social)
{
	const struct bth_facts *facts = social->may->facts;
	struct meeting meeting = {.forest = forest, .may = social->may};

	meeting.hosts = bth_arena_array(facts->arena, social->may->nodes.count + 1,
		sizeof *meeting.hosts);
	for (size_t i = 0; i < social->terms.len; i++) {
		const struct bth_social_term *term = &social->terms.items[i];

		if (term->kind == BTH_SOCIAL_ANTI) {
			join_shunned(&meeting, term);
			continue;
		}
		uint32_t with = facts->units.items[term->unit];
		join_unit(forest, facts, term->unit, with);
		for (size_t j = 0; j < term->units.len; j++)
			join_unit(forest, facts, term->units.items[j], with);
	}
	for (uint32_t i = 1; i < facts->views->pods.len && social->crude; i++)
		unite(forest, forest->pods, forest->pods + i);
}

/* Pods that may be short of room on one node. */
static void
join_tight(struct forest *forest, const struct bth_social *social)
{
	const struct bth_may *may = social->may;
	uint32_t *hosts = bth_arena_array(may->facts->arena, may->nodes.count, sizeof *hosts);

	for (uint32_t i = 0; i < may->facts->views->pods.len; i++) {
		const struct bth_indexes *nodes = may->pods[i];

		for (size_t j = 0; j < nodes->len; j++) {
			uint32_t node = nodes->items[j];

			if (social->tight[node] && hosts[node])
				unite(forest, forest->pods + hosts[node] - 1, forest->pods + i);
			hosts[node] = i + 1;
		}
	}
}

/* Adds the item to its component, which its first item opens. */
static void
sort_item(struct bth_arena *arena, struct bth_components *out, struct forest *forest,
	uint32_t item, uint32_t *numbers)
{
	uint32_t root = root_of(forest, item);

	if (!numbers[root])
		numbers[root] = (uint32_t)++out->len;
	uint32_t number = numbers[root] - 1;
	struct bth_component *component = &out->items[number];

	if (item < forest->volumes) {
		bth_vec_push(arena, &component->claims, item);
		out->of_claim[item] = number;
	} else if (item < forest->pods) {
		bth_vec_push(arena, &component->volumes, item - forest->volumes);
		out->of_volume[item - forest->volumes] = number;
	} else {
		bth_vec_push(arena, &component->pods, item - forest->pods);
		out->of_pod[item - forest->pods] = number;
	}
}

/* Whether the item comes to exist, and, of volumes, whether anybody may touch it. */
static bool
counts(const struct bth_facts *facts, struct forest *forest, uint32_t item)
{
	if (item < forest->volumes)
		return facts->claims[item].way != BTH_WAY_NONE;
	if (item < forest->pods)
		return root_of(forest, item) != item; /* a claim leads wherever there is one */
	return facts->pods[item - forest->pods].tried;
}

static void
sort_items(struct bth_arena *arena, struct bth_components *out, struct forest *forest,
	const struct bth_facts *facts)
{
	uint32_t *numbers = bth_arena_array(arena, forest->count, sizeof *numbers);

	out->items = bth_arena_array(arena, forest->count, sizeof *out->items);
	out->of_claim = bth_arena_array(arena, forest->count, sizeof *out->of_claim);
	for (uint32_t i = 0; i < forest->count; i++)
		out->of_claim[i] = BTH_NO_INDEX;
	out->of_volume = out->of_claim + forest->volumes;
	out->of_pod = out->of_claim + forest->pods;
	for (uint32_t i = 0; i < forest->count; i++)
		if (counts(facts, forest, i))
			sort_item(arena, out, forest, i, numbers);
}

void
bth_components_find(struct bth_arena *arena, struct bth_components *out,
	const struct bth_social *social)
{
	const struct bth_facts *facts = social->may->facts;
	const struct bth_views *views = facts->views;
	uint32_t *offers =
		bth_arena_array(arena, social->may->offer_count, sizeof *offers);
	struct forest forest = {.volumes = (uint32_t)views->claims.len};

	*out = (struct bth_components){0};
	forest.pods = forest.volumes + (uint32_t)views->volumes.len;
	forest.count = forest.pods + (uint32_t)views->pods.len;
	forest.parents = bth_arena_array(arena, forest.count, sizeof *forest.parents);
	for (uint32_t i = 0; i < forest.count; i++)
		forest.parents[i] = i;

	for (uint32_t i = 0; i < views->claims.len; i++)
		join_claim(&forest, social->may, i, offers);
	for (uint32_t i = 0; i < views->pods.len; i++)
		if (facts->pods[i].tried && facts->pods[i].before != BTH_NO_INDEX)
			unite(&forest, forest.pods + i, forest.pods + facts->pods[i].before);
	join_social(&forest, social);
	join_tight(&forest, social);
	sort_items(arena, out, &forest, facts);
}

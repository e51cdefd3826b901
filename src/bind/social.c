/* social.c - which pods look at which others when they choose a node */

#include "bind/social.h"

#include "base/buf.h"

#define HOSTNAME "kubernetes.io/hostname"

/* Beyond this many comparisons of a term with labels nothing is said of who minds whom. */
enum { EFFORT_MOST = 5000000 };

void
bth_social_pods(const struct bth_facts *facts, uint32_t unit, uint32_t *first, uint32_t *end)
{
	*first = facts->units.items[unit];
	*end = unit + 1 < facts->units.len ? facts->units.items[unit + 1] :
		(uint32_t)facts->views->pods.len;
}

static const struct bth_pod *
unit_pod(const struct bth_social *social, uint32_t unit)
{
	const struct bth_facts *facts = social->may->facts;

	return &facts->views->pods.items[facts->units.items[unit]];
}

static bool
names_space(const struct bth_pod_term *term, struct bth_str own, struct bth_str other)
{
	if (!term->namespaces.len)
		return bth_str_eq(own, other);
	for (size_t i = 0; i < term->namespaces.len; i++)
		if (bth_str_eq(term->namespaces.items[i], other))
			return true;
	return false;
}

bool
bth_social_selects(const struct bth_social *social, uint32_t unit, const struct bth_pod_term *term,
	uint32_t other)
{
	const struct bth_pod *pod = unit_pod(social, other);

	return names_space(term, unit_pod(social, unit)->namespace, pod->namespace) &&
		bth_selector_matches(&term->selector, &pod->labels);
}

/* A key that no other parts make: lengths stand before them. */
static struct bth_str
join(struct bth_arena *arena, struct bth_str space, struct bth_str key, struct bth_str value)
{
	return bth_str_printf(arena, "%zu %zu %.*s%.*s%.*s", space.len, key.len,
		BTH_STR_ARG(space), BTH_STR_ARG(key), BTH_STR_ARG(value));
}

static void
list_under(struct bth_arena *arena, struct bth_map *map, struct bth_str key, uint32_t unit)
{
	struct bth_indexes *list = bth_map_get(map, key);

	if (!list) {
		list = bth_arena_alloc(arena, sizeof *list);
		bth_map_put(arena, map, key, list);
	}
	bth_vec_push(arena, list, unit);
}

static void
index_units(struct bth_social *social)
{
	const struct bth_facts *facts = social->may->facts;

	for (uint32_t i = 0; i < facts->units.len; i++) {
		const struct bth_pod *pod = unit_pod(social, i);

		list_under(facts->arena, &social->spaces, pod->namespace, i);
		for (size_t j = 0; j < pod->labels.len; j++)
			list_under(facts->arena, &social->labelled,
				join(facts->arena, pod->namespace, pod->labels.items[j].key,
					pod->labels.items[j].value), i);
	}
}

/* The values of a topology key, as numbers from 1; 0 for nodes without it. */
static const uint32_t *
read_domains(struct bth_social *social, struct bth_str key)
{
	const struct bth_nodes *nodes = &social->may->nodes;
	struct bth_arena *arena = social->may->facts->arena;
	uint32_t *domains = key.len ? bth_map_get(&social->domains, key) : NULL;
	struct bth_map values = {0};

	if (domains)
		return domains;
	domains = bth_arena_array(arena, nodes->count, sizeof *domains);
	for (uint32_t i = 0; i < nodes->count && i != nodes->elsewhere; i++) {
		const struct bth_str *found = bth_labels_get(&nodes->views[i].labels, key);

		if (!found)
			continue;
		struct bth_str value = found->len ? *found : BTH_STR("");
		const void *number = bth_map_get(&values, value);
		if (!number) {
			number = (void *)(uintptr_t)(values.len + 1);
			bth_map_put(arena, &values, value, (void *)(uintptr_t)(values.len + 1));
		}
		domains[i] = (uint32_t)(uintptr_t)number;
	}
	if (key.len)
		bth_map_put(arena, &social->domains, key, domains);
	return domains;
}

static void
select_from(struct bth_social *social, struct bth_social_term *term,
	const struct bth_indexes *list)
{
	if (!list)
		return;
	if ((social->effort += list->len) > EFFORT_MOST) {
		social->crude = true;
		return;
	}
	for (size_t i = 0; i < list->len; i++)
		if (bth_social_selects(social, term->unit, term->term, list->items[i]))
			bth_vec_push(social->may->facts->arena, &term->units, list->items[i]);
}

/* Whether text @at stood in the list before. */
static bool
is_repeated(const struct bth_strs *list, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (bth_str_eq(list->items[i], list->items[at]))
			return true;
	return false;
}

/* A requirement that names its values leads to few units; else all of a namespace are asked. */
static void
select_in_space(struct bth_social *social, struct bth_social_term *term, struct bth_str space)
{
	const struct bth_requirements *all = &term->term->selector.all;

	for (size_t i = 0; i < all->len; i++) {
		const struct bth_strs *values = &all->items[i].values;

		if (all->items[i].operator != BTH_IN)
			continue;
		for (size_t j = 0; j < values->len; j++)
			if (!is_repeated(values, j))
				select_from(social, term, bth_map_get(&social->labelled,
					join(social->may->facts->arena, space, all->items[i].key,
						values->items[j])));
		return;
	}
	select_from(social, term, bth_map_get(&social->spaces, space));
}

static void
add_term(struct bth_social *social, uint32_t unit, enum bth_social_kind kind,
	const struct bth_pod_term *pod_term)
{
	struct bth_arena *arena = social->may->facts->arena;
	bool known = social->may->nodes.elsewhere == BTH_NO_INDEX;
	uint32_t index = (uint32_t)social->terms.len;
	struct bth_social_term term = {.kind = kind, .unit = unit, .term = pod_term};

	/* of nodes that are not in the run only the hostnames are known, and none is short */
	if (!known && (kind != BTH_SOCIAL_ANTI || !bth_str_is(pod_term->topology_key, HOSTNAME)))
		return;
	term.domains = read_domains(social, pod_term->topology_key);
	for (size_t i = 0; i < pod_term->namespaces.len; i++)
		if (!is_repeated(&pod_term->namespaces, i))
			select_in_space(social, &term, pod_term->namespaces.items[i]);
	if (!pod_term->namespaces.len)
		select_in_space(social, &term, unit_pod(social, unit)->namespace);
	bth_vec_push(arena, &social->terms, term);
	bth_vec_push(arena, &social->units[unit].terms, index);
	for (size_t i = 0; i < term.units.len && kind == BTH_SOCIAL_ANTI; i++)
		bth_vec_push(arena, &social->units[term.units.items[i]].shunned, index);
}

static void
read_unit(struct bth_social *social, uint32_t unit)
{
	const struct bth_pod *pod = unit_pod(social, unit);

	for (size_t i = 0; i < pod->pod_anti_affinity.len; i++)
		add_term(social, unit, BTH_SOCIAL_ANTI, &pod->pod_anti_affinity.items[i]);
	if (pod->node_name.len)
		return; /* it does not ask, but others mind its anti-affinity */
	for (size_t i = 0; i < pod->pod_affinity.len; i++)
		add_term(social, unit, BTH_SOCIAL_AFFINITY, &pod->pod_affinity.items[i]);
	for (size_t i = 0; i < pod->spread.len; i++)
		add_term(social, unit, BTH_SOCIAL_SPREAD, &pod->spread.items[i]);
}

/* Adds up what all pods that may run on a node ask for there. */
static void
read_room(struct bth_social *social)
{
	const struct bth_facts *facts = social->may->facts;
	const struct bth_nodes *nodes = &social->may->nodes;
	struct demand {
		bth_int128 cpu, memory, pods;
	} *all = bth_arena_array(facts->arena, nodes->count, sizeof *all);

	for (size_t i = 0; i < facts->views->pods.len; i++) {
		const struct bth_pod *pod = &facts->views->pods.items[i];
		const struct bth_indexes *list = social->may->pods[i];

		for (size_t j = 0; j < list->len; j++) {
			struct demand *demand = &all[list->items[j]];

			demand->cpu += pod->cpu.nano;
			demand->memory += pod->memory.nano;
			demand->pods += 1000000000;
		}
	}
	social->tight = bth_arena_array(facts->arena, nodes->count, sizeof *social->tight);
	for (uint32_t i = 0; i < nodes->count && i != nodes->elsewhere; i++) {
		const struct bth_node_view *node = &nodes->views[i];

		/* a node that does not say how many pods it takes has no such limit here */
		social->tight[i] = node->has_room && (all[i].cpu > node->cpu.nano ||
			all[i].memory > node->memory.nano ||
			(node->pods.nano > 0 && all[i].pods > node->pods.nano));
	}
}

void
bth_social_read(struct bth_social *out, const struct bth_may *may)
{
	*out = (struct bth_social){.may = may};
	out->units = bth_arena_array(may->facts->arena, may->facts->units.len, sizeof *out->units);
	index_units(out);
	for (uint32_t i = 0; i < may->facts->units.len; i++)
		read_unit(out, i);
	read_room(out);
}

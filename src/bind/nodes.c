/* nodes.c - where a pod may run by its own spec, and where a volume can be used */

#include "bind/nodes.h"

#include <assert.h>

#include "base/buf.h"

#define HOSTNAME "kubernetes.io/hostname"

static void
index_node(struct bth_nodes *nodes, uint32_t index)
{
	struct bth_arena *arena = nodes->facts->arena;
	const struct bth_node_view *node = &nodes->views[index];
	const struct bth_str *host = bth_labels_get(&node->labels, BTH_STR(HOSTNAME));

	bth_map_put(arena, &nodes->by_name, node->name, (void *)(uintptr_t)(index + 1));
	if (!host)
		return;
	struct bth_indexes *list = bth_map_get(&nodes->by_host, *host);
	if (!list) {
		list = bth_arena_alloc(arena, sizeof *list);
		bth_map_put(arena, &nodes->by_host, *host, list);
	}
	bth_vec_push(arena, list, index);
}

void
bth_nodes_init(struct bth_nodes *out, const struct bth_facts *facts)
{
	uint32_t len = (uint32_t)facts->views->nodes.len;

	*out = (struct bth_nodes){
		.facts = facts, .views = facts->views->nodes.items, .count = len};
	out->elsewhere = BTH_NO_INDEX;
	if (!facts->views->nodes_known)
		out->elsewhere = out->count++;
	for (uint32_t i = 0; i < len; i++)
		index_node(out, i);

	uint32_t *all = bth_arena_array(facts->arena, out->count, sizeof *all);
	for (uint32_t i = 0; i < out->count; i++)
		all[i] = i;
	out->everywhere = bth_nodes_list(out, all, out->count);
	out->nowhere = bth_nodes_list(out, all, 0);
}

const struct bth_indexes *
bth_nodes_list(struct bth_nodes *nodes, const uint32_t *items, size_t len)
{
	struct bth_arena *arena = nodes->facts->arena;
	struct bth_str key = {.at = (const char *)items, .len = len * sizeof *items};
	struct bth_indexes *list = bth_map_get(&nodes->lists, len ? key : BTH_STR("-"));

	if (list)
		return list;
	list = bth_arena_alloc(arena, sizeof *list);
	list->items = bth_arena_array(arena, len, sizeof *items);
	if (len)
		memcpy(list->items, items, key.len);
	list->len = list->cap = len;
	key.at = (const char *)list->items;
	bth_map_put(arena, &nodes->lists, len ? key : BTH_STR("-"), list);
	return list;
}

/* Whether a value of an In names something that no known node is called by. */
static bool
names_others(const struct bth_map *known, const struct bth_requirement *requirement)
{
	for (size_t i = 0; i < requirement->values.len; i++)
		if (!bth_map_get(known, requirement->values.items[i]))
			return true;
	return false;
}

/* Whether a node, of which little is known, can meet the requirement. */
static bool
may_meet(const struct bth_nodes *nodes, const struct bth_requirement *requirement, uint32_t node)
{
	if (!bth_str_is(requirement->key, HOSTNAME))
		return true;
	if (node != nodes->elsewhere)
		return bth_requirement_matches(requirement, &nodes->views[node].labels);
	return requirement->operator != BTH_IN || names_others(&nodes->by_host, requirement);
}

/* The same for metadata.name, which may differ from the hostname that is known. */
static bool
may_be_called(const struct bth_nodes *nodes, const struct bth_requirement *requirement,
	uint32_t node)
{
	if (requirement->operator != BTH_IN || names_others(&nodes->by_name, requirement))
		return true;
	for (size_t i = 0; i < requirement->values.len && node != nodes->elsewhere; i++)
		if (bth_str_eq(requirement->values.items[i], nodes->views[node].name))
			return true;
	return false;
}

static bool
may_match_term(const struct bth_nodes *nodes, const struct bth_node_term *term, uint32_t node,
	bool with_fields)
{
	if (!term->expressions.len && !term->fields.len)
		return false;
	for (size_t i = 0; i < term->expressions.len; i++)
		if (!may_meet(nodes, &term->expressions.items[i], node))
			return false;
	for (size_t i = 0; i < term->fields.len && with_fields; i++)
		if (!may_be_called(nodes, &term->fields.items[i], node))
			return false;
	return true;
}

/* @pod: for a pod's affinity, which looks at the node's name too. */
static bool
accepts(const struct bth_nodes *nodes, const struct bth_node_selector *selector, uint32_t node,
	bool pod)
{
	if (!selector->present)
		return true;
	if (nodes->elsewhere == BTH_NO_INDEX)
		return bth_node_selector_matches(selector, &nodes->views[node].labels,
			pod ? &nodes->views[node].name : NULL);
	for (size_t i = 0; i < selector->terms.len; i++)
		if (may_match_term(nodes, &selector->terms.items[i], node, pod))
			return true;
	return false;
}

bool
bth_nodes_selected(const struct bth_nodes *nodes, const struct bth_pod *pod, uint32_t node)
{
	for (size_t i = 0; i < pod->node_selector.len; i++) {
		struct bth_label *pair = &pod->node_selector.items[i];
		struct bth_requirement in = {.key = pair->key,
			.operator = BTH_IN,
			.values = {.items = &pair->value, .len = 1, .cap = 1}};
		bool meets = nodes->elsewhere == BTH_NO_INDEX ?
			bth_requirement_matches(&in, &nodes->views[node].labels) :
			may_meet(nodes, &in, node);

		if (!meets)
			return false;
	}
	return accepts(nodes, &pod->affinity, node, true);
}

static bool
is_kept_away(const struct bth_node_view *node, const struct bth_pod *pod)
{
	struct bth_taint taint = {.key = BTH_STR("node.kubernetes.io/unschedulable"),
		.effect = BTH_STR("NoSchedule")};
	struct bth_taints one = {.items = &taint, .len = 1, .cap = 1};

	return node->unschedulable && bth_taint_untolerated(&one, &pod->tolerations);
}

static bool
is_too_big(const struct bth_node_view *node, const struct bth_pod *pod)
{
	return node->has_room && (bth_quantity_cmp(pod->cpu, node->cpu) > 0 ||
		bth_quantity_cmp(pod->memory, node->memory) > 0);
}

enum bth_why
bth_nodes_why(const struct bth_nodes *nodes, const struct bth_pod *pod, uint32_t node)
{
	bool known = nodes->elsewhere == BTH_NO_INDEX;
	const struct bth_node_view *view = node == nodes->elsewhere ? NULL : &nodes->views[node];

	/* nodeName goes past the scheduler: no other filter counts then */
	if (pod->node_name.len) {
		bool named = view ? bth_str_eq(view->name, pod->node_name) :
			!bth_map_get(&nodes->by_name, pod->node_name);

		return named ? BTH_WHY_NONE : BTH_WHY_NODE_NAME;
	}
	if (known && is_kept_away(view, pod))
		return BTH_WHY_UNSCHEDULABLE;
	if (known && bth_taint_untolerated(&view->taints, &pod->tolerations))
		return BTH_WHY_TAINT;
	if (!bth_nodes_selected(nodes, pod, node))
		return pod->node_selector.len && accepts(nodes, &pod->affinity, node, true) ?
			BTH_WHY_NODE_SELECTOR : BTH_WHY_NODE_AFFINITY;
	return known && is_too_big(view, pod) ? BTH_WHY_ROOM : BTH_WHY_NONE;
}

/* Whether the node lacks the topology key of one of the terms. */
static bool
lacks_key(const struct bth_node_view *node, const struct bth_pod_terms *terms)
{
	for (size_t i = 0; i < terms->len; i++)
		if (!bth_labels_get(&node->labels, terms->items[i].topology_key))
			return true;
	return false;
}

enum bth_why
bth_nodes_why_late(const struct bth_nodes *nodes, const struct bth_pod *pod, uint32_t node)
{
	if (nodes->elsewhere != BTH_NO_INDEX || pod->node_name.len)
		return BTH_WHY_NONE;
	if (lacks_key(&nodes->views[node], &pod->spread))
		return BTH_WHY_SPREAD;
	return lacks_key(&nodes->views[node], &pod->pod_affinity) ? BTH_WHY_POD_AFFINITY :
		BTH_WHY_NONE;
}

const struct bth_indexes *
bth_nodes_for_pod(struct bth_nodes *nodes, const struct bth_pod *pod)
{
	struct bth_indexes found = {0};

	for (uint32_t i = 0; i < nodes->count; i++)
		if (!bth_nodes_why(nodes, pod, i) && !bth_nodes_why_late(nodes, pod, i))
			bth_vec_push(nodes->facts->arena, &found, i);
	return bth_nodes_list(nodes, found.items, found.len);
}

static void
add_content(struct bth_buf *buf, const struct bth_requirements *all)
{
	for (size_t i = 0; i < all->len; i++) {
		const struct bth_requirement *one = &all->items[i];

		bth_buf_printf(buf, "&%d %zu ", (int)one->operator, one->key.len);
		bth_buf_str(buf, one->key);
		for (size_t j = 0; j < one->values.len; j++) {
			bth_buf_printf(buf, ",%zu ", one->values.items[j].len);
			bth_buf_str(buf, one->values.items[j]);
		}
	}
}

/* A text that two selectors share only when they accept the same nodes. */
static struct bth_str
content(struct bth_arena *arena, const struct bth_node_selector *selector)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	for (size_t i = 0; i < selector->terms.len; i++) {
		bth_buf_putc(&buf, '|');
		add_content(&buf, &selector->terms.items[i].expressions);
		bth_buf_putc(&buf, ':');
		add_content(&buf, &selector->terms.items[i].fields);
	}
	return bth_buf_view(&buf);
}

/* The nodes by these hostnames that the affinity accepts, ascending. */
static const struct bth_indexes *
reach_hosts(struct bth_nodes *nodes, const struct bth_node_selector *affinity,
	const struct bth_strs *hosts)
{
	struct bth_arena *arena = nodes->facts->arena;
	struct bth_indexes found = {0};

	for (size_t i = 0; i < hosts->len; i++) {
		const struct bth_indexes *list = bth_map_get(&nodes->by_host, hosts->items[i]);

		for (size_t j = 0; list && j < list->len; j++) {
			uint32_t node = list->items[j];
			size_t at = found.len;

			if (!accepts(nodes, affinity, node, false))
				continue;
			while (at && found.items[at - 1] > node)
				at--;
			if (at && found.items[at - 1] == node)
				continue;
			bth_vec_push(arena, &found, node);
			memmove(&found.items[at + 1], &found.items[at],
				(found.len - 1 - at) * sizeof found.items[0]);
			found.items[at] = node;
		}
	}
	return bth_nodes_list(nodes, found.items, found.len);
}

static const struct bth_indexes *
reach_scan(struct bth_nodes *nodes, const struct bth_node_selector *affinity)
{
	struct bth_indexes found = {0};

	for (uint32_t i = 0; i < nodes->count; i++)
		if (accepts(nodes, affinity, i, false))
			bth_vec_push(nodes->facts->arena, &found, i);
	return bth_nodes_list(nodes, found.items, found.len);
}

const struct bth_indexes *
bth_nodes_reach(struct bth_nodes *nodes, const struct bth_node_selector *affinity)
{
	struct bth_arena *arena = nodes->facts->arena;
	struct bth_strs hosts = {0};

	if (!affinity->present)
		return nodes->everywhere;
	struct bth_arena_mark mark = bth_arena_mark(arena);
	struct bth_str key = content(arena, affinity);
	struct bth_indexes *known = key.len ? bth_map_get(&nodes->reaches, key) : NULL;
	if (known) {
		bth_arena_rewind(arena, &mark);
		return known;
	}

	const struct bth_indexes *list;
	if (!key.len)
		list = nodes->nowhere;
	else if (bth_node_selector_pins(arena, &hosts, affinity, BTH_STR(HOSTNAME)))
		list = reach_hosts(nodes, affinity, &hosts);
	else
		list = reach_scan(nodes, affinity);
	if (key.len)
		bth_map_put(arena, &nodes->reaches, key, (void *)(uintptr_t)list);
	return list;
}

bool
bth_nodes_provisioned(const struct bth_nodes *nodes, const struct bth_class *class, uint32_t node)
{
	if (!class || !class->provisions)
		return false;
	if (!class->topologies.len || nodes->elsewhere != BTH_NO_INDEX)
		return true;
	for (size_t i = 0; i < class->topologies.len; i++) {
		const struct bth_requirements *term = &class->topologies.items[i];
		bool all = term->len > 0;

		for (size_t j = 0; j < term->len && all; j++)
			all = bth_requirement_matches(&term->items[j], &nodes->views[node].labels);
		if (all)
			return true;
	}
	return false;
}

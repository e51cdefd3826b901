/* pv_node_unknown.c - a volume's affinity asks for a label that no node has */

#include "base/near.h"
#include "rules/placement.h"

/* Words are compared with all hostnames only for so many findings. */
enum { SUGGESTIONS_MOST = 200 };

struct search {
	struct bth_lint *lint;
	struct bth_map labels; /* "key\nvalue" → a node that has it */
	struct bth_map keys;   /* keys that some node has */
	struct bth_node_index nodes;
	BTH_VEC(const char *) hosts;
	size_t suggested;
};

static struct bth_str
label_text(struct bth_arena *arena, struct bth_str key, struct bth_str value)
{
	return bth_str_printf(arena, "%.*s\n%.*s", BTH_STR_ARG(key), BTH_STR_ARG(value));
}

static void
index_labels(struct search *search)
{
	struct bth_arena *arena = search->lint->arena;

	for (size_t i = 0; i < search->lint->views->nodes.len; i++) {
		struct bth_node_view *node = &search->lint->views->nodes.items[i];

		for (size_t j = 0; j < node->labels.len; j++) {
			const struct bth_label *label = &node->labels.items[j];

			bth_map_put(arena, &search->labels,
				label_text(arena, label->key, label->value), node);
			bth_map_put(arena, &search->keys, label->key, node);
			if (bth_str_eq(label->key, BTH_HOSTNAME))
				bth_vec_push(arena, &search->hosts,
					bth_str_copy(arena, label->value).at);
		}
	}
}

static bool
is_known(const struct search *search, struct bth_str key, struct bth_str value)
{
	if (bth_map_get(&search->labels, label_text(search->lint->arena, key, value)))
		return true;
	return bth_str_eq(key, BTH_HOSTNAME) &&
		bth_world_assumed(search->lint->world, "Node", BTH_STR(""), value);
}

/* Counts the values of an In that no node has; *first is the first of them. */
static size_t
count_unknown(
	const struct search *search, struct bth_value expression, struct bth_value *first)
{
	struct bth_str key = bth_text(bth_get(expression, "key"));
	struct bth_value values = bth_get(expression, "values");
	size_t unknown = 0;

	if (!bth_str_is(bth_text(bth_get(expression, "operator")), "In"))
		return 0;
	for (struct bth_value i = bth_first(values); bth_exists(i); i = bth_next(i)) {
		if (!bth_is_scalar(i) || is_known(search, key, bth_text(i)))
			continue;
		if (!unknown++)
			*first = i;
	}
	return unknown;
}

/* Whether some expression of the term has no value that a node has. */
static bool
is_dead(const struct search *search, struct bth_value term)
{
	struct bth_value expressions = bth_get(term, "matchExpressions"), first;

	for (struct bth_value i = bth_first(expressions); bth_exists(i);
		i = bth_next(i)) {
		size_t unknown = count_unknown(search, i, &first);

		if (unknown && unknown == bth_size(bth_get(i, "values")))
			return true;
	}
	return bth_term_is_empty(term);
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/*
 * Whether nothing but numbers differs: node1 is no misspelt node2, and a volume that is sent
 * there does not find its data.
 */
static bool
are_numbered(struct bth_str one, struct bth_str other)
{
	size_t i = 0, j = 0;

	for (;; i++, j++) {
		while (i < one.len && is_digit(one.at[i]))
			i++;
		while (j < other.len && is_digit(other.at[j]))
			j++;
		if (i == one.len || j == other.len || one.at[i] != other.at[j])
			return i == one.len && j == other.len;
	}
}

/* The hostname label that was probably meant: of the node of that name, or one spelt nearly so. */
static void
suggest(struct search *search, struct bth_finding *finding,
	const struct bth_object *volume, struct bth_value value)
{
	struct bth_lint *lint = search->lint;
	const struct bth_node_view *node =
		bth_map_get(&search->nodes.by_name, bth_text(value));
	const struct bth_str *label =
		node ? bth_labels_get(&node->labels, BTH_HOSTNAME) : NULL;
	const char *near = NULL;

	if (label) {
		bth_report_note(lint, finding,
			bth_dig(bth_lint_node(lint, node), "metadata.labels"),
			"node '%.*s' is labelled kubernetes.io/hostname=%.*s",
			BTH_STR_ARG(node->name), BTH_STR_ARG(*label));
		near = bth_str_copy(lint->arena, *label).at;
	} else if (search->suggested++ < SUGGESTIONS_MOST) {
		near = bth_near(bth_text(value), search->hosts.items, search->hosts.len);
	}
	if (near && !label && are_numbered(bth_text(value), bth_str(near)))
		near = NULL;
	if (!near) {
		bth_report_fix(lint, finding,
			"name the node that has the data by its label, or "
			"add the node to the run");
		return;
	}
	bth_report_fix(lint, finding, "write '%s'", near);
	bth_report_replace(lint, finding, volume, value,
		bth_scalar_text(lint->arena, bth_str(near)));
}

static void
report(struct search *search, const struct bth_object *volume,
	struct bth_value expression, struct bth_value value, size_t unknown, bool dead)
{
	struct bth_lint *lint = search->lint;
	struct bth_str key = bth_text(bth_get(expression, "key"));
	bool host = bth_str_eq(key, BTH_HOSTNAME);
	bool has_key = bth_map_get(&search->keys, key) != NULL;
	struct bth_finding *finding;

	if (host)
		finding = bth_report(lint, &bth_rule_pv_node_unknown, volume, value,
			"volume '%.*s' is on node '%.*s'%s, but no node has that hostname label",
			BTH_STR_ARG(volume->name), BTH_STR_ARG(bth_text(value)),
			bth_and_more(lint, unknown));
	else
		finding = bth_report(lint, &bth_rule_pv_node_unknown, volume, value,
			"volume '%.*s' needs a node with '%.*s=%.*s', but no node has that label",
			BTH_STR_ARG(volume->name), BTH_STR_ARG(key),
			BTH_STR_ARG(bth_text(value)));
	bth_report_subject(finding, bth_text(value));
	/* labels that a driver writes may well be missing in a list of nodes made by hand */
	if (!dead || (!host && !has_key))
		finding->severity = BERTH_WARNING;
	if (host)
		suggest(search, finding, volume, value);
	else
		bth_report_fix(
			lint, finding, "name a value that a node has, or label the node");
}

/* Other operators than In: no value is wrong, but no node meets them either. */
static void
report_unmet(struct search *search, const struct bth_volume *volume)
{
	struct bth_lint *lint = search->lint;
	const struct bth_object *object = bth_lint_object(lint, volume->object);
	struct bth_str text = bth_node_selector_text(lint->arena, &volume->affinity);

	if (!text.len)
		return; /* empty terms alone */
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_node_unknown, object,
		bth_affinity_at(object->root),
		"volume '%.*s' needs a node with '%.*s', but the run has none",
		BTH_STR_ARG(volume->name), BTH_STR_ARG(text));
	bth_report_fix(lint, finding,
		"say which node has the data: kubernetes.io/hostname In [NODE]");
}

static void
look_at(struct search *search, const struct bth_volume *view)
{
	const struct bth_object *volume = bth_lint_object(search->lint, view->object);
	struct bth_value terms = bth_volume_terms(volume->root), value;
	size_t said = search->lint->findings->list.len;
	bool dead = true;

	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i))
		dead &= is_dead(search, i);
	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_value expressions = bth_get(i, "matchExpressions");

		for (struct bth_value j = bth_first(expressions); bth_exists(j);
			j = bth_next(j)) {
			size_t unknown = count_unknown(search, j, &value);
			bool host = bth_str_eq(bth_text(bth_get(j, "key")), BTH_HOSTNAME);

			/* of other labels some values may be for nodes to come */
			if (unknown &&
				(host ||
					(dead &&
						unknown ==
							bth_size(bth_get(j, "values")))))
				report(search, volume, j, value, unknown, dead);
		}
	}
	if (said == search->lint->findings->list.len &&
		!bth_node_index_find(&search->nodes, &view->affinity)->len)
		report_unmet(search, view);
}

static void
check(struct bth_lint *lint)
{
	struct search search = {.lint = lint};

	if (!lint->views->nodes_known)
		return;
	bth_node_index_init(&search.nodes, lint);
	index_labels(&search);
	for (size_t i = 0; i < lint->views->volumes.len; i++)
		if (lint->views->volumes.items[i].affinity.terms.len)
			look_at(&search, &lint->views->volumes.items[i]);
}

const struct bth_rule bth_rule_pv_node_unknown = {
	.code = "BTH406",
	.name = "pv-node-unknown",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(&bth_rule_pv_affinity_empty, &bth_rule_pv_affinity_impossible,
		&bth_rule_pv_affinity_key_deprecated),
	.summary =
		"a volume's node affinity asks for a label that no node of the run has",
	.why = "Affinity is compared with node labels, byte for byte. "
	       "kubernetes.io/hostname often is the node's name, but not on every "
	       "cloud. When no node has the value, the volume can be used nowhere, and "
	       "a volume's affinity cannot be changed later.",
	.fix = "Write the value as 'kubectl get nodes --show-labels' prints it. The "
	       "rule speaks only when Node objects are part of the run.",
};

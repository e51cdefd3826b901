/* pv_zone_label_conflict.c - a volume's zone label contradicts the node it is on */

#include "bind/zone.h"
#include "rules/placement.h"

static const char *const keys[] = {"topology.kubernetes.io/zone",
	"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
	"failure-domain.beta.kubernetes.io/region"};

enum { KEYS = sizeof keys / sizeof keys[0] };

/* The first zone or region label of the volume that the node does not go with, or NULL. */
static const char *
conflict(const struct bth_volume *volume, const struct bth_node_view *node)
{
	for (size_t i = 0; i < KEYS; i++) {
		const struct bth_str *value =
			bth_labels_get(&volume->labels, bth_str(keys[i]));
		struct bth_label label = {.key = bth_str(keys[i])};
		struct bth_labels one = {.items = &label, .len = 1, .cap = 1};

		if (!value)
			continue;
		label.value = *value;
		if (!bth_zone_fits(&one, &node->labels))
			return keys[i];
	}
	return NULL;
}

static void
report(struct bth_lint *lint, const struct bth_volume *volume,
	const struct bth_node_view *node, const char *key, size_t count)
{
	const struct bth_object *object = bth_lint_object(lint, volume->object);
	struct bth_value label = bth_get(bth_dig(object->root, "metadata.labels"), key);
	struct bth_value labels = bth_dig(bth_lint_node(lint, node), "metadata.labels");
	const struct bth_str *has = bth_labels_get(&node->labels, bth_str(key));
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_zone_label_conflict,
		object, label,
		"volume '%.*s' is labelled '%s=%.*s', but its node '%.*s'%s has %s",
		BTH_STR_ARG(volume->name), key, BTH_STR_ARG(bth_text(label)),
		BTH_STR_ARG(node->name), bth_and_more(lint, count),
		has ? bth_arena_printf(lint->arena, "'%.*s'", BTH_STR_ARG(*has)) :
		      "no such label");

	bth_report_note(lint, finding, has ? bth_get(labels, key) : labels,
		"the node's labels are here");
	bth_report_fix(lint, finding, "remove the label, or give it the node's value");
}

/* Speaks when none of the volume's nodes passes: then its pod can run nowhere. */
static void
look_at(struct bth_lint *lint, struct bth_node_index *index,
	const struct bth_volume *volume)
{
	const struct bth_indexes *nodes = bth_node_index_find(index, &volume->affinity);
	const struct bth_node_view *first = NULL;

	for (size_t i = 0; i < nodes->len; i++) {
		const struct bth_node_view *node =
			&lint->views->nodes.items[nodes->items[i]];

		if (!conflict(volume, node))
			return;
		if (!first)
			first = node;
	}
	if (first)
		report(lint, volume, first, conflict(volume, first), nodes->len);
}

static bool
is_labelled(const struct bth_volume *volume)
{
	for (size_t i = 0; i < KEYS; i++)
		if (bth_labels_get(&volume->labels, bth_str(keys[i])))
			return true;
	return false;
}

static void
check(struct bth_lint *lint)
{
	struct bth_node_index index;

	if (!lint->views->nodes_known)
		return;
	bth_node_index_init(&index, lint);
	for (size_t i = 0; i < lint->views->volumes.len; i++)
		if (is_labelled(&lint->views->volumes.items[i]))
			look_at(lint, &index, &lint->views->volumes.items[i]);
}

const struct bth_rule bth_rule_pv_zone_label_conflict = {
	.code = "BTH408",
	.name = "pv-zone-label-conflict",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a zone or region label of a volume that its node does not have",
	.why = "The scheduler compares zone and region labels of a bound volume with "
	       "the node's, besides the volume's affinity. A label that contradicts "
	       "the node keeps the pod from the only place where its data is.",
	.fix = "Remove the label from the volume: the node affinity says where it is. "
	       "The rule speaks only when Node objects are part of the run.",
};

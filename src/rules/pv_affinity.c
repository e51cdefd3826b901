/* pv_affinity.c - terms of a volume's node affinity that do not say what they seem to */

#include "rules/placement.h"

/* An empty list of values is not looked at: the API server refuses it. */
static void
visit_empty(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value terms = bth_volume_terms(volume->root), first = {0};
	size_t empty = 0;

	if (!bth_is_list(terms))
		return;
	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		if (!bth_term_is_empty(i))
			continue;
		if (!empty++)
			first = i;
	}
	if (!empty)
		return;
	bool alone = empty == bth_size(terms);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_affinity_empty,
		volume, first,
		alone ? "the node affinity of volume '%.*s' has only an empty term, which matches no node" :
			"an empty term in the node affinity of volume '%.*s' matches no node, so it adds none to the other terms",
		BTH_STR_ARG(volume->name));
	if (!alone)
		finding->severity = BERTH_WARNING;
	bth_report_fix(lint, finding,
		alone ? "say which node has the volume: kubernetes.io/hostname In [NODE]" :
			"remove the empty term");
}

const struct bth_rule bth_rule_pv_affinity_empty = {
	.code = "BTH402",
	.name = "pv-affinity-empty",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_empty,
	.summary = "a volume's node affinity has an empty term, which matches no node",
	.why = "The API server accepts an empty node selector term, but it matches no "
	       "node, where one would expect all. A volume with no other term can be "
	       "used nowhere, and the pod that needs it stays Pending.",
	.fix = "Write the expression that pins the volume to its node, or leave "
	       "nodeAffinity out for storage that every node reaches.",
};

/* The only field there is that a selector may ask for: metadata.name In [one name]. */
static struct bth_value
named_node(struct bth_value term)
{
	struct bth_value fields = bth_get(term, "matchFields"), field = bth_first(fields);
	struct bth_value name = bth_first(bth_get(field, "values"));

	return bth_size(fields) == 1 && bth_is_string(name) &&
			bth_str_is(bth_text(bth_get(field, "key")), "metadata.name") ?
		name :
		(struct bth_value){0};
}

/*
 * The term about labels that was meant. The label may differ from the name, so this is only
 * offered where the run does not have the node, or has it with that label.
 */
static void
offer_labels(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *volume, struct bth_value term)
{
	struct bth_value name = named_node(term);
	const struct bth_object *node =
		bth_world_get(lint->world, BTH_NODE, BTH_STR(""), bth_text(name));
	struct bth_str label =
		bth_text(bth_get(bth_dig(node ? node->root : name, "metadata.labels"),
			"kubernetes.io/hostname"));

	if (!bth_exists(name) || bth_size(bth_get(term, "matchExpressions")))
		return;
	if (!label.len)
		label = bth_text(name);
	bth_report_fix(lint, finding,
		"match the label instead: kubernetes.io/hostname In [%.*s]",
		BTH_STR_ARG(label));
	if (!bth_str_eq(label, bth_text(name)) ||
		bth_exists(bth_get(term, "matchExpressions")))
		return;
	bth_report_replace(lint, finding, volume, bth_get_key(term, "matchFields"),
		"matchExpressions");
	bth_report_replace(lint, finding, volume,
		bth_get(bth_first(bth_get(term, "matchFields")), "key"),
		"kubernetes.io/hostname");
}

static void
visit_fields(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value terms = bth_volume_terms(volume->root);

	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_value fields = bth_get(i, "matchFields");
		bool alone = !bth_size(bth_get(i, "matchExpressions"));

		if (!bth_size(fields))
			continue;
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_pv_affinity_fields, volume,
			bth_get_key(i, "matchFields"),
			alone ? "matchFields is ignored for volumes, so '%.*s' counts as usable on every node" :
				"matchFields is ignored for volumes: for '%.*s' only the matchExpressions count",
			BTH_STR_ARG(volume->name));
		if (!alone)
			finding->severity = BERTH_WARNING;
		bth_report_fix(lint, finding,
			alone ? "use matchExpressions on a label that only the right nodes have" :
				"remove matchFields");
		offer_labels(lint, finding, volume, i);
	}
}

const struct bth_rule bth_rule_pv_affinity_fields = {
	.code = "BTH403",
	.name = "pv-affinity-fields",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_fields,
	.summary = "a volume's node affinity uses matchFields, which is ignored there",
	.why = "Scheduler and kubelet compare a volume's affinity with the labels of a "
	       "node only; matchFields works for pods alone. A term of nothing but "
	       "matchFields is true on every node, so the pod may be sent to one that "
	       "does not have the data.",
	.fix = "Use matchExpressions with the label kubernetes.io/hostname, whose "
	       "value is the node's label and not always its name.",
};

/* pv_affinity_loose.c - data on one node whose volume may be used on others too */

#include "rules/placement.h"

/* Labels that many nodes share, whatever the cluster. */
static bool
is_shared_key(struct bth_str key)
{
	static const char *const keys[] = {"topology.kubernetes.io/zone",
		"topology.kubernetes.io/region", "failure-domain.beta.kubernetes.io/zone",
		"failure-domain.beta.kubernetes.io/region", "kubernetes.io/os",
		"kubernetes.io/arch", "beta.kubernetes.io/os", "beta.kubernetes.io/arch",
		"node.kubernetes.io/instance-type", "beta.kubernetes.io/instance-type"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (bth_str_is(key, keys[i]))
			return true;
	return false;
}

/*
 * Whether an expression may leave over one node alone, as far as can be told without the
 * nodes: a label of the user's own with one value may well be on a single node.
 */
static bool
may_pin(const struct bth_requirement *requirement)
{
	return requirement->operator == BTH_IN && requirement->values.len == 1 &&
		!is_shared_key(requirement->key);
}

static bool
term_may_pin(const struct bth_node_term *term)
{
	for (size_t i = 0; i < term->expressions.len; i++)
		if (may_pin(&term->expressions.items[i]))
			return true;
	return false;
}

/* Whether the affinity may be true of one node alone. */
static bool
selector_may_pin(struct bth_arena *arena, const struct bth_node_selector *affinity)
{
	struct bth_strs hosts = {0};
	size_t used = 0;
	bool pins = true;

	if (bth_node_selector_pins(arena, &hosts, affinity, BTH_HOSTNAME))
		return hosts.len <= 1;
	for (size_t i = 0; i < affinity->terms.len; i++) {
		const struct bth_node_term *term = &affinity->terms.items[i];

		if (!term->expressions.len && !term->fields.len)
			continue;
		used++;
		pins &= term_may_pin(term);
	}
	return used <= 1 && pins;
}

static void
report(struct bth_lint *lint, const struct bth_volume *volume, const char *nodes)
{
	const struct bth_object *object = bth_lint_object(lint, volume->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_affinity_loose,
		object, bth_affinity_at(object->root),
		"the data of volume '%.*s' is on one node, but its node affinity accepts %s",
		BTH_STR_ARG(volume->name), nodes);

	bth_report_fix(lint, finding,
		"pin it to the node that has the data: "
		"kubernetes.io/hostname In [NODE], with one value");
}

/*
 * Without the nodes only what looks like several is spoken of; a volume without affinity and
 * terms of matchFields alone are other rules' business.
 */
static void
look_at(struct bth_lint *lint, struct bth_node_index *index,
	const struct bth_volume *volume)
{
	bool known = lint->views->nodes_known;

	for (size_t i = 0; i < volume->affinity.terms.len; i++)
		if (volume->affinity.terms.items[i].fields.len &&
			!volume->affinity.terms.items[i].expressions.len)
			return;
	size_t count = known ? bth_node_index_find(index, &volume->affinity)->len : 0;
	if (known ? count < 2 : selector_may_pin(lint->arena, &volume->affinity))
		return;
	struct bth_str text = bth_node_selector_text(lint->arena, &volume->affinity);
	report(lint, volume,
		known ? bth_arena_printf(lint->arena, "%zu nodes ('%.*s')", count,
				BTH_STR_ARG(text)) :
			bth_arena_printf(
				lint->arena, "every node of '%.*s'", BTH_STR_ARG(text)));
}

static void
check(struct bth_lint *lint)
{
	struct bth_node_index index;

	bth_node_index_init(&index, lint);
	for (size_t i = 0; i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];

		if (bth_volume_on_node(volume) && volume->affinity.present &&
			volume->affinity.terms.len)
			look_at(lint, &index, volume);
	}
}

const struct bth_rule bth_rule_pv_affinity_loose = {
	.code = "BTH405",
	.name = "pv-affinity-loose",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check,
	.after =
		BTH_AFTER(&bth_rule_pv_affinity_fields, &bth_rule_pv_affinity_impossible),
	.summary = "data on a node whose volume is not pinned to that one node",
	.why = "A local or hostPath volume is a directory or disk of one node. Where "
	       "its affinity accepts several (a zone, NotIn, Exists, a list of names), "
	       "the pod can start on a node without the data: it fails to mount there, "
	       "or finds another or an empty directory and goes on with that.",
	.fix = "Pin the volume with kubernetes.io/hostname In and one value, and make "
	       "a volume for each further node.",
};

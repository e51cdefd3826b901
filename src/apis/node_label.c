/* node_label.c - labels of nodes that go by another name now: pkg/api/node/util.go */

#include "apis/node_label.h"

static const struct {
	const char *old, *new;
	const char *instead; /* where no other label says it */
} labels[] = {
	{.old = "app.kubernetes.io/created-by", .instead = "leave it out"},
	{.old = "beta.kubernetes.io/arch", .new = "kubernetes.io/arch"},
	{.old = "beta.kubernetes.io/instance-type", .new = "node.kubernetes.io/instance-type"},
	{.old = "beta.kubernetes.io/os", .new = "kubernetes.io/os"},
	{.old = "failure-domain.beta.kubernetes.io/region", .new = "topology.kubernetes.io/region"},
	{.old = "failure-domain.beta.kubernetes.io/zone", .new = "topology.kubernetes.io/zone"},
	{.old = "node-role.kubernetes.io/master", .new = "node-role.kubernetes.io/control-plane"},
	{.old = "scheduler.alpha.kubernetes.io/preferAvoidPods",
		.instead = "use taints and tolerations"},
};

void
bth_check_node_label(struct bth_validation *validation, struct bth_value at)
{
	for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
		if (!bth_str_is(bth_text(at), labels[i].old))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_deprecated, at,
			"the node label '%s' is deprecated, and new nodes do not have it",
			labels[i].old);

		if (!labels[i].new) {
			bth_finding_fix(validation->findings, finding, "%s", labels[i].instead);
			return;
		}
		bth_finding_fix(validation->findings, finding, "write '%s'", labels[i].new);
		bth_validation_replace(validation, finding, at, bth_str(labels[i].new));
	}
}

void
bth_check_node_labels(struct bth_validation *validation, struct bth_value map)
{
	for (struct bth_value key = bth_first(map); bth_is_map(map) && bth_exists(key);
		key = bth_next(key))
		bth_check_node_label(validation, key);
}

void
bth_check_node_requirements(struct bth_validation *validation, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i))
		bth_check_node_label(validation, bth_get(i, "key"));
}

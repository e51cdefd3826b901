/* core_pod_warnings.c - what the server takes with a warning: pkg/api/pod/warnings.go */

#include "apis/checks.h"

/* Labels that nodes had once, and have under another name now. */
static const struct {
	const char *old, *new;
} node_labels[] = {
	{"beta.kubernetes.io/arch", "kubernetes.io/arch"},
	{"beta.kubernetes.io/os", "kubernetes.io/os"},
	{"failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"},
	{"failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"},
	{"beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"},
};

static void
warn_node_label(struct bth_validation *validation, struct bth_value at)
{
	for (size_t i = 0; i < sizeof node_labels / sizeof node_labels[0]; i++) {
		if (!bth_str_is(bth_text(at), node_labels[i].old))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_deprecated, at,
			"the node label '%s' is deprecated, and new nodes do not have it",
			node_labels[i].old);

		bth_finding_fix(validation->findings, finding, "write '%s'", node_labels[i].new);
		bth_validation_replace(validation, finding, at, bth_str(node_labels[i].new));
	}
}

void
bth_check_pod_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value selector = bth_get(value, "nodeSelector");

	for (struct bth_value key = bth_first(selector); bth_is_map(selector) && bth_exists(key);
		key = bth_next(key))
		warn_node_label(validation, key);
}

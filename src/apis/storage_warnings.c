/* storage_warnings.c - storage that the server takes with a warning: pkg/api/…/util.go */

#include "apis/node_label.h"

/* ---- plugins that left Kubernetes ---- */

enum { OF_PODS = 1, OF_VOLUMES = 2 };

static const struct {
	const char *name;
	int since, gone; /* minors: deprecated, and without effect */
	unsigned where;
} plugins[] = {
	{"cephfs", 28, 31, OF_PODS | OF_VOLUMES},
	{"flocker", 22, 25, OF_PODS},
	{"gitRepo", 11, 33, OF_PODS},
	{"glusterfs", 25, 26, OF_PODS | OF_VOLUMES},
	{"photonPersistentDisk", 11, 16, OF_PODS | OF_VOLUMES},
	{"quobyte", 22, 25, OF_PODS},
	{"rbd", 28, 31, OF_PODS | OF_VOLUMES},
	{"scaleIO", 16, 22, OF_PODS | OF_VOLUMES},
	{"storageos", 22, 25, OF_PODS | OF_VOLUMES},
};

static void
warn_of_plugins(struct bth_validation *validation, struct bth_value volume, unsigned where)
{
	for (size_t i = 0; i < sizeof plugins / sizeof plugins[0]; i++) {
		struct bth_value key = bth_get_key(volume, plugins[i].name);

		if (!(plugins[i].where & where) || bth_is_unset(bth_under(key)) ||
			plugins[i].since > validation->minor)
			continue;
		if (plugins[i].gone <= validation->minor)
			bth_validation_report(validation, &bth_rule_field_deprecated, key,
				"'%s' volumes cannot be mounted since Kubernetes 1.%d",
				plugins[i].name, plugins[i].gone);
		else
			bth_validation_report(validation, &bth_rule_field_deprecated, key,
				"'%s' volumes are deprecated since Kubernetes 1.%d",
				plugins[i].name, plugins[i].since);
	}
}

void
bth_check_volume_warnings(struct bth_validation *validation, struct bth_value value)
{
	warn_of_plugins(validation, value, OF_PODS);
}

void
bth_check_volume_spec_warnings(struct bth_validation *validation, struct bth_value value)
{
	warn_of_plugins(validation, value, OF_VOLUMES);
}

/* ---- labels of nodes ---- */

void
bth_check_class_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value terms = bth_get(value, "allowedTopologies");

	for (struct bth_value i = bth_first(terms); bth_is_list(terms) && bth_exists(i);
		i = bth_next(i))
		bth_check_node_requirements(validation, bth_get(i, "matchLabelExpressions"));
}

void
bth_check_capacity_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value nodes = bth_get(value, "nodeTopology");

	bth_check_node_labels(validation, bth_get(nodes, "matchLabels"));
	bth_check_node_requirements(validation, bth_get(nodes, "matchExpressions"));
}

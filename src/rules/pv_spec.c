/* pv_spec.c - what a volume needs to be one: modes, a source, a node */

#include "rules/edit.h"

static void
visit_modes(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_get(object->root, "spec");
	struct bth_value modes = bth_get(spec, "accessModes");
	struct bth_finding *finding;

	if (!bth_is_map(spec) || bth_size(modes) ||
		(!bth_is_unset(modes) && !bth_is_list(modes)))
		return;
	if (bth_is_unset(modes)) {
		finding = bth_report_missing(lint, &bth_rule_pv_modes_missing, object,
			spec, "accessModes", "volume '%.*s' has no accessModes",
			BTH_STR_ARG(object->name));
		if (!bth_exists(modes))
			bth_report_add_key(lint, finding, object, spec,
				"accessModes: [ReadWriteOnce]");
	} else {
		finding = bth_report(lint, &bth_rule_pv_modes_missing, object, modes,
			"the accessModes of volume '%.*s' are empty",
			BTH_STR_ARG(object->name));
	}
	bth_report_fix(lint, finding, "add 'accessModes: [ReadWriteOnce]'");
}

static void
visit_affinity(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_get(object->root, "spec"),
			 local = bth_get(spec, "local");

	if (bth_is_unset(local) || !bth_is_unset(bth_get(spec, "nodeAffinity")))
		return;
	struct bth_finding *finding = bth_report_missing(lint,
		&bth_rule_pv_affinity_missing, object, spec, "nodeAffinity",
		"local volume '%.*s' has no nodeAffinity: on which node is it?",
		BTH_STR_ARG(object->name));

	bth_report_note(lint, finding, bth_get(local, "path"), "its directory is here");
	bth_report_fix(lint, finding,
		"add nodeAffinity.required with 'kubernetes.io/hostname' In the one node that has the "
		"directory");
}

/* ---- deprecated keys ---- */

static const struct {
	const char *old, *now;
} keys[] = {
	{"beta.kubernetes.io/arch", "kubernetes.io/arch"},
	{"beta.kubernetes.io/instance-type", "node.kubernetes.io/instance-type"},
	{"beta.kubernetes.io/os", "kubernetes.io/os"},
	{"failure-domain.beta.kubernetes.io/region", "topology.kubernetes.io/region"},
	{"failure-domain.beta.kubernetes.io/zone", "topology.kubernetes.io/zone"},
	{"node-role.kubernetes.io/master", "node-role.kubernetes.io/control-plane"},
};

static void
check_key(struct bth_lint *lint, const struct bth_object *object, struct bth_value key)
{
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (!bth_str_is(bth_text(key), keys[i].old))
			continue;
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_pv_affinity_key_deprecated, object, key,
			"volume '%.*s' is for nodes with the old label '%s', which new nodes lack",
			BTH_STR_ARG(object->name), keys[i].old);
		bth_report_fix(lint, finding, "write '%s'", keys[i].now);
		bth_report_replace(lint, finding, object, key, keys[i].now);
	}
}

static void
visit_keys(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value terms =
		bth_dig(object->root, "spec.nodeAffinity.required.nodeSelectorTerms");

	for (struct bth_value term = bth_first(terms); bth_exists(term);
		term = bth_next(term)) {
		struct bth_value all = bth_get(term, "matchExpressions");

		for (struct bth_value i = bth_first(all); bth_exists(i); i = bth_next(i))
			check_key(lint, object, bth_get(i, "key"));
	}
}

const struct bth_rule bth_rule_pv_modes_missing = {
	.code = "BTH234",
	.name = "pv-modes-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_modes,
	.summary = "a volume without access modes",
	.why = "The API server refuses a volume that does not say how it can be used; there is no "
	       "default. OpenAPI schemas do not have this.",
	.fix = "Add accessModes: [ReadWriteOnce], or the modes that the storage really has.",
};

/* Found by apis/core_persistent_volume.c, which knows the server's order of sources. */
const struct bth_rule bth_rule_pv_source_many = {
	.code = "BTH235",
	.name = "pv-source-many",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.summary = "a volume with two sources, or none",
	.why = "A volume is one thing: a directory of a node, an NFS export, a CSI volume. The API "
	       "server refuses two of them as well as none.",
	.fix = "Keep exactly one source.",
};

const struct bth_rule bth_rule_pv_affinity_missing = {
	.code = "BTH236",
	.name = "pv-affinity-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_affinity,
	.summary = "a local volume that does not say on which node it is",
	.why = "A local volume exists on one node, and pods must be sent there. The API server "
	       "refuses it without nodeAffinity.",
	.fix = "Add spec.nodeAffinity.required with the kubernetes.io/hostname label of the node.",
};

const struct bth_rule bth_rule_pv_affinity_key_deprecated = {
	.code = "BTH237",
	.name = "pv-affinity-key-deprecated",
	.family = BTH_API,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_keys,
	.summary = "a volume's nodeAffinity names a label by its old key",
	.why = "Labels are compared by their keys as they are written. Nodes of today carry only "
	       "the new key, so such a volume fits none of them, and the API server warns.",
	.fix = "Write the new key. It is the one change of a volume's nodeAffinity that is allowed "
	       "later, too.",
};

/* namespace.c - which namespace an object is in, and whether it says so */

#include "rules/edit.h"
#include "rules/pod_parts.h"

static void
visit_ignored(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value metadata = bth_get(object->root, "metadata");
	struct bth_value namespace = bth_get(metadata, "namespace");

	if (!bth_text(namespace).len || bth_is_null(namespace) ||
		bth_scope(lint, object) != BTH_SCOPE_CLUSTER)
		return;
	struct bth_finding *finding =
		bth_report(lint, &bth_rule_object_namespace_ignored, object, namespace,
			"%.*s '%.*s' is cluster-wide: namespace '%.*s' is ignored",
			BTH_STR_ARG(object->kind_text), BTH_STR_ARG(object->name),
			BTH_STR_ARG(bth_text(namespace)));

	bth_report_fix(lint, finding, "remove the namespace");
	bth_report_drop_key(lint, finding, object, bth_get_key(metadata, "namespace"));
}

static bool
is_implicit(const struct bth_lint *lint, const struct bth_object *object)
{
	return !bth_text(bth_dig(object->root, "metadata.namespace")).len &&
		bth_scope(lint, object) == BTH_SCOPE_NAMESPACE;
}

static void
visit_implicit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value metadata = bth_get(object->root, "metadata");

	if (!is_implicit(lint, object))
		return;
	struct bth_finding *finding =
		bth_report_missing(lint, &bth_rule_namespace_implicit, object, metadata,
			"namespace", "%.*s '%.*s' does not say its namespace",
			BTH_STR_ARG(object->kind_text), BTH_STR_ARG(object->name));

	const char *line = bth_arena_printf(lint->arena, "namespace: %.*s",
		BTH_STR_ARG(lint->world->default_namespace));
	bth_report_fix(lint, finding, "add '%s', or the one that is meant", line);
	bth_report_add_key(lint, finding, object, metadata, line);
}

static void
visit_default(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value metadata = bth_get(object->root, "metadata");
	struct bth_value namespace = bth_get(metadata, "namespace");
	const struct bth_rule *rule = &bth_rule_namespace_default;
	const char *kind = bth_str_copy(lint->arena, object->kind_text).at;
	struct bth_finding *finding;

	if (!bth_str_is(object->namespace, "default") ||
		bth_scope(lint, object) != BTH_SCOPE_NAMESPACE)
		return;
	if (bth_text(namespace).len)
		finding = bth_report(lint, rule, object, namespace,
			"%s '%.*s' is in namespace 'default'", kind,
			BTH_STR_ARG(object->name));
	else
		finding = bth_report_missing(lint, rule, object, metadata, "namespace",
			"%s '%.*s' says no namespace, so it goes to 'default'", kind,
			BTH_STR_ARG(object->name));
	bth_report_fix(lint, finding, "put it into a namespace of its own");
}

const struct bth_rule bth_rule_object_namespace_ignored = {
	.code = "BTH302",
	.name = "object-namespace-ignored",
	.family = BTH_IDENTITY,
	.severity = BERTH_WARNING,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_ignored,
	.summary = "a namespace on an object of a cluster-wide kind",
	.why = "PersistentVolumes, StorageClasses and other cluster-wide objects are in no "
	       "namespace. The API server drops the field without a word, so two such objects of "
	       "one name in \"different\" namespaces are one.",
	.fix = "Remove metadata.namespace.",
};

const struct bth_rule bth_rule_namespace_implicit = {
	.code = "BTH303",
	.name = "namespace-implicit",
	.family = BTH_IDENTITY,
	.severity = BERTH_OFF,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_implicit,
	.summary = "an object that does not say its namespace",
	.why = "It goes wherever the kubeconfig of the one who applies it points. Reservations of "
	       "volumes name a namespace, and fit nothing when the claim turns up in another one.",
	.fix = "Write metadata.namespace.",
};

const struct bth_rule bth_rule_namespace_default = {
	.code = "BTH304",
	.name = "namespace-default",
	.family = BTH_IDENTITY,
	.severity = BERTH_OFF,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_default,
	.after = BTH_AFTER(&bth_rule_namespace_implicit),
	.summary = "an object in the namespace default",
	.why = "Quotas, policies and rights are given by namespace. What lives in 'default' shares "
	       "them with everything else that nobody placed.",
	.fix = "Make a namespace for the application and write it in metadata.namespace.",
};

/* object_duplicate.c - one name for two objects of the run */

#include "rules/pod_parts.h"

/* Two Cluster documents may need the same class; writing it twice changes nothing. */
static bool
is_echo(const struct bth_object *object, const struct bth_object *first)
{
	return (object->generated || first->generated) &&
		bth_same(object->root, first->root);
}

/*
 * The two that share a name, or false. What the context holds under the name is the same
 * object in another state.
 */
static bool
find_first(const struct bth_lint *lint, const struct bth_object *object,
	const struct bth_object **first)
{
	*first = bth_world_first(lint->world, object);
	return *first && *first != object && !bth_is_context(object) &&
		!bth_is_context(*first) && !is_echo(object, *first);
}

/* The part of a file's name up to its last slash. */
static struct bth_str
folder_of(const struct bth_object *object)
{
	struct bth_str name = bth_str(bth_span(object->root).source->name);
	size_t slash = bth_str_rfind(name, '/');

	return bth_str_sub(name, 0, slash == SIZE_MAX ? 0 : slash);
}

static void
report_duplicate(struct bth_lint *lint, const struct bth_object *object,
	const struct bth_object *first)
{
	bool same = bth_same(object->root, first->root);
	struct bth_finding *finding = bth_report(lint, &bth_rule_object_duplicate, object,
		bth_dig(object->root, "metadata.name"), "%s is here a second time%s",
		bth_object_text(lint, object), same ? ", unchanged" : "");

	/* the same again does no harm, and files of several folders may be variants */
	if (same || !bth_str_eq(folder_of(object), folder_of(first)))
		finding->severity = BERTH_WARNING;
	bth_report_note(lint, finding, bth_dig(first->root, "metadata.name"),
		"the first is here");
	bth_report_fix(lint, finding,
		same ? "remove one of the two" :
		       "rename one of the two, or remove the one that is not meant");
}

static void
report_volume(struct bth_lint *lint, const struct bth_object *object,
	const struct bth_object *first)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_name_shared, object,
		bth_dig(object->root, "metadata.name"),
		"PersistentVolume '%.*s' is made twice: volumes have one name in the whole cluster",
		BTH_STR_ARG(object->name));

	bth_report_note(lint, finding, bth_dig(first->root, "metadata.name"),
		"the other '%.*s' comes from here", BTH_STR_ARG(first->name));
	bth_report_fix(lint, finding,
		"give one of the two another name, with 'storage.volumeName' in a Cluster document");
}

static void
visit_duplicate(struct bth_lint *lint, const struct bth_object *object)
{
	const struct bth_object *first;

	if (!find_first(lint, object, &first))
		return;
	if (object->kind != BTH_PERSISTENT_VOLUME ||
		(!object->generated && !first->generated))
		report_duplicate(lint, object, first);
}

static void
visit_volume(struct bth_lint *lint, const struct bth_object *object)
{
	const struct bth_object *first;

	if (find_first(lint, object, &first) && (object->generated || first->generated))
		report_volume(lint, object, first);
}

const struct bth_rule bth_rule_object_duplicate = {
	.code = "BTH301",
	.name = "object-duplicate",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_duplicate,
	.summary = "one kind, namespace and name for two objects",
	.why = "In the cluster there is one object of a kind and name. What is applied last "
	       "overwrites what came first, so which of the two is there depends on the order of "
	       "files. It is only a warning when both say the same, or stand in files of different "
	       "folders, which may be variants that are never applied together.",
	.fix = "Rename one of the two, remove it, or check variants in runs of their own.",
};

const struct bth_rule bth_rule_pv_name_shared = {
	.code = "BTH233",
	.name = "pv-name-shared",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.locked = true,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_volume,
	.summary = "a Cluster document makes a volume whose name is taken",
	.why = "PersistentVolumes are cluster-wide: namespaces do not keep their names apart. The "
	       "later apply would rewrite the volume of the other cluster, or be refused because a "
	       "volume's path cannot change. Two manifests of one name are object-duplicate.",
	.fix = "Give the volumes of one of the two other names, with storage.volumeName.",
};

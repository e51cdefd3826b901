/* class_static.c - classes that no provisioner serves */

#include "rules/placement.h"
#include "rules/storage.h"

static bool
is_static(const struct bth_class_use *use)
{
	return use->class && !use->class->provisions;
}

/* Whether it matters when a volume is chosen: it does not for those that any node can mount. */
static bool
is_of_nodes(const struct bth_lint *lint, const struct bth_class_use *use)
{
	for (size_t i = 0; i < use->volumes.len; i++) {
		const struct bth_volume *volume =
			&lint->views->volumes.items[use->volumes.items[i]];

		if (volume->affinity.present || bth_volume_on_node(volume))
			return true;
	}
	return !use->volumes.len;
}

/* Whether a node is no good for the pod because of a volume that the claim happened to get. */
static bool
is_unlucky(const struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use, const struct bth_reason *reason)
{
	if (reason->why != BTH_WHY_VOLUME_NODE ||
		bth_storage_class(storage, &lint->views->claims.items[reason->claim]) !=
			use)
		return false;
	return lint->binding->claims[reason->claim].volumes.len > 1;
}

/*
 * The first pod that may wait for ever, although all its claims are bound, because of which
 * volume a claim of the class got.
 */
static const struct bth_pod *
stranded_pod(const struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	for (size_t i = 0; i < lint->views->pods.len; i++) {
		const struct bth_pod *pod = &lint->views->pods.items[i];
		const struct bth_pod_outcome *outcome = &lint->binding->pods[i];
		bool bound = outcome->pending || outcome->misplaced;

		for (size_t c = 0; bound && c < pod->claims.len; c++)
			bound = !lint->binding->claims[pod->claims.items[c]].pending;
		for (size_t r = 0; bound && r < outcome->reasons.len; r++)
			if (is_unlucky(lint, storage, use, &outcome->reasons.items[r]))
				return pod;
	}
	return NULL;
}

static void
check_immediate(struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	if (!is_static(use) || use->class->wait || !is_of_nodes(lint, use))
		return;
	const struct bth_object *object = bth_lint_object(lint, use->class->object);
	struct bth_value mode = bth_get(object->root, "volumeBindingMode");
	const struct bth_pod *pod = stranded_pod(lint, storage, use);
	const char *message = bth_arena_printf(lint->arena,
		"class '%.*s' binds claims before a node is chosen%s%s",
		BTH_STR_ARG(use->name),
		pod ? ", and a volume may be where its pod cannot run: " : "",
		pod ? bth_pod_text(lint, pod) : "");
	struct bth_finding *finding = bth_is_unset(mode) ?
		bth_report_missing(lint, &bth_rule_class_binding_immediate, object,
			object->root, "volumeBindingMode", "%s", message) :
		bth_report(lint, &bth_rule_class_binding_immediate, object, mode, "%s",
			message);
	if (pod) {
		finding->severity = BERTH_ERROR;
		bth_report_note(lint, finding,
			bth_dig(bth_lint_object(lint, pod->object)->root,
				"metadata.name"),
			"the pod's workload");
	}
	bth_report_fix(lint, finding,
		"write 'volumeBindingMode: WaitForFirstConsumer'; a class "
		"that exists cannot be changed, so make a new one");
}

/* The provisioner of local volumes makes PersistentVolumes by itself, and so shows up. */
static bool
has_local_provisioner(const struct bth_lint *lint)
{
	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *object = &lint->world->objects.items[i];
		struct bth_value containers =
			bth_get(bth_object_pod_spec(object), "containers");

		if (object->kind != BTH_DAEMON_SET)
			continue;
		for (struct bth_value c = bth_first(containers); bth_exists(c);
			c = bth_next(c))
			if (bth_str_contains(bth_text(bth_get(c, "image")),
				    "local-volume-provisioner"))
				return true;
	}
	return false;
}

/* A claim of the class that nothing else serves, NULL for none. */
static const struct bth_claim *
unserved_claim(const struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	for (size_t i = 0; i < use->claims.len; i++) {
		const struct bth_claim *claim =
			&lint->views->claims.items[use->claims.items[i]];

		if (!claim->volume_name.len && !bth_storage_reserved(storage, claim).len)
			return claim;
	}
	return NULL;
}

static void
check_empty(struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_class_use *use)
{
	const struct bth_claim *claim = unserved_claim(lint, storage, use);

	if (!is_static(use) || use->volumes.len || !claim)
		return;
	const struct bth_object *object = bth_lint_object(lint, use->class->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_class_pv_missing, object,
		bth_get(object->root, "provisioner"),
		"class '%.*s' has no provisioner, and no volume of it is in the run",
		BTH_STR_ARG(use->name));
	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	bth_report_note(lint, finding, bth_class_at(bth_lint_claim(lint, claim)),
		"%s asks for it", bth_claim_text(lint, claim));
	bth_report_fix(lint, finding,
		"add a volume for each claim, or pass the file that has them with --context");
}

/* One pass over the classes for both rules. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;

	if (!lint->views->classes.len)
		return;
	bth_storage_init(&storage, lint);
	bool local = has_local_provisioner(lint);
	for (size_t i = 0; i < lint->views->classes.len; i++) {
		const struct bth_class *class = &lint->views->classes.items[i];
		const struct bth_class_use *use =
			bth_map_get(&storage.class_names, class->name);
		struct bth_class_use alone = {.name = class->name, .class = class};

		check_immediate(lint, &storage, use ? use : &alone);
		if (use && !local)
			check_empty(lint, &storage, use);
	}
}

const struct bth_rule bth_rule_class_binding_immediate = {
	.code = "BTH142",
	.name = "class-binding-immediate",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.summary =
		"a class of hand-made volumes that binds claims before a node is chosen",
	.why = "With Immediate, which is also the default, a claim takes a volume before anybody "
	       "asks where its pod can run: on another volume's node, a tainted or a full one. The "
	       "choice is never made again, and the pod stays Pending.",
	.fix = "Write volumeBindingMode: WaitForFirstConsumer. The field cannot be changed, so a "
	       "class that exists has to be replaced by a new one.",
};

const struct bth_rule bth_rule_class_pv_missing = {
	.code = "BTH143",
	.name = "class-pv-missing",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.summary = "a class without provisioner, and no volume of it in the run",
	.why = "kubernetes.io/no-provisioner is only a mark: nothing makes volumes for such a "
	       "class. Unless somebody else does, its claims stay Pending.",
	.fix = "Add the volumes, or pass them as context if they are kept elsewhere.",
};

static void
visit_topologies(struct bth_lint *lint, const struct bth_object *class)
{
	struct bth_value topologies = bth_get(class->root, "allowedTopologies");

	if (!bth_size(topologies) ||
		!bth_str_is(bth_text(bth_get(class->root, "provisioner")),
			"kubernetes.io/no-provisioner"))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_class_topologies_ignored,
		class, topologies,
		"allowedTopologies of class '%.*s' say nothing: it has no provisioner",
		BTH_STR_ARG(class->name));
	bth_report_fix(lint, finding,
		"remove them, and write the nodes into each volume's nodeAffinity");
}

const struct bth_rule bth_rule_class_topologies_ignored = {
	.code = "BTH144",
	.name = "class-topologies-ignored",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STORAGE_CLASS),
	.visit = visit_topologies,
	.summary = "allowedTopologies in a class without provisioner",
	.why = "They limit where a provisioner may make a volume. Where volumes are made by hand "
	       "they are not looked at; each volume's own nodeAffinity counts.",
	.fix = "Remove them, and pin each volume to its node by nodeAffinity.",
};

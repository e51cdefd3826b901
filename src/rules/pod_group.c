/* pod_group.c - whether a pod that is not root may write to its volumes */

#include "kube/quantity.h"
#include "rules/container_store.h"
#include "rules/edit.h"
#include "rules/pod_place.h"

/* From here on changing the group of every file takes noticeably long. */
#define BIG BTH_STR("100Gi")

static struct bth_value
context_of(struct bth_value spec)
{
	return bth_get(spec, "securityContext");
}

/* The user of the container: its own setting, or the pod's; -1 when the image decides. */
static int64_t
user_of(struct bth_value spec, struct bth_value container)
{
	int64_t user = -1;

	if (!bth_as_int(&user, bth_dig(container, "securityContext.runAsUser")))
		bth_as_int(&user, bth_get(context_of(spec), "runAsUser"));
	return user;
}

static bool
is_non_root(struct bth_value spec, struct bth_value container)
{
	int64_t user = user_of(spec, container);
	struct bth_value own = bth_dig(container, "securityContext.runAsNonRoot");

	if (user >= 0)
		return user > 0;
	return bth_is_true(
		own, bth_is_true(bth_get(context_of(spec), "runAsNonRoot"), false));
}

/* Whether the container mounts a claim with files in it, to write. */
static bool
writes_claim(const struct bth_object *workload, struct bth_value container)
{
	struct bth_value mounts = bth_get(container, "volumeMounts"), volume;

	for (struct bth_value i = bth_first(mounts); bth_exists(i); i = bth_next(i))
		if (!bth_is_true(bth_get(i, "readOnly"), false) &&
			bth_store_of(workload, bth_text(bth_get(i, "name")), &volume) ==
				BTH_STORE_CLAIM)
			return true;
	return false;
}

/* An init container that may set the owner of the files: root, or one that says chown. */
static bool
is_prepared(struct bth_value spec)
{
	struct bth_value containers = bth_get(spec, "initContainers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i))
		if (user_of(spec, i) == 0 || bth_command_has(i, "chown") ||
			bth_command_has(i, "chmod"))
			return true;
	return false;
}

/* The first container that writes to a claim without being root. */
static struct bth_value
non_root_writer(const struct bth_object *workload)
{
	struct bth_value spec = bth_object_pod_spec(workload);
	struct bth_value containers = bth_get(spec, "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i))
		if (is_non_root(spec, i) && writes_claim(workload, i))
			return i;
	return (struct bth_value){0};
}

/* Sources whose files Kubernetes gives no group. */
static bool
ignores_group(const struct bth_volume *volume)
{
	return volume->source == BTH_SOURCE_HOST_PATH || volume->source == BTH_SOURCE_NFS;
}

/* The volume of the first claim that gets none but such; NULL when there is no such claim. */
static const struct bth_volume *
ungrouped_volume(struct bth_places *places, const struct bth_pod *pod, bool *all)
{
	const struct bth_volume *found = NULL;

	*all = pod->claims.len > 0;
	for (size_t i = 0; i < pod->claims.len; i++) {
		struct bth_indexes volumes =
			bth_claim_candidates(&places->storage, pod->claims.items[i]);
		const struct bth_volume *first = volumes.len ?
			&places->lint->views->volumes.items[volumes.items[0]] :
			NULL;

		for (size_t j = 0; j < volumes.len && first; j++)
			if (!ignores_group(&places->lint->views->volumes
						    .items[volumes.items[j]]))
				first = NULL;
		if (first && !found)
			found = first;
		*all &= first != NULL;
	}
	return found;
}

/* Calls @look for the first pod of each workload that has claims. */
static void
each_workload(struct bth_lint *lint,
	void (*look)(struct bth_places *places, const struct bth_pod *pod))
{
	struct bth_places places;
	size_t end;

	bth_places_init(&places, lint);
	for (size_t i = 0; i < lint->views->pods.len; i = end) {
		const struct bth_pod *pod = &lint->views->pods.items[i];
		struct bth_value spec =
			bth_object_pod_spec(bth_lint_object(lint, pod->object));

		end = bth_pods_end(lint, i);
		if ((pod->claims.len || pod->claim_missing) &&
			!bth_str_is(bth_text(bth_dig(spec, "os.name")), "windows"))
			look(&places, pod);
	}
}

/* The group to offer: the one the container runs as, or its user's number. */
static const char *
group_text(struct bth_lint *lint, struct bth_value spec, struct bth_value container)
{
	int64_t group = user_of(spec, container);

	if (!bth_as_int(&group, bth_dig(container, "securityContext.runAsGroup")))
		bth_as_int(&group, bth_get(context_of(spec), "runAsGroup"));
	if (group > 0)
		return bth_arena_printf(lint->arena, "%lld", (long long)group);
	struct bth_str image = bth_text(bth_get(container, "image"));
	if (!bth_str_is(bth_image_name(image), "postgres"))
		return NULL;
	return bth_str_contains(image, "alpine") ? "70" : "999";
}

static void
look_missing(struct bth_places *places, const struct bth_pod *pod)
{
	struct bth_lint *lint = places->lint;
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_value spec = bth_object_pod_spec(object), context = context_of(spec);
	struct bth_value writer = non_root_writer(object);
	bool ungrouped;

	if (!bth_exists(writer) || !bth_is_unset(bth_get(context, "fsGroup")) ||
		bth_size(bth_get(context, "supplementalGroups")) || is_prepared(spec))
		return;
	ungrouped_volume(places, pod, &ungrouped);
	if (ungrouped)
		return;
	const char *group = group_text(lint, spec, writer);
	struct bth_finding *finding = bth_report_missing(lint,
		&bth_rule_pod_group_missing, object, bth_exists(context) ? context : spec,
		bth_exists(context) ? "fsGroup" : "securityContext.fsGroup",
		"container '%.*s' is not root, and without fsGroup it may not write to its volume",
		BTH_STR_ARG(bth_text(bth_get(writer, "name"))));
	if (!group) {
		bth_report_fix(
			lint, finding, "set fsGroup to the group of the image's user");
		return;
	}
	bth_report_fix(lint, finding,
		"set fsGroup: %s and fsGroupChangePolicy: OnRootMismatch", group);
	if (!bth_is_map(context))
		return;
	bth_report_add_key(lint, finding, object, context,
		bth_arena_printf(lint->arena, "fsGroup: %s", group));
	bth_report_add_key(
		lint, finding, object, context, "fsGroupChangePolicy: OnRootMismatch");
}

static void
check_missing(struct bth_lint *lint)
{
	each_workload(lint, look_missing);
}

const struct bth_rule bth_rule_pod_group_missing = {
	.code = "BTH508",
	.name = "pod-group-missing",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.check = check_missing,
	.summary = "a pod that is not root has a claim but no fsGroup",
	.why = "A new directory or file system belongs to root. A container of another "
	       "user then fails with 'permission denied', unless the kubelet gives the "
	       "volume a group by fsGroup, or somebody changes the owner on the node.",
	.fix = "Set securityContext.fsGroup of the pod to the group of the image's "
	       "user (PostgreSQL: 999, on Alpine 70), with fsGroupChangePolicy: "
	       "OnRootMismatch.",
};

static bool
has_big_claim(struct bth_places *places, const struct bth_pod *pod)
{
	struct bth_quantity big;

	if (bth_quantity_parse(&big, BIG) != BTH_QUANTITY_OK)
		return false;
	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_claim *claim =
			&places->lint->views->claims.items[pod->claims.items[i]];

		if (claim->has_request && bth_quantity_cmp(claim->request, big) >= 0)
			return true;
	}
	return false;
}

static void
look_recursive(struct bth_places *places, const struct bth_pod *pod)
{
	struct bth_lint *lint = places->lint;
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_value context = context_of(bth_object_pod_spec(object));
	struct bth_value group = bth_get(context, "fsGroup");
	struct bth_value policy = bth_get(context, "fsGroupChangePolicy");
	bool database = bth_object_database(object) != BTH_NO_DATABASE, ungrouped;

	if (bth_is_unset(group) || bth_str_is(bth_text(policy), "OnRootMismatch") ||
		(!database && !has_big_claim(places, pod)))
		return;
	ungrouped_volume(places, pod, &ungrouped);
	if (ungrouped)
		return;
	const char *message = bth_arena_printf(lint->arena,
		"each start of '%.*s' changes the group and mode of every file in its volumes",
		BTH_STR_ARG(object->name));
	struct bth_finding *finding = bth_is_unset(policy) ?
		bth_report(lint, &bth_rule_pod_group_recursive, object, group, "%s",
			message) :
		bth_report(lint, &bth_rule_pod_group_recursive, object, policy, "%s",
			message);
	bth_report_fix(lint, finding, "write fsGroupChangePolicy: OnRootMismatch");
	if (bth_is_unset(policy))
		bth_report_add_key(lint, finding, object, context,
			"fsGroupChangePolicy: OnRootMismatch");
	else
		bth_report_replace(lint, finding, object, policy, "OnRootMismatch");
}

static void
check_recursive(struct bth_lint *lint)
{
	each_workload(lint, look_recursive);
}

const struct bth_rule bth_rule_pod_group_recursive = {
	.code = "BTH509",
	.name = "pod-group-recursive",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.check = check_recursive,
	.summary = "fsGroup without OnRootMismatch on a database's or a big volume",
	.why = "By default the kubelet sets group and mode of every file at each "
	       "mount. On a big volume the pod waits long for it, and PostgreSQL "
	       "refuses a data directory that the group may write to: 'data directory "
	       "has invalid permissions'.",
	.fix = "Set fsGroupChangePolicy: OnRootMismatch: then only a volume whose top "
	       "directory has another group is changed.",
};

static void
look_ignored(struct bth_places *places, const struct bth_pod *pod)
{
	struct bth_lint *lint = places->lint;
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_value group = bth_get(context_of(spec), "fsGroup");
	bool all;

	if (bth_is_unset(group) || is_prepared(spec) ||
		bth_str_is(bth_text(bth_get(context_of(spec), "runAsUser")), "0"))
		return;
	const struct bth_volume *volume = ungrouped_volume(places, pod, &all);
	if (!volume)
		return;
	bool host = volume->source == BTH_SOURCE_HOST_PATH;
	struct bth_value root = bth_lint_volume(lint, volume);
	struct bth_finding *finding =
		bth_report(lint, &bth_rule_pod_group_ignored, object, group,
			"fsGroup %.*s is not applied to volume '%.*s', which is %s",
			BTH_STR_ARG(bth_text(group)), BTH_STR_ARG(volume->name),
			host ? "a hostPath" : "NFS");
	bth_report_note(lint, finding,
		bth_get_key(bth_get(root, "spec"), host ? "hostPath" : "nfs"),
		"the volume is here");
	bth_report_fix(lint, finding,
		host ? "use a local volume, or change the owner of the directory on the node" :
		       "change the owner of the directory on the server");
}

static void
check_ignored(struct bth_lint *lint)
{
	each_workload(lint, look_ignored);
}

const struct bth_rule bth_rule_pod_group_ignored = {
	.code = "BTH510",
	.name = "pod-group-ignored",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.check = check_ignored,
	.summary =
		"fsGroup of a pod whose volume is a hostPath or NFS, where it is not applied",
	.why = "The kubelet changes the group of files on local volumes, block storage "
	       "and most CSI volumes, but not on hostPath and NFS. The directory keeps "
	       "its owner there, mostly root, and a server of another user fails with "
	       "'permission denied'.",
	.fix = "Change the owner of the directory where it is, or use a local volume.",
};

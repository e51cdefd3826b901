/* pv_reclaim.c - what becomes of a volume when its claim is deleted */

#include "rules/edit.h"
#include "rules/placement.h"

/* Claims are looked at one by one up to here: equal ones come in long lists. */
enum { CLAIMS_MOST = 64 };

/* Whether the volume is a database's: by its claims, or by what it and its claim are called. */
static bool
is_for_database(const struct bth_lint *lint, const uint32_t *users, uint32_t index)
{
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	const struct bth_volume_outcome *outcome = &lint->binding->volumes[index];

	for (size_t i = 0; i < outcome->claims.len && i < CLAIMS_MOST; i++)
		if (!bth_claim_is_database(lint, users, outcome->claims.items[i]))
			return false;
	return outcome->claims.len || bth_names_database(volume->claim_name);
}

/* What Delete does to such a volume. */
static const char *
delete_text(struct bth_lint *lint, const struct bth_volume *volume)
{
	switch (volume->source) {
	case BTH_SOURCE_LOCAL:
		return "which fails for local volumes: the volume ends as Failed";
	case BTH_SOURCE_HOST_PATH:
		return bth_path_within(bth_path_clean(lint->arena, volume->path),
			       BTH_STR("/tmp")) ?
			"so its data goes with its claim" :
			"which fails for such a path: the volume ends as Failed";
	case BTH_SOURCE_NFS:
		return "which fails for NFS: the volume ends as Failed";
	default:
		return "so its data goes with its claim";
	}
}

static void
check_delete(struct bth_lint *lint)
{
	const uint32_t *users = bth_storage_users(lint);

	for (uint32_t i = 0; i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];
		const struct bth_object *object = bth_lint_object(lint, volume->object);
		struct bth_value policy =
			bth_dig(object->root, "spec.persistentVolumeReclaimPolicy");

		if (!bth_str_is(bth_text(policy), "Delete"))
			continue;
		struct bth_finding *finding =
			bth_report(lint, &bth_rule_pv_reclaim_delete, object, policy,
				"volume '%.*s' has the reclaim policy 'Delete', %s",
				BTH_STR_ARG(volume->name), delete_text(lint, volume));
		if (is_for_database(lint, users, i))
			finding->severity = BERTH_ERROR;
		bth_report_fix(lint, finding, "write Retain");
		bth_report_replace(lint, finding, object, policy, "Retain");
	}
}

const struct bth_rule bth_rule_pv_reclaim_delete = {
	.code = "BTH501",
	.name = "pv-reclaim-delete",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.check = check_delete,
	.summary = "a volume made by hand that is deleted together with its claim",
	.why = "Deleting a claim releases its volume, and Delete then removes volume "
	       "and data. For local volumes, NFS and most host paths nobody can do it: "
	       "the volume ends as Failed and must be repaired by hand, unless an "
	       "external provisioner wipes the directory.",
	.fix = "Use Retain. It can be changed on a volume that exists, also while it "
	       "is bound.",
};

static void
visit_recycle(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value spec = bth_get(volume->root, "spec");
	struct bth_value policy = bth_get(spec, "persistentVolumeReclaimPolicy");
	bool host = !bth_is_unset(bth_get(spec, "hostPath"));
	bool nfs = !bth_is_unset(bth_get(spec, "nfs"));

	if (!bth_str_is(bth_text(policy), "Recycle"))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_reclaim_recycle,
		volume, policy,
		"volume '%.*s' has the reclaim policy 'Recycle', which %s",
		BTH_STR_ARG(volume->name),
		host ? "empties the path on whichever node the cleaning pod starts" :
			nfs ? "empties it when its claim is deleted" :
			      "fails for its kind of storage");
	bth_report_fix(lint, finding, "write Retain");
	bth_report_replace(lint, finding, volume, policy, "Retain");
}

const struct bth_rule bth_rule_pv_reclaim_recycle = {
	.code = "BTH502",
	.name = "pv-reclaim-recycle",
	.family = BTH_SAFETY,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_recycle,
	.summary = "the deprecated reclaim policy Recycle, which deletes all files",
	.why = "When the claim is gone, a cleaning pod deletes everything in the "
	       "volume. For hostPath it is not tied to the volume's node, so it may "
	       "empty the same path on another one. Other kinds of storage than "
	       "hostPath and NFS cannot be recycled and end as Failed.",
	.fix = "Use Retain, and clean the directory by hand before it is used again.",
};

static void
visit_implicit(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value spec = bth_get(volume->root, "spec");
	bool policy = bth_is_unset(bth_get(spec, "persistentVolumeReclaimPolicy"));
	bool mode = bth_is_unset(bth_get(spec, "volumeMode"));

	if ((!policy && !mode) || !bth_is_map(spec))
		return;
	struct bth_finding *finding = bth_report_missing(lint,
		&bth_rule_pv_reclaim_implicit, volume, spec,
		policy ? "persistentVolumeReclaimPolicy" : "volumeMode",
		"volume '%.*s' does not say its %s", BTH_STR_ARG(volume->name),
		policy && mode ?
			"persistentVolumeReclaimPolicy (Retain) and volumeMode (Filesystem)" :
			policy ? "persistentVolumeReclaimPolicy (Retain)" :
				 "volumeMode (Filesystem)");
	bth_report_fix(lint, finding, "write down what the API server fills in");
	if (policy)
		bth_report_add_key(lint, finding, volume, spec,
			"persistentVolumeReclaimPolicy: Retain");
	if (mode)
		bth_report_add_key(lint, finding, volume, spec, "volumeMode: Filesystem");
}

const struct bth_rule bth_rule_pv_reclaim_implicit = {
	.code = "BTH503",
	.name = "pv-reclaim-implicit",
	.family = BTH_SAFETY,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_implicit,
	.summary = "reclaim policy or volumeMode of a volume left to the default",
	.why = "A volume made by hand defaults to Retain, one made by a StorageClass "
	       "to Delete: what becomes of the data is worth two words. Neither word "
	       "costs anything, and a reader need not know the defaults.",
	.fix = "Write persistentVolumeReclaimPolicy and volumeMode.",
};

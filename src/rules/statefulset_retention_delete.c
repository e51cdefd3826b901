/* statefulset_retention_delete.c - a StatefulSet that deletes its claims */

#include "rules/lint.h"

static bool
is_delete(struct bth_value policy, const char *when)
{
	return bth_str_is(bth_text(bth_get(policy, when)), "Delete");
}

static void
visit(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value policy =
		bth_dig(set->root, "spec.persistentVolumeClaimRetentionPolicy");
	bool deleted = is_delete(policy, "whenDeleted"),
	     scaled = is_delete(policy, "whenScaled");
	struct bth_value at = bth_get(policy, deleted ? "whenDeleted" : "whenScaled");

	if ((!deleted && !scaled) ||
		!bth_size(bth_dig(set->root, "spec.volumeClaimTemplates")))
		return;
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_statefulset_retention_delete, set, at,
		"the claims of '%.*s' are deleted when it is %s", BTH_STR_ARG(set->name),
		deleted && scaled ? "deleted or scaled down" :
			deleted   ? "deleted" :
				    "scaled down");
	if (bth_object_database(set) != BTH_NO_DATABASE)
		finding->severity = BERTH_ERROR;
	bth_report_fix(lint, finding,
		"write Retain, and delete claims by hand when their data is "
		"no longer needed");
	bth_report_replace(lint, finding, set, at, "Retain");
	if (deleted && scaled)
		bth_report_replace(
			lint, finding, set, bth_get(policy, "whenScaled"), "Retain");
}

const struct bth_rule bth_rule_statefulset_retention_delete = {
	.code = "BTH505",
	.name = "statefulset-retention-delete",
	.family = BTH_SAFETY,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit,
	.summary =
		"a StatefulSet that deletes its claims when it is deleted or scaled down",
	.why = "The default keeps the claims. With Delete, a set that is deleted or "
	       "scaled down by mistake takes its claims along, and volumes of the "
	       "policy Delete go with them. Volumes made by hand are then Released: "
	       "after scaling up, the replica gets another volume or none.",
	.fix = "Leave the policy out, or write Retain.",
};

/* statefulset_update.c - sets whose pods are not updated, or not as fast as they say */

#include "rules/lint.h"

static void
visit_manual(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value type = bth_dig(set->root, "spec.updateStrategy.type");

	if (!bth_str_is(bth_text(type), "OnDelete"))
		return;
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_statefulset_update_manual, set, type,
		"pods of set '%.*s' keep the old template until somebody deletes them",
		BTH_STR_ARG(set->name));
	bth_report_fix(lint, finding,
		"write 'RollingUpdate' unless something else deletes them");
}

static void
visit_partition(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value strategy = bth_dig(set->root, "spec.updateStrategy");
	struct bth_value value = bth_dig(strategy, "rollingUpdate.partition");
	int64_t partition, replicas = bth_object_replicas(set);

	if (!bth_as_int(&partition, value) || !replicas || partition < replicas ||
		bth_str_is(bth_text(bth_get(strategy, "type")), "OnDelete"))
		return;
	struct bth_finding *finding =
		bth_report(lint, &bth_rule_statefulset_partition_blocks, set, value,
			"partition %lld holds back all %lld pods: none is ever updated",
			(long long)partition, (long long)replicas);
	bth_report_note(lint, finding, bth_dig(set->root, "spec.replicas"),
		"the number of replicas is here");
	bth_report_fix(lint, finding,
		"lower it: with %lld the last pod gets the new template",
		(long long)(replicas - 1));
}

/* The minors in which the field is known, but dropped when a set is written. */
enum { KNOWN_SINCE = 24, KEPT_AT_FIRST = 35, DROPPED_UNTIL = 36 };

static void
visit_unavailable(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value value =
		bth_dig(set->root, "spec.updateStrategy.rollingUpdate.maxUnavailable");
	int minor = lint->world->minor;

	/* one pod at a time is what happens anyway */
	if (bth_is_unset(value) || bth_str_is(bth_text(value), "1") ||
		minor < KNOWN_SINCE || minor > DROPPED_UNTIL)
		return;
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_statefulset_unavailable_dropped, set, value,
		"maxUnavailable '%.*s' is dropped by Kubernetes 1.%d%s: pods are updated one by one",
		BTH_STR_ARG(bth_text(value)), minor,
		minor == KEPT_AT_FIRST ? ".4 and later" : "");
	bth_report_fix(lint, finding,
		"remove it, or switch the feature MaxUnavailableStatefulSet on in the cluster");
}

const struct bth_rule bth_rule_statefulset_update_manual = {
	.code = "BTH320",
	.name = "statefulset-update-manual",
	.family = BTH_IDENTITY,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_manual,
	.summary = "a StatefulSet with the update strategy OnDelete",
	.why = "A changed template reaches a pod only when the pod is deleted by hand. It is easily "
	       "forgotten, and the change then arrives with the next crash of a node.",
	.fix = "Use RollingUpdate, or let an operator or a runbook delete the pods.",
};

const struct bth_rule bth_rule_statefulset_partition_blocks = {
	.code = "BTH321",
	.name = "statefulset-partition-blocks",
	.family = BTH_IDENTITY,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_partition,
	.summary = "a partition that holds back every pod",
	.why = "Pods whose number is below the partition keep the old template, even when they are "
	       "made anew. With a partition as large as the number of replicas no change is ever "
	       "rolled out.",
	.fix = "Lower the partition step by step while a change is rolled out, and to 0 at its end.",
};

const struct bth_rule bth_rule_statefulset_unavailable_dropped = {
	.code = "BTH322",
	.name = "statefulset-unavailable-dropped",
	.family = BTH_IDENTITY,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_unavailable,
	.summary = "maxUnavailable of a StatefulSet, where the API server drops it",
	.why = "The field belongs to a feature that is off in the target version. The API server "
	       "takes it out without a word, and the controller updates one pod after the other.",
	.fix = "Remove it. It is in use in 1.35.0 to 1.35.3 and again from 1.37 on.",
};

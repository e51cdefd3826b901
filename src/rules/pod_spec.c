/* pod_spec.c - pods without containers, or with a restart policy their workload cannot have */

#include "rules/pod_parts.h"

#define LASTING \
	(BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT) | \
		BTH_KIND(BTH_DAEMON_SET) | BTH_KIND(BTH_REPLICA_SET) | \
		BTH_KIND(BTH_REPLICATION_CONTROLLER))

static void
visit_containers(struct bth_lint *lint, const struct bth_object *object)
{
	const struct bth_rule *rule =
		bth_made_rule(lint, object, &bth_rule_container_missing);
	const char *tail = bth_made_tail(lint, object, "pods");
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_value containers = bth_get(spec, "containers");
	struct bth_finding *finding;

	if (!bth_is_map(spec) || bth_size(containers) ||
		(!bth_is_unset(containers) && !bth_is_list(containers)))
		return;
	if (bth_is_unset(containers))
		finding = bth_report_missing(lint, rule, object, spec, "containers",
			"%s has no containers%s", bth_object_text(lint, object), tail);
	else
		finding = bth_report(lint, rule, object, containers,
			"%s has no containers%s", bth_object_text(lint, object), tail);
	bth_report_fix(lint, finding, "add a container with a name and an image");
}

/*
 * A word that is no policy at all is field-value-unknown, except in the template of a set
 * that is not looked at otherwise: this much always is.
 */
static bool
is_wrong_policy(const struct bth_lint *lint, const struct bth_object *object,
	struct bth_value policy)
{
	bool known = bth_str_is(bth_text(policy), "Never") ||
		bth_str_is(bth_text(policy), "OnFailure");
	bool word = bth_is_string(policy) && bth_text(policy).len &&
		!bth_str_is(bth_text(policy), "Always");

	return known ||
		(word && object->kind == BTH_STATEFUL_SET && lint->world->minor < 34);
}

static void
visit_policy(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_value policy = bth_get(spec, "restartPolicy");
	struct bth_value deadline = bth_get(spec, "activeDeadlineSeconds");

	if (is_wrong_policy(lint, object, policy)) {
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_pod_restart_policy_wrong, object, policy,
			"the pods of a %.*s cannot have restartPolicy '%.*s', only 'Always'",
			BTH_STR_ARG(object->kind_text), BTH_STR_ARG(bth_text(policy)));

		bth_report_fix(lint, finding, "write 'Always', or leave it out");
		bth_report_replace(lint, finding, object, policy, "Always");
	}
	if (!bth_is_unset(deadline)) {
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_pod_restart_policy_wrong, object, deadline,
			"the pods of a %.*s cannot have activeDeadlineSeconds",
			BTH_STR_ARG(object->kind_text));

		bth_report_fix(lint, finding, "remove it: only a Job ends by itself");
	}
}

static void
visit_job(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_value policy = bth_get(spec, "restartPolicy");
	struct bth_finding *finding;

	if (!bth_is_map(spec))
		return;
	if (bth_str_is(bth_text(policy), "Always")) {
		finding = bth_report(lint, &bth_rule_job_restart_policy_wrong, object,
			policy, "the pods of a %.*s cannot have restartPolicy 'Always'",
			BTH_STR_ARG(object->kind_text));
		bth_report_replace(lint, finding, object, policy, "OnFailure");
	} else if (bth_is_unset(policy) || (bth_is_string(policy) && !bth_text(policy).len)) {
		finding = bth_report_missing(lint, &bth_rule_job_restart_policy_wrong,
			object, spec, "restartPolicy",
			"%s has no restartPolicy, and the default 'Always' is refused",
			bth_object_text(lint, object));
	} else {
		return; /* a word that does not exist is field-value-unknown */
	}
	bth_report_fix(lint, finding,
		"write 'OnFailure' to restart the container, or 'Never' for a new pod each time");
}

const struct bth_rule bth_rule_container_missing = {
	.code = "BTH223",
	.name = "container-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_WITH_PODS,
	.visit = visit_containers,
	.summary = "a pod or pod template without containers",
	.why = "There is nothing to run, and the API server refuses the object. For StatefulSets it "
	       "does so since 1.34; before, see statefulset-fails-late.",
	.fix = "Add spec.containers; look whether they stand at the wrong depth.",
};

const struct bth_rule bth_rule_pod_restart_policy_wrong = {
	.code = "BTH224",
	.name = "pod-restart-policy-wrong",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = LASTING,
	.visit = visit_policy,
	.summary = "pods that are to stop, in a workload that keeps pods running",
	.why = "StatefulSets, Deployments and their like keep a number of pods running for ever, so "
	       "their pods restart always and have no deadline. The API server refuses anything "
	       "else.",
	.fix = "Leave restartPolicy and activeDeadlineSeconds out, or use a Job for work that ends.",
};

const struct bth_rule bth_rule_job_restart_policy_wrong = {
	.code = "BTH243",
	.name = "job-restart-policy-wrong",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB),
	.visit = visit_job,
	.summary = "a Job whose pods restart always, or do not say when they restart",
	.why = "A Job ends when its pods end, and pods that restart always never do. As Always is "
	       "the default, a Job has to say otherwise; the API server refuses it if not.",
	.fix = "Write restartPolicy: OnFailure or Never in the pod template.",
};

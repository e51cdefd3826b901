/*
 * core_pod_admission.c - what is refused of a pod that is created, and not of a template:
 * ValidatePodCreate, and the admission plugins Priority and RuntimeClass
 */

#include "apis/pod.h"

/* The classes that every cluster has; what other classes say is not known here. */
static const struct {
	const char *name;
	int64_t priority;
} classes[] = {
	{"", 0},
	{"system-cluster-critical", 2000000000},
	{"system-node-critical", 2000001000},
};

/* The class gives the number; a pod may only repeat it. */
static void
check_priority(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value class = bth_get(spec, "priorityClassName");
	struct bth_value priority = bth_get(spec, "priority");
	struct bth_value policy = bth_get(spec, "preemptionPolicy");
	int64_t given;
	size_t i = 0;

	while (i < 3 && !bth_str_is(bth_text(class), classes[i].name))
		i++;
	if (i == 3)
		return;
	if (bth_validation_whole(&given, priority) && given != classes[i].priority) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_forbidden, priority,
			"'priority' is %lld, but comes from the PriorityClass, which gives %lld",
			(long long)given, (long long)classes[i].priority);

		bth_finding_fix(validation->findings, finding,
			"leave it out, and name a class in 'priorityClassName'");
	}
	if (bth_str_is(bth_text(policy), "Never"))
		bth_validation_report(validation, &bth_rule_field_forbidden, policy,
			"'preemptionPolicy' comes from the PriorityClass, which gives "
			"'PreemptLowerPriority'");
}

void
bth_check_pod_admission(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec"), node = bth_get(spec, "nodeName");
	struct bth_value overhead = bth_get(spec, "overhead");

	check_priority(validation, spec);
	if (bth_text(node).len && bth_is_list(bth_get(spec, "schedulingGates")) &&
		bth_size(bth_get(spec, "schedulingGates")))
		bth_validation_report(validation, &bth_rule_field_forbidden, node,
			"'nodeName' may not be set while there are 'schedulingGates'");
	if (bth_is_map(overhead) && bth_is_unset(bth_get(spec, "runtimeClassName")))
		bth_validation_report(validation, &bth_rule_field_forbidden, overhead,
			"'overhead' comes from the RuntimeClass, and the pod names none");
}

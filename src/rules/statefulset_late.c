/* statefulset_late.c - sets that the API server takes and whose pods it then refuses */

#include "rules/lint.h"

/*
 * Until 1.33 the templates of a set are not looked at when it is created. The rules that
 * find such faults report them as this one then (bth_made_rule), so it visits nothing.
 */
const struct bth_rule bth_rule_statefulset_fails_late = {
	.code = "BTH310",
	.name = "statefulset-fails-late",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.summary =
		"a set that is accepted, but whose pods or claims are refused (up to 1.33)",
	.why = "Up to Kubernetes 1.33 the API server does not look into the pod and claim templates "
	       "of a StatefulSet. It takes the set, and then refuses each pod or claim that the "
	       "controller tries to make: FailedCreate events for ever, and no pod. Since 1.34 the "
	       "set itself is refused.",
	.fix = "Correct the template as the message says; the target version is told with "
	       "--kube-version or the spec's target.kubernetes.",
};

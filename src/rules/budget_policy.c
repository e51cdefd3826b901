/* budget_policy.c - a disruption budget that counts twice */

#include "rules/lint.h"

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_get(object->root, "spec");
	struct bth_value stay = bth_get_key(spec, "minAvailable");
	struct bth_value go = bth_get_key(spec, "maxUnavailable");

	if (bth_is_unset(bth_under(stay)) || bth_is_unset(bth_under(go)))
		return;
	bool stay_first = stay.at < go.at;
	struct bth_finding *finding = bth_report(lint, &bth_rule_budget_policy_both,
		object, stay_first ? go : stay,
		"budget '%.*s' has both minAvailable and maxUnavailable",
		BTH_STR_ARG(object->name));
	finding->path = "spec";
	bth_report_note(lint, finding, stay_first ? stay : go, "the other one is here");
	bth_report_fix(lint, finding,
		"keep maxUnavailable, which stays right when the number of replicas changes");
}

const struct bth_rule bth_rule_budget_policy_both = {
	.code = "BTH241",
	.name = "budget-policy-both",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_POD_DISRUPTION_BUDGET),
	.visit = visit,
	.summary = "minAvailable and maxUnavailable in one budget",
	.why = "The two could contradict each other, so the API server takes one of them alone.",
	.fix = "Keep one of them.",
};

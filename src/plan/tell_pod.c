/* tell_pod.c - why a pod is not certain, in sentences */

#include "plan/tell.h"

static const uint32_t NONE = UINT32_MAX;

static const struct bth_claim *
claim_at(const struct bth_plan *plan, uint32_t claim)
{
	return &plan->views->claims.items[claim];
}

static const struct bth_pod *
pod_at(const struct bth_plan *plan, uint32_t pod)
{
	return &plan->views->pods.items[pod];
}

/* "postgres-1", which the pod waits for */
static struct bth_str
before(const struct bth_plan *plan, uint32_t pod)
{
	return pod_at(plan, plan->waits_for[pod])->name;
}

/* A claim of the pod that is being deleted, for which its set's controller waits, or NULL. */
static const struct bth_claim *
deleted_claim(const struct bth_plan *plan, uint32_t pod)
{
	const struct bth_pod *view = pod_at(plan, pod);

	for (size_t i = 0; i < view->claims.len; i++)
		if (claim_at(plan, view->claims.items[i])->deleting)
			return claim_at(plan, view->claims.items[i]);
	return NULL;
}

static void
say_not_made(const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out)
{
	const struct bth_claim *deleted = deleted_claim(plan, pod);

	if (deleted)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"not created while its claim '%.*s' is being deleted",
			BTH_STR_ARG(deleted->name));
	else if (plan->waits_for[pod] != NONE)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"never created: it waits for %.*s to be ready, and that stays Pending",
			BTH_STR_ARG(before(plan, pod)));
	else
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"never created: the API server refuses it or one of its claims, as berth "
			"lint says");
}

static void
say_stays(const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out)
{
	uint32_t claim;

	if (bth_plan_pod_has(plan, pod, BTH_PLAN_NEVER, &claim) ||
		bth_plan_pod_has(plan, pod, BTH_PLAN_NOT_MADE, &claim)) {
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"stays Pending: %s for its claim '%.*s'",
			plan->views->volumes.len ? "no volume is left" :
						   "there is no volume",
			BTH_STR_ARG(claim_at(plan, claim)->name));
		return;
	}
	if (pod_at(plan, pod)->refused) {
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"the API server refuses it, as berth lint says");
		return;
	}
	bth_plan_say(plan, out, BTH_PLAN_SAY, "stays Pending: no node can run it%s",
		plan->binding->pods[pod].reasons.len ? ":" : "");
	bth_plan_tell_nodes(plan, pod, out);
}

static void
say_unknown(const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out)
{
	uint32_t claim;

	if (plan->waits_for[pod] != NONE)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"created once %.*s is ready, and whether it will be is not known",
			BTH_STR_ARG(before(plan, pod)));
	else if (bth_plan_pod_has(plan, pod, BTH_PLAN_UNKNOWN, &claim))
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"stays Pending unless the cluster has or makes a volume for its claim '%.*s'",
			BTH_STR_ARG(claim_at(plan, claim)->name));
	else
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it mounts a claim that is not among the manifests");
}

static void
say_pod_may_wait(const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out)
{
	uint32_t claim;

	if (plan->waits_for[pod] != NONE) {
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"created once %.*s is ready, and that may stay Pending",
			BTH_STR_ARG(before(plan, pod)));
		return;
	}
	if (bth_plan_pod_has(plan, pod, BTH_PLAN_MAY_WAIT, &claim) ||
		bth_plan_pod_has(plan, pod, BTH_PLAN_PROVISIONED, &claim)) {
		bth_plan_say(plan, out, BTH_PLAN_SAY, "%s",
			"may stay Pending, as a claim of it may");
		return;
	}
	if (!plan->binding->exact && !plan->binding->pods[pod].reasons.len) {
		bth_plan_say(plan, out, BTH_PLAN_SAY, "may stay Pending, %s",
			bth_plan_not_tried);
		return;
	}
	bth_plan_say(plan, out, BTH_PLAN_SAY, "may stay Pending%s",
		plan->binding->pods[pod].reasons.len ?
			", as it can be that no node is left for it:" :
			": it depends on the order in which things happen");
	bth_plan_tell_nodes(plan, pod, out);
}

void
bth_plan_tell_pod(const struct bth_plan *plan, uint32_t pod, struct bth_plan_notes *out)
{
	switch (plan->pods[pod]) {
	case BTH_PLAN_NOT_MADE:
		say_not_made(plan, pod, out);
		break;
	case BTH_PLAN_NEVER:
		say_stays(plan, pod, out);
		break;
	case BTH_PLAN_UNKNOWN:
		say_unknown(plan, pod, out);
		break;
	case BTH_PLAN_MAY_WAIT:
		say_pod_may_wait(plan, pod, out);
		break;
	default:
		break;
	}
	if (plan->binding->pods[pod].misplaced)
		bth_plan_say(plan, out, BTH_PLAN_SAY,
			"it may be sent for good to a node that its volume is not on, and never "
			"start there");
}

/* explore_pods.c - steps of the scheduler */

#include "bind/explore_pods.h"

#include "bind/controller.h"
#include "bind/filters.h"
#include "bind/settle.h"

/*
 * Notes what is chosen for the claims. The PV controller may bind the claim @hurried to what
 * was chosen for another of its pods before this is written.
 */
static void
push_attempt(struct bth_explorer *explorer, const struct bth_attempt *attempt, uint32_t hurried)
{
	struct bth_now *next = bth_explorer_branch(explorer);
	const struct bth_indexes *claims = &next->local->pods[attempt->pod].claims;
	bool waits = false;

	if (hurried != BTH_NO_INDEX)
		bth_now_bind(next, hurried, bth_now_chosen(next, hurried) - 1u);

	for (size_t i = 0; i < claims->len; i++) {
		uint32_t choice = attempt->choices[i];

		waits |= choice != BTH_CHOICE_NONE;
		if (choice == BTH_CHOICE_PROVISION)
			bth_now_claim(next, claims->items[i])[2] = (uint16_t)(attempt->node + 1);
		else if (choice != BTH_CHOICE_NONE)
			bth_now_choose(next, claims->items[i], choice - BTH_CHOICE_KIND);
	}
	if (waits) {
		bth_now_pod(next, attempt->pod)[0] = BTH_POD_BINDING;
		bth_now_pod(next, attempt->pod)[1] = (uint16_t)attempt->node;
	} else {
		bth_now_place(next, attempt->pod, attempt->node);
	}
	bth_explorer_push(explorer);
}

/* Whether another volume was chosen for the claim, and the controller may bind that. */
static bool
may_hurry(struct bth_explorer *explorer, uint32_t claim, uint32_t choice)
{
	const struct bth_now *now = &explorer->now;
	uint32_t chosen = bth_now_chosen(now, claim), count;

	if (!chosen || choice < BTH_CHOICE_KIND || choice - BTH_CHOICE_KIND + 1 == chosen)
		return false;
	count = bth_controller_options(now, claim, explorer->options);
	while (count && explorer->options[count - 1] + 1 != chosen)
		count--;
	return count;
}

/* One way to send the pod to the node; it starts at once when nothing is left to bind. */
static bool
take_attempt(struct bth_attempt *attempt, void *context)
{
	struct bth_explorer *explorer = context;
	const struct bth_indexes *claims = &explorer->now.local->pods[attempt->pod].claims;

	push_attempt(explorer, attempt, BTH_NO_INDEX);
	for (size_t i = 0; i < claims->len && !explorer->over; i++)
		if (may_hurry(explorer, claims->items[i], attempt->choices[i]))
			push_attempt(explorer, attempt, claims->items[i]);
	return explorer->over;
}

/* Sends the pod to the attempt's node in each possible way; whether it must come to that. */
static bool
try_node(struct bth_explorer *explorer)
{
	struct bth_attempt *attempt = &explorer->attempt;
	bool any;

	attempt->found = take_attempt;
	attempt->context = explorer;
	attempt->late = explorer->now.local->facts->late_volumes;
	any = bth_scheduler_match(attempt);
	attempt->found = NULL;
	if (attempt->late) {
		attempt->late = false;
		any = bth_scheduler_match(attempt);
	}
	return any;
}

/* Whether a claim can never be bound for which the pod waits. */
static bool
waits_in_vain(const struct bth_now *now, uint32_t pod)
{
	const struct bth_indexes *claims = &now->local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++)
		if (bth_controller_is_stuck(now, claims->items[i]))
			return true;
	return false;
}

static void
push_waiting(struct bth_explorer *explorer, uint32_t pod)
{
	uint16_t *cells = bth_now_pod(bth_explorer_branch(explorer), pod);

	cells[0] = BTH_POD_WAITS;
	cells[1] = 0;
	bth_explorer_push(explorer);
}

/* The one before it may be ready, or never. */
bool
bth_explore_absent(struct bth_explorer *explorer, uint32_t pod)
{
	uint32_t before = explorer->now.local->pods[pod].before;

	if (before != BTH_NO_INDEX && bth_now_is_ready(&explorer->now, before)) {
		bth_settle_create(bth_explorer_branch(explorer), pod);
		bth_explorer_push(explorer);
	}
	return false;
}

/* Whoever looked at its node may have done so before. */
static bool
push_named(struct bth_explorer *explorer, uint32_t pod)
{
	struct bth_now *next = bth_explorer_branch(explorer);

	bth_now_place(next, pod, next->local->pods[pod].node);
	bth_explorer_push(explorer);
	return true;
}

bool
bth_explore_waiting(struct bth_explorer *explorer, uint32_t pod)
{
	const struct bth_now *now = &explorer->now;
	struct bth_reason unused;
	uint32_t claim;
	bool any = false;

	if (now->local->pods[pod].node != BTH_NO_INDEX)
		return push_named(explorer, pod);
	if (!now->local->pods[pod].scheduled || !bth_scheduler_begins(now, pod, &claim))
		return false;
	explorer->attempt.pod = pod;
	for (uint32_t i = 0; i < now->local->node_count && !explorer->over; i++) {
		explorer->attempt.node = i;
		if (bth_local_may(now->local, pod, i) &&
			!bth_scheduler_why_before(now, pod, i, &unused) &&
			!bth_scheduler_why_after(now, pod, i))
			any |= try_node(explorer);
	}
	return any && !bth_scheduler_may_fail(&explorer->attempt, pod);
}

bool
bth_explore_binding(struct bth_explorer *explorer, uint32_t pod)
{
	const struct bth_now *now = &explorer->now;
	uint32_t node = bth_now_pod(now, pod)[1];

	if (!bth_now_all_bound(now, pod)) {
		if (waits_in_vain(now, pod))
			push_waiting(explorer, pod);
		return false;
	}
	if (bth_now_misfits(now, pod, node, true)) {
		push_waiting(explorer, pod);
		return true;
	}
	bth_now_place(bth_explorer_branch(explorer), pod, node);
	bth_explorer_push(explorer);
	if (now->local->pods[pod].leads && bth_now_misfits(now, pod, node, false)) {
		/* a kubelet will not mount what is elsewhere: the pod may never be ready */
		bth_now_place(bth_explorer_branch(explorer), pod, node);
		bth_now_pod(&explorer->next, pod)[0] = BTH_POD_BROKEN;
		bth_explorer_push(explorer);
	}
	return true;
}

void
bth_explore_reasons(struct bth_explorer *explorer, uint32_t pod)
{
	const struct bth_now *now = &explorer->now;
	struct bth_attempt *attempt = &explorer->attempt;
	struct bth_reason *reasons =
		now->tally->reasons + (size_t)pod * now->local->node_count;
	uint32_t claim = 0;
	bool begins = bth_scheduler_begins(now, pod, &claim);

	if (now->tally->pod_pending[pod] || bth_now_pod(now, pod)[0] != BTH_POD_WAITS)
		return;
	for (uint32_t i = 0; i < now->local->node_count; i++) {
		struct bth_reason *out = &reasons[i];

		out->claim = claim;
		out->volume = BTH_NO_INDEX;
		if (!begins) {
			out->why = BTH_WHY_NO_VOLUME;
			continue;
		}
		out->why = bth_scheduler_why_before(now, pod, i, out);
		if (out->why)
			continue;
		attempt->pod = pod;
		attempt->node = i;
		attempt->found = NULL;
		if (!bth_scheduler_match(attempt)) {
			out->why = BTH_WHY_NO_VOLUME;
			out->claim = attempt->failed;
			continue;
		}
		out->why = bth_scheduler_why_after(now, pod, i);
	}
}

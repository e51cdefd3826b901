/* settle.c - steps that can be done at once, whatever else may come first */

#include "bind/settle.h"

#include "bind/controller.h"
#include "bind/filters.h"

static void
create_claim(struct bth_now *now, uint32_t claim)
{
	const struct bth_local_claim *is = &now->local->claims[claim];
	uint16_t *cells = bth_now_claim(now, claim);

	if (cells[0] != BTH_BOUND_ABSENT)
		return;
	cells[0] = BTH_BOUND_NOT;
	cells[2] = (uint16_t)is->selected;
	if (is->way == BTH_WAY_LOST)
		cells[0] = BTH_BOUND_LOST;
	else if (is->way == BTH_WAY_TOLD ||
		(is->way == BTH_WAY_BOUND && now->local->facts->late_volumes &&
			!is->held))
		cells[0] = BTH_BOUND_TOLD;
	else if (is->way == BTH_WAY_BOUND)
		bth_now_bind(now, claim, is->named);
}

/* One whose place matters to others may come later than they do. */
void
bth_settle_create(struct bth_now *now, uint32_t at)
{
	const struct bth_local_pod *pod = &now->local->pods[at];
	const struct bth_pod *view = &now->local->facts->views->pods.items[pod->index];

	for (size_t i = 0; i < pod->makes.len; i++)
		create_claim(now, pod->makes.items[i]);
	bth_now_pod(now, at)[0] = pod->fails ? BTH_POD_NEVER : BTH_POD_WAITS;
	if (!pod->fails && pod->node != BTH_NO_INDEX && (!pod->social || view->there))
		bth_now_place(now, at, pod->node);
}

static bool
is_gone(uint64_t gone, unsigned number)
{
	return number < 64 && (gone >> number & 1);
}

unsigned
bth_settle_begin(struct bth_now *now, uint64_t gone)
{
	const struct bth_local *local = now->local;
	const struct bth_pod *pods = local->facts->views->pods.items;
	uint32_t set = BTH_NO_INDEX;
	unsigned number = 0;
	bool refused = false;

	memset(now->cells, 0, bth_now_cells(local) * sizeof *now->cells);
	memset(now->used, 0, local->kind_count * sizeof *now->used);
	for (uint32_t i = 0; i < local->claim_count; i++)
		if (local->claims[i].there && !(local->claims[i].deleting &&
			is_gone(gone, number++)))
			create_claim(now, i);
	for (uint32_t i = 0; i < local->pod_count; i++) {
		uint32_t mine = pods[local->pods[i].index].set;

		if (!local->pods[i].doubtful)
			continue;
		if (mine != set)
			refused = is_gone(gone, number++);
		set = mine;
		if (refused)
			bth_now_pod(now, i)[0] = BTH_POD_NEVER;
	}
	return number;
}

/* A StatefulSet's next pod; pods that wait for none are made at the beginning. */
static bool
settle_creation(struct bth_now *now, uint32_t at)
{
	uint32_t before = now->local->pods[at].before;

	if (bth_now_pod(now, at)[0] != BTH_POD_ABSENT)
		return false;
	if (before != BTH_NO_INDEX &&
		(!bth_now_is_ready(now, before) || bth_now_may_break(now, before)))
		return false;
	bth_settle_create(now, at);
	return true;
}

static bool
settle_claim(struct bth_now *now, uint32_t claim, uint32_t *options)
{
	uint32_t count;

	if (bth_now_bound(now, claim) != BTH_BOUND_NOT)
		return false;
	count = bth_controller_options(now, claim, options);
	if (!count && bth_controller_provisions(now, claim)) {
		bth_now_make(now, claim);
		return true;
	}
	if (count != 1 || !bth_controller_is_settled(now, claim, options, count))
		return false;
	bth_now_bind(now, claim, options[0]);
	return true;
}

/* A pod whose place is of no interest to others goes to every node that it can go to. */
static bool
settle_loner(struct bth_now *now, uint32_t pod)
{
	bool placed = false;

	if (!now->local->pods[pod].scheduled || now->local->pods[pod].social ||
		!bth_now_all_bound(now, pod))
		return false;
	for (uint32_t i = 0; i < now->local->node_count; i++) {
		struct bth_reason unused;

		if (!bth_local_may(now->local, pod, i) ||
			bth_scheduler_why_before(now, pod, i, &unused))
			continue;
		bth_now_place(now, pod, i);
		placed = true;
	}
	return placed;
}

/* Whether the scheduler's choice for one of the claims is beside what it was bound to. */
static bool
is_unclear(const struct bth_now *now, uint32_t pod)
{
	const struct bth_indexes *claims = &now->local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++)
		if (bth_now_chosen(now, claims->items[i]))
			return true;
	return false;
}

/*
 * A pod that waited for its claims starts when all are bound. A claim that was to be
 * provisioned and has got a volume of another node sends it back.
 */
static bool
settle_binding(struct bth_now *now, uint32_t pod)
{
	uint16_t *cells = bth_now_pod(now, pod);
	uint32_t node = cells[1];

	if (!bth_now_all_bound(now, pod) || is_unclear(now, pod))
		return false;
	if (bth_now_misfits(now, pod, node, true)) {
		cells[0] = BTH_POD_WAITS;
		cells[1] = 0;
	} else {
		bth_now_place(now, pod, node);
	}
	return true;
}

static bool
settle_pod(struct bth_now *now, uint32_t pod)
{
	uint16_t state = bth_now_pod(now, pod)[0];

	if (state == BTH_POD_ABSENT)
		return settle_creation(now, pod);
	if (state == BTH_POD_WAITS)
		return settle_loner(now, pod);
	return state == BTH_POD_BINDING && settle_binding(now, pod);
}

uint64_t
bth_settle(struct bth_now *now, uint32_t *options)
{
	uint64_t steps = 0, before;

	do {
		before = steps;
		for (uint32_t i = 0; i < now->local->claim_count; i++)
			steps += settle_claim(now, i, options);
		for (uint32_t i = 0; i < now->local->pod_count; i++)
			steps += settle_pod(now, i);
	} while (steps > before);
	return steps;
}

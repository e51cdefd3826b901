/* now.c - one state of a component, and what changes it */

#include "bind/now.h"

#include <assert.h>

size_t
bth_now_cells(const struct bth_local *local)
{
	return (size_t)local->claim_count * BTH_CLAIM_CELLS +
		(size_t)local->pod_count * BTH_POD_CELLS;
}

void
bth_now_count(struct bth_now *now)
{
	memset(now->used, 0, now->local->kind_count * sizeof *now->used);
	for (uint32_t i = 0; i < now->local->claim_count; i++) {
		uint16_t bound = bth_now_bound(now, i), chosen = bth_now_chosen(now, i);

		if (bound >= BTH_BOUND_KIND)
			now->used[bound - BTH_BOUND_KIND]++;
		if (chosen)
			now->used[chosen - 1]++;
	}
}

/* Pods that nodeName has put somewhere are there before their claims are bound. */
static void
note_misplaced(struct bth_now *now, uint32_t claim, uint32_t kind)
{
	const struct bth_indexes *pods = &now->local->claims[claim].pods;

	for (size_t i = 0; i < pods->len; i++) {
		uint32_t node = now->local->pods[pods->items[i]].node;

		if (node != BTH_NO_INDEX && bth_now_pod(now, pods->items[i])[0] == BTH_POD_PLACED)
			now->tally->pod_misplaced[pods->items[i]] |=
				!bth_local_fits(now->local, kind, node);
	}
}

void
bth_now_bind(struct bth_now *now, uint32_t claim, uint32_t kind)
{
	/* what the scheduler chose beside it stays taken until the controller clears it */
	if (bth_now_chosen(now, claim) == kind + 1)
		bth_now_drop(now, claim);
	bth_now_claim(now, claim)[0] = (uint16_t)(BTH_BOUND_KIND + kind);
	now->used[kind]++;
	now->tally->bound[(size_t)claim * now->local->kind_count + kind] = true;
	note_misplaced(now, claim, kind);
}

void
bth_now_make(struct bth_now *now, uint32_t claim)
{
	bth_now_claim(now, claim)[0] = BTH_BOUND_MADE;
	now->tally->claim_made[claim] = true;
}

void
bth_now_choose(struct bth_now *now, uint32_t claim, uint32_t kind)
{
	bth_now_drop(now, claim);
	bth_now_claim(now, claim)[1] = (uint16_t)(kind + 1);
	now->used[kind]++;
}

void
bth_now_drop(struct bth_now *now, uint32_t claim)
{
	uint16_t *chosen = &bth_now_claim(now, claim)[1];

	if (*chosen)
		now->used[*chosen - 1]--;
	*chosen = 0;
}

bool
bth_now_misfits(const struct bth_now *now, uint32_t pod, uint32_t node, bool unchosen)
{
	const struct bth_indexes *claims = &now->local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++) {
		uint16_t bound = bth_now_bound(now, claims->items[i]);

		uint16_t chosen = bth_now_chosen(now, claims->items[i]);

		/* what is not on the node was chosen for another pod of the claim */
		if (unchosen && chosen && bth_local_fits(now->local, chosen - 1u, node))
			continue;
		if (bound >= BTH_BOUND_KIND &&
			!bth_local_fits(now->local, bound - BTH_BOUND_KIND, node))
			return true;
	}
	return false;
}

void
bth_now_place(struct bth_now *now, uint32_t pod, uint32_t node)
{
	uint16_t *cells = bth_now_pod(now, pod);

	cells[0] = BTH_POD_PLACED;
	cells[1] = now->local->pods[pod].social ? (uint16_t)node : BTH_SOMEWHERE;
	now->tally->placed[(size_t)pod * now->local->node_count + node] = true;
	now->tally->pod_misplaced[pod] |= bth_now_misfits(now, pod, node, false);
}

void
bth_now_retract(struct bth_now *now, uint32_t claim)
{
	const struct bth_indexes *pods = &now->local->claims[claim].pods;
	uint32_t kind = bth_now_chosen(now, claim) - 1u;

	bth_now_drop(now, claim);

	for (size_t i = 0; i < pods->len; i++) {
		uint16_t *cells = bth_now_pod(now, pods->items[i]);

		if (cells[0] == BTH_POD_BINDING && bth_local_fits(now->local, kind, cells[1])) {
			cells[0] = BTH_POD_WAITS;
			cells[1] = 0;
		}
	}
}

bool
bth_now_all_bound(const struct bth_now *now, uint32_t pod)
{
	const struct bth_indexes *claims = &now->local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++) {
		uint16_t bound = bth_now_bound(now, claims->items[i]);

		if (bound != BTH_BOUND_MADE && bound < BTH_BOUND_KIND)
			return false;
	}
	return true;
}

bool
bth_now_is_ready(const struct bth_now *now, uint32_t pod)
{
	return bth_now_pod(now, pod)[0] == BTH_POD_PLACED && bth_now_all_bound(now, pod);
}

bool
bth_now_may_break(const struct bth_now *now, uint32_t pod)
{
	uint32_t node = now->local->pods[pod].node;

	return node != BTH_NO_INDEX && bth_now_misfits(now, pod, node, false);
}

bool
bth_now_has_node(const struct bth_now *now, uint32_t pod)
{
	return bth_now_pod(now, pod)[0] >= BTH_POD_BINDING;
}

void
bth_now_finish(struct bth_now *now)
{
	struct bth_tally *tally = now->tally;

	for (uint32_t i = 0; i < now->local->claim_count; i++) {
		uint16_t bound = bth_now_bound(now, i);

		tally->claim_absent[i] |= bound == BTH_BOUND_ABSENT;
		tally->claim_pending[i] |= bound == BTH_BOUND_NOT || bound == BTH_BOUND_LOST ||
			bound == BTH_BOUND_TOLD;
	}
	for (uint32_t i = 0; i < now->local->pod_count; i++) {
		uint16_t state = bth_now_pod(now, i)[0];

		tally->pod_absent[i] |= state < BTH_POD_WAITS;
		tally->pod_pending[i] |= state == BTH_POD_WAITS || state == BTH_POD_BINDING;
	}
	for (uint32_t i = 0; i < now->local->kind_count; i++) {
		uint32_t bound = now->used[i];

		/* a volume that was only chosen stays unbound */
		for (uint32_t j = 0; j < now->local->claim_count; j++)
			bound -= bth_now_chosen(now, j) == i + 1;
		tally->kind_free[i] |= bound < now->local->kinds[i].size;
	}
}

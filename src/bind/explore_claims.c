/* explore_claims.c - steps of the PV controller */

#include "bind/explore_claims.h"

#include "bind/controller.h"

enum { PARTIAL_MOST = 4 };

/* Other claims for which volumes are chosen together with those of @loser, by its pods. */
static void
list_partners(struct bth_explorer *explorer, uint32_t loser, struct bth_indexes *out)
{
	const struct bth_now *now = &explorer->now;
	const struct bth_indexes *pods = &now->local->claims[loser].pods;

	for (size_t i = 0; i < pods->len; i++) {
		const struct bth_indexes *claims = &now->local->pods[pods->items[i]].claims;

		if (bth_now_pod(now, pods->items[i])[0] != BTH_POD_BINDING)
			continue;
		for (size_t j = 0; j < claims->len; j++)
			if (claims->items[j] != loser && bth_now_chosen(now, claims->items[j]))
				bth_vec_push(explorer->arena, out, claims->items[j]);
	}
}

/*
 * The PV controller binds a volume that the scheduler has chosen for another claim, but
 * not written yet. The pods concerned try again; what has been written of their other
 * choices, any part of them, stays.
 */
static void
push_snatched(struct bth_explorer *explorer, uint32_t claim, uint32_t kind, uint32_t loser)
{
	struct bth_indexes partners = {0};

	list_partners(explorer, loser, &partners);
	if (partners.len > PARTIAL_MOST)
		explorer->over = true;
	for (uint32_t kept = 0; kept < 1u << partners.len && !explorer->over; kept++) {
		struct bth_now *next = bth_explorer_branch(explorer);

		bth_now_retract(next, loser);
		bth_now_bind(next, claim, kind);
		for (size_t i = 0; i < partners.len; i++)
			if (!(kept >> i & 1))
				bth_now_drop(next, partners.items[i]);
		bth_explorer_push(explorer);
	}
}

/* A volume that a claim names and the scheduler has chosen for another one. */
static void
expand_snatching(struct bth_explorer *explorer, uint32_t claim, uint32_t kind)
{
	const struct bth_now *now = &explorer->now;

	for (uint32_t i = 0; i < now->local->claim_count; i++)
		if (i != claim && bth_now_chosen(now, i) == kind + 1 &&
			bth_now_bound(now, i) == BTH_BOUND_NOT)
			push_snatched(explorer, claim, kind, i);
}

/* The controller looks at a claim that says it is bound. */
static bool
expand_told(struct bth_explorer *explorer, uint32_t claim)
{
	const struct bth_local *local = explorer->now.local;
	uint32_t kind = local->claims[claim].named, volume = local->kinds[kind].volumes.items[0];
	bool free = local->facts->volumes[volume].hold == BTH_HOLD_FREE;
	bool right = local->claims[claim].way == BTH_WAY_BOUND ||
		(free && bth_now_is_free(&explorer->now, kind));

	if (right) {
		bth_now_bind(bth_explorer_branch(explorer), claim, kind);
		bth_explorer_push(explorer);
	}
	if (!right || local->facts->late_volumes) {
		bth_now_claim(bth_explorer_branch(explorer), claim)[0] = BTH_BOUND_LOST;
		bth_explorer_push(explorer);
	}
	if (free)
		expand_snatching(explorer, claim, kind);
	return true;
}

static bool
expand_unbound(struct bth_explorer *explorer, uint32_t claim)
{
	const struct bth_local_claim *is = &explorer->now.local->claims[claim];
	uint32_t count = bth_controller_options(&explorer->now, claim, explorer->options);

	if (is->way == BTH_WAY_NAMED && !count && is->named != BTH_NO_INDEX)
		expand_snatching(explorer, claim, is->named);
	for (uint32_t i = 0; i < count; i++) {
		/* settling the last branch has used the scratch */
		bth_controller_options(&explorer->now, claim, explorer->options);
		bth_now_bind(bth_explorer_branch(explorer), claim, explorer->options[i]);
		bth_explorer_push(explorer);
	}
	if (bth_controller_may_make(&explorer->now, claim)) {
		bth_now_make(bth_explorer_branch(explorer), claim);
		bth_explorer_push(explorer);
		return true;
	}
	return count > 0;
}

/*
 * The controller clears a volume that the scheduler chose for a claim which is bound to
 * another one by now; a pod that still waits for that choice starts anew.
 */
static bool
expand_clearing(struct bth_explorer *explorer, uint32_t claim)
{
	bth_now_retract(bth_explorer_branch(explorer), claim);
	bth_explorer_push(explorer);
	return true;
}

bool
bth_explore_settled(struct bth_explorer *explorer)
{
	const struct bth_now *now = &explorer->now;

	for (uint32_t i = 0; i < now->local->claim_count; i++) {
		uint32_t count;

		if (bth_now_bound(now, i) != BTH_BOUND_NOT)
			continue;
		count = bth_controller_options(now, i, explorer->options);
		if (bth_controller_is_settled(now, i, explorer->options, count))
			return expand_unbound(explorer, i);
	}
	return false;
}

bool
bth_explore_claim(struct bth_explorer *explorer, uint32_t claim)
{
	uint16_t bound = bth_now_bound(&explorer->now, claim);

	if (bound == BTH_BOUND_TOLD)
		return expand_told(explorer, claim);
	if (bound == BTH_BOUND_NOT)
		return expand_unbound(explorer, claim);
	return (bound >= BTH_BOUND_KIND || bound == BTH_BOUND_MADE) &&
		bth_now_chosen(&explorer->now, claim) && expand_clearing(explorer, claim);
}

/* now.h - one state of a component, and what changes it */
#ifndef BTH_BIND_NOW_H
#define BTH_BIND_NOW_H

#include "bind/local.h"

/*
 * A state is a row of 16-bit cells: of each claim what it is bound to, what the scheduler
 * has chosen for it, and the node that it asks a provisioner for; of each pod how far it is
 * and its node. Which volumes are taken follows from the claims.
 */
enum { BTH_CLAIM_CELLS = 3, BTH_POD_CELLS = 2 };

/* The first cell of a claim: one of these, or BTH_BOUND_KIND + kind. */
enum {
	BTH_BOUND_ABSENT, /* the claim is not made yet */
	BTH_BOUND_NOT,
	BTH_BOUND_LOST,
	BTH_BOUND_MADE, /* to a volume that was made for it */
	BTH_BOUND_TOLD, /* it says so, and the PV controller has not looked yet */
	BTH_BOUND_KIND,
};

/* The first cell of a pod. */
enum {
	BTH_POD_ABSENT,
	BTH_POD_NEVER,   /* its set is refused, or it is */
	BTH_POD_WAITS,   /* for the scheduler */
	BTH_POD_BINDING, /* its node is chosen, its claims are not all bound */
	BTH_POD_PLACED,
	BTH_POD_BROKEN, /* placed where a volume of its claims is not: never ready */
};

enum { BTH_SOMEWHERE = UINT16_MAX }; /* the node of a pod whose place matters to nobody */

/* What may be the case at the end, gathered over all states. */
struct bth_tally {
	bool *bound;  /* [claim][kind] */
	bool *placed; /* [pod][node] */
	bool *claim_pending, *claim_absent, *claim_made;
	bool *pod_pending, *pod_absent, *pod_misplaced;
	bool *kind_free;
	/* why a pending pod is not on a node: of the first final state found */
	struct bth_reason *reasons; /* [pod][node]; partner unused, volume is a kind */
};

struct bth_now {
	const struct bth_local *local;
	struct bth_tally *tally;
	uint16_t *cells;
	uint32_t *used; /* of each kind, how many are bound or chosen */
};

static inline uint16_t *
bth_now_claim(const struct bth_now *now, uint32_t claim)
{
	return now->cells + (size_t)claim * BTH_CLAIM_CELLS;
}

static inline uint16_t *
bth_now_pod(const struct bth_now *now, uint32_t pod)
{
	return now->cells + (size_t)now->local->claim_count * BTH_CLAIM_CELLS +
		(size_t)pod * BTH_POD_CELLS;
}

static inline uint16_t
bth_now_bound(const struct bth_now *now, uint32_t claim)
{
	return bth_now_claim(now, claim)[0];
}

/* The kind that the scheduler chose for the claim, + 1; 0 for none. */
static inline uint16_t
bth_now_chosen(const struct bth_now *now, uint32_t claim)
{
	return bth_now_claim(now, claim)[1];
}

static inline bool
bth_now_is_free(const struct bth_now *now, uint32_t kind)
{
	return now->used[kind] < now->local->kinds[kind].size;
}

/* Cells of a state. */
size_t bth_now_cells(const struct bth_local *local);

/* Counts what is taken, after the cells have been filled. */
void bth_now_count(struct bth_now *now);

void bth_now_bind(struct bth_now *now, uint32_t claim, uint32_t kind);
void bth_now_make(struct bth_now *now, uint32_t claim);

/* The scheduler chooses a volume for the claim, or drops its choice. */
void bth_now_choose(struct bth_now *now, uint32_t claim, uint32_t kind);
void bth_now_drop(struct bth_now *now, uint32_t claim);

/*
 * Whether the node does not fit a volume that a claim of the pod is bound to; with @unchosen
 * only claims count for which the scheduler has chosen nothing else.
 */
bool bth_now_misfits(const struct bth_now *now, uint32_t pod, uint32_t node, bool unchosen);

/* The pod goes to the node for good. */
void bth_now_place(struct bth_now *now, uint32_t pod, uint32_t node);

/*
 * Drops the choice; pods that wait for it to be bound try again. Where it is not, a volume was
 * to be made.
 */
void bth_now_retract(struct bth_now *now, uint32_t claim);

/* Whether all of the pod's claims are bound, by themselves or by provisioners. */
bool bth_now_all_bound(const struct bth_now *now, uint32_t pod);
bool bth_now_is_ready(const struct bth_now *now, uint32_t pod);

/* Whether nodeName has put the pod where a volume is not: a kubelet will never let it be. */
bool bth_now_may_break(const struct bth_now *now, uint32_t pod);

/* Whether the pod has or holds a node. */
bool bth_now_has_node(const struct bth_now *now, uint32_t pod);

/* Writes down a state in which nothing more happens. */
void bth_now_finish(struct bth_now *now);

#endif

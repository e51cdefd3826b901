/* scheduler.h - where the scheduler may send a pod, and which volumes it chooses for it */
#ifndef BTH_BIND_SCHEDULER_H
#define BTH_BIND_SCHEDULER_H

#include "bind/now.h"

/* What is chosen for a claim of a pod on a node. */
enum {
	BTH_CHOICE_NONE,      /* nothing to choose: it is bound, or says so */
	BTH_CHOICE_PROVISION, /* a provisioner is asked */
	BTH_CHOICE_KIND,      /* + kind */
};

/* One way to try a pod on a node. The scratch is of the caller; see bth_attempt_init(). */
struct bth_attempt {
	const struct bth_now *now;
	uint32_t pod, node;
	uint32_t *choices; /* of each of the pod's claims */
	uint32_t *taken;   /* of each kind, how many this pod has chosen already */
	uint32_t *put_off; /* of each kind, not 0 when what is left of it is not there yet */
	uint8_t *done;     /* of each of the pod's claims: nothing to choose any more */
	uint32_t failed;   /* the claim for which nothing was found, in the last attempt */
	bool late;         /* any volume may not be there yet */
	bool fixed;        /* claims of equal size are taken in the order of @order only */
	const uint32_t *order;
	bool (*found)(struct bth_attempt *attempt, void *context); /* true: look no further */
	void *context;
};

void bth_attempt_init(struct bth_arena *arena, struct bth_attempt *out,
	const struct bth_local *local);

/* Whether the pod passes the checks before nodes are looked at; else *claim is why not. */
bool bth_scheduler_begins(const struct bth_now *now, uint32_t pod, uint32_t *claim);

/*
 * Calls attempt->found for each way in which the pod's claims can be satisfied on the node.
 * Returns whether it was called at all. The other filters are not asked.
 */
bool bth_scheduler_match(struct bth_attempt *attempt);

/*
 * Whether the pod may fail for good though some order of its claims would do: claims of
 * equal size are matched in an order that is drawn once for a pod.
 */
bool bth_scheduler_may_fail(struct bth_attempt *attempt, uint32_t pod);

#endif

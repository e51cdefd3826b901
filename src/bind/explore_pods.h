/* explore_pods.h - steps of the scheduler */
#ifndef BTH_BIND_EXPLORE_PODS_H
#define BTH_BIND_EXPLORE_PODS_H

#include "bind/explore.h"

/*
 * Each takes all steps that the scheduler may take with the pod, and returns whether one
 * must be taken, sooner or later: what can also fail for good, or goes round in circles, is
 * followed, but does not count.
 */

/* A pod that is not there yet, though it may be. */
bool bth_explore_absent(struct bth_explorer *explorer, uint32_t pod);

/* A pod without a node. */
bool bth_explore_waiting(struct bth_explorer *explorer, uint32_t pod);

/*
 * A pod with a node whose claims are not all bound as chosen. One all of whose claims are
 * bound otherwise may start so; one that waits in vain tries again after ten minutes, without
 * end.
 */
bool bth_explore_binding(struct bth_explorer *explorer, uint32_t pod);

/* In a final state: why a pod without a node is on none, if that is not known already. */
void bth_explore_reasons(struct bth_explorer *explorer, uint32_t pod);

#endif

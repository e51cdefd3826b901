/* settle.h - steps that can be done at once, whatever else may come first */
#ifndef BTH_BIND_SETTLE_H
#define BTH_BIND_SETTLE_H

#include "bind/scheduler.h"

/*
 * The beginning: what is there before any controller acts. Returns how many doubtful things
 * the component has: claims that are being deleted, and sets that may be refused as a
 * whole. Bit i of @gone says that the i-th is not there (below 64).
 */
unsigned bth_settle_begin(struct bth_now *now, uint64_t gone);

/* Makes the pod, with its claims; nodeName puts it where it is, if that is of no interest. */
void bth_settle_create(struct bth_now *now, uint32_t pod);

/*
 * Takes all steps that lead to the same ends whether they are taken now or later, so that
 * exploring need not try them in every order. Returns how many.
 */
uint64_t bth_settle(struct bth_now *now, uint32_t *options);

#endif

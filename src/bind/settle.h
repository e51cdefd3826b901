/* settle.h - steps that can be done at once, whatever else may come first */
#ifndef BTH_BIND_SETTLE_H
#define BTH_BIND_SETTLE_H

#include "bind/scheduler.h"

/*
 * The beginning: what is there before any controller acts. Bit i of @refused says that the
 * i-th doubtful set of the component was refused.
 */
void bth_settle_begin(struct bth_now *now, uint64_t refused);

/*
 * Takes all steps that lead to the same ends whether they are taken now or later, so that
 * exploring need not try them in every order. Returns how many.
 */
uint64_t bth_settle(struct bth_now *now, uint32_t *options);

#endif

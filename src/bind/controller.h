/* controller.h - what the PV controller may do with a claim */
#ifndef BTH_BIND_CONTROLLER_H
#define BTH_BIND_CONTROLLER_H

#include "bind/now.h"

/*
 * The kinds of volume that the controller may bind an unbound claim to now; returns how
 * many, in out, which has room for all kinds. What the scheduler has chosen for the claim may
 * be written already or not yet.
 */
uint32_t bth_controller_options(const struct bth_now *now, uint32_t claim, uint32_t *out);

/* Whether the controller asks a provisioner for a volume, and gets one. */
bool bth_controller_provisions(const struct bth_now *now, uint32_t claim);

/*
 * The same when the controller could bind a volume too: it may look before that is there, or
 * before the scheduler has written what it chose for another pod of the claim.
 */
bool bth_controller_may_make(const struct bth_now *now, uint32_t claim);

/*
 * Whether the options are the claim's whatever others do, and taking one takes nothing from
 * anybody: it can then be done at once.
 */
bool bth_controller_is_settled(const struct bth_now *now, uint32_t claim, const uint32_t *options,
	uint32_t count);

/* Whether the claim can never be bound: what was chosen for it is not what the controller binds. */
bool bth_controller_is_stuck(const struct bth_now *now, uint32_t claim);

#endif

/* explore_claims.h - steps of the PV controller */
#ifndef BTH_BIND_EXPLORE_CLAIMS_H
#define BTH_BIND_EXPLORE_CLAIMS_H

#include "bind/explore.h"

/*
 * Looks for a claim with several options that are its alone, and takes each. No other step
 * needs to be tried in such a state. False when there is no such claim.
 */
bool bth_explore_settled(struct bth_explorer *explorer);

/*
 * Takes each step that the controller may take with the claim. Returns whether one must be
 * taken, sooner or later.
 */
bool bth_explore_claim(struct bth_explorer *explorer, uint32_t claim);

#endif

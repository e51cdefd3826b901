/* offer.h - free volumes for claims that ask for the same, found once */
#ifndef BTH_BIND_OFFER_H
#define BTH_BIND_OFFER_H

#include "bind/may.h"

/* Sorts the free volumes of the run by class. */
void bth_offer_index(struct bth_may *may);

/* The free volumes that fit @claim and, if @nodes are given, can be used on one; NULL for none. */
const struct bth_offer *bth_offer_find(struct bth_may *may, uint32_t claim,
	const struct bth_indexes *nodes);

/*
 * Of an Immediate claim's offer, those that the PV controller would take although
 * @owned, all with equally many access modes, are reserved for the claim; NULL for none.
 */
const struct bth_offer *bth_offer_before(struct bth_may *may, const struct bth_offer *offer,
	const struct bth_indexes *owned);

/* Nodes in either list, or in both. */
const struct bth_indexes *bth_offer_join(struct bth_may *may, const struct bth_indexes *a,
	const struct bth_indexes *b);
const struct bth_indexes *bth_offer_meet(struct bth_may *may, const struct bth_indexes *a,
	const struct bth_indexes *b);

#endif

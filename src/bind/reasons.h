/* reasons.h - why a volume or node is not in the set */
#ifndef BTH_BIND_REASONS_H
#define BTH_BIND_REASONS_H

#include "bind/now.h"

struct bth_reasons {
	const struct bth_may *may;
	struct bth_binding *binding;
	struct bth_map by_class;  /* volumes with a claimRef: struct bth_indexes */
	struct bth_map by_claim;  /* volumes by the name in their claimRef */
	struct bth_indexes orphans; /* volumes reserved for a claim that is not in the run */
	uint32_t *marks;          /* of each volume, the last claim + 1 that has looked at it */
	uint64_t effort;          /* volumes and nodes looked at so far */
};

void bth_reasons_init(struct bth_arena *arena, struct bth_reasons *out, const struct bth_may *may,
	struct bth_binding *binding);

/* For all claims, when all sets are complete. */
void bth_reasons_claims(struct bth_reasons *reasons);

/*
 * For one pod whose set is complete. @tally, of the component that @local is, may be NULL;
 * @at is the pod's place in it.
 */
void bth_reasons_pod(struct bth_reasons *reasons, uint32_t pod, const struct bth_local *local,
	const struct bth_tally *tally, uint32_t at);

#endif

/* canon.h - one state for all that differ only in names */
#ifndef BTH_BIND_CANON_H
#define BTH_BIND_CANON_H

#include "bind/now.h"

/* A pod and its claims, or a claim without pods. */
struct bth_canon_block {
	uint32_t pod; /* BTH_NO_INDEX for none */
	struct bth_indexes claims;
};

/*
 * Blocks that nothing tells apart but their names: replicas of a Parallel set whose
 * volumes are not reserved, claims that ask for the same. What can become of one can become
 * of each.
 */
struct bth_canon_group {
	BTH_VEC(struct bth_canon_block) blocks;
};

struct bth_canon {
	const struct bth_local *local;
	BTH_VEC(struct bth_canon_group) groups;
	bool *claim_twins, *pod_twins; /* see bth_canon_mark() */
	uint32_t *items; /* scratch: of all claims or pods */
};

void bth_canon_read(struct bth_arena *arena, struct bth_canon *out, const struct bth_local *local);

/* Replaces the state by the one that stands for it. */
void bth_canon_apply(const struct bth_canon *canon, struct bth_now *now);

/*
 * Marks the claims and pods of blocks that are in the same situation as one before them:
 * what can be done with them leads to the same states.
 */
void bth_canon_mark(struct bth_canon *canon, const struct bth_now *now);

/* Gives each block of a group what was found for any of them. */
void bth_canon_share(const struct bth_canon *canon, struct bth_tally *tally);

#endif

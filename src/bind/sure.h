/* sure.h - what must happen in a component that is too large to explore */
#ifndef BTH_BIND_SURE_H
#define BTH_BIND_SURE_H

#include "bind/components.h"

/* True only where it is certain; what is too involved to tell is false. Indexed as the views. */
struct bth_sure_counts {
	uint32_t *there, *serving; /* NULL until they are asked for */
	/* the nodes asked about last, and whether each volume serves a pod on one of them */
	const struct bth_indexes *nodes;
	bool all_serve;
	/* the unit asked about last + 1, and whether its pods can keep apart by their volumes */
	uint32_t unit;
	bool apart;
};

struct bth_sure {
	const struct bth_social *social;
	bool *claim_bound;  /* it gets bound, if it exists */
	bool *claim_exists;
	bool *pod_runs;     /* it gets a node, and its claims are bound, if it exists */
	bool *pod_exists;
	/*
	 * Of each term of anti-affinity, by domain: how many of its pods may be there, and how
	 * many of those that it selects.
	 */
	uint32_t **owners, **selected;
	/* of each offer, by node: how many of its volumes are there, and serve a pod there */
	struct bth_sure_counts *offers;
};

void bth_sure_init(struct bth_arena *arena, struct bth_sure *out, const struct bth_social *social);

/* Looks at one component; its parts of the arrays are false before. */
void bth_sure_read(struct bth_sure *sure, const struct bth_component *component);

#endif

/* expand.h - from a Cluster document to Kubernetes objects */
#ifndef BTH_EXPAND_EXPAND_H
#define BTH_EXPAND_EXPAND_H

#include "spec/cluster.h"

/* A generated object. */
struct bth_generated {
	const struct bth_tree
		*tree; /* its nodes have the spans of what in the spec asked for them */
	const char *kind, *name;
	const char *namespace; /* "" for cluster-wide ones */
	int order; /* objects are applied in ascending order, equal ones as they come */
};

BTH_VEC_TYPE(bth_generated_list, struct bth_generated);

/* The objects of @cluster, in the order to apply them, after its patches. */
void bth_expand(struct bth_arena *arena, struct bth_findings *findings,
	const struct bth_cluster *cluster, struct bth_generated_list *out);

/*
 * Adds an object of one cluster to those of all, in its place in the order. A StorageClass
 * that another cluster has made just so is not added again.
 */
void bth_generated_add(struct bth_arena *arena, struct bth_generated_list *all,
	const struct bth_generated *one);

#endif

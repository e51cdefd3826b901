/* there.h - pods that a cluster has, and whose they are */
#ifndef BTH_WORLD_THERE_H
#define BTH_WORLD_THERE_H

#include "world/state.h"

/* Indexes of objects. */
BTH_VEC_TYPE(bth_indexes_there, uint32_t);

/* The pods of a cluster by the workloads that made them. */
struct bth_there {
	const struct bth_world *world;
	struct bth_map pods; /* index of the workload → struct bth_indexes_there */
};

void bth_there_init(struct bth_there *there, struct bth_world *world);

/*
 * Whether the views need not have the Pod @object, which a cluster has: it ends soon, or a
 * workload that the views have pods of has made it.
 */
bool bth_there_is_made(const struct bth_there *there, const struct bth_object *object);

/*
 * The pods that a workload other than a StatefulSet has in the cluster and keeps, or NULL.
 * One whose pod template changes makes all of them anew.
 */
const struct bth_indexes_there *bth_there_pods(
	const struct bth_there *there, const struct bth_object *workload);

/* The pod of that ordinal and name that the StatefulSet @set has and keeps, or NULL. */
const struct bth_object *bth_there_pod(const struct bth_world *world,
	const struct bth_object *set, int64_t ordinal, struct bth_str name);

/*
 * Leaves pods out of the views that run where they are, and that nothing which is still open
 * depends on: of them only the room counts that they take from their nodes.
 */
void bth_there_settle(struct bth_world *world);

/*
 * Where files show volumes but no claims, or claims but no volumes, makes up for the other
 * side of each pair that is bound.
 */
void bth_there_pair(struct bth_world *world);

#endif

/* state.h - what becomes of objects that a cluster has already */
#ifndef BTH_WORLD_STATE_H
#define BTH_WORLD_STATE_H

#include "world/world.h"

/* Sets what @object will be when it is applied to @live, which has its name. */
void bth_state_apply(struct bth_world *world, struct bth_object *object, struct bth_value live);

/*
 * Whether applying the run leaves a part of the object as it is in the cluster, so that its
 * controller has nothing to do about it. @path is one of maps.
 */
bool bth_state_keeps(const struct bth_object *object, const char *path);

#endif

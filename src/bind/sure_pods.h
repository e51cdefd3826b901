/* sure_pods.h - whether a pod gets a node whatever others do */
#ifndef BTH_BIND_SURE_PODS_H
#define BTH_BIND_SURE_PODS_H

#include "bind/sure.h"

/*
 * Whether the pod, if it exists, gets a node and has its claims bound. @hungry claims of its
 * component take free volumes; with @named some do so by name.
 */
bool bth_sure_runs(struct bth_sure *sure, uint32_t pod, size_t hungry, bool named);

#endif

/* sure_pods.h - whether a pod gets a node whatever others do */
#ifndef BTH_BIND_SURE_PODS_H
#define BTH_BIND_SURE_PODS_H

#include "bind/sure.h"

/*
 * Whether the pod, if it exists, gets a node and has its claims bound. @hungry claims of its
 * component take free volumes; with @named some do so by name.
 */
bool bth_sure_runs(struct bth_sure *sure, uint32_t pod, size_t hungry, bool named);

/* Whether a pod of the volume's claim passes on the node once it is bound. */
bool bth_sure_serves(const struct bth_may *may, uint32_t volume, uint32_t node);

/* Whether the claim is there whenever the pod is. */
bool bth_sure_comes_along(const struct bth_claim_facts *claim, uint32_t pod);

/*
 * Whether the pod gets a node since a volume is left for its one claim whoever takes the
 * others, and the pod can go wherever that is. @hungry claims may take volumes from others.
 */
bool bth_sure_follows(struct bth_sure *sure, uint32_t pod, size_t hungry);

#endif

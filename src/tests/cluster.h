/* cluster.h - small clusters for tests of binding, and their outcomes as text */
#ifndef BTH_TESTS_CLUSTER_H
#define BTH_TESTS_CLUSTER_H

#include "bind/bind.h"

/*
 * Views under construction. What is added is returned as a pointer to change it further;
 * it is valid until the next thing of its sort is added.
 */
struct bth_cluster {
	struct bth_arena *arena;
	struct bth_views views;
	struct bth_bind_options options;
	struct bth_binding out; /* after bth_cluster_bind() */
};

void bth_cluster_init(struct bth_cluster *out, struct bth_arena *arena);

/* A node whose name is its hostname too; the cluster then has no others. */
struct bth_node_view *bth_cluster_node(struct bth_cluster *cluster, const char *name);

/* Mode "immediate" or "wait"; @provisions: with a provisioner. */
struct bth_class *bth_cluster_class(struct bth_cluster *cluster, const char *name,
	const char *mode, bool provisions);

/* A ReadWriteOnce volume; @node NULL: without node affinity. */
struct bth_volume *bth_cluster_volume(struct bth_cluster *cluster, const char *name,
	const char *size, const char *class, const char *node);

/* Reserves the volume for a claim. */
void bth_cluster_reserve(struct bth_volume *volume, const char *namespace, const char *claim);

/* A ReadWriteOnce claim of the run in the namespace default; @class NULL: names none. */
struct bth_claim *bth_cluster_claim(struct bth_cluster *cluster, const char *name,
	const char *size, const char *class);

/* A pod with the label app: its name, which mounts the last @claims claims. */
struct bth_pod *bth_cluster_pod(struct bth_cluster *cluster, const char *name, size_t claims);

/*
 * A set with one claim template "data", its claims and pods; @parallel or OrderedReady. The
 * pods have the label app: @name. Returns the first pod; the others follow it.
 */
struct bth_pod *bth_cluster_set(struct bth_cluster *cluster, const char *name, int64_t replicas,
	bool parallel, const char *size, const char *class);

/* One more template of the set that was added last. */
void bth_cluster_template(struct bth_cluster *cluster, const char *name, const char *size,
	const char *class);

/* Required anti-affinity on @key between all pods of the set, for each of its pods. */
void bth_cluster_shun(struct bth_cluster *cluster, const char *set, const char *key);

void bth_cluster_label(struct bth_cluster *cluster, struct bth_labels *labels, const char *key,
	const char *value);

/* A requirement key In [value]. */
struct bth_requirement bth_cluster_in(struct bth_cluster *cluster, const char *key,
	const char *value);

/* Binds, and checks what holds for every binding. */
void bth_cluster_bind(struct bth_cluster *cluster);

/* The same over everything that manifests do not tell: bth_bind_any(). */
void bth_cluster_bind_any(struct bth_cluster *cluster);

/* "pv-0 pv-1 pending absent provisioned": what a claim may end with. */
const char *bth_cluster_claim_ends(const struct bth_cluster *cluster, const char *name);

/* "node1 node2 pending absent anywhere misplaced". */
const char *bth_cluster_pod_ends(const struct bth_cluster *cluster, const char *name);

/* "data-db-0 free released". */
const char *bth_cluster_volume_ends(const struct bth_cluster *cluster, const char *name);

/* The word of the reason that the claim has for the volume, the pod for the node; or "". */
const char *bth_cluster_why(const struct bth_cluster *cluster, const char *who, const char *what);

#endif

/* views.h - what binding needs to know of the objects, without their trees */
#ifndef BTH_WORLD_VIEWS_H
#define BTH_WORLD_VIEWS_H

#include "kube/label.h"
#include "kube/nodeterm.h"
#include "kube/quantity.h"
#include "kube/taint.h"

/*
 * All texts are borrowed from the trees and defaulted as the API server defaults them.
 * @object is the index in the world of the object it was read from, UINT32_MAX for none.
 */

enum {
	BTH_RWO = 1,  /* ReadWriteOnce */
	BTH_ROX = 2,  /* ReadOnlyMany */
	BTH_RWX = 4,  /* ReadWriteMany */
	BTH_RWOP = 8, /* ReadWriteOncePod */
};

enum bth_volume_source {
	BTH_SOURCE_NONE,
	BTH_SOURCE_LOCAL,
	BTH_SOURCE_HOST_PATH,
	BTH_SOURCE_NFS,
	BTH_SOURCE_CSI,
	BTH_SOURCE_OTHER,
};

enum bth_phase {
	BTH_PHASE_UNKNOWN,
	BTH_PENDING,
	BTH_AVAILABLE,
	BTH_BOUND,
	BTH_RELEASED,
	BTH_FAILED
};

/* A PersistentVolume. */
struct bth_volume {
	uint32_t object;
	struct bth_str name;
	struct bth_labels labels;

	struct bth_quantity capacity;
	bool has_capacity; /* false: absent or malformed; it fits nothing then */
	unsigned modes;    /* BTH_RWO | … */
	bool block;        /* volumeMode Block */
	struct bth_str
		storage_class; /* effective: the beta annotation wins; "" for none */
	struct bth_str attributes_class;
	struct bth_str reclaim; /* Retain, Delete, Recycle */

	bool reserved; /* has a claimRef */
	struct bth_str claim_namespace, claim_name, claim_uid;

	struct bth_node_selector affinity;
	enum bth_volume_source source;
	struct bth_str path; /* of local, hostPath, nfs; the handle of csi */

	enum bth_phase phase; /* of its status; BTH_PHASE_UNKNOWN when it has none */
	bool deleting;
	bool there;   /* the cluster has it, and its controller has looked at it */
	bool refused; /* the API server would not take it: it cannot be bound */
};

/* A PersistentVolumeClaim of the run, or one that a StatefulSet will make. */
struct bth_claim {
	uint32_t object;   /* the claim, or the StatefulSet */
	uint32_t set;      /* index among the sets, UINT32_MAX for a claim of the run */
	uint32_t template; /* index in volumeClaimTemplates */
	int64_t ordinal;
	struct bth_str namespace, name;
	struct bth_str uid;
	struct bth_labels labels;

	struct bth_quantity request;
	bool has_request;
	unsigned modes;
	bool block;
	bool has_class; /* names a class, if only "" */
	struct bth_str storage_class;
	struct bth_str attributes_class;
	struct bth_selector selector;
	struct bth_str volume_name;

	bool bind_completed;          /* annotation pv.kubernetes.io/bind-completed */
	struct bth_str selected_node; /* annotation volume.kubernetes.io/selected-node */
	bool deleting;
	bool refused; /* the API server would not take it */
};

/* A StorageClass. */
/* What can be told of a provisioner from the run. */
enum bth_provisioner {
	BTH_PROVISIONER_UNKNOWN, /* it may be there */
	BTH_PROVISIONER_THERE,   /* a CSIDriver has its name, or it has made a volume */
	BTH_PROVISIONER_NOWHERE, /* under a domain for examples */
};

struct bth_class {
	uint32_t object;
	struct bth_str name, provisioner, reclaim;
	bool wait; /* WaitForFirstConsumer */
	bool is_default;
	bool provisions;        /* the provisioner is no mere marker */
	enum bth_provisioner known;
	struct bth_str created; /* metadata.creationTimestamp, for the newest default */
	BTH_VEC(struct bth_requirements)
	topologies; /* allowedTopologies; a term is ANDed Ins */
};

struct bth_node_view {
	uint32_t object; /* UINT32_MAX: known only from an affinity that names it */
	struct bth_str name;
	struct bth_labels labels;
	struct bth_taints taints;
	bool unschedulable;
	bool has_room; /* allocatable is given */
	struct bth_quantity cpu, memory;
	struct bth_quantity pods;
};

/* A term of required pod (anti-)affinity, or a DoNotSchedule spread constraint. */
struct bth_pod_term {
	struct bth_selector selector;
	struct bth_str topology_key;
	struct bth_strs namespaces; /* empty: the pod's own */
	int64_t max_skew;           /* spread constraints only */
};

BTH_VEC_TYPE(bth_pod_terms, struct bth_pod_term);

/* A pod of the run, or one that a workload will make. */
struct bth_pod {
	uint32_t object;
	uint32_t set; /* index among the sets, UINT32_MAX for others */
	int64_t ordinal;
	struct bth_str namespace, name;
	struct bth_labels labels;
	BTH_VEC(uint32_t) claims; /* indexes of its claims */
	bool claim_missing;       /* mounts a claim that is not in the run */

	struct bth_labels node_selector;
	struct bth_node_selector affinity; /* required node affinity */
	struct bth_tolerations tolerations;
	struct bth_pod_terms pod_affinity, pod_anti_affinity, spread;
	struct bth_str node_name;
	struct bth_quantity cpu, memory; /* requests */
	bool refused;                    /* the API server would not take it */
	bool there; /* the cluster has it already, and it is left as it is */
};

/* A StatefulSet, as far as it makes pods and claims. */
struct bth_set {
	uint32_t object;
	struct bth_str namespace, name;
	int64_t start, replicas;
	bool parallel;
	uint32_t templates; /* claim templates */
};

/*
 * Whether it depends on the hash of the pod template if the set can make a pod: it has a
 * label NAME-HASH of at most 63 characters, and a hash is 1 to 10 digits long.
 */
static inline bool
bth_set_needs_luck(const struct bth_set *set)
{
	return set->name.len + 1 + 10 > 63;
}

/* Everything that binding looks at. Pods and claims of a set stand in order of ordinals. */
struct bth_views {
	BTH_VEC(struct bth_volume) volumes;
	BTH_VEC(struct bth_claim) claims;
	BTH_VEC(struct bth_class) classes;
	BTH_VEC(struct bth_node_view) nodes;
	BTH_VEC(struct bth_pod) pods;
	BTH_VEC(struct bth_set) sets;
	bool nodes_known; /* nodes come from Node objects, so there are no others */
};

/* The class of this name, or NULL. */
const struct bth_class *bth_views_class(
	const struct bth_views *views, struct bth_str name);

/* "ReadWriteOnce,ReadOnlyMany" for a message. */
const char *bth_modes_text(struct bth_arena *arena, unsigned modes);

#endif

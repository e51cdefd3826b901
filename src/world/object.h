/* object.h - one Kubernetes object of the run */
#ifndef BTH_WORLD_OBJECT_H
#define BTH_WORLD_OBJECT_H

#include "diag/finding.h"
#include "syntax/tree.h"

/* The kinds that some rule or view looks at; all others are BTH_OTHER. */
enum bth_object_kind {
	BTH_OTHER,
	BTH_PERSISTENT_VOLUME,
	BTH_PERSISTENT_VOLUME_CLAIM,
	BTH_STORAGE_CLASS,
	BTH_STATEFUL_SET,
	BTH_DEPLOYMENT,
	BTH_DAEMON_SET,
	BTH_REPLICA_SET,
	BTH_REPLICATION_CONTROLLER,
	BTH_JOB,
	BTH_CRON_JOB,
	BTH_POD,
	BTH_POD_TEMPLATE,
	BTH_SERVICE,
	BTH_ENDPOINTS,
	BTH_ENDPOINT_SLICE,
	BTH_NODE,
	BTH_POD_DISRUPTION_BUDGET,
	BTH_NETWORK_POLICY,
	BTH_CONFIG_MAP,
	BTH_SECRET,
	BTH_SERVICE_ACCOUNT,
	BTH_INGRESS,
	BTH_AUTOSCALER,
	BTH_NAMESPACE,
	BTH_CLUSTER, /* berth's own spec */
	BTH_OBJECT_KIND_COUNT,
};

/* For bth_rule.kinds. */
#define BTH_KIND(kind) (1u << (kind))

/* Kinds with a pod template, and pods themselves. */
#define BTH_WORKLOADS \
	(BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT) | \
		BTH_KIND(BTH_DAEMON_SET) | BTH_KIND(BTH_REPLICA_SET) | \
		BTH_KIND(BTH_REPLICATION_CONTROLLER) | BTH_KIND(BTH_JOB) | \
		BTH_KIND(BTH_CRON_JOB) | BTH_KIND(BTH_POD))

/* The same and templates by themselves, of which nothing makes pods. */
#define BTH_WITH_PODS (BTH_WORKLOADS | BTH_KIND(BTH_POD_TEMPLATE))

/* Any kind at all. */
#define BTH_ALL_KINDS (BTH_KIND(BTH_OBJECT_KIND_COUNT) - 1)

struct bth_object {
	uint32_t index; /* in the world */
	enum bth_object_kind kind;
	struct bth_str api_version, group, version;
	struct bth_str kind_text;
	struct bth_str name;
	struct bth_str namespace; /* the run's default filled in; "" for cluster-wide kinds */
	bool cluster_wide;
	bool repeated; /* an earlier object of the run has its group, kind and name */
	bool generated; /* made by berth: spans point into the Cluster document */
	bool there;     /* no manifest has it: the cluster does */
	struct bth_value root; /* as it is written */
	struct bth_value live; /* what the cluster has under its name now; absent for most */
	struct bth_value state; /* what will be there: @root, laid over @live if there is one */
};

/*
 * Reads what an object is from its root: group, kind, name and namespace as written.
 * Returns false when apiVersion or kind is missing.
 */
bool bth_object_read(struct bth_object *out, struct bth_value root);

/* The group and kind that a known kind is written as; false for BTH_OTHER. */
bool bth_object_kind_name(
	struct bth_str *group, struct bth_str *kind, enum bth_object_kind is);

/* The object as the cluster will have it, for those who do not care who wrote what. */
struct bth_object bth_object_whole(const struct bth_object *object);

/* The names for findings. */
struct bth_object_name bth_object_name(const struct bth_object *object);

/* The pod template of BTH_WITH_PODS ({metadata, spec}); the pod itself for a Pod. */
struct bth_value bth_object_template(const struct bth_object *object);

/* spec of the pods of BTH_WITH_PODS. */
struct bth_value bth_object_pod_spec(const struct bth_object *object);

/* How many pods it asks for: replicas where the kind has them, 1 by default. */
int64_t bth_object_replicas(const struct bth_object *object);

/* spec.ordinals.start of a StatefulSet, 0 by default. */
int64_t bth_object_start(const struct bth_object *object);

/* What kind of data a pod keeps, by its images and commands. */
enum bth_database { BTH_NO_DATABASE, BTH_POSTGRESQL, BTH_OTHER_DATABASE };

/* Known databases by the last part of an image's name, for rules that are stricter there. */
enum bth_database bth_object_database(const struct bth_object *object);

#endif

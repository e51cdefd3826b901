/* cluster.h - a Cluster document, read and checked */
#ifndef BTH_SPEC_CLUSTER_H
#define BTH_SPEC_CLUSTER_H

#include "spec/preset.h"

enum bth_backend {
	BTH_BACKEND_NONE,
	BTH_BACKEND_LOCAL,
	BTH_BACKEND_HOST_PATH,
	BTH_BACKEND_NFS,
	BTH_BACKEND_CSI,
	BTH_BACKEND_DYNAMIC,
};

/* One PersistentVolume that berth writes. */
struct bth_place_for {
	int64_t ordinal;
	struct bth_str volume_name;
	struct bth_str node; /* empty where the back end is not tied to nodes */
	struct bth_str path; /* the handle of a CSI volume */
	struct bth_str size;
	struct bth_value at; /* what in the spec names the node, path or handle */
	struct bth_value size_at;
};

/* One volume of each pod: a claim template. */
struct bth_cluster_volume {
	struct bth_value at; /* the map under storage, or under storage.volumes */
	struct bth_value claim_at;
	struct bth_str claim;
	struct bth_str size;
	struct bth_str mount_path; /* or the device path, with mode Block */
	bool block;
	struct bth_value access; /* list, absent for the default */
	bool once_per_pod;       /* the default is ReadWriteOncePod */
	enum bth_backend backend;
	struct bth_value backend_at;
	bool has_class; /* false: the cluster's default */
	struct bth_str storage_class;
	struct bth_value class_at;
	bool create_class;
	bool reserve; /* write claimRef */
	struct bth_str node_key;
	BTH_VEC(struct bth_place_for) places; /* one for each ordinal, but for dynamic */
};

struct bth_cluster_port {
	struct bth_str name, protocol;
	int64_t port;
	struct bth_value at;
};

/* spec.replication, when its mode is streaming. */
struct bth_cluster_replication {
	bool streaming;
	struct bth_value at, primary_at, sync_at;
	int64_t primary; /* ordinal of the declared one */
	int64_t sync;    /* standbys that a commit waits for */
	bool existing;   /* never initialise */
	struct bth_str major; /* of PostgreSQL, in digits */
	struct bth_str port;  /* that the servers listen on */
};

/* All that expand/ needs. Texts and values are of @root's tree or of the arena. */
struct bth_cluster {
	struct bth_source *source;
	struct bth_value root; /* the document with its preset below it */
	struct bth_value spec;
	struct bth_preset_choice
		preset; /* preset.preset is NULL for a generic workload */
	int minor;      /* of the Kubernetes it is for */

	struct bth_str name, namespace;
	struct bth_value name_at;
	int64_t replicas, start;
	bool parallel;
	struct bth_str image;
	struct bth_value image_at;
	struct bth_cluster_replication replication;
	struct bth_str auth_secret; /* empty without */
	BTH_VEC(struct bth_cluster_port) ports;
	BTH_VEC(struct bth_cluster_volume) volumes; /* the first is spec.storage */
};

struct bth_spec_input {
	const struct bth_presets *presets;
	struct bth_str namespace; /* of a document that names none */
	int minor;                /* the run's */
	bool minor_given;         /* and whether the user asked for it: it wins then */
};

/*
 * Reads the Cluster document at @root. Everything that is wrong with it is reported in one
 * go; returns NULL when that is an error.
 */
struct bth_cluster *bth_spec_read(struct bth_arena *arena, struct bth_findings *findings,
	const struct bth_spec_input *input, struct bth_value root);

#endif

/* draft.h - generated objects while they can still change */
#ifndef BTH_EXPAND_DRAFT_H
#define BTH_EXPAND_DRAFT_H

#include "expand/expand.h"

/*
 * Objects are applied in this order: what a claim needs must stand before the claim is
 * made, or another volume may be taken.
 */
enum bth_order {
	BTH_ORDER_CLASS = 10,
	BTH_ORDER_VOLUME = 20,
	BTH_ORDER_ACCOUNT = 30,
	BTH_ORDER_CONFIG = 40,
	BTH_ORDER_SECRET = 45,
	BTH_ORDER_SERVICE = 50,
	BTH_ORDER_BUDGET = 60,
	BTH_ORDER_SET = 70,
};

struct bth_draft {
	struct bth_builder builder;
	uint32_t root;
	enum bth_order order;
	const char *api_version, *kind;
};

/* One Cluster document being expanded. */
struct bth_expanding {
	struct bth_arena *arena;
	struct bth_findings *findings;
	const struct bth_cluster *cluster;
	BTH_VEC(struct bth_draft *) drafts;
	const char *app; /* app.kubernetes.io/name, and the name of the container */
	struct bth_str config_checksum; /* empty without a ConfigMap */
};

/* What a new object is. */
struct bth_draft_kind {
	enum bth_order order;
	const char *api_version, *kind;
	bool cluster_wide;
	bool shared; /* other clusters make the same: it gets no labels of this one */
};

/*
 * A new object with apiVersion, kind and metadata, caused by @cause. The draft stays where
 * it is.
 */
struct bth_draft *bth_draft_new(struct bth_expanding *expanding,
	const struct bth_draft_kind *kind, struct bth_str name, struct bth_value cause);

/* What is built next was caused by @value; nothing changes when that is absent. */
void bth_draft_cause(struct bth_draft *draft, struct bth_value value);

/* The two labels that select the pods, as a map under @key of @map. */
void bth_draft_selector(struct bth_expanding *expanding, struct bth_draft *draft,
	uint32_t map, const char *key);

/* All labels of the cluster, as metadata.labels of @metadata. */
void bth_draft_labels(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t metadata);

/* "<cluster><suffix>" */
struct bth_str bth_draft_name(struct bth_expanding *expanding, const char *suffix);

/* The pod's own volume that is mounted at @path: a DNS label of at most 63. */
struct bth_str bth_draft_scratch_name(
	struct bth_expanding *expanding, struct bth_str path);

/* The value at @path of the spec, absent when it is not there. */
struct bth_value bth_draft_spec(const struct bth_expanding *expanding, const char *path);

/* Each makes its objects. */
void bth_expand_classes(struct bth_expanding *expanding);
void bth_expand_volumes(struct bth_expanding *expanding);
void bth_expand_account(struct bth_expanding *expanding);
void bth_expand_config(struct bth_expanding *expanding);
void bth_expand_secret(struct bth_expanding *expanding);
void bth_expand_services(struct bth_expanding *expanding);
void bth_expand_budget(struct bth_expanding *expanding);
void bth_expand_set(struct bth_expanding *expanding);

/* spec of the container's probes, resources and the rest is in container.c. */
void bth_expand_container(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec);

/* Parts of it that the container before it has as well. */
void bth_expand_variable(struct bth_expanding *expanding, struct bth_draft *draft,
	uint32_t env, struct bth_str name, struct bth_value value);
void bth_expand_container_security(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container);
void bth_expand_mounts(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container);

/* Streaming replication (replication.c); each does nothing without. */
void bth_expand_replication(struct bth_expanding *expanding);
void bth_expand_bootstrap(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec);
void bth_expand_replication_env(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t env);
void bth_replication_settings(struct bth_expanding *expanding, struct bth_buf *text);
void bth_replication_hba(struct bth_expanding *expanding, struct bth_buf *text);

/* The script @name of templates/postgres/. */
struct bth_str bth_replication_script(const char *name);

/* The pod template, as @template; for bth_expand_set(). */
void bth_expand_pod(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t template);

/* accessModes: the same list in volume and claim, so that the modes always fit. */
void bth_expand_modes(struct bth_builder *builder, uint32_t spec,
	const struct bth_cluster_volume *volume);

/* Names of Services and ConfigMaps that others refer to. */
struct bth_str bth_expand_headless_name(const struct bth_expanding *expanding);
struct bth_str bth_expand_account_name(const struct bth_expanding *expanding);
bool bth_expand_has_config(const struct bth_expanding *expanding);
bool bth_expand_has_scripts(const struct bth_expanding *expanding);

/* "<pod>.<headless>.<namespace>.svc" */
struct bth_str bth_expand_host(struct bth_expanding *expanding, struct bth_str pod);

/* Applies spec.patches to the drafts. */
void bth_expand_patches(struct bth_expanding *expanding);

#endif

/* placement.h - where volumes are and pods may be, for the rules that compare the two */
#ifndef BTH_RULES_PLACEMENT_H
#define BTH_RULES_PLACEMENT_H

#include "rules/storage.h"

#define BTH_HOSTNAME BTH_STR("kubernetes.io/hostname")

/* Whether the data is in a directory or on a disk of a node: local and hostPath. */
bool bth_volume_on_node(const struct bth_volume *volume);

/* The required node selector terms in a PersistentVolume's tree. */
struct bth_value bth_volume_terms(struct bth_value volume);

/*
 * What to point at when the node affinity of a PersistentVolume's tree is meant: the value
 * that it asks for, or all its terms; the volume's name when it has none.
 */
struct bth_value bth_affinity_at(struct bth_value volume);

/* Whether a node selector term is empty, or null, which is the same: it matches no node. */
bool bth_term_is_empty(struct bth_value term);

/* The path in a PersistentVolume's tree when it is one of a node, else absent. */
struct bth_value bth_volume_path(struct bth_value volume);

/*
 * @path as the node sees it: from /, without "//", "/./" and trailing slashes; what ".."
 * does is left alone.
 */
struct bth_str bth_path_clean(struct bth_arena *arena, struct bth_str path);

/* @text as a YAML scalar, for bth_report_replace(). */
const char *bth_scalar_text(struct bth_arena *arena, struct bth_str text);

/* Whether clean @path is @parent or below it. */
bool bth_path_within(struct bth_str path, struct bth_str parent);

/*
 * The one value of the hostname label that the affinity leaves over; empty when it leaves
 * several or does not limit them.
 */
struct bth_str bth_affinity_host(
	struct bth_arena *arena, const struct bth_node_selector *affinity);

/* The nodes of the run by their names and hostname labels. */
struct bth_node_index {
	const struct bth_lint *lint;
	struct bth_map by_host; /* hostname label → struct bth_indexes */
	struct bth_map by_name; /* name → struct bth_node_view */
	struct bth_map asked;   /* text of an affinity → struct bth_indexes */
};

void bth_node_index_init(struct bth_node_index *out, const struct bth_lint *lint);

/* Those that the affinity accepts, in no order. */
const struct bth_indexes *bth_node_index_find(
	struct bth_node_index *index, const struct bth_node_selector *affinity);

/* The tree of a node that has one. */
struct bth_value bth_lint_node(
	const struct bth_lint *lint, const struct bth_node_view *node);

/* More volumes than this are not looked at one by one for each claim. */
enum { BTH_CANDIDATES_MOST = 64 };

/*
 * The volumes that the claim may get; if it may get none, those that would be for it if only
 * its pod could run where they are. Empty when they are too many to look at one by one.
 */
struct bth_indexes bth_claim_candidates(struct bth_storage *storage, uint32_t claim);

/* Whether the pod's nodeSelector and required affinity accept a node. */
bool bth_pod_selects(const struct bth_pod *pod, const struct bth_labels *labels,
	const struct bth_str *name);

/*
 * Whether a node whose label @key is @value may be accepted, whatever its other labels and
 * its name are.
 */
bool bth_pod_may_select(
	const struct bth_pod *pod, struct bth_str key, struct bth_str value);

/* "pod 'db-0'" or "the pod of 'web'", with the namespace if it is not the default. */
const char *bth_pod_text(const struct bth_lint *lint, const struct bth_pod *pod);

/* The index behind the last pod of the same object as pod @first: they stand together. */
size_t bth_pods_end(const struct bth_lint *lint, size_t first);

/* " (and 2 more)" for @count things of which one was named. */
const char *bth_and_more(const struct bth_lint *lint, size_t count);

#endif

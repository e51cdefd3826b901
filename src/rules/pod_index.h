/* pod_index.h - whose pods a selector finds */
#ifndef BTH_RULES_POD_INDEX_H
#define BTH_RULES_POD_INDEX_H

#include "rules/lint.h"

/* What makes pods: a workload, or a custom resource with a pod template. */
struct bth_pod_maker {
	const struct bth_object *object;
	struct bth_labels labels; /* of its pods, as far as the template has them */
	struct bth_labels asked; /* by its own selector: they should have these as well */
	bool owned;              /* another object made it: a copy from a cluster */
};

/* All that make pods, in their order, found by namespace and label without looking at each. */
struct bth_pod_index {
	struct bth_arena *arena;
	BTH_VEC(struct bth_pod_maker) makers;
	struct bth_map lists; /* "namespace" and "namespace\nkey\nvalue" → bth_indexes */
	struct bth_indexes nothing; /* of a namespace or label that is nowhere */
};

void bth_pod_index_init(struct bth_pod_index *index, const struct bth_lint *lint);

/* for (w = bth_pods_of(…); (maker = bth_pods_next(&w));) walks those whose pods match. */
struct bth_pod_walk {
	const struct bth_pod_index *index;
	const struct bth_selector *selector;
	const struct bth_indexes *list;
	size_t at;
};

struct bth_pod_walk bth_pods_of(const struct bth_pod_index *index,
	struct bth_str namespace, const struct bth_selector *selector);
const struct bth_pod_maker *bth_pods_next(struct bth_pod_walk *walk);

/* Whether a namespace has anything that makes pods. */
bool bth_pods_in(const struct bth_pod_index *index, struct bth_str namespace);

/* Whether @selector may find pods of @maker; labels that controllers write are known. */
bool bth_pods_match(
	const struct bth_pod_maker *maker, const struct bth_selector *selector);

/* Whether a controller of Kubernetes writes the label @key on the pods it makes. */
bool bth_label_is_written(struct bth_str key);

/*
 * Whether a label that no template has may be written while the pods run: Patroni, Spilo and
 * their like label the leader of a cluster so.
 */
bool bth_label_is_role(struct bth_str key, struct bth_str value);

#endif

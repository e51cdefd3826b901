/* nodeterm.h - which nodes a node selector accepts */
#ifndef BTH_KUBE_NODETERM_H
#define BTH_KUBE_NODETERM_H

#include "kube/label.h"

/* v1.NodeSelectorTerm: expressions on labels and on fields, all ANDed. */
struct bth_node_term {
	struct bth_requirements expressions, fields;
};

/* v1.NodeSelector: terms, ORed. Absent accepts every node, present without terms none. */
struct bth_node_selector {
	bool present;
	BTH_VEC(struct bth_node_term) terms;
};

/* @map is {nodeSelectorTerms: […]}; what is unset stays absent. */
void bth_node_selector_read(struct bth_arena *arena, struct bth_node_selector *out, struct bth_value map);

/*
 * Whether a node of these labels is accepted. An empty term accepts none. @name is the
 * node's name for pods; NULL for volumes, whose matchFields Kubernetes does not look at
 * (a term of fields alone is then true everywhere).
 */
bool bth_node_selector_matches(const struct bth_node_selector *selector,
	const struct bth_labels *labels, const struct bth_str *name);

/*
 * The values of @key that every accepted node must have one of: those of `In`
 * expressions, intersected within a term and united over terms. False when some term does
 * not limit the key.
 */
bool bth_node_selector_pins(struct bth_arena *arena, struct bth_strs *out,
	const struct bth_node_selector *selector, struct bth_str key);

/* "kubernetes.io/hostname in (node2)", for messages. */
struct bth_str bth_node_selector_text(struct bth_arena *arena, const struct bth_node_selector *selector);

#endif

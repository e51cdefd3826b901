/* nodes.h - where a pod may run by its own spec, and where a volume can be used */
#ifndef BTH_BIND_NODES_H
#define BTH_BIND_NODES_H

#include "base/map.h"
#include "bind/indexes.h"

/*
 * When the run has no Node objects, the nodes are those that volumes name and one more,
 * "elsewhere", which stands for all others: index @elsewhere. Of the named ones only the
 * hostname is known, so every other test counts as passed.
 */
struct bth_nodes {
	const struct bth_facts *facts;
	const struct bth_node_view *views;
	uint32_t count;     /* with elsewhere */
	uint32_t elsewhere; /* BTH_NO_INDEX when all nodes are known */
	struct bth_map by_host;  /* hostname → struct bth_indexes */
	struct bth_map by_name;  /* name → struct bth_node_view */
	struct bth_map lists;    /* ascending lists, by their bytes */
	struct bth_map reaches;  /* of selectors that were asked for, by their content */
	const struct bth_indexes *everywhere, *nowhere;
};

void bth_nodes_init(struct bth_nodes *out, const struct bth_facts *facts);

/* The one shared copy of an ascending list. */
const struct bth_indexes *bth_nodes_list(struct bth_nodes *nodes, const uint32_t *items,
	size_t len);


/* Where a volume with this node affinity can be used. */
const struct bth_indexes *bth_nodes_reach(struct bth_nodes *nodes,
	const struct bth_node_selector *affinity);

/* Where the pod may run, its claims and other pods left aside. */
const struct bth_indexes *bth_nodes_for_pod(struct bth_nodes *nodes, const struct bth_pod *pod);

/* The first filter before the volumes' that keeps the pod from a node, alone in the cluster. */
enum bth_why bth_nodes_why(const struct bth_nodes *nodes, const struct bth_pod *pod, uint32_t node);

/* Whether the pod's own nodeSelector and affinity accept the node. */
bool bth_nodes_selected(const struct bth_nodes *nodes, const struct bth_pod *pod, uint32_t node);

/* The same for filters behind the volumes': a topology key that the node lacks. */
enum bth_why bth_nodes_why_late(const struct bth_nodes *nodes, const struct bth_pod *pod,
	uint32_t node);

/* Whether the class allows the node to have volumes made for it. */
bool bth_nodes_provisioned(const struct bth_nodes *nodes, const struct bth_class *class,
	uint32_t node);

#endif

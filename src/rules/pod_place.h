/* pod_place.h - for rules about pods and the nodes that their volumes are on */
#ifndef BTH_RULES_POD_PLACE_H
#define BTH_RULES_POD_PLACE_H

#include "rules/placement.h"

/* What such a rule looks things up in, for one run. */
struct bth_places {
	struct bth_lint *lint;
	struct bth_storage storage;
	struct bth_node_index nodes;
	const struct bth_indexes **reach; /* of each volume, see bth_places_reach() */
};

void bth_places_init(struct bth_places *places, struct bth_lint *lint);

/* Indexes of the nodes that the volume can be used on. */
const struct bth_indexes *bth_places_reach(struct bth_places *places, uint32_t volume);

/* A pod and one of its volumes that do not go together, and on which node if one is meant. */
struct bth_misfit {
	uint32_t pod, claim, volume, node;
	struct bth_str key; /* of the label that they disagree about, or empty */
	const struct bth_taint *taint;
};

/*
 * Asks @unfit, which is handed pod, claim and volume in the misfit, about each pod and the
 * volumes that each of its claims may get. Where none is left for a claim, the pod cannot
 * run; @tell is called once for each workload with the first such case and the number of pods.
 */
void bth_places_walk(struct bth_places *places,
	bool (*unfit)(struct bth_places *places, struct bth_misfit *misfit),
	void (*tell)(
		struct bth_places *places, const struct bth_misfit *first, size_t pods));

const struct bth_pod *bth_misfit_pod(
	const struct bth_places *places, const struct bth_misfit *misfit);
const struct bth_volume *bth_misfit_volume(
	const struct bth_places *places, const struct bth_misfit *misfit);

/* "node 'n1'" or "a node of 'zone in (a)'": where the volume is. */
const char *bth_volume_place_text(
	const struct bth_lint *lint, const struct bth_volume *volume);

/* Says that the finding is about this pod, unless it is about several. */
void bth_report_pods(struct bth_finding *finding, const struct bth_pod *pod, size_t pods);

/* A note at the volume's node affinity: "volume 'pv-0' is pinned here". */
void bth_report_volume(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_volume *volume);

#endif

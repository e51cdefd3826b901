/* picture.h - a plan as a graph: what is drawn, and the lines between it */
#ifndef BTH_PLAN_PICTURE_H
#define BTH_PLAN_PICTURE_H

#include "plan/model.h"

enum bth_plan_part {
	BTH_PLAN_POD,
	BTH_PLAN_CLAIM,
	BTH_PLAN_VOLUME,
	BTH_PLAN_NEW, /* the volume that a provisioner makes; its index is the claim's */
	BTH_PLAN_NODE,
	BTH_PLAN_PARTS,
};

/* In order of how much a line says: of two between the same parts the later one stays. */
enum bth_plan_line {
	BTH_PLAN_OF,  /* a claim of a pod, the node that an unused volume is on */
	BTH_PLAN_NOT, /* impossible */
	BTH_PLAN_MAY,
	BTH_PLAN_SURE,
};

/* "certain" */
extern const char *const bth_plan_lines[];

struct bth_plan_edge {
	enum bth_plan_part from_part, to_part;
	uint32_t from, to;
	enum bth_plan_line line;
	const char *why; /* of an impossible one, or NULL */
};

BTH_VEC_TYPE(bth_plan_edges, struct bth_plan_edge);

/* Of a large plan only the beginning is drawn, and of long lists of choices a few. */
struct bth_plan_picture {
	const struct bth_plan *plan;
	struct bth_indexes pods, claims, volumes, made, nodes;
	struct bth_plan_edges edges;
	size_t pods_left, claims_left, volumes_left; /* what is not drawn */
};

void bth_plan_draw(struct bth_plan_picture *out, const struct bth_plan *plan);

/* "4 pods, 4 claims and 3 volumes are not drawn", or NULL. */
const char *bth_plan_left_out(const struct bth_plan_picture *picture);

/* The group that a pod is of. */
const struct bth_plan_group *bth_plan_group_of(const struct bth_plan *plan, uint32_t pod);

/* "data/kv-0", "a new volume": what a part is called. */
struct bth_str bth_plan_part_name(
	const struct bth_plan *plan, enum bth_plan_part part, uint32_t index);

/* The line of a part in small print: "certain", "5Gi, class 'fast'", "nobody gets it". */
const char *bth_plan_part_about(
	const struct bth_plan *plan, enum bth_plan_part part, uint32_t index);

#endif

/* layout.h - where the parts of a picture stand: four columns, and nothing over another */
#ifndef BTH_PLAN_LAYOUT_H
#define BTH_PLAN_LAYOUT_H

#include "plan/picture.h"

/* Workloads with their pods, claims, volumes, nodes. */
enum { BTH_PLAN_COLUMNS = 4 };

/* In pixels; texts are cut so that they fit. */
struct bth_plan_box {
	enum bth_plan_part part;
	uint32_t index;
	int x, y, width, height;
	struct bth_str name, about;
};

BTH_VEC_TYPE(bth_plan_boxes, struct bth_plan_box);

/* Around the pods of one workload, or above the claims without a pod. */
struct bth_plan_frame {
	int x, y, width, height;
	struct bth_str name, about;
	const char *whole; /* the name uncut */
};

BTH_VEC_TYPE(bth_plan_frames, struct bth_plan_frame);

struct bth_plan_layout {
	const struct bth_plan_picture *picture;
	struct bth_plan_boxes boxes;
	struct bth_plan_frames frames;
	uint32_t
		*at[BTH_PLAN_PARTS]; /* of each index of a part its box, and 1; 0: none */
	struct {
		int x, width;
		bool empty;
	} columns[BTH_PLAN_COLUMNS];
	int top, width, height; /* where columns begin, and all that they take */
};

/* What a character takes at most, in tenths of a pixel, of names and of small print. */
enum { BTH_PLAN_NAME_UNIT = 80, BTH_PLAN_SMALL_UNIT = 68 };

void bth_plan_lay_out(
	struct bth_plan_layout *out, const struct bth_plan_picture *picture, int top);

/* The box of a part that is drawn. */
const struct bth_plan_box *bth_plan_box_of(
	const struct bth_plan_layout *layout, enum bth_plan_part part, uint32_t index);

#endif

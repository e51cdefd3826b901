/* layout.c - where the parts of a picture stand: four columns, and nothing over another */

#include "plan/layout.h"

#include <stdlib.h>

#include "plan/fit.h"

enum {
	MARGIN = 24,
	GAP = 76,       /* between columns, for lines */
	BOX = 46,       /* height of a part */
	PITCH = 58,     /* from one to the next */
	HEAD = 48,      /* of a frame: its name and what it is */
	INSET = 12,     /* of pods in their frame */
	FRAME_GAP = 18, /* below a frame */
	PADDING = 13,   /* of text in its box */
	LEAST = 136,    /* width of a column */
	MOST = 300,
};

static size_t
size_of(const struct bth_views *views, enum bth_plan_part part)
{
	return part == BTH_PLAN_POD     ? views->pods.len :
		part == BTH_PLAN_VOLUME ? views->volumes.len :
		part == BTH_PLAN_NODE   ? views->nodes.len :
					  views->claims.len;
}

static int
column_of(enum bth_plan_part part)
{
	return part == BTH_PLAN_POD    ? 0 :
		part == BTH_PLAN_CLAIM ? 1 :
		part == BTH_PLAN_NODE  ? 3 :
					 2;
}

const struct bth_plan_box *
bth_plan_box_of(
	const struct bth_plan_layout *layout, enum bth_plan_part part, uint32_t index)
{
	return &layout->boxes.items[layout->at[part][index] - 1];
}

/* Pixels that a text of so many columns takes. */
static int
pixels(struct bth_str text, int unit)
{
	size_t columns = bth_fit_width(text);

	return columns > MOST ? MOST : ((int)columns * unit + 9) / 10;
}

static struct bth_str
fit(struct bth_arena *arena, struct bth_str text, int room, int unit)
{
	return bth_fit_cut(
		arena, bth_fit_visible(arena, text), (size_t)(room * 10 / unit));
}

static void
add_box(struct bth_plan_layout *layout, enum bth_plan_part part, uint32_t index, int y,
	int height)
{
	const struct bth_plan *plan = layout->picture->plan;
	int column = column_of(part), inset = part == BTH_PLAN_POD ? INSET : 0;
	struct bth_plan_box box = {.part = part,
		.index = index,
		.x = layout->columns[column].x + inset,
		.y = y,
		.width = layout->columns[column].width - 2 * inset,
		.height = height};
	int room = box.width - 2 * PADDING;

	box.name = fit(plan->arena, bth_plan_part_name(plan, part, index), room,
		BTH_PLAN_NAME_UNIT);
	box.about = fit(plan->arena, bth_str(bth_plan_part_about(plan, part, index)),
		room, BTH_PLAN_SMALL_UNIT);
	bth_vec_push(plan->arena, &layout->boxes, box);
	layout->at[part][index] = (uint32_t)layout->boxes.len;
	if (y + height > layout->height)
		layout->height = y + height;
}

/* Lets a column be as wide as its longest texts, within reason. */
static void
widen(struct bth_plan_layout *layout, enum bth_plan_part part,
	const struct bth_indexes *list)
{
	const struct bth_plan *plan = layout->picture->plan;
	int column = column_of(part),
	    more = 2 * PADDING + (part == BTH_PLAN_POD ? 2 * INSET : 0);

	for (size_t i = 0; i < list->len; i++) {
		struct bth_str name = bth_plan_part_name(plan, part, list->items[i]);
		struct bth_str about =
			bth_str(bth_plan_part_about(plan, part, list->items[i]));
		int width =
			pixels(bth_fit_visible(plan->arena, name), BTH_PLAN_NAME_UNIT);
		int small =
			pixels(bth_fit_visible(plan->arena, about), BTH_PLAN_SMALL_UNIT);

		width = (width > small ? width : small) + more;
		if (width > layout->columns[column].width)
			layout->columns[column].width = width > MOST ? MOST : width;
	}
	layout->columns[column].empty &= !list->len;
}

/* The names of workloads stand above their pods. */
static void
widen_for_frames(struct bth_plan_layout *layout)
{
	const struct bth_plan *plan = layout->picture->plan;

	for (size_t i = 0; i < plan->groups.len; i++) {
		const struct bth_plan_group *group = &plan->groups.items[i];
		int name = pixels(
			bth_str(bth_plan_group_name(plan, group)), BTH_PLAN_NAME_UNIT);
		int about = pixels(
			bth_str(bth_plan_group_about(plan, group)), BTH_PLAN_SMALL_UNIT);
		int width = (name > about ? name : about) + 2 * INSET + 2;

		if (width > layout->columns[0].width)
			layout->columns[0].width = width > MOST ? MOST : width;
	}
}

static void
measure(struct bth_plan_layout *layout)
{
	const struct bth_plan_picture *picture = layout->picture;
	int x = MARGIN;

	for (int i = 0; i < BTH_PLAN_COLUMNS; i++) {
		layout->columns[i].width = LEAST;
		layout->columns[i].empty = true;
	}
	widen(layout, BTH_PLAN_POD, &picture->pods);
	widen(layout, BTH_PLAN_CLAIM, &picture->claims);
	widen(layout, BTH_PLAN_VOLUME, &picture->volumes);
	widen(layout, BTH_PLAN_NEW, &picture->made);
	widen(layout, BTH_PLAN_NODE, &picture->nodes);
	widen_for_frames(layout);
	for (int i = 0; i < BTH_PLAN_COLUMNS; i++) {
		layout->columns[i].x = x;
		x += layout->columns[i].width + GAP;
	}
	layout->width = x - GAP + MARGIN;
}

/* A pod is as high as its claims, which stand beside it. */
static int
place_pod(struct bth_plan_layout *layout, uint32_t pod, int y)
{
	const struct bth_plan *plan = layout->picture->plan;
	const struct bth_pod *view = &plan->views->pods.items[pod];
	int rows = 0;

	for (size_t i = 0; i < view->claims.len; i++)
		if (plan->pod_of[view->claims.items[i]] == pod)
			add_box(layout, BTH_PLAN_CLAIM, view->claims.items[i],
				y + PITCH * rows++, BOX);
	rows = rows ? rows : 1;
	add_box(layout, BTH_PLAN_POD, pod, y, PITCH * rows - (PITCH - BOX));
	return y + PITCH * rows;
}

static void
add_frame(struct bth_plan_layout *layout, int column, const char *name, const char *about,
	int y, int height)
{
	struct bth_arena *arena = layout->picture->plan->arena;
	int width = layout->columns[column].width;
	struct bth_plan_frame frame = {.x = layout->columns[column].x,
		.y = y,
		.width = width,
		.height = height,
		.name = fit(arena, bth_str(name), width - 2 * INSET, BTH_PLAN_NAME_UNIT),
		.about = fit(
			arena, bth_str(about), width - 2 * INSET, BTH_PLAN_SMALL_UNIT),
		.whole = name};

	bth_vec_push(arena, &layout->frames, frame);
	if (y + height > layout->height)
		layout->height = y + height;
}

static int
place_group(struct bth_plan_layout *layout, size_t *at, int y)
{
	const struct bth_indexes *pods = &layout->picture->pods;
	const struct bth_plan *plan = layout->picture->plan;
	const struct bth_plan_group *group = bth_plan_group_of(plan, pods->items[*at]);
	int from = y;

	y += HEAD;
	while (*at < pods->len && pods->items[*at] < group->first + group->count)
		y = place_pod(layout, pods->items[(*at)++], y);
	y += INSET - (PITCH - BOX);
	add_frame(layout, 0, bth_plan_group_name(plan, group),
		bth_plan_group_about(plan, group), from, y - from);
	return y + FRAME_GAP;
}

static int
place_loose(struct bth_plan_layout *layout, int y)
{
	const struct bth_indexes *claims = &layout->picture->claims;
	bool any = false;

	for (size_t i = 0; i < claims->len; i++) {
		if (layout->at[BTH_PLAN_CLAIM][claims->items[i]])
			continue;
		if (!any)
			y += HEAD / 2;
		any = true;
		add_box(layout, BTH_PLAN_CLAIM, claims->items[i], y, BOX);
		y += PITCH;
	}
	return y;
}

/* A part that goes as near to @wish as those before and after it allow. */
struct wish {
	enum bth_plan_part part;
	uint32_t index;
	int64_t y;
};

BTH_VEC_TYPE(wishes, struct wish);

static int
compare(const void *left, const void *right)
{
	const struct wish *a = left, *b = right;

	if (a->y != b->y)
		return a->y < b->y ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

/* Neighbours that push each other, as one block with the mean of their wishes. */
struct block {
	int64_t sum, count;
};

/*
 * Places the parts in the order of their wishes, PITCH apart, so that they are off by as
 * little as can be: what overlaps is moved together, half up and half down.
 */
static void
settle(struct bth_plan_layout *layout, struct wishes *wishes)
{
	struct bth_arena *arena = layout->picture->plan->arena;
	struct block *blocks = bth_arena_array(arena, wishes->len, sizeof *blocks);
	size_t count = 0, at = 0;

	if (wishes->len > 1)
		qsort(wishes->items, wishes->len, sizeof *wishes->items, compare);
	for (size_t i = 0; i < wishes->len; i++) {
		blocks[count++] =
			(struct block){wishes->items[i].y - (int64_t)i * PITCH, 1};
		for (; count > 1 &&
			blocks[count - 2].sum * blocks[count - 1].count >
				blocks[count - 1].sum * blocks[count - 2].count;
			count--) {
			blocks[count - 2].sum += blocks[count - 1].sum;
			blocks[count - 2].count += blocks[count - 1].count;
		}
	}
	for (size_t i = 0; i < count; i++) {
		int64_t start = blocks[i].sum / blocks[i].count;

		for (int64_t j = 0; j < blocks[i].count; j++, at++)
			add_box(layout, wishes->items[at].part, wishes->items[at].index,
				(int)((start > layout->top ? start : layout->top) +
					(int64_t)at * PITCH),
				BOX);
	}
}

/* Where the lines of each part come from, by weight. */
static void
wish_by_lines(struct bth_plan_layout *layout, enum bth_plan_part part, int64_t *sums,
	int64_t *counts)
{
	const struct bth_plan_edges *edges = &layout->picture->edges;

	for (size_t i = 0; i < edges->len; i++) {
		const struct bth_plan_edge *edge = &edges->items[i];
		int64_t weight = edge->line == BTH_PLAN_NOT ? 1 : 100;

		if (edge->to_part != part)
			continue;
		const struct bth_plan_box *from =
			bth_plan_box_of(layout, edge->from_part, edge->from);
		sums[edge->to] += weight * (from->y + (from->height - BOX) / 2);
		counts[edge->to] += weight;
	}
}

static void
add_wishes(struct bth_plan_layout *layout, struct wishes *wishes, enum bth_plan_part part,
	const struct bth_indexes *list, int *end)
{
	const struct bth_plan *plan = layout->picture->plan;
	size_t size = size_of(plan->views, part);
	int64_t *sums = bth_arena_array(plan->arena, size, sizeof *sums);
	int64_t *counts = bth_arena_array(plan->arena, size, sizeof *counts);

	wish_by_lines(layout, part, sums, counts);
	for (size_t i = 0; i < list->len; i++) {
		uint32_t index = list->items[i];
		int64_t y = counts[index] ? sums[index] / counts[index] : *end;

		if (!counts[index])
			*end += PITCH; /* what has no lines stands below the others */
		bth_vec_push(plan->arena, wishes,
			(struct wish){.part = part, .index = index, .y = y});
	}
}

void
bth_plan_lay_out(
	struct bth_plan_layout *out, const struct bth_plan_picture *picture, int top)
{
	const struct bth_plan *plan = picture->plan;
	struct wishes volumes = {0}, nodes = {0};
	int y = top, end;

	*out = (struct bth_plan_layout){
		.picture = picture, .top = top, .height = top + BOX};
	for (unsigned i = 0; i < BTH_PLAN_PARTS; i++)
		out->at[i] = bth_arena_array(plan->arena,
			size_of(plan->views, (enum bth_plan_part)i), sizeof *out->at[i]);
	measure(out);
	for (size_t at = 0; at < picture->pods.len;)
		y = place_group(out, &at, y);
	y = place_loose(out, y);
	end = y;
	add_wishes(out, &volumes, BTH_PLAN_VOLUME, &picture->volumes, &end);
	add_wishes(out, &volumes, BTH_PLAN_NEW, &picture->made, &end);
	settle(out, &volumes);
	end = y;
	add_wishes(out, &nodes, BTH_PLAN_NODE, &picture->nodes, &end);
	settle(out, &nodes);
}

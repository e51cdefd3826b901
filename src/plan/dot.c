/* dot.c - the plan as a graph for Graphviz */

#include "plan/escape.h"
#include "plan/picture.h"
#include "plan/plan.h"

static const char letters[] = {
	[BTH_PLAN_POD] = 'p',
	[BTH_PLAN_CLAIM] = 'c',
	[BTH_PLAN_VOLUME] = 'v',
	[BTH_PLAN_NEW] = 'w',
	[BTH_PLAN_NODE] = 'n',
};

/* Colours that are told from each other on white and, as they are no text, on black. */
static const char *
mood_color(enum bth_plan_word word)
{
	static const char *const colors[] = {[BTH_PLAN_GOOD] = "#1a7f37",
		[BTH_PLAN_OPEN] = "#9a6700",
		[BTH_PLAN_BAD] = "#cf222e"};

	return colors[bth_plan_mood(word)];
}

static void
add_quoted(struct bth_buf *buf, struct bth_str text)
{
	bth_buf_putc(buf, '"');
	bth_plan_escape_dot(buf, text);
	bth_buf_putc(buf, '"');
}

/* "c0 [label="data-db-0\ncertain", …];" */
static void
add_part(struct bth_buf *buf, const struct bth_plan *plan, enum bth_plan_part part,
	uint32_t index, const char *indent)
{
	static const char *const shapes[] = {[BTH_PLAN_POD] = "box",
		[BTH_PLAN_CLAIM] = "note",
		[BTH_PLAN_VOLUME] = "cylinder",
		[BTH_PLAN_NEW] = "cylinder",
		[BTH_PLAN_NODE] = "box3d"};
	const char *about = bth_plan_part_about(plan, part, index);

	bth_buf_printf(buf, "%s%c%u [shape=%s, label=\"", indent, letters[part],
		(unsigned)index, shapes[part]);
	bth_plan_escape_dot(buf, bth_plan_part_name(plan, part, index));
	bth_buf_puts(buf, *about ? "\\n" : "");
	bth_plan_escape_dot(buf, bth_str(about));
	bth_buf_putc(buf, '"');
	if (part == BTH_PLAN_POD || part == BTH_PLAN_CLAIM)
		bth_buf_printf(buf, ", color=\"%s\"",
			mood_color(part == BTH_PLAN_POD ? plan->pods[index] :
							  plan->claims[index]));
	bth_buf_puts(buf, part == BTH_PLAN_NEW ? ", style=dashed];\n" : "];\n");
}

static void
add_parts(struct bth_buf *buf, const struct bth_plan *plan, enum bth_plan_part part,
	const struct bth_indexes *list)
{
	for (size_t i = 0; i < list->len; i++)
		add_part(buf, plan, part, list->items[i], "\t");
}

/* A frame around the pods of one workload. */
static void
add_group(struct bth_buf *buf, const struct bth_plan_picture *picture, size_t *at,
	size_t number)
{
	const struct bth_plan *plan = picture->plan;
	const struct bth_plan_group *group =
		bth_plan_group_of(plan, picture->pods.items[*at]);

	bth_buf_printf(
		buf, "\tsubgraph cluster%zu {\n\t\tlabelloc=t;\n\t\tlabel=", number);
	add_quoted(buf, bth_str(bth_plan_group_name(plan, group)));
	bth_buf_puts(buf, ";\n");
	while (*at < picture->pods.len &&
		picture->pods.items[*at] < group->first + group->count)
		add_part(buf, plan, BTH_PLAN_POD, picture->pods.items[(*at)++], "\t\t");
	bth_buf_puts(buf, "\t}\n");
}

static void
add_edge(struct bth_buf *buf, const struct bth_plan_edge *edge)
{
	static const char *const styles[] = {
		[BTH_PLAN_OF] = "color=\"#8c959f\", arrowhead=none",
		[BTH_PLAN_NOT] =
			"color=\"#cf222e\", style=dotted, arrowhead=tee, constraint=false",
		[BTH_PLAN_MAY] = "color=\"#9a6700\", style=dashed",
		[BTH_PLAN_SURE] = "color=\"#1a7f37\", penwidth=1.6",
	};

	bth_buf_printf(buf, "\t%c%u -> %c%u [%s", letters[edge->from_part],
		(unsigned)edge->from, letters[edge->to_part], (unsigned)edge->to,
		styles[edge->line]);
	if (edge->why) {
		bth_buf_puts(buf, ", tooltip=");
		add_quoted(buf, bth_str(edge->why));
	}
	bth_buf_puts(buf, "];\n");
}

void
bth_plan_dot(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags)
{
	struct bth_plan_picture picture;
	const char *left;

	(void)flags;
	bth_plan_draw(&picture, plan);
	left = bth_plan_left_out(&picture);
	bth_buf_puts(buf,
		"digraph plan {\n\trankdir=LR;\n\tbgcolor=transparent;\n"
		"\tnode [fontname=\"monospace\", fontsize=11, style=filled, fillcolor=white];\n"
		"\tgraph [fontname=\"sans-serif\", fontsize=12, labeljust=l, color=\"#8c959f\"];\n"
		"\tlabelloc=b;\n\tlabel=");
	add_quoted(buf,
		bth_str(bth_arena_printf(plan->arena, "%s%s%s%s", bth_plan_summary(plan),
			left ? "; " : "", left ? left : "",
			plan->binding->exact ? "" :
					       "; less may be possible than is shown")));
	bth_buf_puts(buf, ";\n");
	for (size_t at = 0, number = 0; at < picture.pods.len; number++)
		add_group(buf, &picture, &at, number);
	add_parts(buf, plan, BTH_PLAN_CLAIM, &picture.claims);
	add_parts(buf, plan, BTH_PLAN_VOLUME, &picture.volumes);
	add_parts(buf, plan, BTH_PLAN_NEW, &picture.made);
	add_parts(buf, plan, BTH_PLAN_NODE, &picture.nodes);
	for (size_t i = 0; i < picture.edges.len; i++)
		add_edge(buf, &picture.edges.items[i]);
	bth_buf_puts(buf, "}\n");
}

/* mermaid.c - the plan as a flowchart for Mermaid, which forges and wikis show as a picture */

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

static const char *const moods[] = {
	[BTH_PLAN_GOOD] = "good", [BTH_PLAN_OPEN] = "open", [BTH_PLAN_BAD] = "bad"};

/* "  c0["data-db-0<br>certain"]:::good" */
static void
add_part(struct bth_buf *buf, const struct bth_plan *plan, enum bth_plan_part part,
	uint32_t index)
{
	static const char *const shapes[][2] = {[BTH_PLAN_POD] = {"(", ")"},
		[BTH_PLAN_CLAIM] = {"[", "]"},
		[BTH_PLAN_VOLUME] = {"[(", ")]"},
		[BTH_PLAN_NEW] = {"[(", ")]"},
		[BTH_PLAN_NODE] = {"{{", "}}"}};
	const char *about = bth_plan_part_about(plan, part, index);

	bth_buf_printf(
		buf, "  %c%u%s\"", letters[part], (unsigned)index, shapes[part][0]);
	bth_plan_escape_mermaid(buf, bth_plan_part_name(plan, part, index));
	bth_buf_puts(buf, *about ? "<br>" : "");
	bth_plan_escape_mermaid(buf, bth_str(about));
	bth_buf_printf(buf, "\"%s", shapes[part][1]);
	if (part == BTH_PLAN_POD || part == BTH_PLAN_CLAIM)
		bth_buf_printf(buf, ":::%s",
			moods[bth_plan_mood(part == BTH_PLAN_POD ? plan->pods[index] :
								   plan->claims[index])]);
	bth_buf_putc(buf, '\n');
}

static void
add_parts(struct bth_buf *buf, const struct bth_plan *plan, enum bth_plan_part part,
	const struct bth_indexes *list)
{
	for (size_t i = 0; i < list->len; i++)
		add_part(buf, plan, part, list->items[i]);
}

static void
add_group(struct bth_buf *buf, const struct bth_plan_picture *picture, size_t *at,
	size_t number)
{
	const struct bth_plan *plan = picture->plan;
	const struct bth_plan_group *group =
		bth_plan_group_of(plan, picture->pods.items[*at]);

	bth_buf_printf(buf, "  subgraph s%zu[\"", number);
	bth_plan_escape_mermaid(buf, bth_str(bth_plan_group_name(plan, group)));
	bth_buf_puts(buf, "\"]\n");
	while (*at < picture->pods.len &&
		picture->pods.items[*at] < group->first + group->count)
		add_part(buf, plan, BTH_PLAN_POD, picture->pods.items[(*at)++]);
	bth_buf_puts(buf, "  end\n");
}

/* An impossible line has its reason as a label: there is nothing to hover over. */
static void
add_edge(struct bth_buf *buf, const struct bth_plan_edge *edge)
{
	static const char *const lines[] = {[BTH_PLAN_OF] = "---",
		[BTH_PLAN_NOT] = "-.-x",
		[BTH_PLAN_MAY] = "-.->",
		[BTH_PLAN_SURE] = "==>"};

	bth_buf_printf(buf, "  %c%u %s", letters[edge->from_part], (unsigned)edge->from,
		lines[edge->line]);
	if (edge->why) {
		bth_buf_puts(buf, "|\"");
		bth_plan_escape_mermaid(buf, bth_str(edge->why));
		bth_buf_puts(buf, "\"|");
	}
	bth_buf_printf(buf, " %c%u\n", letters[edge->to_part], (unsigned)edge->to);
}

/* Colours of the lines, which Mermaid knows by their number only. */
static void
add_line_styles(struct bth_buf *buf, const struct bth_plan_edges *edges)
{
	static const char *const colors[] = {[BTH_PLAN_OF] = "#8c959f",
		[BTH_PLAN_NOT] = "#cf222e",
		[BTH_PLAN_MAY] = "#9a6700",
		[BTH_PLAN_SURE] = "#1a7f37"};

	for (size_t line = 0; line < sizeof colors / sizeof colors[0]; line++) {
		bool any = false;

		for (size_t i = 0; i < edges->len; i++) {
			if (edges->items[i].line != line)
				continue;
			bth_buf_printf(buf, "%s%zu", any ? "," : "  linkStyle ", i);
			any = true;
		}
		if (any)
			bth_buf_printf(buf, " stroke:%s\n", colors[line]);
	}
}

void
bth_plan_mermaid(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags)
{
	struct bth_plan_picture picture;
	const char *left;

	(void)flags;
	bth_plan_draw(&picture, plan);
	left = bth_plan_left_out(&picture);
	bth_buf_puts(buf, "flowchart LR\n");
	if (bth_plan_is_empty(plan))
		bth_buf_puts(buf, "  empty[\"nothing to plan\"]\n");
	for (size_t at = 0, number = 0; at < picture.pods.len; number++)
		add_group(buf, &picture, &at, number);
	add_parts(buf, plan, BTH_PLAN_CLAIM, &picture.claims);
	add_parts(buf, plan, BTH_PLAN_VOLUME, &picture.volumes);
	add_parts(buf, plan, BTH_PLAN_NEW, &picture.made);
	add_parts(buf, plan, BTH_PLAN_NODE, &picture.nodes);
	if (left)
		bth_buf_printf(buf, "  left[\"%s\"]\n", left);
	for (size_t i = 0; i < picture.edges.len; i++)
		add_edge(buf, &picture.edges.items[i]);
	bth_buf_puts(buf,
		"  classDef good stroke:#1a7f37,stroke-width:2px\n"
		"  classDef open stroke:#9a6700,stroke-width:2px,stroke-dasharray:6 3\n"
		"  classDef bad stroke:#cf222e,stroke-width:2px,stroke-dasharray:2 3\n");
	add_line_styles(buf, &picture.edges);
}

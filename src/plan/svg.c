/* svg.c - the picture of a plan: columns of boxes with lines between them */

#include "plan/svg.h"

#include "plan/escape.h"
#include "plan/fit.h"
#include "plan/layout.h"
#include "plan/plan.h"
#include "plan/tell.h"

enum {
	TITLE = 64, /* the summary of a picture that stands alone */
	HEADS = 34, /* the names of the columns */
	LEGEND = 58,
	MARGIN = 24,
	CROWD = 80, /* possible lines that are faint */
};

const char *const bth_plan_mood_names[] = {
	[BTH_PLAN_GOOD] = "good", [BTH_PLAN_OPEN] = "open", [BTH_PLAN_BAD] = "bad"};

static const char *const line_names[] = {[BTH_PLAN_OF] = "of",
	[BTH_PLAN_NOT] = "not",
	[BTH_PLAN_MAY] = "may",
	[BTH_PLAN_SURE] = "sure"};

void
bth_plan_svg_colors(struct bth_buf *buf, const char *selector)
{
	bth_buf_printf(buf,
		"%s{color-scheme:light dark;--bg:#fff;--fg:#1f2328;--soft:#59636e;--line:#d1d9e0;"
		"--card:#f6f8fa;--good:#1a7f37;--open:#8a5a00;--bad:#c9202c}\n"
		"@media(prefers-color-scheme:dark){%s{--bg:#0d1117;--fg:#f0f6fc;--soft:#9aa4ae;"
		"--line:#3d444d;--card:#161c24;--good:#3fb950;--open:#d8a030;--bad:#ff6a62}}\n",
		selector, selector);
}

/* Lines differ by dashes and ends and not by colour alone, and boxes by their borders. */
static const char style[] =
	".berth-plan text{font:13px/1 ui-monospace,SFMono-Regular,Menlo,Consolas,"
	"'DejaVu Sans Mono','Liberation Mono',monospace;fill:var(--fg)}\n"
	".berth-plan .small{font-size:11px;fill:var(--soft)}\n"
	".berth-plan .head{font-weight:bold;fill:var(--soft)}\n"
	".berth-plan .name{font-weight:bold}\n"
	".berth-plan .back{fill:var(--bg)}\n"
	".berth-plan .frame{fill:var(--card);stroke:var(--line)}\n"
	".berth-plan .box{fill:var(--bg);stroke:var(--line);stroke-width:1.5}\n"
	".berth-plan .new .box{stroke-dasharray:4 3}\n"
	".berth-plan .good .box{stroke:var(--good)}\n"
	".berth-plan .open .box{stroke:var(--open);stroke-dasharray:7 3}\n"
	".berth-plan .bad .box{stroke:var(--bad);stroke-width:2.5}\n"
	".berth-plan .good .small{fill:var(--good)}\n"
	".berth-plan .open .small{fill:var(--open)}\n"
	".berth-plan .bad .small{fill:var(--bad)}\n"
	".berth-plan path{fill:none;stroke-width:2}\n"
	".berth-plan .hit{stroke:transparent;stroke-width:12;pointer-events:stroke}\n"
	".berth-plan .of{stroke:var(--soft);stroke-width:1.2}\n"
	".berth-plan .not{stroke:var(--bad);stroke-width:1.6;stroke-dasharray:2 5}\n"
	".berth-plan .may{stroke:var(--open);stroke-dasharray:7 4}\n"
	".berth-plan .crowd .may{stroke-width:1;opacity:.5}\n"
	".berth-plan .sure{stroke:var(--good);stroke-width:2.4}\n"
	".berth-plan marker path{stroke:none;stroke-dasharray:none}\n"
	".berth-plan .may-end{fill:var(--open)}\n"
	".berth-plan .sure-end{fill:var(--good)}\n"
	".berth-plan marker .not-end{stroke:var(--bad);stroke-width:2}\n"
	".berth-plan .crowd g:hover>.may{opacity:1}\n"
	".berth-plan g:hover>.not,.berth-plan g:hover>.may,.berth-plan g:hover>.sure"
	"{stroke-width:4}\n";

static const char markers[] =
	"<defs>\n"
	"<marker id=\"berth-sure\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\""
	" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
	"<path class=\"sure-end\" d=\"M0 0L10 5L0 10z\"/></marker>\n"
	"<marker id=\"berth-may\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\""
	" markerHeight=\"9\" markerUnits=\"userSpaceOnUse\" orient=\"auto\">"
	"<path class=\"may-end\" d=\"M0 0L10 5L0 10z\"/></marker>\n"
	"<marker id=\"berth-not\" viewBox=\"0 0 12 12\" refX=\"10\" refY=\"6\" markerWidth=\"12\""
	" markerHeight=\"12\" markerUnits=\"userSpaceOnUse\" orient=\"0\">"
	"<path class=\"not-end\" d=\"M2 2L10 10M10 2L2 10\"/></marker>\n"
	"</defs>\n";

static bool
is_ascii(struct bth_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.at[i] >= 0x80)
			return false;
	return true;
}

/*
 * Text at a place. Letters beyond ASCII may come from any font, so such text is told how long
 * it has to be.
 */
static void
add_text(struct bth_buf *buf, int x, int y, const char *class, struct bth_str text)
{
	bool small = strcmp(class, "small") == 0;
	int unit = small ? BTH_PLAN_SMALL_UNIT : BTH_PLAN_NAME_UNIT;

	if (!text.len)
		return;
	bth_buf_printf(buf, "<text x=\"%d\" y=\"%d\"", x, y);
	if (*class)
		bth_buf_printf(buf, " class=\"%s\"", class);
	if (!is_ascii(text))
		bth_buf_printf(buf,
			" textLength=\"%zu\" lengthAdjust=\"spacingAndGlyphs\"",
			bth_fit_width(text) * (size_t)unit / 10);
	bth_buf_putc(buf, '>');
	bth_plan_escape_xml(buf, text);
	bth_buf_puts(buf, "</text>");
}

/* All that is known of a part, for who points at it. */
static void
add_title(struct bth_buf *buf, const struct bth_plan *plan, enum bth_plan_part part,
	uint32_t index)
{
	struct bth_plan_notes notes = {0};

	bth_buf_puts(buf, "<title>");
	bth_plan_escape_xml(buf, bth_plan_part_name(plan, part, index));
	if (part == BTH_PLAN_POD)
		bth_plan_tell_pod(plan, index, &notes);
	if (part == BTH_PLAN_CLAIM)
		bth_plan_tell_claim(plan, index, &notes);
	bth_buf_putc(buf, '\n');
	bth_plan_escape_xml(buf, bth_str(bth_plan_part_about(plan, part, index)));
	for (size_t i = 0; i < notes.len; i++) {
		bth_buf_puts(buf,
			notes.items[i].kind == BTH_PLAN_FIX ? "\nhelp: " : "\n");
		bth_plan_escape_xml(buf, bth_str(notes.items[i].text));
	}
	bth_buf_puts(buf, "</title>");
}

static const char *
class_of(const struct bth_plan *plan, const struct bth_plan_box *box)
{
	if (box->part == BTH_PLAN_POD)
		return bth_plan_mood_names[bth_plan_mood(plan->pods[box->index])];
	if (box->part == BTH_PLAN_CLAIM)
		return bth_plan_mood_names[bth_plan_mood(plan->claims[box->index])];
	return box->part == BTH_PLAN_NEW ? "new" : "part";
}

static void
add_box(struct bth_buf *buf, const struct bth_plan *plan, const struct bth_plan_box *box)
{
	int middle = box->y + box->height / 2;

	bth_buf_printf(buf, "<g class=\"%s\">", class_of(plan, box));
	add_title(buf, plan, box->part, box->index);
	bth_buf_printf(buf,
		"<rect class=\"box\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>",
		box->x, box->y, box->width, box->height,
		box->part == BTH_PLAN_VOLUME || box->part == BTH_PLAN_NEW ? 14 : 5);
	add_text(buf, box->x + 13, box->about.len ? middle - 5 : middle + 4, "",
		box->name);
	add_text(buf, box->x + 13, middle + 14, "small", box->about);
	bth_buf_puts(buf, "</g>\n");
}

static void
add_frame(struct bth_buf *buf, const struct bth_plan_frame *frame)
{
	bth_buf_puts(buf, "<g><title>");
	bth_plan_escape_xml(buf, bth_str(frame->whole));
	bth_buf_printf(buf,
		"</title><rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\""
		" rx=\"8\"/>",
		frame->x, frame->y, frame->width, frame->height);
	add_text(buf, frame->x + 12, frame->y + 20, "name", frame->name);
	add_text(buf, frame->x + 12, frame->y + 36, "small", frame->about);
	bth_buf_puts(buf, "</g>\n");
}

/* What the line says, in words. */
static void
add_line_title(struct bth_buf *buf, const struct bth_plan *plan,
	const struct bth_plan_edge *edge)
{
	bth_buf_puts(buf, "<title>");
	bth_plan_escape_xml(buf, bth_plan_part_name(plan, edge->from_part, edge->from));
	bth_buf_puts(buf, " → ");
	bth_plan_escape_xml(buf, bth_plan_part_name(plan, edge->to_part, edge->to));
	bth_buf_printf(buf, ": %s", bth_plan_lines[edge->line]);
	if (edge->why) {
		bth_buf_puts(buf, ", as ");
		bth_plan_escape_xml(buf, bth_str(edge->why));
	}
	bth_buf_puts(buf, "</title>");
}

static void
add_line(struct bth_buf *buf, const struct bth_plan_layout *layout,
	const struct bth_plan_edge *edge)
{
	const struct bth_plan_box *from =
		bth_plan_box_of(layout, edge->from_part, edge->from);
	const struct bth_plan_box *to = bth_plan_box_of(layout, edge->to_part, edge->to);
	int x1 = from->x + from->width, y1 = from->y + from->height / 2;
	int x2 = to->x - 2, y2 = to->y + to->height / 2, bend = (x2 - x1) / 2;
	const char *way;

	if (edge->line == BTH_PLAN_NOT)
		y2 += to->height / 3; /* its end is not to hide the ends of others */

	if (from->part == BTH_PLAN_POD && to->part == BTH_PLAN_CLAIM &&
		from->y <= to->y && from->y + from->height >= to->y + to->height)
		y1 = y2; /* the pod is as high as its claims */
	way = bth_arena_printf(layout->picture->plan->arena, "M%d %dC%d %d %d %d %d %d",
		x1, y1, x1 + bend, y1, x2 - bend, y2, x2, y2);
	if (edge->line == BTH_PLAN_OF) {
		bth_buf_printf(buf, "<path class=\"of\" d=\"%s\"/>\n", way);
		return;
	}
	bth_buf_puts(buf, "<g>");
	add_line_title(buf, layout->picture->plan, edge);
	bth_buf_printf(buf,
		"<path class=\"hit\" d=\"%s\"/><path class=\"%s\" d=\"%s\""
		" marker-end=\"url(#berth-%s)\"/></g>\n",
		way, line_names[edge->line], way, line_names[edge->line]);
}

/* Those that say most over the others. Where they are many, possible ones are faint. */
static void
add_lines(struct bth_buf *buf, const struct bth_plan_layout *layout)
{
	const struct bth_plan_edges *edges = &layout->picture->edges;
	size_t possible = 0;

	for (size_t i = 0; i < edges->len; i++)
		possible += edges->items[i].line == BTH_PLAN_MAY;
	bth_buf_puts(buf, possible > CROWD ? "<g class=\"crowd\">\n" : "<g>\n");
	for (unsigned line = 0; line <= BTH_PLAN_SURE; line++)
		for (size_t i = 0; i < edges->len; i++)
			if (edges->items[i].line == line)
				add_line(buf, layout, &edges->items[i]);
	bth_buf_puts(buf, "</g>\n");
}

static void
add_heads(struct bth_buf *buf, const struct bth_plan_layout *layout)
{
	static const char *const names[] = {
		"workloads and pods", "claims", "volumes", "nodes"};

	for (int i = 0; i < BTH_PLAN_COLUMNS; i++) {
		add_text(buf, layout->columns[i].x, layout->top - 14, "head",
			bth_str(names[i]));
		if (layout->columns[i].empty)
			add_text(buf, layout->columns[i].x, layout->top + 26, "small",
				BTH_STR("none"));
	}
}

static void
add_legend(struct bth_buf *buf, int y, const char *left)
{
	static const struct {
		enum bth_plan_line line;
		int x;
		const char *text;
	} rows[] = {{BTH_PLAN_SURE, 0, "certain"}, {BTH_PLAN_MAY, 130, "possible"},
		{BTH_PLAN_NOT, 270, "impossible: point at it for the reason"},
		{BTH_PLAN_OF, 610, "belongs together"}};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int x = MARGIN + rows[i].x;

		bth_buf_printf(buf, "<path class=\"%s\" d=\"M%d %dh44\"",
			line_names[rows[i].line], x, y - 4);
		if (rows[i].line != BTH_PLAN_OF)
			bth_buf_printf(buf, " marker-end=\"url(#berth-%s)\"",
				line_names[rows[i].line]);
		bth_buf_puts(buf, "/>");
		add_text(buf, x + 54, y, "small", bth_str(rows[i].text));
	}
	bth_buf_putc(buf, '\n');
	if (left)
		add_text(buf, MARGIN, y + 22, "small", bth_str(left));
}

/* The summary in lines that fit the picture's width. */
static void
add_summary(struct bth_buf *buf, const struct bth_plan *plan, int width)
{
	struct bth_str rest;
	struct bth_buf lines;

	bth_buf_init(&lines, plan->arena);
	bth_fit_wrap(&lines, bth_str(bth_plan_summary(plan)),
		(size_t)((width - 2 * MARGIN) * 10 / BTH_PLAN_NAME_UNIT), 0);
	rest = bth_buf_view(&lines);
	for (int i = 0; i < 2 && rest.len; i++) {
		size_t end = bth_str_find(rest, '\n');

		add_text(buf, MARGIN, 28 + 18 * i, "name", bth_str_sub(rest, 0, end));
		rest = end == SIZE_MAX ? BTH_STR("") :
					 bth_str_sub(rest, end + 1, SIZE_MAX);
	}
	bth_buf_putc(buf, '\n');
}

static void
open_element(struct bth_buf *buf, const struct bth_plan *plan, int width, int height)
{
	bth_buf_printf(buf,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"berth-plan\" width=\"%d\""
		" height=\"%d\" viewBox=\"0 0 %d %d\" style=\"min-width:%dpx\" role=\"img\""
		" aria-labelledby=\"berth-title berth-about\">\n"
		"<title id=\"berth-title\">Which claim gets which volume on which node</title>\n"
		"<desc id=\"berth-about\">",
		width, height, width, height, width * 3 / 4);
	bth_plan_escape_xml(buf, bth_str(bth_plan_summary(plan)));
	bth_buf_puts(buf, "</desc>\n<style>\n");
	bth_plan_svg_colors(buf, ".berth-plan");
	bth_buf_printf(buf, "%s</style>\n%s", style, markers);
}

void
bth_plan_svg_element(
	struct bth_buf *buf, const struct bth_plan_picture *picture, bool alone)
{
	const struct bth_plan *plan = picture->plan;
	struct bth_plan_layout layout;
	const char *left = bth_plan_left_out(picture);

	bth_plan_lay_out(&layout, picture, (alone ? TITLE : 0) + HEADS);
	int height = layout.height + LEGEND + (left ? 22 : 0);
	open_element(buf, plan, layout.width, height);
	if (alone)
		bth_buf_printf(buf, "<rect class=\"back\" width=\"%d\" height=\"%d\"/>\n",
			layout.width, height);
	if (alone)
		add_summary(buf, plan, layout.width);
	add_heads(buf, &layout);
	for (size_t i = 0; i < layout.frames.len; i++)
		add_frame(buf, &layout.frames.items[i]);
	add_lines(buf, &layout);
	for (size_t i = 0; i < layout.boxes.len; i++)
		add_box(buf, plan, &layout.boxes.items[i]);
	add_legend(buf, layout.height + 34, left);
	bth_buf_puts(buf, "</svg>\n");
}

void
bth_plan_svg(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags)
{
	struct bth_plan_picture picture;

	(void)flags;
	bth_plan_draw(&picture, plan);
	bth_plan_svg_element(buf, &picture, true);
}

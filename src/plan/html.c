/* html.c - the plan as a page that needs nothing else: the picture, and tables of all it says */

#include "plan/escape.h"
#include "plan/plan.h"
#include "plan/svg.h"
#include "plan/tell.h"

enum { ROWS_MOST = 5000 }; /* of one table */

static const char head[] =
	"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
	"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
	"<meta name=\"color-scheme\" content=\"light dark\">\n"
	"<meta http-equiv=\"Content-Security-Policy\""
	" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
	"<meta name=\"generator\" content=\"berth\">\n"
	"<title>berth plan</title>\n<style>\n";

/* On narrow screens each row of a table is a card, and each cell says what column it is of. */
static const char style[] =
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;max-width:90rem;padding:1rem 1.25rem 3rem;background:var(--bg);"
	"color:var(--fg);"
	"font:16px/1.5 system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif}\n"
	"h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}\n"
	"h2{font-size:1.15rem;margin:2rem 0 .5rem;overflow-wrap:anywhere}\n"
	"h2 small{font-weight:normal;color:var(--soft)}\n"
	"p{margin:.4rem 0;max-width:60rem}\n"
	".soft{color:var(--soft)}\n"
	".picture{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);"
	"border-radius:8px;padding:.5rem}\n"
	".picture svg{display:block;margin:0 auto;max-width:100%;height:auto}\n"
	"table{border-collapse:collapse;width:100%;table-layout:fixed}\n"
	"th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;"
	"border-bottom:1px solid var(--line);overflow-wrap:anywhere}\n"
	"th{font-size:.85rem;color:var(--soft);font-weight:600}\n"
	".word{width:9.5rem;font-weight:600}\n.name{width:28%}\n.gets{width:22%}\n"
	"td>:first-child{margin-top:0}\ntd>:last-child{margin-bottom:0}\n"
	"td.claim{padding-left:1.25rem}\n"
	"td.name,td.gets{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',"
	"monospace;font-size:.9rem}\n"
	".kind{font-family:system-ui,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;"
	"color:var(--soft);font-size:.85rem}\n"
	".good{color:var(--good)}.open{color:var(--open)}.bad{color:var(--bad)}\n"
	"td.word::before{display:inline-block;width:1.2em;content:\"\"}\n"
	"td.good::before{content:\"\\2713\"}td.open::before{content:\"?\"}"
	"td.bad::before{content:\"\\2715\"}\n"
	"ul{margin:.2rem 0;padding-left:1.2rem}\n"
	"p.fix{border-left:3px solid var(--good);padding-left:.6rem}\n"
	"@media(max-width:900px){body{padding:.75rem}thead{display:none}table,tbody{display:block}"
	"tr{display:block;border:1px solid var(--line);border-radius:8px;margin:.6rem 0;"
	"padding:.4rem .75rem}"
	"td,.word,.name,.gets{display:block;width:auto;border:0;padding:.15rem 0}"
	"td.claim{padding-left:0}td:empty{display:none}"
	"td.gets::before{content:\"\\2192  \";color:var(--soft)}}\n"
	"@media print{.picture{overflow:visible;border:0}}\n";

static void
add_escaped(struct bth_buf *buf, const char *text)
{
	bth_plan_escape_xml(buf, bth_str(text));
}

/* What a table has at its head: @what, who or what that gets, and @why. */
static void
open_table(struct bth_buf *buf, bool words, const char *what, const char *gets,
	const char *why)
{
	bth_buf_puts(buf, "<table>\n<thead><tr>");
	if (words)
		bth_buf_puts(buf, "<th scope=\"col\" class=\"word\">outcome</th>");
	bth_buf_printf(buf,
		"<th scope=\"col\" class=\"name\">%s</th><th scope=\"col\" class=\"gets\">%s</th>"
		"<th scope=\"col\">%s</th>",
		what, gets, why);
	bth_buf_puts(buf, "</tr></thead>\n<tbody>\n");
}

static void
close_table(struct bth_buf *buf)
{
	bth_buf_puts(buf, "</tbody>\n</table>\n");
}

static void
add_heading(struct bth_buf *buf, const char *name, const char *about)
{
	bth_buf_puts(buf, "<h2>");
	add_escaped(buf, name);
	if (*about)
		bth_buf_printf(buf, " <small>%s</small>", about);
	bth_buf_puts(buf, "</h2>\n");
}

static void
add_notes(struct bth_buf *buf, const struct bth_plan_notes *notes)
{
	static const char *const starts[] = {[BTH_PLAN_SAY] = "<p>",
		[BTH_PLAN_DETAIL] = "<li>",
		[BTH_PLAN_FIX] = "<p class=\"fix\"><b>help:</b> "};
	bool list = false;

	for (size_t i = 0; i < notes->len; i++) {
		bool detail = notes->items[i].kind == BTH_PLAN_DETAIL;

		if (detail != list)
			bth_buf_puts(buf, detail ? "<ul>" : "</ul>");
		list = detail;
		bth_buf_puts(buf, starts[notes->items[i].kind]);
		add_escaped(buf, notes->items[i].text);
		bth_buf_puts(buf, detail ? "</li>" : "</p>");
	}
	bth_buf_puts(buf, list ? "</ul>" : "");
}

static void
add_row(struct bth_buf *buf, enum bth_plan_word word, const char *kind,
	struct bth_str name, const char *gets, const struct bth_plan_notes *notes)
{
	bth_buf_printf(buf,
		"<tr><td class=\"word %s\">%s</td><td class=\"name %s\">"
		"<span class=\"kind\">%s</span> ",
		bth_plan_mood_names[bth_plan_mood(word)], bth_plan_words[word], kind,
		kind);
	bth_plan_escape_xml(buf, name);
	bth_buf_puts(buf, "</td><td class=\"gets\">");
	add_escaped(buf, gets);
	bth_buf_puts(buf, "</td><td>");
	add_notes(buf, notes);
	bth_buf_puts(buf, "</td></tr>\n");
}

static void
add_claim(struct bth_buf *buf, const struct bth_plan *plan, uint32_t claim)
{
	struct bth_plan_notes notes = {0};

	bth_plan_tell_claim(plan, claim, &notes);
	add_row(buf, plan->claims[claim], "claim",
		bth_plan_part_name(plan, BTH_PLAN_CLAIM, claim),
		bth_plan_claim_gets(plan, claim, 20), &notes);
}

static void
add_pod(struct bth_buf *buf, const struct bth_plan *plan, uint32_t pod)
{
	const struct bth_pod *view = &plan->views->pods.items[pod];
	struct bth_plan_notes notes = {0};

	bth_plan_tell_pod(plan, pod, &notes);
	add_row(buf, plan->pods[pod], "pod", view->name, bth_plan_pod_runs(plan, pod, 20),
		&notes);
	for (size_t i = 0; i < view->claims.len; i++)
		if (plan->pod_of[view->claims.items[i]] == pod)
			add_claim(buf, plan, view->claims.items[i]);
}

static void
add_more(struct bth_buf *buf, size_t count, const char *what)
{
	if (count > ROWS_MOST)
		bth_buf_printf(buf, "<p class=\"soft\">and %zu more %s</p>\n",
			count - ROWS_MOST, what);
}

static void
add_workloads(struct bth_buf *buf, const struct bth_plan *plan)
{
	for (size_t i = 0; i < plan->groups.len; i++) {
		const struct bth_plan_group *group = &plan->groups.items[i];

		add_heading(buf, bth_plan_group_name(plan, group),
			bth_plan_group_about(plan, group));
		open_table(buf, true, "pod or claim", "node or volume", "why");
		for (uint32_t j = 0; j < group->count && j < ROWS_MOST; j++)
			add_pod(buf, plan, group->first + j);
		close_table(buf);
		add_more(buf, group->count, "pods");
	}
	if (!plan->loose.len)
		return;
	add_heading(buf, "Claims that no pod mounts", "");
	open_table(buf, true, "pod or claim", "node or volume", "why");
	for (size_t i = 0; i < plan->loose.len && i < ROWS_MOST; i++)
		add_claim(buf, plan, plan->loose.items[i]);
	close_table(buf);
	add_more(buf, plan->loose.len, "claims");
}

/* "default/data-db-0 or other/data-db-0", of a volume */
static void
add_claims_of(struct bth_buf *buf, const struct bth_plan *plan,
	const struct bth_indexes *claims)
{
	enum { MOST = 20 };

	for (size_t i = 0; i < claims->len && i < MOST; i++) {
		const struct bth_claim *claim =
			&plan->views->claims.items[claims->items[i]];

		bth_buf_puts(buf, !i ? "" : i + 1 == claims->len ? " or " : ", ");
		bth_plan_escape_xml(
			buf, bth_plan_full_name(plan, claim->namespace, claim->name));
	}
	if (claims->len > MOST)
		bth_buf_printf(buf, " or %zu more", claims->len - MOST);
}

static void
add_volumes(struct bth_buf *buf, const struct bth_plan *plan)
{
	size_t count = 0;

	if (!plan->shown.volume_count)
		return;
	add_heading(buf, "Volumes", "");
	open_table(buf, false, "volume", "claim", "what it is");
	for (uint32_t i = 0; i < plan->views->volumes.len; i++) {
		const struct bth_indexes *claims = &plan->binding->volumes[i].claims;

		if (!plan->shown.volumes[i] || count++ >= ROWS_MOST)
			continue;
		bth_buf_puts(buf, "<tr><td class=\"name\">");
		bth_plan_escape_xml(buf, plan->views->volumes.items[i].name);
		bth_buf_puts(buf, "</td><td class=\"gets\">");
		add_claims_of(buf, plan, claims);
		bth_buf_puts(buf, claims->len ? "" : "nobody");
		bth_buf_puts(buf, "</td><td>");
		add_escaped(buf, bth_plan_part_about(plan, BTH_PLAN_VOLUME, i));
		if (!claims->len) {
			bth_buf_puts(buf, ": ");
			add_escaped(buf, bth_plan_tell_volume(plan, i));
		}
		bth_buf_puts(buf, "</td></tr>\n");
	}
	close_table(buf);
	add_more(buf, count, "volumes");
}

static void
add_impossible(
	struct bth_buf *buf, struct bth_str what, struct bth_str partner, const char *why)
{
	bth_buf_puts(buf, "<tr><td class=\"name\">");
	bth_plan_escape_xml(buf, what);
	bth_buf_puts(buf, "</td><td class=\"gets\">");
	bth_plan_escape_xml(buf, partner);
	bth_buf_puts(buf, "</td><td>");
	add_escaped(buf, why);
	bth_buf_puts(buf, "</td></tr>\n");
}

/* Of what is certain or a choice nobody asks why it is not something else. */
static bool
is_asked(enum bth_plan_word word, bool shown)
{
	return shown && word > BTH_PLAN_RACE;
}

static size_t
add_impossible_volumes(struct bth_buf *buf, const struct bth_plan *plan, size_t rows)
{
	for (uint32_t i = 0; i < plan->views->claims.len; i++) {
		const struct bth_claim *claim = &plan->views->claims.items[i];
		const struct bth_reason_list *reasons = &plan->binding->claims[i].reasons;

		if (!is_asked(plan->claims[i], plan->shown.claims[i]))
			continue;
		for (size_t j = 0; j < reasons->len; j++)
			if (rows++ < ROWS_MOST)
				add_impossible(buf,
					bth_plan_full_name(
						plan, claim->namespace, claim->name),
					plan->views->volumes
						.items[reasons->items[j].partner]
						.name,
					bth_plan_why_not(plan, i, &reasons->items[j]));
	}
	return rows;
}

static size_t
add_impossible_nodes(struct bth_buf *buf, const struct bth_plan *plan, size_t rows)
{
	for (uint32_t i = 0; i < plan->views->pods.len; i++) {
		const struct bth_pod *pod = &plan->views->pods.items[i];
		const struct bth_reason_list *reasons = &plan->binding->pods[i].reasons;

		if (!is_asked(plan->pods[i], plan->shown.pods[i]))
			continue;
		for (size_t j = 0; j < reasons->len; j++)
			if (rows++ < ROWS_MOST)
				add_impossible(buf,
					bth_plan_full_name(
						plan, pod->namespace, pod->name),
					plan->views->nodes
						.items[reasons->items[j].partner]
						.name,
					bth_plan_why_node(plan->arena, plan->views, pod,
						&reasons->items[j]));
	}
	return rows;
}

static bool
has_impossible(const struct bth_plan *plan)
{
	for (size_t i = 0; i < plan->views->claims.len; i++)
		if (is_asked(plan->claims[i], plan->shown.claims[i]) &&
			plan->binding->claims[i].reasons.len)
			return true;
	for (size_t i = 0; i < plan->views->pods.len; i++)
		if (is_asked(plan->pods[i], plan->shown.pods[i]) &&
			plan->binding->pods[i].reasons.len)
			return true;
	return false;
}

static void
add_reasons(struct bth_buf *buf, const struct bth_plan *plan)
{
	size_t rows;

	if (!has_impossible(plan))
		return;
	add_heading(buf, "What is impossible", "");
	open_table(buf, false, "claim or pod", "not this volume or node", "why");
	rows = add_impossible_volumes(buf, plan, 0);
	rows = add_impossible_nodes(buf, plan, rows);
	close_table(buf);
	add_more(buf, rows, "of them");
}

static void
add_words(struct bth_buf *buf)
{
	static const char *const meanings[] = {
		[BTH_PLAN_CERTAIN] = "one outcome, whatever happens first",
		[BTH_PLAN_PROVISIONED] = "a new volume, which the claim's class makes",
		[BTH_PLAN_ANYWHERE] = "no node is known, and nothing ties the pod to one",
		[BTH_PLAN_CHOICE] = "one of these nodes",
		[BTH_PLAN_RACE] = "one of these volumes; which is left to chance",
		[BTH_PLAN_MAY_WAIT] = "it may also stay Pending",
		[BTH_PLAN_UNKNOWN] = "it depends on what is not among the manifests",
		[BTH_PLAN_NOT_MADE] = "it never comes to exist",
		[BTH_PLAN_NEVER] = "it stays Pending, whatever happens",
	};

	add_heading(buf, "What the words mean", "");
	bth_buf_puts(buf, "<table>\n<tbody>\n");
	for (unsigned i = 0; i < BTH_PLAN_WORDS; i++)
		bth_buf_printf(buf, "<tr><td class=\"word %s\">%s</td><td>%s</td></tr>\n",
			bth_plan_mood_names[bth_plan_mood((enum bth_plan_word)i)],
			bth_plan_words[i], meanings[i]);
	close_table(buf);
}

void
bth_plan_html(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags)
{
	struct bth_plan_picture picture;

	(void)flags;
	bth_buf_puts(buf, head);
	bth_plan_svg_colors(buf, ":root");
	bth_buf_puts(buf, style);
	bth_buf_puts(buf,
		"</style>\n</head>\n<body>\n<h1>Which claim gets which volume on which"
		" node</h1>\n<p>");
	add_escaped(buf, bth_plan_summary(plan));
	bth_buf_puts(buf, "</p>\n");
	if (!plan->binding->exact)
		bth_buf_puts(buf,
			"<p>There are too many orders to try each: less may be possible"
			" than is shown.</p>\n");
	if (!bth_plan_is_empty(plan)) {
		bth_plan_draw(&picture, plan);
		bth_buf_puts(buf,
			"<div class=\"picture\" tabindex=\"0\" role=\"region\""
			" aria-label=\"picture\">\n");
		bth_plan_svg_element(buf, &picture, false);
		bth_buf_puts(buf, "</div>\n");
		add_workloads(buf, plan);
		add_volumes(buf, plan);
		add_reasons(buf, plan);
		add_words(buf);
	}
	bth_buf_puts(buf, "</body>\n</html>\n");
}

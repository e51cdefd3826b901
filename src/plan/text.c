/* text.c - the plan for people: a table of 100 columns */

#include "plan/fit.h"
#include "plan/plan.h"
#include "plan/tell.h"

#include "berth/berth.h"

enum {
	COLUMNS = 100,
	WORD = 11,           /* "provisioned" */
	LEFT = 2 + WORD + 2, /* where names begin */
	NAME_MOST = 50,
	NAME_LEAST = 12,
	NAMES = 4,      /* volumes or nodes of one row */
	FOLD_FROM = 60, /* pods of a group that are shown one by one */
	ALIKE = 4,      /* neighbours that are worth folding */
};

struct text {
	struct bth_buf *buf;
	const struct bth_plan *plan;
	size_t name; /* columns of the names */
	bool color;
	struct bth_map said; /* the notes of the group */
};

static void
add_color(struct text *text, const char *code)
{
	if (text->color)
		bth_buf_printf(text->buf, "\033[%sm", code);
}

static const char *
word_color(enum bth_plan_word word)
{
	static const char *const colors[] = {[BTH_PLAN_GOOD] = "32",
		[BTH_PLAN_OPEN] = "1;33",
		[BTH_PLAN_BAD] = "1;31"};

	return colors[bth_plan_mood(word)];
}

/* "never        pod postgres-1      → no node" */
static void
add_row(struct text *text, enum bth_plan_word word, unsigned depth, const char *kind,
	struct bth_str name, const char *gets)
{
	struct bth_buf *buf = text->buf;
	size_t room = text->name - 2 * depth - strlen(kind), end = LEFT + text->name + 3;
	struct bth_str shown =
		bth_fit_cut(buf->arena, bth_fit_visible(buf->arena, name), room);

	bth_buf_puts(buf, "  ");
	add_color(text, word_color(word));
	bth_buf_puts(buf, bth_plan_words[word]);
	add_color(text, "0");
	bth_buf_fill(buf, ' ', WORD + 2 - strlen(bth_plan_words[word]) + 2 * depth);
	bth_buf_puts(buf, kind);
	bth_buf_str(buf, shown);
	bth_buf_fill(buf, ' ', room - bth_fit_width(shown));
	bth_buf_puts(buf, " → ");
	bth_fit_wrap(buf, bth_fit_visible(buf->arena, bth_str(gets)), COLUMNS - end, end);
	bth_buf_putc(buf, '\n');
}

static void
add_note(struct text *text, size_t indent, const struct bth_plan_note *note)
{
	static const char *const marks[] = {[BTH_PLAN_SAY] = "",
		[BTH_PLAN_DETAIL] = "- ",
		[BTH_PLAN_FIX] = "= help: "};
	struct bth_buf *buf = text->buf;
	size_t mark = strlen(marks[note->kind]);

	bth_buf_fill(buf, ' ', indent);
	bth_buf_puts(buf, marks[note->kind]);
	bth_fit_wrap(buf, bth_fit_visible(buf->arena, bth_str(note->text)),
		COLUMNS - indent - mark, indent + mark);
	bth_buf_putc(buf, '\n');
}

/* What was said of one of the group already is not said again. */
static void
add_notes(struct text *text, unsigned depth, const struct bth_plan_notes *notes)
{
	struct bth_arena *arena = text->buf->arena;
	struct bth_str all = {0};

	for (size_t i = 0; i < notes->len; i++)
		all = bth_str_printf(
			arena, "%.*s\n%s", BTH_STR_ARG(all), notes->items[i].text);
	if (!notes->len || bth_map_get(&text->said, all))
		return;
	bth_map_put(arena, &text->said, all, text);
	for (size_t i = 0; i < notes->len; i++)
		add_note(text, LEFT + 2 * depth, &notes->items[i]);
}

static void
add_claim(struct text *text, uint32_t claim, unsigned depth, struct bth_str home)
{
	const struct bth_plan *plan = text->plan;
	const struct bth_claim *view = &plan->views->claims.items[claim];
	struct bth_plan_notes notes = {0};

	add_row(text, plan->claims[claim], depth, "claim ",
		bth_plan_name_in(plan, home, view->namespace, view->name),
		bth_plan_claim_gets(plan, claim, NAMES));
	bth_plan_tell_claim(plan, claim, &notes);
	add_notes(text, depth, &notes);
}

static void
add_pod(struct text *text, uint32_t pod)
{
	const struct bth_plan *plan = text->plan;
	const struct bth_pod *view = &plan->views->pods.items[pod];
	struct bth_plan_notes notes = {0};

	add_row(text, plan->pods[pod], 0, "pod ", view->name,
		bth_plan_pod_runs(plan, pod, NAMES));
	bth_plan_tell_pod(plan, pod, &notes);
	add_notes(text, 0, &notes);
	for (size_t i = 0; i < view->claims.len; i++)
		if (plan->pod_of[view->claims.items[i]] == pod)
			add_claim(text, view->claims.items[i], 1, view->namespace);
}

/* Whether nothing but the names differs between two pods and their claims. */
static bool
are_alike(const struct bth_plan *plan, uint32_t one, uint32_t other)
{
	const struct bth_pod *a = &plan->views->pods.items[one];
	const struct bth_pod *b = &plan->views->pods.items[other];

	if (plan->pods[one] != plan->pods[other] || a->claims.len != b->claims.len)
		return false;
	for (size_t i = 0; i < a->claims.len; i++)
		if (plan->claims[a->claims.items[i]] != plan->claims[b->claims.items[i]])
			return false;
	return true;
}

/* The end of those that are like @first. */
static uint32_t
alike_end(const struct bth_plan *plan, uint32_t first, uint32_t end)
{
	uint32_t i = first + 1;

	while (i < end && are_alike(plan, first, i))
		i++;
	return i;
}

static void
add_folded(struct text *text, uint32_t first, uint32_t last)
{
	const struct bth_plan *plan = text->plan;
	const struct bth_pod *pods = plan->views->pods.items;
	enum bth_plan_word word = plan->pods[first];

	add_row(text, word, 0, "pods ",
		bth_str_printf(plan->arena, "%.*s … %.*s", BTH_STR_ARG(pods[first].name),
			BTH_STR_ARG(pods[last].name)),
		bth_arena_printf(plan->arena, "%u more of the kind",
			(unsigned)(last - first + 1)));
}

static void
add_pods(struct text *text, const struct bth_plan_group *group)
{
	const struct bth_plan *plan = text->plan;
	uint32_t end = group->first + group->count, alike;

	for (uint32_t i = group->first; i < end; i = alike) {
		bool gone = plan->pods[i] == BTH_PLAN_NOT_MADE;

		alike = alike_end(plan, i, end);
		add_pod(text, i);
		if (alike - i > ALIKE && (gone || group->count > FOLD_FROM)) {
			add_folded(text, i + 1, alike - 1);
			continue;
		}
		for (uint32_t j = i + 1; j < alike; j++)
			add_pod(text, j);
	}
}

static void
add_head(struct text *text, const char *name, const char *about)
{
	struct bth_buf *buf = text->buf;
	size_t width = bth_fit_width(bth_str(about));
	size_t room = COLUMNS - (width ? width + 2 : 0);

	bth_buf_puts(buf, buf->len ? "\n" : "");
	add_color(text, "1");
	bth_buf_str(buf,
		bth_fit_cut(
			buf->arena, bth_fit_visible(buf->arena, bth_str(name)), room));
	add_color(text, "0");
	bth_buf_printf(buf, "%s%s\n", width ? ": " : "", about);
	text->said = (struct bth_map){0};
}

static void
add_loose(struct text *text)
{
	const struct bth_indexes *loose = &text->plan->loose;

	if (loose->len)
		add_head(text, "claims that no pod mounts", "");
	for (size_t i = 0; i < loose->len; i++)
		add_claim(text, loose->items[i], 0, BTH_STR(""));
}

static void
add_unused(struct text *text)
{
	enum { MOST = 50 };
	const struct bth_plan *plan = text->plan;
	size_t count = 0;

	for (uint32_t i = 0; i < plan->views->volumes.len; i++) {
		if (!plan->shown.volumes[i] || plan->binding->volumes[i].claims.len)
			continue;
		if (!count++)
			add_head(text, "volumes that nobody gets", "");
		if (count > MOST)
			continue;
		add_note(text, 2,
			&(struct bth_plan_note){.kind = BTH_PLAN_DETAIL,
				.text = bth_arena_printf(plan->arena, "%.*s: %s",
					BTH_STR_ARG(plan->views->volumes.items[i].name),
					bth_plan_tell_volume(plan, i))});
	}
	if (count > MOST)
		bth_buf_printf(text->buf, "  - and %zu more\n", count - MOST);
}

static void
widen(struct text *text, struct bth_str name, size_t more)
{
	size_t width = bth_fit_width(name) + more;

	if (width > text->name)
		text->name = width > NAME_MOST ? NAME_MOST : width;
}

static void
measure(struct text *text)
{
	const struct bth_views *views = text->plan->views;
	const struct bth_plan_shown *shown = &text->plan->shown;

	text->name = NAME_LEAST;
	for (size_t i = 0; i < views->pods.len; i++)
		if (shown->pods[i])
			widen(text, views->pods.items[i].name, strlen("pod "));
	for (size_t i = 0; i < views->claims.len; i++)
		if (shown->claims[i])
			widen(text, views->claims.items[i].name, strlen("  claim "));
	for (size_t i = 0; i < text->plan->loose.len; i++)
		widen(text, views->claims.items[text->plan->loose.items[i]].name,
			strlen("claim /") +
				views->claims.items[text->plan->loose.items[i]]
					.namespace.len);
}

void
bth_plan_text(struct bth_buf *buf, const struct bth_plan *plan, unsigned flags)
{
	struct text text = {
		.buf = buf, .plan = plan, .color = flags & BERTH_REPORT_COLOR};

	if (bth_plan_is_empty(plan)) {
		bth_buf_printf(buf, "%s\n", bth_plan_summary(plan));
		return;
	}
	measure(&text);
	for (size_t i = 0; i < plan->groups.len; i++) {
		const struct bth_plan_group *group = &plan->groups.items[i];

		add_head(&text, bth_plan_group_name(plan, group),
			bth_plan_group_about(plan, group));
		add_pods(&text, group);
	}
	add_loose(&text);
	add_unused(&text);
	bth_buf_puts(buf, "\n");
	bth_fit_wrap(buf, bth_str(bth_plan_summary(plan)), COLUMNS, 0);
	bth_buf_puts(buf, "\n");
	if (!plan->binding->exact)
		bth_buf_puts(buf,
			"too many orders to try each: less may be possible than is shown\n");
}

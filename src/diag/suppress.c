/* suppress.c - which findings are allowed, and what is allowed in vain */

#include "diag/allow.h"

#include <stdlib.h>

#include "base/map.h"
#include "rules.h"

/* One rule of one comment or annotation. */
struct use {
	struct bth_allow *allow;
	struct bth_allowed *allowed;
	size_t number; /* in the order of the input */
};

/* What of one rule or family is open where the sweep is: the innermost is last. */
struct open {
	BTH_VEC(struct use) uses;
};

struct matching {
	struct bth_allows *allows;
	struct bth_findings *findings;
	const struct bth_suppress_options *options;
	BTH_VEC(struct use) places; /* by what they are about */
	size_t next;                /* of them */
	struct bth_map open;        /* names of rules and families to struct open */
	struct bth_map objects;     /* names with objects to struct use */
};

static size_t
order_of(struct bth_span span)
{
	return span.source ? span.source->order : 0;
}

static int
compare_places(struct bth_span a, struct bth_span b)
{
	if (order_of(a) != order_of(b))
		return order_of(a) < order_of(b) ? -1 : 1;
	return a.start < b.start ? -1 : a.start > b.start;
}

/* By what they are about, the wider one first. */
static int
compare_uses(const void *left, const void *right)
{
	const struct use *a = left, *b = right;
	int order = compare_places(a->allow->about, b->allow->about);

	if (!order && a->allow->about.end != b->allow->about.end)
		order = a->allow->about.end > b->allow->about.end ? -1 : 1;
	return order ? order : a->number < b->number ? -1 : a->number > b->number;
}

static int
compare_findings(const void *left, const void *right)
{
	const struct bth_finding *a = *(const struct bth_finding *const *)left;
	const struct bth_finding *b = *(const struct bth_finding *const *)right;

	return compare_places(a->span, b->span);
}

static void
fill_parts(struct bth_str parts[4], const char *name, const struct bth_object_name *object)
{
	parts[0] = bth_str(name);
	parts[1] = object->kind;
	parts[2] = object->namespace;
	parts[3] = object->name;
}

static void
add_use(struct matching *matching, struct use use)
{
	struct bth_arena *arena = matching->allows->arena;
	struct bth_str parts[4];

	if (use.allow->about.source)
		bth_vec_push(arena, &matching->places, use);
	if (!use.allow->object.kind.len)
		return;
	struct use *kept = bth_arena_alloc(arena, sizeof *kept);
	*kept = use;
	fill_parts(parts, use.allowed->name, &use.allow->object);
	bth_map_put(arena, &matching->objects, bth_str_join(arena, parts, 4, '\n'), kept);
}

static void
plan(struct matching *matching)
{
	const struct bth_allows *allows = matching->allows;
	size_t number = 0;

	for (size_t i = 0; i < allows->list.len; i++) {
		struct bth_allow *allow = allows->list.items[i];

		for (size_t j = 0; j < allow->rules.len; j++)
			add_use(matching, (struct use){.allow = allow,
				.allowed = &allow->rules.items[j], .number = number++});
	}
	if (matching->places.len)
		qsort(matching->places.items, matching->places.len,
			sizeof *matching->places.items, compare_uses);
}

/* Opens all that begins before @span or there. */
static void
open_until(struct matching *matching, struct bth_span span)
{
	struct bth_arena *arena = matching->allows->arena;

	while (matching->next < matching->places.len) {
		struct use use = matching->places.items[matching->next];
		struct bth_str name = bth_str(use.allowed->name);

		if (compare_places(use.allow->about, span) > 0)
			return;
		struct open *open = bth_map_get(&matching->open, name);
		if (!open) {
			open = bth_arena_alloc(arena, sizeof *open);
			bth_map_put(arena, &matching->open, name, open);
		}
		bth_vec_push(arena, &open->uses, use);
		matching->next++;
	}
}

/* The innermost use of @name around @span. What ended is closed: the sweep does not go back. */
static struct use *
use_at(struct matching *matching, const char *name, struct bth_span span)
{
	struct open *open = bth_map_get(&matching->open, bth_str(name));

	while (open && open->uses.len) {
		struct use *use = &open->uses.items[open->uses.len - 1];

		struct bth_span about = use->allow->about;

		if (about.source != span.source && order_of(about) >= order_of(span))
			return NULL;
		if (about.source == span.source && about.end > span.start)
			return use;
		open->uses.len--;
	}
	return NULL;
}

static struct use *
use_for(struct matching *matching, const char *name, const struct bth_object_name *object)
{
	struct bth_str parts[4];

	if (!object->kind.len)
		return NULL;
	fill_parts(parts, name, object);
	return bth_map_get_joined(&matching->objects, parts, 4, '\n');
}

/* Who allows a family does not mean that misspelt and idle allowances may stay. */
static bool
is_about_allowing(const struct bth_rule *rule)
{
	return rule == &bth_rule_suppression_unused || rule == &bth_rule_suppression_unknown ||
		rule == &bth_rule_suppression_unexplained;
}

static void
match(struct matching *matching, struct bth_finding *finding)
{
	const char *family = bth_family_names[finding->rule->family];

	if (finding->suppressed)
		return;
	open_until(matching, finding->span);
	bool itself = is_about_allowing(finding->rule);
	struct use *use = use_at(matching, finding->rule->name, finding->span);
	if (!use && !itself)
		use = use_at(matching, family, finding->span);
	if (!use)
		use = use_for(matching, finding->rule->name, &finding->object);
	if (!use && !itself)
		use = use_for(matching, family, &finding->object);
	if (!use)
		return;
	use->allowed->used = true;
	if (finding->rule->locked)
		bth_finding_note(matching->findings, finding, use->allowed->span,
			"this allows only other rules of the family");
	else if (matching->options->errors_stay && finding->severity == BERTH_ERROR)
		bth_finding_note(matching->findings, finding, use->allowed->span,
			"this allows it to lint, but not to generate");
	else
		finding->suppressed = &use->allow->by;
}

/* Matches the findings from number @first on. */
static void
match_from(struct matching *matching, size_t first)
{
	struct bth_arena *arena = matching->allows->arena;
	size_t count = matching->findings->list.len - first;
	struct bth_finding **sorted = bth_arena_array(arena, count, sizeof(struct bth_finding *));

	if (!count)
		return;
	memcpy(sorted, matching->findings->list.items + first,
		count * sizeof(struct bth_finding *));
	qsort(sorted, count, sizeof(struct bth_finding *), compare_findings);
	matching->next = 0;
	matching->open = (struct bth_map){0};
	for (size_t i = 0; i < count; i++)
		match(matching, sorted[i]);
}

/* Whether it allows what is said about suppressions themselves. */
static bool
is_about_unused(const struct bth_allowed *allowed)
{
	return allowed->rule == &bth_rule_suppression_unused;
}

static struct bth_str
source_from(struct bth_span span, uint32_t at)
{
	return bth_str_sub(span.source->text, at, SIZE_MAX);
}

/* The whole comment: its line, or what is behind the other text of the line. */
static struct bth_span
whole_comment(struct bth_span span)
{
	const char *text = span.source->text.at;

	while (span.start && (text[span.start - 1] == ' ' || text[span.start - 1] == '\t'))
		span.start--;
	if (span.start && text[span.start - 1] != '\n')
		return span;
	if (bth_str_starts(source_from(span, span.end), "\r"))
		span.end++;
	if (bth_str_starts(source_from(span, span.end), "\n"))
		span.end++;
	return span;
}

/* Whether each rule of the list has a place of its own in the source. */
static bool
has_places(const struct bth_allow *allow)
{
	for (size_t i = 0; i < allow->rules.len; i++) {
		struct bth_span span = allow->rules.items[i].span;

		if (!span.source || span.end - span.start > allow->by.span.end - allow->by.span.start ||
			(i && span.start <= allow->rules.items[i - 1].span.start))
			return false;
	}
	return true;
}

/*
 * Removes a rule from its list, so that edits of several do not overlap: with what is behind
 * it while one that stays follows, else with what is before it. A comment without any goes.
 */
static void
add_edit(struct matching *matching, struct bth_finding *finding, const struct bth_allow *allow,
	size_t index)
{
	const struct bth_allowed *rules = allow->rules.items;
	struct bth_span span = rules[index].span;
	size_t kept = allow->rules.len; /* the last that stays */

	for (size_t i = 0; i < allow->rules.len; i++)
		if (rules[i].used)
			kept = i;
	if (kept == allow->rules.len) {
		if (allow->by.kind == BTH_BY_COMMENT)
			bth_finding_edit(matching->findings, finding,
				whole_comment(allow->by.span), BTH_STR(""));
		return;
	}
	if (!has_places(allow))
		return;
	if (index < kept)
		span.end = rules[index + 1].span.start;
	else
		span.start = rules[index - 1].span.end;
	bth_finding_edit(matching->findings, finding, span, BTH_STR(""));
}

static void
report_unused(struct matching *matching, const struct bth_allow *allow, size_t index)
{
	const struct bth_allowed *allowed = &allow->rules.items[index];
	const char *where = allow->by.kind == BTH_BY_ANNOTATION ? "not found in this object" :
		!allow->about.source ? "nothing follows" :
		allow->trailing ? "not found on this line" : "not found in what follows";
	struct bth_finding *finding = bth_find(matching->findings, &bth_rule_suppression_unused,
		allowed->span, "'%s' is allowed, but %s", allowed->name, where);

	finding->object = allow->object;
	finding->severity = matching->options->unused;
	bth_finding_fix(matching->findings, finding, "%s", allow->trailing ?
		"remove it, or put it on a line of its own above the key that it is for" :
		"remove it");
	add_edit(matching, finding, allow, index);
}

/* Reports what was allowed in vain: @last is for what allows just that report. */
static void
report_all_unused(struct matching *matching, bool last)
{
	for (size_t i = 0; i < matching->allows->list.len; i++) {
		const struct bth_allow *allow = matching->allows->list.items[i];

		for (size_t j = 0; j < allow->rules.len; j++)
			if (!allow->rules.items[j].used &&
				is_about_unused(&allow->rules.items[j]) == last)
				report_unused(matching, allow, j);
	}
}

void
bth_suppress(struct bth_allows *allows, struct bth_findings *findings,
	const struct bth_suppress_options *options)
{
	struct matching matching = {
		.allows = allows, .findings = findings, .options = options};

	if (!allows->list.len)
		return;
	plan(&matching);
	match_from(&matching, 0);
	size_t found = findings->list.len;
	report_all_unused(&matching, false);
	match_from(&matching, found);
	report_all_unused(&matching, true);
}

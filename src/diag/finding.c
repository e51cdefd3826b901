/* finding.c - what was found wrong, or is worth saying, and where */

#include "diag/finding.h"

#include <stdlib.h>

#include "base/map.h"
#include "diag/levels.h"

void
bth_findings_init(struct bth_findings *findings, struct bth_arena *arena)
{
	*findings = (struct bth_findings){.arena = arena};
}

struct bth_finding *
bth_find_v(struct bth_findings *findings, const struct bth_rule *rule, struct bth_span span,
	const char *format, va_list args)
{
	struct bth_finding *finding = bth_arena_alloc(findings->arena, sizeof *finding);

	finding->rule = rule;
	finding->severity = rule->severity;
	finding->span = span;
	finding->message = bth_arena_vprintf(findings->arena, format, args);
	bth_vec_push(findings->arena, &findings->list, finding);
	return finding;
}

struct bth_finding *
bth_find(struct bth_findings *findings, const struct bth_rule *rule, struct bth_span span,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct bth_finding *finding = bth_find_v(findings, rule, span, format, args);
	va_end(args);
	return finding;
}

void
bth_finding_note(struct bth_findings *findings, struct bth_finding *finding, struct bth_span span,
	const char *format, ...)
{
	va_list args;

	va_start(args, format);
	const char *message = bth_arena_vprintf(findings->arena, format, args);
	va_end(args);
	bth_vec_push(findings->arena, &finding->notes,
		(struct bth_note){.span = span, .message = message});
}

void
bth_finding_fix(struct bth_findings *findings, struct bth_finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	finding->fix = bth_arena_vprintf(findings->arena, format, args);
	va_end(args);
}

void
bth_finding_edit(struct bth_findings *findings, struct bth_finding *finding, struct bth_span span,
	struct bth_str text)
{
	bth_vec_push(findings->arena, &finding->edits,
		(struct bth_edit){.span = span, .text = text});
}

void
bth_findings_append(struct bth_findings *to, struct bth_findings *from)
{
	for (size_t i = 0; i < from->list.len; i++)
		bth_vec_push(to->arena, &to->list, from->list.items[i]);
	from->list.len = 0;
}

bool
bth_selection_has(const struct bth_selection *selection, const struct bth_rule *rule,
	enum berth_severity severity)
{
	unsigned family = 1u << rule->family;
	bool named = false;

	if (rule->locked || (selection->errors_stay && severity == BERTH_ERROR))
		return true;
	for (size_t i = 0; i < selection->skip_rules.len; i++)
		if (selection->skip_rules.items[i] == rule)
			return false;
	for (size_t i = 0; i < selection->skip_own.len; i++)
		if (strcmp(selection->skip_own.items[i], rule->name) == 0)
			return false;
	for (size_t i = 0; i < selection->only_rules.len; i++)
		named |= selection->only_rules.items[i] == rule;
	for (size_t i = 0; i < selection->only_own.len; i++)
		named |= strcmp(selection->only_own.items[i], rule->name) == 0;
	if (named)
		return true; /* whatever its severity: it was asked for by name */
	if (selection->skip_families & family)
		return false;
	if ((selection->only_families || selection->only_rules.len || selection->only_own.len) &&
		!(selection->only_families & family))
		return false;
	return severity != BERTH_OFF && severity >= selection->least;
}

/* A rule, an input and an object, and what in the object it is about. */
enum { OBJECT_PARTS = 5, SUBJECT_PARTS = 6 };

/* What a finding of @rule would be about to be about the same as @finding. */
static void
fill_parts(struct bth_str parts[SUBJECT_PARTS], const struct bth_rule *rule,
	const struct bth_finding *finding)
{
	parts[0] = bth_str(rule->code);
	parts[1] = (struct bth_str){.at = (const char *)&finding->span.source,
		.len = sizeof finding->span.source};
	parts[2] = finding->object.kind;
	parts[3] = finding->object.namespace;
	parts[4] = finding->object.name;
	parts[5] = finding->subject;
}

/* Whether some rule comes after @rule. */
static bool
is_awaited(const struct bth_rule *rule)
{
	for (size_t i = 0; i < bth_rule_count; i++)
		for (const struct bth_rule *const *at = bth_rules[i]->after; at && *at; at++)
			if (*at == rule)
				return true;
	return false;
}

static void
note_spoken(struct bth_arena *arena, struct bth_map *spoken, struct bth_finding *finding)
{
	struct bth_str parts[SUBJECT_PARTS];

	fill_parts(parts, finding->rule, finding);
	bth_map_put(arena, spoken, bth_str_join(arena, parts, OBJECT_PARTS, '\n'), finding);
	bth_map_put(arena, spoken, bth_str_join(arena, parts, SUBJECT_PARTS, '\n'), finding);
}

/* A finding without a subject is about the whole object, and so about each part of it. */
static bool
comes_after(const struct bth_finding *finding, const struct bth_map *spoken)
{
	struct bth_str parts[SUBJECT_PARTS];
	size_t count = finding->subject.len ? SUBJECT_PARTS : OBJECT_PARTS;

	for (const struct bth_rule *const *rule = finding->rule->after; rule && *rule; rule++) {
		fill_parts(parts, *rule, finding);
		if (bth_map_get_joined(spoken, parts, count, '\n'))
			return true;
		parts[5].len = 0;
		if (bth_map_get_joined(spoken, parts, SUBJECT_PARTS, '\n'))
			return true;
	}
	return false;
}

/*
 * Gives a finding the severity that the settings for its input want. Where output is made,
 * what makes it wrong stays an error.
 */
static void
set_level(struct bth_finding *finding, const struct bth_selection *selection)
{
	const struct bth_source *source = finding->span.source;
	unsigned level = bth_level(source ? source->levels : NULL, finding->rule);

	if (level == BTH_LEVEL_KEPT || finding->rule->locked)
		return;
	if (selection->errors_stay && finding->severity == BERTH_ERROR)
		return;
	finding->severity = (enum berth_severity)level;
}

/* In a file that is there for others' sake nobody looks for faults, unless it is of no use. */
static bool
is_aside(const struct bth_finding *finding)
{
	const struct bth_source *source = finding->span.source;

	if (!source || !source->context)
		return false;
	if (source->cluster) /* what runs there is not at issue, but it has to be known */
		return !finding->rule->locked || finding->rule->visit || finding->rule->check;
	return !(source->schema && finding->severity == BERTH_ERROR);
}

static void
drop_unwanted(struct bth_findings *findings, const struct bth_selection *selection)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++) {
		struct bth_finding *finding = findings->list.items[i];

		if (is_aside(finding))
			continue;
		set_level(finding, selection);
		if (!bth_selection_has(selection, finding->rule, finding->severity))
			continue;
		/* a rule that is off was asked for by name: then it counts */
		if (finding->severity == BERTH_OFF)
			finding->severity = finding->rule->severity ? finding->rule->severity :
								      BERTH_WARNING;
		findings->list.items[kept++] = finding;
	}
	findings->list.len = kept;
}

static void
drop_echoes(struct bth_findings *findings)
{
	struct bth_map spoken = {0};
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++)
		if (is_awaited(findings->list.items[i]->rule))
			note_spoken(findings->arena, &spoken, findings->list.items[i]);
	for (size_t i = 0; i < findings->list.len; i++)
		if (!comes_after(findings->list.items[i], &spoken))
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.len = kept;
}

/* 0 when both say the same of the same place. */
static int
compare_said(const struct bth_finding *a, const struct bth_finding *b)
{
	size_t a_order = a->span.source ? a->span.source->order : 0;
	size_t b_order = b->span.source ? b->span.source->order : 0;

	if (a_order != b_order)
		return a_order < b_order ? -1 : 1;
	if (a->span.start != b->span.start)
		return a->span.start < b->span.start ? -1 : 1;
	int order = strcmp(a->rule->code, b->rule->code);
	if (!order)
		order = strcmp(a->message, b->message);
	if (!order && a->span.end != b->span.end)
		order = a->span.end < b->span.end ? -1 : 1;
	return order;
}

/*
 * Of what is said twice the gravest is kept, or one that is not suppressed, or the first by its
 * path: never by chance.
 */
static int
compare(const void *left, const void *right)
{
	const struct bth_finding *a = *(const struct bth_finding *const *)left;
	const struct bth_finding *b = *(const struct bth_finding *const *)right;
	int order = compare_said(a, b);

	if (!order && a->severity != b->severity)
		order = a->severity > b->severity ? -1 : 1;
	if (!order && !a->suppressed != !b->suppressed)
		order = a->suppressed ? 1 : -1;
	return order ? order : strcmp(a->path ? a->path : "", b->path ? b->path : "");
}

static void
drop_repeats(struct bth_findings *findings)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++)
		if (!kept || compare_said(findings->list.items[kept - 1], findings->list.items[i]))
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.len = kept;
}

void
bth_findings_sort(struct bth_findings *findings)
{
	if (findings->list.len)
		qsort(findings->list.items, findings->list.len, sizeof *findings->list.items,
			compare);
	drop_repeats(findings);
}

void
bth_findings_finish(struct bth_findings *findings, const struct bth_selection *selection)
{
	drop_unwanted(findings, selection);
	drop_echoes(findings);
	bth_findings_sort(findings);
}

size_t
bth_findings_count(const struct bth_findings *findings, enum berth_severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->list.len; i++)
		count += !findings->list.items[i]->suppressed &&
			findings->list.items[i]->severity == severity;
	return count;
}

size_t
bth_findings_suppressed(const struct bth_findings *findings)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->list.len; i++)
		count += findings->list.items[i]->suppressed != NULL;
	return count;
}

struct bth_findings
bth_findings_open(struct bth_arena *arena, const struct bth_findings *findings)
{
	struct bth_findings open;

	bth_findings_init(&open, arena);
	for (size_t i = 0; i < findings->list.len; i++)
		if (!findings->list.items[i]->suppressed)
			bth_vec_push(arena, &open.list, findings->list.items[i]);
	return open;
}

/* finding.c - what was found wrong, or is worth saying, and where */

#include "diag/finding.h"

#include <stdlib.h>

#include "base/map.h"

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

	if (rule->locked)
		return true;
	for (size_t i = 0; i < selection->skip_rules.len; i++)
		if (selection->skip_rules.items[i] == rule)
			return false;
	for (size_t i = 0; i < selection->only_rules.len; i++)
		named |= selection->only_rules.items[i] == rule;
	if (named)
		return true; /* whatever its severity: it was asked for by name */
	if (selection->skip_families & family)
		return false;
	if ((selection->only_families || selection->only_rules.len) &&
		!(selection->only_families & family))
		return false;
	return severity != BERTH_OFF && severity >= selection->least;
}

/* Findings of one rule about one object. */
struct spoken {
	BTH_VEC(const struct bth_finding *) list;
};

/* What findings are looked up by: the rule, the input and the object. */
static struct bth_str
key_of(struct bth_arena *arena, const struct bth_rule *rule, const struct bth_finding *finding)
{
	const struct bth_source *source = finding->span.source;
	const struct bth_str parts[] = {bth_str(rule->code),
		bth_str_decimal(arena, source ? (int64_t)source->order : -1), finding->object.kind,
		finding->object.namespace, finding->object.name};

	return bth_str_join(arena, parts, sizeof parts / sizeof parts[0], '\n');
}

/* Whether both speak of the same part of their object, or one of the whole. */
static bool
same_subject(const struct bth_finding *a, const struct bth_finding *b)
{
	return !a->subject.len || !b->subject.len || bth_str_eq(a->subject, b->subject);
}

static bool
comes_after(struct bth_arena *arena, const struct bth_finding *finding, const struct bth_map *map)
{
	const struct bth_rule *const *rule = finding->rule->after;

	for (; rule && *rule; rule++) {
		const struct spoken *spoken = bth_map_get(map, key_of(arena, *rule, finding));

		for (size_t i = 0; spoken && i < spoken->list.len; i++)
			if (same_subject(finding, spoken->list.items[i]))
				return true;
	}
	return false;
}

static void
drop_unwanted(struct bth_findings *findings, const struct bth_selection *selection)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++) {
		struct bth_finding *finding = findings->list.items[i];

		if (finding->span.source && finding->span.source->context)
			continue;
		if (!bth_selection_has(selection, finding->rule, finding->severity))
			continue;
		/* a rule that is off was asked for by name: then it counts */
		if (finding->severity == BERTH_OFF)
			finding->severity = BERTH_WARNING;
		findings->list.items[kept++] = finding;
	}
	findings->list.len = kept;
}

static void
drop_echoes(struct bth_findings *findings)
{
	struct bth_arena *arena = findings->arena;
	struct bth_map map = {0};
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++) {
		struct bth_finding *finding = findings->list.items[i];
		struct bth_str key = key_of(arena, finding->rule, finding);
		struct spoken *spoken = bth_map_get(&map, key);

		if (!spoken) {
			spoken = bth_arena_alloc(arena, sizeof *spoken);
			bth_map_put(arena, &map, key, spoken);
		}
		bth_vec_push(arena, &spoken->list, finding);
	}
	for (size_t i = 0; i < findings->list.len; i++)
		if (!comes_after(arena, findings->list.items[i], &map))
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.len = kept;
}

static int
compare(const void *left, const void *right)
{
	const struct bth_finding *a = *(const struct bth_finding *const *)left;
	const struct bth_finding *b = *(const struct bth_finding *const *)right;
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

static void
drop_repeats(struct bth_findings *findings)
{
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++)
		if (!kept || compare(&findings->list.items[kept - 1], &findings->list.items[i]) != 0)
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.len = kept;
}

void
bth_findings_finish(struct bth_findings *findings, const struct bth_selection *selection)
{
	drop_unwanted(findings, selection);
	drop_echoes(findings);
	if (findings->list.len)
		qsort(findings->list.items, findings->list.len, sizeof *findings->list.items,
			compare);
	drop_repeats(findings);
}

size_t
bth_findings_count(const struct bth_findings *findings, enum berth_severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < findings->list.len; i++)
		count += findings->list.items[i]->severity == severity;
	return count;
}

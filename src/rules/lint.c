/* lint.c - running the rules, and how they speak */

#include "rules/lint.h"

#include "diag/levels.h"

/* Rules that are off may find very much, all of which would be thrown away. */
static bool
is_off(const struct bth_lint *lint, const struct bth_rule *rule)
{
	const struct bth_selection *selection = lint->selection;

	if (rule->severity != BERTH_OFF || bth_selection_has(selection, rule, rule->severity))
		return false;
	for (size_t i = 0; i < selection->raised.len; i++)
		if (selection->raised.items[i] == rule)
			return false;
	return true;
}

/* What the memory of a rule may be needed for when it is done. */
struct trace {
	struct bth_arena_mark mark;
	size_t findings;
	const struct bth_storage *storage;
};

static struct trace
begin_rule(const struct bth_lint *lint)
{
	return (struct trace){.mark = bth_arena_mark(lint->arena),
		.findings = lint->findings->list.len,
		.storage = lint->cache->storage};
}

/* Rules keep no state, so one that found nothing and made nothing for others needs none. */
static void
end_rule(struct bth_lint *lint, const struct trace *begun)
{
	if (lint->findings->list.len == begun->findings && lint->cache->storage == begun->storage)
		bth_arena_rewind(lint->arena, &begun->mark);
}

void
bth_lint_visit(struct bth_lint *lint, size_t first, size_t count)
{
	const struct bth_object *objects = lint->world->objects.items;

	for (size_t r = 0; r < bth_rule_count; r++) {
		const struct bth_rule *rule = bth_rules[r];
		struct trace begun = begin_rule(lint);

		if (is_off(lint, rule))
			continue;
		for (size_t i = first; rule->visit && i < first + count; i++)
			if (rule->kinds & BTH_KIND(objects[i].kind))
				rule->visit(lint, &objects[i]);
		end_rule(lint, &begun);
	}
}

void
bth_lint_check(struct bth_lint *lint, size_t rule)
{
	struct trace begun = begin_rule(lint);

	if (bth_rules[rule]->check)
		bth_rules[rule]->check(lint);
	end_rule(lint, &begun);
}

struct bth_str
bth_lint_setting(const struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object)
{
	const struct bth_source *source = bth_span(object->root).source;
	const char *name =
		bth_arena_printf(lint->arena, "%s.%s=", rule->name, rule->option);

	for (size_t i = 0; i < lint->settings->len; i++)
		if (bth_str_starts(lint->settings->items[i], name))
			return bth_str_sub(
				lint->settings->items[i], strlen(name), SIZE_MAX);
	return bth_level_setting(source ? source->levels : NULL, rule);
}

static void
name_object(struct bth_finding *finding, const struct bth_object *object)
{
	finding->object = bth_object_name(object);
}

struct bth_finding *
bth_report(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object, struct bth_value value, const char *format, ...)
{
	va_list args;

	if (!bth_exists(value))
		value = bth_dig(object->root, "metadata.name");
	if (!bth_exists(value))
		value = object->root;
	va_start(args, format);
	struct bth_finding *finding =
		bth_find_v(lint->findings, rule, bth_span(value), format, args);
	va_end(args);
	name_object(finding, object);
	finding->path = bth_path_of(lint->arena, object->root, value);
	return finding;
}

struct bth_finding *
bth_report_missing(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object, struct bth_value parent, const char *field,
	const char *format, ...)
{
	va_list args;

	if (!bth_exists(parent))
		parent = object->root;
	va_start(args, format);
	struct bth_finding *finding = bth_find_v(lint->findings, rule,
		parent.at == object->root.at ?
			bth_span(bth_exists(bth_get(parent, "kind")) ?
					bth_get(parent, "kind") :
					parent) :
			bth_key_span(object->root, parent),
		format, args);
	va_end(args);
	name_object(finding, object);
	const char *path = bth_path_of(lint->arena, object->root, parent);
	finding->path =
		bth_arena_printf(lint->arena, "%s%s%s", path, *path ? "." : "", field);
	return finding;
}

void
bth_report_subject(struct bth_finding *finding, struct bth_str subject)
{
	finding->subject = subject;
}

void
bth_report_note(struct bth_lint *lint, struct bth_finding *finding,
	struct bth_value value, const char *format, ...)
{
	va_list args;

	if (!bth_exists(value))
		return;
	va_start(args, format);
	const char *message = bth_arena_vprintf(lint->arena, format, args);
	va_end(args);
	bth_finding_note(lint->findings, finding, bth_span(value), "%s", message);
}

void
bth_report_fix(
	struct bth_lint *lint, struct bth_finding *finding, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	finding->fix = bth_arena_vprintf(lint->arena, format, args);
	va_end(args);
}

void
bth_report_replace(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value value, const char *text)
{
	if (object->generated || !bth_is_scalar(value))
		return;
	bth_finding_edit(lint->findings, finding, bth_span(value),
		bth_str_copy(lint->arena, bth_str(text)));
}

const struct bth_object *
bth_lint_object(const struct bth_lint *lint, uint32_t index)
{
	return bth_world_object(lint->world, index);
}

struct bth_value
bth_lint_volume(const struct bth_lint *lint, const struct bth_volume *volume)
{
	return bth_lint_object(lint, volume->object)->root;
}

struct bth_value
bth_lint_claim(const struct bth_lint *lint, const struct bth_claim *claim)
{
	struct bth_value root = bth_lint_object(lint, claim->object)->root;

	if (claim->set == UINT32_MAX)
		return root;
	return bth_item(bth_dig(root, "spec.volumeClaimTemplates"), claim->template);
}

const char *
bth_claim_text(const struct bth_lint *lint, const struct bth_claim *claim)
{
	if (bth_str_eq(claim->namespace, lint->world->default_namespace))
		return bth_arena_printf(
			lint->arena, "claim '%.*s'", BTH_STR_ARG(claim->name));
	return bth_arena_printf(lint->arena, "claim '%.*s/%.*s'",
		BTH_STR_ARG(claim->namespace), BTH_STR_ARG(claim->name));
}

bool
bth_lint_is_database(const struct bth_lint *lint, uint32_t object)
{
	const struct bth_object *found = bth_lint_object(lint, object);

	return found && bth_object_database(found) != BTH_NO_DATABASE;
}

/* custom.c - rules of the user's own: running them */

#include "rules/custom.h"

/* One of them on one object after another. */
struct running {
	struct bth_lint *lint;
	const struct bth_custom *custom;
	const struct bth_object *object;
	bool given_up; /* a pattern costs too much: the rule is tried no more */
};

static bool
has_text(const struct bth_strs *texts, struct bth_str text)
{
	for (size_t i = 0; i < texts->len; i++)
		if (bth_str_eq(texts->items[i], text))
			return true;
	return false;
}

static void
give_up(struct running *running, struct bth_value value, struct bth_value pattern)
{
	struct bth_finding *finding = bth_report(running->lint,
		&bth_rule_config_pattern_excessive, running->object, value,
		bth_text(value).len > BTH_PATTERN_TEXT_MOST ?
			"this text is too long for the pattern of '%s'" :
			"the pattern of '%s' is too complex for this text",
		running->custom->rule.name);

	bth_report_note(running->lint, finding, pattern, "the pattern");
	bth_report_fix(running->lint, finding,
		"write it without a repetition inside a repetition; the rule is given up here");
	running->given_up = true;
}

/* Whether @value matches; *known is false when nobody can say. */
static bool
matches(struct running *running, const struct bth_pattern *pattern, struct bth_value at,
	struct bth_value value, bool *known)
{
	enum bth_match match = bth_pattern_match(pattern, bth_text(value));

	if (match == BTH_MATCH_FULL)
		bth_arena_fail(running->lint->arena);
	*known = match != BTH_MATCH_UNKNOWN;
	if (!*known)
		give_up(running, value, at);
	return match == BTH_MATCH_YES;
}

static void
finish(struct running *running, struct bth_finding *finding)
{
	if (running->custom->fix)
		bth_report_fix(running->lint, finding, "%s", running->custom->fix);
}

static void
report(struct running *running, struct bth_value value)
{
	finish(running, bth_report(running->lint, &running->custom->rule, running->object, value,
				"%s", running->custom->message));
}

/* The rest of the path, as it would go on behind what is there. */
static const char *
field_text(struct running *running, size_t from)
{
	const struct bth_custom *custom = running->custom;
	struct bth_buf buf;

	bth_buf_init(&buf, running->lint->arena);
	for (size_t i = from; i < custom->steps.len; i++) {
		const struct bth_step *step = &custom->steps.items[i];

		if (step->kind == BTH_STEP_ITEM)
			bth_buf_printf(&buf, "[%zu]", step->index);
		else
			bth_buf_printf(&buf, "%s%.*s", i > from ? "." : "",
				BTH_STR_ARG(step->key));
	}
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

/* What comes of every item of a list that is not there is nothing, so nothing is missing. */
static void
report_missing(struct running *running, struct bth_value parent, size_t from)
{
	const struct bth_custom *custom = running->custom;

	if (!custom->required)
		return;
	for (size_t i = from; i < custom->steps.len; i++)
		if (custom->steps.items[i].kind == BTH_STEP_EACH_ITEM ||
			custom->steps.items[i].kind == BTH_STEP_EACH_KEY)
			return;
	finish(running, bth_report_missing(running->lint, &custom->rule, running->object, parent,
				field_text(running, from), "%s", custom->message));
}

static void
check_value(struct running *running, struct bth_value value)
{
	const struct bth_custom *custom = running->custom;
	bool known = true, wrong = false;

	if (custom->absent)
		wrong = true;
	else if (custom->allowed.len)
		wrong = !bth_is_scalar(value) || !has_text(&custom->allowed, bth_text(value));
	else if (custom->require)
		wrong = !bth_is_scalar(value) ||
			!matches(running, custom->require, custom->pattern_at, value, &known);
	else if (custom->forbid)
		wrong = bth_is_scalar(value) &&
			matches(running, custom->forbid, custom->pattern_at, value, &known);
	if (wrong && known)
		report(running, value);
}

/* Goes the path from @value on; as deep as the path is long. */
static void
go(struct running *running, struct bth_value parent, struct bth_value value, size_t at)
{
	const struct bth_custom *custom = running->custom;

	if (running->given_up)
		return;
	if (bth_is_unset(value)) {
		report_missing(running, parent, at ? at - 1 : 0);
		return;
	}
	if (at == custom->steps.len) {
		check_value(running, value);
		return;
	}
	const struct bth_step *step = &custom->steps.items[at];
	bool each = step->kind == BTH_STEP_EACH_ITEM || step->kind == BTH_STEP_EACH_KEY;
	if (step->kind == BTH_STEP_KEY)
		go(running, value, bth_get_str(value, step->key), at + 1);
	else if (step->kind == BTH_STEP_ITEM)
		go(running, value, bth_item(value, step->index), at + 1);
	else if (step->kind == BTH_STEP_EACH_ITEM ? !bth_is_list(value) : !bth_is_map(value))
		return;
	for (struct bth_value i = bth_first(value); each && bth_exists(i); i = bth_next(i))
		go(running, i, step->kind == BTH_STEP_EACH_KEY ? bth_under(i) : i, at + 1);
}

static bool
is_about(struct running *running)
{
	const struct bth_custom *custom = running->custom;
	const struct bth_object *object = running->object;
	bool known;

	if ((custom->kinds.len && !has_text(&custom->kinds, object->kind_text)) ||
		(custom->api_versions.len &&
			!has_text(&custom->api_versions, object->api_version)) ||
		(custom->namespaces.len && !has_text(&custom->namespaces, object->namespace)))
		return false;
	return !custom->names ||
		matches(running, custom->names, custom->names_at,
			bth_dig(object->root, "metadata.name"), &known);
}

void
bth_lint_custom(
	struct bth_lint *lint, const struct bth_config *config, const struct bth_custom *custom)
{
	struct running running = {.lint = lint, .custom = custom};

	for (size_t i = 0; i < lint->world->objects.len && !running.given_up; i++) {
		running.object = &lint->world->objects.items[i];
		const struct bth_source *source = bth_span(running.object->root).source;

		if (!source || !source->levels || source->levels->config != config ||
			source->context)
			continue;
		if (is_about(&running))
			go(&running, running.object->root, running.object->root, 0);
	}
}

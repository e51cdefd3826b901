/* selector.c - the selector of a workload, and the labels of its own pods */

#include "rules/edit.h"
#include "rules/pod_parts.h"

#define WITH_SELECTOR \
	(BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT) | \
		BTH_KIND(BTH_DAEMON_SET) | BTH_KIND(BTH_REPLICA_SET))

static struct bth_value
template_labels(const struct bth_object *object)
{
	return bth_dig(bth_object_template(object), "metadata.labels");
}

static void
offer_selector(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object)
{
	const char *labels = bth_lasting_labels(lint->arena, template_labels(object));

	if (*labels)
		bth_report_fix(
			lint, finding, "add 'selector: {matchLabels: {%s}}'", labels);
	else
		bth_report_fix(lint, finding,
			"add 'selector: {matchLabels: {app: %.*s}}' and the same labels to the template",
			BTH_STR_ARG(object->name));
}

static void
visit_missing(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_get(object->root, "spec");
	struct bth_value selector = bth_get(spec, "selector");

	/* this kind alone still takes the template's labels, if there are any, for none */
	bool labels = object->kind == BTH_REPLICATION_CONTROLLER;

	if (!bth_is_map(spec) || (labels ? bth_size(selector) : !bth_is_unset(selector)) ||
		(labels && bth_size(template_labels(object))))
		return;
	struct bth_finding *finding =
		bth_report_missing(lint, &bth_rule_selector_missing, object, spec,
			"selector", "%s has no selector", bth_object_text(lint, object));

	if (object->kind == BTH_DAEMON_SET) /* where the server says so: they match nothing */
		finding->path = "spec.template.metadata.labels";
	offer_selector(lint, finding, object);
}

/* One with other fields is misspelt, and that is said of them. */
static bool
is_empty_selector(struct bth_value selector)
{
	struct bth_value labels = bth_get(selector, "matchLabels");
	struct bth_value expressions = bth_get(selector, "matchExpressions");
	size_t known = (size_t)bth_exists(labels) + (size_t)bth_exists(expressions);

	return bth_is_map(selector) && bth_size(selector) == known && !bth_size(labels) &&
		!bth_size(expressions);
}

static void
visit_empty(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value selector = bth_dig(object->root, "spec.selector");

	if (!is_empty_selector(selector))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_selector_empty, object,
		selector, "the selector of %s is empty", bth_object_text(lint, object));

	offer_selector(lint, finding, object);
}

/* ---- selector and template ---- */

/* A ReplicationController's selector is a plain map. */
static struct bth_selector
read_selector(
	struct bth_arena *arena, const struct bth_object *object, struct bth_value *pairs)
{
	struct bth_value selector = bth_dig(object->root, "spec.selector");
	struct bth_selector read = {0};

	if (object->kind == BTH_REPLICATION_CONTROLLER) {
		*pairs = selector;
		bth_selector_read_map(arena, &read, selector);
	} else {
		*pairs = bth_get(selector, "matchLabels");
		bth_selector_read(arena, &read, selector);
	}
	return read;
}

/* Whether the API server can read it; if not, that is what it says, and not this. */
static bool
is_readable(const struct bth_selector *selector)
{
	for (size_t i = 0; i < selector->all.len; i++) {
		const struct bth_requirement *one = &selector->all.items[i];
		enum bth_operator how = one->operator;
		bool valued = how == BTH_IN || how == BTH_NOT_IN;

		if (how > BTH_DOES_NOT_EXIST || valued != (one->values.len > 0))
			return false;
	}
	return selector->all.len > 0;
}

/* The API server makes the selectors of Jobs, unless it is told not to. */
static bool
is_generated(const struct bth_object *object)
{
	return object->kind == BTH_JOB &&
		!bth_is_true(bth_dig(object->root, "spec.manualSelector"), false);
}

/* The first requirement that the labels do not meet, or NULL. */
static const struct bth_requirement *
find_unmet(const struct bth_selector *selector, const struct bth_labels *labels)
{
	for (size_t i = 0; i < selector->all.len; i++)
		if (!bth_requirement_matches(&selector->all.items[i], labels))
			return &selector->all.items[i];
	return NULL;
}

static void
report_mismatch(struct bth_lint *lint, const struct bth_object *object,
	const struct bth_requirement *unmet, struct bth_value asked)
{
	struct bth_value template = bth_object_template(object),
			 labels = template_labels(object);
	struct bth_value has = bth_get_str(labels, unmet->key);
	struct bth_selector one = {.present = true};
	struct bth_finding *finding;

	bth_vec_push(lint->arena, &one.all, *unmet);
	struct bth_str text = bth_selector_text(lint->arena, &one);
	if (bth_exists(has))
		finding = bth_report(lint, &bth_rule_selector_template_mismatch, object,
			has,
			"the pods have '%.*s=%.*s', but the selector asks for '%.*s'",
			BTH_STR_ARG(unmet->key), BTH_STR_ARG(bth_text(has)),
			BTH_STR_ARG(text));
	else
		finding = bth_report_missing(lint, &bth_rule_selector_template_mismatch,
			object, bth_is_map(labels) ? labels : template,
			bth_is_map(labels) ? bth_str_copy(lint->arena, unmet->key).at :
					     "metadata.labels",
			"the pods have no label '%.*s', but the selector asks for '%.*s'",
			BTH_STR_ARG(unmet->key), BTH_STR_ARG(text));
	finding->path = bth_arena_printf(lint->arena, "%s.metadata.labels",
		bth_path_of(lint->arena, object->root, template));
	bth_report_note(lint, finding, asked, "the selector is here");
	bth_report_fix(lint, finding,
		"make both the same; the selector of an object in the cluster cannot be changed");
}

static void
visit_mismatch(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_labels labels;
	struct bth_value pairs;
	struct bth_selector selector = read_selector(lint->arena, object, &pairs);

	if (!is_readable(&selector) || !bth_is_map(bth_object_template(object)) ||
		is_generated(object))
		return;
	bth_labels_read(lint->arena, &labels, template_labels(object));
	const struct bth_requirement *unmet = find_unmet(&selector, &labels);
	if (!unmet)
		return;
	struct bth_value has = bth_get_str(template_labels(object), unmet->key);
	if (bth_exists(has) && !bth_is_string(has) && !bth_is_null(has))
		return; /* a number for a label is field-mistyped */
	struct bth_value asked = bth_get_str(pairs, unmet->key);
	report_mismatch(lint, object, unmet,
		bth_exists(asked) ? asked : bth_dig(object->root, "spec.selector"));
}

const struct bth_rule bth_rule_selector_missing = {
	.code = "BTH220",
	.name = "selector-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = WITH_SELECTOR | BTH_KIND(BTH_REPLICATION_CONTROLLER),
	.visit = visit_missing,
	.summary = "a workload without a selector",
	.why = "The selector says which pods belong to the workload. Old versions of the API took "
	       "it from the template's labels; since apps/v1 nothing does, and the API server "
	       "refuses the object.",
	.fix = "Add spec.selector.matchLabels with labels of the pod template that never change: "
	       "no version, no chart.",
};

const struct bth_rule bth_rule_selector_empty = {
	.code = "BTH221",
	.name = "selector-empty",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = WITH_SELECTOR,
	.visit = visit_empty,
	.summary = "a workload whose selector is empty",
	.why = "An empty selector would select every pod of the namespace. The API server refuses "
	       "it for workloads.",
	.fix = "Add matchLabels with labels of the pod template.",
};

const struct bth_rule bth_rule_selector_template_mismatch = {
	.code = "BTH222",
	.name = "selector-template-mismatch",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = WITH_SELECTOR | BTH_KIND(BTH_REPLICATION_CONTROLLER) | BTH_KIND(BTH_JOB),
	.visit = visit_mismatch,
	.summary = "the pods of a workload do not have the labels that it selects",
	.why = "The workload would not recognise the pods it makes, and make more and more. The "
	       "API server refuses the object.",
	.fix = "Give the template the labels of the selector, or select labels that it has. For an "
	       "object that exists only the first is possible.",
};

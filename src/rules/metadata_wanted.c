/* metadata_wanted.c - labels and annotations that a configuration asks for */

#include "rules/edit.h"
#include "rules/pod_parts.h"

/* One word of "owner,team" from *rest on; empty at the end. */
static struct bth_str
next_word(struct bth_str *rest)
{
	struct bth_str word = {0};

	while (!word.len && rest->len) {
		size_t comma = bth_str_find(*rest, ',');

		word = bth_str_trim(bth_str_sub(*rest, 0, comma));
		*rest = comma == SIZE_MAX ? BTH_STR("") :
					    bth_str_sub(*rest, comma + 1, SIZE_MAX);
	}
	return word;
}

/* Reports each key of the rule's option that the map @field of the metadata lacks. */
static void
visit_wanted(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object, const char *field, const char *noun)
{
	struct bth_value metadata = bth_get(object->root, "metadata");
	struct bth_value map = bth_get(metadata, field);
	struct bth_str rest = bth_lint_setting(lint, rule, object), word;

	if (object->kind == BTH_CLUSTER)
		return;
	while ((word = next_word(&rest)).len) {
		if (!bth_is_unset(bth_get_str(map, word)))
			continue;
		struct bth_finding *finding = bth_report_missing(lint, rule, object,
			bth_is_map(map) ? map : metadata, field, "%s has no %s '%.*s'",
			bth_object_text(lint, object), noun, BTH_STR_ARG(word));

		finding->path = bth_arena_printf(
			lint->arena, "metadata.%s[%.*s]", field, BTH_STR_ARG(word));
		bth_report_fix(lint, finding, "add '%.*s' to metadata.%s",
			BTH_STR_ARG(word), field);
	}
}

static void
visit_label(struct bth_lint *lint, const struct bth_object *object)
{
	visit_wanted(lint, &bth_rule_label_missing, object, "labels", "label");
}

static void
visit_annotation(struct bth_lint *lint, const struct bth_object *object)
{
	visit_wanted(
		lint, &bth_rule_annotation_missing, object, "annotations", "annotation");
}

static void
visit_instance(struct bth_lint *lint, const struct bth_object *object)
{
	static const char key[] = "app.kubernetes.io/instance";
	struct bth_value metadata = bth_get(object->root, "metadata");
	struct bth_value value = bth_get(bth_get(metadata, "labels"), key);
	struct bth_finding *finding;

	if (!object->name.len || bth_str_eq(bth_text(value), object->name))
		return;
	if (bth_is_unset(value))
		finding = bth_report_missing(lint, &bth_rule_label_instance_mismatch,
			object, metadata, "labels", "%s has no label '%s'",
			bth_object_text(lint, object), key);
	else
		finding = bth_report(lint, &bth_rule_label_instance_mismatch, object,
			value, "label '%s' is '%.*s', but the %.*s is called '%.*s'", key,
			BTH_STR_ARG(bth_text(value)), BTH_STR_ARG(object->kind_text),
			BTH_STR_ARG(object->name));
	bth_report_fix(lint, finding, "write '%s: %.*s'", key, BTH_STR_ARG(object->name));
	if (!bth_is_unset(value))
		bth_report_replace_text(lint, finding, object, value, object->name);
}

const struct bth_rule bth_rule_label_missing = {
	.code = "BTH305",
	.name = "label-missing",
	.family = BTH_IDENTITY,
	.severity = BERTH_OFF,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_label,
	.option = "keys",
	.summary = "a label that the configuration demands is absent",
	.why = "Bills, alerts and searches go by labels such as an owner. An object without it is "
	       "found by none of them. Which labels are demanded is said by "
	       "--option label-missing.keys=owner,team; without it this rule is silent.",
	.fix = "Add the label to metadata.labels.",
};

const struct bth_rule bth_rule_label_instance_mismatch = {
	.code = "BTH306",
	.name = "label-instance-mismatch",
	.family = BTH_IDENTITY,
	.severity = BERTH_OFF,
	.kinds = BTH_WORKLOADS,
	.visit = visit_instance,
	.summary = "app.kubernetes.io/instance is not the workload's name",
	.why = "Where dashboards take the label for the name of the workload, another value there "
	       "mixes up two of them.",
	.fix = "Give the label the value of metadata.name.",
};

const struct bth_rule bth_rule_annotation_missing = {
	.code = "BTH307",
	.name = "annotation-missing",
	.family = BTH_IDENTITY,
	.severity = BERTH_OFF,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_annotation,
	.option = "keys",
	.summary = "an annotation that the configuration demands is absent",
	.why = "Who is to be called at night, or where the manual is, often stands in an "
	       "annotation, and is missed only when it is needed. Which ones are demanded is said "
	       "by --option annotation-missing.keys=email; without it this rule is silent.",
	.fix = "Add the annotation to metadata.annotations.",
};

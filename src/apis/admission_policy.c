/* admission_policy.c - admission policies: validateValidatingAdmissionPolicySpec and its like */

#include "apis/checks.h"

#include <ctype.h>

#include "kube/name.h"

enum { CONDITIONS_MOST = 64, ANNOTATIONS_MOST = 20, EXPRESSION_MOST = 5 * 1024 };

/* What is asked for is there, but is nothing but blanks. */
static bool
is_blank(struct bth_value value)
{
	return bth_check_text(value).len && !bth_str_trim(bth_check_text(value)).len;
}

static void
check_blank(struct bth_validation *validation, struct bth_value value,
	const struct bth_rule *rule)
{
	if (is_blank(value))
		bth_validation_report(validation, rule, value, "%s is only blanks",
			bth_validation_place(validation, value));
}

void
bth_check_cel_expression(struct bth_validation *validation, struct bth_value value)
{
	check_blank(validation, bth_get(value, "expression"), &bth_rule_field_missing);
}

/* ---- the whole ---- */

/* Without them the types of what is looked at would not be known. */
static void
check_constraints(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value constraints = bth_get(spec, "matchConstraints");

	if (!bth_is_unset(constraints))
		bth_check_required(validation, constraints, "resourceRules");
}

void
bth_check_validating_policy(struct bth_validation *validation, struct bth_value value)
{
	check_constraints(validation, value);
	bth_check_items(validation, bth_get(value, "matchConditions"), CONDITIONS_MOST);
	bth_check_items(validation, bth_get(value, "auditAnnotations"), ANNOTATIONS_MOST);
	if (!bth_size(bth_get(value, "validations")) &&
		!bth_size(bth_get(value, "auditAnnotations")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			BTH_STR("validations"),
			"the policy does nothing: it has no 'validations' and no "
			"'auditAnnotations'");
}

/* What is deleted cannot be changed. */
static void
check_operations(struct bth_validation *validation, struct bth_value match)
{
	struct bth_value rules = bth_get(match, "resourceRules");

	for (struct bth_value i = bth_first(rules); bth_exists(i) && bth_is_list(rules);
		i = bth_next(i)) {
		struct bth_value list = bth_get(i, "operations");

		for (struct bth_value k = bth_first(list);
			bth_exists(k) && bth_is_list(list); k = bth_next(k))
			if (bth_str_is(bth_check_text(k), "DELETE"))
				bth_validation_report(validation,
					&bth_rule_field_value_unknown, k,
					"what is deleted cannot be changed, so 'DELETE' is no "
					"operation of a MutatingAdmissionPolicy");
	}
}

void
bth_check_mutating_policy(struct bth_validation *validation, struct bth_value value)
{
	check_constraints(validation, value);
	check_operations(validation, bth_get(value, "matchConstraints"));
	bth_check_items(validation, bth_get(value, "matchConditions"), CONDITIONS_MOST);
}

void
bth_check_mutating_binding(struct bth_validation *validation, struct bth_value value)
{
	check_operations(validation, bth_get(value, "matchResources"));
}

void
bth_check_mutation(struct bth_validation *validation, struct bth_value value)
{
	static const char *const fields[][2] = {
		{"JSONPatch", "jsonPatch"}, {"ApplyConfiguration", "applyConfiguration"}};
	struct bth_str type = bth_check_text(bth_get(value, "patchType"));

	for (size_t i = 0; i < 2; i++) {
		if (!bth_str_is(type, fields[i][0]))
			continue;
		if (bth_is_unset(bth_get(value, fields[i][1])))
			bth_check_missing(validation, value, fields[i][1]);
		bth_check_forbidden(validation, value, fields[1 - i][1],
			bth_arena_printf(validation->findings->arena,
				"when 'patchType' is '%s'", fields[i][0]));
	}
}

void
bth_check_validation_actions(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value list = bth_get(value, "validationActions");
	bool deny = false, warn = false;

	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_is_list(list);
		i = bth_next(i)) {
		deny |= bth_str_is(bth_check_text(i), "Deny");
		warn |= bth_str_is(bth_check_text(i), "Warn");
	}
	if (deny && warn)
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"'Deny' says already what 'Warn' would say, and the two may not be "
			"together");
}

/* ---- parts ---- */

static const char *
check_param_version(struct bth_str text)
{
	size_t slash = bth_str_find(text, '/');
	struct bth_str version =
		slash == SIZE_MAX ? text : bth_str_sub(text, slash + 1, text.len);
	const char *fault = NULL;

	if (bth_str_is(text, "/"))
		return "it has no version";
	if (bth_str_find(version, '/') != SIZE_MAX)
		return "it has more than one '/'";
	if (slash != SIZE_MAX && slash)
		fault = bth_name_check_subdomain(bth_str_sub(text, 0, slash));
	return fault        ? fault :
		version.len ? bth_name_check_label_1035(version) :
			      "it has no version";
}

/* Kinds may have any case, and are a label else. */
static const char *
check_param_kind(struct bth_arena *arena, struct bth_str text)
{
	char *lower = bth_arena_copy(arena, text.at, text.len);

	for (size_t i = 0; i < text.len; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	return bth_name_check_label_1035((struct bth_str){.at = lower, .len = text.len});
}

void
bth_check_param_kind(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value version = bth_get(value, "apiVersion"),
			 kind = bth_get(value, "kind");
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str version_text = bth_check_text(version),
		       kind_text = bth_check_text(kind);
	const char *fault = version_text.len ? check_param_version(version_text) : NULL;

	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, version,
			"'%.*s' is no valid apiVersion: %s",
			BTH_STR_ARG(bth_validation_shown(validation, version)), fault);
	fault = kind_text.len ? check_param_kind(arena, kind_text) : NULL;
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, kind,
			"'%.*s' is no valid kind: %s",
			BTH_STR_ARG(bth_validation_shown(validation, kind)), fault);
}

void
bth_check_param_ref(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str name = bth_check_text(bth_get(value, "name"));
	struct bth_value selector = bth_get(value, "selector");

	if (name.len && !bth_is_unset(selector))
		bth_check_forbidden(validation, value, "selector", "beside 'name'");
	else if (!name.len && bth_is_unset(selector))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the parameter has neither a 'name' nor a 'selector'");
}

static bool
is_identifier(struct bth_str text)
{
	static const char *const reserved[] = {"true", "false", "null", "in", "as",
		"break", "const", "continue", "else", "for", "function", "if", "import",
		"let", "loop", "package", "namespace", "return", "var", "void", "while"};

	for (size_t i = 0; i < text.len; i++)
		if (!isalnum((unsigned char)text.at[i]) && text.at[i] != '_')
			return false;
	for (size_t i = 0; i < sizeof reserved / sizeof reserved[0]; i++)
		if (bth_str_is(text, reserved[i]))
			return false;
	return text.len && !isdigit((unsigned char)text.at[0]);
}

void
bth_check_policy_variable(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_get(value, "name");

	bth_check_cel_expression(validation, value);
	if (bth_is_string(name) && bth_check_text(name).len &&
		!is_identifier(bth_check_text(name)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no name that expressions can use",
			BTH_STR_ARG(bth_validation_shown(validation, name)));
}

void
bth_check_policy_validation(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value message = bth_get(value, "message");
	struct bth_str text = bth_str_trim(bth_check_text(message));

	bth_check_cel_expression(validation, value);
	check_blank(validation, bth_get(value, "messageExpression"),
		&bth_rule_field_value_wrong);
	check_blank(validation, message, &bth_rule_field_value_wrong);
	if (bth_is_string(message) &&
		(bth_str_find(text, '\n') != SIZE_MAX ||
			bth_str_find(text, '\r') != SIZE_MAX))
		bth_validation_report(validation, &bth_rule_field_value_wrong, message,
			"'message' has line breaks, and may have none");
}

/* The key becomes one of an annotation, the policy's name being its prefix. */
static void
check_annotation_key(struct bth_validation *validation, struct bth_value annotation)
{
	struct bth_value key = bth_get(annotation, "key");
	struct bth_str name = validation->name.name;
	struct bth_str whole = bth_str_printf(validation->findings->arena, "%.*s/%.*s",
		BTH_STR_ARG(name), BTH_STR_ARG(bth_check_text(key)));
	const char *fault = bth_name_check_qualified(whole);

	if (fault && name.len && bth_is_string(key) && bth_check_text(key).len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, key,
			"'%.*s' is no valid key of an annotation: %s", BTH_STR_ARG(whole),
			fault);
}

void
bth_check_audit_annotation(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value expression = bth_get(value, "valueExpression");
	size_t len = bth_str_trim(bth_check_text(expression)).len;

	check_annotation_key(validation, value);
	check_blank(validation, expression, &bth_rule_field_missing);
	if (len > EXPRESSION_MOST)
		bth_validation_report(validation, &bth_rule_field_too_long, expression,
			"'valueExpression' has %zu bytes, and %d are allowed", len,
			EXPRESSION_MOST);
}

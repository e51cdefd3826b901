/* crd_openapi.c - what no schema may have: ValidateCustomResourceDefinitionOpenAPISchema */

#include "apis/crd.h"

#include "base/map.h"
#include "base/re2.h"

static const char *const types[] = {
	"array", "boolean", "integer", "number", "object", "string", NULL};

/* Fields of JSON Schema that Kubernetes does not support. */
static void
check_unsupported(struct bth_validation *validation, struct bth_value value)
{
	static const char why[] = "in the schema of a CustomResourceDefinition";
	static const char *const zero[] = {
		"id", "$schema", "patternProperties", "definitions"};
	static const char *const set[] = {"additionalItems", "dependencies", "$ref"};

	for (size_t i = 0; i < sizeof zero / sizeof zero[0]; i++)
		bth_crd_forbid(validation, value, zero[i], why);
	for (size_t i = 0; i < sizeof set / sizeof set[0]; i++)
		bth_check_forbidden(validation, value, set[i], why);
	bth_crd_forbid(validation, value, "uniqueItems",
		"as true: use 'x-kubernetes-list-type: set'");
	if (bth_is_list(bth_get(value, "items")))
		bth_crd_forbid(
			validation, value, "items", "to a list, only to one schema");
	bth_check_words(validation, bth_get(value, "type"), types);
}

/* A map has values of one schema, an object has fields: none has both. */
static void
check_additional(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value additional = bth_get(value, "additionalProperties");

	if (bth_size(bth_get(value, "properties")) && !bth_is_true(additional, false))
		bth_check_forbidden(
			validation, value, "additionalProperties", "beside 'properties'");
}

static void
check_context(struct bth_validation *validation, const struct bth_crd_schema *schema)
{
	struct bth_value keep =
		bth_get(schema->value, "x-kubernetes-preserve-unknown-fields");

	if (schema->without_defaults)
		bth_check_forbidden(
			validation, schema->value, "default", "within metadata");
	if (schema->in_metadata)
		bth_crd_forbid(validation, schema->value,
			"x-kubernetes-embedded-resource", "within metadata");
	if (schema->root)
		bth_crd_forbid(
			validation, schema->value, "nullable", "as true at the root");
	if (!bth_is_unset(keep) && !bth_is_true(keep, true))
		bth_validation_report(validation, &bth_rule_field_value_wrong, keep,
			"'x-kubernetes-preserve-unknown-fields' is true or not there");
}

static void
check_pattern(struct bth_validation *validation, struct bth_value pattern)
{
	struct bth_str translated;
	const char *why;
	size_t where;

	if (bth_is_string(pattern) &&
		!bth_re2_translate(&translated, validation->findings->arena,
			bth_check_text(pattern), &why, &where))
		bth_validation_report(validation, &bth_rule_field_value_wrong, pattern,
			"'%.*s' is no regular expression: it has %s",
			BTH_STR_ARG(bth_validation_shown(validation, pattern)), why);
}

/* ---- how lists and maps are merged ---- */

static void
require_type(struct bth_validation *validation, struct bth_value value,
	const char *extension, const char *wanted)
{
	struct bth_value type = bth_get(value, "type");

	if (bth_is_unset(bth_get(value, extension)) ||
		bth_str_is(bth_check_text(type), wanted))
		return;
	if (bth_crd_is_zero(type))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			BTH_STR("type"), "'type: %s' is missing beside '%s'", wanted,
			extension);
	else
		bth_validation_report(validation, &bth_rule_field_value_wrong, type,
			"the type has to be %s beside '%s'", wanted, extension);
}

/* Items of a set are compared as a whole, so nothing in them may be merged. */
static void
check_set(struct bth_validation *validation, struct bth_value items)
{
	struct bth_value list = bth_get(items, "x-kubernetes-list-type");
	struct bth_value map = bth_get(items, "x-kubernetes-map-type");

	if (bth_crd_has_type(items, "array") && !bth_is_unset(list) &&
		!bth_str_is(bth_check_text(list), "atomic"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"lists in a list of type set have to be 'atomic'");
	if (!bth_crd_has_type(items, "object") ||
		bth_str_is(bth_check_text(map), "atomic"))
		return;
	if (bth_is_unset(map))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			items, BTH_STR("x-kubernetes-map-type"),
			"'x-kubernetes-map-type: atomic' is missing in items of a list of type "
			"set");
	else
		bth_validation_report(validation, &bth_rule_field_value_wrong, map,
			"objects in a list of type set have to be 'atomic'");
}

static bool
has_item(struct bth_value list, struct bth_str text)
{
	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_is_list(list);
		i = bth_next(i))
		if (bth_is_string(i) && bth_str_eq(bth_check_text(i), text))
			return true;
	return false;
}

/* A key tells items apart, so each item has it: it is required or has a default. */
static void
check_key_property(struct bth_validation *validation, struct bth_value items,
	struct bth_value property, struct bth_str key)
{
	if (bth_crd_has_type(property, "array") || bth_crd_has_type(property, "object"))
		bth_validation_report(validation, &bth_rule_field_value_wrong,
			bth_get(property, "type"),
			"'%.*s' is a key of the list, and has to be a scalar",
			BTH_STR_ARG(key));
	if (!has_item(bth_get(items, "required"), key) &&
		bth_is_unset(bth_get(property, "default")))
		bth_validation_report_missing(validation, &bth_rule_field_missing,
			property, BTH_STR("default"),
			"'%.*s' is a key of the list, and has to be required or have a default",
			BTH_STR_ARG(key));
	bth_crd_forbid(validation, property, "nullable", "as true for a key of a list");
}

static void
check_keys(
	struct bth_validation *validation, struct bth_value items, struct bth_value keys)
{
	struct bth_value properties = bth_get(items, "properties");
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(keys); bth_exists(i) && bth_is_list(keys);
		i = bth_next(i)) {
		struct bth_value property = bth_get_str(properties, bth_check_text(i));

		if (!bth_is_string(i))
			continue;
		if (bth_exists(property))
			check_key_property(
				validation, items, property, bth_check_text(i));
		else
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"'%.*s' is no property of the list's items",
				BTH_STR_ARG(bth_check_text(i)));
		if (bth_map_get(&seen, bth_check_text(i)))
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"'%.*s' is twice in 'x-kubernetes-list-map-keys'",
				BTH_STR_ARG(bth_check_text(i)));
		bth_map_put(validation->findings->arena, &seen, bth_check_text(i), &seen);
	}
}

static void
check_map_list(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value items = bth_get(value, "items");

	bth_check_required(validation, value, "x-kubernetes-list-map-keys");
	/* without items an array is refused anyway */
	if (bth_is_unset(items) && !bth_crd_has_type(value, "array"))
		bth_check_missing(validation, value, "items");
	if (!bth_is_map(items))
		return;
	if (bth_crd_has_type(items, "object"))
		check_keys(
			validation, items, bth_get(value, "x-kubernetes-list-map-keys"));
	else if (!bth_crd_is_zero(bth_get(items, "type")))
		bth_validation_report(validation, &bth_rule_field_value_wrong,
			bth_get(items, "type"),
			"items of a list of type map have to be objects");
}

static void
check_merging(struct bth_validation *validation, struct bth_value value)
{
	static const char *const list_types[] = {"atomic", "set", "map", NULL};
	static const char *const map_types[] = {"atomic", "granular", NULL};
	struct bth_value list = bth_get(value, "x-kubernetes-list-type");
	bool map = bth_str_is(bth_check_text(list), "map"),
	     set = bth_str_is(bth_check_text(list), "set");

	require_type(validation, value, "x-kubernetes-map-type", "object");
	require_type(validation, value, "x-kubernetes-list-type", "array");
	bth_check_words(validation, list, list_types);
	bth_check_words(validation, bth_get(value, "x-kubernetes-map-type"), map_types);
	if (set && bth_crd_has_type(value, "array"))
		check_set(validation, bth_get(value, "items"));
	if (set || map)
		bth_crd_forbid(validation, bth_get(value, "items"), "nullable",
			"as true in a list of type set or map");
	if (map)
		check_map_list(validation, value);
	else
		bth_crd_forbid(validation, value, "x-kubernetes-list-map-keys",
			"without 'x-kubernetes-list-type: map'");
}

/* ---- rules ---- */

static bool
has_line_break(struct bth_str text)
{
	return bth_str_find(text, '\n') != SIZE_MAX ||
		bth_str_find(text, '\r') != SIZE_MAX;
}

static bool
is_blank(struct bth_value value)
{
	return !bth_is_string(value) ? bth_is_unset(value) :
				       !bth_str_trim(bth_check_text(value)).len;
}

static void
check_message(struct bth_validation *validation, struct bth_value rule)
{
	struct bth_value message = bth_get(rule, "message");
	struct bth_str text = bth_str_trim(bth_check_text(message));

	if (bth_is_string(message) && bth_check_text(message).len && !text.len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, message,
			"'message' is only blanks");
	else if (bth_is_string(message) && has_line_break(text))
		bth_validation_report(validation, &bth_rule_field_value_wrong, message,
			"'message' has line breaks, and may have none");
	else if (is_blank(message) &&
		has_line_break(bth_str_trim(bth_check_text(bth_get(rule, "rule")))))
		bth_validation_report_missing(validation, &bth_rule_field_missing, rule,
			BTH_STR("message"),
			"'message' is missing beside a rule of several lines");
}

static void
check_rule(struct bth_validation *validation, struct bth_value rule)
{
	static const char *const reasons[] = {"FieldValueRequired", "FieldValueForbidden",
		"FieldValueInvalid", "FieldValueDuplicate", NULL};
	struct bth_value expression = bth_get(rule, "messageExpression");
	struct bth_value path = bth_get(rule, "fieldPath");

	if (is_blank(bth_get(rule, "rule")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, rule,
			BTH_STR("rule"), "'rule' is missing or empty");
	else
		check_message(validation, rule);
	if (bth_check_text(expression).len && is_blank(expression))
		bth_validation_report(validation, &bth_rule_field_missing, expression,
			"'messageExpression' is only blanks");
	bth_check_words(validation, bth_get(rule, "reason"), reasons);
	if (bth_check_text(path).len &&
		(is_blank(path) || has_line_break(bth_check_text(path))))
		bth_validation_report(validation, &bth_rule_field_value_wrong, path,
			"'fieldPath' is no path of one line");
}

void
bth_crd_check_openapi(
	struct bth_validation *validation, const struct bth_crd_schema *schema)
{
	struct bth_value rules = bth_get(schema->value, "x-kubernetes-validations");

	check_unsupported(validation, schema->value);
	check_additional(validation, schema->value);
	check_context(validation, schema);
	check_merging(validation, schema->value);
	if (!schema->loose)
		check_pattern(validation, bth_get(schema->value, "pattern"));
	for (struct bth_value i = bth_first(rules); bth_exists(i) && bth_is_list(rules);
		i = bth_next(i))
		check_rule(validation, i);
}

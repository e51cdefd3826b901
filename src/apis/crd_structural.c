/* crd_structural.c - whether a schema is structural: ValidateStructural */

#include "apis/crd.h"

static bool
is_set(struct bth_value schema, const char *name)
{
	return !bth_crd_is_zero(bth_get(schema, name));
}

static void
report_type(struct bth_validation *validation, struct bth_value schema,
	const char *wanted, const char *why)
{
	struct bth_value type = bth_get(schema, "type");

	if (bth_crd_is_zero(type))
		bth_validation_report_missing(validation, &bth_rule_field_missing, schema,
			BTH_STR("type"), "the schema has no type, which has to be %s%s",
			wanted, why);
	else if (!bth_str_is(bth_check_text(type), wanted))
		bth_validation_report(validation, &bth_rule_field_value_wrong, type,
			"the type has to be %s%s", wanted, why);
}

/* ---- structure ---- */

static void
check_type(struct bth_validation *validation, const struct bth_crd_schema *schema)
{
	struct bth_value value = schema->value;

	if (is_set(value, "x-kubernetes-embedded-resource"))
		report_type(validation, value, "object", " for an embedded resource");
	else if (schema->root)
		report_type(validation, value, "object", " at the root");
	else if (!is_set(value, "type") && !is_set(value, "x-kubernetes-int-or-string") &&
		!is_set(value, "x-kubernetes-preserve-unknown-fields"))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			BTH_STR("type"), "the schema of this %s has no type",
			schema->item ? "list's items" : "field");
}

/* At the root only the names can be narrowed: the API server knows the rest. */
static void
check_root_metadata(struct bth_validation *validation, struct bth_value metadata)
{
	struct bth_value names = bth_get(metadata, "properties");
	bool more = false;

	for (struct bth_value key = bth_first(names);
		bth_exists(key) && bth_is_map(names); key = bth_next(key))
		more |= !bth_str_is(bth_text(key), "name") &&
			!bth_str_is(bth_text(key), "generateName");
	for (struct bth_value key = bth_first(metadata);
		bth_exists(key) && bth_is_map(metadata); key = bth_next(key))
		more |= !bth_str_is(bth_text(key), "type") &&
			!bth_str_is(bth_text(key), "default") &&
			!bth_str_is(bth_text(key), "properties") &&
			!bth_crd_is_zero(bth_under(key));
	if (more)
		bth_validation_report(validation, &bth_rule_field_forbidden, metadata,
			"of the metadata only 'name' and 'generateName' can be narrowed, as "
			"Kubernetes knows the rest");
}

static void
check_metadata(struct bth_validation *validation, const struct bth_crd_schema *schema)
{
	static const char *const strings[] = {"kind", "apiVersion"};
	struct bth_value properties = bth_get(schema->value, "properties");
	struct bth_value metadata = bth_get(properties, "metadata");

	for (size_t i = 0; i < 2; i++)
		if (bth_exists(bth_get(properties, strings[i])) &&
			bth_is_map(bth_get(properties, strings[i])))
			report_type(validation, bth_get(properties, strings[i]), "string",
				"");
	if (!bth_exists(metadata))
		return;
	if (bth_is_map(metadata))
		report_type(validation, metadata, "object", "");
	if (schema->root)
		check_root_metadata(validation, metadata);
}

static void
check_extensions(struct bth_validation *validation, struct bth_value value)
{
	static const char *const others[] = {
		"x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource"};
	bool embedded = is_set(value, "x-kubernetes-embedded-resource");

	for (size_t i = 0; i < 2 && is_set(value, "x-kubernetes-int-or-string"); i++)
		if (is_set(value, others[i]))
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				bth_get(value, others[i]),
				"'%s' may not be true beside 'x-kubernetes-int-or-string'",
				others[i]);
	if (!embedded)
		return;
	if (!bth_is_unset(bth_get(value, "additionalProperties")))
		bth_check_forbidden(validation, value, "additionalProperties",
			"for an embedded resource");
	if (!is_set(value, "x-kubernetes-preserve-unknown-fields") &&
		!is_set(value, "properties"))
		bth_check_required(validation, value, "properties");
}

static void
check_structure(struct bth_validation *validation, const struct bth_crd_schema *schema)
{
	struct bth_value value = schema->value;

	if (bth_crd_has_type(value, "array") && bth_is_unset(bth_get(value, "items")))
		bth_check_missing(validation, value, "items");
	if (schema->root)
		bth_check_forbidden(
			validation, value, "additionalProperties", "at the root");
	check_type(validation, schema);
	check_extensions(validation, value);
	if (schema->root || is_set(value, "x-kubernetes-embedded-resource"))
		check_metadata(validation, schema);
}

/* ---- value validations ---- */

/* Fields that belong into the structure, not into what narrows it. */
static void
check_narrowing(struct bth_validation *validation, struct bth_value value)
{
	static const char *const zero[] = {"type", "title", "description", "nullable",
		"x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource",
		"x-kubernetes-int-or-string", "x-kubernetes-list-map-keys",
		"x-kubernetes-validations"};
	static const char *const set[] = {
		"default", "x-kubernetes-list-type", "x-kubernetes-map-type"};
	static const char why[] =
		"in 'not', 'allOf', 'anyOf' or 'oneOf', only outside of them";
	struct bth_value additional = bth_get(value, "additionalProperties");
	struct bth_value properties = bth_get(value, "properties");

	for (size_t i = 0; i < sizeof zero / sizeof zero[0]; i++)
		bth_crd_forbid(validation, value, zero[i], why);
	for (size_t i = 0; i < sizeof set / sizeof set[0]; i++)
		bth_check_forbidden(validation, value, set[i], why);
	if (bth_is_map(additional) || bth_is_true(additional, false))
		bth_check_forbidden(validation, value, "additionalProperties", why);
	if (bth_exists(bth_get(properties, "metadata")))
		bth_validation_report(validation, &bth_rule_field_forbidden,
			bth_get_key(properties, "metadata"),
			"'metadata' may not be narrowed");
}

void
bth_crd_check_structural(
	struct bth_validation *validation, const struct bth_crd_schema *schema)
{
	if (schema->narrowing)
		check_narrowing(validation, schema->value);
	else
		check_structure(validation, schema);
}

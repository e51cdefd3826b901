/* crd_parts.c - columns, subresources, selectable fields and conversion of custom resources */

#include "apis/crd.h"

#include "apis/webhook_client.h"
#include "base/map.h"

static void
report_path(struct bth_validation *validation, struct bth_value value, const char *why)
{
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"'%.*s' is no path of %s: %s",
		BTH_STR_ARG(bth_validation_shown(validation, value)),
		bth_validation_place(validation, value), why);
}

/* ---- columns ---- */

/* The server calls the field JSONPath. */
static void
check_column_path(struct bth_validation *validation, struct bth_value column)
{
	struct bth_findings *findings = validation->findings;
	struct bth_value path = bth_get(column, "jsonPath");
	size_t from = findings->list.len;

	if (bth_check_required(validation, column, "jsonPath") && bth_is_string(path) &&
		bth_check_text(path).at[0] != '.')
		report_path(validation, path, "it has to begin with '.'");
	if (findings->list.len > from)
		findings->list.items[from]->path =
			bth_arena_printf(findings->arena, "%s.JSONPath",
				bth_path_of(findings->arena, validation->root, column));
}

static void
check_column(struct bth_validation *validation, struct bth_value column)
{
	static const char *const types[] = {
		"boolean", "date", "integer", "number", "string", NULL};
	static const char *const formats[] = {"int32", "int64", "float", "double", "byte",
		"date", "date-time", "password", NULL};

	bth_check_required(validation, column, "name");
	if (bth_check_required(validation, column, "type"))
		bth_check_words(validation, bth_get(column, "type"), types);
	bth_check_words(validation, bth_get(column, "format"), formats);
	check_column_path(validation, column);
}

void
bth_crd_check_columns(struct bth_validation *validation, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_is_list(list);
		i = bth_next(i))
		check_column(validation, i);
}

/* ---- subresources ---- */

static void
check_scale_path(struct bth_validation *validation, struct bth_value value, bool in_spec,
	bool in_status)
{
	struct bth_str text = bth_check_text(value);

	if (!bth_is_string(value) || !text.len ||
		(in_spec && bth_str_starts(text, ".spec.")) ||
		(in_status && bth_str_starts(text, ".status.")))
		return;
	report_path(validation, value,
		in_spec && in_status ? "it has to begin with '.spec.' or '.status.'" :
			in_spec      ? "it has to begin with '.spec.'" :
				       "it has to begin with '.status.'");
}

void
bth_crd_check_subresources(
	struct bth_validation *validation, struct bth_value subresources)
{
	struct bth_value scale = bth_get(subresources, "scale");

	if (bth_is_unset(scale))
		return;
	bth_check_required(validation, scale, "specReplicasPath");
	bth_check_required(validation, scale, "statusReplicasPath");
	check_scale_path(validation, bth_get(scale, "specReplicasPath"), true, false);
	check_scale_path(validation, bth_get(scale, "statusReplicasPath"), false, true);
	check_scale_path(validation, bth_get(scale, "labelSelectorPath"), true, true);
}

/* ---- selectable fields ---- */

enum { SELECTABLE_MOST = 8 };

/* Why no field can be selected by that path; NULL when it can, or it is not known here. */
static const char *
check_field_path(struct bth_str path, struct bth_value schema)
{
	size_t at = 0;

	if (bth_str_find(path, '\'') != SIZE_MAX)
		return NULL;
	if (path.at[0] != '.' || bth_str_find(path, '[') != SIZE_MAX ||
		bth_str_find(path, ']') != SIZE_MAX)
		return "it has to be made of names, each after a '.'";
	while (at < path.len) {
		struct bth_str rest = bth_str_sub(path, at + 1, path.len);
		struct bth_str name = bth_str_sub(rest, 0, bth_str_find(rest, '.'));
		struct bth_value properties = bth_get(schema, "properties");

		if (!bth_size(properties) &&
			!bth_is_unset(bth_get(schema, "additionalProperties")))
			return NULL;
		if (at == 0 && bth_str_is(name, "metadata"))
			return "metadata cannot be selected so";
		schema = bth_get_str(properties, name);
		if (!bth_exists(schema))
			return "the schema has no such field";
		at += 1 + name.len;
	}
	if (!bth_crd_has_type(schema, "string") && !bth_crd_has_type(schema, "boolean") &&
		!bth_crd_has_type(schema, "integer"))
		return "the field is no string, boolean or integer";
	return NULL;
}

static void
check_selectable(struct bth_validation *validation, struct bth_map *seen,
	struct bth_value item, struct bth_value schema)
{
	struct bth_value path = bth_get(item, "jsonPath");

	if (!bth_check_required(validation, item, "jsonPath") || !bth_is_string(path))
		return;
	const char *fault = check_field_path(bth_check_text(path), schema);
	if (fault)
		report_path(validation, path, fault);
	else if (bth_map_get(seen, bth_check_text(path)))
		bth_validation_report(validation, &bth_rule_field_duplicate, path,
			"'%.*s' is twice in 'selectableFields'",
			BTH_STR_ARG(bth_check_text(path)));
	else
		bth_map_put(
			validation->findings->arena, seen, bth_check_text(path), seen);
}

void
bth_crd_check_selectable(
	struct bth_validation *validation, struct bth_value list, struct bth_value schema)
{
	enum { SINCE = 31 };
	struct bth_map seen = {0};

	if (!bth_is_list(list) || validation->minor < SINCE)
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		check_selectable(validation, &seen, i, schema);
	if (seen.len > SELECTABLE_MOST)
		bth_check_items(validation, list, SELECTABLE_MOST);
}

/* ---- conversion ---- */

static void
check_webhook(struct bth_validation *validation, struct bth_value conversion)
{
	struct bth_value webhook = bth_get(conversion, "webhook");
	struct bth_value client = bth_get(webhook, "clientConfig");

	if (bth_is_unset(webhook)) {
		bth_check_missing(validation, conversion, "webhook");
		return;
	}
	if (bth_is_unset(client))
		bth_check_missing(validation, webhook, "clientConfig");
	else
		bth_check_webhook_client(validation, client);
	if (bth_is_unset(bth_get(client, "url")) &&
		bth_is_map(bth_get(client, "service")))
		bth_check_admission_service(validation, bth_get(client, "service"));
	if (bth_check_required(validation, webhook, "conversionReviewVersions"))
		bth_webhook_check_versions(
			validation, webhook, "conversionReviewVersions");
}

/* The server still has the fields as they were in v1beta1. */
static void
rename_paths(struct bth_validation *validation, size_t from)
{
	static const char *const names[][2] = {
		{"spec.conversion.webhook.clientConfig",
			"spec.conversion.webhookClientConfig"},
		{"spec.conversion.webhook.conversionReviewVersions",
			"spec.conversion.conversionReviewVersions"},
		{"spec.conversion.webhook", "spec.conversion.webhookClientConfig"}};

	for (size_t i = from; i < validation->findings->list.len; i++)
		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
			if (bth_crd_rename(validation,
				    validation->findings->list.items[i], names[k][0],
				    names[k][1]))
				break;
}

void
bth_crd_check_conversion(struct bth_validation *validation, struct bth_value conversion)
{
	static const char *const strategies[] = {"None", "Webhook", NULL};
	size_t from = validation->findings->list.len;
	struct bth_value webhook = bth_get(conversion, "webhook");

	if (bth_is_unset(conversion))
		return;
	if (bth_check_required(validation, conversion, "strategy"))
		bth_check_words(validation, bth_get(conversion, "strategy"), strategies);
	if (bth_str_is(bth_check_text(bth_get(conversion, "strategy")), "Webhook"))
		check_webhook(validation, conversion);
	else if (!bth_is_unset(bth_get(webhook, "clientConfig")) ||
		bth_size(bth_get(webhook, "conversionReviewVersions")))
		bth_check_forbidden(validation, conversion, "webhook",
			"when 'strategy' is not 'Webhook'");
	rename_paths(validation, from);
}

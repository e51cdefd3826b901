/* validate.c - is this an object that the API server would take? */

#include "schema/validate.h"

#include "base/near.h"
#include "rules.h"
#include "schema/validation.h"

/* Whether it is the kind of another group, of which just the first word is written. */
static bool
is_head(struct bth_str group, struct bth_str whole, struct bth_str kind, struct bth_str of)
{
	return whole.len > group.len && whole.at[group.len] == '.' &&
		bth_str_eq(bth_str_sub(whole, 0, group.len), group) && bth_str_eq(kind, of);
}

/* Whether a group without a dot, which no custom resource can have, is a slip for one. */
static bool
is_near_group(struct bth_str group, struct bth_str kind)
{
	struct bth_kind_facts facts;

	for (size_t i = 0; bth_schema_kind_at(&facts, i); i++)
		if (facts.group.len &&
			(bth_near_distance(group, facts.group, 1) <= 1 ||
				is_head(group, facts.group, kind, facts.kind)))
			return true;
	return false;
}

/*
 * Kinds that others described. Custom resources have a dot in their group; without one
 * there are files of tools that borrow the form (skaffold/v2, berth/v1alpha1), and slips
 * like app/v1 and networking/v1. A kubeconfig calls itself a Config of v1.
 */
static bool
is_foreign(const struct bth_object_name *name)
{
	size_t slash = bth_str_find(name->api_version, '/');

	if (slash == SIZE_MAX)
		return bth_str_is(name->api_version, "v1") && bth_str_is(name->kind, "Config");
	struct bth_str group = bth_str_sub(name->api_version, 0, slash);
	if (bth_schema_has_group(group))
		return false;
	return bth_str_find(group, '.') != SIZE_MAX || !is_near_group(group, name->kind);
}

static bool
is_list(const struct bth_validation *validation)
{
	return validation->kind.items || (bth_str_is(validation->name.api_version, "v1") &&
						 bth_str_is(validation->name.kind, "List"));
}

/* What kubectl does not take for a list: it sends the whole, and no server has such a kind. */
static void
check_list(struct bth_validation *validation)
{
	static const char *const words[] = {"items"};
	struct bth_value root = validation->root, items = bth_get(root, words[0]);
	struct bth_finding *finding;

	if (bth_is_list(items) || bth_is_null(items))
		return;
	if (bth_exists(items)) {
		finding = bth_validation_report(validation, &bth_rule_field_mistyped, items,
			"'items' has to be a list");
		bth_finding_fix(validation->findings, finding, "begin each item with '- '");
		return;
	}
	finding = bth_validation_report(validation, &bth_rule_field_missing, bth_get(root, "kind"),
		"'items' is missing in a %.*s", BTH_STR_ARG(validation->name.kind));
	for (struct bth_value i = bth_first(root); bth_exists(i); i = bth_next(i))
		if (bth_near(bth_text(i), words, 1))
			bth_finding_fix(validation->findings, finding,
				"write 'items' for '%.*s'", BTH_STR_ARG(bth_text(i)));
}

enum bth_validated
bth_schema_validate(struct bth_findings *findings, struct bth_value root, int minor,
	void (*check)(struct bth_validation *validation, struct bth_value value,
		const struct bth_definition *definition))
{
	struct bth_value metadata = bth_get(root, "metadata");
	struct bth_validation validation = {.findings = findings,
		.root = root,
		.minor = minor,
		.check = check,
		.name = {.api_version = bth_text(bth_get(root, "apiVersion")),
			.kind = bth_text(bth_get(root, "kind")),
			.namespace = bth_text(bth_get(metadata, "namespace")),
			.name = bth_text(bth_get(metadata, "name"))}};

	if (bth_is_unset(bth_get(root, "apiVersion")) || bth_is_unset(bth_get(root, "kind")))
		return BTH_VALIDATED_SKIPPED;
	bool known = bth_schema_kind(&validation.kind, validation.name.api_version,
		validation.name.kind, minor);
	if (is_list(&validation)) {
		check_list(&validation);
		return BTH_VALIDATED_LIST;
	}
	if (!known && is_foreign(&validation.name))
		return BTH_VALIDATED_SKIPPED;
	if (!bth_validate_kind(&validation))
		return BTH_VALIDATED_NOT;
	bth_validate_fields(&validation);
	bth_validate_metadata(&validation);
	return BTH_VALIDATED;
}

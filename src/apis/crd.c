/* crd.c - CustomResourceDefinitions: ValidateCustomResourceDefinition */

#include "apis/crd.h"

#include <ctype.h>

#include "base/map.h"
#include "kube/name.h"

bool
bth_crd_rename(struct bth_validation *validation, struct bth_finding *finding,
	const char *from, const char *to)
{
	size_t len = strlen(from);
	const char *path = finding->path;

	if (!path || strncmp(path, from, len) != 0 || isalnum((unsigned char)path[len]))
		return false;
	finding->path =
		bth_arena_printf(validation->findings->arena, "%s%s", to, path + len);
	return true;
}

/* ---- names ---- */

static void
check_label(struct bth_validation *validation, struct bth_value value, bool any_case)
{
	struct bth_str text = bth_check_text(value);
	char *lower = bth_arena_copy(validation->findings->arena, text.at, text.len);

	if (!bth_is_string(value) || !text.len)
		return;
	for (size_t i = 0; i < text.len && any_case; i++)
		lower[i] = (char)tolower((unsigned char)lower[i]);
	const char *fault =
		bth_name_check_label_1035((struct bth_str){.at = lower, .len = text.len});
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no valid name: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

static void
check_labels(struct bth_validation *validation, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_is_list(list);
		i = bth_next(i))
		bth_validate_format(validation, i, BTH_FORMAT_LABEL_1035);
}

static void
check_names(struct bth_validation *validation, struct bth_value names)
{
	struct bth_value kind = bth_get(names, "kind"), list = bth_get(names, "listKind");

	check_label(validation, bth_get(names, "plural"), false);
	check_label(validation, bth_get(names, "singular"), false);
	check_label(validation, kind, true);
	check_label(validation, list, true);
	check_labels(validation, bth_get(names, "shortNames"));
	check_labels(validation, bth_get(names, "categories"));
	if (bth_check_text(kind).len &&
		bth_str_eq(bth_check_text(kind), bth_check_text(list)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"lists have to have another kind than what is in them");
}

static void
check_group(struct bth_validation *validation, struct bth_value group)
{
	if (!bth_is_string(group) || !bth_check_text(group).len ||
		!bth_check_format(validation, group, BTH_FORMAT_SUBDOMAIN))
		return;
	if (bth_str_find(bth_check_text(group), '.') == SIZE_MAX)
		bth_validation_report(validation, &bth_rule_field_value_wrong, group,
			"'%.*s' is no valid group: it has to be a domain with a dot at least",
			BTH_STR_ARG(bth_check_text(group)));
}

/* The name is that of the resource, and thus its address. */
static void
check_name(struct bth_validation *validation, struct bth_value root)
{
	struct bth_value spec = bth_get(root, "spec"),
			 name = bth_dig(root, "metadata.name");
	struct bth_value prefix = bth_dig(root, "metadata.generateName");
	struct bth_str wanted = bth_str_printf(validation->findings->arena, "%.*s.%.*s",
		BTH_STR_ARG(bth_check_text(bth_dig(spec, "names.plural"))),
		BTH_STR_ARG(bth_check_text(bth_get(spec, "group"))));
	struct bth_value values[] = {name, prefix};

	for (size_t i = 0; i < 2; i++) {
		if (!bth_is_string(values[i]) || !bth_check_text(values[i]).len ||
			(i == 0 && bth_str_eq(bth_check_text(name), wanted)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_object_name_malformed, values[i],
			"the name has to be the plural and the group of the resource");
		if (wanted.len > 1 && i == 0)
			bth_finding_fix(validation->findings, finding, "write '%.*s'",
				BTH_STR_ARG(wanted));
	}
}

/* ---- groups of Kubernetes itself ---- */

static bool
is_protected(struct bth_str group)
{
	return bth_str_is(group, "k8s.io") || bth_str_ends(group, ".k8s.io") ||
		bth_str_is(group, "kubernetes.io") ||
		bth_str_ends(group, ".kubernetes.io");
}

/* Enough of a URL to be taken: a scheme, and a host after it. */
static bool
is_url(struct bth_str text)
{
	size_t colon = bth_str_find(text, ':');
	struct bth_str rest = bth_str_sub(text, colon, text.len);

	return colon != SIZE_MAX && colon && isalpha((unsigned char)text.at[0]) &&
		bth_str_starts(rest, "://") && rest.len > strlen("://") &&
		rest.at[strlen("://")] != '/';
}

static void
check_approval(struct bth_validation *validation, struct bth_value root)
{
	static const char key[] = "api-approved.kubernetes.io";
	struct bth_value annotations = bth_dig(root, "metadata.annotations");
	struct bth_value approval = bth_get(annotations, key);
	struct bth_finding *finding;

	if (!is_protected(bth_check_text(bth_dig(root, "spec.group"))) ||
		bth_str_starts(bth_text(approval), "unapproved") ||
		is_url(bth_text(approval)))
		return;
	if (bth_is_unset(approval) || !bth_check_text(approval).len)
		finding = bth_validation_report_missing(validation,
			&bth_rule_field_missing,
			bth_is_map(annotations) ? annotations : root, bth_str(key),
			"groups of Kubernetes have to have the annotation '%s'", key);
	else
		finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
			approval,
			"the annotation '%s' has to be a URL, or begin with 'unapproved'",
			key);
	finding->path = bth_arena_printf(
		validation->findings->arena, "metadata.annotations[%s]", key);
}

/* ---- versions ---- */

static void
check_warning(struct bth_validation *validation, struct bth_value version)
{
	enum { MOST = 256 };
	struct bth_value warning = bth_get(version, "deprecationWarning");
	struct bth_str text = bth_check_text(warning);
	const char *fault = NULL;

	if (!bth_is_string(warning))
		return;
	if (!bth_is_true(bth_get(version, "deprecated"), false))
		fault = "only a deprecated version can have one";
	else if (!text.len)
		fault = "it is empty";
	for (size_t i = 0; i < text.len && !fault; i++)
		if (iscntrl((unsigned char)text.at[i]))
			fault = "it has letters that cannot be printed";
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, warning,
			"the warning is not taken: %s", fault);
	else
		bth_check_length(validation, warning, MOST);
}

/* With a status of its own, the schema's root may say only what does not reach into it. */
static void
check_status_root(struct bth_validation *validation, struct bth_value schema)
{
	static const char *const refused[] = {"default", "enum", "maxProperties",
		"minProperties", "allOf", "oneOf", "anyOf", "not",
		"x-kubernetes-embedded-resource", "x-kubernetes-int-or-string",
		"x-kubernetes-list-map-keys", "x-kubernetes-list-type",
		"x-kubernetes-map-type"};

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct bth_value value = bth_get(schema, refused[i]);

		if (bth_crd_is_zero(value))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, value,
			"'%s' may not stand at the root of a schema with the subresource 'status'",
			refused[i]);
		finding->path = bth_path_of(
			validation->findings->arena, validation->root, schema);
		return;
	}
}

static void
check_schema(struct bth_validation *validation, struct bth_value version)
{
	struct bth_value schema = bth_dig(version, "schema.openAPIV3Schema");

	if (bth_is_unset(schema))
		return;
	if (!bth_is_unset(bth_dig(version, "subresources.status")))
		check_status_root(validation, schema);
	bth_crd_check_schema(validation, schema);
}

static void
check_columns(struct bth_validation *validation, struct bth_value version)
{
	bth_crd_check_columns(validation, bth_get(version, "additionalPrinterColumns"));
}

static void
check_subresources(struct bth_validation *validation, struct bth_value version)
{
	bth_crd_check_subresources(validation, bth_get(version, "subresources"));
}

static void
check_selectable(struct bth_validation *validation, struct bth_value version)
{
	bth_crd_check_selectable(validation, bth_get(version, "selectableFields"),
		bth_dig(version, "schema.openAPIV3Schema"));
}

/* What versions share is one field of the whole to the API server, as it was in v1beta1. */
static const struct {
	const char *name, *shared;
	void (*check)(struct bth_validation *validation, struct bth_value version);
} parts[] = {
	{"schema", "spec.validation", check_schema},
	{"additionalPrinterColumns", "spec.additionalPrinterColumns", check_columns},
	{"subresources", "spec.subresources", check_subresources},
	{"selectableFields", "spec.selectableFields", check_selectable},
};

static bool
is_shared(struct bth_value versions, const char *name)
{
	struct bth_value first = bth_get(bth_first(versions), name);

	for (struct bth_value i = bth_first(versions); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_get(i, name);

		if (bth_is_unset(value) != bth_is_unset(first) ||
			(!bth_is_unset(value) && !bth_same(value, first)))
			return false;
	}
	return true;
}

static void
check_part(struct bth_validation *validation, struct bth_value versions, size_t part)
{
	struct bth_findings *findings = validation->findings;
	bool shared = is_shared(versions, parts[part].name);
	const char *path = bth_arena_printf(
		findings->arena, "spec.versions[0].%s", parts[part].name);

	for (struct bth_value i = bth_first(versions); bth_exists(i); i = bth_next(i)) {
		size_t from = findings->list.len;

		parts[part].check(validation, i);
		for (size_t k = from; k < findings->list.len && shared; k++)
			bth_crd_rename(validation, findings->list.items[k], path,
				parts[part].shared);
		if (shared)
			break;
	}
}

static void
check_version(struct bth_validation *validation, struct bth_value version)
{
	check_label(validation, bth_get(version, "name"), false);
	check_warning(validation, version);
	if (bth_is_unset(bth_dig(version, "schema.openAPIV3Schema")))
		bth_validation_report_missing(validation, &bth_rule_field_missing,
			version, BTH_STR("schema.openAPIV3Schema"),
			"the version has no schema");
}

static void
check_versions(struct bth_validation *validation, struct bth_value versions)
{
	struct bth_map seen = {0};
	size_t stored = 0, count = 0;

	for (struct bth_value i = bth_first(versions); bth_exists(i);
		i = bth_next(i), count++) {
		struct bth_value name = bth_get(i, "name");

		check_version(validation, i);
		stored += bth_is_true(bth_get(i, "storage"), false);
		if (bth_check_text(name).len)
			bth_map_put(validation->findings->arena, &seen,
				bth_check_text(name), &seen);
		else
			count--;
	}
	if (seen.len < count)
		bth_validation_report(validation, &bth_rule_field_value_wrong, versions,
			"two versions have the same name");
	if (stored != 1 && bth_size(versions))
		bth_validation_report(validation, &bth_rule_field_value_wrong, versions,
			"%s version has 'storage: true', and one has to",
			stored ? "more than one" : "no");
	for (size_t i = 0; i < sizeof parts / sizeof parts[0] && bth_size(versions); i++)
		check_part(validation, versions, i);
}

void
bth_check_custom_definition(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");
	struct bth_value keep = bth_get(spec, "preserveUnknownFields");

	check_name(validation, value);
	check_approval(validation, value);
	check_group(validation, bth_get(spec, "group"));
	check_names(validation, bth_get(spec, "names"));
	if (bth_is_list(bth_get(spec, "versions")))
		check_versions(validation, bth_get(spec, "versions"));
	bth_crd_check_conversion(validation, bth_get(spec, "conversion"));
	if (bth_is_true(keep, false)) {
		struct bth_finding *finding =
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				keep, "'preserveUnknownFields' may not be true");
		bth_finding_fix(validation->findings, finding,
			"write 'x-kubernetes-preserve-unknown-fields: true' into the schema");
	}
}

/* validate.c - what an API server says to a custom resource */

#include "custom/validating.h"
#include "rules.h"

/* Versions of the kind that are served, for a message: "'v1' and 'v2'". */
static const char *
list_served(struct bth_arena *arena, const struct bth_custom_kind *kind)
{
	const char *list = "";
	size_t count = 0;

	for (; kind; kind = kind->older)
		if (kind->served)
			list = bth_arena_printf(arena, "'%.*s/%.*s'%s%s", BTH_STR_ARG(kind->group),
				BTH_STR_ARG(kind->version), count++ ? ", " : "", list);
	return count ? list : "none";
}

static void
report_unserved(struct bth_validation *validation, const struct bth_custom_kind *kind,
	const struct bth_custom_kind *any)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_kind_unknown,
		bth_get(validation->root, "apiVersion"), "%s of '%.*s' is not served, only %s",
		validation->kind.kind.at, BTH_STR_ARG(validation->name.api_version),
		list_served(arena, any));

	if (!bth_span((kind ? kind : any)->document).source)
		return;
	bth_finding_note(validation->findings, finding,
		bth_span(bth_dig((kind ? kind : any)->document, "spec.versions")),
		"the definition has its versions here");
}

static void
report_deprecated(struct bth_validation *validation, const struct bth_custom_kind *kind)
{
	struct bth_value at = bth_get(validation->root, "apiVersion");

	if (kind->warning.len)
		bth_validation_report(validation, &bth_rule_api_deprecated, at, "%.*s",
			BTH_STR_ARG(kind->warning));
	else
		bth_validation_report(validation, &bth_rule_api_deprecated, at,
			"%s of '%.*s' is deprecated by its definition", validation->kind.kind.at,
			BTH_STR_ARG(validation->name.api_version));
}

/* The replicas that the subresource scale looks at: absent, or a number as of a Deployment. */
static void
check_replicas(struct bth_customizing *run)
{
	struct bth_validation *validation = &run->validation;
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str path = run->kind->replicas_path;
	struct bth_custom_number number;

	if (!path.len)
		return;
	struct bth_value value = bth_dig(validation->root, bth_str_copy(arena, path).at);
	if (!bth_custom_number(&number, value) || !number.whole ||
		(number.integer >= 0 && number.integer <= INT32_MAX))
		return; /* of another type the schema is the judge */
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is %.*s, but as the number of replicas has to be between 0 and %d",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)), INT32_MAX);
}

static void
check_schema(struct bth_customizing *run)
{
	struct bth_custom_faults faults = {0};

	struct bth_value decoded, kept;

	bth_custom_normalize(run, &decoded, &kept);
	run->validation.root = decoded;
	if (decoded.tree != kept.tree)
		bth_custom_check_status(run);
	run->validation.root = kept;
	bth_custom_check(run, run->kind->compiled, run->validation.root, &faults);
	bth_custom_report(run, &faults);
	bth_custom_check_parts(run);
	check_replicas(run);
}

static void
check_cut(struct bth_customizing *run)
{
	if (run->cut)
		bth_validation_report(&run->validation, &bth_rule_input_too_large,
			run->validation.root,
			"berth asks of a custom resource %d levels, and not without an end",
			BTH_CUSTOM_DEPTH_MOST);
}

/* What one document has against the object. */
static void
check_by(struct bth_findings *findings, const struct bth_validation *validation,
	const struct bth_custom_kind *kind)
{
	struct bth_customizing run = {.kind = kind, .validation = *validation};

	run.validation.findings = findings;
	run.validation.kind.namespaced = kind->namespaced;
	if (kind->deprecated)
		report_deprecated(&run.validation, kind);
	bth_custom_decode_metadata(&run.validation, run.validation.root);
	bth_validate_custom_metadata(&run.validation, run.validation.root);
	if (kind->compiled)
		check_schema(&run);
	check_cut(&run);
}

static bool
has_error(const struct bth_findings *findings)
{
	for (size_t i = 0; i < findings->list.len; i++)
		if (findings->list.items[i]->severity == BERTH_ERROR)
			return true;
	return false;
}

/*
 * Says what the first document has against it, unless another that describes the kind as
 * well takes the object. False when none serves it.
 */
static bool
check_by_any(const struct bth_validation *validation, const struct bth_custom_kind *kind)
{
	struct bth_findings first = {0};
	bool served = false;

	for (; kind; kind = kind->also) {
		struct bth_findings said;

		if (!kind->served)
			continue;
		bth_findings_init(&said, validation->findings->arena);
		check_by(&said, validation, kind);
		if (!served || !has_error(&said))
			first = said;
		served = true;
		if (!has_error(&said))
			break;
	}
	if (served)
		bth_findings_append(validation->findings, &first);
	return served;
}

enum bth_validated
bth_custom_validate(const struct bth_customs *customs, struct bth_findings *findings,
	struct bth_value root)
{
	const struct bth_custom_kind *kind = bth_customs_find(customs, findings->arena, root);
	const struct bth_custom_kind *any = bth_customs_find_any(customs, root);
	struct bth_value metadata = bth_get(root, "metadata");
	struct bth_validation validation = {.findings = findings,
		.root = root,
		.minor = customs->minor,
		.name = {.api_version = bth_text(bth_get(root, "apiVersion")),
			.kind = bth_text(bth_get(root, "kind")),
			.namespace = bth_text(bth_get(metadata, "namespace")),
			.name = bth_text(bth_get(metadata, "name"))}};

	if (!kind && !any)
		return BTH_VALIDATED_SKIPPED;
	validation.kind.kind = bth_str_copy(findings->arena, validation.name.kind);
	validation.kind.group = (kind ? kind : any)->group;
	if (check_by_any(&validation, kind))
		return BTH_VALIDATED;
	report_unserved(&validation, kind, any);
	return BTH_VALIDATED_NOT;
}

/* kind_check.c - whether there is such a kind, and how long still */

#include "schema/validation.h"

#include "rules.h"
#include "schema/suggest.h"

/* The group of an apiVersion; the core group is empty. */
static struct bth_str
group_of(struct bth_str api_version)
{
	size_t slash = bth_str_find(api_version, '/');

	return slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(api_version, 0, slash);
}

/* Says to write another apiVersion, another kind, or both. */
static void
offer(struct bth_validation *validation, struct bth_finding *finding,
	const struct bth_kind_facts *facts)
{
	struct bth_findings *findings = validation->findings;
	bool other_kind = !bth_str_eq(facts->kind, validation->name.kind);
	bool other_version = !bth_str_eq(facts->api_version, validation->name.api_version);

	bth_finding_fix(findings, finding, "write %s%s%s%s%s", other_version ? "'apiVersion: " : "",
		other_version ? facts->api_version.at : "",
		other_version ? other_kind ? "' and " : "'" : "", other_kind ? "'kind: " : "",
		other_kind ? bth_arena_printf(findings->arena, "%s'", facts->kind.at) : "");
	if (other_version)
		bth_validation_replace(validation, finding,
			bth_get(validation->root, "apiVersion"), facts->api_version);
	if (other_kind)
		bth_validation_replace(validation, finding, bth_get(validation->root, "kind"),
			facts->kind);
}

static void
report_unknown(struct bth_validation *validation)
{
	struct bth_str kind = validation->name.kind, version = validation->name.api_version;
	struct bth_kind_facts facts;
	bool known = bth_schema_kind_best(&facts, group_of(version), kind, validation->minor);
	bool offered = known || bth_suggest_kind(&facts, validation->findings->arena,
					group_of(version), kind, validation->minor);
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_kind_unknown,
		bth_get(validation->root, known ? "apiVersion" : "kind"), "'%.*s' has no kind '%.*s'",
		BTH_STR_ARG(version), BTH_STR_ARG(kind));

	if (offered)
		offer(validation, finding, &facts);
}

/* What is best used instead of a kind: what its authors say, else its best version. */
static bool
find_replacement(struct bth_kind_facts *out, const struct bth_kind_facts *old, int minor)
{
	if (old->new_kind.len && bth_schema_kind(out, old->new_api_version, old->new_kind, minor) &&
		!out->off_by_default && (!out->deprecated || minor < out->deprecated))
		return true;
	return bth_schema_kind_best(out, old->group, old->kind, minor) &&
		!bth_str_eq(out->api_version, old->api_version) && !out->off_by_default;
}

static void
report_replacement(struct bth_validation *validation, struct bth_finding *finding,
	const struct bth_kind_facts *old)
{
	struct bth_kind_facts facts;

	if (!find_replacement(&facts, old, validation->minor))
		return;
	if (bth_str_eq(facts.kind, old->kind))
		bth_finding_fix(validation->findings, finding,
			"use 'apiVersion: %s', and look at what its fields became",
			facts.api_version.at);
	else
		bth_finding_fix(validation->findings, finding, "use %s of '%s'", facts.kind.at,
			facts.api_version.at);
}

/* The kind is described, but not at this minor. */
static void
report_absent(struct bth_validation *validation, const struct bth_kind_facts *facts)
{
	struct bth_value at = bth_get(validation->root, "apiVersion");

	if (facts->until < validation->minor) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_api_removed, at, "%s of '%s' is gone since Kubernetes 1.%d",
			facts->kind.at, facts->api_version.at, facts->until + 1);
		report_replacement(validation, finding, facts);
		return;
	}
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_kind_unknown, at,
		"%s of '%s' is there since Kubernetes 1.%d, and the target is 1.%d",
		facts->kind.at, facts->api_version.at, facts->since, validation->minor);
	struct bth_kind_facts older;
	if (bth_schema_kind_best(&older, facts->group, facts->kind, validation->minor))
		offer(validation, finding, &older);
}

static void
report_warnings(struct bth_validation *validation, const struct bth_kind_facts *facts)
{
	struct bth_value at = bth_get(validation->root, "apiVersion");

	if (facts->off_by_default) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_kind_unknown, at,
			"%s of '%s' is only served when an API server is told to", facts->kind.at,
			facts->api_version.at);
		finding->severity = BERTH_WARNING;
		report_replacement(validation, finding, facts);
	} else if (facts->deprecated && facts->deprecated <= validation->minor) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_api_deprecated, at,
			"%s of '%s' is deprecated since Kubernetes 1.%d", facts->kind.at,
			facts->api_version.at, facts->deprecated);
		report_replacement(validation, finding, facts);
	}
}

/* apiVersion and kind have to be strings: on is read as true, 1 as a number. */
static bool
are_strings(struct bth_validation *validation)
{
	static const char *const keys[] = {"apiVersion", "kind"};
	bool fine = true;

	for (size_t i = 0; i < 2; i++) {
		struct bth_value value = bth_get(validation->root, keys[i]);

		if (bth_is_string(value))
			continue;
		fine = false;
		bth_validation_report(validation, &bth_rule_field_mistyped, value,
			"'%s' has to be a string%s%.*s%s", keys[i],
			bth_is_scalar(value) ? ", which '" : "", BTH_STR_ARG(bth_text(value)),
			bth_is_scalar(value) ? "' is not unless quoted" : "");
	}
	return fine;
}

bool
bth_validate_kind(struct bth_validation *validation)
{
	struct bth_str version = validation->name.api_version, kind = validation->name.kind;
	struct bth_kind_facts facts;

	if (!are_strings(validation))
		return false;
	if (validation->kind.definition) {
		report_warnings(validation, &validation->kind);
		return true;
	}
	if (bth_schema_kind_ever(&facts, version, kind, validation->minor))
		report_absent(validation, &facts);
	else
		report_unknown(validation);
	return false;
}

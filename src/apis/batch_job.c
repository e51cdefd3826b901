/* batch_job.c - how often a Job runs its pods: validateJobSpec, and ValidateJob's names */

#include "apis/batch_job.h"

#include "apis/checks.h"
#include "kube/name.h"

static bool
is_in_cronjob(const struct bth_validation *validation)
{
	return bth_str_is(validation->kind.kind, "CronJob");
}

/* A CronJob's template is looked at as it is, without dropping what the minor has not. */
bool
bth_job_has(const struct bth_validation *validation, int since)
{
	return validation->minor >= since || is_in_cronjob(validation);
}

bool
bth_job_is_indexed(struct bth_value spec)
{
	return bth_str_is(bth_check_text(bth_get(spec, "completionMode")), "Indexed");
}

bool
bth_job_completions(
	int64_t *out, const struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value completions = bth_get(spec, "completions");

	*out = 1; /* the default of a Job that says nothing of parallelism either */
	return bth_validation_whole(out, completions) ||
		(bth_is_unset(completions) && !is_in_cronjob(validation) &&
			bth_is_unset(bth_get(spec, "parallelism")));
}

/* ---- indexed or not ---- */

enum { MANY = 100 * 1000, FEW = 10 * 1000 };

static void
check_most(struct bth_validation *validation, struct bth_value value, int64_t most,
	const char *why)
{
	int64_t number;

	if (!bth_validation_whole(&number, value) || number <= most)
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is %.*s, and can be at most %lld %s",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)), (long long)most,
		why);
}

/* Many indexes that may fail one by one: what is stored about them has to stay small. */
static void
check_many(struct bth_validation *validation, struct bth_value spec)
{
	static const char why[] =
		"with more than 100000 completions and 'backoffLimitPerIndex'";

	if (bth_is_unset(bth_get(spec, "maxFailedIndexes")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, spec,
			BTH_STR("maxFailedIndexes"),
			"'maxFailedIndexes' is missing, which is needed %s", why);
	else
		check_most(validation, bth_get(spec, "maxFailedIndexes"), FEW, why);
	check_most(validation, bth_get(spec, "parallelism"), FEW, why);
}

/* The completions, or more than any limit when they are not known or wrong themselves. */
static int64_t
find_completions(struct bth_validation *validation, struct bth_value spec)
{
	int64_t completions;

	if (bth_job_completions(&completions, validation, spec))
		return completions < 0 ? INT32_MAX : completions;
	if (bth_is_unset(bth_get(spec, "completions")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, spec,
			BTH_STR("completions"),
			"'completions' is missing, which is needed when 'completionMode' is "
			"'Indexed'");
	return INT32_MAX;
}

static void
check_indexed(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value completions = bth_get(spec, "completions");
	int64_t number = find_completions(validation, spec);
	bool gradual = bth_job_has(validation, 29);

	if (gradual && number > MANY && !bth_is_unset(completions) &&
		!bth_is_unset(bth_get(spec, "backoffLimitPerIndex"))) {
		check_many(validation, spec);
		return;
	}
	check_most(validation, bth_get(spec, "parallelism"), MANY,
		"when 'completionMode' is 'Indexed'");
	if (gradual && number < MANY)
		check_most(validation, bth_get(spec, "maxFailedIndexes"), number,
			"as there are no more completions");
	else if (gradual)
		check_most(validation, bth_get(spec, "maxFailedIndexes"), MANY,
			"however many completions there are");
}

static void
check_unindexed(struct bth_validation *validation, struct bth_value spec)
{
	static const char *const fields[] = {"backoffLimitPerIndex", "maxFailedIndexes"};

	for (size_t i = 0; i < 2 && bth_job_has(validation, 29); i++) {
		struct bth_value value = bth_get(spec, fields[i]);
		int64_t number;

		if (bth_validation_whole(&number, value) && number < 0)
			continue; /* that is reported, and what it needs is of no interest */
		if (!bth_is_unset(value))
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				value, "'%s' needs 'completionMode: Indexed'", fields[i]);
	}
	struct bth_value success = bth_get(spec, "successPolicy");
	if (bth_job_has(validation, 31) && bth_is_map(success))
		bth_validation_report(validation, &bth_rule_field_value_wrong, success,
			"'successPolicy' needs 'completionMode: Indexed'");
}

/* ---- the rest ---- */

/* IsDomainPrefixedPath */
static const char *
find_domain_fault(struct bth_str text)
{
	size_t slash = bth_str_find(text, '/');
	static const char signs[] = "/-._~%!$&'()*+,;=:";

	if (slash == SIZE_MAX || slash == 0 || slash + 1 == text.len)
		return "it has to be a domain, '/' and a path";
	const char *fault = bth_name_check_subdomain(bth_str_sub(text, 0, slash));
	for (size_t i = slash + 1; i < text.len && !fault; i++) {
		unsigned char c = (unsigned char)text.at[i];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9');

		if (!letter && (!c || !strchr(signs, c)))
			fault = "its path has letters that paths may not have";
	}
	return fault;
}

static void
check_manager(struct bth_validation *validation, struct bth_value manager)
{
	enum { MOST = 63 };

	if (!bth_job_has(validation, 32) || !bth_is_string(manager))
		return;
	if (!bth_text(manager).len) {
		bth_validation_report(validation, &bth_rule_field_missing, manager,
			"'managedBy' is empty");
		return;
	}
	const char *fault = find_domain_fault(bth_text(manager));
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, manager,
			"'%.*s' names no controller: %s",
			BTH_STR_ARG(bth_validation_shown(validation, manager)), fault);
	else
		bth_check_length(validation, manager, MOST);
}

/* validatePodReplacementPolicy: a policy for failures needs pods that have failed. */
static void
check_replacement(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value policy = bth_get(spec, "podReplacementPolicy");

	if (bth_job_has(validation, 29) &&
		bth_is_map(bth_get(spec, "podFailurePolicy")) &&
		bth_str_is(bth_text(policy), "TerminatingOrFailed"))
		bth_validation_report(validation, &bth_rule_field_value_unknown, policy,
			"'podReplacementPolicy' can only be 'Failed' beside 'podFailurePolicy'");
}

static void
check_restart(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value policy = bth_dig(spec, "template.spec.restartPolicy");

	if (!bth_job_has(validation, 26) ||
		!bth_is_map(bth_get(spec, "podFailurePolicy")) ||
		!bth_str_is(bth_text(policy), "OnFailure"))
		return;
	struct bth_finding *finding =
		bth_validation_report(validation, &bth_rule_field_value_wrong, policy,
			"'restartPolicy' can only be 'Never' beside 'podFailurePolicy'");
	bth_finding_fix(validation->findings, finding, "write 'Never'");
	bth_validation_replace(validation, finding, policy, BTH_STR("Never"));
}

/* So much is tracked badly, says WarningsForJobSpec. */
static void
check_tracking(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value completions = bth_get(spec, "completions");
	int64_t number, parallelism;

	if (validation->minor < 28 || !bth_validation_whole(&number, completions) ||
		number <= MANY ||
		!bth_validation_whole(&parallelism, bth_get(spec, "parallelism")) ||
		parallelism <= FEW)
		return;
	bth_validation_report(validation, &bth_rule_field_deprecated, completions,
		"Kubernetes may lose track of the indexes that are done when many of %.*s fail",
		BTH_STR_ARG(bth_validation_shown(validation, completions)));
}

void
bth_check_job_counts(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value mode = bth_get(value, "completionMode");
	struct bth_value failed = bth_get(value, "maxFailedIndexes");

	if (bth_job_has(validation, 29) && !bth_is_unset(failed) &&
		bth_is_unset(bth_get(value, "backoffLimitPerIndex")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			BTH_STR("backoffLimitPerIndex"),
			"'backoffLimitPerIndex' is missing, which 'maxFailedIndexes' needs");
	if (bth_job_is_indexed(value)) {
		check_indexed(validation, value);
		check_tracking(validation, value);
	} else if (bth_is_unset(mode) || bth_str_is(bth_text(mode), "NonIndexed")) {
		check_unindexed(validation, value);
	}
	check_manager(validation, bth_get(value, "managedBy"));
	check_replacement(validation, value);
	check_restart(validation, value);
}

/* batch_job_failure.c - what a Job does when pods fail: validatePodFailurePolicy */

#include "apis/batch_job.h"
#include "apis/checks.h"

enum { RULES_MOST = 20, VALUES_MOST = 255, PATTERNS_MOST = 20 };

/* Reports a list of more than @most items. */
static void
check_count(struct bth_validation *validation, struct bth_value list, size_t most)
{
	if (!bth_is_list(list) || bth_size(list) <= most)
		return;
	bth_validation_report(validation, &bth_rule_field_too_long, list,
		"%s has %zu items, and %zu are allowed",
		bth_validation_place(validation, list), bth_size(list), most);
}

static bool
has_container(struct bth_value spec, struct bth_str name)
{
	static const char *const lists[] = {"containers", "initContainers"};

	for (size_t l = 0; l < 2; l++) {
		struct bth_value list = bth_get(bth_dig(spec, "template.spec"), lists[l]);

		if (!bth_is_list(list))
			continue;
		for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
			if (bth_str_eq(bth_check_text(bth_get(i, "name")), name))
				return true;
	}
	return false;
}

/* The number of a code; null is 0. */
static int64_t
read_code(struct bth_value value)
{
	int64_t code = 0;

	bth_validation_whole(&code, value);
	return code;
}

/* Values in order, each once, and none that means success among those to look for. */
static void
check_codes(struct bth_validation *validation, struct bth_value codes)
{
	struct bth_value values = bth_get(codes, "values"), last = {0};
	bool in = bth_str_is(bth_check_text(bth_get(codes, "operator")), "In"),
	     ordered = true;

	check_count(validation, values, VALUES_MOST);
	if (!bth_is_list(values))
		return;
	for (struct bth_value i = bth_first(values); bth_exists(i);
		last = i, i = bth_next(i)) {
		if (in && read_code(i) == 0)
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"the exit code 0 is success, and may not be looked for with 'In'");
		if (bth_exists(last) && read_code(last) == read_code(i))
			bth_check_duplicate(validation, last, i);
		ordered &= !bth_exists(last) || read_code(last) <= read_code(i);
	}
	if (!ordered)
		bth_validation_report(validation, &bth_rule_field_value_wrong, values,
			"the exit codes have to stand in order, the smallest first");
}

static void
check_container(
	struct bth_validation *validation, struct bth_value spec, struct bth_value name)
{
	if (!bth_is_string(name) || has_container(spec, bth_text(name)))
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, name,
		"the pods have no container '%.*s'",
		BTH_STR_ARG(bth_validation_shown(validation, name)));
}

/* A rule is about exit codes or conditions. */
static void
check_subject(struct bth_validation *validation, struct bth_value rule)
{
	bool codes = bth_is_map(bth_get(rule, "onExitCodes"));
	bool conditions = bth_size(bth_get(rule, "onPodConditions"));

	if (codes != conditions)
		return;
	bth_validation_report_missing(validation, &bth_rule_field_value_wrong, rule,
		(struct bth_str){0},
		codes ? "the rule has both 'onExitCodes' and 'onPodConditions', and may have one "
			"only" :
			"the rule has neither 'onExitCodes' nor 'onPodConditions'");
}

static void
check_rule(
	struct bth_validation *validation, struct bth_value spec, struct bth_value rule)
{
	struct bth_value action = bth_get(rule, "action"),
			 codes = bth_get(rule, "onExitCodes");

	if (bth_str_is(bth_text(action), "FailIndex")) {
		if (!bth_job_has(validation, 29))
			return; /* the rule is dropped */
		if (bth_is_unset(bth_get(spec, "backoffLimitPerIndex")))
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				action,
				"the action 'FailIndex' needs 'backoffLimitPerIndex'");
	}
	check_container(validation, spec, bth_get(codes, "containerName"));
	check_codes(validation, codes);
	check_count(validation, bth_get(rule, "onPodConditions"), PATTERNS_MOST);
	check_subject(validation, rule);
}

void
bth_check_job_failure(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value rules = bth_dig(value, "podFailurePolicy.rules");

	if (!bth_is_list(rules) || !bth_job_has(validation, 26))
		return;
	check_count(validation, rules, RULES_MOST);
	for (struct bth_value i = bth_first(rules); bth_exists(i); i = bth_next(i))
		check_rule(validation, value, i);
}

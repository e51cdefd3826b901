/* batch_job_success.c - when an indexed Job has done enough: validateSuccessPolicy */

#include "apis/batch_job.h"
#include "apis/checks.h"

enum { RULES_MOST = 20, INDEXES_MOST = 64 * 1024 };

/* "3" or "3-5" behind *last, which moves on; NULL, or what is wrong. */
static const char *
read_interval(int64_t *last, int64_t *count, struct bth_str text, int64_t completions)
{
	size_t dash = bth_str_find(text, '-');
	struct bth_str low = bth_str_sub(text, 0, dash);
	struct bth_str high =
		dash == SIZE_MAX ? low : bth_str_sub(text, dash + 1, text.len);
	int64_t from, to;

	if (bth_str_find(high, '-') != SIZE_MAX)
		return "a range has more than one '-'";
	if (!bth_str_to_i64(&from, low) || !bth_str_to_i64(&to, high))
		return "it has to be numbers and ranges, as '0,2-4'";
	if (from >= completions || to >= completions)
		return "indexes end before 'completions', as the first is 0";
	if (dash != SIZE_MAX && from >= to)
		return "a range ends before it begins";
	if (from <= *last)
		return "the indexes are not in order";
	*last = to;
	*count += to - from + 1;
	return NULL;
}

/* validateIndexesFormat */
static const char *
read_indexes(int64_t *count, struct bth_str text, int64_t completions)
{
	const char *fault = NULL;
	int64_t last = -1;

	*count = 0;
	while (text.len && !fault) {
		size_t comma = bth_str_find(text, ',');

		fault = read_interval(
			&last, count, bth_str_sub(text, 0, comma), completions);
		if (!fault && comma != SIZE_MAX && comma + 1 == text.len)
			fault = "it ends with a comma";
		text = comma == SIZE_MAX ? (struct bth_str){0} :
					   bth_str_sub(text, comma + 1, text.len);
	}
	return fault;
}

static void
check_count(struct bth_validation *validation, struct bth_value value, int64_t most,
	const char *of)
{
	int64_t number;

	if (!bth_validation_whole(&number, value))
		return;
	if (number < 0)
		bth_check_range(validation, value, 0, INT32_MAX);
	else if (number > most)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'succeededCount' is %lld, and there are %lld %s",
			(long long)number, (long long)most, of);
}

static void
check_rule(struct bth_validation *validation, struct bth_value rule, int64_t completions)
{
	struct bth_value indexes = bth_get(rule, "succeededIndexes");
	struct bth_value count = bth_get(rule, "succeededCount");
	int64_t most = completions, listed = 0;

	if (bth_is_unset(indexes) && bth_is_unset(count))
		bth_validation_report_missing(validation, &bth_rule_field_missing, rule,
			(struct bth_str){0},
			"the rule has neither 'succeededCount' nor 'succeededIndexes'");
	if (bth_is_string(indexes)) {
		const char *fault = read_indexes(&listed, bth_text(indexes), completions);

		bth_check_length(validation, indexes, INDEXES_MOST);
		if (fault)
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				indexes, "'%.*s' are no indexes of the job: %s",
				BTH_STR_ARG(bth_validation_shown(validation, indexes)),
				fault);
		most = fault || listed > completions ? completions : listed;
	}
	check_count(validation, count, most,
		most < completions ? "in 'succeededIndexes'" : "completions");
}

void
bth_check_job_success(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value policy = bth_get(value, "successPolicy");
	struct bth_value rules = bth_get(policy, "rules");
	int64_t completions;

	if (!bth_job_has(validation, 31) || !bth_is_map(policy) ||
		!bth_job_is_indexed(value))
		return;
	bth_check_required(validation, policy, "rules");
	if (!bth_is_list(rules) || !bth_job_completions(&completions, validation, value))
		return;
	if (bth_size(rules) > RULES_MOST)
		bth_validation_report(validation, &bth_rule_field_too_long, rules,
			"'rules' has %zu items, and %d are allowed", bth_size(rules),
			RULES_MOST);
	for (struct bth_value i = bth_first(rules); bth_exists(i); i = bth_next(i))
		check_rule(validation, i, completions);
}

/* apps_rollout.c - how workloads replace their pods: the update strategies of apps */

#include "apis/checks.h"

/* A number or percentage as getIntOrPercentValue() sees it; false when it is neither. */
static bool
read_share(int64_t *out, struct bth_value value, int64_t otherwise)
{
	struct bth_str text = bth_text(value);
	uint64_t percent;

	*out = otherwise;
	if (bth_is_unset(value) || bth_validation_whole(out, value))
		return true;
	if (!bth_is_string(value) || !bth_str_ends(text, "%") ||
		!bth_str_to_u64(&percent, bth_str_sub(text, 0, text.len - 1)))
		return false;
	*out = percent != 0;
	return true;
}

/* Whether the strategy rolls, which it does unless it says otherwise. */
static bool
is_rolling(struct bth_value strategy)
{
	struct bth_str type = bth_check_text(bth_get(strategy, "type"));

	return !type.len || bth_str_is(type, "RollingUpdate");
}

/* ValidateStatefulSetSpec: the partition of a set that does not roll. maxUnavailable is dropped. */
void
bth_check_statefulset_strategy(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value rolling = bth_get(value, "rollingUpdate");

	if (!bth_is_map(rolling) ||
		!bth_str_is(bth_check_text(bth_get(value, "type")), "OnDelete"))
		return;
	struct bth_finding *finding =
		bth_validation_report(validation, &bth_rule_field_value_wrong, rolling,
			"'rollingUpdate' may not be set when 'type' is 'OnDelete'");
	bth_finding_fix(validation->findings, finding, "remove it, or the type");
	bth_validation_skip(validation, rolling);
}

/* ValidateDeploymentStrategy */
void
bth_check_deployment_strategy(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value rolling = bth_get(value, "rollingUpdate");
	int64_t unavailable, surge;

	if (bth_is_map(rolling) &&
		bth_str_is(bth_check_text(bth_get(value, "type")), "Recreate"))
		bth_check_forbidden(
			validation, value, "rollingUpdate", "when 'type' is 'Recreate'");
	if (!is_rolling(value) ||
		!read_share(&unavailable, bth_get(rolling, "maxUnavailable"), 1) ||
		!read_share(&surge, bth_get(rolling, "maxSurge"), 1) || unavailable ||
		surge)
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, bth_get(rolling, "maxUnavailable"),
		"'maxUnavailable' and 'maxSurge' are both 0, so no pod could be replaced");
	bth_finding_fix(validation->findings, finding, "let one of them be 1");
}

/* What the default of 600 seconds, or the number itself, leaves for pods to become ready. */
void
bth_check_deployment_deadline(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value deadline = bth_get(value, "progressDeadlineSeconds");
	struct bth_value ready = bth_get(value, "minReadySeconds");
	int64_t deadline_seconds = 600, ready_seconds = 0;

	bth_validation_whole(&ready_seconds, ready);
	bth_validation_whole(&deadline_seconds, deadline);
	if (deadline_seconds < 0 || deadline_seconds > ready_seconds)
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, bth_is_unset(deadline) ? ready : deadline,
		"'progressDeadlineSeconds' is %d%s, and 'minReadySeconds' is %d: no pod could be "
		"ready in time",
		(int)deadline_seconds, bth_is_unset(deadline) ? " by default" : "",
		(int)ready_seconds);
	finding->path = bth_check_path(validation, value, "progressDeadlineSeconds");
}

/* A number of pods or a share of them, at most all. */
static void
check_share(struct bth_validation *validation, struct bth_value value)
{
	if (bth_is_string(value))
		bth_validate_format(validation, value, BTH_FORMAT_PERCENT_100);
	else
		bth_check_range(validation, value, 0, INT32_MAX);
}

/* ValidateDaemonSetUpdateStrategy: either more pods for a while, or fewer. */
void
bth_check_daemonset_strategy(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value rolling = bth_get(value, "rollingUpdate");
	struct bth_value unavailable = bth_get(rolling, "maxUnavailable");
	struct bth_value surge = bth_get(rolling, "maxSurge");
	int64_t fewer, more;

	if (!is_rolling(value))
		return;
	check_share(validation, unavailable);
	check_share(validation, surge);
	if (!read_share(&fewer, unavailable, 1) || !read_share(&more, surge, 0))
		return;
	if (!fewer && !more)
		bth_validation_report(validation, &bth_rule_field_value_wrong,
			unavailable,
			"'maxUnavailable' is 0 and 'maxSurge' is not set, so no pod could be replaced");
	else if (fewer && more) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, surge,
			"'maxSurge' may not be set when 'maxUnavailable' is not 0%s",
			bth_is_unset(unavailable) ? ", and it is 1 by default" : "");
		bth_finding_fix(validation->findings, finding, "set 'maxUnavailable: 0'");
	}
}

/* A set that keeps every revision is taken with a warning. */
void
bth_check_statefulset_history(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value limit = bth_get(value, "revisionHistoryLimit");
	int64_t number;

	if (validation->minor < 33 || !bth_validation_whole(&number, limit) ||
		number >= 0)
		return;
	bth_validation_report(validation, &bth_rule_field_deprecated, limit,
		"'revisionHistoryLimit' is %.*s, which keeps every revision for ever",
		BTH_STR_ARG(bth_validation_shown(validation, limit)));
}

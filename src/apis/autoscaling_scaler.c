/* autoscaling_scaler.c - HorizontalPodAutoscalers apart from their metrics */

#include "apis/checks.h"
#include "kube/quantity.h"

/* validateHorizontalPodAutoscalerSpec: maxReplicas below the minimum, which is 1 by default. */
void
bth_check_scaler_bounds(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value most = bth_get(value, "maxReplicas"),
			 least = bth_get(value, "minReplicas");
	int64_t highest, lowest;

	if (!bth_validation_whole(&highest, most) ||
		!bth_validation_whole(&lowest, least) || lowest < 1 || highest < 1 ||
		highest >= lowest)
		return;
	struct bth_finding *finding =
		bth_validation_report(validation, &bth_rule_field_value_wrong, most,
			"'maxReplicas' is %d, below 'minReplicas', which is %d",
			(int)highest, (int)lowest);
	bth_finding_note(
		validation->findings, finding, bth_span(least), "the minimum is here");
}

/* autoscaling/v1 knows one metric, which the server makes the first of a list. */
void
bth_check_scaler_share(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value share = bth_get(value, "targetCPUUtilizationPercentage");
	int64_t number;

	if (!bth_validation_whole(&number, share) || number >= 1)
		return;
	struct bth_finding *finding =
		bth_validation_report(validation, &bth_rule_field_value_wrong, share,
			"'targetCPUUtilizationPercentage' is %d, but has to be 1 or more",
			(int)number);
	finding->path = "spec.metrics[0].resource.target.averageUtilization";
}

/*
 * ValidateAPIVersion, since 1.34: what scales is not in the core group, except for the
 * ReplicationController; what is measured may be.
 */
void
bth_check_scaler_target(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value version = bth_get(value, "apiVersion");
	struct bth_str text = bth_text(version);
	size_t slash = bth_str_find(text, '/');
	bool core = slash == SIZE_MAX || slash == 0;

	if (validation->minor < 34 || !(bth_is_unset(version) || bth_is_string(version)))
		return;
	if (slash != SIZE_MAX && bth_str_rfind(text, '/') != slash)
		bth_validation_report(validation, &bth_rule_field_value_wrong, version,
			"'%.*s' is no apiVersion: it has more than one '/'",
			BTH_STR_ARG(bth_validation_shown(validation, version)));
	else if (core && bth_check_is_in(validation, "scaleTargetRef") &&
		!bth_str_is(bth_check_text(bth_get(value, "kind")),
			"ReplicationController")) {
		struct bth_finding *finding = bth_is_unset(version) ?
			bth_check_missing(validation, value, "apiVersion") :
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				version, "'apiVersion' names no API group");
		bth_finding_fix(validation->findings, finding,
			"write the apiVersion of what is scaled, such as apps/v1");
	}
}

/* validateScalingRules: an empty list takes the place of the default policies. */
void
bth_check_scaler_rules(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value policies = bth_get(value, "policies"),
			 tolerance = bth_get(value, "tolerance");
	struct bth_quantity quantity;

	if (bth_is_list(policies) && !bth_size(policies))
		bth_check_required(validation, value, "policies");
	if (validation->minor >= 35 &&
		bth_quantity_parse(&quantity, bth_text(tolerance)) == BTH_QUANTITY_OK &&
		quantity.nano < 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, tolerance,
			"'tolerance' is %.*s, but may not be negative",
			BTH_STR_ARG(bth_validation_shown(validation, tolerance)));
}

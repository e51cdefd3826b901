/* meta_selector.c - requirements on labels: ValidateLabelSelectorRequirement */

#include "apis/meta_selector.h"

bool
bth_check_has_operator(struct bth_value requirement, const char *const *operators)
{
	struct bth_str operator = bth_check_text(bth_get(requirement, "operator"));

	for (size_t i = 0; operators[i]; i++)
		if (bth_str_is(operator, operators[i]))
			return true;
	return false;
}

void
bth_check_operator_values(struct bth_validation *validation, struct bth_value requirement)
{
	static const char *const valued[] = {"In", "NotIn", NULL};
	static const char *const bare[] = {"Exists", "DoesNotExist", NULL};
	struct bth_value values = bth_get(requirement, "values");
	struct bth_str operator = bth_check_text(bth_get(requirement, "operator"));
	struct bth_finding *finding;

	if (!bth_is_unset(values) && !bth_is_list(values))
		return;
	if (bth_check_has_operator(requirement, valued) && !bth_size(values)) {
		finding = bth_is_unset(values) ?
			bth_check_missing(validation, requirement, "values") :
			bth_validation_report(validation, &bth_rule_field_missing, values,
				"'values' is empty");
		bth_finding_fix(validation->findings, finding,
			"list the values to compare with, or use 'Exists' or 'DoesNotExist'");
	} else if (bth_check_has_operator(requirement, bare) && bth_size(values)) {
		finding = bth_validation_report(validation, &bth_rule_field_forbidden, values,
			"'values' may not be set for the operator '%.*s'", BTH_STR_ARG(operator));
		bth_finding_fix(validation->findings, finding,
			"remove the values, or use 'In' or 'NotIn'");
	}
}

void
bth_check_label_requirement(struct bth_validation *validation, struct bth_value value)
{
	bth_check_operator_values(validation, value);
}

/* core_node_selector.c - which nodes are wanted: ValidateNodeSelector and its terms */

#include "apis/meta_selector.h"

/* Since then values are those of labels, except where nodes are only preferred. */
enum { LABEL_VALUES_SINCE = 33 };

static void
check_single(struct bth_validation *validation, struct bth_value requirement, const char *why)
{
	struct bth_value values = bth_get(requirement, "values");
	struct bth_str operator = bth_check_text(bth_get(requirement, "operator"));

	if (bth_is_unset(values))
		bth_check_missing(validation, requirement, "values");
	else if (bth_is_list(values) && bth_size(values) != 1)
		bth_validation_report(validation, &bth_rule_field_missing, values,
			"'values' has %zu items, but '%.*s'%s takes exactly one", bth_size(values),
			BTH_STR_ARG(operator), why);
}

static void
check_expression(struct bth_validation *validation, struct bth_value requirement)
{
	static const char *const numeric[] = {"Gt", "Lt", NULL};

	bth_check_operator_values(validation, requirement);
	if (bth_check_has_operator(requirement, numeric))
		check_single(validation, requirement, "");
}

/* The only field there is to ask for. */
static bool
check_field_key(struct bth_validation *validation, struct bth_value key)
{
	if (bth_str_is(bth_text(key), "metadata.name"))
		return true;
	if (!bth_is_string(key) || !bth_text(key).len ||
		bth_format_check(validation->findings->arena, BTH_FORMAT_LABEL_KEY, bth_text(key),
			validation->minor))
		return false; /* no key of anything: reported already */
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, key,
		"nodes cannot be selected by the field '%.*s', only by 'metadata.name'",
		BTH_STR_ARG(bth_validation_shown(validation, key)));
	bth_finding_fix(validation->findings, finding,
		"ask for labels under 'matchExpressions'");
	return false;
}

static void
check_field(struct bth_validation *validation, struct bth_value requirement)
{
	static const char *const taken[] = {"In", "NotIn", NULL};
	static const char *const others[] = {"Exists", "DoesNotExist", "Gt", "Lt", NULL};
	struct bth_value operator = bth_get(requirement, "operator");
	struct bth_value values = bth_get(requirement, "values");

	if (bth_check_has_operator(requirement, taken))
		check_single(validation, requirement, " in 'matchFields'");
	else if (bth_check_has_operator(requirement, others))
		bth_validation_report(validation, &bth_rule_field_value_wrong, operator,
			"the operator '%.*s' cannot be used in 'matchFields', only 'In' and "
			"'NotIn'", BTH_STR_ARG(bth_check_text(operator)));
	if (!check_field_key(validation, bth_get(requirement, "key")) || !bth_is_list(values))
		return;
	for (struct bth_value i = bth_first(values); bth_exists(i); i = bth_next(i))
		if (bth_is_string(i))
			bth_validate_format(validation, i, BTH_FORMAT_SUBDOMAIN);
}

void
bth_check_node_term(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value expressions = bth_get(value, "matchExpressions");
	struct bth_value fields = bth_get(value, "matchFields");

	for (struct bth_value i = bth_first(expressions); bth_is_list(expressions) && bth_exists(i);
		i = bth_next(i))
		check_expression(validation, i);
	for (struct bth_value i = bth_first(fields); bth_is_list(fields) && bth_exists(i);
		i = bth_next(i))
		check_field(validation, i);
}

static void
check_label_values(struct bth_validation *validation, struct bth_value requirement)
{
	struct bth_value values = bth_get(requirement, "values");

	for (struct bth_value i = bth_first(values); bth_is_list(values) && bth_exists(i);
		i = bth_next(i))
		bth_check_format(validation, i, BTH_FORMAT_LABEL_VALUE);
}

void
bth_check_node_selector(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value terms = bth_get(value, "nodeSelectorTerms");

	if (validation->minor < LABEL_VALUES_SINCE || !bth_is_list(terms))
		return;
	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_value expressions = bth_get(i, "matchExpressions");

		for (struct bth_value k = bth_first(expressions);
			bth_is_list(expressions) && bth_exists(k); k = bth_next(k))
			check_label_values(validation, k);
	}
}

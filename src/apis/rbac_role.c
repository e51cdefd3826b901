/* rbac_role.c - rules of Roles and ClusterRoles: ValidatePolicyRule */

#include "apis/checks.h"

/* A rule is about resources or about URLs, and URLs have no namespace. */
static void
check_urls(
	struct bth_validation *validation, struct bth_value rule, struct bth_value urls)
{
	bool resources = bth_size(bth_get(rule, "apiGroups")) ||
		bth_size(bth_get(rule, "resources")) ||
		bth_size(bth_get(rule, "resourceNames"));
	struct bth_finding *finding;

	if (bth_str_is(validation->kind.kind, "Role")) {
		finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
			urls,
			"a Role is about one namespace, and 'nonResourceURLs' are in none");
		bth_finding_fix(validation->findings, finding, "make it a ClusterRole");
	} else if (resources) {
		finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
			urls,
			"a rule is about resources or about 'nonResourceURLs', not both");
		bth_finding_fix(validation->findings, finding, "make two rules of it");
	}
}

void
bth_check_policy_rule(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value urls = bth_get(value, "nonResourceURLs");

	if (bth_size(urls)) {
		check_urls(validation, value, urls);
		return;
	}
	bth_check_required(validation, value, "apiGroups");
	bth_check_required(validation, value, "resources");
}

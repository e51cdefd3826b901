/* rbac_binding.c - who is bound to which role: ValidateRoleBinding, ValidateClusterRoleBinding */

#include "apis/checks.h"

#define GROUP "rbac.authorization.k8s.io"

void
bth_check_role_ref(struct bth_validation *validation, struct bth_value value)
{
	static const char *const groups[] = {GROUP, NULL};
	static const char *const kinds[] = {"Role", "ClusterRole", NULL};
	bool everywhere = bth_str_is(validation->kind.kind, "ClusterRoleBinding");

	bth_check_words(validation, bth_get(value, "apiGroup"), groups);
	bth_check_words(
		validation, bth_get(value, "kind"), everywhere ? kinds + 1 : kinds);
}

/* An absent group is filled in by the kind. */
static void
check_group(
	struct bth_validation *validation, struct bth_value subject, const char *wanted)
{
	struct bth_value group = bth_get(subject, "apiGroup");

	if (!bth_check_text(group).len || bth_str_is(bth_check_text(group), wanted))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_unknown, group, "'%.*s' is not the group of a %.*s",
		BTH_STR_ARG(bth_validation_shown(validation, group)),
		BTH_STR_ARG(bth_check_text(bth_get(subject, "kind"))));
	bth_finding_fix(validation->findings, finding,
		*wanted ? "leave it out, or write '%s'" : "leave it out%s", wanted);
}

static void
check_account(struct bth_validation *validation, struct bth_value subject)
{
	bth_check_format(validation, bth_get(subject, "name"), BTH_FORMAT_SUBDOMAIN);
	check_group(validation, subject, "");
	if (bth_str_is(validation->kind.kind, "ClusterRoleBinding"))
		bth_check_required(validation, subject, "namespace");
}

void
bth_check_subject(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str kind = bth_check_text(bth_get(value, "kind"));

	if (bth_str_is(kind, "ServiceAccount"))
		check_account(validation, value);
	else if (bth_str_is(kind, "User") || bth_str_is(kind, "Group"))
		check_group(validation, value, GROUP);
}

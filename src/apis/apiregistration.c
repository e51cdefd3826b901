/* apiregistration.c - APIServices: ValidateAPIService */

#include "apis/checks.h"

#include "kube/name.h"

static void
check_name(
	struct bth_validation *validation, struct bth_value root, struct bth_value spec)
{
	struct bth_value name = bth_dig(root, "metadata.name");
	struct bth_str wanted = bth_str_printf(validation->findings->arena, "%.*s.%.*s",
		BTH_STR_ARG(bth_check_text(bth_get(spec, "version"))),
		BTH_STR_ARG(bth_check_text(bth_get(spec, "group"))));

	if (!bth_check_text(name).len || bth_str_eq(bth_check_text(name), wanted) ||
		bth_name_check_path_segment(bth_check_text(name)))
		return;
	struct bth_finding *finding =
		bth_validation_report(validation, &bth_rule_object_name_malformed, name,
			"the name has to be the version and the group that are served");
	if (bth_check_text(bth_get(spec, "group")).len &&
		bth_check_text(bth_get(spec, "version")).len)
		bth_finding_fix(validation->findings, finding, "write '%.*s'",
			BTH_STR_ARG(wanted));
}

/* Without a service the API server itself serves the group, and trusts itself. */
static void
check_trust(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value bundle = bth_get(spec, "caBundle");
	struct bth_value insecure = bth_get(spec, "insecureSkipTLSVerify");
	bool local = bth_is_unset(bth_get(spec, "service")),
	     has_bundle = bth_check_text(bundle).len && !bth_is_null(bundle);

	if (local && has_bundle)
		bth_validation_report(validation, &bth_rule_field_value_wrong, bundle,
			"'caBundle' may not be set without 'service'");
	if (bth_is_true(insecure, false) && (local || has_bundle))
		bth_validation_report(validation, &bth_rule_field_value_wrong, insecure,
			"'insecureSkipTLSVerify' may not be true %s",
			local ? "without 'service'" : "beside 'caBundle'");
}

void
bth_check_api_service(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");
	struct bth_value version = bth_get(spec, "version");

	check_name(validation, value, spec);
	bth_check_format(validation, bth_get(spec, "group"), BTH_FORMAT_SUBDOMAIN);
	bth_check_format(validation, version, BTH_FORMAT_LABEL_1035);
	if (!bth_is_unset(spec) && !bth_check_text(bth_get(spec, "group")).len &&
		!bth_str_is(bth_check_text(version), "v1"))
		bth_check_required(validation, spec, "group");
	check_trust(validation, spec);
}

/* authorization.c - what is asked about access: ValidateSubjectAccessReviewSpec and its like */

#include "apis/checks.h"

/* Either resources or URLs. */
static void
check_attributes(struct bth_validation *validation, struct bth_value spec)
{
	bool resource = !bth_is_unset(bth_get(spec, "resourceAttributes"));
	struct bth_value other = bth_get(spec, "nonResourceAttributes");

	if (resource && !bth_is_unset(other))
		bth_validation_report(validation, &bth_rule_field_value_wrong, other,
			"a review is about 'resourceAttributes' or 'nonResourceAttributes', not "
			"both");
	else if (!resource && bth_is_unset(other))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			spec, BTH_STR("resourceAttributes"),
			"the review has neither 'resourceAttributes' nor 'nonResourceAttributes'");
}

/* Reviews are not stored, so they have no name and labels. */
static void
check_metadata(struct bth_validation *validation, bool namespaced)
{
	struct bth_value metadata = bth_get(validation->root, "metadata");

	for (struct bth_value key = bth_first(metadata);
		bth_exists(key) && bth_is_map(metadata); key = bth_next(key)) {
		struct bth_value value = bth_under(key);

		if (bth_str_is(bth_text(key), "managedFields") || bth_is_unset(value) ||
			(namespaced && bth_str_is(bth_text(key), "namespace")) ||
			(bth_is_scalar(value) ? !bth_text(value).len : !bth_size(value)))
			continue;
		struct bth_finding *finding =
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				key, "the metadata of a review has to be empty%s",
				namespaced ? " but for the namespace" : "");
		finding->path = "metadata";
		return;
	}
}

static void
check_subject(struct bth_validation *validation, struct bth_value spec)
{
	if (!bth_check_text(bth_get(spec, "user")).len &&
		!bth_size(bth_get(spec, "groups")))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			spec, BTH_STR("user"),
			"the review has no 'user' and no 'groups'");
}

void
bth_check_own_review(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");

	check_metadata(validation, false);
	if (bth_is_map(spec))
		check_attributes(validation, spec);
}

void
bth_check_access_review(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");

	bth_check_own_review(validation, value);
	if (bth_is_map(spec))
		check_subject(validation, spec);
}

void
bth_check_local_review(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_get(value, "spec");
	struct bth_value attributes = bth_get(spec, "resourceAttributes");
	struct bth_value namespace = bth_get(attributes, "namespace");

	check_metadata(validation, true);
	if (!bth_is_map(spec))
		return;
	check_attributes(validation, spec);
	check_subject(validation, spec);
	if (bth_check_text(namespace).len && validation->name.namespace.len &&
		!bth_str_eq(bth_check_text(namespace), validation->name.namespace))
		bth_validation_report(validation, &bth_rule_field_value_wrong, namespace,
			"a review in a namespace is about that namespace");
	if (bth_is_unset(attributes))
		bth_check_forbidden(validation, spec, "nonResourceAttributes",
			"for a review in a namespace");
}

/* A selector as text or as requirements. */
void
bth_check_access_selector(struct bth_validation *validation, struct bth_value value)
{
	enum { SINCE = 32 };
	struct bth_value raw = bth_get(value, "rawSelector");
	bool requirements = bth_size(bth_get(value, "requirements")) > 0;

	if (validation->minor < SINCE)
		return;
	if (bth_check_text(raw).len && requirements)
		bth_validation_report(validation, &bth_rule_field_value_wrong, raw,
			"a selector has 'rawSelector' or 'requirements', not both");
	else if (!bth_check_text(raw).len && !requirements)
		bth_check_missing(validation, value, "requirements");
}

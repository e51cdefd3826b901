/* admission_webhook.c - webhooks: validateValidatingWebhook, validateMutatingWebhook */

#include "apis/checks.h"

#include "base/map.h"

enum { NAME_PARTS = 3, CONDITIONS_MOST = 64 };

/* Names are domains, so that two makers of webhooks do not meet. */
static void
check_name(struct bth_validation *validation, struct bth_value name)
{
	size_t parts = 1;

	if (!bth_is_string(name) || !bth_text(name).len ||
		!bth_check_format(validation, name, BTH_FORMAT_SUBDOMAIN))
		return;
	for (size_t i = 0; i < bth_text(name).len; i++)
		parts += bth_text(name).at[i] == '.';
	if (parts < NAME_PARTS)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no valid name for a webhook: it has to be a domain of three "
			"parts or more, like 'check.example.com'",
			BTH_STR_ARG(bth_text(name)));
}

/* One version of a review; returns whether the API server can send it. */
static bool
check_version(struct bth_validation *validation, struct bth_map *seen, struct bth_value item)
{
	struct bth_str text = bth_text(item);

	if (bth_map_get(seen, text)) {
		bth_validation_report(validation, &bth_rule_field_duplicate, item,
			"'%.*s' is twice in 'admissionReviewVersions'", BTH_STR_ARG(text));
		return false;
	}
	bth_map_put(validation->findings->arena, seen, text.at ? text : BTH_STR(""), seen);
	bth_validate_format(validation, item, BTH_FORMAT_LABEL_1035);
	return bth_str_is(text, "v1") || bth_str_is(text, "v1beta1");
}

static void
check_versions(struct bth_validation *validation, struct bth_value list)
{
	struct bth_map seen = {0};
	bool known = false;

	if (!bth_is_list(list) || !bth_size(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		if (!bth_is_string(i) && !bth_is_null(i))
			return;
		known |= check_version(validation, &seen, i);
	}
	if (!known)
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"the API server sends reviews as 'v1' or 'v1beta1', and "
			"'admissionReviewVersions' has neither");
}

void
bth_check_webhook(struct bth_validation *validation, struct bth_value value)
{
	check_name(validation, bth_get(value, "name"));
	check_versions(validation, bth_get(value, "admissionReviewVersions"));
	bth_check_items(validation, bth_get(value, "matchConditions"), CONDITIONS_MOST);
}

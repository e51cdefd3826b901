/* webhook_versions.c - in which versions webhooks take reviews: validateAdmissionReviewVersions */

#include "apis/webhook_client.h"

#include "base/map.h"

/* One version of a review; returns whether the API server can send it. */
static bool
check_version(struct bth_validation *validation, struct bth_map *seen,
	struct bth_value item, const char *name)
{
	struct bth_str text = bth_check_text(item);

	if (bth_map_get(seen, text)) {
		bth_validation_report(validation, &bth_rule_field_duplicate, item,
			"'%.*s' is twice in '%s'", BTH_STR_ARG(text), name);
		return false;
	}
	bth_map_put(
		validation->findings->arena, seen, text.at ? text : BTH_STR(""), seen);
	bth_validate_format(validation, item, BTH_FORMAT_LABEL_1035);
	return bth_str_is(text, "v1") || bth_str_is(text, "v1beta1");
}

void
bth_webhook_check_versions(
	struct bth_validation *validation, struct bth_value parent, const char *name)
{
	struct bth_value list = bth_get(parent, name);
	struct bth_map seen = {0};
	bool known = false;

	if (!bth_is_list(list) || !bth_size(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		if (!bth_is_string(i) && !bth_is_null(i))
			return;
		known |= check_version(validation, &seen, i, name);
	}
	if (!known)
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"the API server sends reviews as 'v1' or 'v1beta1', and '%s' has neither",
			name);
}

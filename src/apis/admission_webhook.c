/* admission_webhook.c - webhooks: validateValidatingWebhook, validateMutatingWebhook */

#include "apis/webhook_client.h"

enum { NAME_PARTS = 3, CONDITIONS_MOST = 64 };

/* Names are domains, so that two makers of webhooks do not meet. */
static void
check_name(struct bth_validation *validation, struct bth_value name)
{
	size_t parts = 1;

	if (!bth_is_string(name) || !bth_check_text(name).len ||
		!bth_check_format(validation, name, BTH_FORMAT_SUBDOMAIN))
		return;
	for (size_t i = 0; i < bth_check_text(name).len; i++)
		parts += bth_check_text(name).at[i] == '.';
	if (parts < NAME_PARTS)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no valid name for a webhook: it has to be a domain of three "
			"parts or more, like 'check.example.com'",
			BTH_STR_ARG(bth_check_text(name)));
}

void
bth_check_webhook(struct bth_validation *validation, struct bth_value value)
{
	check_name(validation, bth_get(value, "name"));
	bth_webhook_check_versions(validation, value, "admissionReviewVersions");
	bth_check_items(validation, bth_get(value, "matchConditions"), CONDITIONS_MOST);
}

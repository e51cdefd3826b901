/* webhook_client.c - where webhooks are called: ValidateWebhookURL, ValidateWebhookService */

#include "apis/webhook_client.h"

#include "kube/name.h"

static void
check_url(struct bth_validation *validation, struct bth_value url)
{
	const char *fault =
		bth_is_string(url) ? bth_webhook_url_fault(bth_check_text(url)) : NULL;

	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, url,
			"'%.*s' is no URL of a webhook: %s",
			BTH_STR_ARG(bth_validation_shown(validation, url)), fault);
}

void
bth_check_webhook_client(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value url = bth_get(value, "url");
	bool service = !bth_is_unset(bth_get(value, "service"));

	if (bth_is_unset(url) && !service)
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the webhook has neither a 'url' nor a 'service'");
	else if (!bth_is_unset(url) && service)
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the webhook has a 'url' and a 'service', and may have one only");
	else
		check_url(validation, url);
}

/* ---- service ---- */

static const char *
check_segments(struct bth_str path)
{
	size_t from = 1;
	size_t end =
		path.len > 1 && path.at[path.len - 1] == '/' ? path.len - 1 : path.len;

	while (from <= end) {
		struct bth_str rest = bth_str_sub(path, from, end - from);
		size_t slash = bth_str_find(rest, '/');
		struct bth_str step = bth_str_sub(rest, 0, slash);
		const char *fault = step.len ? bth_name_check_subdomain(step) :
					       "a part between slashes is empty";

		if (fault)
			return fault;
		from += step.len + 1;
	}
	return NULL;
}

static void
check_path(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str path = bth_check_text(value);

	if (!bth_is_string(value) || !path.len || bth_str_is(path, "/"))
		return;
	const char *fault =
		path.at[0] == '/' ? check_segments(path) : "it has to begin with '/'";
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no path of a webhook: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

/* The API server hands the two to the function in the wrong order, so it says the other. */
static void
check_swapped(struct bth_validation *validation, struct bth_value service,
	const char *name, const char *said)
{
	struct bth_findings *findings = validation->findings;

	if (bth_check_required(validation, service, name))
		return;
	struct bth_finding *finding = findings->list.items[findings->list.len - 1];
	const char *path = bth_path_of(findings->arena, validation->root, service);
	finding->path = bth_arena_printf(findings->arena, "%s.%s", path, said);
}

void
bth_check_admission_service(struct bth_validation *validation, struct bth_value value)
{
	check_swapped(validation, value, "name", "namespace");
	check_swapped(validation, value, "namespace", "name");
	check_path(validation, bth_get(value, "path"));
}

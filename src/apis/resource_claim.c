/* resource_claim.c - claims of devices: validateDeviceClaim and what it calls */

#include "apis/checks.h"

#include <ctype.h>

#include "apis/volumes.h"
#include "base/map.h"
#include "kube/name.h"
#include "kube/resource.h"

enum {
	REQUESTS_MOST = 32,
	CONSTRAINTS_MOST = 32,
	CONFIG_MOST = 32,
	SELECTORS_MOST = 32,
	CHOICES_MOST = 8,
	TOLERATIONS_MOST = 16,
	EXPRESSION_MOST = 10 * 1024,
	SHARED_SINCE = 36, /* from when on devices have taints, and can be shared */
};

/* ---- requests ---- */

static void
check_count(struct bth_validation *validation, struct bth_value request)
{
	struct bth_str mode = bth_check_text(bth_get(request, "allocationMode"));
	struct bth_value count = bth_get(request, "count");
	int64_t number;

	if (!bth_validation_whole(&number, count) || number == 0)
		return; /* 1 by default */
	if (bth_str_is(mode, "All"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, count,
			"'count' may not be set when 'allocationMode' is 'All'");
	else if (number < 0 && (!mode.len || bth_str_is(mode, "ExactCount")))
		bth_validation_report(validation, &bth_rule_field_value_wrong, count,
			"'count' is %lld, but has to be 1 or more", (long long)number);
}

/* What is asked for exactly, or one of several choices. */
void
bth_check_device_demand(struct bth_validation *validation, struct bth_value value)
{
	check_count(validation, value);
	bth_check_items(validation, bth_get(value, "selectors"), SELECTORS_MOST);
	if (validation->minor >= SHARED_SINCE)
		bth_check_items(
			validation, bth_get(value, "tolerations"), TOLERATIONS_MOST);
}

void
bth_check_device_request(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value choices = bth_get(value, "firstAvailable");
	bool exactly = !bth_is_unset(bth_get(value, "exactly"));

	if (exactly == (bth_size(choices) > 0))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			exactly ?
				"a request has 'exactly' or 'firstAvailable', not both" :
				"the request has neither 'exactly' nor 'firstAvailable'");
	bth_check_items(validation, choices, CHOICES_MOST);
}

void
bth_check_device_selector(struct bth_validation *validation, struct bth_value value)
{
	bth_check_length(validation, bth_dig(value, "cel.expression"), EXPRESSION_MOST);
}

void
bth_check_device_toleration(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value text = bth_get(value, "value");

	if (validation->minor < SHARED_SINCE || !bth_check_text(text).len)
		return;
	if (bth_str_is(bth_check_text(bth_get(value, "operator")), "Exists"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, text,
			"'value' has to be empty when 'operator' is 'Exists'");
	else
		bth_check_format(validation, text, BTH_FORMAT_LABEL_VALUE);
}

/* ---- what refers to requests ---- */

/* The names of requests, and "request/choice" of those that have choices. */
static void
find_names(struct bth_arena *arena, struct bth_map *names, struct bth_value requests)
{
	for (struct bth_value i = bth_first(requests);
		bth_exists(i) && bth_is_list(requests); i = bth_next(i)) {
		struct bth_str name = bth_check_text(bth_get(i, "name"));
		struct bth_value choices = bth_get(i, "firstAvailable");

		if (name.len)
			bth_map_put(arena, names, name, names);
		for (struct bth_value k = bth_first(choices);
			bth_exists(k) && bth_is_list(choices); k = bth_next(k))
			bth_map_put(arena, names,
				bth_str_printf(arena, "%.*s/%.*s", BTH_STR_ARG(name),
					BTH_STR_ARG(bth_check_text(bth_get(k, "name")))),
				names);
	}
}

static void
check_references(struct bth_validation *validation, const struct bth_map *names,
	struct bth_value list)
{
	bth_check_items(validation, list, REQUESTS_MOST);
	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_is_list(list);
		i = bth_next(i))
		if (bth_is_string(i) && !bth_map_get(names, bth_check_text(i)))
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"there is no request '%.*s' in the claim",
				BTH_STR_ARG(bth_validation_shown(validation, i)));
}

/* A driver's domain, and a name in it. */
static const char *
check_attribute_name(struct bth_str text)
{
	size_t slash = bth_str_find(text, '/');
	struct bth_str name = bth_str_sub(text, slash + 1, text.len);

	if (slash == SIZE_MAX)
		return "it has to be a domain and a name, like 'gpu.example.com/model'";
	if (!slash || !name.len)
		return "a part of it is empty";
	for (size_t i = 0; i < name.len; i++)
		if (!isalnum((unsigned char)name.at[i]) && name.at[i] != '_' &&
			name.at[i] != '/')
			return "its name has other characters than letters, digits and '_'";
	return isdigit((unsigned char)name.at[0]) ? "its name begins with a digit" : NULL;
}

static void
check_attribute(struct bth_validation *validation, struct bth_value value)
{
	const char *fault =
		bth_is_string(value) ? check_attribute_name(bth_check_text(value)) : NULL;

	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no name of an attribute: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

void
bth_check_device_constraint(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value match = bth_get(value, "matchAttribute");
	struct bth_value distinct = bth_get(value, "distinctAttribute");

	if (!bth_is_unset(match))
		check_attribute(validation, match);
	else if (validation->minor < SHARED_SINCE)
		bth_check_missing(validation, value, "matchAttribute");
	else if (!bth_is_unset(distinct))
		check_attribute(validation, distinct);
	else
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the constraint has neither 'matchAttribute' nor 'distinctAttribute'");
}

void
bth_check_device_claim(struct bth_validation *validation, struct bth_value value)
{
	static const char *const lists[] = {"constraints", "config"};
	struct bth_map names = {0};

	find_names(validation->findings->arena, &names, bth_get(value, "requests"));
	bth_check_items(validation, bth_get(value, "requests"), REQUESTS_MOST);
	bth_check_items(validation, bth_get(value, "constraints"), CONSTRAINTS_MOST);
	bth_check_items(validation, bth_get(value, "config"), CONFIG_MOST);
	for (size_t i = 0; i < 2; i++) {
		struct bth_value list = bth_get(value, lists[i]);

		for (struct bth_value k = bth_first(list);
			bth_exists(k) && bth_is_list(list); k = bth_next(k))
			check_references(validation, &names, bth_get(k, "requests"));
	}
}

/* ---- the rest ---- */

void
bth_check_device_opaque(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value parameters = bth_get(value, "parameters");

	bth_check_driver_name(validation, bth_get(value, "driver"));
	if (bth_is_unset(parameters))
		bth_check_missing(validation, value, "parameters");
	else if (!bth_is_map(parameters))
		bth_validation_report(validation, &bth_rule_field_value_wrong, parameters,
			"'parameters' has to be a map, as the driver reads it");
}

void
bth_check_device_class(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value resource = bth_get(value, "extendedResourceName");

	bth_check_items(validation, bth_get(value, "selectors"), SELECTORS_MOST);
	bth_check_items(validation, bth_get(value, "config"), CONFIG_MOST);
	if (validation->minor >= SHARED_SINCE && bth_is_string(resource) &&
		!bth_resource_is_extended(bth_text(resource)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, resource,
			"'%.*s' is no extended resource, like 'example.com/gpu'",
			BTH_STR_ARG(bth_validation_shown(validation, resource)));
}

/* Labels and annotations that claims of this template get. */
void
bth_check_device_template(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value metadata = bth_get(value, "metadata");

	bth_validate_labels(validation, bth_get(metadata, "labels"));
	bth_validate_annotations(validation, bth_get(metadata, "annotations"));
}

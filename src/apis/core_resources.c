/* core_resources.c - requests and limits of a container: validateResourceRequirements */

#include "apis/resources.h"

#include "kube/quantity_read.h"

/* ---- quantities ---- */

/* Whether the quantity is pages of the size that the name of the resource says. */
static bool
is_pages(struct bth_str resource, struct bth_quantity quantity)
{
	struct bth_str size = bth_str_sub(resource, strlen(BTH_HUGEPAGES), SIZE_MAX);
	struct bth_quantity page;

	if (bth_quantity_parse(&page, size) != BTH_QUANTITY_OK || page.nano <= 0 ||
		page.nano % 1000000 != 0 || page.nano % 1000000000 != 0)
		return false;
	int64_t bytes = bth_quantity_value(page);
	return bytes == 0 || bth_quantity_value(quantity) % bytes == 0;
}

static void
check_quantity(struct bth_validation *validation, struct bth_str name, struct bth_value value)
{
	struct bth_quantity quantity;

	if (!bth_quantity_read(&quantity, validation->findings->arena, value))
		return;
	if (quantity.nano < 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' of %.*s is negative",
			BTH_STR_ARG(bth_validation_shown(validation, value)), BTH_STR_ARG(name));
	else if (bth_resource_is_whole(name) && quantity.nano % 1000000000 != 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' of %.*s is no whole number",
			BTH_STR_ARG(bth_validation_shown(validation, value)), BTH_STR_ARG(name));
	else if (bth_resource_is_hugepages(name) && !is_pages(name, quantity))
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no number of whole pages of %.*s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), BTH_STR_ARG(name));
}

void
bth_check_resource_list(struct bth_validation *validation, struct bth_value list,
	const char *(*name_fault)(struct bth_str name))
{
	for (struct bth_value key = bth_first(list); bth_is_map(list) && bth_exists(key);
		key = bth_next(key)) {
		const char *fault = name_fault(bth_text(key));

		if (fault)
			bth_validation_report(validation, &bth_rule_field_value_wrong, key,
				"'%.*s' is no resource that can be had here: %s",
				BTH_STR_ARG(bth_validation_shown(validation, key)), fault);
		else
			check_quantity(validation, bth_text(key), bth_under(key));
	}
}

/* ---- one resource in both lists ---- */

/* What cannot be shared has a limit, and is asked for as a whole. */
static void
check_pair(struct bth_validation *validation, struct bth_value resources, struct bth_value key)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value limits = bth_get(resources, "limits");
	struct bth_str name = bth_text(key);
	struct bth_value limit = bth_get_str(limits, name);
	struct bth_quantity asked, most;

	if (bth_resource_overcommits(name))
		return;
	if (!bth_exists(limit)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_missing, key, "'%.*s' is asked for, but has no limit",
			BTH_STR_ARG(bth_validation_shown(validation, key)));

		finding->path = bth_arena_printf(arena, "%s.limits",
			bth_path_of(arena, validation->root, resources));
		bth_finding_fix(validation->findings, finding,
			"it cannot be shared: give 'limits' the same value");
		return;
	}
	/* more than the limit is resource-request-above-limit */
	if (!bth_quantity_read(&asked, arena, bth_under(key)) ||
		!bth_quantity_read(&most, arena, limit) || bth_quantity_cmp(asked, most) >= 0)
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		bth_under(key), "'%.*s' of %.*s is less than its limit of %.*s",
		BTH_STR_ARG(bth_validation_shown(validation, bth_under(key))), BTH_STR_ARG(name),
		BTH_STR_ARG(bth_validation_shown(validation, limit)));
	finding->path = bth_arena_printf(arena, "%s.requests",
		bth_path_of(arena, validation->root, resources));
	bth_finding_note(validation->findings, finding, bth_span(limit), "the limit is here");
	bth_finding_fix(validation->findings, finding,
		"it cannot be shared: write the same value, or leave the request out");
}

static bool
has_compute(struct bth_value list)
{
	return bth_exists(bth_get(list, "cpu")) || bth_exists(bth_get(list, "memory"));
}

static struct bth_value
find_pages(struct bth_value list)
{
	for (struct bth_value key = bth_first(list); bth_is_map(list) && bth_exists(key);
		key = bth_next(key))
		if (bth_resource_is_hugepages(bth_text(key)))
			return key;
	return (struct bth_value){0};
}

void
bth_check_resource_lists(struct bth_validation *validation, struct bth_value resources,
	const char *(*name_fault)(struct bth_str name), bool computes)
{
	struct bth_value requests = bth_get(resources, "requests");
	struct bth_value limits = bth_get(resources, "limits");
	struct bth_value pages = find_pages(limits);

	bth_check_resource_list(validation, limits, name_fault);
	bth_check_resource_list(validation, requests, name_fault);
	for (struct bth_value key = bth_first(requests); bth_is_map(requests) && bth_exists(key);
		key = bth_next(key))
		if (!name_fault(bth_text(key)))
			check_pair(validation, resources, key);
	if (!bth_exists(pages))
		pages = find_pages(requests);
	if (!bth_exists(pages) || computes || has_compute(limits) || has_compute(requests))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_forbidden,
		pages, "huge pages cannot be had without cpu or memory");
	finding->path = bth_path_of(validation->findings->arena, validation->root, resources);
	bth_finding_fix(validation->findings, finding, "ask for cpu or memory as well");
}

void
bth_check_resources(struct bth_validation *validation, struct bth_value value)
{
	bth_check_resource_lists(validation, bth_get(value, "resources"),
		bth_resource_check_container, false);
}

/* resource_slice.c - the devices of a driver: validateResourceSliceSpec */

#include "apis/checks.h"

#include "apis/volumes.h"
#include "kube/name.h"

enum {
	DEVICES_MOST = 128,
	SHARED_MOST = 64, /* of devices with taints or counters */
	COUNTER_SETS_MOST = 8,
	ATTRIBUTES_MOST = 32,
	SHARED_SINCE = 36,
};

static void
check_pool_name(struct bth_validation *validation, struct bth_value name)
{
	struct bth_str text = bth_check_text(name);
	const char *fault = text.len > 253 ? "it has more than 253 characters" : NULL;

	for (size_t at = 0; at <= text.len && text.len && !fault;) {
		struct bth_str rest = bth_str_sub(text, at, text.len);
		struct bth_str part = bth_str_sub(rest, 0, bth_str_find(rest, '/'));

		fault = bth_name_check_subdomain(part);
		at += part.len + 1;
	}
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"'%.*s' is no valid name of a pool: %s",
			BTH_STR_ARG(bth_validation_shown(validation, name)), fault);
}

/* Which nodes can use the devices: said in one way, and true if it is a yes or no. */
static void
check_nodes(struct bth_validation *validation, struct bth_value spec)
{
	static const char *const ways[] = {
		"nodeName", "nodeSelector", "allNodes", "perDeviceNodeSelection"};
	size_t count = 0, ways_count = validation->minor < SHARED_SINCE ? 3 : 4;

	for (size_t i = 0; i < ways_count; i++) {
		struct bth_value value = bth_get(spec, ways[i]);
		bool empty = bth_is_string(value) ? !bth_check_text(value).len :
						    !bth_is_true(value, true);

		if (bth_is_unset(value))
			continue;
		count += !empty;
		if (empty)
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				value, "'%s' is there with a value, or not at all",
				ways[i]);
	}
	if (count != 1)
		bth_validation_report_missing(validation, &bth_rule_field_missing, spec,
			(struct bth_str){0},
			"exactly one of 'nodeName', 'nodeSelector', 'allNodes'%s has to be there",
			ways_count == 4 ? " and 'perDeviceNodeSelection'" : "");
}

/* The same of one device, in a slice whose devices say it one by one. */
static void
check_device_nodes(struct bth_validation *validation, struct bth_value device, bool one_by_one)
{
	static const char *const ways[] = {"nodeName", "nodeSelector", "allNodes"};
	size_t count = 0;

	for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
		count += !bth_is_unset(bth_get(device, ways[i]));
	if (one_by_one)
		bth_check_format(validation, bth_get(device, "nodeName"), BTH_FORMAT_SUBDOMAIN);
	if (!one_by_one && count)
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, device,
			(struct bth_str){0},
			"a device has 'nodeName', 'nodeSelector' or 'allNodes' only when the slice "
			"has 'perDeviceNodeSelection: true'");
	else if (one_by_one && count != 1)
		bth_validation_report_missing(validation, &bth_rule_field_missing, device,
			(struct bth_str){0},
			"the device has to have exactly one of 'nodeName', 'nodeSelector' and "
			"'allNodes', as the slice has 'perDeviceNodeSelection'");
}

static bool
is_shared(struct bth_value device)
{
	return bth_size(bth_get(device, "taints")) ||
		bth_size(bth_get(device, "consumesCounters"));
}

static void
check_devices(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value devices = bth_get(spec, "devices");
	bool one_by_one = bth_is_true(bth_get(spec, "perDeviceNodeSelection"), false);
	bool shared = false;

	for (struct bth_value i = bth_first(devices);
		bth_exists(i) && bth_is_list(devices); i = bth_next(i)) {
		shared |= is_shared(i);
		if (bth_is_map(i) && validation->minor >= SHARED_SINCE)
			check_device_nodes(validation, i, one_by_one);
	}
	bth_check_items(validation, devices,
		shared && validation->minor >= SHARED_SINCE ? SHARED_MOST : DEVICES_MOST);
}

void
bth_check_resource_slice(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value terms = bth_dig(value, "nodeSelector.nodeSelectorTerms");

	bth_check_driver_name(validation, bth_get(value, "driver"));
	check_pool_name(validation, bth_dig(value, "pool.name"));
	bth_check_format(validation, bth_get(value, "nodeName"), BTH_FORMAT_SUBDOMAIN);
	check_nodes(validation, value);
	if (bth_size(terms) > 1)
		bth_validation_report(validation, &bth_rule_field_value_wrong, terms,
			"the selector has to have one term alone");
	check_devices(validation, value);
	if (validation->minor < SHARED_SINCE)
		return;
	bth_check_items(validation, bth_get(value, "sharedCounters"), COUNTER_SETS_MOST);
	if (bth_is_list(bth_get(value, "sharedCounters")) &&
		bth_is_list(bth_get(value, "devices")))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			value, (struct bth_str){0},
			"a slice has 'sharedCounters' or 'devices', not both");
}

/* validateDeviceBindingParameters: what a pod waits for, and what tells that it never comes. */
static void
check_conditions(struct bth_validation *validation, struct bth_value device)
{
	enum { CONDITIONS_MOST = 4 };
	static const char *const names[] = {"bindingConditions", "bindingFailureConditions"};
	bool there[2];

	for (size_t i = 0; i < 2; i++) {
		struct bth_value list = bth_get(device, names[i]);

		there[i] = bth_is_list(list) && bth_size(list);
		bth_check_items(validation, list, CONDITIONS_MOST);
	}
	for (size_t i = 0; i < 2; i++)
		if (!there[i] && there[1 - i])
			bth_check_missing(validation, device, names[i]);
}

void
bth_check_device(struct bth_validation *validation, struct bth_value value)
{
	size_t count = bth_size(bth_get(value, "attributes")) +
		bth_size(bth_get(value, "capacity"));

	if (count > ATTRIBUTES_MOST)
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			value, (struct bth_str){0},
			"the device has %zu attributes and capacities, and %d are "
			"allowed",
			count, ATTRIBUTES_MOST);
	if (validation->minor >= SHARED_SINCE)
		check_conditions(validation, value);
}

void
bth_check_device_attribute(struct bth_validation *validation, struct bth_value value)
{
	enum { VALUE_MOST = 64 };
	static const char *const kinds[] = {"bool", "int", "string", "version"};
	size_t count = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		count += !bth_is_unset(bth_get(value, kinds[i]));
	if (count > 1 || (count == 0 && bth_size(value) == 0))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			value, (struct bth_str){0},
			"an attribute has exactly one of 'bool', 'int', 'string' "
			"and 'version'");
	bth_check_length(validation, bth_get(value, "string"), VALUE_MOST);
	bth_check_length(validation, bth_get(value, "version"), VALUE_MOST);
}

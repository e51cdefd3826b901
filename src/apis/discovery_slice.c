/* discovery_slice.c - EndpointSlices: ValidateEndpointSlice, and the warnings of its strategy */

#include "apis/checks.h"

#include "kube/name.h"

enum {
	ADDRESSES_MOST = 100,
	ENDPOINTS_MOST = 1000,
	HINTS_MOST = 8,
	PORTS_MOST = 20000,
};

/* IsFullyQualifiedDomainName: two labels or more, and a dot may end them. */
static const char *
check_domain(struct bth_str name)
{
	if (bth_str_ends(name, "."))
		name.len--;
	const char *fault = bth_name_check_subdomain(name);
	if (fault)
		return fault;
	if (bth_str_find(name, '.') == SIZE_MAX)
		return "it has to be a domain of two labels or more";
	for (;;) {
		size_t dot = bth_str_find(name, '.');

		fault = bth_name_check_label(bth_str_sub(name, 0, dot));
		if (fault || dot == SIZE_MAX)
			return fault;
		name = bth_str_sub(name, dot + 1, SIZE_MAX);
	}
}

static void
check_fqdn(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str name = bth_check_text(value);
	const char *fault = name.len ? check_domain(name) : "it is empty";

	if ((bth_is_string(value) || bth_is_null(value)) && fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no valid domain name: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

static void
check_ip(struct bth_validation *validation, struct bth_value value, bool ipv4)
{
	struct bth_address address;
	enum bth_address_form form = ipv4 ? bth_address_form_old(validation->minor) :
					    bth_address_form_new(validation->minor);

	if (!bth_check_address(validation, value, form) ||
		!bth_address_parse(&address, bth_check_text(value)))
		return;
	if (address.ipv4 != ipv4)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no %s address, as 'addressType' says",
			BTH_STR_ARG(bth_validation_shown(validation, value)),
			ipv4 ? "IPv4" : "IPv6");
	else
		bth_check_endpoint_address(validation, value);
}

static void
check_addresses(struct bth_validation *validation, struct bth_value list, struct bth_str type)
{
	bool ipv4 = bth_str_is(type, "IPv4"), ipv6 = bth_str_is(type, "IPv6");

	if (!bth_is_list(list))
		return;
	bth_check_items(validation, list, ADDRESSES_MOST);
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (ipv4 || ipv6)
			check_ip(validation, i, ipv4);
		else if (bth_str_is(type, "FQDN"))
			check_fqdn(validation, i);
}

/* The server gives a port without a name the empty one, and takes that once. */
static void
check_ports(struct bth_validation *validation, struct bth_value ports)
{
	struct bth_value first = {0};

	if (!bth_is_list(ports) || !bth_check_items(validation, ports, PORTS_MOST))
		return;
	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");

		if (!bth_is_unset(name) && !(bth_is_string(name) && !bth_check_text(name).len))
			continue;
		if (bth_exists(first))
			bth_validation_report_missing(validation, &bth_rule_field_duplicate, i,
				BTH_STR("name"), "another port has no name already");
		else
			first = i;
	}
}

void
bth_check_endpoint_slice(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value endpoints = bth_get(value, "endpoints");
	struct bth_str type = bth_check_text(bth_get(value, "addressType"));

	check_ports(validation, bth_get(value, "ports"));
	if (!bth_is_list(endpoints) || !bth_check_items(validation, endpoints, ENDPOINTS_MOST))
		return;
	for (struct bth_value i = bth_first(endpoints); bth_exists(i); i = bth_next(i))
		check_addresses(validation, bth_get(i, "addresses"), type);
}

/* Whatever they are called: the empty name, too, may be there once. */
static void
check_zones(struct bth_validation *validation, struct bth_value zones)
{
	struct bth_map seen = {0};

	if (!bth_is_list(zones) || !bth_check_items(validation, zones, HINTS_MOST))
		return;
	for (struct bth_value i = bth_first(zones); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");
		struct bth_value first =
			bth_check_seen(validation, &seen, bth_check_text(name), i);

		if (bth_exists(first) && bth_is_string(name))
			bth_check_duplicate(validation, bth_get(first, "name"), name);
		else if (bth_exists(first) && bth_is_unset(name))
			bth_validation_report_missing(validation, &bth_rule_field_duplicate, i,
				BTH_STR("name"), "another zone has no name already");
	}
}

void
bth_check_endpoint_hints(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value nodes = bth_get(value, "forNodes");

	check_zones(validation, bth_get(value, "forZones"));
	if (bth_is_list(nodes) && validation->minor >= 34) /* before, they are dropped */
		bth_check_items(validation, nodes, HINTS_MOST);
}

/* Kubernetes' own controllers are not warned. */
static bool
is_managed(struct bth_value slice)
{
	struct bth_str by = bth_check_text(bth_get(bth_dig(slice, "metadata.labels"),
		"endpointslice.kubernetes.io/managed-by"));

	return bth_str_is(by, "endpointslice-controller.k8s.io") ||
		bth_str_is(by, "endpointslicemirroring-controller.k8s.io");
}

void
bth_check_endpoint_slice_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value type = bth_get(value, "addressType");
	struct bth_value endpoints = bth_get(value, "endpoints");

	if (bth_str_is(bth_check_text(type), "FQDN"))
		bth_validation_report(validation, &bth_rule_field_deprecated, type,
			"endpoints of type FQDN are deprecated");
	if (validation->minor < 33 || is_managed(value) || !bth_is_list(endpoints) ||
		!bth_str_is(bth_check_text(type), "IPv4"))
		return; /* an IPv6 address that could be warned of is refused */
	for (struct bth_value i = bth_first(endpoints); bth_exists(i); i = bth_next(i)) {
		struct bth_value list = bth_get(i, "addresses");

		for (struct bth_value at = bth_first(list); bth_is_list(list) && bth_exists(at);
			at = bth_next(at))
			bth_check_address_written(validation, at,
				bth_address_form_old(validation->minor));
	}
}

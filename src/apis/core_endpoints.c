/* core_endpoints.c - addresses and ports of Endpoints: validateEndpointSubsets */

#include "apis/checks.h"

static bool
is_filled(struct bth_value list)
{
	return bth_is_list(list) && bth_size(list);
}

void
bth_check_endpoint_address_ip(struct bth_validation *validation, struct bth_value value)
{
	enum bth_address_form form = bth_address_form_old(validation->minor);
	struct bth_value ip = bth_get(value, "ip");

	if (!bth_text(ip).len || !bth_check_address(validation, ip, form))
		return;
	if (bth_check_endpoint_address(validation, ip))
		bth_check_address_written(validation, ip, form);
}

void
bth_check_endpoint_subset(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value ports = bth_get(value, "ports");

	if (!is_filled(bth_get(value, "addresses")) &&
		!is_filled(bth_get(value, "notReadyAddresses")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"there are neither 'addresses' nor 'notReadyAddresses'");
	if (!bth_is_list(ports) || bth_size(ports) < 2)
		return;
	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i))
		bth_check_required(validation, i, "name");
}

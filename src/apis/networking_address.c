/* networking_address.c - IPAddresses and ServiceCIDRs: their addresses and networks */

#include "apis/checks.h"

enum { FAMILIES = 2 };

/* An address is called what it is, so the server cannot make up a name for one either. */
static void
check_name(struct bth_validation *validation, struct bth_value name)
{
	if (bth_check_text(name).len)
		bth_check_address_of(validation, name, &bth_rule_object_name_malformed,
			BTH_ADDRESS_CANONICAL);
}

void
bth_check_ip_address(struct bth_validation *validation, struct bth_value value)
{
	check_name(validation, bth_dig(value, "metadata.name"));
	check_name(validation, bth_dig(value, "metadata.generateName"));
}

void
bth_check_service_cidr(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value list = bth_get(value, "cidrs");
	struct bth_network networks[FAMILIES];
	size_t read = 0;

	if (!bth_is_list(list))
		return;
	if (bth_size(list) > FAMILIES) {
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"there can be two 'cidrs', one of each family");
		return;
	}
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		bth_check_network(validation, i, bth_address_form_new(validation->minor));
		read += bth_network_parse(&networks[read], bth_check_text(i));
	}
	if (read == FAMILIES && networks[0].address.ipv4 == networks[1].address.ipv4)
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"both 'cidrs' are of one family, and there can be one of each");
}

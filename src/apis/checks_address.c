/* checks_address.c - IP addresses and networks in the fields of any kind */

#include "apis/checks.h"

/* A text, or null in a list of texts, which is the empty one; neither is an address. */
static bool
is_text(struct bth_value value)
{
	return bth_is_string(value) || bth_is_null(value);
}

/* What was meant by a text that can be read, but is not written as it has to be. */
static bool
canonical_address(char out[BTH_ADDRESS_TEXT], struct bth_str text)
{
	struct bth_address address;

	if (!bth_address_parse(&address, text))
		return false;
	bth_address_text(out, &address);
	return true;
}

static bool
canonical_network(char out[BTH_ADDRESS_TEXT], struct bth_str text)
{
	struct bth_network network;

	if (!bth_network_parse(&network, text))
		return false;
	bth_network_text(out, &network);
	return true;
}

static void
offer(struct bth_validation *validation, struct bth_finding *finding, struct bth_value value,
	const char *text)
{
	const char *quote = strchr(text, ':') ? "\"" : "";

	bth_finding_fix(validation->findings, finding, "write '%s'", text);
	bth_validation_replace(validation, finding, value,
		bth_str_printf(validation->findings->arena, "%s%s%s", quote, text, quote));
}

struct bth_finding *
bth_check_address_of(struct bth_validation *validation, struct bth_value value,
	const struct bth_rule *rule, enum bth_address_form form)
{
	const char *fault = bth_address_check(bth_check_text(value), form);
	char text[BTH_ADDRESS_TEXT];

	if (!is_text(value) || !fault)
		return NULL;
	struct bth_finding *finding = bth_validation_report(validation, rule, value,
		"'%.*s' is no valid IP address: %s",
		BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
	if (canonical_address(text, bth_check_text(value)))
		offer(validation, finding, value, text);
	return finding;
}

bool
bth_check_address(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form)
{
	return !bth_check_address_of(validation, value, &bth_rule_field_value_wrong, form);
}

bool
bth_check_network(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form)
{
	const char *fault = bth_network_check(bth_check_text(value), form);
	char text[BTH_ADDRESS_TEXT];

	if (!is_text(value) || !fault)
		return true;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, value, "'%.*s' is no valid network: %s",
		BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
	if (canonical_network(text, bth_check_text(value)))
		offer(validation, finding, value, text);
	return false;
}

bool
bth_check_endpoint_address(struct bth_validation *validation, struct bth_value value)
{
	struct bth_address address;
	const char *fault = bth_address_parse(&address, bth_check_text(value)) ?
		bth_address_check_endpoint(&address) :
		NULL;

	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' cannot be used: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
	return !fault;
}

/* ---- what is taken with a warning ---- */

static void
warn(struct bth_validation *validation, struct bth_value value, const char *why,
	const char *text)
{
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_deprecated, value, "'%.*s' %s",
		BTH_STR_ARG(bth_validation_shown(validation, value)), why);

	offer(validation, finding, value, text);
}

void
bth_check_address_written(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form)
{
	struct bth_address address;
	char text[BTH_ADDRESS_TEXT];

	if (!bth_is_string(value) || bth_address_check(bth_check_text(value), form) ||
		!bth_address_parse(&address, bth_check_text(value)))
		return;
	bth_address_text(text, &address);
	if (address.zeros || address.mapped)
		warn(validation, value, "is an IP address that not everybody reads the same", text);
	else if (!bth_str_is(bth_check_text(value), text))
		warn(validation, value, "is no IPv6 address in canonical form (RFC 5952)", text);
}

void
bth_check_network_written(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form)
{
	struct bth_network network;
	char text[BTH_ADDRESS_TEXT];

	if (!bth_is_string(value) || bth_network_check(bth_check_text(value), form) ||
		!bth_network_parse(&network, bth_check_text(value)))
		return;
	bth_network_text(text, &network);
	if (network.zeros || network.address.mapped)
		warn(validation, value, "is a network that not everybody reads the same", text);
	else if (bth_network_has_host(&network))
		warn(validation, value, "has bits set beyond the length of the network", text);
	else if (!bth_str_is(bth_check_text(value), text))
		warn(validation, value, "is no IPv6 network in canonical form (RFC 5952)", text);
}

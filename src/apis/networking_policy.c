/* networking_policy.c - NetworkPolicies: ValidateNetworkPolicySpec and what it calls */

#include "apis/checks.h"

enum { PORT_MOST = 65535, POLICY_TYPES_MOST = 2 };

void
bth_check_network_policy(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value types = bth_get(value, "policyTypes");

	if (bth_is_list(types) && bth_size(types) > POLICY_TYPES_MOST)
		bth_validation_report(validation, &bth_rule_field_value_wrong, types,
			"there are two 'policyTypes', and this names %zu", bth_size(types));
}

void
bth_check_network_policy_port(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value port = bth_get(value, "port"), end = bth_get(value, "endPort");
	int64_t first, last;
	bool numeric = bth_validation_whole(&first, port);

	if (numeric && first == 0)
		bth_check_range(validation, port, 1, PORT_MOST);
	if (bth_is_unset(end) || !bth_validation_whole(&last, end))
		return;
	if (bth_is_unset(port))
		bth_validation_report(validation, &bth_rule_field_value_wrong, end,
			"'endPort' needs 'port' beside it, which the range begins with");
	else if (!numeric)
		bth_validation_report(validation, &bth_rule_field_value_wrong, end,
			"'endPort' needs a number as 'port', not a name");
	else if (bth_check_range(validation, end, 1, PORT_MOST) && last < first)
		bth_validation_report(validation, &bth_rule_field_value_wrong, end,
			"'endPort' is %lld, less than the 'port' %lld", (long long)last,
			(long long)first);
}

void
bth_check_network_policy_peer(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value pods = bth_get(value, "podSelector");
	struct bth_value namespaces = bth_get(value, "namespaceSelector");
	struct bth_value block = bth_get(value, "ipBlock");
	bool selects = !bth_is_unset(pods) || !bth_is_unset(namespaces);

	if (!selects && bth_is_unset(block)) {
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the peer is nobody: it has none of 'podSelector', 'namespaceSelector' "
			"and 'ipBlock'");
	} else if (selects && !bth_is_unset(block)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_forbidden, block,
			"a peer with an 'ipBlock' cannot select pods or namespaces, too");

		finding->path =
			bth_path_of(validation->findings->arena, validation->root, value);
	}
}

/* An exception is a smaller network inside. */
static void
check_except(struct bth_validation *validation, const struct bth_network *network,
	struct bth_value value)
{
	struct bth_network except;

	if (!bth_check_network(validation, value, bth_address_form_old(validation->minor)) ||
		!bth_network_parse(&except, bth_check_text(value)))
		return;
	if (except.bits <= network->bits || !bth_network_contains(network, &except.address))
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no part of the network in 'cidr'",
			BTH_STR_ARG(bth_validation_shown(validation, value)));
}

void
bth_check_ip_block(struct bth_validation *validation, struct bth_value value)
{
	enum bth_address_form form = bth_address_form_old(validation->minor);
	struct bth_value cidr = bth_get(value, "cidr"), list = bth_get(value, "except");
	struct bth_network network;

	if (!bth_check_text(cidr).len)
		return; /* missing, and nothing further is looked at */
	bth_check_network(validation, cidr, form);
	if (!bth_network_parse(&network, bth_check_text(cidr)))
		return;
	if (validation->minor >= 33)
		bth_check_network_written(validation, cidr, form);
	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		check_except(validation, &network, i);
		if (validation->minor >= 33)
			bth_check_network_written(validation, i, form);
	}
}

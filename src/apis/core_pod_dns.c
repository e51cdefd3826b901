/* core_pod_dns.c - how pods look up names: validatePodDNSConfig, ValidateHostAliases */

#include "apis/checks.h"
#include "kube/name.h"

enum {
	NAMESERVERS_MOST = 3,
	SEARCHES_MOST = 32,
	SEARCHES_LEN_MOST = 2048,
	RELAXED_SINCE = 33, /* '_' in a search path, and the path '.' */
};

/* One that is written in an odd way is taken, and the server warns of it. */
static void
check_address(struct bth_validation *validation, struct bth_value value)
{
	enum bth_address_form form = bth_address_form_old(validation->minor);

	if (bth_check_address(validation, value, form))
		bth_check_address_written(validation, value, form);
}

/* A policy of None leaves everything to dnsConfig, so that has to name a server. */
static bool
check_policy(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value config = bth_get(spec, "dnsConfig");
	struct bth_finding *finding;

	if (!bth_str_is(bth_check_text(bth_get(spec, "dnsPolicy")), "None"))
		return true;
	if (bth_is_unset(config))
		finding = bth_validation_report_missing(validation, &bth_rule_field_missing, spec,
			BTH_STR("dnsConfig"),
			"the pod has 'dnsPolicy: None', but no 'dnsConfig'");
	else if (bth_is_map(config) && !bth_size(bth_get(config, "nameservers")))
		finding = bth_validation_report_missing(validation, &bth_rule_field_missing, config,
			BTH_STR("nameservers"),
			"the pod has 'dnsPolicy: None', but 'dnsConfig' names no server");
	else
		return true;
	bth_finding_fix(validation->findings, finding, "add 'dnsConfig.nameservers'");
	return false;
}

static void
check_search(struct bth_validation *validation, struct bth_value item)
{
	struct bth_str text = bth_is_null(item) ? BTH_STR("") : bth_text(item);
	bool relaxed = validation->minor >= RELAXED_SINCE;

	if (!(bth_is_string(item) || bth_is_null(item)) || (relaxed && bth_str_is(text, ".")))
		return;
	if (text.len && text.at[text.len - 1] == '.')
		text.len--;
	char *plain = bth_arena_copy(validation->findings->arena, text.at, text.len);
	for (size_t i = 0; relaxed && i < text.len; i++)
		if (plain[i] == '_')
			plain[i] = 'a';
	const char *fault = bth_name_check_subdomain(
		(struct bth_str){.at = plain, .len = text.len});
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, item,
			"'%.*s' is no valid search path: %s", BTH_STR_ARG(bth_text(item)), fault);
}

static void
check_searches(struct bth_validation *validation, struct bth_value searches)
{
	size_t count = bth_size(searches), len = count ? count - 1 : 0;

	if (!bth_is_list(searches))
		return;
	for (struct bth_value i = bth_first(searches); bth_exists(i); i = bth_next(i)) {
		check_search(validation, i);
		len += bth_text(i).len;
	}
	if (count > SEARCHES_MOST)
		bth_validation_report(validation, &bth_rule_field_value_wrong, searches,
			"'searches' has %zu paths, and %d are allowed", count, SEARCHES_MOST);
	if (len > SEARCHES_LEN_MOST)
		bth_validation_report(validation, &bth_rule_field_value_wrong, searches,
			"'searches' has %zu bytes with a blank between each two, and %d are allowed",
			len, SEARCHES_LEN_MOST);
}

/* Names and addresses for the hosts file. */
void
bth_check_host_alias(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value ip = bth_get(value, "ip");

	if (bth_text(ip).len)
		check_address(validation, ip);
}

void
bth_check_pod_dns(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value config = bth_get(value, "dnsConfig");
	struct bth_value servers = bth_get(config, "nameservers");

	if (!check_policy(validation, value))
		return;
	if (bth_is_list(servers) && bth_size(servers) > NAMESERVERS_MOST)
		bth_validation_report(validation, &bth_rule_field_value_wrong, servers,
			"'nameservers' has %zu servers, and %d are allowed", bth_size(servers),
			NAMESERVERS_MOST);
	for (struct bth_value i = bth_first(servers); bth_is_list(servers) && bth_exists(i);
		i = bth_next(i))
		check_address(validation, i);
	check_searches(validation, bth_get(config, "searches"));
}

/*
 * core_service_address.c - the addresses of a Service:
 * ValidateServiceClusterIPsRelatedFields, and initIPFamilyFields of the registry
 */

#include "apis/core_service.h"

/* Reports @rule at the list of addresses, which the server names whichever field it was. */
static struct bth_finding *
report_all(struct bth_validation *validation, const struct bth_service *service,
	const struct bth_rule *rule, const char *message)
{
	struct bth_value at = service->single ? bth_get(service->spec, "clusterIP") :
						bth_get(service->spec, "clusterIPs");
	struct bth_finding *finding =
		bth_validation_report(validation, rule, at, "%s", message);

	finding->path = "spec.clusterIPs";
	return finding;
}

/* Whether it is None in other letters, or nothing at all in other words. */
static bool
means_none(struct bth_str text)
{
	static const char *const words[] = {
		"none", "null", "nil", "headless", "false", "no"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t len = strlen(words[i]), same = 0;

		while (same < len && same < text.len &&
			(text.at[same] | 32) == words[i][same])
			same++;
		if (same == len && text.len == len)
			return true;
	}
	return false;
}

static struct bth_finding *
report_no_address(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str text = bth_check_text(value);
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_service_address_malformed, value,
		"'%.*s' is no IP address, and not 'None'",
		BTH_STR_ARG(bth_validation_shown(validation, value)));

	if (means_none(text)) {
		bth_finding_fix(validation->findings, finding,
			"write 'None' for a headless Service");
		bth_validation_replace(validation, finding, value, BTH_STR("None"));
	} else {
		bth_finding_fix(validation->findings, finding,
			"leave it out, and the cluster chooses one; 'None' makes a headless "
			"Service");
	}
	return finding;
}

static bool
check_address(struct bth_validation *validation, const struct bth_service *service,
	struct bth_value value)
{
	struct bth_address address;

	if (!bth_is_string(value) && !bth_is_null(value))
		return false; /* of another type, which is reported */
	struct bth_finding *finding = bth_address_parse(&address, bth_check_text(value)) ?
		bth_check_address_of(validation, value, &bth_rule_service_address_malformed,
			bth_address_form_old(validation->minor)) :
		report_no_address(validation, value);
	if (finding && service->single)
		finding->path = "spec.clusterIPs[0]";
	return !finding;
}

/* Each by itself: false when one is none, and nothing more can be said. */
static bool
check_each(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value list = bth_get(service->spec, "clusterIPs");
	struct bth_value first = service->addresses[0];
	bool fine = true, none = bth_str_is(bth_check_text(first), "None");

	if (none && service->address_count > 1) {
		report_all(validation, service, &bth_rule_field_value_wrong,
			"'None' cannot stand beside other addresses");
		fine = false;
	} else if (!none && service->address_count) {
		fine = check_address(validation, service, first);
	}
	if (service->single || !bth_is_list(list))
		return fine;
	for (struct bth_value i = bth_next(bth_first(list)); bth_exists(i); i = bth_next(i))
		fine &= check_address(validation, service, i);
	return fine;
}

/* clusterIP and clusterIPs say the same, or the list is left out. */
static bool
check_pair(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_str address = bth_check_text(bth_get(service->spec, "clusterIP"));

	if (service->single || !service->address_count)
		return true;
	if (bth_str_eq(address, bth_check_text(service->addresses[0])))
		return true;
	if (!address.len)
		report_all(validation, service, &bth_rule_field_value_wrong,
			"'clusterIPs' needs 'clusterIP' beside it, with the first of them");
	else
		report_all(validation, service, &bth_rule_field_value_wrong,
			"the first of 'clusterIPs' is another one than 'clusterIP'");
	return false;
}

static bool
is_ipv4(struct bth_value value)
{
	struct bth_address address;

	return bth_address_parse(&address, bth_check_text(value)) && address.ipv4;
}

/* Whether two or more are not all of one family. */
static bool
has_both_families(const struct bth_service *service)
{
	struct bth_value list = bth_get(service->spec, "clusterIPs");
	bool first = is_ipv4(bth_first(list));

	for (struct bth_value i = bth_next(bth_first(list)); bth_exists(i); i = bth_next(i))
		if (is_ipv4(i) != first)
			return true;
	return false;
}

static void
check_families(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value families = bth_get(service->spec, "ipFamilies");

	if (service->headless || !bth_is_list(families))
		return;
	for (size_t i = 0; i < service->address_count && i < 2; i++) {
		struct bth_str family = bth_check_text(bth_item(families, i));
		bool ipv4 = is_ipv4(service->addresses[i]);

		if (!bth_str_is(family, ipv4 ? "IPv6" : "IPv4"))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, service->addresses[i],
			"'%.*s' is no %.*s address, as 'ipFamilies' asks for",
			BTH_STR_ARG(bth_validation_shown(validation, service->addresses[i])),
			BTH_STR_ARG(family));
		if (service->single)
			finding->path = "spec.clusterIPs[0]";
	}
}

/* Two addresses or families need a policy that says so. */
static void
check_policy(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value policy = bth_get(service->spec, "ipFamilyPolicy");
	struct bth_value families = bth_get(service->spec, "ipFamilies");
	bool dual = service->address_count == 2 ||
		(bth_is_list(families) && bth_size(families) == 2);
	bool selects = bth_size(bth_get(service->spec, "selector"));
	static const char message[] = "two IP families or addresses need the 'ipFamilyPolicy' "
				      "PreferDualStack or RequireDualStack";

	if (!dual)
		return;
	if (bth_str_is(bth_check_text(policy), "SingleStack"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, policy, "%s",
			message);
	else if (bth_is_unset(policy) && (!service->headless || selects))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
			service->spec, BTH_STR("ipFamilyPolicy"), "%s", message);
}

static void
check_external_name(struct bth_validation *validation, const struct bth_service *service)
{
	static const char why[] = "in a Service of type ExternalName";
	struct bth_value families = bth_get(service->spec, "ipFamilies");

	if (service->address_count)
		report_all(validation, service, &bth_rule_field_forbidden,
			"a Service of type ExternalName cannot have addresses");
	if (bth_size(families))
		bth_check_forbidden(validation, service->spec, "ipFamilies", why);
	bth_check_forbidden(validation, service->spec, "ipFamilyPolicy", why);
}

static void
check_cluster_addresses(struct bth_validation *validation, const struct bth_service *service)
{
	if (service->headless && (service->type == BTH_SERVICE_LOAD_BALANCER ||
					 service->type == BTH_SERVICE_NODE_PORT))
		report_all(validation, service, &bth_rule_field_value_wrong,
			service->type == BTH_SERVICE_NODE_PORT ?
				"a Service of type NodePort cannot be headless" :
				"a Service of type LoadBalancer cannot be headless")
			->path = "spec.clusterIPs[0]";
	bool pair = check_pair(validation, service);
	bool fine = check_each(validation, service);
	if (service->address_count > 2)
		report_all(validation, service, &bth_rule_field_value_wrong,
			"there can be two 'clusterIPs', one of each family");
	if (!fine)
		return;
	if (service->address_count > 1 && !has_both_families(service))
		report_all(validation, service, &bth_rule_field_value_wrong,
			"there can be one of 'clusterIPs' of each family only");
	check_families(validation, service);
	if (pair) /* else the server does not get as far */
		check_policy(validation, service);
}

static void
check_external_ips(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value list = bth_get(service->spec, "externalIPs");

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i))
		if (bth_check_address(validation, i, bth_address_form_old(validation->minor)))
			bth_check_endpoint_address(validation, i);
}

void
bth_check_service_address(struct bth_validation *validation, struct bth_value value)
{
	struct bth_service service = bth_service_of(value);

	if (service.type == BTH_SERVICE_EXTERNAL_NAME)
		check_external_name(validation, &service);
	else
		check_cluster_addresses(validation, &service);
	check_external_ips(validation, &service);
}

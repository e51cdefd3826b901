/* core_service_warnings.c - what the server takes with a warning: pkg/api/service/warnings.go */

#include "apis/core_service.h"

/* Since when a headless Service is warned of what means nothing to it, externalIPs go, … */
enum { SINCE_HEADLESS = 36, SINCE_EXTERNAL_IPS = 36, SINCE_PREFER_CLOSE = 35 };

static void
warn(struct bth_validation *validation, struct bth_value value, const char *message)
{
	bth_validation_report(validation, &bth_rule_field_deprecated, value, "%s", message);
}

static void
warn_annotation(struct bth_validation *validation, const struct bth_service *service)
{
	static const char old[] = "service.kubernetes.io/topology-aware-hints";
	struct bth_value value = bth_get(bth_dig(service->root, "metadata.annotations"), old);

	if (!bth_exists(value))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_deprecated, value, "the annotation '%s' is deprecated", old);
	bth_finding_fix(validation->findings, finding,
		"write 'service.kubernetes.io/topology-mode'");
}

static void
warn_addresses(struct bth_validation *validation, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i))
		bth_check_address_written(validation, i, bth_address_form_old(validation->minor));
}

static void
warn_headless(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value balancer = bth_get(service->spec, "loadBalancerIP");
	struct bth_value affinity = bth_get(service->spec, "sessionAffinity");

	if (bth_check_text(balancer).len)
		warn(validation, balancer,
			"'loadBalancerIP' means nothing in a headless Service");
	if (bth_check_text(affinity).len && !bth_str_is(bth_check_text(affinity), "None"))
		warn(validation, affinity,
			"'sessionAffinity' means nothing in a headless Service");
}

static void
warn_external_ips(struct bth_validation *validation, const struct bth_service *service,
	bool headless)
{
	struct bth_value list = bth_get(service->spec, "externalIPs");

	if (!bth_is_list(list) || !bth_size(list))
		return;
	warn_addresses(validation, list);
	if (service->type == BTH_SERVICE_EXTERNAL_NAME)
		warn(validation, list,
			"'externalIPs' mean nothing in a Service of type ExternalName");
	else if (headless && validation->minor >= SINCE_HEADLESS)
		warn(validation, list, "'externalIPs' mean nothing in a headless Service");
	else if (!headless && validation->minor >= SINCE_EXTERNAL_IPS)
		warn(validation, list,
			"'externalIPs' are deprecated, and some clusters may not have them any "
			"more");
}

static void
warn_distribution(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value value = bth_get(service->spec, "trafficDistribution");

	if (validation->minor < SINCE_PREFER_CLOSE ||
		!bth_str_is(bth_check_text(value), "PreferClose"))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_deprecated, value, "'PreferClose' is deprecated");
	bth_finding_fix(validation->findings, finding, "write 'PreferSameZone', its new name");
	bth_validation_replace(validation, finding, value, BTH_STR("PreferSameZone"));
}

void
bth_check_service_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct bth_service service = bth_service_of(value);
	struct bth_value name = bth_get(service.spec, "externalName");
	struct bth_value ranges = bth_get(service.spec, "loadBalancerSourceRanges");
	bool headless = service.type == BTH_SERVICE_CLUSTER_IP &&
		bth_str_is(bth_check_text(bth_get(service.spec, "clusterIP")), "None");

	warn_annotation(validation, &service);
	if (service.single)
		bth_check_address_written(validation, service.addresses[0],
			bth_address_form_old(validation->minor));
	else
		warn_addresses(validation, bth_get(service.spec, "clusterIPs"));
	if (headless && validation->minor >= SINCE_HEADLESS)
		warn_headless(validation, &service);
	warn_external_ips(validation, &service, headless);
	/* nothing else looks at this address */
	bth_check_address_written(validation, bth_get(service.spec, "loadBalancerIP"),
		BTH_ADDRESS_SLOPPY);
	for (struct bth_value i = bth_first(ranges); bth_is_list(ranges) && bth_exists(i);
		i = bth_next(i))
		bth_check_network_written(validation, i, bth_address_form_old(validation->minor));
	if (service.type != BTH_SERVICE_EXTERNAL_NAME && bth_check_text(name).len)
		warn(validation, name,
			"'externalName' means nothing in a Service of another type than "
			"ExternalName");
	warn_distribution(validation, &service);
}

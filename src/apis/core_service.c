/* core_service.c - Services: validateService, but for the addresses */

#include "apis/core_service.h"

#include "kube/name.h"

enum { AFFINITY_SECONDS_MOST = 86400, KUBELET_PORT = 10250 };

static enum bth_service_type
type_of(struct bth_str text)
{
	static const char *const types[] = {
		"ClusterIP", "NodePort", "LoadBalancer", "ExternalName"};

	if (!text.len)
		return BTH_SERVICE_CLUSTER_IP;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (bth_str_is(text, types[i]))
			return (enum bth_service_type)i;
	return BTH_SERVICE_OTHER;
}

/* As normalizeClusterIPs fills them in. */
static void
find_addresses(struct bth_service *service)
{
	struct bth_value address = bth_get(service->spec, "clusterIP");
	struct bth_value list = bth_get(service->spec, "clusterIPs");
	enum { KEPT = sizeof service->addresses / sizeof service->addresses[0] };

	if (bth_is_list(list))
		for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
			if (service->address_count < KEPT)
				service->addresses[service->address_count] = i;
			service->address_count++;
		}
	service->single = !service->address_count && bth_check_text(address).len;
	if (service->single)
		service->addresses[service->address_count++] = address;
	service->headless = service->address_count == 1 &&
		bth_str_is(bth_check_text(service->addresses[0]), "None");
}

struct bth_service
bth_service_of(struct bth_value root)
{
	struct bth_service service = {.root = root, .spec = bth_get(root, "spec")};

	service.type = type_of(bth_check_text(bth_get(service.spec, "type")));
	find_addresses(&service);
	return service;
}

/* Whether others than pods can reach it, so that externalTrafficPolicy has a meaning. */
static bool
is_external(const struct bth_service *service)
{
	return service->type == BTH_SERVICE_LOAD_BALANCER ||
		service->type == BTH_SERVICE_NODE_PORT ||
		(service->type == BTH_SERVICE_CLUSTER_IP &&
			bth_size(bth_get(service->spec, "externalIPs")));
}

/* ---- what goes with its type ---- */

static void
check_external_name(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value value = bth_get(service->spec, "externalName");
	struct bth_str name = bth_check_text(value);

	if (!bth_is_unset(value) && !bth_is_string(value))
		return;
	if (!name.len || bth_str_is(name, ".")) {
		bth_validation_report_missing(validation, &bth_rule_field_missing, service->spec,
			BTH_STR("externalName"),
			"a Service of type ExternalName needs 'externalName'");
		return;
	}
	if (bth_str_ends(name, "."))
		name.len--;
	const char *fault = bth_name_check_subdomain(name);
	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no valid name: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
}

static void
check_load_balancer_class(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value value = bth_get(service->spec, "loadBalancerClass");

	if (service->type != BTH_SERVICE_LOAD_BALANCER)
		bth_check_forbidden(validation, service->spec, "loadBalancerClass",
			"in a Service of another type than LoadBalancer");
	else if (bth_is_string(value))
		bth_validate_format(validation, value, BTH_FORMAT_LABEL_KEY);
}

/* Sources may have white space around them, as they had in the annotation. */
static void
check_source(struct bth_validation *validation, struct bth_value value, struct bth_str text,
	const char *path)
{
	const char *fault =
		bth_network_check(bth_str_trim(text), bth_address_form_old(validation->minor));

	if (!fault)
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, value, "'%.*s' is no valid network: %s",
		BTH_STR_ARG(bth_str_trim(text)), fault);
	if (path)
		finding->path = path;
}

static void
check_source_ranges(struct bth_validation *validation, const struct bth_service *service)
{
	static const char path[] = "spec.LoadBalancerSourceRanges"; /* as the server spells it */
	struct bth_value ranges = bth_get(service->spec, "loadBalancerSourceRanges");
	size_t index = 0;

	if (service->type != BTH_SERVICE_LOAD_BALANCER) {
		bth_validation_report(validation, &bth_rule_field_forbidden, ranges,
			"'loadBalancerSourceRanges' may not be set in a Service of another type "
			"than LoadBalancer")
			->path = path;
	}
	for (struct bth_value i = bth_first(ranges); bth_exists(i); i = bth_next(i), index++)
		if (bth_is_string(i) || bth_is_null(i))
			check_source(validation, i, bth_check_text(i),
				bth_arena_printf(validation->findings->arena, "%s[%zu]", path,
					index));
}

/* What the field above was before it was one. */
static void
check_source_annotation(struct bth_validation *validation, const struct bth_service *service)
{
	static const char key[] = "service.beta.kubernetes.io/load-balancer-source-ranges";
	struct bth_value value = bth_get(bth_dig(service->root, "metadata.annotations"), key);
	struct bth_str rest = bth_str_trim(bth_check_text(value));

	if (!bth_exists(value))
		return;
	if (service->type != BTH_SERVICE_LOAD_BALANCER)
		bth_validation_report(validation, &bth_rule_field_forbidden, value,
			"'%s' may not be set on a Service of another type than LoadBalancer", key);
	for (bool more = rest.len; more;) {
		size_t comma = bth_str_find(rest, ',');

		check_source(validation, value, bth_str_sub(rest, 0, comma), NULL);
		more = comma != SIZE_MAX;
		rest = more ? bth_str_sub(rest, comma + 1, SIZE_MAX) : rest;
	}
}

static void
check_load_balancer(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value ranges = bth_get(service->spec, "loadBalancerSourceRanges");
	struct bth_value ports = bth_get(service->spec, "allocateLoadBalancerNodePorts");
	bool allocates;

	if (bth_is_list(ranges) && bth_size(ranges))
		check_source_ranges(validation, service);
	else
		check_source_annotation(validation, service);
	if (service->type != BTH_SERVICE_LOAD_BALANCER && bth_as_bool(&allocates, ports))
		bth_check_forbidden(validation, service->spec, "allocateLoadBalancerNodePorts",
			"in a Service of another type than LoadBalancer");
	check_load_balancer_class(validation, service);
}

/* ---- traffic ---- */

static void
check_external_traffic(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value policy = bth_get(service->spec, "externalTrafficPolicy");
	struct bth_value port = bth_get(service->spec, "healthCheckNodePort");
	bool local = bth_str_is(bth_check_text(policy), "Local");
	bool known = local || bth_str_is(bth_check_text(policy), "Cluster");
	int64_t number;

	/* another word is reported as such */
	if (known && !is_external(service))
		bth_validation_report(validation, &bth_rule_field_value_wrong, policy,
			"'externalTrafficPolicy' may not be set in a Service that is not reachable "
			"from outside: neither NodePort nor LoadBalancer nor with externalIPs");
	if (!bth_validation_whole(&number, port) || number == 0)
		return;
	if (service->type != BTH_SERVICE_LOAD_BALANCER || !local)
		bth_validation_report(validation, &bth_rule_field_value_wrong, port,
			"'healthCheckNodePort' may only be set in a Service of type LoadBalancer "
			"with the externalTrafficPolicy Local");
	else
		bth_check_range(validation, port, 1, UINT16_MAX);
}

static void
check_distribution(struct bth_validation *validation, const struct bth_service *service)
{
	static const char *const before_34[] = {"PreferClose", NULL};
	static const char *const since_34[] = {
		"PreferClose", "PreferSameZone", "PreferSameNode", NULL};
	struct bth_value value = bth_get(service->spec, "trafficDistribution");

	if (validation->minor < 31 || !bth_is_string(value))
		return; /* not there yet by default, and dropped */
	if (!bth_check_text(value).len)
		bth_validation_report(validation, &bth_rule_field_value_unknown, value,
			"'trafficDistribution' is empty; it may be absent, but not that");
	else
		bth_check_words(validation, value,
			validation->minor < 34 ? before_34 : since_34);
}

static void
check_affinity(struct bth_validation *validation, const struct bth_service *service)
{
	/* beside any other affinity than ClientIP, defaulting drops the config */
	if (bth_str_is(bth_check_text(bth_get(service->spec, "sessionAffinity")), "ClientIP"))
		bth_check_range(validation,
			bth_dig(service->spec, "sessionAffinityConfig.clientIP.timeoutSeconds"), 1,
			AFFINITY_SECONDS_MOST);
}

static void
check_topology(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value annotations = bth_dig(service->root, "metadata.annotations");
	struct bth_value mode = bth_get(annotations, "service.kubernetes.io/topology-mode");
	struct bth_value hints =
		bth_get(annotations, "service.kubernetes.io/topology-aware-hints");

	if (bth_exists(mode) && bth_exists(hints) &&
		!bth_str_eq(bth_check_text(mode), bth_check_text(hints)))
		bth_validation_report(validation, &bth_rule_field_value_wrong, mode,
			"'service.kubernetes.io/topology-mode' is not what the older annotation "
			"'service.kubernetes.io/topology-aware-hints' says");
}

/* ---- ports ---- */

static void
check_node_port(struct bth_validation *validation, const struct bth_service *service,
	struct bth_value port, struct bth_map *taken)
{
	struct bth_value value = bth_get(port, "nodePort");
	struct bth_str protocol = bth_check_text(bth_get(port, "protocol"));
	enum { PORT_MOST = 65535 };
	int64_t number;

	if (!bth_validation_whole(&number, value) || number == 0)
		return;
	if (service->type == BTH_SERVICE_CLUSTER_IP) {
		bth_validation_report(validation, &bth_rule_field_forbidden, value,
			"'nodePort' may not be set in a Service of type ClusterIP");
		return;
	}
	if (!bth_check_range(validation, value, 0, PORT_MOST))
		return;
	struct bth_value first = bth_check_seen(validation, taken,
		bth_str_printf(validation->findings->arena, "%.*s/%lld",
			BTH_STR_ARG(protocol.len ? protocol : BTH_STR("TCP")), (long long)number),
		value);
	if (bth_exists(first))
		bth_check_duplicate(validation, first, value);
}

static void
check_ports(struct bth_validation *validation, const struct bth_service *service)
{
	struct bth_value ports = bth_get(service->spec, "ports");
	struct bth_map taken = {0};
	int64_t number;

	if ((bth_is_unset(ports) || (bth_is_list(ports) && !bth_size(ports))) &&
		!service->headless && service->type != BTH_SERVICE_EXTERNAL_NAME)
		bth_validation_report_missing(validation, &bth_rule_field_missing, service->root,
			BTH_STR("spec.ports"), "a Service without 'ports' has to be headless");
	if (!bth_is_list(ports))
		return;
	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i)) {
		if (bth_size(ports) > 1)
			bth_check_required(validation, i, "name");
		check_node_port(validation, service, i, &taken);
		if (validation->minor < 31 && service->type == BTH_SERVICE_LOAD_BALANCER &&
			bth_validation_whole(&number, bth_get(i, "port")) && number == KUBELET_PORT)
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"a load balancer may not have the kubelet's port 10250");
	}
}

void
bth_check_service(struct bth_validation *validation, struct bth_value value)
{
	struct bth_service service = bth_service_of(value);

	check_topology(validation, &service);
	check_ports(validation, &service);
	if (service.type == BTH_SERVICE_EXTERNAL_NAME)
		check_external_name(validation, &service);
	check_affinity(validation, &service);
	check_load_balancer(validation, &service);
	check_external_traffic(validation, &service);
	check_distribution(validation, &service);
}

/*
 * core_pod_host.c - what a pod shares with its node: validateHostUsers, validatePodHostName,
 * validatePodHostNetworkDeps and part of validatePodSpecSecurityContext
 */

#include "apis/pod.h"

enum {
	HOST_USERS_SINCE = 33, /* before, the field is dropped */
	NO_DEVICES_SINCE = 35,
	HOSTNAME_OVERRIDE_SINCE = 35,
	HOSTNAME_MOST = 64,
};

/* A pod that has users of its own cannot share other things with the node. */
static void
check_users(struct bth_validation *validation, struct bth_value spec)
{
	/* the server writes two of them with another first letter */
	static const char *const fields[][2] = {{"hostNetwork", "hostNetwork"},
		{"hostPID", "HostPID"}, {"hostIPC", "HostIPC"}};

	if (validation->minor < HOST_USERS_SINCE || bth_is_true(bth_get(spec, "hostUsers"), true))
		return;
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		struct bth_value at = bth_get(spec, fields[i][0]);

		if (!bth_is_true(at, false))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_forbidden, at,
			"'%s' may not be true when 'hostUsers' is false", fields[i][0]);
		bth_pod_set_path(validation, finding, spec, fields[i][1]);
	}
	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c)) {
		struct bth_value devices = bth_get(c.at, "volumeDevices");

		if (validation->minor >= NO_DEVICES_SINCE && bth_is_list(devices) &&
			bth_size(devices))
			bth_validation_report(validation, &bth_rule_field_forbidden, devices,
				"'volumeDevices' may not be set when 'hostUsers' is false");
	}
}

/* A StatefulSet gives its pods names of its own instead, whatever the template says. */
static void
check_own_name(struct bth_validation *validation, struct bth_value spec)
{
	if (bth_str_is(validation->kind.kind, "StatefulSet"))
		return;
	bth_check_format(validation, bth_get(spec, "hostname"), BTH_FORMAT_LABEL);
	bth_check_format(validation, bth_get(spec, "subdomain"), BTH_FORMAT_LABEL);
}

static void
check_hostname(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value name = bth_get(spec, "hostnameOverride");

	if (validation->minor < HOSTNAME_OVERRIDE_SINCE || bth_is_unset(name))
		return;
	if (bth_is_true(bth_get(spec, "setHostnameAsFQDN"), false))
		bth_validation_report(validation, &bth_rule_field_forbidden, name,
			"'hostnameOverride' may not be set when 'setHostnameAsFQDN' is true");
	if (bth_is_true(bth_get(spec, "hostNetwork"), false))
		bth_validation_report(validation, &bth_rule_field_forbidden, name,
			"'hostnameOverride' may not be set when 'hostNetwork' is true");
	bth_check_length(validation, name, HOSTNAME_MOST);
}

/* Where a pod uses the node's network, its ports are the node's. */
static void
check_ports(struct bth_validation *validation, struct bth_value container)
{
	struct bth_value ports = bth_get(container, "ports");

	for (struct bth_value i = bth_first(ports); bth_is_list(ports) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value at = bth_get(i, "hostPort");
		int64_t host, port;

		if (!bth_validation_whole(&host, at) ||
			!bth_validation_whole(&port, bth_get(i, "containerPort")) || host == 0 ||
			host == port)
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, at,
			"the pod is in the node's network, so 'hostPort' has to be "
			"'containerPort', which is %lld",
			(long long)port);
		bth_finding_fix(validation->findings, finding, "leave 'hostPort' out");
	}
}

void
bth_check_pod_host(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value containers = bth_get(value, "containers");
	struct bth_value shared = bth_get(value, "shareProcessNamespace");

	check_users(validation, value);
	check_own_name(validation, value);
	check_hostname(validation, value);
	if (bth_is_true(bth_get(value, "hostNetwork"), false))
		for (struct bth_value i = bth_first(containers);
			bth_is_list(containers) && bth_exists(i); i = bth_next(i))
			check_ports(validation, i);
	if (bth_is_true(shared, false) && bth_is_true(bth_get(value, "hostPID"), false)) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, shared,
			"'shareProcessNamespace' and 'hostPID' cannot both be true");

		bth_pod_set_path(validation, finding, value,
			"securityContext.shareProcessNamespace");
	}
}

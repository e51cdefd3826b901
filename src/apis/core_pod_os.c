/*
 * core_pod_os.c - what pods of Linux and of Windows cannot have: validateLinux,
 * validateWindows, validateWindowsHostProcessPod
 */

#include "apis/pod.h"

/* What the pods of Windows, and their containers, cannot have, and since when it is read. */
struct forbidden {
	const char *field;
	int since;
};

static const struct forbidden of_pods[] = {
	{"hostIPC", 0},
	{"hostPID", 0},
	{"hostUsers", 33},
	{"shareProcessNamespace", 0},
};

static const struct forbidden of_contexts[] = {
	{"appArmorProfile", 30},
	{"fsGroup", 0},
	{"fsGroupChangePolicy", 0},
	{"runAsGroup", 0},
	{"runAsUser", 0},
	{"seLinuxChangePolicy", 33},
	{"seLinuxOptions", 0},
	{"seccompProfile", 0},
	{"supplementalGroups", 0},
	{"supplementalGroupsPolicy", 33},
	{"sysctls", 0},
};

static const struct forbidden of_containers[] = {
	{"allowPrivilegeEscalation", 0},
	{"appArmorProfile", 30},
	{"capabilities", 0},
	{"privileged", 0},
	{"procMount", 0},
	{"readOnlyRootFilesystem", 0},
	{"runAsGroup", 0},
	{"runAsUser", 0},
	{"seLinuxOptions", 0},
	{"seccompProfile", 0},
};

/* hostPID and hostIPC are plain booleans, and sysctls a list: false and [] are not set. */
static bool
is_set(const char *field, struct bth_value value)
{
	if (strncmp(field, "host", 4) == 0 && strcmp(field, "hostUsers") != 0)
		return bth_is_true(value, false);
	if (strcmp(field, "sysctls") == 0)
		return bth_size(value) > 0;
	return !bth_is_unset(value);
}

static void
check_fields(struct bth_validation *validation, struct bth_value map,
	const struct forbidden *fields, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (fields[i].since <= validation->minor &&
			is_set(fields[i].field, bth_get(map, fields[i].field)))
			bth_check_forbidden(validation, map, fields[i].field,
				"for pods of Windows");
}

static void
check_windows(struct bth_validation *validation, struct bth_value spec)
{
	check_fields(validation, spec, of_pods, sizeof of_pods / sizeof of_pods[0]);
	check_fields(validation, bth_get(spec, "securityContext"), of_contexts,
		sizeof of_contexts / sizeof of_contexts[0]);
	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c))
		check_fields(validation, bth_get(c.at, "securityContext"), of_containers,
			sizeof of_containers / sizeof of_containers[0]);
}

static void
check_linux(struct bth_validation *validation, struct bth_value spec)
{
	bth_check_forbidden(validation, bth_get(spec, "securityContext"), "windowsOptions",
		"for pods of Linux");
	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c))
		bth_check_forbidden(validation, bth_get(c.at, "securityContext"),
			"windowsOptions", "for pods of Linux");
}

/* ---- containers that are processes of the node ---- */

static struct bth_value
host_process(struct bth_value map)
{
	return bth_dig(map, "securityContext.windowsOptions.hostProcess");
}

/* Whether the container is one, by its own word or its pod's; both may not contradict. */
static bool
is_host_process(struct bth_validation *validation, struct bth_value container,
	struct bth_value of_pod)
{
	struct bth_value own = host_process(container);
	bool pod = bth_is_true(of_pod, false);

	if (bth_is_unset(own))
		return pod;
	if (!bth_is_unset(of_pod) && bth_is_true(own, false) != pod)
		bth_validation_report(validation, &bth_rule_field_value_wrong, own,
			"'hostProcess' is %s for the pod, and has to be the same here",
			pod ? "true" : "false");
	return bth_is_true(own, false);
}

static void
check_host_process(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value network = bth_get(spec, "hostNetwork");
	size_t count = 0, processes = 0;

	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c), count++)
		processes += is_host_process(validation, c.at, host_process(spec));
	if (processes && processes < count)
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, spec,
			(struct bth_str){0},
			"some containers of the pod have 'hostProcess', and either all have to or "
			"none");
	if (!processes || bth_is_true(network, false))
		return;
	if (bth_is_unset(network))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, spec,
			BTH_STR("hostNetwork"),
			"containers with 'hostProcess' need 'hostNetwork: true'");
	else
		bth_validation_report(validation, &bth_rule_field_value_wrong, network,
			"containers with 'hostProcess' need 'hostNetwork: true'");
}

void
bth_check_pod_os(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str os = bth_check_text(bth_dig(value, "os.name"));

	if (bth_str_is(os, "windows"))
		check_windows(validation, value);
	else if (bth_str_is(os, "linux"))
		check_linux(validation, value);
	check_host_process(validation, value);
}

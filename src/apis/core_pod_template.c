/*
 * core_pod_template.c - what the server refuses of the pod in a PodTemplate. In workloads, which
 * make pods of theirs, rules of their own find the same
 */

#include "apis/pod.h"
#include "kube/quantity_read.h"

static void
report_twice(struct bth_validation *validation, const struct bth_rule *rule,
	struct bth_value second, struct bth_value first)
{
	struct bth_finding *finding = bth_validation_report(validation, rule, second,
		"'%.*s' is there twice", BTH_STR_ARG(bth_validation_shown(validation, second)));

	bth_finding_note(validation->findings, finding, bth_span(first), "the first is here");
}

/* ---- volumes ---- */

static void
read_names(struct bth_validation *validation, struct bth_map *names, struct bth_value spec)
{
	struct bth_value volumes = bth_get(spec, "volumes");

	for (struct bth_value i = bth_first(volumes); bth_is_list(volumes) && bth_exists(i);
		i = bth_next(i))
		bth_map_put(validation->findings->arena, names, bth_check_text(bth_get(i, "name")),
			names);
}

/* @paths has where something is mounted already. */
static void
check_mounts(struct bth_validation *validation, struct bth_value mounts, const char *field,
	const struct bth_map *names, struct bth_map *paths)
{
	for (struct bth_value i = bth_first(mounts); bth_is_list(mounts) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name"), path = bth_get(i, field);

		if (bth_is_string(name) && bth_text(name).len &&
			!bth_map_get(names, bth_text(name)))
			bth_validation_report(validation, &bth_rule_mount_volume_missing, name,
				"there is no volume '%.*s'", BTH_STR_ARG(bth_text(name)));
		if (!bth_is_string(path) || !bth_text(path).len)
			continue;
		struct bth_value first =
			bth_check_seen(validation, paths, bth_text(path), path);
		if (bth_exists(first))
			report_twice(validation, &bth_rule_mount_path_shared, path, first);
	}
}

/* ---- resources ---- */

static void
check_requests(struct bth_validation *validation, struct bth_value resources)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value requests = bth_get(resources, "requests");

	for (struct bth_value key = bth_first(requests); bth_is_map(requests) && bth_exists(key);
		key = bth_next(key)) {
		struct bth_value limit =
			bth_get_str(bth_get(resources, "limits"), bth_text(key));
		struct bth_quantity asked, most;

		if (bth_quantity_read(&asked, arena, bth_under(key)) &&
			bth_quantity_read(&most, arena, limit) &&
			bth_quantity_cmp(asked, most) > 0)
			bth_validation_report(validation,
				&bth_rule_resource_request_above_limit, bth_under(key),
				"the request for %.*s is above its limit of %.*s",
				BTH_STR_ARG(bth_text(key)),
				BTH_STR_ARG(bth_quantity_text(arena, limit)));
	}
}

/* ---- ports ---- */

static void
check_ports(struct bth_validation *validation, struct bth_value ports, struct bth_map *taken)
{
	struct bth_map names = {0};

	for (struct bth_value i = bth_first(ports); bth_is_list(ports) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name"), host = bth_get(i, "hostPort");
		struct bth_str protocol = bth_check_text(bth_get(i, "protocol"));
		struct bth_value first = {0};
		int64_t number = 0;

		if (bth_check_format(validation, name, BTH_FORMAT_PORT_NAME) && bth_text(name).len)
			first = bth_check_seen(validation, &names, bth_text(name), name);
		if (bth_exists(first))
			report_twice(validation, &bth_rule_port_duplicate, name, first);
		if (!bth_validation_whole(&number, host) || number < 1)
			continue;
		first = bth_check_seen(validation, taken,
			bth_str_printf(validation->findings->arena, "%.*s/%.*s/%lld",
				BTH_STR_ARG(protocol.len ? protocol : BTH_STR("TCP")),
				BTH_STR_ARG(bth_check_text(bth_get(i, "hostIP"))), (long long)number),
			host);
		if (bth_exists(first))
			report_twice(validation, &bth_rule_port_duplicate, host, first);
	}
}

/* ---- the pod ---- */

static void
check_container(struct bth_validation *validation, struct bth_value container,
	const struct bth_map *names)
{
	struct bth_map paths = {0};

	check_mounts(validation, bth_get(container, "volumeMounts"), "mountPath", names, &paths);
	check_mounts(validation, bth_get(container, "volumeDevices"), "devicePath", names, &paths);
	check_requests(validation, bth_get(container, "resources"));
}

void
bth_check_pod_template(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value spec = bth_dig(value, "template.spec");
	struct bth_value containers = bth_get(spec, "containers");
	struct bth_map names = {0}, taken = {0}, none = {0};

	if (!bth_is_map(spec))
		return;
	if (!bth_is_list(containers) || !bth_size(containers))
		bth_validation_report_missing(validation, &bth_rule_container_missing, spec,
			BTH_STR("containers"), "the pod has no containers");
	read_names(validation, &names, spec);
	for (struct bth_pod_container c = bth_pod_container_first(spec); bth_exists(c.at);
		c = bth_pod_container_next(c)) {
		bool init = c.list == 0; /* it has ended when others begin */

		check_container(validation, c.at, &names);
		none = (struct bth_map){0};
		check_ports(validation, bth_get(c.at, "ports"), init ? &none : &taken);
	}
}

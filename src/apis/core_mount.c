/* core_mount.c - mounts and devices of one container: ValidateVolumeMounts, …Devices */

#include "apis/checks.h"
#include "base/map.h"

/* The minor from which recursiveReadOnly is looked at, and not dropped. */
enum { RECURSIVE_SINCE = 31 };

static void
check_subpaths(struct bth_validation *validation, struct bth_value mount)
{
	struct bth_value path = bth_get(mount, "subPath");
	struct bth_value expression = bth_get(mount, "subPathExpr");

	bth_check_descending(validation, path);
	bth_check_descending(validation, expression);
	if (bth_check_text(path).len && bth_check_text(expression).len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, expression,
			"the mount has a 'subPath' already, and may have one of the two only");
}

static void
check_propagation(struct bth_validation *validation, struct bth_value mount, bool privileged)
{
	struct bth_value propagation = bth_get(mount, "mountPropagation");

	if (privileged || !bth_str_is(bth_text(propagation), "Bidirectional"))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_forbidden,
		propagation, "'Bidirectional' needs a container that is privileged");
	bth_finding_fix(validation->findings, finding,
		"write 'HostToContainer', or set securityContext.privileged");
}

static void
check_recursive(struct bth_validation *validation, struct bth_value mount)
{
	struct bth_value recursive = bth_get(mount, "recursiveReadOnly");
	struct bth_value propagation = bth_get(mount, "mountPropagation");
	struct bth_str word = bth_text(recursive);

	if (validation->minor < RECURSIVE_SINCE ||
		(!bth_str_is(word, "Enabled") && !bth_str_is(word, "IfPossible")))
		return;
	if (!bth_is_true(bth_get(mount, "readOnly"), false))
		bth_validation_report(validation, &bth_rule_field_forbidden, recursive,
			"'recursiveReadOnly' needs a mount that is readOnly");
	if (!bth_is_unset(propagation) && !bth_str_is(bth_text(propagation), "None"))
		bth_validation_report(validation, &bth_rule_field_forbidden, recursive,
			"'recursiveReadOnly' cannot be had together with mountPropagation '%.*s'",
			BTH_STR_ARG(bth_validation_shown(validation, propagation)));
}

static void
check_mounts(struct bth_validation *validation, struct bth_value container, struct bth_map *names)
{
	struct bth_value mounts = bth_get(container, "volumeMounts");
	bool privileged = bth_is_true(bth_dig(container, "securityContext.privileged"), false);

	for (struct bth_value i = bth_first(mounts); bth_is_list(mounts) && bth_exists(i);
		i = bth_next(i)) {
		check_subpaths(validation, i);
		check_propagation(validation, i, privileged);
		check_recursive(validation, i);
		bth_map_put(validation->findings->arena, names, bth_check_text(bth_get(i, "name")),
			names);
	}
}

/* @names are those of mounts; a volume is mounted, or used as a device once. */
static void
check_devices(struct bth_validation *validation, struct bth_value devices,
	const struct bth_map *names)
{
	struct bth_map used = {0};

	for (struct bth_value i = bth_first(devices); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");
		bool again = bth_map_get(&used, bth_text(name));

		bth_check_no_backsteps(validation, bth_get(i, "devicePath"));
		if (!bth_is_string(name) || !bth_text(name).len)
			continue;
		if (again || bth_map_get(names, bth_text(name)))
			bth_validation_report(validation, &bth_rule_field_value_wrong, name,
				again ? "'%.*s' is a device of the container already" :
					"'%.*s' is mounted by the container, and cannot be a "
					"device as well",
				BTH_STR_ARG(bth_validation_shown(validation, name)));
		bth_map_put(validation->findings->arena, &used, bth_text(name), &used);
	}
}

void
bth_check_mounts(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value devices = bth_get(value, "volumeDevices");
	struct bth_map names = {0};

	check_mounts(validation, value, &names);
	if (bth_is_list(devices))
		check_devices(validation, devices, &names);
}

/* core_volume_use.c - volumes that containers use in a way that not all of them can be used */

#include "apis/checks.h"
#include "base/map.h"
#include "kube/container.h"

/* The minor from which variables come from files of a volume. */
enum { FILES_SINCE = 35 };

/* The volumes of a pod by name; those that a StatefulSet's claim templates make are claims. */
struct volumes {
	struct bth_map volumes; /* to struct bth_value */
	struct bth_map templates;
};

static struct volumes
read_volumes(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value templates = bth_dig(validation->root, "spec.volumeClaimTemplates");
	struct bth_value list = bth_get(spec, "volumes");
	struct volumes volumes = {0};

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value *volume = bth_arena_alloc(arena, sizeof *volume);
		struct bth_str name = bth_check_text(bth_get(i, "name"));

		*volume = i;
		if (name.len && !bth_map_get(&volumes.volumes, name))
			bth_map_put(arena, &volumes.volumes, name, volume);
	}
	if (!bth_str_is(validation->kind.kind, "StatefulSet"))
		return volumes;
	for (struct bth_value i = bth_first(templates); bth_is_list(templates) && bth_exists(i);
		i = bth_next(i))
		bth_map_put(arena, &volumes.templates, bth_check_text(bth_dig(i, "metadata.name")),
			&volumes);
	return volumes;
}

static bool
is_claim(const struct volumes *volumes, struct bth_str name)
{
	const struct bth_value *volume = bth_map_get(&volumes->volumes, name);

	/* what is not there at all is mount-volume-missing */
	return bth_map_get(&volumes->templates, name) || !volume ||
		!bth_is_unset(bth_get(*volume, "persistentVolumeClaim")) ||
		!bth_is_unset(bth_get(*volume, "ephemeral"));
}

static void
check_devices(struct bth_validation *validation, struct bth_value container,
	const struct volumes *volumes)
{
	struct bth_value devices = bth_get(container, "volumeDevices");

	for (struct bth_value i = bth_first(devices); bth_is_list(devices) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");

		if (!bth_is_string(name) || !bth_text(name).len ||
			is_claim(volumes, bth_text(name)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, name,
			"the volume '%.*s' is no claim, and only claims can be devices",
			BTH_STR_ARG(bth_validation_shown(validation, name)));
		bth_finding_fix(validation->findings, finding, "mount it by 'volumeMounts'");
	}
}

/* ---- variables from files ---- */

/* A volume without any source is an emptyDir. */
static bool
is_empty_dir(struct bth_value volume)
{
	for (struct bth_value key = bth_first(volume); bth_is_map(volume) && bth_exists(key);
		key = bth_next(key))
		if (!bth_str_is(bth_text(key), "name") && !bth_is_unset(bth_under(key)))
			return !bth_is_unset(bth_get(volume, "emptyDir"));
	return true;
}

static void
check_file(struct bth_validation *validation, struct bth_value name, const struct volumes *volumes)
{
	const struct bth_value *volume = bth_map_get(&volumes->volumes, bth_text(name));
	bool template = bth_map_get(&volumes->templates, bth_text(name));

	if (!bth_is_string(name) || !bth_text(name).len)
		return;
	if (!volume && !template)
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"the pod has no volume '%.*s'",
			BTH_STR_ARG(bth_validation_shown(validation, name)));
	else if (template || !is_empty_dir(*volume))
		bth_validation_report(validation, &bth_rule_field_value_wrong, name,
			"the volume '%.*s' is no 'emptyDir', and variables are read from files in "
			"one only",
			BTH_STR_ARG(bth_validation_shown(validation, name)));
}

static void
check_files(struct bth_validation *validation, struct bth_value container,
	const struct volumes *volumes)
{
	struct bth_value env = bth_get(container, "env");

	for (struct bth_value i = bth_first(env); bth_is_list(env) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value file = bth_dig(i, "valueFrom.fileKeyRef");

		if (bth_is_map(file))
			check_file(validation, bth_get(file, "volumeName"), volumes);
	}
}

void
bth_check_volume_use(struct bth_validation *validation, struct bth_value value)
{
	struct volumes volumes = read_volumes(validation, value);

	for (struct bth_container c = bth_container_first(value); bth_exists(c.at);
		c = bth_container_next(c)) {
		check_devices(validation, c.at, &volumes);
		if (validation->minor >= FILES_SINCE)
			check_files(validation, c.at, &volumes);
	}
}

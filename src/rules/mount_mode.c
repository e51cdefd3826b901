/* mount_mode.c - a raw device mounted as a directory, or a directory used as a device */

#include "rules/pod_parts.h"
#include "rules/storage.h"

#include "world/read.h"

/* What a name in a container's mounts stands for, as far as it is a claim. */
struct mounted {
	bool known, block;
	struct bth_value at; /* volumeMode, or what lacks it */
	const char *text;
};

static struct mounted
read_mode(const char *text, struct bth_value maker, bool block)
{
	struct bth_value mode = bth_dig(maker, "spec.volumeMode");

	return (struct mounted){.known = true,
		.block = block,
		.at = bth_is_unset(mode) ? bth_dig(maker, "metadata.name") : mode,
		.text = text};
}

static struct mounted
find_template(
	const struct bth_lint *lint, const struct bth_object *object, struct bth_str name)
{
	struct mounted found = {0};

	for (struct bth_value i = bth_first(bth_claim_templates(object)); bth_exists(i);
		i = bth_next(i))
		if (bth_str_eq(bth_maker_name(i), name))
			found = read_mode(bth_maker_text(lint, object, i), i,
				bth_str_is(bth_text(bth_dig(i, "spec.volumeMode")),
					"Block"));
	return found;
}

static struct mounted
find_claim(
	const struct bth_lint *lint, const struct bth_object *object, struct bth_str name)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		if (!bth_str_eq(bth_text(bth_get(i, "name")), name))
			continue;
		const struct bth_object *claim =
			bth_world_get(lint->world, BTH_PERSISTENT_VOLUME_CLAIM,
				object->namespace, bth_read_claim_name(i));
		if (!claim)
			break;
		return read_mode(bth_maker_text(lint, claim, claim->root), claim->root,
			bth_str_is(bth_text(bth_dig(claim->root, "spec.volumeMode")),
				"Block"));
	}
	return (struct mounted){0};
}

static void
check_mount(struct bth_lint *lint, const struct bth_object *object,
	struct bth_container container, struct bth_value mount, bool device)
{
	struct bth_value name = bth_get(mount, "name");
	struct mounted found = find_template(lint, object, bth_text(name));

	if (!found.known)
		found = find_claim(lint, object, bth_text(name));
	if (!found.known || found.block == device)
		return;
	struct bth_finding *finding =
		bth_report(lint, &bth_rule_mount_mode_mismatch, object, name,
			device ? "%s uses %s as a device, but it is Filesystem" :
				 "%s mounts %s, but it is a raw Block device",
			bth_container_text(lint->arena, container), found.text);
	bth_report_subject(finding, bth_text(name));
	bth_report_note(lint, finding, found.at, "its volumeMode is %s",
		found.block ? "Block" : "Filesystem");
	bth_report_fix(lint, finding,
		device ? "use volumeMounts, or volumeMode: Block" :
			 "use volumeDevices, or volumeMode: Filesystem");
}

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_container i = bth_container_first(bth_object_pod_spec(object));

	for (; bth_exists(i.at); i = bth_container_next(i)) {
		struct bth_value mounts = bth_get(i.at, "volumeMounts");
		struct bth_value devices = bth_get(i.at, "volumeDevices");

		for (struct bth_value m = bth_first(mounts); bth_exists(m);
			m = bth_next(m))
			check_mount(lint, object, i, m, false);
		for (struct bth_value m = bth_first(devices); bth_exists(m);
			m = bth_next(m))
			check_mount(lint, object, i, m, true);
	}
}

const struct bth_rule bth_rule_mount_mode_mismatch = {
	.code = "BTH119",
	.name = "mount-mode-mismatch",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.kinds = BTH_WORKLOADS,
	.visit = visit,
	.summary =
		"a Block claim in volumeMounts, or a Filesystem claim in volumeDevices",
	.why = "The API server does not compare them. The kubelet does, and refuses: the pod has a "
	       "node and its volume, and stays in ContainerCreating for ever.",
	.fix = "Mount Filesystem claims by volumeMounts and Block claims by volumeDevices.",
};

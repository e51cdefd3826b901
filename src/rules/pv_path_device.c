/* pv_path_device.c - disks by a name that the kernel gives anew at each start */

#include "rules/placement.h"

/* What the kernel numbers in the order in which it finds disks. */
static const char *const numbered[] = {"/dev/sd", "/dev/vd", "/dev/xvd", "/dev/hd",
	"/dev/nvme", "/dev/mmcblk", "/dev/dm-", "/dev/md", "/dev/loop"};

static bool
is_numbered(struct bth_str path)
{
	for (size_t i = 0; i < sizeof numbered / sizeof numbered[0]; i++) {
		size_t len = strlen(numbered[i]);

		/* /dev/md/NAME and the like are names that somebody gave */
		if (bth_str_starts(path, numbered[i]) && path.len > len &&
			bth_str_find(bth_str_sub(path, 5, SIZE_MAX), '/') == SIZE_MAX)
			return true;
	}
	return false;
}

static void
visit(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value at = bth_dig(volume->root, "spec.local.path");
	struct bth_str path = bth_path_clean(lint->arena, bth_text(at));
	bool raw =
		bth_str_is(bth_text(bth_dig(volume->root, "spec.volumeMode")), "Block");

	if (!is_numbered(path))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_path_device, volume,
		at,
		"'%.*s' of volume '%.*s' may be another disk after the node restarts%s",
		BTH_STR_ARG(path), BTH_STR_ARG(volume->name),
		raw ? "" : ", and is formatted if it has no file system");
	bth_report_fix(lint, finding, "write the disk's path below /dev/disk/by-id/");
}

const struct bth_rule bth_rule_pv_path_device = {
	.code = "BTH426",
	.name = "pv-path-device",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit,
	.summary = "a local volume names a disk by a name that changes",
	.why = "The kernel names disks in the order in which it finds them. After a restart, or with "
	       "one disk more, /dev/sdb can be another disk: the pod then starts on other data, and "
	       "with volumeMode Filesystem the kubelet makes a file system where it finds none.",
	.fix = "Name the disk by what stays: a path below /dev/disk/by-id/, or a file system that is "
	       "mounted by its UUID.",
};

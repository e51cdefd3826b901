/* pv_path.c - paths of volumes that are relative, or belong to the system */

#include "rules/placement.h"

/* C:\data, c:/data and \\server\share are paths of Windows nodes. */
static bool
is_windows(struct bth_str path)
{
	return bth_str_find(path, '\\') != SIZE_MAX ||
		(path.len > 1 && path.at[1] == ':');
}

static void
visit_relative(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value at = bth_volume_path(volume->root);
	struct bth_str path = bth_text(at);

	if (!path.len || path.at[0] == '/' || is_windows(path))
		return;
	struct bth_str clean = bth_path_clean(lint->arena, path);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_path_relative, volume,
		at,
		"path '%.*s' of volume '%.*s' is relative: the node takes it for '%.*s'",
		BTH_STR_ARG(path), BTH_STR_ARG(volume->name), BTH_STR_ARG(clean));
	bth_report_fix(
		lint, finding, "write '%.*s', if that is meant", BTH_STR_ARG(clean));
	bth_report_replace(
		lint, finding, volume, at, bth_scalar_text(lint->arena, clean));
}

const struct bth_rule bth_rule_pv_path_relative = {
	.code = "BTH412",
	.name = "pv-path-relative",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_relative,
	.summary = "a relative path in a local or hostPath volume",
	.why = "The API server does not ask for an absolute path, and the node looks "
	       "below '/'. Written differently, one directory can end up in two "
	       "volumes without anybody noticing.",
	.fix = "Write the path from '/'.",
};

static const struct {
	const char *path;
	bool below; /* what is below it is no place for data either */
	const char *because;
} unsafe[] = {
	{"/", false, "is the node's whole file system"},
	{"/tmp", true, "the node may empty when it restarts"},
	{"/var/tmp", true, "the node cleans up from time to time"},
	{"/run", true, "is in memory and empty after a restart of the node"},
	{"/var/run", true, "is in memory and empty after a restart of the node"},
	{"/dev/shm", true, "is in memory and empty after a restart of the node"},
	{"/var/lib/kubelet", true,
		"belongs to the kubelet, which removes what it does not know"},
	{"/var/lib/docker", true, "belongs to the container runtime"},
	{"/var/lib/containerd", true, "belongs to the container runtime"},
	{"/var/lib/etcd", true, "is the cluster's own database"},
	{"/etc/kubernetes", true, "is the cluster's own configuration"},
	{"/proc", true, "is no place for data"},
	{"/sys", true, "is no place for data"},
	{"/dev", false, "has all devices of the node"},
	{"/etc", false, "is the node's own configuration"},
	{"/usr", false, "is the node's own software"},
	{"/boot", true, "is the node's own software"},
	{"/var", false, "belongs to the node's system"},
	{"/var/lib", false, "belongs to the node's services"},
	{"/var/log", false, "has the node's logs"},
	{"/home", false, "has the home directories of all users"},
	{"/root", false, "is the home directory of the node's administrator"},
};

static void
visit_unsafe(struct bth_lint *lint, const struct bth_object *volume)
{
	struct bth_value at = bth_volume_path(volume->root);
	struct bth_str path = bth_path_clean(lint->arena, bth_text(at));

	if (!bth_text(at).len || is_windows(bth_text(at)))
		return;
	for (size_t i = 0; i < sizeof unsafe / sizeof unsafe[0]; i++) {
		struct bth_str bad = bth_str(unsafe[i].path);
		bool same = bth_str_eq(path, bad);

		if (!same && !(unsafe[i].below && bth_path_within(path, bad)))
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_pv_path_unsafe,
			volume, at,
			same ? "volume '%.*s' keeps its data in '%s', which %s" :
			       "volume '%.*s' keeps its data below '%s', which %s",
			BTH_STR_ARG(volume->name), unsafe[i].path, unsafe[i].because);
		bth_report_fix(lint, finding,
			"use a directory made for it, best on a disk of its own");
		return;
	}
}

const struct bth_rule bth_rule_pv_path_unsafe = {
	.code = "BTH413",
	.name = "pv-path-unsafe",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.kinds = BTH_KIND(BTH_PERSISTENT_VOLUME),
	.visit = visit_unsafe,
	.summary = "a volume in a directory that the node uses, or empties, itself",
	.why = "Data in /tmp is gone after a restart of the node; with the policy "
	       "Delete, Kubernetes itself removes hostPath data below /tmp. In '/' or "
	       "a directory of the system, a pod can read and damage the node.",
	.fix = "Give the data a directory of its own, such as a mount point below /mnt "
	       "or /data.",
};

/* pv_hostpath.c - volumes of hostPath, which no node is asked about */

#include "rules/placement.h"

/* The path in a volume's hostPath; absent for files and devices, which only hostPath has. */
static struct bth_value
directory(const struct bth_lint *lint, const struct bth_volume *volume)
{
	struct bth_value source = bth_dig(bth_lint_volume(lint, volume), "spec.hostPath");
	struct bth_str type = bth_text(bth_get(source, "type"));

	if (bth_is_unset(source) || volume->source != BTH_SOURCE_HOST_PATH ||
		bth_str_starts(type, "File") || bth_str_is(type, "Socket") ||
		bth_str_ends(type, "Device"))
		return (struct bth_value){0};
	return bth_get(source, "path");
}

/* Claims are looked at one by one up to here: equal ones come in long lists. */
enum { CLAIMS_MOST = 64 };

/* Whether all claims that may get the volume are a database's. */
static bool
is_for_database(const struct bth_lint *lint, const uint32_t *users, uint32_t volume)
{
	const struct bth_volume_outcome *outcome = &lint->binding->volumes[volume];

	for (size_t i = 0; i < outcome->claims.len && i < CLAIMS_MOST; i++)
		if (!bth_claim_is_database(lint, users, outcome->claims.items[i]))
			return false;
	return outcome->claims.len > 0;
}

static void
check_unpinned(struct bth_lint *lint)
{
	const uint32_t *users = bth_storage_users(lint);

	if (lint->views->nodes_known && lint->views->nodes.len == 1)
		return;
	for (uint32_t i = 0; i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];
		struct bth_value path = directory(lint, volume);

		if (volume->affinity.present || !bth_exists(path))
			continue;
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_pv_hostpath_unpinned,
			bth_lint_object(lint, volume->object), path,
			"hostPath volume '%.*s' is pinned to no node: on each node '%.*s' is another directory",
			BTH_STR_ARG(volume->name), BTH_STR_ARG(volume->path));
		if (is_for_database(lint, users, i))
			finding->severity = BERTH_ERROR;
		bth_report_fix(lint, finding,
			"add nodeAffinity for the node that has the data, or "
			"use a local volume, which demands it");
	}
}

const struct bth_rule bth_rule_pv_hostpath_unpinned = {
	.code = "BTH415",
	.name = "pv-hostpath-unpinned",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check_unpinned,
	.summary =
		"a hostPath volume without node affinity: another directory on each node",
	.why = "The scheduler takes such a volume for storage that every node reaches. "
	       "When the pod is started on another node, it finds another directory, "
	       "mostly an empty one, and no error says so: a database begins anew.",
	.fix = "Add nodeAffinity with the hostname label of the node that has the "
	       "data, or use a local volume. On a cluster of one node it does no harm.",
};

static void
check_used(struct bth_lint *lint)
{
	for (size_t i = 0; i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];
		struct bth_value path = directory(lint, volume);

		if (!bth_exists(path))
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_pv_hostpath_used,
			bth_lint_object(lint, volume->object),
			bth_get_key(bth_dig(bth_lint_volume(lint, volume), "spec"),
				"hostPath"),
			"volume '%.*s' is a hostPath where a local volume would do",
			BTH_STR_ARG(volume->name));
		bth_report_fix(lint, finding,
			"use 'local' with the same path, node affinity and a directory that exists");
	}
}

const struct bth_rule bth_rule_pv_hostpath_used = {
	.code = "BTH416",
	.name = "pv-hostpath-used",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_INFO,
	.check = check_used,
	.after = BTH_AFTER(&bth_rule_pv_hostpath_unpinned),
	.summary = "a hostPath volume where a local one would do",
	.why = "A local volume demands node affinity, is mounted only when its path is "
	       "there, and gets the group of fsGroup. With hostPath an empty directory "
	       "may be made in silence, fsGroup is not applied, and policies often "
	       "forbid it.",
	.fix = "Replace 'hostPath' by 'local' in a new volume; the source of an "
	       "existing one cannot be changed.",
};

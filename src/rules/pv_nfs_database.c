/* pv_nfs_database.c - a database on a network file system */

#include "rules/placement.h"

/* Drivers and provisioners whose volumes are NFS. */
static bool
is_nfs_driver(struct bth_str name)
{
	return bth_str_contains(name, "nfs") || bth_str_is(name, "efs.csi.aws.com") ||
		bth_str_is(name, "filestore.csi.storage.gke.io");
}

static bool
is_nfs(const struct bth_lint *lint, const struct bth_volume *volume)
{
	if (volume->source == BTH_SOURCE_CSI)
		return is_nfs_driver(bth_text(
			bth_dig(bth_lint_volume(lint, volume), "spec.csi.driver")));
	return volume->source == BTH_SOURCE_NFS;
}

/* Dumps and archives are files like others: there NFS is fine. */
static bool
is_for_dumps(struct bth_str name)
{
	static const char *const words[] = {"backup", "dump", "archive", "wal-g",
		"restore", "snapshot", "export", "config", "conf", "script", "log"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_str_contains(name, words[i]))
			return true;
	return false;
}

/* What will be NFS for every claim of a template is said once. */
struct said {
	const struct bth_claim *claim;
	bool provisioned;
};

static void
report(struct bth_lint *lint, const struct bth_claim *claim, struct bth_value at,
	const char *where, struct bth_value note)
{
	const struct bth_object *object = bth_lint_object(lint, claim->object);
	struct bth_value maker = bth_lint_claim(lint, claim);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_nfs_database, object,
		bth_exists(at) ? at : bth_dig(maker, "metadata.name"),
		"%s is a database's, but %s", bth_claim_text(lint, claim), where);

	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding, note, "the storage is described here");
	bth_report_fix(lint, finding, "use a local volume or block storage for the data");
}

static void
look_at(struct bth_lint *lint, uint32_t index, struct said *said)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];
	const struct bth_class *class = outcome->provisioned ?
		bth_views_class(lint->views, claim->storage_class) :
		NULL;
	bool again = said->claim && bth_claims_same_template(claim, said->claim);

	if (outcome->volumes.len) {
		const struct bth_volume *volume =
			&lint->views->volumes.items[outcome->volumes.items[0]];

		if ((again && !said->provisioned) || !is_nfs(lint, volume))
			return;
		report(lint, claim, (struct bth_value){0},
			bth_arena_printf(lint->arena,
				outcome->volumes.len == 1 ?
					"its volume '%.*s' is NFS" :
					"volume '%.*s', which it may get, is NFS",
				BTH_STR_ARG(volume->name)),
			bth_dig(bth_lint_volume(lint, volume),
				volume->source == BTH_SOURCE_NFS ? "spec.nfs" :
								   "spec.csi.driver"));
		*said = (struct said){.claim = claim};
	} else if (class && class->provisions && is_nfs_driver(class->provisioner) &&
		!again) {
		report(lint, claim, bth_class_at(bth_lint_claim(lint, claim)),
			bth_arena_printf(lint->arena,
				"its class '%.*s' makes NFS volumes",
				BTH_STR_ARG(class->name)),
			bth_get(bth_lint_object(lint, class->object)->root,
				"provisioner"));
		*said = (struct said){.claim = claim, .provisioned = true};
	}
}

static void
check(struct bth_lint *lint)
{
	const uint32_t *users = bth_storage_users(lint);
	struct said said = {0};

	for (uint32_t i = 0; i < lint->views->claims.len; i++)
		if (bth_claim_is_database(lint, users, i) &&
			!is_for_dumps(lint->views->claims.items[i].name))
			look_at(lint, i, &said);
}

const struct bth_rule bth_rule_pv_nfs_database = {
	.code = "BTH417",
	.name = "pv-nfs-database",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a database keeps its data on NFS",
	.why = "Databases trust fsync and file locks. Over NFS both depend on the "
	       "server and the mount options: a lost connection can corrupt data, "
	       "nothing keeps a second server from the same files, and fsGroup is not "
	       "applied.",
	.fix = "Use a local volume or block storage. Backups may well go to NFS.",
};

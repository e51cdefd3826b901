/* pg_no_backup.c - a PostgreSQL database and no backup in sight */

#include "rules/container_store.h"

/* Programs that make backups or archives, and settings that name them. */
static const char *const tools[] = {"pg_dump", "pg_basebackup", "pgbackrest", "wal-g",
	"walg", "wal-e", "barman", "pg_receivewal", "pg_probackup", "pgbackup",
	"postgres-backup", "pg-backup", "archive_command", "restic", "velero", "kopia",
	"k8up", "stash", "WALG_", "BACKUP_"};

static bool
has_tool(struct bth_str text)
{
	for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++)
		if (bth_str_contains(text, tools[i]))
			return true;
	return false;
}

/* Custom resources of backup operators, snapshots, schedules. */
static bool
is_backup_kind(const struct bth_object *object)
{
	static const char *const words[] = {
		"Backup", "Snapshot", "Schedule", "PreBackupPod"};

	for (size_t i = 0;
		i < sizeof words / sizeof words[0] && object->kind == BTH_OTHER; i++)
		if (bth_str_contains(object->kind_text, words[i]))
			return true;
	return false;
}

static bool
is_backed_up(const struct bth_lint *lint)
{
	const unsigned kinds = BTH_WORKLOADS | BTH_KIND(BTH_CONFIG_MAP);
	const struct bth_objects *objects = &lint->world->objects;

	for (size_t i = 0; i < objects->len; i++)
		if (is_backup_kind(&objects->items[i]) ||
			((BTH_KIND(objects->items[i].kind) & kinds) &&
				bth_any_text(
					lint->arena, objects->items[i].root, has_tool)))
			return true;
	return false;
}

/* A workload that keeps a database for good. */
static bool
is_server(const struct bth_object *object)
{
	const unsigned kinds = BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT);

	return (BTH_KIND(object->kind) & kinds) &&
		bth_object_database(object) == BTH_POSTGRESQL;
}

static void
check(struct bth_lint *lint)
{
	const struct bth_objects *objects = &lint->world->objects;
	bool searched = false;

	if (lint->world->partial)
		return;
	for (size_t i = 0; i < objects->len; i++) {
		const struct bth_object *object = &objects->items[i];

		if (!is_server(object) || !bth_is_first(lint, object))
			continue;
		if (!searched && is_backed_up(lint))
			return;
		searched = true;
		struct bth_finding *finding = bth_report(lint, &bth_rule_pg_no_backup,
			object, (struct bth_value){0},
			"nothing in the run makes a backup of database '%.*s'",
			BTH_STR_ARG(object->name));
		bth_report_fix(lint, finding,
			"add a CronJob with pg_basebackup or pg_dump to another "
			"volume, or allow this rule if backups are made elsewhere");
	}
}

const struct bth_rule bth_rule_pg_no_backup = {
	.code = "BTH840",
	.name = "pg-no-backup",
	.family = BTH_POSTGRES,
	.severity = BERTH_INFO,
	.check = check,
	.summary = "a PostgreSQL database without any backup in the run",
	.why = "A volume on one node, and replication too, do not save from a lost "
	       "disk, a dropped table or an update gone wrong. The run has no Job, "
	       "CronJob or other workload that dumps, copies or archives the database.",
	.fix = "Add a CronJob with pg_basebackup or pg_dump, or archive the WAL with "
	       "pgBackRest, wal-g or barman. Where backups are made elsewhere, allow "
	       "the rule for the object.",
};

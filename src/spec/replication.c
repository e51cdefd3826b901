/* replication.c - how the pods become one cluster, and what that cannot be combined with */

#include "rules.h"
#include "spec/reading.h"

/* 17 of 17.2; empty when @version begins with no number. */
static struct bth_str
major_of(struct bth_str version)
{
	size_t digits = 0;

	while (digits < version.len && version.at[digits] >= '0' &&
		version.at[digits] <= '9')
		digits++;
	return bth_str_sub(version, 0, digits);
}

static void
read_sync(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_cluster_replication *replication = &cluster->replication;
	int64_t standbys = cluster->replicas - 1;

	replication->sync_at = bth_spec_value(reading, "spec.replication.sync.count");
	bth_as_int(&replication->sync, replication->sync_at);
	if (replication->sync > standbys) {
		struct bth_finding *finding = bth_spec_wrong(reading,
			replication->sync_at,
			"no commit would ever return: it waits for %lld of %lld standbys",
			(long long)replication->sync, (long long)standbys);
		bth_finding_fix(reading->findings, finding,
			"ask for more replicas, or for fewer synchronous ones");
	} else if (replication->sync > 0 && replication->sync == standbys) {
		struct bth_finding *finding = bth_spec_report(reading->findings,
			&bth_rule_pg_sync_blocks, cluster->root, replication->sync_at,
			"commits wait for %s: while %s is down, every write hangs until it is back",
			standbys > 1 ? "all standbys" : "the only standby",
			standbys > 1 ? "one" : "it");
		bth_finding_fix(reading->findings, finding,
			"ask for %lld replicas, or count: %lld",
			(long long)cluster->replicas + 1,
			(long long)replication->sync - 1);
	}
}

static void
read_primary(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_cluster_replication *replication = &cluster->replication;
	int64_t last = cluster->start + cluster->replicas - 1;

	replication->primary = cluster->start;
	replication->primary_at = bth_spec_value(reading, "spec.replication.primary");
	bth_as_int(&replication->primary, replication->primary_at);
	if (replication->primary >= cluster->start && replication->primary <= last)
		return;
	struct bth_finding *finding = bth_spec_wrong(reading, replication->primary_at,
		"there is no pod %lld to be primary: the ordinals are %lld to %lld",
		(long long)replication->primary, (long long)cluster->start,
		(long long)last);
	bth_finding_fix(reading->findings, finding, "name the ordinal of a pod");
}

/* The rest of the keys means nothing without a mode. */
static void
read_none(struct bth_spec_reading *reading)
{
	static const char *const keys[] = {
		"spec.bootstrap", "spec.replication.primary", "spec.replication.sync"};
	struct bth_cluster *cluster = reading->cluster;
	bool postgresql = cluster->preset.preset && cluster->preset.preset->postgresql;

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct bth_value value = bth_spec_value(reading, keys[i]);

		if (!bth_exists(value))
			continue;
		struct bth_finding *finding = bth_spec_wrong(reading, value,
			"'%s' means nothing without replication", keys[i]);
		bth_finding_fix(reading->findings, finding,
			"write 'replication: {mode: streaming}', or leave it out");
	}
	if (cluster->replicas < 2 || !postgresql)
		return;
	struct bth_finding *finding = bth_spec_report(reading->findings,
		&bth_rule_pg_replicas_independent, cluster->root,
		bth_spec_value(reading, "spec.replicas"),
		"%lld replicas without replication are %lld independent databases behind one name",
		(long long)cluster->replicas, (long long)cluster->replicas);
	bth_finding_fix(reading->findings, finding,
		"add 'replication: {mode: streaming}', or ask for 1 replica");
}

static void
tell_bootstrap(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_value bootstrap = bth_spec_value(reading, "spec.bootstrap");

	cluster->replication.existing = bth_str_is(bth_text(bootstrap), "existing");
	if (cluster->replication.existing)
		return;
	struct bth_finding *finding = bth_spec_report(reading->findings,
		&bth_rule_pg_bootstrap_open, cluster->root,
		bth_exists(bootstrap) ? bootstrap : cluster->replication.at,
		"should the declared primary lose its volume while no other pod answers, an "
		"empty database is initialised");
	bth_finding_fix(reading->findings, finding,
		"write 'bootstrap: existing' once the cluster has started for the first time");
}

void
bth_spec_read_replication(struct bth_spec_reading *reading)
{
	struct bth_cluster *cluster = reading->cluster;
	struct bth_cluster_replication *replication = &cluster->replication;
	struct bth_value port = bth_dig(cluster->spec, "config.parameters.port");
	struct bth_value mode = bth_spec_value(reading, "spec.replication.mode");

	if (!bth_str_is(bth_text(mode), "streaming")) {
		/* a mode that is none of the choices is reported already */
		if (!bth_exists(mode) || bth_str_is(bth_text(mode), "none"))
			read_none(reading);
		return;
	}
	replication->at = bth_spec_value(reading, "spec.replication");
	if (!cluster->preset.preset || !cluster->preset.preset->postgresql) {
		if (!bth_spec_has_wrong_preset(reading))
			bth_spec_wrong(reading, mode,
				"streaming replication is for PostgreSQL presets, and this is none");
		return;
	}
	replication->streaming = true;
	replication->major = major_of(cluster->preset.version);
	if (!replication->major.len)
		bth_spec_wrong(reading, mode,
			"the preset does not say which version of PostgreSQL it is, as replication needs");
	replication->port = bth_exists(port) ? bth_text(port) : BTH_STR("5432");
	read_primary(reading);
	read_sync(reading);
	tell_bootstrap(reading);
}

/* What berth sets itself; another value would undo it. */
static void
check_keys(struct bth_spec_reading *reading)
{
	static const char *const keys[] = {"spec.command", "spec.args"};
	struct bth_value management = bth_spec_value(reading, "spec.podManagement");

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		struct bth_value value = bth_spec_value(reading, keys[i]);

		if (bth_exists(value))
			bth_spec_wrong(reading, value,
				"with '%s' the server would not read the settings of replication",
				keys[i]);
	}
	if (reading->cluster->replicas < 2 ||
		!bth_str_is(bth_text(management), "OrderedReady"))
		return;
	struct bth_finding *finding = bth_spec_wrong(reading, management,
		"in that order a first pod that may not start keeps the primary after it from starting");
	bth_finding_fix(reading->findings, finding, "write Parallel, or leave it out");
}

static bool
is_off(struct bth_str text)
{
	static const char *const words[] = {"off", "false", "no", "0", "minimal"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_str_is(text, words[i]))
			return true;
	return false;
}

static void
check_parameter(struct bth_spec_reading *reading, struct bth_value key)
{
	static const char *const ours[] = {"cluster_name", "primary_conninfo",
		"primary_slot_name", "synchronous_standby_names", "hba_file",
		"config_file", "data_directory", "include", "include_dir",
		"include_if_exists"};
	static const char *const on[] = {"wal_level", "hot_standby"};
	static const char *const counts[] = {"max_wal_senders", "max_replication_slots"};
	struct bth_value value = bth_under(key);
	int64_t least = 2 * reading->cluster->replicas, number;

	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		if (bth_str_is(bth_text(key), ours[i]))
			bth_spec_wrong(reading, key,
				"with replication berth sets '%s' itself", ours[i]);
	for (size_t i = 0; i < sizeof on / sizeof on[0]; i++)
		if (bth_str_is(bth_text(key), on[i]) && is_off(bth_text(value)))
			bth_spec_wrong(reading, value,
				"standbys cannot follow with %s = %.*s", on[i],
				BTH_STR_ARG(bth_text(value)));
	if (reading->cluster->replication.sync > 0 &&
		bth_str_is(bth_text(key), "synchronous_commit") &&
		(is_off(bth_text(value)) || bth_str_is(bth_text(value), "local")))
		bth_spec_wrong(reading, value,
			"with synchronous_commit = %.*s no commit waits for the standbys that sync asks for",
			BTH_STR_ARG(bth_text(value)));
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		if (bth_str_is(bth_text(key), counts[i]) &&
			bth_str_to_i64(&number, bth_text(value)) && number < least)
			bth_spec_wrong(reading, value,
				"%lld replicas need %s of at least %lld, also while they are cloned",
				(long long)reading->cluster->replicas, counts[i],
				(long long)least);
}

/* Clones are made beside the data directory and renamed, so both are on the volume. */
static void
check_data(struct bth_spec_reading *reading)
{
	const struct bth_cluster *cluster = reading->cluster;
	struct bth_value at = bth_get(bth_spec_value(reading, "spec.env"), "PGDATA");
	struct bth_str path = bth_text(at);

	for (size_t i = 0; i < cluster->volumes.len; i++) {
		const struct bth_cluster_volume *volume = &cluster->volumes.items[i];
		const char *mount = bth_str_copy(reading->arena, volume->mount_path).at;

		if (!volume->mount_path.len)
			return; /* reported by the checks of storage */
		if (!volume->block && bth_is_scalar(at) && bth_str_starts(path, mount) &&
			path.len > volume->mount_path.len + 1 &&
			path.at[volume->mount_path.len] == '/')
			return;
	}
	if (!cluster->volumes.len)
		return;
	struct bth_finding *finding = bth_spec_wrong(reading,
		bth_exists(at) ? at : cluster->replication.at,
		"replication needs PGDATA to be a directory below the mount of a volume");
	bth_finding_fix(reading->findings, finding, "write it as in '%.*s/pgdata'",
		BTH_STR_ARG(cluster->volumes.items[0].mount_path));
}

/* Names that scripts of berth use. */
static void
check_names(struct bth_spec_reading *reading)
{
	struct bth_value env = bth_spec_value(reading, "spec.env"),
			 scripts = bth_spec_value(reading, "spec.config.initdb.scripts");

	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
		if (bth_str_starts(bth_text(i), "BERTH_"))
			bth_spec_wrong(reading, i,
				"with replication, variables that begin with BERTH_ are berth's");
	if (bth_exists(bth_get(scripts, "00-berth-role.sh")))
		bth_spec_wrong(reading, bth_get(scripts, "00-berth-role.sh"),
			"with replication, '00-berth-role.sh' is a script of berth's");
}

void
bth_spec_check_replication(struct bth_spec_reading *reading)
{
	struct bth_value parameters = bth_spec_value(reading, "spec.config.parameters");

	if (!reading->cluster->replication.streaming)
		return;
	check_keys(reading);
	for (struct bth_value i = bth_first(parameters); bth_exists(i); i = bth_next(i))
		check_parameter(reading, i);
	check_data(reading);
	check_names(reading);
}

/* pod_data_ephemeral.c - a database whose data goes with its pod */

#include "rules/pg_server.h"
#include "rules/placement.h"

/* Servers by the names of their images, and where they keep their data. */
static const struct server {
	const char *image;
	const char *vendor; /* what else the image's name must have, or NULL */
	const char *word;   /* a command of the server has it */
	const char *env;    /* a variable that moves the directory, or NULL */
	const char *path;
} servers[] = {
	{"postgres", NULL, "postgres", "PGDATA", "/var/lib/postgresql/data"},
	{"postgis", NULL, "postgres", "PGDATA", "/var/lib/postgresql/data"},
	{"timescaledb", NULL, "postgres", "PGDATA", "/var/lib/postgresql/data"},
	{"pgvector", NULL, "postgres", "PGDATA", "/var/lib/postgresql/data"},
	{"postgresql", "bitnami", "postgres", NULL, "/bitnami/postgresql"},
	{"mysql", NULL, "mysqld", NULL, "/var/lib/mysql"},
	{"mysql-server", NULL, "mysqld", NULL, "/var/lib/mysql"},
	{"mariadb", NULL, "mysqld", NULL, "/var/lib/mysql"},
	{"percona-xtradb-cluster", NULL, "mysqld", NULL, "/var/lib/mysql"},
	{"mongo", NULL, "mongod", NULL, "/data/db"},
	{"cassandra", NULL, "cassandra", NULL, "/var/lib/cassandra"},
	{"scylla", NULL, "scylla", NULL, "/var/lib/scylla"},
	{"elasticsearch", NULL, "elasticsearch", NULL, "/usr/share/elasticsearch/data"},
	{"elasticsearch-oss", NULL, "elasticsearch", NULL,
		"/usr/share/elasticsearch/data"},
	{"opensearch", NULL, "opensearch", NULL, "/usr/share/opensearch/data"},
	{"clickhouse", NULL, "clickhouse", NULL, "/var/lib/clickhouse"},
	{"clickhouse-server", NULL, "clickhouse", NULL, "/var/lib/clickhouse"},
	{"cockroach", NULL, "cockroach start", NULL, "/cockroach/cockroach-data"},
	{"couchdb", NULL, "couchdb", NULL, "/opt/couchdb/data"},
	{"neo4j", NULL, "neo4j", NULL, "/data"},
	{"influxdb", NULL, "influxd", NULL, "/var/lib/influxdb"},
	{"rabbitmq", NULL, "rabbitmq", NULL, "/var/lib/rabbitmq"},
};

static const struct server *
find_server(struct bth_str image)
{
	struct bth_str name = bth_image_name(image);

	for (size_t i = 0; i < sizeof servers / sizeof servers[0]; i++)
		if (bth_str_is(name, servers[i].image) &&
			(!servers[i].vendor ||
				bth_str_contains(image, servers[i].vendor)))
			return &servers[i];
	return NULL;
}

/* Whether the container starts the server and not psql, a dump or a shell. */
static bool
runs_server(struct bth_value container, const struct server *server)
{
	struct bth_value args = bth_get(container, "args");
	struct bth_str first = bth_text(bth_first(args));

	if (bth_size(bth_get(container, "command")))
		return bth_command_has(container, server->word);
	return !bth_size(args) || bth_str_starts(first, "-") ||
		bth_command_has(container, server->word);
}

/* Whether the command or a file of settings may have moved the data elsewhere. */
static bool
may_be_moved(struct bth_value container)
{
	static const char *const words[] = {"datadir", "dbpath", "data_directory",
		"data-dir", "path.data", "--store", "--config", " -D", "config_file",
		"--defaults"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_command_has(container, words[i]))
			return true;
	return false;
}

/* Whether anything that outlives the pod is mounted into the container. */
static bool
has_lasting_mount(const struct bth_object *workload, struct bth_value container)
{
	struct bth_value mounts = bth_get(container, "volumeMounts"), volume;

	for (struct bth_value i = bth_first(mounts); bth_exists(i); i = bth_next(i))
		if (bth_store_of(workload, bth_text(bth_get(i, "name")), &volume) >=
			BTH_STORE_CLAIM)
			return true;
	return bth_size(bth_get(container, "volumeDevices")) > 0;
}

/* Since 18 the official image has a directory for each major version. */
static struct bth_str
default_path(struct bth_lint *lint, const struct server *server, struct bth_str image)
{
	unsigned major = server->env ? bth_pg_major(image) : 0;

	if (major >= 18)
		return bth_str_printf(
			lint->arena, "/var/lib/postgresql/%u/docker", major);
	return bth_str(server->path);
}

/* Where the server keeps its data; empty when the run does not say. */
static struct bth_str
data_path(struct bth_lint *lint, struct bth_value container, const struct server *server)
{
	struct bth_value moved = server->env ? bth_env_value(container, server->env) :
					       (struct bth_value){0};
	struct bth_value list = bth_get(container, "env");

	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (server->env &&
			bth_str_is(bth_text(bth_get(i, "name")), server->env) &&
			!bth_exists(moved))
			return BTH_STR("");
	if (!bth_exists(moved))
		return default_path(lint, server, bth_text(bth_get(container, "image")));
	return bth_str_find(bth_text(moved), '$') == SIZE_MAX ?
		bth_path_clean(lint->arena, bth_text(moved)) :
		BTH_STR("");
}

static void
report(struct bth_lint *lint, const struct bth_object *workload,
	struct bth_value container, struct bth_value mount, struct bth_value volume,
	struct bth_str path)
{
	struct bth_str name = bth_text(bth_get(container, "name"));
	struct bth_finding *finding;

	if (bth_exists(volume)) {
		finding = bth_report(lint, &bth_rule_pod_data_ephemeral, workload,
			bth_get(mount, "name"),
			"container '%.*s' keeps its data at '%.*s' in emptyDir '%.*s', which is deleted with the pod",
			BTH_STR_ARG(name), BTH_STR_ARG(path),
			BTH_STR_ARG(bth_text(bth_get(volume, "name"))));
		bth_report_note(lint, finding, bth_get_key(volume, "emptyDir"),
			"the emptyDir is here");
	} else {
		finding = bth_report(lint, &bth_rule_pod_data_ephemeral, workload,
			bth_get(container, "image"),
			"container '%.*s' keeps its data at '%.*s' in the container itself: nothing is mounted there",
			BTH_STR_ARG(name), BTH_STR_ARG(path));
	}
	bth_report_subject(finding, name);
	bth_report_fix(lint, finding,
		"mount a claim there, of a StatefulSet's volumeClaimTemplates");
}

static void
look_at(struct bth_lint *lint, const struct bth_object *workload,
	struct bth_value container)
{
	const struct server *server = find_server(bth_text(bth_get(container, "image")));
	struct bth_value volume = {0}, mount;
	struct bth_str path;

	if (!server || !runs_server(container, server))
		return;
	path = data_path(lint, container, server);
	if (!path.len)
		return;
	mount = bth_mount_of(lint->arena, container, path);
	if (!bth_exists(mount)) {
		if (!has_lasting_mount(workload, container))
			report(lint, workload, container, mount, volume, path);
		return;
	}
	enum bth_store store =
		bth_store_of(workload, bth_text(bth_get(mount, "name")), &volume);
	if (store == BTH_STORE_PASSING && !may_be_moved(container))
		report(lint, workload, container, mount, volume, path);
}

/* Pods that are over some time keep nothing, whatever they run. */
static void
visit(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value spec = bth_object_pod_spec(workload);
	struct bth_value containers = bth_get(spec, "containers");
	struct bth_str restart = bth_text(bth_get(spec, "restartPolicy"));

	if (restart.len && !bth_str_is(restart, "Always"))
		return;
	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i))
		look_at(lint, workload, i);
}

const struct bth_rule bth_rule_pod_data_ephemeral = {
	.code = "BTH507",
	.name = "pod-data-ephemeral",
	.family = BTH_SAFETY,
	.severity = BERTH_ERROR,
	.kinds = BTH_WORKLOADS & ~(BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB)),
	.visit = visit,
	.summary = "a database whose data directory does not outlive its pod",
	.why = "What a container writes outside of lasting volumes is gone when the "
	       "pod is deleted, moved or evicted; an emptyDir too. The database comes "
	       "back empty, and mostly no error says so.",
	.fix = "Mount a claim at the data directory. Each replica needs its own: use a "
	       "StatefulSet with volumeClaimTemplates.",
};

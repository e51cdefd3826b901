/* pg_data.c - PGDATA and the mounts of the official image: where the data really is */

#include "rules/edit.h"
#include "rules/pg_server.h"
#include "rules/placement.h"
#include "rules/storage.h"

static const unsigned servers =
	BTH_WORKLOADS & ~(BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB));

/* Pods that are over some time keep nothing. */
static bool
keeps_running(const struct bth_object *workload)
{
	struct bth_str restart = bth_text(
		bth_get(bth_object_pod_spec(workload), "restartPolicy"));

	return !restart.len || bth_str_is(restart, "Always");
}

static enum bth_store
store_of_mount(const struct bth_object *workload, struct bth_value mount)
{
	struct bth_value volume;

	return bth_exists(mount) ?
		bth_store_of(workload, bth_text(bth_get(mount, "name")), &volume) :
		BTH_STORE_NONE;
}

static struct bth_str
path_of_mount(struct bth_arena *arena, struct bth_value mount)
{
	return bth_path_clean(arena, bth_text(bth_get(mount, "mountPath")));
}

/* The first mount of something that outlives the pod. */
static struct bth_value
lasting_mount(const struct bth_object *workload, struct bth_value container)
{
	struct bth_value mounts = bth_get(container, "volumeMounts");

	for (struct bth_value i = bth_first(mounts); bth_exists(i); i = bth_next(i))
		if (store_of_mount(workload, i) >= BTH_STORE_CLAIM)
			return i;
	return (struct bth_value){0};
}

/* The mount at exactly @path, of something that outlives the pod. */
static struct bth_value
lasting_mount_at(struct bth_arena *arena, const struct bth_object *workload,
	struct bth_value container, const char *path)
{
	struct bth_value mount = bth_mount_of(arena, container, bth_str(path));

	return store_of_mount(workload, mount) >= BTH_STORE_CLAIM &&
			bth_str_is(path_of_mount(arena, mount), path) ?
		mount :
		(struct bth_value){0};
}

/* The directory that the image declares a volume of its own. */
static const char *
image_volume(const struct bth_pg_server *server)
{
	return server->major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data";
}

/* The mount above the image's own volume, which then hides what is mounted. */
static struct bth_value
shadowed_mount(struct bth_arena *arena, const struct bth_object *workload,
	const struct bth_pg_server *server, struct bth_str data)
{
	struct bth_str own = bth_str(image_volume(server));
	struct bth_value mount = bth_mount_of(arena, server->container, data);

	if (!server->major || !bth_path_within(data, own) ||
		store_of_mount(workload, mount) < BTH_STORE_CLAIM ||
		bth_path_within(path_of_mount(arena, mount), own))
		return (struct bth_value){0};
	return mount;
}

/* The mount at the place of the images before 18, in one that has its data elsewhere. */
static struct bth_value
outdated_mount(struct bth_arena *arena, const struct bth_object *workload,
	const struct bth_pg_server *server, struct bth_str data)
{
	if (server->major < 18 || bth_exists(server->pgdata) ||
		bth_exists(bth_mount_of(arena, server->container, data)))
		return (struct bth_value){0};
	return lasting_mount_at(
		arena, workload, server->container, "/var/lib/postgresql/data");
}

static void
report_misplaced(struct bth_lint *lint, const struct bth_object *workload,
	const struct bth_pg_server *server, struct bth_value mount, const char *what)
{
	struct bth_value at = bth_get(mount, "mountPath");
	const char *good = image_volume(server);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pg_mount_misplaced,
		workload, at, "container '%.*s' mounts its data at '%.*s', but %s",
		BTH_STR_ARG(bth_text(bth_get(server->container, "name"))),
		BTH_STR_ARG(bth_text(at)), what);

	bth_report_note(lint, finding, bth_get(server->container, "image"),
		"the image of PostgreSQL %u", server->major);
	if (server->major >= 18) {
		bth_report_fix(lint, finding, "mount it at %s", good);
		bth_report_replace(lint, finding, workload, at, good);
	} else {
		bth_report_fix(lint, finding,
			"mount it at %s and set PGDATA to %s/pgdata", good, good);
	}
}

static void
visit_misplaced(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_pg_server server = bth_pg_server_first(lint, workload);

	for (; keeps_running(workload) && bth_exists(server.container);
		bth_pg_server_next(lint, workload, &server)) {
		struct bth_str data = bth_pg_data(lint->arena, &server);
		struct bth_value shadowed =
			shadowed_mount(lint->arena, workload, &server, data);
		struct bth_value outdated =
			outdated_mount(lint->arena, workload, &server, data);

		if (bth_exists(shadowed))
			report_misplaced(lint, workload, &server, shadowed,
				bth_arena_printf(lint->arena,
					"the image puts an empty volume of its own over '%s'",
					image_volume(&server)));
		else if (bth_exists(outdated))
			report_misplaced(lint, workload, &server, outdated,
				bth_arena_printf(lint->arena,
					"the server keeps it at '%.*s'",
					BTH_STR_ARG(data)));
	}
}

const struct bth_rule bth_rule_pg_mount_misplaced = {
	.code = "BTH803",
	.name = "pg-mount-misplaced",
	.family = BTH_POSTGRES,
	.severity = BERTH_ERROR,
	.kinds = servers,
	.visit = visit_misplaced,
	.summary = "a volume mounted where this major of the PostgreSQL image has no data",
	.why = "Up to 17 the official image declares /var/lib/postgresql/data a volume: with a "
	       "claim mounted above it, the runtime puts an empty volume over the data's place, "
	       "and each new container starts with an empty database. From 18 on the data is in "
	       "/var/lib/postgresql/18/docker: with a claim at the old place the server refuses "
	       "to start, or the data is not on the claim.",
	.fix = "Up to 17 mount the claim at /var/lib/postgresql/data and set PGDATA to a "
	       "directory below, from 18 on mount it at /var/lib/postgresql. Take a dump "
	       "first if the database is in use: what it has now is not on the claim.",
};

/* Whether a program fills in the path of a mount later. */
static bool
has_open_mount(struct bth_value container)
{
	struct bth_value mounts = bth_get(container, "volumeMounts");

	for (struct bth_value i = bth_first(mounts); bth_exists(i); i = bth_next(i)) {
		struct bth_str path = bth_text(bth_get(i, "mountPath"));

		if (!bth_str_starts(path, "/") || bth_str_find(path, '$') != SIZE_MAX)
			return true;
	}
	return false;
}

/* Whether nothing is mounted where the data is, be it of an old or a new image. */
static bool
is_outside(struct bth_arena *arena, const struct bth_pg_server *server, struct bth_str data)
{
	struct bth_value mounts = bth_get(server->container, "volumeMounts");
	struct bth_str home = BTH_STR("/var/lib/postgresql");

	if (server->moved || has_open_mount(server->container) ||
		bth_size(bth_get(server->container, "volumeDevices")))
		return false;
	if (data.len)
		return !bth_exists(bth_mount_of(arena, server->container, data));
	if (bth_exists(server->pgdata))
		return false;
	for (struct bth_value i = bth_first(mounts); bth_exists(i); i = bth_next(i)) {
		struct bth_str path = path_of_mount(arena, i);

		if (bth_path_within(path, home) || bth_path_within(home, path))
			return false;
	}
	return true;
}

static void
report_outside(struct bth_lint *lint, const struct bth_object *workload,
	const struct bth_pg_server *server, struct bth_value mount, struct bth_str data)
{
	bool said = bth_exists(server->pgdata);
	struct bth_value at = bth_get(mount, "mountPath");
	struct bth_str name = bth_text(bth_get(server->container, "name"));
	struct bth_finding *finding;

	if (!data.len)
		data = BTH_STR("/var/lib/postgresql");
	finding = bth_report(lint, &bth_rule_pg_data_outside_mount, workload,
		said ? server->pgdata : at,
		"container '%.*s' keeps its data at '%.*s', where nothing is mounted: it is lost with the container",
		BTH_STR_ARG(name), BTH_STR_ARG(data));
	if (said)
		bth_report_note(lint, finding, at, "the mount is here");
	bth_report_fix(lint, finding,
		"set PGDATA to a directory below the claim's mount, like '%.*s/pgdata'",
		BTH_STR_ARG(path_of_mount(lint->arena, mount)));
}

static void
visit_outside(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_pg_server server = bth_pg_server_first(lint, workload);

	for (; keeps_running(workload) && bth_exists(server.container);
		bth_pg_server_next(lint, workload, &server)) {
		struct bth_str data = bth_pg_data(lint->arena, &server);
		struct bth_value mount = lasting_mount(workload, server.container);

		if (bth_exists(mount) && is_outside(lint->arena, &server, data) &&
			!bth_exists(outdated_mount(lint->arena, workload, &server, data)))
			report_outside(lint, workload, &server, mount, data);
	}
}

const struct bth_rule bth_rule_pg_data_outside_mount = {
	.code = "BTH801",
	.name = "pg-data-outside-mount",
	.family = BTH_POSTGRES,
	.severity = BERTH_ERROR,
	.kinds = servers,
	.visit = visit_outside,
	.summary = "PostgreSQL that keeps its data beside the volume that is mounted",
	.why = "The server writes to PGDATA, whatever is mounted. Where no mount covers that "
	       "directory, the database is in the container's own files: all seems well until "
	       "the container is made anew, and then it starts with an empty database while the "
	       "claim was never written to.",
	.fix = "Set PGDATA to a directory below the mount of the claim, or mount the claim above "
	       "PGDATA. Take a dump first if the database is in use.",
};

/* A class or provisioner whose volumes are directories of something larger. */
static bool
names_directory(struct bth_str name)
{
	static const char *const words[] = {"local", "nfs", "efs", "hostpath"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_str_contains(name, words[i]))
			return true;
	return false;
}

/* Whether a directory takes the place of a file system of its own: no lost+found. */
static bool
is_directory(const struct bth_lint *lint, uint32_t index)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];
	const struct bth_class *class = bth_views_class(lint->views, claim->storage_class);

	if (outcome->volumes.len) {
		enum bth_volume_source source =
			lint->views->volumes.items[outcome->volumes.items[0]].source;

		return source != BTH_SOURCE_CSI && source != BTH_SOURCE_OTHER;
	}
	if (class)
		return !class->provisions || names_directory(class->provisioner);
	return names_directory(claim->storage_class);
}

/* Which objects have a claim that becomes a plain directory. */
static bool *
find_directories(const struct bth_lint *lint)
{
	const uint32_t *users = bth_storage_users(lint);
	bool *out = bth_arena_alloc(lint->arena, lint->world->objects.len + 1);

	for (uint32_t i = 0; i < lint->views->claims.len; i++)
		if (users[i] != UINT32_MAX && is_directory(lint, i))
			out[users[i]] = true;
	return out;
}

/* The mount of a claim at the data directory itself. */
static struct bth_value
mount_at_data(const struct bth_lint *lint, const struct bth_object *workload,
	const struct bth_pg_server *server)
{
	struct bth_str data = bth_pg_data(lint->arena, server);
	struct bth_value mount = bth_mount_of(lint->arena, server->container, data);

	if (!data.len || store_of_mount(workload, mount) != BTH_STORE_CLAIM ||
		!bth_str_eq(path_of_mount(lint->arena, mount), data) ||
		!bth_is_unset(bth_get(mount, "subPath")) ||
		!bth_is_unset(bth_get(mount, "subPathExpr")))
		return (struct bth_value){0};
	return mount;
}

static void
report_is_mount(struct bth_lint *lint, const struct bth_object *workload,
	const struct bth_pg_server *server, struct bth_value mount)
{
	struct bth_value at = bth_get(mount, "mountPath");
	struct bth_str path = bth_text(at);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pg_data_is_mount, workload,
		at, "container '%.*s' keeps its data at '%.*s', the root of a file system",
		BTH_STR_ARG(bth_text(bth_get(server->container, "name"))), BTH_STR_ARG(path));

	if (bth_exists(server->pgdata))
		bth_report_note(lint, finding, server->pgdata, "PGDATA is set here");
	bth_report_fix(lint, finding,
		"set PGDATA to '%.*s/pgdata'; move the data there if it has any",
		BTH_STR_ARG(bth_path_clean(lint->arena, path)));
}

static void
check_is_mount(struct bth_lint *lint)
{
	const bool *directories = NULL;

	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *workload = &lint->world->objects.items[i];

		if (!(BTH_KIND(workload->kind) & servers) || !keeps_running(workload))
			continue;
		struct bth_pg_server server = bth_pg_server_first(lint, workload);
		for (; bth_exists(server.container);
			bth_pg_server_next(lint, workload, &server)) {
			struct bth_value mount = mount_at_data(lint, workload, &server);

			if (!bth_exists(mount))
				continue;
			if (!directories)
				directories = find_directories(lint);
			if (!directories[i])
				report_is_mount(lint, workload, &server, mount);
		}
	}
}

const struct bth_rule bth_rule_pg_data_is_mount = {
	.code = "BTH802",
	.name = "pg-data-is-mount",
	.family = BTH_POSTGRES,
	.severity = BERTH_WARNING,
	.check = check_is_mount,
	.summary = "PGDATA that is the mount point of the volume itself",
	.why = "A new ext4 file system has a directory lost+found in its root, and initdb refuses "
	       "a directory that is not empty: the first start fails on most block storage. "
	       "Besides, the root's owner and mode are the kubelet's to change, and PostgreSQL "
	       "does not start when the group may write there.",
	.fix = "Set PGDATA to a directory below the mount, or mount with a subPath. Where the "
	       "database has data already, stop it and move its files there first, or it starts "
	       "empty.",
};

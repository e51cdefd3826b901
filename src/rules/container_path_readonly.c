/* container_path_readonly.c - a read-only root file system under a program that writes to it */

#include "rules/container_store.h"
#include "rules/placement.h"

enum { PATHS_MOST = 3 };

/* Images and what they write besides their data directories. */
static const struct {
	const char *image;
	const char *paths[PATHS_MOST];
} writers[] = {
	{"postgres", {"/var/run/postgresql", "/tmp"}},
	{"postgis", {"/var/run/postgresql", "/tmp"}},
	{"timescaledb", {"/var/run/postgresql", "/tmp"}},
	{"pgvector", {"/var/run/postgresql", "/tmp"}},
	{"mysql", {"/var/run/mysqld", "/tmp"}},
	{"mariadb", {"/run/mysqld", "/tmp"}},
	{"mongo", {"/tmp"}},
	{"nginx", {"/var/cache/nginx", "/var/run"}},
	{"httpd", {"/usr/local/apache2/logs"}},
};

/* /var/run leads to /run in all of these images. */
static bool
is_mounted(struct bth_lint *lint, struct bth_value container, struct bth_str path)
{
	if (bth_exists(bth_mount_of(lint->arena, container, path)))
		return true;
	if (bth_str_starts(path, "/var/run"))
		return bth_exists(bth_mount_of(lint->arena, container,
			bth_str_sub(path, strlen("/var"), SIZE_MAX)));
	return bth_str_starts(path, "/run") &&
		bth_exists(bth_mount_of(lint->arena, container,
			bth_str_printf(lint->arena, "/var%.*s", BTH_STR_ARG(path))));
}

static void
look_at(struct bth_lint *lint, const struct bth_object *workload,
	struct bth_value container, const char *const *paths)
{
	struct bth_value flag =
		bth_dig(container, "securityContext.readOnlyRootFilesystem");
	const char *text = "";

	for (size_t i = 0; i < PATHS_MOST && paths[i]; i++)
		if (!is_mounted(lint, container, bth_str(paths[i])))
			text = bth_arena_printf(lint->arena, "%s%s'%s'", text,
				*text ? " and " : "", paths[i]);
	if (!*text)
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_container_path_readonly,
		workload, flag,
		"container '%.*s' has a read-only root, but its image writes to %s",
		BTH_STR_ARG(bth_text(bth_get(container, "name"))), text);
	if (bth_object_database(workload) != BTH_NO_DATABASE)
		finding->severity = BERTH_WARNING;
	bth_report_subject(finding, bth_text(bth_get(container, "name")));
	bth_report_fix(lint, finding, "mount an emptyDir at %s", text);
}

static void
visit(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value containers =
		bth_get(bth_object_pod_spec(workload), "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_image_name(bth_text(bth_get(i, "image")));

		/* another command may write elsewhere, or nowhere */
		if (!bth_is_true(bth_dig(i, "securityContext.readOnlyRootFilesystem"),
			    false) ||
			bth_size(bth_get(i, "command")))
			continue;
		for (size_t w = 0; w < sizeof writers / sizeof writers[0]; w++)
			if (bth_str_is(name, writers[w].image))
				look_at(lint, workload, i, writers[w].paths);
	}
}

const struct bth_rule bth_rule_container_path_readonly = {
	.code = "BTH513",
	.name = "container-path-readonly",
	.family = BTH_SAFETY,
	.severity = BERTH_INFO,
	.kinds = BTH_WORKLOADS,
	.visit = visit,
	.summary = "a read-only root file system under an image that writes to it",
	.why = "With readOnlyRootFilesystem the container can write only where "
	       "something is mounted. A server that cannot write its socket, lock or "
	       "temporary files does not start, or fails at the first large query.",
	.fix = "Mount an emptyDir at each such path, with a sizeLimit.",
};

/* pg_shared_memory.c - PostgreSQL with the little shared memory that containers get */

#include "rules/pg_server.h"

/* Whether the server does without /dev/shm, or has a larger one. */
static bool
has_room(struct bth_lint *lint, const struct bth_object *workload, struct bth_value container)
{
	struct bth_value mount =
		bth_mount_of(lint->arena, container, BTH_STR("/dev/shm"));

	return (bth_exists(mount) && bth_text(bth_get(mount, "mountPath")).len > 1) ||
		bth_is_true(bth_get(bth_object_pod_spec(workload), "hostIPC"), false) ||
		bth_command_has(container, "dynamic_shared_memory_type") ||
		bth_command_has(container, "max_parallel_workers_per_gather=0");
}

static void
visit(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_pg_server server = bth_pg_server_first(lint, workload);

	for (; bth_exists(server.container); bth_pg_server_next(lint, workload, &server)) {
		if (has_room(lint, workload, server.container))
			continue;
		struct bth_finding *finding = bth_report(lint,
			&bth_rule_pg_memory_shared_small, workload,
			bth_get(server.container, "image"),
			"container '%.*s' has 64 MiB at /dev/shm: large parallel queries fail",
			BTH_STR_ARG(bth_text(bth_get(server.container, "name"))));
		bth_report_fix(lint, finding,
			"mount 'emptyDir: {medium: Memory, sizeLimit: 256Mi}' at /dev/shm");
	}
}

const struct bth_rule bth_rule_pg_memory_shared_small = {
	.code = "BTH811",
	.name = "pg-memory-shared-small",
	.family = BTH_POSTGRES,
	.severity = BERTH_INFO,
	.kinds = BTH_WORKLOADS & ~(BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB)),
	.visit = visit,
	.summary = "PostgreSQL with the 64 MiB of shared memory that a container gets",
	.why = "The workers of a parallel query share memory in /dev/shm, which is 64 MiB in a "
	       "container however much memory it has. A large join then fails with 'could not "
	       "resize shared memory segment', mostly in production only.",
	.fix = "Mount an emptyDir with medium Memory at /dev/shm. Set its sizeLimit: what is in "
	       "it counts against the container's memory.",
};

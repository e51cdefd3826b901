/* pg_probe.c - probes that kill a server while it recovers */

#include "rules/pg_server.h"

/* Recovery replays what was written since the last checkpoint, and may take long. */
enum { ENOUGH = 600 };

/* What makes a command more than a plain question: it may well allow for recovery. */
static bool
has_logic(struct bth_str word)
{
	static const char *const signs[] = {"||", "$?", "if ", "case ", "recovery", "while ",
		"pg_ctl", "trap", "; ", ".sh"};

	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
		if (bth_str_contains(word, signs[i]))
			return true;
	return false;
}

/* The program that fails unless the server takes connections; NULL if there is none. */
static const char *
asking_program(struct bth_value probe)
{
	struct bth_value command = bth_dig(probe, "exec.command");
	const char *found = NULL;

	for (struct bth_value i = bth_first(command); bth_exists(i); i = bth_next(i)) {
		struct bth_str word = bth_text(i);

		if (has_logic(word))
			return NULL;
		if (!found && bth_str_contains(word, "pg_isready"))
			found = "pg_isready";
		else if (!found && bth_str_contains(word, "psql"))
			found = "psql";
	}
	return found;
}

static int64_t
number(struct bth_value probe, const char *key, int64_t otherwise)
{
	int64_t out;

	return bth_as_int(&out, bth_get(probe, key)) && out >= 0 && out < INT32_MAX ?
		out :
		otherwise;
}

/* For how many seconds a server may be silent before the probe kills it. */
static int64_t
patience(struct bth_value probe)
{
	return number(probe, "initialDelaySeconds", 0) +
		number(probe, "periodSeconds", 10) * number(probe, "failureThreshold", 3);
}

static void
judge(struct bth_lint *lint, const struct bth_object *workload, struct bth_value container,
	const char *key)
{
	struct bth_value probe = bth_get(container, key);
	const char *program = asking_program(probe);

	if (!program || patience(probe) >= ENOUGH)
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pg_probe_kills_recovery,
		workload, bth_get_key(container, key),
		"%s of container '%.*s' kills a server that recovers for more than %lld seconds: %s fails until it is done",
		key, BTH_STR_ARG(bth_text(bth_get(container, "name"))),
		(long long)patience(probe), program);
	bth_report_fix(lint, finding,
		"let it pass while the server answers at all: sh -c 'pg_isready -q; [ $? -le 1 ]'%s",
		bth_is_unset(bth_get(container, "startupProbe")) ?
			", or add a startupProbe with an hour of failures" :
			", or allow an hour of failures");
}

/* A startup probe that waits for connections keeps the liveness probe away until then. */
static void
visit(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value containers = bth_get(bth_object_pod_spec(workload), "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		struct bth_str image = bth_text(bth_get(i, "image"));

		if (!bth_pg_is_server_image(image))
			continue;
		if (asking_program(bth_get(i, "startupProbe")))
			judge(lint, workload, i, "startupProbe");
		else
			judge(lint, workload, i, "livenessProbe");
	}
}

const struct bth_rule bth_rule_pg_probe_kills_recovery = {
	.code = "BTH813",
	.name = "pg-probe-kills-recovery",
	.family = BTH_POSTGRES,
	.severity = BERTH_WARNING,
	.kinds = BTH_WORKLOADS & ~(BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB)),
	.visit = visit,
	.summary = "a liveness or startup probe that kills PostgreSQL while it recovers",
	.why = "After a crash PostgreSQL replays its log before it takes connections, and "
	       "pg_isready and psql fail meanwhile. A probe that gives up sooner kills the "
	       "server, which then begins the same recovery again: it never comes up, just "
	       "after the busiest hour.",
	.fix = "Let liveness and startup probes pass while the server rejects connections "
	       "(pg_isready then exits with 1), and leave 'takes connections' to the readiness "
	       "probe. Give the startup probe an hour: periodSeconds 10, failureThreshold 360.",
};

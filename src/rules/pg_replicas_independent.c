/* pg_replicas_independent.c - several PostgreSQL servers that know nothing of each other */

#include "rules/pg_server.h"

/* What shows that somebody takes care of replication. */
static const char *const signs[] = {"replica", "standby", "primary_conninfo",
	"basebackup", "patroni", "repmgr", "pgpool", "stolon", "autofailover",
	"auto_failover", "wal_receiver", "recovery", "primary", "citus"};

static bool
has_sign(struct bth_str text)
{
	for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
		size_t len = strlen(signs[i]);

		for (size_t at = 0; at + len <= text.len; at++) {
			size_t same = 0;

			/* words of environment variables are in capitals */
			while (same < len &&
				(text.at[at + same] | 0x20) == (signs[i][same] | 0x20))
				same++;
			if (same == len)
				return true;
		}
	}
	return false;
}

/* Whether the ConfigMap may set up replication: it says so, or is not in the run. */
static bool
config_has_sign(
	struct bth_lint *lint, const struct bth_object *set, struct bth_value name)
{
	const struct bth_object *map;

	if (bth_is_unset(name))
		return false;
	map = bth_world_get(lint->world, BTH_CONFIG_MAP, set->namespace, bth_text(name));
	return !map || bth_any_text(lint->arena, bth_get(map->root, "data"), has_sign) ||
		!bth_is_unset(bth_get(map->root, "binaryData"));
}

static bool
configs_have_sign(
	struct bth_lint *lint, const struct bth_object *set, struct bth_value container)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(set), "volumes");
	struct bth_value sources = bth_get(container, "envFrom");
	struct bth_value env = bth_get(container, "env");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i))
		if (config_has_sign(lint, set, bth_dig(i, "configMap.name")) ||
			bth_exists(bth_get(i, "projected")))
			return true;
	for (struct bth_value i = bth_first(sources); bth_exists(i); i = bth_next(i))
		if (config_has_sign(lint, set, bth_dig(i, "configMapRef.name")))
			return true;
	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
		if (config_has_sign(
			    lint, set, bth_dig(i, "valueFrom.configMapKeyRef.name")))
			return true;
	return false;
}

/* What berth makes from a spec is judged by the spec. */
struct bth_value
bth_pg_lone_server(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value spec = bth_object_pod_spec(set),
			 containers = bth_get(spec, "containers");
	struct bth_value server = {0};

	if (set->generated || bth_object_replicas(set) < 2)
		return server;
	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i))
		if (bth_pg_is_official(bth_text(bth_get(i, "image"))))
			server = i;
	if (!bth_exists(server) || bth_size(bth_get(server, "command")) ||
		bth_size(bth_get(spec, "initContainers")) ||
		bth_any_text(lint->arena, containers, has_sign) ||
		configs_have_sign(lint, set, server))
		return (struct bth_value){0};
	return server;
}

static void
visit(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value replicas = bth_dig(set->root, "spec.replicas");
	struct bth_value server = bth_pg_lone_server(lint, set);

	if (!bth_exists(server))
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pg_replicas_independent,
		set, replicas,
		"the %.*s replicas of '%.*s' are independent databases: nothing replicates",
		BTH_STR_ARG(bth_text(replicas)), BTH_STR_ARG(set->name));
	bth_report_note(lint, finding, bth_get(server, "image"),
		"this image starts one server, which knows no other");
	bth_report_fix(
		lint, finding, "write replicas: 1, or set up streaming replication");
	bth_report_replace(lint, finding, set, replicas, "1");
}

const struct bth_rule bth_rule_pg_replicas_independent = {
	.code = "BTH804",
	.name = "pg-replicas-independent",
	.family = BTH_POSTGRES,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit,
	.summary =
		"several replicas of PostgreSQL without replication: independent databases",
	.why = "A StatefulSet gives its pods names, order and volumes; it replicates "
	       "nothing. Each pod of the plain image initialises a database of its "
	       "own, and a Service spreads the clients over them: what one connection "
	       "writes, the next does not find.",
	.fix = "Use one replica, or set up streaming replication: 'replication: {mode: "
	       "streaming}' in a Cluster document, Patroni, an operator, or standbys that "
	       "are cloned from a primary.",
};

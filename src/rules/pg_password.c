/* pg_password.c - passwords that everybody can read, or that are given twice */

#include "rules/pg_server.h"

static bool
is_password(struct bth_str name)
{
	static const char *const names[] = {"POSTGRES_PASSWORD", "PGPASSWORD",
		"POSTGRESQL_PASSWORD", "POSTGRESQL_POSTGRES_PASSWORD",
		"POSTGRES_REPLICATION_PASSWORD", "POSTGRESQL_REPLICATION_PASSWORD",
		"REPLICATION_PASSWORD", "PATRONI_SUPERUSER_PASSWORD",
		"PATRONI_REPLICATION_PASSWORD", "PGPASSWORD_SUPERUSER", "PGPASSWORD_STANDBY"};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (bth_str_is(name, names[i]))
			return true;
	return false;
}

/* Neither empty, nor put together from other variables, nor filled in later. */
static bool
is_literal(struct bth_value value)
{
	struct bth_str text = bth_text(value);

	for (size_t i = 0; i < text.len; i++)
		if (strchr("${}<>", text.at[i]))
			return false;
	return bth_is_scalar(value) && !bth_is_unset(value) && text.len > 0;
}

static void
report_exposed(struct bth_lint *lint, const struct bth_object *object, struct bth_value at,
	struct bth_str name)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_pg_password_exposed, object,
		at, "password '%.*s' is in clear in the manifest", BTH_STR_ARG(name));

	bth_report_fix(lint, finding,
		"put it into a Secret and refer to that with valueFrom.secretKeyRef; change it if others have seen it");
}

/* Passwords among the settings that a ConfigMap gives the container. */
static void
look_in_maps(struct bth_lint *lint, const struct bth_object *workload, struct bth_value container,
	struct bth_map *seen)
{
	struct bth_value sources = bth_get(container, "envFrom");

	for (struct bth_value i = bth_first(sources); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_text(bth_dig(i, "configMapRef.name"));
		const struct bth_object *map = bth_world_get(
			lint->world, BTH_CONFIG_MAP, workload->namespace, name);
		struct bth_str key = bth_str_printf(lint->arena, "%.*s/%.*s",
			BTH_STR_ARG(workload->namespace), BTH_STR_ARG(name));

		if (!map || bth_is_context(map) ||
			bth_exists(bth_seen(lint->arena, seen, key, map->root)))
			continue;
		struct bth_value data = bth_get(map->root, "data");
		for (struct bth_value k = bth_first(data); bth_exists(k); k = bth_next(k))
			if (is_password(bth_text(k)) && is_literal(bth_under(k)))
				report_exposed(lint, map, bth_under(k), bth_text(k));
	}
}

static void
look_at(struct bth_lint *lint, const struct bth_object *workload, struct bth_value container,
	struct bth_map *seen)
{
	struct bth_value env = bth_get(container, "env");

	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_get(i, "value");

		if (is_password(bth_text(bth_get(i, "name"))) && is_literal(value))
			report_exposed(lint, workload, value, bth_text(bth_get(i, "name")));
	}
	look_in_maps(lint, workload, container, seen);
}

static void
check_exposed(struct bth_lint *lint)
{
	const struct bth_objects *objects = &lint->world->objects;
	struct bth_map seen = {0};

	for (size_t i = 0; i < objects->len; i++) {
		const struct bth_object *workload = &objects->items[i];

		if (!(BTH_KIND(workload->kind) & BTH_WORKLOADS))
			continue;
		for (struct bth_container c =
				bth_container_first(bth_object_pod_spec(workload));
			bth_exists(c.at); c = bth_container_next(c))
			if (bth_pg_is_server_image(bth_text(bth_get(c.at, "image"))))
				look_at(lint, workload, c.at, &seen);
	}
}

const struct bth_rule bth_rule_pg_password_exposed = {
	.code = "BTH810",
	.name = "pg-password-exposed",
	.family = BTH_POSTGRES,
	.severity = BERTH_WARNING,
	.check = check_exposed,
	.summary = "a password of PostgreSQL in clear in a workload or a ConfigMap",
	.why = "Whoever may read the manifest, its repository, the workload or the ConfigMap has "
	       "the password, and those are many more than may read Secrets. PostgreSQL takes it "
	       "only at the first start, so a later change in the manifest changes nothing.",
	.fix = "Put it into a Secret, best one that is made outside of the repository, and refer "
	       "to it with valueFrom.secretKeyRef. Change a password that was published, with "
	       "ALTER ROLE.",
};

/* Whether the variable is certain to have some value. */
static bool
is_given(struct bth_value variable)
{
	struct bth_value from = bth_get(variable, "valueFrom");

	if (bth_is_true(bth_dig(from, "secretKeyRef.optional"), false) ||
		bth_is_true(bth_dig(from, "configMapKeyRef.optional"), false))
		return false;
	return bth_size(from) > 0 || bth_text(bth_get(variable, "value")).len > 0;
}

static struct bth_value
find_given(struct bth_value env, const char *name)
{
	for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
		if (bth_str_is(bth_text(bth_get(i, "name")), name) && is_given(i))
			return i;
	return (struct bth_value){0};
}

static void
visit_twice(struct bth_lint *lint, const struct bth_object *workload)
{
	static const char *const names[][2] = {
		{"POSTGRES_PASSWORD", "POSTGRES_PASSWORD_FILE"},
		{"POSTGRES_USER", "POSTGRES_USER_FILE"},
		{"POSTGRES_DB", "POSTGRES_DB_FILE"},
		{"POSTGRES_INITDB_ARGS", "POSTGRES_INITDB_ARGS_FILE"},
	};
	struct bth_pg_server server = bth_pg_server_first(lint, workload);

	for (; bth_exists(server.container); bth_pg_server_next(lint, workload, &server)) {
		struct bth_value env = bth_get(server.container, "env");

		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
			struct bth_value plain = find_given(env, names[i][0]),
					 file = find_given(env, names[i][1]);

			if (!bth_exists(plain) || !bth_exists(file))
				continue;
			struct bth_finding *finding = bth_report(lint,
				&bth_rule_pg_password_twice, workload,
				bth_get(file, "name"),
				"both '%s' and '%s' are set: the image refuses to start",
				names[i][1], names[i][0]);
			bth_report_note(lint, finding, bth_get(plain, "name"),
				"the other one is here");
			bth_report_fix(lint, finding, "remove one of the two");
		}
	}
}

const struct bth_rule bth_rule_pg_password_twice = {
	.code = "BTH809",
	.name = "pg-password-twice",
	.family = BTH_POSTGRES,
	.severity = BERTH_ERROR,
	.kinds = BTH_WORKLOADS,
	.visit = visit_twice,
	.summary = "a variable of the PostgreSQL image and its _FILE form, both set",
	.why = "The image takes its password, user and database from a variable or from the file "
	       "that the variable with _FILE names. With both it does not guess: the container "
	       "exits with 1, at each start.",
	.fix = "Remove one of the two.",
};

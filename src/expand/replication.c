/* replication.c - what makes the pods primary and standbys: settings, scripts, environment */

#include "expand/draft.h"
#include "kube/quantity.h"

/* Who replicates; its password is in the Secret, its role made by role.sh. */
static const char user[] = "replicator";

/* Where bootstrap.sh leaves what belongs to the pod alone. */
static const char run[] = "/run/berth", etc[] = "/etc/berth";

struct bth_str
bth_replication_script(const char *name)
{
	for (size_t i = 0; i < bth_builtin_script_count; i++)
		if (strcmp(bth_builtin_scripts[i].name, name) == 0)
			return (struct bth_str){.at = bth_builtin_scripts[i].text,
				.len = bth_builtin_scripts[i].len};
	return BTH_STR("");
}

static struct bth_str
pod_name(struct bth_expanding *expanding, int64_t index)
{
	return bth_str_printf(expanding->arena, "%.*s-%lld",
		BTH_STR_ARG(expanding->cluster->name),
		(long long)(expanding->cluster->start + index));
}

/*
 * Declared primary and bootstrap are files and not variables: they change in a failover and
 * after the first start, and neither may restart a pod.
 */
void
bth_expand_replication(struct bth_expanding *expanding)
{
	static const struct bth_draft_kind kind = {
		.order = BTH_ORDER_CONFIG, .api_version = "v1", .kind = "ConfigMap"};
	static const char *const scripts[] = {
		"bootstrap.sh", "peers.sh", "promote.sh", "reclone.sh"};
	const struct bth_cluster_replication *replication =
		&expanding->cluster->replication;

	if (!replication->streaming)
		return;
	struct bth_draft *draft = bth_draft_new(expanding, &kind,
		bth_draft_name(expanding, "-replication"), replication->at);
	struct bth_builder *builder = &draft->builder;
	uint32_t data = bth_put_map(builder, draft->root, "data");
	bth_draft_cause(draft, replication->primary_at);
	bth_put_str(builder, data, "primary",
		bth_str_printf(
			expanding->arena, "%lld\n", (long long)replication->primary));
	bth_put_text(builder, data,
		bth_arena_printf(expanding->arena,
			"ordinal-%lld-is-the-declared-primary.conf",
			(long long)replication->primary),
		"# a primary's settings include this file: it starts only where it is\n");
	bth_draft_cause(draft, bth_draft_spec(expanding, "bootstrap"));
	bth_put_text(builder, data, "bootstrap",
		replication->existing ? "existing\n" : "initdb\n");
	bth_draft_cause(draft, replication->at);
	for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
		bth_put_str(
			builder, data, scripts[i], bth_replication_script(scripts[i]));
}

static bool
is_given(const struct bth_expanding *expanding, const char *parameter)
{
	return bth_exists(
		bth_get(bth_draft_spec(expanding, "config.parameters"), parameter));
}

static void
put_number(struct bth_expanding *expanding, struct bth_buf *text, const char *parameter,
	int64_t number, const char *unit)
{
	if (!is_given(expanding, parameter))
		bth_buf_printf(
			text, "%s = '%lld%s'\n", parameter, (long long)number, unit);
}

/*
 * WAL that is kept for standbys lies on the same volume as the data: a quarter of it for one
 * that is gone, so that it does not fill the disk of all.
 */
static void
put_limits(struct bth_expanding *expanding, struct bth_buf *text)
{
	const struct bth_cluster *cluster = expanding->cluster;
	int64_t two = 2 * cluster->replicas;
	struct bth_quantity size = {0};

	bth_quantity_parse(&size, cluster->volumes.items[0].size);
	int64_t megabytes = bth_quantity_value(size) / (1 << 20);
	int64_t keep = megabytes / 8 > 512 ? 512 : megabytes / 8;
	put_number(expanding, text, "max_wal_senders", two > 10 ? two : 10, "");
	put_number(expanding, text, "max_replication_slots", two > 32 ? two : 32, "");
	/* what a standby needs of the next primary, which has no slot in use yet */
	put_number(expanding, text, "wal_keep_size", keep, "MB");
	put_number(expanding, text, "max_slot_wal_keep_size", megabytes / 4, "MB");
}

/* All hosts, so that standbys find the primary wherever it is. */
static void
put_conninfo(struct bth_expanding *expanding, struct bth_buf *text)
{
	bth_buf_puts(text, "primary_conninfo = 'host=");
	for (int64_t i = 0; i < expanding->cluster->replicas; i++) {
		if (i)
			bth_buf_putc(text, ',');
		bth_buf_str(text, bth_expand_host(expanding, pod_name(expanding, i)));
	}
	bth_buf_printf(text,
		" port=%.*s user=%s passfile=%s/pgpass target_session_attrs=primary "
		"connect_timeout=5'\n",
		BTH_STR_ARG(expanding->cluster->replication.port), user, run);
}

static void
put_synchronous(struct bth_expanding *expanding, struct bth_buf *text)
{
	const struct bth_cluster *cluster = expanding->cluster;

	if (!cluster->replication.sync)
		return;
	bth_buf_printf(text, "synchronous_standby_names = 'ANY %lld (",
		(long long)cluster->replication.sync);
	for (int64_t i = 0; i < cluster->replicas; i++)
		bth_buf_printf(text, "%s\"%.*s\"", i ? ", " : "",
			BTH_STR_ARG(pod_name(expanding, i)));
	bth_buf_puts(text, ")'\n");
}

void
bth_replication_settings(struct bth_expanding *expanding, struct bth_buf *text)
{
	if (!expanding->cluster->replication.streaming)
		return;
	put_limits(expanding, text);
	put_conninfo(expanding, text);
	put_synchronous(expanding, text);
	bth_buf_printf(text, "include '%s/member.conf'\n", run);
	bth_buf_printf(text, "include '%s/initdb.conf'\n", run);
}

/* 'all' does not match replication; the database is where scripts ask who is primary. */
void
bth_replication_hba(struct bth_expanding *expanding, struct bth_buf *text)
{
	if (!expanding->cluster->replication.streaming)
		return;
	bth_buf_printf(text, "host replication %s all scram-sha-256\n", user);
	bth_buf_printf(text, "host postgres %s all scram-sha-256\n", user);
}

/* "pg-0=pg-0.pg.default.svc:5432 …" */
static struct bth_str
peers_text(struct bth_expanding *expanding)
{
	struct bth_buf text;

	bth_buf_init(&text, expanding->arena);
	for (int64_t i = 0; i < expanding->cluster->replicas; i++) {
		struct bth_str pod = pod_name(expanding, i);

		bth_buf_printf(&text, "%s%.*s=%.*s:%.*s", i ? " " : "", BTH_STR_ARG(pod),
			BTH_STR_ARG(bth_expand_host(expanding, pod)),
			BTH_STR_ARG(expanding->cluster->replication.port));
	}
	return bth_buf_view(&text);
}

static uint32_t
add_variable(struct bth_draft *draft, uint32_t env, const char *name)
{
	uint32_t variable =
		bth_build_item(&draft->builder, env, bth_build_map(&draft->builder));

	bth_put_text(&draft->builder, variable, "name", name);
	return variable;
}

static void
put_password(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t env)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value key =
		bth_draft_spec(expanding, "auth.keys.replication-password");
	uint32_t variable = add_variable(draft, env, "BERTH_PASSWORD");
	uint32_t from = bth_put_map(builder, variable, "valueFrom");
	uint32_t reference = bth_put_map(builder, from, "secretKeyRef");

	bth_put_str(builder, reference, "name", expanding->cluster->auth_secret);
	bth_put_str(builder, reference, "key",
		bth_exists(key) ? bth_text(key) : BTH_STR("replication-password"));
}

void
bth_expand_replication_env(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t env)
{
	const struct bth_cluster_replication *replication =
		&expanding->cluster->replication;
	struct bth_builder *builder = &draft->builder;

	if (!replication->streaming)
		return;
	bth_draft_cause(draft, replication->at);
	uint32_t from =
		bth_put_map(builder, add_variable(draft, env, "BERTH_POD"), "valueFrom");
	uint32_t field = bth_put_map(builder, from, "fieldRef");
	bth_put_text(builder, field, "fieldPath", "metadata.name");
	bth_put_str(builder, add_variable(draft, env, "BERTH_PEERS"), "value",
		peers_text(expanding));
	bth_put_str(builder, add_variable(draft, env, "BERTH_MAJOR"), "value",
		replication->major);
	bth_put_text(builder, add_variable(draft, env, "BERTH_ETC"), "value", etc);
	bth_put_text(builder, add_variable(draft, env, "BERTH_RUN"), "value", run);
	bth_put_text(builder, add_variable(draft, env, "BERTH_USER"), "value", user);
	put_password(expanding, draft, env);
}

/* The container that runs bootstrap.sh before the server: same image, user and volumes. */
void
bth_expand_bootstrap(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value policy = bth_draft_spec(expanding, "image.pullPolicy");
	struct bth_value resources = bth_draft_spec(expanding, "resources");
	struct bth_value data = bth_draft_spec(expanding, "env.PGDATA");

	if (!expanding->cluster->replication.streaming)
		return;
	bth_draft_cause(draft, expanding->cluster->replication.at);
	uint32_t list = bth_put_list(builder, spec, "initContainers");
	uint32_t container = bth_build_item(builder, list, bth_build_map(builder));
	bth_put_text(builder, container, "name", "bootstrap");
	bth_put_str(builder, container, "image", expanding->cluster->image);
	bth_put_str(builder, container, "imagePullPolicy",
		bth_is_string(policy) ? bth_text(policy) : BTH_STR("IfNotPresent"));
	uint32_t command = bth_put_list(builder, container, "command");
	bth_build_item(builder, command, bth_build_string(builder, "sh"));
	bth_build_item(
		builder, command, bth_build_string(builder, "/etc/berth/bootstrap.sh"));
	uint32_t env = bth_put_list(builder, container, "env");
	bth_expand_variable(expanding, draft, env, BTH_STR("PGDATA"), data);
	bth_expand_replication_env(expanding, draft, env);
	if (bth_exists(resources))
		bth_put_copy(builder, container, "resources", resources);
	bth_expand_container_security(expanding, draft, container);
	bth_expand_mounts(expanding, draft, container);
}

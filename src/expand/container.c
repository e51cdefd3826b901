/* container.c - the container that runs the program */

#include "expand/draft.h"
#include "spec/token.h"

static struct bth_value
own(const struct bth_expanding *expanding, const char *path)
{
	return bth_draft_spec(expanding, path);
}

static void
put_list_item(struct bth_draft *draft, uint32_t list, const char *text)
{
	bth_build_item(&draft->builder, list, bth_build_string(&draft->builder, text));
}

/* The spec's args, or the files of settings for PostgreSQL. */
static void
put_arguments(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value command = own(expanding, "command"),
			 args = own(expanding, "args");

	if (bth_exists(command))
		bth_put_copy(builder, container, "command", command);
	if (bth_exists(args)) {
		bth_put_copy(builder, container, "args", args);
		return;
	}
	if (!bth_expand_has_config(expanding))
		return;
	bth_draft_cause(draft, own(expanding, "config"));
	uint32_t list = bth_put_list(builder, container, "args");
	if (bth_exists(own(expanding, "config.parameters")) ||
		expanding->cluster->replication.streaming) {
		put_list_item(draft, list, "-c");
		put_list_item(draft, list, "config_file=/etc/postgresql/postgresql.conf");
	}
	if (bth_exists(own(expanding, "config.hba")) ||
		expanding->cluster->replication.streaming) {
		put_list_item(draft, list, "-c");
		put_list_item(draft, list, "hba_file=/etc/postgresql/pg_hba.conf");
	}
}

/* {secretKeyRef: {name, key}} and its like. */
static void
put_reference(struct bth_draft *draft, uint32_t variable, const char *kind,
	struct bth_str name, struct bth_str key, bool optional)
{
	struct bth_builder *builder = &draft->builder;
	uint32_t from = bth_put_map(builder, variable, "valueFrom");
	uint32_t reference = bth_put_map(builder, from, kind);

	bth_put_str(builder, reference, "name", name);
	bth_put_str(builder, reference, "key", key);
	if (optional)
		bth_put_bool(builder, reference, "optional", true);
}

/* The text of each: for every pod its tokens put in, joined. */
static struct bth_str
each_text(struct bth_expanding *expanding, struct bth_value value)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_value join = bth_get(value, "join"), each = bth_get(value, "each");
	struct bth_buf text;

	bth_buf_init(&text, expanding->arena);
	for (int64_t i = 0; i < cluster->replicas; i++) {
		struct bth_str ordinal = bth_str_printf(
			expanding->arena, "%lld", (long long)(cluster->start + i));
		struct bth_str pod = bth_str_printf(expanding->arena, "%.*s-%.*s",
			BTH_STR_ARG(cluster->name), BTH_STR_ARG(ordinal));
		struct bth_str host = bth_expand_host(expanding, pod);
		const struct bth_token tokens[] = {
			{"pod", pod}, {"host", host}, {"ordinal", ordinal}};
		struct bth_str out, unknown;

		if (!bth_tokens_expand(
			    &out, &unknown, expanding->arena, bth_text(each), tokens, 3))
			break; /* spec/ has reported it */
		if (i)
			bth_buf_str(
				&text, bth_exists(join) ? bth_text(join) : BTH_STR(","));
		bth_buf_str(&text, out);
	}
	return bth_buf_view(&text);
}

static void
put_source(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t variable,
	struct bth_value value)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value secret = bth_get(value, "secret"),
			 config = bth_get(value, "configMap");
	struct bth_value auth = bth_get(value, "auth"), field = bth_get(value, "field");
	struct bth_value resource = bth_get(value, "resource");

	if (bth_exists(field)) {
		uint32_t from = bth_put_map(builder, variable, "valueFrom");
		uint32_t reference = bth_put_map(builder, from, "fieldRef");
		bth_put_str(builder, reference, "fieldPath", bth_text(field));
	} else if (bth_exists(resource)) {
		uint32_t from = bth_put_map(builder, variable, "valueFrom");
		uint32_t reference = bth_put_map(builder, from, "resourceFieldRef");
		bth_put_str(builder, reference, "resource", bth_text(resource));
	} else if (bth_exists(secret)) {
		put_reference(draft, variable, "secretKeyRef",
			bth_text(bth_get(secret, "name")),
			bth_text(bth_get(secret, "key")),
			bth_is_true(bth_get(secret, "optional"), false));
	} else if (bth_exists(config)) {
		put_reference(draft, variable, "configMapKeyRef",
			bth_text(bth_get(config, "name")),
			bth_text(bth_get(config, "key")),
			bth_is_true(bth_get(config, "optional"), false));
	} else if (bth_exists(auth)) {
		struct bth_value key = own(expanding,
			bth_arena_printf(expanding->arena, "auth.keys.%.*s",
				BTH_STR_ARG(bth_text(auth))));
		put_reference(draft, variable, "secretKeyRef",
			expanding->cluster->auth_secret,
			bth_exists(key) ? bth_text(key) : bth_text(auth), false);
	} else {
		bth_put_str(builder, variable, "value", each_text(expanding, value));
	}
}

void
bth_expand_variable(struct bth_expanding *expanding, struct bth_draft *draft,
	uint32_t env, struct bth_str name, struct bth_value value)
{
	uint32_t variable =
		bth_build_item(&draft->builder, env, bth_build_map(&draft->builder));

	bth_put_str(&draft->builder, variable, "name", name);
	if (bth_is_map(value))
		put_source(expanding, draft, variable, value);
	else
		bth_put_str(&draft->builder, variable, "value", bth_text(value));
}

static void
put_environment(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value given = own(expanding, "env"),
			 args = own(expanding, "config.initdb.args");
	uint32_t env = bth_build_list(builder);

	for (struct bth_value i = bth_first(given); bth_exists(i); i = bth_next(i)) {
		bth_draft_cause(draft, i);
		bth_expand_variable(expanding, draft, env, bth_text(i), bth_under(i));
	}
	if (bth_size(args) && !bth_exists(bth_get(given, "POSTGRES_INITDB_ARGS"))) {
		const char *text = "";

		for (struct bth_value i = bth_first(args); bth_exists(i); i = bth_next(i))
			text = bth_arena_printf(expanding->arena, "%s%s%.*s", text,
				*text ? " " : "", BTH_STR_ARG(bth_text(i)));
		bth_draft_cause(draft, args);
		uint32_t variable = bth_build_item(builder, env, bth_build_map(builder));
		bth_put_text(builder, variable, "name", "POSTGRES_INITDB_ARGS");
		bth_put_text(builder, variable, "value", text);
	}
	bth_expand_replication_env(expanding, draft, env);
	if (builder->nodes.items[env].child)
		bth_build_put(builder, container, BTH_STR("env"), env);
	if (bth_exists(own(expanding, "envFrom")))
		bth_put_copy(builder, container, "envFrom", own(expanding, "envFrom"));
}

static void
put_ports(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_builder *builder = &draft->builder;

	if (!cluster->ports.len)
		return;
	uint32_t ports = bth_put_list(builder, container, "ports");
	for (size_t i = 0; i < cluster->ports.len; i++) {
		const struct bth_cluster_port *port = &cluster->ports.items[i];

		bth_draft_cause(draft, port->at);
		uint32_t item = bth_build_item(builder, ports, bth_build_map(builder));
		bth_put_str(builder, item, "name", port->name);
		bth_put_int(builder, item, "containerPort", port->port);
		bth_put_str(builder, item, "protocol", port->protocol);
	}
}

static void
put_handler(struct bth_draft *draft, uint32_t probe, struct bth_value value)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value http = bth_get(value, "http"), tcp = bth_get(value, "tcp");

	if (bth_exists(http)) {
		uint32_t get = bth_put_map(builder, probe, "httpGet");
		if (bth_exists(bth_get(http, "path")))
			bth_put_copy(builder, get, "path", bth_get(http, "path"));
		bth_put_copy(builder, get, "port", bth_get(http, "port"));
		if (bth_exists(bth_get(http, "scheme")))
			bth_put_copy(builder, get, "scheme", bth_get(http, "scheme"));
	} else if (bth_exists(tcp)) {
		bth_put_copy(
			builder, bth_put_map(builder, probe, "tcpSocket"), "port", tcp);
	} else {
		bth_put_copy(builder, bth_put_map(builder, probe, "exec"), "command",
			bth_get(value, "exec"));
	}
}

static void
put_probe(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container,
	const char *path, const char *key)
{
	static const struct {
		const char *spec, *api;
	} numbers[] = {
		{"delay", "initialDelaySeconds"},
		{"period", "periodSeconds"},
		{"timeout", "timeoutSeconds"},
		{"successes", "successThreshold"},
		{"failures", "failureThreshold"},
	};
	struct bth_builder *builder = &draft->builder;
	struct bth_value value = own(expanding, path);

	if (!bth_is_map(value))
		return;
	bth_draft_cause(draft, value);
	uint32_t probe = bth_put_map(builder, container, key);
	put_handler(draft, probe, value);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		if (bth_exists(bth_get(value, numbers[i].spec)))
			bth_put_copy(builder, probe, numbers[i].api,
				bth_get(value, numbers[i].spec));
}

static void
put_lifecycle(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value stop = own(expanding, "termination.preStop");

	if (!bth_size(stop))
		return;
	bth_draft_cause(draft, stop);
	uint32_t lifecycle = bth_put_map(builder, container, "lifecycle");
	uint32_t pre_stop = bth_put_map(builder, lifecycle, "preStop");
	bth_put_copy(builder, bth_put_map(builder, pre_stop, "exec"), "command", stop);
}

void
bth_expand_container_security(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value added = own(expanding, "security.capabilities");
	struct bth_value readonly = own(expanding, "security.readOnlyRootFilesystem");

	bth_draft_cause(draft, own(expanding, "security"));
	uint32_t security = bth_put_map(builder, container, "securityContext");
	bth_put_bool(builder, security, "allowPrivilegeEscalation", false);
	if (bth_is_true(readonly, false))
		bth_put_bool(builder, security, "readOnlyRootFilesystem", true);
	uint32_t capabilities = bth_put_map(builder, security, "capabilities");
	uint32_t drop = bth_put_list(builder, capabilities, "drop");
	put_list_item(draft, drop, "ALL");
	if (bth_size(added))
		bth_put_copy(builder, capabilities, "add", added);
}

static void
add_mount(struct bth_draft *draft, uint32_t mounts, struct bth_str name,
	struct bth_str path, bool read_only)
{
	struct bth_builder *builder = &draft->builder;
	uint32_t mount = bth_build_item(builder, mounts, bth_build_map(builder));

	bth_put_str(builder, mount, "name", name);
	bth_put_str(builder, mount, "mountPath", path);
	if (read_only)
		bth_put_bool(builder, mount, "readOnly", true);
}

void
bth_expand_mounts(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t container)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_builder *builder = &draft->builder;
	struct bth_value shm = own(expanding, "shm"),
			 scratch = own(expanding, "security.writablePaths");
	uint32_t mounts = bth_build_list(builder), devices = bth_build_list(builder);

	for (size_t i = 0; i < cluster->volumes.len; i++) {
		const struct bth_cluster_volume *volume = &cluster->volumes.items[i];

		bth_draft_cause(draft, volume->at);
		if (!volume->block) {
			add_mount(
				draft, mounts, volume->claim, volume->mount_path, false);
			continue;
		}
		uint32_t device =
			bth_build_item(builder, devices, bth_build_map(builder));
		bth_put_str(builder, device, "name", volume->claim);
		bth_put_str(builder, device, "devicePath", volume->mount_path);
	}
	bth_draft_cause(draft, own(expanding, "config"));
	if (bth_expand_has_config(expanding))
		add_mount(draft, mounts, BTH_STR("config"), BTH_STR("/etc/postgresql"),
			true);
	if (bth_expand_has_scripts(expanding))
		add_mount(draft, mounts, BTH_STR("initdb"),
			BTH_STR("/docker-entrypoint-initdb.d"), true);
	if (expanding->cluster->replication.streaming) {
		bth_draft_cause(draft, expanding->cluster->replication.at);
		add_mount(draft, mounts, BTH_STR("replication"), BTH_STR("/etc/berth"),
			true);
		add_mount(draft, mounts, BTH_STR("replication-run"),
			BTH_STR("/run/berth"), false);
	}
	bth_draft_cause(draft, shm);
	if (bth_exists(shm) && bth_node(shm)->type != BTH_BOOL)
		add_mount(draft, mounts, BTH_STR("shm"), BTH_STR("/dev/shm"), false);
	for (struct bth_value i = bth_first(scratch); bth_exists(i); i = bth_next(i)) {
		bth_draft_cause(draft, i);
		add_mount(draft, mounts, bth_draft_scratch_name(expanding, bth_text(i)),
			bth_text(i), false);
	}
	if (builder->nodes.items[mounts].child)
		bth_build_put(builder, container, BTH_STR("volumeMounts"), mounts);
	if (builder->nodes.items[devices].child)
		bth_build_put(builder, container, BTH_STR("volumeDevices"), devices);
}

void
bth_expand_container(
	struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value policy = own(expanding, "image.pullPolicy");
	struct bth_value name_at = expanding->cluster->name_at;
	uint32_t containers = bth_put_list(builder, spec, "containers");
	uint32_t container = bth_build_item(builder, containers, bth_build_map(builder));

	bth_put_text(builder, container, "name", expanding->app);
	bth_draft_cause(draft, expanding->cluster->image_at);
	bth_put_str(builder, container, "image", expanding->cluster->image);
	bth_put_str(builder, container, "imagePullPolicy",
		bth_is_string(policy) ? bth_text(policy) : BTH_STR("IfNotPresent"));
	put_arguments(expanding, draft, container);
	put_environment(expanding, draft, container);
	put_ports(expanding, draft, container);
	bth_draft_cause(draft, name_at);
	if (bth_exists(own(expanding, "resources")))
		bth_put_copy(
			builder, container, "resources", own(expanding, "resources"));
	put_probe(expanding, draft, container, "probes.startup", "startupProbe");
	put_probe(expanding, draft, container, "probes.liveness", "livenessProbe");
	put_probe(expanding, draft, container, "probes.readiness", "readinessProbe");
	put_lifecycle(expanding, draft, container);
	bth_draft_cause(draft, name_at);
	bth_expand_container_security(expanding, draft, container);
	bth_expand_mounts(expanding, draft, container);
}

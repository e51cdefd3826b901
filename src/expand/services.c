/* services.c - how the pods are found, and how many a drain may take */

#include "expand/draft.h"

static const struct bth_draft_kind service_kind = {
	.order = BTH_ORDER_SERVICE, .api_version = "v1", .kind = "Service"};

struct bth_str
bth_expand_headless_name(const struct bth_expanding *expanding)
{
	struct bth_value name = bth_draft_spec(expanding, "services.headless.name");

	return bth_exists(name) ? bth_text(name) : expanding->cluster->name;
}

struct bth_str
bth_expand_host(struct bth_expanding *expanding, struct bth_str pod)
{
	struct bth_str headless = bth_expand_headless_name(expanding);

	return bth_str_printf(expanding->arena, "%.*s.%.*s.%.*s.svc", BTH_STR_ARG(pod),
		BTH_STR_ARG(headless), BTH_STR_ARG(expanding->cluster->namespace));
}

static void
put_ports(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_builder *builder = &draft->builder;

	if (!cluster->ports.len)
		return;
	uint32_t ports = bth_put_list(builder, spec, "ports");
	for (size_t i = 0; i < cluster->ports.len; i++) {
		const struct bth_cluster_port *port = &cluster->ports.items[i];

		bth_draft_cause(draft, port->at);
		uint32_t item = bth_build_item(builder, ports, bth_build_map(builder));
		bth_put_str(builder, item, "name", port->name);
		bth_put_int(builder, item, "port", port->port);
		bth_put_str(builder, item, "targetPort", port->name);
		bth_put_str(builder, item, "protocol", port->protocol);
	}
}

static void
expand_headless(struct bth_expanding *expanding)
{
	struct bth_value at = bth_draft_spec(expanding, "services.headless");
	struct bth_value unready =
		bth_draft_spec(expanding, "services.headless.publishNotReadyAddresses");
	struct bth_draft *draft = bth_draft_new(
		expanding, &service_kind, bth_expand_headless_name(expanding), at);
	struct bth_builder *builder = &draft->builder;
	uint32_t spec = bth_put_map(builder, draft->root, "spec");

	bth_put_text(builder, spec, "clusterIP", "None");
	bth_draft_cause(draft, unready);
	bth_put_bool(
		builder, spec, "publishNotReadyAddresses", bth_is_true(unready, true));
	bth_draft_cause(draft, expanding->cluster->name_at);
	bth_draft_selector(expanding, draft, spec, "selector");
	put_ports(expanding, draft, spec);
}

/* The one pod that takes writes; Kubernetes labels each pod of a StatefulSet with its name. */
static void
put_primary(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec)
{
	const struct bth_cluster_replication *replication =
		&expanding->cluster->replication;
	struct bth_builder *builder = &draft->builder;
	struct bth_span cause = builder->cause;

	if (!replication->streaming)
		return;
	bth_draft_cause(draft,
		bth_exists(replication->primary_at) ? replication->primary_at :
						      replication->at);
	bth_put_str(builder, bth_build_get(builder, spec, BTH_STR("selector")),
		"statefulset.kubernetes.io/pod-name",
		bth_str_printf(expanding->arena, "%.*s-%lld",
			BTH_STR_ARG(expanding->cluster->name),
			(long long)replication->primary));
	builder->cause = cause;
}

/* A Service with an address of its own, for clients. */
static void
expand_client(struct bth_expanding *expanding, const char *key, bool by_default)
{
	struct bth_value at = bth_draft_spec(
		expanding, bth_arena_printf(expanding->arena, "services.%s", key));
	struct bth_value name = bth_get(at, "name"), type = bth_get(at, "type");
	struct bth_str own =
		bth_draft_name(expanding, bth_arena_printf(expanding->arena, "-%s", key));

	if (!bth_is_map(at) && !bth_is_true(at, by_default))
		return;
	struct bth_draft *draft = bth_draft_new(expanding, &service_kind,
		bth_is_string(name) ? bth_text(name) : own, bth_exists(name) ? name : at);
	struct bth_builder *builder = &draft->builder;
	uint32_t spec = bth_put_map(builder, draft->root, "spec");
	bth_draft_cause(draft, type);
	bth_put_str(builder, spec, "type",
		bth_is_string(type) ? bth_text(type) : BTH_STR("ClusterIP"));
	bth_draft_selector(expanding, draft, spec, "selector");
	if (strcmp(key, "rw") == 0)
		put_primary(expanding, draft, spec);
	put_ports(expanding, draft, spec);
}

void
bth_expand_services(struct bth_expanding *expanding)
{
	bool ports = expanding->cluster->ports.len > 0;

	expand_headless(expanding);
	expand_client(expanding, "rw", ports);
	expand_client(expanding, "ro", ports && expanding->cluster->replicas > 1);
}

/* A number stays one: "1" in quotes is neither number nor percentage to the API. */
static void
put_count(struct bth_draft *draft, uint32_t spec, const char *key, struct bth_value value)
{
	bth_draft_cause(draft, value);
	bth_put_copy(&draft->builder, spec, key, value);
}

void
bth_expand_budget(struct bth_expanding *expanding)
{
	static const struct bth_draft_kind kind = {.order = BTH_ORDER_BUDGET,
		.api_version = "policy/v1",
		.kind = "PodDisruptionBudget"};
	struct bth_value at = bth_draft_spec(expanding, "disruption");
	struct bth_value least = bth_get(at, "minAvailable"),
			 most = bth_get(at, "maxUnavailable");

	/* a budget on a single replica would only block drains */
	if (bth_is_scalar(at) || (!bth_exists(at) && expanding->cluster->replicas < 2))
		return;
	struct bth_draft *draft =
		bth_draft_new(expanding, &kind, expanding->cluster->name, at);
	struct bth_builder *builder = &draft->builder;
	uint32_t spec = bth_put_map(builder, draft->root, "spec");
	if (bth_exists(least))
		put_count(draft, spec, "minAvailable", least);
	if (bth_exists(most))
		put_count(draft, spec, "maxUnavailable", most);
	if (!bth_exists(least) && !bth_exists(most))
		bth_put_int(builder, spec, "maxUnavailable", 1);
	uint32_t selector = bth_put_map(builder, spec, "selector");
	bth_draft_selector(expanding, draft, selector, "matchLabels");
	if (expanding->cluster->minor >= 27)
		bth_put_text(builder, spec, "unhealthyPodEvictionPolicy", "AlwaysAllow");
}

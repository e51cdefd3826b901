/* pg_service.c - a Service for writes behind which standbys are too */

#include "rules/pg_server.h"
#include "rules/pod_index.h"
#include "rules/service_link.h"

/* The last word of "postgres-primary" or "db.rw"; of "db-master-svc" the one before. */
static struct bth_str
role_word(struct bth_str name)
{
	for (int turn = 0; turn < 2; turn++) {
		size_t dash = bth_str_rfind(name, '-');
		struct bth_str word = dash == SIZE_MAX ?
			name :
			bth_str_sub(name, dash + 1, SIZE_MAX);

		if (!bth_str_is(word, "svc") && !bth_str_is(word, "service"))
			return word;
		name = dash == SIZE_MAX ? BTH_STR("") : bth_str_sub(name, 0, dash);
	}
	return BTH_STR("");
}

static bool
is_for_writes(const struct bth_object *service)
{
	static const char *const words[] = {
		"rw", "readwrite", "write", "writer", "primary", "master", "leader"};
	struct bth_str word = role_word(service->name);

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (bth_str_is(word, words[i]))
			return true;
	return false;
}

static bool
runs_postgresql(const struct bth_object *workload)
{
	struct bth_value containers = bth_get(bth_object_pod_spec(workload), "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i))
		if (bth_pg_is_server_image(bth_text(bth_get(i, "image"))))
			return true;
	return false;
}

/* The servers that a Service is certain to select, by what their templates say. */
struct selected {
	int64_t pods;
	unsigned sets;
	const struct bth_object *largest;
	bool certain; /* nothing but servers, of which each knows the others */
};

static struct selected
select_servers(struct bth_lint *lint, const struct bth_pod_index *index,
	const struct bth_object *service)
{
	struct selected out = {.certain = true};
	const struct bth_pod_maker *maker;
	struct bth_selector selector;

	bth_selector_read_map(
		lint->arena, &selector, bth_dig(service->root, "spec.selector"));
	struct bth_pod_walk walk = bth_pods_of(index, service->namespace, &selector);
	while ((maker = bth_pods_next(&walk))) {
		const struct bth_object *workload = maker->object;

		/* a label for the role may be written while the pods run */
		if (maker->owned || !bth_is_first(lint, workload) ||
			!bth_selector_matches(&selector, &maker->labels))
			continue;
		if (workload->kind != BTH_STATEFUL_SET || !runs_postgresql(workload) ||
			bth_exists(bth_pg_lone_server(lint, workload)))
			out.certain = false;
		out.pods += bth_object_replicas(workload);
		out.sets++;
		if (!out.largest ||
			bth_object_replicas(workload) > bth_object_replicas(out.largest))
			out.largest = workload;
	}
	return out;
}

static void
report(struct bth_lint *lint, const struct bth_object *service,
	const struct selected *selected)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_pg_service_mixes_roles,
		service, bth_get_key(bth_get(service->root, "spec"), "selector"),
		"Service '%.*s' is for writes by its name, but selects all %lld servers, standbys too",
		BTH_STR_ARG(service->name), (long long)selected->pods);

	bth_report_note(lint, finding, bth_dig(selected->largest->root, "metadata.name"),
		"%s makes %lld of them", bth_object_text(lint, selected->largest),
		(long long)bth_object_replicas(selected->largest));
	if (selected->sets == 1)
		bth_report_fix(lint, finding,
			"add 'statefulset.kubernetes.io/pod-name: %.*s-0', or the label of the primary's role, to the selector",
			BTH_STR_ARG(selected->largest->name));
	else
		bth_report_fix(lint, finding,
			"add a label to the selector that only the primary's pod has");
}

static void
check(struct bth_lint *lint)
{
	const struct bth_objects *objects = &lint->world->objects;
	struct bth_pod_index index;
	bool ready = false;

	for (size_t i = 0; i < objects->len; i++) {
		const struct bth_object *service = &objects->items[i];

		if (service->kind != BTH_SERVICE || !is_for_writes(service) ||
			!bth_is_first(lint, service) || bth_service_is_headless(service) ||
			bth_service_selects_nothing(service))
			continue;
		if (!ready)
			bth_pod_index_init(&index, lint);
		ready = true;
		struct selected selected = select_servers(lint, &index, service);
		/* sets of one server each may be examples that happen to stand together */
		if (selected.certain && selected.largest &&
			bth_object_replicas(selected.largest) > 1)
			report(lint, service, &selected);
	}
}

const struct bth_rule bth_rule_pg_service_mixes_roles = {
	.code = "BTH805",
	.name = "pg-service-mixes-roles",
	.family = BTH_POSTGRES,
	.severity = BERTH_ERROR,
	.check = check,
	.summary = "a Service for writes that selects standbys too",
	.why = "A Service spreads connections over all pods that it selects. Those that come to "
	       "a standby cannot write: of some clients each insert fails with 'read-only "
	       "transaction', of others none, until they connect anew.",
	.fix = "Let the Service select the primary alone: by the name of its pod "
	       "(statefulset.kubernetes.io/pod-name), or by the label of the role that Patroni "
	       "or an operator writes on it. Reads may have a Service of their own.",
};

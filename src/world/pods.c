/* pods.c - pods of the run and those that workloads will make */

#include "world/read.h"
#include "world/there.h"

/* "namespace/name" */
static struct bth_str
key_of(struct bth_world *world, struct bth_str namespace, struct bth_str name)
{
	const struct bth_str parts[] = {namespace, name};

	return bth_str_join(world->arena, parts, 2, '/');
}

/* "db-0" of a set, "web#0" of a workload whose pods have no names of their own. */
static struct bth_str
pod_name(struct bth_world *world, struct bth_str of, char between, int64_t number)
{
	const struct bth_str parts[] = {of, bth_str_decimal(world->arena, number)};

	return bth_str_join(world->arena, parts, 2, between);
}

/* From "namespace/name" of a claim to its index + 1. */
static void
index_claims(struct bth_world *world, struct bth_map *map)
{
	for (size_t i = 0; i < world->views.claims.len; i++) {
		const struct bth_claim *claim = &world->views.claims.items[i];
		struct bth_str key = key_of(world, claim->namespace, claim->name);

		bth_map_put(world->arena, map, key, (void *)(uintptr_t)(i + 1));
	}
}

struct bth_str
bth_read_claim_name(struct bth_value pod_volume)
{
	return bth_text(bth_dig(pod_volume, "persistentVolumeClaim.claimName"));
}

static void
add_claim(struct bth_world *world, const struct bth_map *claims, struct bth_pod *pod,
	struct bth_str name)
{
	const void *found = bth_map_get(claims, key_of(world, pod->namespace, name));

	if (!found) {
		pod->claim_missing = true;
		return;
	}
	uint32_t index = (uint32_t)((uintptr_t)found - 1);
	for (size_t i = 0; i < pod->claims.len; i++)
		if (pod->claims.items[i] == index)
			return;
	bth_vec_push(world->arena, &pod->claims, index);
}

static void
read_pod_terms(struct bth_world *world, struct bth_pod_terms *out, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		struct bth_pod_term term = {
			.topology_key = bth_text(bth_get(i, "topologyKey"))};
		struct bth_value namespaces = bth_get(i, "namespaces");

		bth_selector_read(
			world->arena, &term.selector, bth_get(i, "labelSelector"));
		for (struct bth_value j = bth_first(namespaces); bth_exists(j);
			j = bth_next(j))
			bth_vec_push(world->arena, &term.namespaces, bth_text(j));
		bth_vec_push(world->arena, out, term);
	}
}

static void
read_spread(struct bth_world *world, struct bth_pod_terms *out, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		struct bth_pod_term term = {
			.topology_key = bth_text(bth_get(i, "topologyKey")),
			.max_skew = 1};

		if (!bth_str_is(
			    bth_text(bth_get(i, "whenUnsatisfiable")), "DoNotSchedule"))
			continue;
		bth_as_int(&term.max_skew, bth_get(i, "maxSkew"));
		bth_selector_read(
			world->arena, &term.selector, bth_get(i, "labelSelector"));
		bth_vec_push(world->arena, out, term);
	}
}

/* Requests of all containers together; limits stand in where no request is given. */
static struct bth_quantity
sum_requests(struct bth_value spec, const char *resource)
{
	struct bth_quantity sum = {0};
	struct bth_value containers = bth_get(spec, "containers");

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		struct bth_value resources = bth_get(i, "resources");
		struct bth_value asked =
			bth_get(bth_get(resources, "requests"), resource);
		struct bth_quantity one;

		if (bth_is_unset(asked))
			asked = bth_get(bth_get(resources, "limits"), resource);
		if (!bth_is_unset(asked) &&
			bth_quantity_parse(&one, bth_text(asked)) == BTH_QUANTITY_OK)
			sum = bth_quantity_add(sum, one);
	}
	return sum;
}

static struct bth_pod
read_pod(struct bth_world *world, const struct bth_object *manifest)
{
	const struct bth_object whole = bth_object_whole(manifest), *object = &whole;
	struct bth_value template = bth_object_template(object);
	struct bth_value spec = bth_get(template, "spec"),
			 affinity = bth_get(spec, "affinity");
	struct bth_pod pod = {.object = object->index,
		.set = UINT32_MAX,
		.namespace = object->namespace,
		.name = object->name};

	bth_labels_read(world->arena, &pod.labels, bth_dig(template, "metadata.labels"));
	bth_labels_read(world->arena, &pod.node_selector, bth_get(spec, "nodeSelector"));
	bth_node_selector_read(world->arena, &pod.affinity,
		bth_dig(affinity,
			"nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution"));
	bth_tolerations_read(
		world->arena, &pod.tolerations, bth_get(spec, "tolerations"));
	read_pod_terms(world, &pod.pod_affinity,
		bth_dig(affinity,
			"podAffinity.requiredDuringSchedulingIgnoredDuringExecution"));
	read_pod_terms(world, &pod.pod_anti_affinity,
		bth_dig(affinity,
			"podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution"));
	read_spread(world, &pod.spread, bth_get(spec, "topologySpreadConstraints"));
	pod.node_name = bth_text(bth_get(spec, "nodeName"));
	pod.cpu = sum_requests(spec, "cpu");
	pod.memory = sum_requests(spec, "memory");
	return pod;
}

/* Whether the API server, or the controller later, refuses the set's pods for certain. */
static bool
set_refused(const struct bth_object *object)
{
	struct bth_value spec = bth_get(object->state, "spec");
	struct bth_value selector = bth_get(spec, "selector");

	return !bth_size(bth_dig(spec, "template.spec.containers")) ||
		!bth_is_map(selector) ||
		!(bth_size(bth_get(selector, "matchLabels")) ||
			bth_size(bth_get(selector, "matchExpressions"))) ||
		object->name.len + 1 + 1 > 63;
}

static bool
is_template_name(struct bth_value templates, struct bth_str name)
{
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(bth_dig(i, "metadata.name")), name))
			return true;
	return false;
}

/* Claims that the pod spec itself mounts; those under a template's name are replaced. */
static void
add_mounted_claims(struct bth_world *world, const struct bth_map *claims,
	struct bth_pod *pod, struct bth_value spec, struct bth_value templates)
{
	struct bth_value volumes = bth_get(spec, "volumes");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_read_claim_name(i);

		if (name.len &&
			!is_template_name(templates, bth_text(bth_get(i, "name"))))
			add_claim(world, claims, pod, name);
	}
}

/* A pod that a workload has made, as the cluster shows it. */
static struct bth_pod
read_there(struct bth_world *world, const struct bth_map *claims, const struct bth_object *pod,
	uint32_t object)
{
	struct bth_pod view = read_pod(world, pod);

	add_mounted_claims(
		world, claims, &view, bth_get(pod->state, "spec"), (struct bth_value){0});
	view.object = object;
	view.there = true;
	return view;
}

static void
add_set_pods(struct bth_world *world, const struct bth_map *claims, uint32_t set_index)
{
	const struct bth_set *set = &world->views.sets.items[set_index];
	const struct bth_object *object = &world->objects.items[set->object];
	const struct bth_object whole = bth_object_whole(object);
	struct bth_value templates = bth_dig(whole.root, "spec.volumeClaimTemplates");
	struct bth_pod pod = read_pod(world, object);

	pod.refused = set_refused(object);
	for (int64_t i = 0; i < set->replicas; i++) {
		struct bth_pod one = pod;
		int64_t ordinal = set->start + i;
		struct bth_str name = pod_name(world, set->name, '-', ordinal);
		const struct bth_object *there = bth_there_pod(world, object, ordinal, name);

		if (there)
			one = read_there(world, claims, there, object->index);
		one.set = set_index;
		one.ordinal = ordinal;
		one.name = name;
		for (struct bth_value t = bth_first(templates); bth_exists(t) && !there;
			t = bth_next(t))
			add_claim(world, claims, &one,
				bth_claim_name(world->arena,
					bth_text(bth_dig(t, "metadata.name")), set->name,
					one.ordinal));
		if (!there)
			add_mounted_claims(world, claims, &one, bth_object_pod_spec(&whole),
				templates);
		bth_vec_push(world->arena, &world->views.pods, one);
	}
}

/* Pods without a name of their own: default/web#0 of a Deployment, one of a Job. */
static void
add_workload_pods(struct bth_world *world, const struct bth_map *claims,
	const struct bth_object *object, const struct bth_indexes_there *there)
{
	const struct bth_object whole = bth_object_whole(object);
	struct bth_pod pod = read_pod(world, object);
	int64_t count = object->kind == BTH_POD || object->kind == BTH_CRON_JOB ?
		1 :
		bth_object_replicas(&whole);

	pod.there = object->kind == BTH_POD && bth_exists(object->live);
	add_mounted_claims(
		world, claims, &pod, bth_object_pod_spec(&whole), (struct bth_value){0});
	if (count > BTH_REPLICAS_MOST)
		count = BTH_REPLICAS_MOST;
	for (int64_t i = 0; i < count; i++) {
		struct bth_pod one = pod;

		if (there && (size_t)i < there->len)
			one = read_there(world, claims,
				&world->objects.items[there->items[i]], object->index);
		else if (object->kind != BTH_POD)
			one.name = pod_name(world, object->name, '#', i);
		one.ordinal = i;
		bth_vec_push(world->arena, &world->views.pods, one);
	}
}

void
bth_read_pods(struct bth_world *world)
{
	struct bth_map claims = {0};
	struct bth_there there;
	const unsigned others =
		BTH_WORKLOADS & ~BTH_KIND(BTH_STATEFUL_SET) & ~BTH_KIND(BTH_DAEMON_SET);

	index_claims(world, &claims);
	bth_there_init(&there, world);
	for (uint32_t i = 0; i < world->views.sets.len; i++)
		add_set_pods(world, &claims, i);
	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];

		if ((BTH_KIND(object->kind) & others) && object->name.len &&
			!object->repeated && !bth_there_is_made(&there, object))
			add_workload_pods(
				world, &claims, object, bth_there_pods(&there, object));
	}
	bth_there_settle(world);
}

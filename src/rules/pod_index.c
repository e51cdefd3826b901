/* pod_index.c - whose pods a selector finds */

#include "rules/pod_index.h"

/* Labels that controllers write on pods, and on the pods of which kinds. */
static const struct {
	const char *key;
	unsigned kinds;
	bool named; /* the value says whose pod, or which one, it is */
} written[] = {
	{"apps.kubernetes.io/pod-index", BTH_KIND(BTH_STATEFUL_SET), false},
	{"batch.kubernetes.io/controller-uid", BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB),
		false},
	{"batch.kubernetes.io/job-completion-index",
		BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB), false},
	{"batch.kubernetes.io/job-name", BTH_KIND(BTH_JOB), true},
	{"controller-revision-hash",
		BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DAEMON_SET), false},
	{"controller-uid", BTH_KIND(BTH_JOB) | BTH_KIND(BTH_CRON_JOB), false},
	{"job-name", BTH_KIND(BTH_JOB), true},
	{"pod-template-generation", BTH_KIND(BTH_DAEMON_SET), false},
	{"pod-template-hash", BTH_KIND(BTH_DEPLOYMENT) | BTH_KIND(BTH_REPLICA_SET),
		false},
	{"statefulset.kubernetes.io/pod-name", BTH_KIND(BTH_STATEFUL_SET), true},
};

enum { WRITTEN = sizeof written / sizeof written[0] };

static size_t
find_written(struct bth_str key)
{
	size_t i = 0;

	while (i < WRITTEN && !bth_str_is(key, written[i].key))
		i++;
	return i;
}

bool
bth_label_is_written(struct bth_str key)
{
	return find_written(key) < WRITTEN;
}

bool
bth_label_is_role(struct bth_str key, struct bth_str value)
{
	static const char *const roles[] = {"active", "follower", "leader", "master",
		"primary", "replica", "secondary", "slave", "standby", "standby_leader",
		"sync_standby"};

	if (bth_str_ends(key, "role") || bth_str_ends(key, "Role"))
		return true;
	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
		if (bth_str_is(value, roles[i]))
			return true;
	return false;
}

static struct bth_str
label_key(struct bth_arena *arena, struct bth_str namespace, struct bth_str key,
	struct bth_str value)
{
	return bth_str_printf(arena, "%.*s\n%.*s\n%.*s", BTH_STR_ARG(namespace),
		BTH_STR_ARG(key), BTH_STR_ARG(value));
}

static void
add_to(struct bth_pod_index *index, struct bth_str key, uint32_t maker)
{
	struct bth_indexes *list = bth_map_get(&index->lists, key);

	if (!list) {
		list = bth_arena_alloc(index->arena, sizeof *list);
		bth_map_put(index->arena, &index->lists, key, list);
	}
	bth_vec_push(index->arena, list, maker);
}

/* Custom resources such as Rollout look like a Deployment. */
static struct bth_value
template_of(const struct bth_object *object)
{
	struct bth_value template = bth_dig(object->root, "spec.template");

	if (object->kind == BTH_POD_TEMPLATE)
		return (struct bth_value){0}; /* nothing makes pods of it by itself */
	if (object->kind != BTH_OTHER)
		return bth_object_template(object);
	return bth_is_map(bth_dig(template, "metadata.labels")) ? template :
								  (struct bth_value){0};
}

static void
add_label(struct bth_pod_index *index, const struct bth_object *object,
	const struct bth_label *label, uint32_t maker)
{
	add_to(index,
		label_key(index->arena, object->namespace, label->key, label->value),
		maker);
}

static void
add_maker(struct bth_pod_index *index, const struct bth_object *object)
{
	struct bth_value template = template_of(object);
	struct bth_pod_maker maker = {.object = object,
		.owned = bth_size(bth_dig(object->root, "metadata.ownerReferences")) > 0};
	uint32_t at = (uint32_t)index->makers.len;

	if (!bth_is_map(template))
		return;
	bth_labels_read(
		index->arena, &maker.labels, bth_dig(template, "metadata.labels"));
	bth_labels_read(index->arena, &maker.asked,
		bth_dig(object->root, "spec.selector.matchLabels"));
	bth_vec_push(index->arena, &index->makers, maker);
	add_to(index, object->namespace, at);
	for (size_t i = 0; i < maker.labels.len; i++)
		add_label(index, object, &maker.labels.items[i], at);
	for (size_t i = 0; i < maker.asked.len; i++) {
		const struct bth_label *asked = &maker.asked.items[i];
		const struct bth_str *has = bth_labels_get(&maker.labels, asked->key);

		if (!has || !bth_str_eq(*has, asked->value))
			add_label(index, object, asked, at);
	}
}

void
bth_pod_index_init(struct bth_pod_index *index, const struct bth_lint *lint)
{
	const struct bth_objects *objects = &lint->world->objects;

	*index = (struct bth_pod_index){.arena = lint->arena};
	for (size_t i = 0; i < objects->len; i++)
		if (!objects->items[i].cluster_wide &&
			objects->items[i].kind != BTH_CLUSTER)
			add_maker(index, &objects->items[i]);
}

static const struct bth_indexes *
list_at(const struct bth_pod_index *index, struct bth_str key)
{
	const struct bth_indexes *list = bth_map_get(&index->lists, key);

	return list ? list : &index->nothing;
}

struct bth_pod_walk
bth_pods_of(const struct bth_pod_index *index, struct bth_str namespace,
	const struct bth_selector *selector)
{
	struct bth_pod_walk walk = {.index = index, .selector = selector};

	walk.list = list_at(index, namespace);
	for (size_t i = 0; i < selector->all.len; i++) {
		const struct bth_requirement *one = &selector->all.items[i];
		enum bth_operator how = one->operator;

		if (how != BTH_IN || one->values.len != 1 ||
			bth_label_is_written(one->key))
			continue;
		const struct bth_indexes *list = list_at(index,
			label_key(
				index->arena, namespace, one->key, one->values.items[0]));
		if (list->len < walk.list->len)
			walk.list = list;
	}
	return walk;
}

const struct bth_pod_maker *
bth_pods_next(struct bth_pod_walk *walk)
{
	while (walk->at < walk->list->len) {
		const struct bth_pod_maker *maker =
			&walk->index->makers.items[walk->list->items[walk->at++]];

		if (bth_pods_match(maker, walk->selector))
			return maker;
	}
	return NULL;
}

bool
bth_pods_in(const struct bth_pod_index *index, struct bth_str namespace)
{
	return list_at(index, namespace)->len > 0;
}

/* Whether @value, the name of a job or of one pod of a set, belongs to @object. */
static bool
is_name_of(const struct bth_object *object, struct bth_str value)
{
	uint64_t ordinal;

	if (object->kind != BTH_STATEFUL_SET)
		return bth_str_eq(value, object->name);
	if (value.len < object->name.len + 2 || value.at[object->name.len] != '-' ||
		!bth_str_eq(bth_str_sub(value, 0, object->name.len), object->name) ||
		!bth_str_to_u64(
			&ordinal, bth_str_sub(value, object->name.len + 1, SIZE_MAX)))
		return false;
	uint64_t start = (uint64_t)bth_object_start(object);
	return ordinal >= start &&
		ordinal - start < (uint64_t)bth_object_replicas(object);
}

static bool
may_meet(const struct bth_pod_maker *maker, const struct bth_requirement *requirement)
{
	size_t at = find_written(requirement->key);
	enum bth_operator how = requirement->operator;

	if (at == WRITTEN || !(written[at].kinds & BTH_KIND(maker->object->kind)))
		return bth_requirement_matches(requirement, &maker->labels) ||
			(how == BTH_IN &&
				bth_requirement_matches(requirement, &maker->asked));
	if (!written[at].named || how != BTH_IN)
		return true;
	for (size_t i = 0; i < requirement->values.len; i++)
		if (is_name_of(maker->object, requirement->values.items[i]))
			return true;
	return false;
}

bool
bth_pods_match(const struct bth_pod_maker *maker, const struct bth_selector *selector)
{
	for (size_t i = 0; i < selector->all.len; i++)
		if (!may_meet(maker, &selector->all.items[i]))
			return false;
	return selector->present;
}

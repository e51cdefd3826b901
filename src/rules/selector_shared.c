/* selector_shared.c - two workloads that select the same pods */

#include "rules/pod_index.h"
#include "rules/pod_parts.h"

#define OWNERS \
	(BTH_KIND(BTH_STATEFUL_SET) | BTH_KIND(BTH_DEPLOYMENT) | \
		BTH_KIND(BTH_DAEMON_SET) | BTH_KIND(BTH_REPLICA_SET) | \
		BTH_KIND(BTH_REPLICATION_CONTROLLER))

static struct bth_selector
read_selector(struct bth_arena *arena, const struct bth_object *object)
{
	struct bth_value selector = bth_dig(object->root, "spec.selector");
	struct bth_selector read = {0};

	if (object->kind == BTH_REPLICATION_CONTROLLER)
		bth_selector_read_map(arena, &read, selector);
	else
		bth_selector_read(arena, &read, selector);
	return read;
}

/* Whether it is one of the workloads that people make; those of a cluster's copy do not count. */
static bool
is_owner(const struct bth_lint *lint, const struct bth_pod_maker *maker)
{
	return (BTH_KIND(maker->object->kind) & OWNERS) && !maker->owned &&
		bth_is_first(lint, maker->object);
}

/* Whether both are one object of the cluster, said twice: a spec, and what was made of it before. */
static bool
is_one(const struct bth_lint *lint, const struct bth_object *a, const struct bth_object *b)
{
	return bth_world_first(lint->world, a) == bth_world_first(lint->world, b);
}

/* Whether @other's own selector finds the pods of @object too. */
static bool
is_mutual(struct bth_lint *lint, const struct bth_pod_maker *object,
	const struct bth_object *other)
{
	struct bth_selector selector = read_selector(lint->arena, other);

	return selector.all.len && bth_pods_match(object, &selector);
}

/*
 * The first other workload whose pods @maker's selector finds. Of two that find each other's
 * pods the later one is reported.
 */
static const struct bth_object *
find_other(struct bth_lint *lint, const struct bth_pod_index *index,
	const struct bth_pod_maker *maker, const struct bth_selector *selector)
{
	struct bth_pod_walk walk = bth_pods_of(index, maker->object->namespace, selector);
	const struct bth_pod_maker *other;

	while ((other = bth_pods_next(&walk))) {
		if (is_one(lint, other->object, maker->object) || !is_owner(lint, other))
			continue;
		if (other->object->index < maker->object->index ||
			!is_mutual(lint, maker, other->object))
			return other->object;
	}
	return NULL;
}

static void
check_maker(struct bth_lint *lint, const struct bth_pod_index *index,
	const struct bth_pod_maker *maker)
{
	const struct bth_object *object = maker->object;
	struct bth_selector selector = read_selector(lint->arena, object);
	struct bth_value at = bth_dig(object->root, "spec.selector");

	/* a selector that does not even find its own pods is selector-template-mismatch */
	if (!selector.all.len || !bth_pods_match(maker, &selector))
		return;
	const struct bth_object *other = find_other(lint, index, maker, &selector);
	if (!other)
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_selector_shared, object,
		at, "selector '%.*s' of %s also finds the pods of %s",
		BTH_STR_ARG(bth_selector_text(lint->arena, &selector)),
		bth_object_text(lint, object), bth_object_text(lint, other));
	bth_report_note(lint, finding,
		bth_dig(bth_object_template(other), "metadata.labels"),
		"its pods' labels are here");
	bth_report_fix(lint, finding,
		"give both a label that the other does not have, such as "
		"'app.kubernetes.io/instance', and select by it");
}

static void
check(struct bth_lint *lint)
{
	struct bth_pod_index index;

	bth_pod_index_init(&index, lint);
	for (size_t i = 0; i < index.makers.len; i++)
		if (is_owner(lint, &index.makers.items[i]))
			check_maker(lint, &index, &index.makers.items[i]);
}

const struct bth_rule bth_rule_selector_shared = {
	.code = "BTH308",
	.name = "selector-shared",
	.family = BTH_IDENTITY,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a workload selects the pods of another one too",
	.why = "Selectors of workloads must not overlap. Pods that lose their owner are taken over "
	       "by the wrong workload, an autoscaler counts the other's pods, and budgets, "
	       "Services and policies made from the same labels meet both.",
	.fix = "Let each workload of a namespace select by labels that only its own pods have.",
};

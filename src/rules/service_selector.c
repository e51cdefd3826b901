/* service_selector.c - a Service that finds no pods */

#include "base/near.h"
#include "rules/pod_index.h"
#include "rules/pod_parts.h"

/* More workloads than these are not searched for one with nearly the labels. */
enum { NEAR_MOST = 200 };

struct search {
	struct bth_pod_index index;
	struct bth_map
		custom; /* "namespace\nname" of objects that an operator may act on */
};

static bool
is_custom(const struct bth_object *object)
{
	return object->kind == BTH_OTHER &&
		bth_str_find(object->group, '.') != SIZE_MAX &&
		!bth_str_ends(object->group, ".k8s.io");
}

static void
read_custom(struct bth_lint *lint, struct search *search)
{
	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *object = &lint->world->objects.items[i];

		if (is_custom(object) && object->name.len)
			bth_map_put(lint->arena, &search->custom,
				bth_str_printf(lint->arena, "%.*s\n%.*s",
					BTH_STR_ARG(object->namespace),
					BTH_STR_ARG(object->name)),
				search);
	}
}

/* "cnpg.io/cluster" and the like: labels that the operator of that name writes. */
static bool
is_operators_label(struct bth_str key)
{
	size_t slash = bth_str_find(key, '/');
	struct bth_str domain = bth_str_sub(key, 0, slash);

	return slash != SIZE_MAX && !bth_str_ends(domain, "kubernetes.io") &&
		!bth_str_ends(domain, "k8s.io") && !bth_str_ends(domain, "helm.sh");
}

/* Whether an operator may make the pods: by a custom resource of the run, or by the labels. */
static bool
may_be_made(struct bth_lint *lint, const struct search *search,
	const struct bth_object *service)
{
	struct bth_value selector = bth_dig(service->root, "spec.selector");

	for (struct bth_value key = bth_first(selector); bth_exists(key);
		key = bth_next(key)) {
		struct bth_str custom = bth_str_printf(lint->arena, "%.*s\n%.*s",
			BTH_STR_ARG(service->namespace),
			BTH_STR_ARG(bth_text(bth_under(key))));

		if (is_operators_label(bth_text(key)) ||
			bth_map_get(&search->custom, custom))
			return true;
	}
	return false;
}

/* The one requirement that @maker's pods do not meet; NULL when they lack more than one. */
static const struct bth_requirement *
find_only_unmet(const struct bth_pod_maker *maker, const struct bth_selector *selector)
{
	const struct bth_requirement *unmet = NULL;

	for (size_t i = 0; i < selector->all.len; i++) {
		if (bth_requirement_matches(&selector->all.items[i], &maker->labels))
			continue;
		if (unmet)
			return NULL;
		unmet = &selector->all.items[i];
	}
	return unmet;
}

/* Whether @maker is what the Service was probably meant for, but for the label @unmet. */
static bool
is_likely(const struct bth_pod_maker *maker, const struct bth_object *service,
	const struct bth_requirement *unmet)
{
	const struct bth_str *has = bth_labels_get(&maker->labels, unmet->key);

	return bth_str_eq(maker->object->name, service->name) ||
		(has && bth_near_distance(*has, unmet->values.items[0], 2) <= 2);
}

/* Shows the workload whose pods nearly fit. */
static void
offer(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *service, const struct bth_pod_maker *maker,
	const struct bth_requirement *unmet)
{
	struct bth_value map = bth_dig(service->root, "spec.selector");
	struct bth_value labels = bth_dig(maker->object->root,
		maker->object->kind == BTH_POD ? "metadata.labels" :
						 "spec.template.metadata.labels");
	struct bth_value has = bth_get_str(labels, unmet->key);

	finding->span = bth_span(bth_get_str(map, unmet->key));
	bth_report_note(lint, finding, bth_exists(has) ? has : labels,
		"the pods of %s nearly fit", bth_object_text(lint, maker->object));
	if (bth_exists(has))
		bth_report_fix(lint, finding,
			"write '%.*s: %.*s', or the labels of the pods meant",
			BTH_STR_ARG(unmet->key), BTH_STR_ARG(bth_text(has)));
	else if (bth_label_is_role(unmet->key, unmet->values.items[0]))
		finding->severity =
			BERTH_INFO; /* which pod it is may be said at run time */
}

static void
look_near(struct bth_lint *lint, struct bth_finding *finding, const struct search *search,
	const struct bth_object *service, const struct bth_selector *selector)
{
	const struct bth_selector anything = {.present = true};
	struct bth_pod_walk walk =
		bth_pods_of(&search->index, service->namespace, &anything);
	const struct bth_pod_maker *maker;

	for (size_t i = 0; i < NEAR_MOST && (maker = bth_pods_next(&walk)); i++) {
		const struct bth_requirement *unmet = find_only_unmet(maker, selector);

		if (!unmet ||
			(!is_likely(maker, service, unmet) &&
				!bth_label_is_role(unmet->key, unmet->values.items[0])))
			continue;
		offer(lint, finding, service, maker, unmet);
		return;
	}
}

static void
check_service(struct bth_lint *lint, const struct search *search,
	const struct bth_object *service)
{
	struct bth_value spec = bth_get(service->root, "spec"),
			 map = bth_get(spec, "selector");
	struct bth_selector selector;

	if (!bth_is_map(map) || !bth_size(map) || !bth_is_first(lint, service) ||
		bth_str_is(bth_text(bth_get(spec, "type")), "ExternalName"))
		return;
	bth_selector_read_map(lint->arena, &selector, map);
	struct bth_pod_walk walk =
		bth_pods_of(&search->index, service->namespace, &selector);
	if (bth_pods_next(&walk))
		return;
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_service_selector_dangling, service, map,
		"Service '%.*s' selects '%s', and no workload here makes such pods",
		BTH_STR_ARG(service->name), bth_pairs_text(lint->arena, map));
	if (lint->world->partial || !bth_pods_in(&search->index, service->namespace) ||
		may_be_made(lint, search, service))
		finding->severity = BERTH_INFO;
	bth_report_fix(
		lint, finding, "select labels that a pod template of the namespace has");
	look_near(lint, finding, search, service, &selector);
}

static void
check(struct bth_lint *lint)
{
	struct search search = {0};

	bth_pod_index_init(&search.index, lint);
	read_custom(lint, &search);
	for (size_t i = 0; i < lint->world->objects.len; i++)
		if (lint->world->objects.items[i].kind == BTH_SERVICE)
			check_service(lint, &search, &lint->world->objects.items[i]);
}

const struct bth_rule bth_rule_service_selector_dangling = {
	.code = "BTH316",
	.name = "service-selector-dangling",
	.family = BTH_IDENTITY,
	.severity = BERTH_WARNING,
	.check = check,
	.after = BTH_AFTER(&bth_rule_statefulset_service_selector_mismatch),
	.summary = "a Service whose selector finds no pods of the input",
	.why = "A Service without endpoints answers nobody: connections to its address fail, and a "
	       "headless one does not resolve. All labels of the selector must be on the pods, in "
	       "the namespace of the Service. It is only info where the namespace has no workload "
	       "in the input, or an operator may make or label the pods.",
	.fix = "Copy the selector from the labels of the pod template that is meant.",
};

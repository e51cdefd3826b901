/* statefulset_service.c - a StatefulSet without a Service to name its pods */

#include "base/near.h"
#include "rules/edit.h"
#include "rules/pod_parts.h"
#include "rules/service_link.h"

/* More Services than these are not searched for one of a similar name. */
enum { NEAR_MOST = 200 };

/* A headless Service beside the set whose name says that it is the set's, or NULL. */
static const struct bth_object *
find_companion(struct bth_lint *lint, const struct bth_object *set)
{
	static const char *const ends[] = {
		"-headless", "", "-hl", "-hs", "-svc", "-service"};

	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		const struct bth_object *service =
			bth_world_get(lint->world, BTH_SERVICE, set->namespace,
				bth_str_printf(lint->arena, "%.*s%s",
					BTH_STR_ARG(set->name), ends[i]));

		if (service && bth_service_is_headless(service))
			return service;
	}
	return NULL;
}

static void
visit_unset(struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_value spec = bth_get(set->root, "spec"),
			 name = bth_get(spec, "serviceName");
	struct bth_finding *finding;

	if (!bth_is_map(spec) || bth_text(name).len || bth_is_map(name) ||
		bth_is_list(name))
		return;
	if (bth_is_unset(name))
		finding = bth_report_missing(lint, &bth_rule_statefulset_service_unset,
			set, spec, "serviceName",
			"set '%.*s' names no Service, so its pods have no DNS names",
			BTH_STR_ARG(set->name));
	else
		finding = bth_report(lint, &bth_rule_statefulset_service_unset, set, name,
			"the serviceName of set '%.*s' is empty, so its pods have no DNS names",
			BTH_STR_ARG(set->name));
	if (bth_lint_is_database(lint, set->index) && bth_object_replicas(set) > 1)
		finding->severity = BERTH_ERROR;
	const struct bth_object *service = find_companion(lint, set);
	if (service)
		bth_report_note(lint, finding, bth_dig(service->root, "metadata.name"),
			"a headless Service is here");
	bth_report_fix(lint, finding,
		service ? "add 'serviceName: %.*s'" :
			  "add a headless Service and its name: 'serviceName: %.*s'",
		BTH_STR_ARG(service ? service->name : set->name));
}

/* ---- a name of nothing ---- */

/* All Services by their names alone, whatever the namespace. */
struct services {
	struct bth_map by_name;
	BTH_VEC(const struct bth_object *) all;
};

static void
read_services(struct bth_lint *lint, struct services *services)
{
	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *object = &lint->world->objects.items[i];

		if (object->kind != BTH_SERVICE || !object->name.len)
			continue;
		bth_vec_push(lint->arena, &services->all, object);
		if (!bth_map_get(&services->by_name, object->name))
			bth_map_put(lint->arena, &services->by_name, object->name,
				(void *)(uintptr_t)(object->index + 1));
	}
}

/* A Service of the namespace whose name is nearly @name, or NULL. */
static const char *
find_near(struct bth_lint *lint, const struct services *services,
	struct bth_str namespace, struct bth_str name)
{
	BTH_VEC(const char *) words = {0};

	if (services->all.len > NEAR_MOST)
		return NULL;
	for (size_t i = 0; i < services->all.len; i++) {
		const struct bth_object *service = services->all.items[i];

		if (bth_str_eq(service->namespace, namespace))
			bth_vec_push(lint->arena, &words,
				bth_str_copy(lint->arena, service->name).at);
	}
	return bth_near(name, words.items, words.len);
}

/* Says what was probably meant. */
static void
offer(struct bth_lint *lint, struct bth_finding *finding, const struct services *services,
	const struct bth_object *set, struct bth_value at)
{
	struct bth_str name = bth_text(at);
	const void *found = bth_map_get(&services->by_name, name);
	const struct bth_object *companion = find_companion(lint, set);
	const char *near = find_near(lint, services, set->namespace, name);

	if (found) {
		const struct bth_object *other =
			bth_world_object(lint->world, (uint32_t)((uintptr_t)found - 1));
		bth_report_note(lint, finding, bth_dig(other->root, "metadata.name"),
			"this one is in namespace '%.*s'", BTH_STR_ARG(other->namespace));
		bth_report_fix(lint, finding, "put both into one namespace");
		return;
	}
	if (!near && companion)
		near = bth_str_copy(lint->arena, companion->name).at;
	if (near) {
		bth_report_fix(lint, finding, "write '%s'", near);
		bth_report_replace_text(lint, finding, set, at, bth_str(near));
		return;
	}
	bth_report_fix(lint, finding,
		"add a headless Service '%.*s', or say --assume-exists Service/%.*s if it exists",
		BTH_STR_ARG(name), BTH_STR_ARG(name));
}

static void
check_set(struct bth_lint *lint, const struct services *services,
	const struct bth_object *set)
{
	struct bth_value at = bth_dig(set->root, "spec.serviceName");
	struct bth_str name = bth_text(at);

	if (!bth_is_string(at) || !name.len || !bth_is_first(lint, set) ||
		bth_world_get(lint->world, BTH_SERVICE, set->namespace, name) ||
		bth_world_assumed(lint->world, "Service", set->namespace, name))
		return;
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_statefulset_service_missing, set, at,
		"there is no Service '%.*s' in namespace '%.*s', so the pods have no DNS names",
		BTH_STR_ARG(name), BTH_STR_ARG(set->namespace));

	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	offer(lint, finding, services, set, at);
}

static void
check_missing(struct bth_lint *lint)
{
	struct services services = {0};

	read_services(lint, &services);
	for (size_t i = 0; i < lint->world->objects.len; i++)
		if (lint->world->objects.items[i].kind == BTH_STATEFUL_SET)
			check_set(lint, &services, &lint->world->objects.items[i]);
}

const struct bth_rule bth_rule_statefulset_service_unset = {
	.code = "BTH311",
	.name = "statefulset-service-unset",
	.family = BTH_IDENTITY,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_unset,
	.after = BTH_AFTER(
		&bth_rule_selector_missing), /* a patch, or not a set at all yet */
	.summary = "a StatefulSet that names no Service",
	.why = "Only pods whose set names a headless Service get DNS names of their own, such as "
	       "db-0.db. Replicas of a database cannot find each other without, so for databases "
	       "with several replicas this is an error. The name cannot be added later.",
	.fix = "Add a headless Service and its name as spec.serviceName.",
};

const struct bth_rule bth_rule_statefulset_service_missing = {
	.code = "BTH312",
	.name = "statefulset-service-missing",
	.family = BTH_IDENTITY,
	.severity = BERTH_ERROR,
	.check = check_missing,
	.summary = "a StatefulSet names a Service that is not there",
	.why = "Nobody checks the name: set and pods run, but db-0.db and the like do not resolve. "
	       "The Service must be in the namespace of the set. When the run is not known to be "
	       "whole, this is only info.",
	.fix = "Add the Service, correct the name, or name it with --assume-exists when it is made "
	       "elsewhere.",
};

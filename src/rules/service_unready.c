/* service_unready.c - members of a set that are found only once they are ready */

#include "rules/edit.h"
#include "rules/pod_parts.h"
#include "rules/service_link.h"

/* Whether some text below the list @command has @part in it. */
static bool
has_text(struct bth_value command, const char *part)
{
	for (struct bth_value i = bth_first(command); bth_exists(i); i = bth_next(i))
		if (bth_str_contains(bth_text(i), part))
			return true;
	return false;
}

/* Whether readiness of the pods is a command that names peers by the Service: db-0.db */
static bool
needs_peers(struct bth_lint *lint, const struct bth_object *set,
	const struct bth_object *service)
{
	const char *part =
		bth_arena_printf(lint->arena, ".%.*s", BTH_STR_ARG(service->name));
	struct bth_value spec = bth_object_pod_spec(set);

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c))
		if (has_text(bth_dig(c.at, "readinessProbe.exec.command"), part))
			return true;
	return false;
}

static bool
has_readiness(const struct bth_object *set)
{
	struct bth_value spec = bth_object_pod_spec(set);

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c))
		if (bth_container_stays(c) &&
			!bth_is_unset(bth_get(c.at, "readinessProbe")))
			return true;
	return false;
}

static void
visit(struct bth_lint *lint, const struct bth_object *set)
{
	const struct bth_object *service = bth_governing_service(lint, set);

	if (!service || !bth_service_is_headless(service) ||
		bth_object_replicas(set) < 2 || !has_readiness(set))
		return;
	struct bth_value spec = bth_get(service->root, "spec");
	struct bth_value publish = bth_get(spec, "publishNotReadyAddresses");
	if (bth_is_true(publish, false))
		return;
	bool ordered = !bth_str_is(
		bth_text(bth_dig(set->root, "spec.podManagementPolicy")), "Parallel");
	bool stuck = ordered && needs_peers(lint, set, service);
	struct bth_finding *finding = bth_report_service(lint,
		&bth_rule_service_unready_hidden, set, service, publish,
		stuck ? "pods of set '%.*s' ask for each other to become ready, but Service '%.*s' "
			"hides them until they are" :
			"pods of set '%.*s' cannot find each other by Service '%.*s' until they are ready",
		BTH_STR_ARG(set->name), BTH_STR_ARG(service->name));

	if (stuck)
		finding->severity = BERTH_WARNING;
	finding->path =
		bth_is_context(service) ? finding->path : "spec.publishNotReadyAddresses";
	bth_report_fix(lint, finding, "write 'publishNotReadyAddresses: true'");
	if (bth_is_unset(publish))
		bth_report_add_key(
			lint, finding, service, spec, "publishNotReadyAddresses: true");
	else
		bth_report_replace(lint, finding, service, publish, "true");
}

const struct bth_rule bth_rule_service_unready_hidden = {
	.code = "BTH319",
	.name = "service-unready-hidden",
	.family = BTH_IDENTITY,
	.severity = BERTH_INFO,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit,
	.summary = "the Service of a StatefulSet hides pods that are not ready",
	.why = "The name of a pod resolves only while the pod is ready. Members that look for each "
	       "other while they start, or after all of them failed, do not find anybody and never "
	       "become ready. It is a warning where pods start in order and readiness itself asks "
	       "other members.",
	.fix = "Set publishNotReadyAddresses: true on the Service of the set, and give clients "
	       "another Service, which leaves pods out that are not ready.",
};

/* resource_request.c - a container that asks for more than it may have */

#include "kube/quantity_read.h"
#include "rules/pod_parts.h"

static void
check_resources(struct bth_lint *lint, const struct bth_object *object,
	struct bth_value resources, const char *whose)
{
	struct bth_value requests = bth_get(resources, "requests");
	struct bth_value limits = bth_get(resources, "limits");

	if (!bth_is_map(requests))
		return;
	for (struct bth_value key = bth_first(requests); bth_exists(key);
		key = bth_next(key)) {
		struct bth_value asked = bth_under(key);
		struct bth_value limit = bth_get_str(limits, bth_text(key));
		struct bth_quantity request, most;

		if (!bth_quantity_read(&request, lint->arena, asked) ||
			!bth_quantity_read(&most, lint->arena, limit) ||
			bth_quantity_cmp(request, most) <= 0)
			continue;
		struct bth_finding *finding = bth_report(lint,
			bth_made_rule(
				lint, object, &bth_rule_resource_request_above_limit),
			object, asked,
			"%s asks for %.*s of %.*s, but its limit is %.*s%s", whose,
			BTH_STR_ARG(bth_text(asked)), BTH_STR_ARG(bth_text(key)),
			BTH_STR_ARG(bth_quantity_text(lint->arena, limit)),
			bth_made_tail(lint, object, "pods"));
		/* the server names the list */
		finding->path = bth_path_of(lint->arena, object->root, requests);
		bth_report_note(lint, finding, limit, "the limit is here");
		bth_report_fix(lint, finding, "lower the request, or raise the limit");
	}
}

/* Pods have resources of their own since 1.34; before, the field is dropped. */
enum { POD_RESOURCES_SINCE = 34 };

static void
visit(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);

	if (lint->world->minor >= POD_RESOURCES_SINCE)
		check_resources(lint, object, bth_get(spec, "resources"), "the pod");
	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c))
		check_resources(lint, object, bth_get(c.at, "resources"),
			bth_container_text(lint->arena, c));
}

const struct bth_rule bth_rule_resource_request_above_limit = {
	.code = "BTH242",
	.name = "resource-request-above-limit",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_WITH_PODS,
	.visit = visit,
	.summary = "a container asks for more of a resource than its limit",
	.why = "What is reserved for a container cannot be more than what it may use. The API "
	       "server refuses it; for StatefulSets since 1.34, before see statefulset-fails-late.",
	.fix = "Lower the request or raise the limit.",
};

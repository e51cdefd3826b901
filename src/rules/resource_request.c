/* resource_request.c - a container that asks for more than it may have */

#include "rules/pod_parts.h"

/* The text of the quantity that is decoded: null is 0, and 0x10 is 16. */
static struct bth_str
decoded_text(struct bth_arena *arena, struct bth_value value)
{
	int64_t number;

	if (bth_is_null(value))
		return BTH_STR("0");
	if (bth_as_int(&number, value))
		return bth_str_printf(arena, "%lld", (long long)number);
	return bth_text(value);
}

/* The quantity as the API server compares it, which is as it stores it. */
static bool
read_quantity(struct bth_quantity *out, struct bth_arena *arena, struct bth_value value)
{
	struct bth_str text = decoded_text(arena, value);

	return bth_is_scalar(value) && bth_quantity_parse(out, text) == BTH_QUANTITY_OK &&
		bth_quantity_parse(out, bth_quantity_stored(arena, text)) ==
		BTH_QUANTITY_OK;
}

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

		if (!read_quantity(&request, lint->arena, asked) ||
			!read_quantity(&most, lint->arena, limit) ||
			bth_quantity_cmp(request, most) <= 0)
			continue;
		struct bth_finding *finding = bth_report(lint,
			bth_made_rule(
				lint, object, &bth_rule_resource_request_above_limit),
			object, asked,
			"%s asks for %.*s of %.*s, but its limit is %.*s%s", whose,
			BTH_STR_ARG(bth_text(asked)), BTH_STR_ARG(bth_text(key)),
			BTH_STR_ARG(decoded_text(lint->arena, limit)),
			bth_made_tail(lint, object, "pods"));
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
	.kinds = BTH_WORKLOADS,
	.visit = visit,
	.summary = "a container asks for more of a resource than its limit",
	.why = "What is reserved for a container cannot be more than what it may use. The API "
	       "server refuses it; for StatefulSets since 1.34, before see statefulset-fails-late.",
	.fix = "Lower the request or raise the limit.",
};

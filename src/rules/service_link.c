/* service_link.c - the Service that a StatefulSet names as its own */

#include "rules/service_link.h"

#include "rules/pod_parts.h"

const struct bth_object *
bth_governing_service(const struct bth_lint *lint, const struct bth_object *set)
{
	struct bth_str name = bth_text(bth_dig(set->root, "spec.serviceName"));

	if (!name.len || !bth_is_first(lint, set))
		return NULL;
	return bth_world_get(lint->world, BTH_SERVICE, set->namespace, name);
}

bool
bth_service_is_headless(const struct bth_object *service)
{
	return bth_str_is(bth_text(bth_dig(service->root, "spec.clusterIP")), "None");
}

bool
bth_service_selects_nothing(const struct bth_object *service)
{
	return !bth_size(bth_dig(service->root, "spec.selector"));
}

/* EndpointSlices say by a label whose they are; looked for only where a finding is near. */
static bool
has_slices(const struct bth_lint *lint, const struct bth_object *service)
{
	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *slice = &lint->world->objects.items[i];

		if (slice->kind == BTH_ENDPOINT_SLICE &&
			bth_str_eq(slice->namespace, service->namespace) &&
			bth_str_eq(
				bth_text(bth_get(bth_dig(slice->root, "metadata.labels"),
					"kubernetes.io/service-name")),
				service->name))
			return true;
	}
	return false;
}

/* Patroni can keep the endpoints of the Service that stands for its leader. */
static bool
is_patroni(const struct bth_object *set)
{
	struct bth_value spec = bth_object_pod_spec(set);

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c)) {
		struct bth_value env = bth_get(c.at, "env");

		for (struct bth_value i = bth_first(env); bth_exists(i); i = bth_next(i))
			if (bth_str_is(bth_text(bth_get(i, "name")),
				    "PATRONI_KUBERNETES_USE_ENDPOINTS"))
				return true;
	}
	return false;
}

bool
bth_service_has_endpoints(const struct bth_lint *lint, const struct bth_object *service,
	const struct bth_object *set)
{
	return is_patroni(set) ||
		bth_world_get(
			lint->world, BTH_ENDPOINTS, service->namespace, service->name) ||
		bth_world_assumed(
			lint->world, "Endpoints", service->namespace, service->name) ||
		has_slices(lint, service);
}

struct bth_finding *
bth_report_service(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *set, const struct bth_object *service,
	struct bth_value value, const char *format, ...)
{
	struct bth_value name = bth_dig(set->root, "spec.serviceName");
	bool context = bth_is_context(service);
	va_list args;

	va_start(args, format);
	const char *message = bth_arena_vprintf(lint->arena, format, args);
	va_end(args);
	struct bth_finding *finding = context ?
		bth_report(lint, rule, set, name, "%s", message) :
		bth_report(lint, rule, service, value, "%s", message);
	if (context)
		bth_report_note(lint, finding, value, "the Service is here");
	else
		bth_report_note(lint, finding, name, "%.*s '%.*s' names it here",
			BTH_STR_ARG(set->kind_text), BTH_STR_ARG(set->name));
	return finding;
}

/* service_port.c - a Service that sends to a port that its pods do not have */

#include "base/near.h"
#include "rules/edit.h"
#include "rules/pod_index.h"
#include "rules/pod_parts.h"

/* One port of a Service, and what the pods behind it have. */
struct target {
	const struct bth_object *service;
	struct bth_selector selector;
	struct bth_value at; /* targetPort, or port where that is absent */
	struct bth_str name; /* empty for a number */
	int64_t number;
	struct bth_str protocol;

	bool found, declared; /* a container has it; a container has any port */
	BTH_VEC(const char *) names;
};

static struct bth_str
protocol_of(struct bth_value port)
{
	struct bth_str protocol = bth_text(bth_get(port, "protocol"));

	return protocol.len ? protocol : BTH_STR("TCP");
}

static void
look_at_container(
	struct bth_lint *lint, struct target *target, struct bth_value container)
{
	struct bth_value ports = bth_get(container, "ports");

	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_text(bth_get(i, "name"));
		int64_t number = 0;

		target->declared = true;
		if (!bth_str_eq(protocol_of(i), target->protocol))
			continue;
		bth_as_int(&number, bth_get(i, "containerPort"));
		if (target->name.len ? bth_str_eq(name, target->name) :
				       number == target->number)
			target->found = true;
		if (name.len)
			bth_vec_push(lint->arena, &target->names,
				bth_str_copy(lint->arena, name).at);
	}
}

/* Looks at the pods behind the Service until one has the port. */
static bool
look_at_pods(
	struct bth_lint *lint, const struct bth_pod_index *index, struct target *target)
{
	struct bth_pod_walk walk =
		bth_pods_of(index, target->service->namespace, &target->selector);
	const struct bth_pod_maker *maker;
	bool any = false;

	while (!target->found && (maker = bth_pods_next(&walk))) {
		struct bth_value spec = maker->object->kind == BTH_OTHER ?
			bth_dig(maker->object->root, "spec.template.spec") :
			bth_object_pod_spec(maker->object);

		any = true;
		for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
			c = bth_container_next(c))
			if (bth_container_stays(c))
				look_at_container(lint, target, c.at);
	}
	return any;
}

static void
report_name(struct bth_lint *lint, const struct target *target)
{
	const char *meant =
		bth_near(target->name, target->names.items, target->names.len);
	struct bth_finding *finding = bth_report(lint, &bth_rule_service_port_dangling,
		target->service, target->at,
		"Service '%.*s' sends to port '%.*s', but no container of its pods calls a port so",
		BTH_STR_ARG(target->service->name), BTH_STR_ARG(target->name));

	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	if (!meant && target->names.len == 1)
		meant = target->names.items[0];
	if (!meant) {
		bth_report_fix(lint, finding,
			"name the container's port '%.*s', or write its number here",
			BTH_STR_ARG(target->name));
		return;
	}
	bth_report_fix(lint, finding, "write '%s', which the pods have", meant);
	bth_report_replace_text(
		lint, finding, target->service, target->at, bth_str(meant));
}

static void
report_number(struct bth_lint *lint, const struct target *target)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_service_port_dangling,
		target->service, target->at,
		"Service '%.*s' sends to port %lld, which no container of its pods declares",
		BTH_STR_ARG(target->service->name), (long long)target->number);

	/* declaring a number is a courtesy: a process may listen without */
	finding->severity = BERTH_INFO;
	bth_report_fix(
		lint, finding, "correct the number, or declare it as a containerPort");
}

static void
check_port(struct bth_lint *lint, const struct bth_pod_index *index,
	const struct bth_object *service, const struct bth_selector *selector,
	struct bth_value port)
{
	struct target target = {.service = service,
		.selector = *selector,
		.at = bth_get(port, "targetPort"),
		.protocol = protocol_of(port)};

	if (bth_is_string(target.at))
		target.name = bth_text(target.at);
	bool numbered = bth_as_int(&target.number, target.at) && target.number;
	if (!target.name.len && !numbered) {
		target.at = bth_get(port, "port");
		numbered = bth_as_int(&target.number, target.at);
	}
	if ((!target.name.len && !numbered) || !look_at_pods(lint, index, &target) ||
		target.found)
		return;
	if (target.name.len)
		report_name(lint, &target);
	else if (target.declared)
		report_number(lint, &target);
}

static void
check(struct bth_lint *lint)
{
	struct bth_pod_index index;

	bth_pod_index_init(&index, lint);
	for (size_t i = 0; i < lint->world->objects.len; i++) {
		const struct bth_object *service = &lint->world->objects.items[i];
		struct bth_value spec = bth_get(service->root, "spec");
		struct bth_value ports = bth_get(spec, "ports");
		struct bth_selector selector;

		if (service->kind != BTH_SERVICE || !bth_is_first(lint, service) ||
			!bth_size(bth_get(spec, "selector")) ||
			bth_str_is(bth_text(bth_get(spec, "type")), "ExternalName"))
			continue;
		bth_selector_read_map(lint->arena, &selector, bth_get(spec, "selector"));
		for (struct bth_value port = bth_first(ports); bth_exists(port);
			port = bth_next(port))
			check_port(lint, &index, service, &selector, port);
	}
}

const struct bth_rule bth_rule_service_port_dangling = {
	.code = "BTH318",
	.name = "service-port-dangling",
	.family = BTH_IDENTITY,
	.severity = BERTH_WARNING,
	.check = check,
	.after = BTH_AFTER(&bth_rule_port_name_malformed),
	.summary = "a Service sends to a port that none of its pods has",
	.why = "A targetPort that is a name is looked up in each pod, with its protocol. Pods "
	       "without a port of that name are left out, so the port of the Service has no "
	       "endpoint, and nothing says so. A number that no container declares is only info: "
	       "the process may listen all the same.",
	.fix = "Use the name or number of a port of the container.",
};

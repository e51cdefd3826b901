/* port.c - ports of containers and Services: what they are called, and what clashes */

#include "kube/name.h"
#include "rules/pod_parts.h"
#include "schema/validation.h"

static struct bth_finding *
report_twice(struct bth_lint *lint, const struct bth_object *object,
	struct bth_value value, struct bth_value first, const char *what, const char *fix)
{
	struct bth_finding *finding =
		bth_report(lint, bth_made_rule(lint, object, &bth_rule_port_duplicate),
			object, value, "%s%s", what, bth_made_tail(lint, object, "pods"));

	bth_report_note(lint, finding, first, "the first is here");
	bth_report_fix(lint, finding, "%s", fix);
	return finding;
}

static void
check_port_names(struct bth_lint *lint, const struct bth_object *object,
	struct bth_container container)
{
	struct bth_value ports = bth_get(container.at, "ports");
	struct bth_map names = {0};

	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_get(i, "name");

		if (!bth_is_string(name) || !bth_text(name).len)
			continue;
		struct bth_value first =
			bth_seen(lint->arena, &names, bth_text(name), name);
		if (bth_exists(first))
			report_twice(lint, object, name, first,
				bth_arena_printf(lint->arena,
					"%s has two ports called '%.*s'",
					bth_container_text(lint->arena, container),
					BTH_STR_ARG(bth_text(name))),
				"give one of them another name");
	}
}

/* The port of the node that a container's port takes; 0 for none. */
static int64_t
host_port(const struct bth_object *object, struct bth_container container,
	struct bth_value port)
{
	int64_t number = 0;

	/* in a pod, unlike in templates, the API server fills it in */
	if (!bth_validation_whole(&number, bth_get(port, "hostPort")) &&
		object->kind == BTH_POD &&
		bth_is_true(bth_get(container.spec, "hostNetwork"), false))
		bth_validation_whole(&number, bth_get(port, "containerPort"));
	return number;
}

/* Null is none. */
static struct bth_str
text_of(struct bth_value value)
{
	return bth_is_string(value) ? bth_text(value) : (struct bth_str){0};
}

/* Address and protocol are part of what must not be taken twice. */
static void
check_host_ports(struct bth_lint *lint, const struct bth_object *object,
	struct bth_container container, struct bth_map *taken)
{
	struct bth_value ports = bth_get(container.at, "ports");

	for (struct bth_value i = bth_first(ports); bth_exists(i); i = bth_next(i)) {
		struct bth_str protocol = text_of(bth_get(i, "protocol"));
		int64_t number = host_port(object, container, i);

		if (number < 1)
			continue;
		struct bth_str key = bth_str_printf(lint->arena, "%.*s/%.*s/%lld",
			BTH_STR_ARG(protocol.len ? protocol : BTH_STR("TCP")),
			BTH_STR_ARG(text_of(bth_get(i, "hostIP"))), (long long)number);
		struct bth_value at = bth_get(i, "hostPort");
		if (!bth_exists(at))
			at = bth_get(i, "containerPort");
		struct bth_value first = bth_seen(lint->arena, taken, key, at);
		if (!bth_exists(first))
			continue;
		struct bth_finding *finding = report_twice(lint, object, at, first,
			bth_arena_printf(lint->arena,
				"port %lld of the node is taken twice by the %s",
				(long long)number, container.init ? "container" : "pod"),
			"give one of them another hostPort, or none");
		finding->path = bth_arena_printf(lint->arena, "%s.hostPort",
			bth_path_of(lint->arena, object->root, i));
	}
}

static void
visit_twice(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_map taken = {0};

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c)) {
		struct bth_map own = {0}; /* init containers run one by one */

		check_port_names(lint, object, c);
		check_host_ports(lint, object, c, c.init ? &own : &taken);
	}
}

/* ---- names ---- */

/* Reports a text that stands for a port and is no name of one. */
static void
check_name(struct bth_lint *lint, const struct bth_object *object, struct bth_value value,
	const char *what, bool number_possible)
{
	struct bth_str text = bth_text(value);
	const char *fault = bth_name_check_port(text);
	uint64_t number;

	if (!bth_is_string(value) || !text.len || !fault)
		return;
	bool quoted = number_possible && bth_str_to_u64(&number, text) && number > 0 &&
		number < 65536;
	struct bth_finding *finding = bth_report(lint,
		bth_made_rule(lint, object, &bth_rule_port_name_malformed), object, value,
		"%s '%.*s' %s%s%s", what, BTH_STR_ARG(text),
		quoted ? "is in quotes, which makes it a name and no number" :
			 "is no name for a port: ",
		quoted ? "" : fault, bth_made_tail(lint, object, "pods"));
	if (quoted) {
		bth_report_fix(lint, finding, "write %llu without quotes",
			(unsigned long long)number);
		bth_report_replace(lint, finding, object, value,
			bth_arena_printf(
				lint->arena, "%llu", (unsigned long long)number));
	} else {
		bth_report_fix(lint, finding,
			"take up to 15 lower-case letters, digits and single dashes, with a letter");
	}
}

static void
check_probe_names(struct bth_lint *lint, const struct bth_object *object,
	struct bth_value container)
{
	static const char *const places[] = {"livenessProbe.httpGet.port",
		"livenessProbe.tcpSocket.port", "readinessProbe.httpGet.port",
		"readinessProbe.tcpSocket.port", "startupProbe.httpGet.port",
		"startupProbe.tcpSocket.port", "lifecycle.preStop.httpGet.port",
		"lifecycle.preStop.tcpSocket.port", "lifecycle.postStart.httpGet.port",
		"lifecycle.postStart.tcpSocket.port"};

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		check_name(lint, object, bth_dig(container, places[i]), "port", true);
}

static void
visit_names(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_value ports = bth_dig(object->root, "spec.ports");

	if (object->kind == BTH_SERVICE) {
		for (struct bth_value i = bth_first(ports); bth_exists(i);
			i = bth_next(i))
			check_name(lint, object, bth_get(i, "targetPort"), "targetPort",
				true);
		return;
	}
	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c)) {
		ports = bth_get(c.at, "ports");
		for (struct bth_value i = bth_first(ports); bth_exists(i);
			i = bth_next(i))
			check_name(lint, object, bth_get(i, "name"), "port", false);
		check_probe_names(lint, object, c.at);
	}
}

const struct bth_rule bth_rule_port_duplicate = {
	.code = "BTH227",
	.name = "port-duplicate",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_WITH_PODS,
	.visit = visit_twice,
	.summary = "two ports of one name in a container, or of one number on the node",
	.why = "A name stands for one port, and a port of the node can be listened on once. The API "
	       "server refuses the pod; for StatefulSets since 1.34, before see "
	       "statefulset-fails-late. Containers of a pod share a network, so the server warns of "
	       "a port or name that two of them have.",
	.fix = "Rename or renumber one of the two.",
};

const struct bth_rule bth_rule_port_name_malformed = {
	.code = "BTH228",
	.name = "port-name-malformed",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_WITH_PODS | BTH_KIND(BTH_SERVICE),
	.visit = visit_names,
	.summary = "a port's name that is none, often a number in quotes",
	.why = "Where a port may be a number or a name, quotes decide which it is, and a name has "
	       "at most 15 lower-case letters, digits and dashes with at least one letter. The API "
	       "server refuses anything else.",
	.fix = "Write the number without quotes, or the name that the container's port has.",
};

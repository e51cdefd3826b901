/*
 * core_port_warnings.c - ports of a pod that the server takes with a warning: several containers
 * share a network, so a port or its name may mean two of them (pkg/api/pod/warnings.go)
 */

#include "apis/checks.h"
#include "base/map.h"
#include "kube/container.h"

/* The minor from which names in two containers are warned of. */
enum { NAMES_SINCE = 33 };

/* What was seen before, by what makes ports the same. */
struct seen {
	struct bth_map free, taken; /* by port and protocol: without hostPort, and with one */
	struct bth_map any, one;    /* with hostPort as well: at any address of the node, at one */
	struct bth_map names;       /* of all ports */
};

static void
warn_twice(struct bth_validation *validation, struct bth_value port, struct bth_value first,
	const char *message)
{
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_port_duplicate,
		port, "%s", message);

	finding->severity = BERTH_WARNING;
	bth_finding_note(validation->findings, finding, bth_span(first), "the first is here");
}

/* As bth_check_seen(), which put it there. */
static struct bth_value
find(const struct bth_map *map, struct bth_str key, struct bth_value like)
{
	return (struct bth_value){
		.tree = like.tree, .at = (uint32_t)(uintptr_t)bth_map_get(map, key)};
}

/* Two that take the same port of the node are an error, which is told elsewhere. */
static void
warn_port(struct bth_validation *validation, struct bth_value port, struct seen *seen)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value number = bth_get(port, "containerPort");
	struct bth_str address = bth_check_text(bth_get(port, "hostIP"));
	struct bth_str protocol = bth_check_text(bth_get(port, "protocol"));
	int64_t host = 0, own;

	if (!bth_validation_whole(&own, number))
		return;
	bth_validation_whole(&host, bth_get(port, "hostPort"));
	if (address.len && host == 0)
		bth_validation_report(validation, &bth_rule_field_deprecated,
			bth_get(port, "hostIP"), "'hostIP' means nothing without 'hostPort'");
	struct bth_str key = bth_str_printf(arena, "%lld/%.*s", (long long)own,
		BTH_STR_ARG(protocol.len ? protocol : BTH_STR("TCP")));
	struct bth_str host_key = bth_str_printf(arena, "%.*s/%lld", BTH_STR_ARG(key),
		(long long)host);
	struct bth_value free = find(&seen->free, key, port);
	struct bth_value taken = find(&seen->taken, key, port);
	struct bth_value other = find(address.len ? &seen->any : &seen->one, host_key, port);

	if (host == 0 && bth_exists(free))
		warn_twice(validation, number, free, "the pod has this port already");
	else if (bth_exists(host == 0 ? taken : free))
		warn_twice(validation, number, host == 0 ? taken : free,
			"the pod has this port already, and 'hostPort' at one of them only");
	else if (host != 0 && bth_exists(other))
		warn_twice(validation, number, other,
			"the pod has this port of the node already, and 'hostIP' at one of them "
			"only");
	bth_check_seen(validation, host == 0 ? &seen->free : &seen->taken, key, number);
	bth_check_seen(validation, address.len ? &seen->one : &seen->any, host_key, number);
}

static void
warn_name(struct bth_validation *validation, struct bth_value name, struct bth_value container,
	struct seen *seen)
{
	if (!bth_is_string(name) || !bth_text(name).len)
		return;
	struct bth_value first = bth_check_seen(validation, &seen->names, bth_text(name), name);

	/* in one container it is an error, which is told elsewhere */
	if (bth_exists(first) && first.at < container.at)
		warn_twice(validation, name, first,
			"another container has a port of this name, and the first of them is meant "
			"by it");
}

void
bth_check_port_warnings(struct bth_validation *validation, struct bth_value value)
{
	struct seen seen = {0};

	if (bth_is_true(bth_get(value, "hostNetwork"), false))
		return; /* where each port is the node's, too */
	for (struct bth_container c = bth_container_first(value); bth_exists(c.at);
		c = bth_container_next(c)) {
		struct bth_value ports = bth_get(c.at, "ports");

		for (struct bth_value i = bth_first(ports); bth_is_list(ports) && bth_exists(i);
			i = bth_next(i)) {
			warn_port(validation, i, &seen);
			if (validation->minor >= NAMES_SINCE)
				warn_name(validation, bth_get(i, "name"), c.at, &seen);
		}
	}
}

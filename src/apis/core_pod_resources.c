/*
 * core_pod_resources.c - requests and limits of a pod as a whole: validatePodResources; and
 * what the server fills in before it looks (defaultPodRequests)
 */

#include "apis/pod.h"
#include "apis/resources.h"
#include "kube/container.h"
#include "kube/quantity_read.h"
#include "kube/resource.h"

enum {
	SINCE = 34,    /* before, they are dropped */
	NAMES_MOST = 64, /* no pod has as many, and each is looked for in all containers */
};

static const char *
fault_of_name(struct bth_str name)
{
	const char *fault = bth_resource_check(name);

	if (!fault && !bth_str_is(name, "cpu") && !bth_str_is(name, "memory") &&
		!bth_resource_is_hugepages(name))
		fault = "a pod as a whole has cpu, memory and hugepages-SIZE";
	return fault;
}

/* ---- what all containers ask for ---- */

/* An amount, when there is one. */
struct amount {
	bool known;
	struct bth_quantity quantity;
};

static void
add(struct amount *sum, struct amount more)
{
	if (!more.known)
		return;
	sum->quantity = sum->known ? bth_quantity_add(sum->quantity, more.quantity) : more.quantity;
	sum->known = true;
}

static void
raise_to(struct amount *most, struct amount other)
{
	if (other.known &&
		(!most->known || bth_quantity_cmp(most->quantity, other.quantity) < 0))
		*most = other;
}

/* In a pod, unlike in templates, a limit alone is a request as well. */
static struct amount
amount_of(struct bth_validation *validation, struct bth_value container, const char *list,
	struct bth_str name)
{
	struct bth_value resources = bth_get(container, "resources");
	struct bth_value value = bth_get_str(bth_get(resources, list), name);
	struct amount amount = {0};

	if (!bth_exists(value) && bth_pod_is_object(validation))
		value = bth_get_str(bth_get(resources, "limits"), name);
	if (bth_exists(value))
		amount.known = bth_quantity_read(&amount.quantity, validation->findings->arena,
			value);
	return amount;
}

/*
 * As AggregateContainerRequests: sidecars run beside all that start after them, and other
 * init containers one at a time before the rest.
 */
static struct amount
aggregate(struct bth_validation *validation, struct bth_value spec, const char *list,
	struct bth_str name)
{
	struct amount all = {0}, sidecars = {0}, most = {0};

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c)) {
		struct amount own = amount_of(validation, c.at, list, name), at_once = own;

		if (bth_container_stays(c))
			add(&all, own);
		if (c.init) {
			add(&at_once, sidecars);
			raise_to(&most, at_once);
		}
		if (c.init && bth_container_stays(c))
			add(&sidecars, own);
	}
	raise_to(&all, most);
	return all;
}

/* ---- the pod and its containers ---- */

/* Reports @value, which the pod asks for or may use, when @least is more. */
static void
check_least(struct bth_validation *validation, struct bth_value value, struct amount least,
	struct bth_str name, bool asks, const char *more)
{
	struct bth_quantity quantity;

	if (!least.known ||
		!bth_quantity_read(&quantity, validation->findings->arena, value) ||
		bth_quantity_cmp(least.quantity, quantity) <= 0)
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		value, "%s '%.*s' of %.*s, and its containers %s",
		asks ? "the pod asks for" : "the pod may use",
		BTH_STR_ARG(bth_validation_shown(validation, value)), BTH_STR_ARG(name), more);
	bth_finding_fix(validation->findings, finding,
		"raise it, or lower what containers have");
}

static void
check_requests(struct bth_validation *validation, struct bth_value spec, struct bth_value requests)
{
	size_t count = 0;

	for (struct bth_value key = bth_first(requests);
		bth_is_map(requests) && bth_exists(key) && count < NAMES_MOST;
		key = bth_next(key), count++)
		if (!fault_of_name(bth_text(key)))
			check_least(validation, bth_under(key),
				aggregate(validation, spec, "requests", bth_text(key)),
				bth_text(key), true, "for more");
}

/* Whether a container by itself may use more than the pod. */
static bool
check_container_limits(struct bth_validation *validation, struct bth_value spec,
	struct bth_value limit, struct bth_str name)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value containers = bth_get(spec, "containers");
	struct bth_quantity most, own;
	size_t index = 0, from = validation->findings->list.len;

	if (!bth_is_list(containers) || !bth_quantity_read(&most, arena, limit))
		return true;
	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i), index++) {
		struct bth_value value = bth_get_str(bth_dig(i, "resources.limits"), name);

		if (!bth_quantity_read(&own, arena, value) || bth_quantity_cmp(own, most) <= 0)
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, value,
			"the limit of '%.*s' of %.*s is above that of the pod, which is '%.*s'",
			BTH_STR_ARG(bth_validation_shown(validation, value)), BTH_STR_ARG(name),
			BTH_STR_ARG(bth_validation_shown(validation, limit)));
		finding->path = bth_arena_printf(arena, "%s.resources.containers[%zu][%.*s].limits",
			bth_path_of(arena, validation->root, spec), index, BTH_STR_ARG(name));
		bth_finding_note(validation->findings, finding, bth_span(limit),
			"the limit of the pod is here");
	}
	return validation->findings->list.len == from;
}

/* What a pod does not ask for is filled in with what its containers do. */
static void
check_filled_in(struct bth_validation *validation, struct bth_value resources,
	struct bth_value limit, struct bth_str name, struct amount asked)
{
	size_t from = validation->findings->list.len;

	if (!bth_pod_is_object(validation) ||
		bth_exists(bth_get_str(bth_get(resources, "requests"), name)))
		return;
	check_least(validation, limit, asked, name, false, "ask for more");
	if (validation->findings->list.len > from) /* to the server, that is a wrong request */
		bth_pod_set_path(validation, validation->findings->list.items[from], resources,
			"requests");
}

static void
check_limits(struct bth_validation *validation, struct bth_value spec, struct bth_value resources)
{
	struct bth_value limits = bth_get(resources, "limits");
	size_t count = 0;

	for (struct bth_value key = bth_first(limits);
		bth_is_map(limits) && bth_exists(key) && count < NAMES_MOST;
		key = bth_next(key), count++) {
		struct bth_str name = bth_text(key);
		struct bth_value limit = bth_under(key);

		if (fault_of_name(name))
			continue;
		if (bth_resource_is_hugepages(name))
			check_least(validation, limit, aggregate(validation, spec, "limits", name),
				name, false, "more");
		else if (check_container_limits(validation, spec, limit, name))
			check_filled_in(validation, resources, limit, name,
				aggregate(validation, spec, "requests", name));
	}
}

/* Whether the server fills in cpu or memory, which it does when there is any limit. */
static bool
computes(struct bth_validation *validation, struct bth_value spec, struct bth_value resources)
{
	if (!bth_pod_is_object(validation) || !bth_size(bth_get(resources, "limits")))
		return false;
	return aggregate(validation, spec, "requests", BTH_STR("cpu")).known ||
		aggregate(validation, spec, "requests", BTH_STR("memory")).known;
}

void
bth_check_pod_resources(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value resources = bth_get(value, "resources");

	if (validation->minor < SINCE || !bth_is_map(resources))
		return;
	if (bth_str_is(bth_check_text(bth_dig(value, "os.name")), "windows")) {
		bth_check_forbidden(validation, value, "resources", "for pods of Windows");
		return;
	}
	bth_check_forbidden(validation, resources, "claims", "for the pod as a whole");
	bth_check_resource_lists(validation, resources, fault_of_name,
		computes(validation, value, resources));
	check_requests(validation, value, bth_get(resources, "requests"));
	check_limits(validation, value, resources);
}

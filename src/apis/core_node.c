/* core_node.c - taints, networks and resources of nodes: ValidateNode */

#include "apis/checks.h"
#include "base/map.h"
#include "kube/name.h"
#include "kube/quantity_read.h"
#include "kube/resource.h"

/* The server looks for the taints in the metadata, or at least says so. */
static void
name_taint(struct bth_validation *validation, struct bth_finding *finding, size_t index,
	const char *field)
{
	finding->path = bth_arena_printf(validation->findings->arena, "metadata.taints[%zu]%s",
		index, field);
}

static void
check_text(struct bth_validation *validation, struct bth_value taint, size_t index,
	const char *field, const char *fault)
{
	struct bth_value value = bth_get(taint, field + 1);
	struct bth_finding *finding;

	if (!fault || !(bth_is_string(value) || bth_is_unset(value)))
		return;
	if (!bth_text(value).len)
		finding = bth_validation_report_missing(validation, &bth_rule_field_missing, taint,
			bth_str(field + 1), "the taint has no '%s'", field + 1);
	else
		finding = bth_validation_report(validation, &bth_rule_label_malformed, value,
			"'%.*s' is no valid %s of a taint: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), field + 1, fault);
	name_taint(validation, finding, index, field);
}

static void
check_effect(struct bth_validation *validation, struct bth_value taint, size_t index)
{
	static const char *const effects[] = {"NoSchedule", "PreferNoSchedule", "NoExecute", NULL};
	struct bth_value effect = bth_get(taint, "effect");
	size_t from = validation->findings->list.len;

	if (bth_check_required(validation, taint, "effect"))
		bth_check_words(validation, effect, effects);
	for (size_t i = from; i < validation->findings->list.len; i++)
		name_taint(validation, validation->findings->list.items[i], index, ".effect");
}

static void
check_twice(struct bth_validation *validation, struct bth_map *seen, struct bth_value taint,
	size_t index)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str effect = bth_check_text(bth_get(taint, "effect"));
	struct bth_str key = bth_check_text(bth_get(taint, "key"));
	struct bth_str both = bth_str_printf(arena, "%.*s %.*s", BTH_STR_ARG(effect),
		BTH_STR_ARG(key));

	if (!bth_map_get(seen, both)) {
		bth_map_put(arena, seen, both, seen);
		return;
	}
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_duplicate, taint,
		"another taint has the same 'key' and 'effect'");
	name_taint(validation, finding, index, "");
}

static void
check_taints(struct bth_validation *validation, struct bth_value taints)
{
	struct bth_map seen = {0};
	size_t index = 0;

	for (struct bth_value i = bth_first(taints); bth_is_list(taints) && bth_exists(i);
		i = bth_next(i), index++) {
		if (!bth_is_map(i) && !bth_is_null(i))
			continue;
		check_text(validation, i, index, ".key",
			bth_name_check_qualified(bth_check_text(bth_get(i, "key"))));
		check_text(validation, i, index, ".value",
			bth_name_check_label_value(bth_check_text(bth_get(i, "value"))));
		check_effect(validation, i, index);
		check_twice(validation, &seen, i, index);
	}
}

/* ---- networks ---- */

/* Whether it is of IPv6; false and no output when it cannot be read. */
static bool
read_family(bool *ipv6, struct bth_value value)
{
	struct bth_network network;

	if (!bth_network_parse(&network, bth_text(value)))
		return false;
	*ipv6 = !network.address.ipv4;
	return true;
}

/* Several networks are one of each family. */
static void
check_families(struct bth_validation *validation, struct bth_value networks)
{
	size_t count = 0, newer = 0;

	for (struct bth_value i = bth_first(networks); bth_exists(i); i = bth_next(i), count++) {
		bool ipv6;

		if (!read_family(&ipv6, i))
			return;
		newer += ipv6;
	}
	if (count > 2 || (count == 2 && newer != 1))
		bth_validation_report(validation, &bth_rule_field_value_wrong, networks,
			"a node has one network for IPv4, one for IPv6, or both, and no other");
}

static void
check_network(struct bth_validation *validation, struct bth_value network)
{
	enum bth_address_form form = bth_address_form_old(validation->minor);

	if (bth_check_network(validation, network, form))
		bth_check_network_written(validation, network, form);
}

/* podCIDR is the first of podCIDRs; where both differ, it is the only one. */
static void
check_networks(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value first = bth_get(spec, "podCIDR"), all = bth_get(spec, "podCIDRs");
	bool listed = bth_is_list(all) && bth_size(all);
	size_t from = validation->findings->list.len;

	if (bth_check_text(first).len &&
		!(listed && bth_str_eq(bth_check_text(first), bth_check_text(bth_item(all, 0))))) {
		check_network(validation, first);
		for (size_t i = from; i < validation->findings->list.len; i++)
			validation->findings->list.items[i]->path = "spec.podCIDRs[0]";
		return;
	}
	if (!listed)
		return;
	for (struct bth_value i = bth_first(all); bth_exists(i); i = bth_next(i))
		check_network(validation, i);
	check_families(validation, all);
}

/* ---- annotations ---- */

/* What was a field's place once is read as JSON still. */
static void
check_annotation(struct bth_validation *validation, struct bth_value annotations,
	const char *key, char open)
{
	struct bth_value value = bth_get(annotations, key);

	if (bth_text(value).len && !bth_check_is_json(validation, bth_text(value), open))
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"the annotation '%s' is no %s in JSON", key, open == '[' ? "list" : "map")
			->path = "metadata.annotations";
}

/* ---- status, which a node alone is created with ---- */

/* What there is of each resource; the server puts its name behind a dot. */
static void
check_amounts(struct bth_validation *validation, struct bth_value map, const char *field)
{
	struct bth_arena *arena = validation->findings->arena;

	for (struct bth_value key = bth_first(map); bth_is_map(map) && bth_exists(key);
		key = bth_next(key)) {
		struct bth_quantity quantity;
		const char *fault = NULL;

		if (!bth_quantity_read(&quantity, arena, bth_under(key)))
			continue;
		if (quantity.nano < 0)
			fault = "negative";
		else if (bth_resource_is_whole(bth_text(key)) && quantity.nano % 1000000000 != 0)
			fault = "no whole number";
		if (!fault)
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, bth_under(key), "'%.*s' of %.*s is %s",
			BTH_STR_ARG(bth_validation_shown(validation, bth_under(key))),
			BTH_STR_ARG(bth_text(key)), fault);
		finding->path = bth_arena_printf(arena, "status.%s.%.*s", field,
			BTH_STR_ARG(bth_text(key)));
	}
}

static void
check_swap(struct bth_validation *validation, struct bth_value status)
{
	enum { SWAP_SINCE = 33 };
	struct bth_value capacity = bth_dig(status, "nodeInfo.swap.capacity");
	int64_t bytes;

	if (validation->minor < SWAP_SINCE || !bth_validation_whole(&bytes, capacity) || bytes > 0)
		return;
	bth_validation_report(validation, &bth_rule_field_value_wrong, capacity,
		"'capacity' of the swap space has to be more than 0")
		->path = "metadata.nodeSwapStatus.capacity";
}

void
bth_check_node(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value status = bth_get(value, "status");
	struct bth_value annotations = bth_dig(value, "metadata.annotations");

	check_annotation(validation, annotations, "scheduler.alpha.kubernetes.io/taints", '[');
	check_annotation(validation, annotations,
		"scheduler.alpha.kubernetes.io/preferAvoidPods", '{');
	check_taints(validation, bth_dig(value, "spec.taints"));
	check_networks(validation, bth_get(value, "spec"));
	check_amounts(validation, bth_get(status, "capacity"), "capacity");
	check_amounts(validation, bth_get(status, "allocatable"), "allocatable");
	check_swap(validation, status);
}

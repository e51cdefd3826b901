/* replica_node_conflict.c - replicas that must be apart have their volumes together */

#include "rules/pod_place.h"

/* Where a pod of the set has to run; several hosts are not looked at one by one. */
struct spot {
	struct bth_str host, domain; /* empty: not known */
	struct bth_indexes volumes;  /* that the claim which says so may get */
	uint32_t pod;
};

struct set_scan {
	struct bth_places *places;
	const struct bth_pod *first; /* of the set; the others ask for the same */
	size_t count;
	struct spot *spots;
	struct bth_map hosts;   /* all that the volumes leave over */
	struct bth_map volumes; /* all of them */
	bool limited;           /* the volumes leave over no other hosts */
};

/* The hosts that the claim's volumes are on. */
static bool
claim_hosts(struct bth_places *places, uint32_t claim, struct bth_strs *out,
	struct bth_indexes *candidates)
{
	struct bth_indexes volumes = bth_claim_candidates(&places->storage, claim);

	if (places->lint->binding->claims[claim].provisioned)
		return false;
	for (size_t i = 0; i < volumes.len; i++) {
		struct bth_strs pins = {0};

		if (!bth_node_selector_pins(places->lint->arena, &pins,
			    &places->lint->views->volumes.items[volumes.items[i]]
				     .affinity,
			    BTH_HOSTNAME))
			return false;
		for (size_t j = 0; j < pins.len; j++)
			bth_vec_push(places->lint->arena, out, pins.items[j]);
	}
	*candidates = volumes;
	return volumes.len > 0;
}

static bool
all_same(const struct bth_strs *values)
{
	for (size_t i = 1; i < values->len; i++)
		if (!bth_str_eq(values->items[i], values->items[0]))
			return false;
	return values->len > 0;
}

static void
add_limits(struct set_scan *scan, const struct bth_strs *hosts,
	const struct bth_indexes *volumes)
{
	const struct bth_lint *lint = scan->places->lint;

	for (size_t i = 0; i < hosts->len; i++)
		bth_map_put(lint->arena, &scan->hosts, hosts->items[i], scan);
	for (size_t i = 0; i < volumes->len; i++)
		bth_map_put(lint->arena, &scan->volumes,
			lint->views->volumes.items[volumes->items[i]].name, scan);
}

/* Where the pod has to run, from the first claim that says it. */
static void
read_spot(struct set_scan *scan, const struct bth_pod *pod, struct spot *out)
{
	bool limited = false;

	for (size_t i = 0; i < pod->claims.len && !out->host.len; i++) {
		struct bth_strs hosts = {0};

		if (!claim_hosts(
			    scan->places, pod->claims.items[i], &hosts, &out->volumes))
			continue;
		if (!limited)
			add_limits(scan, &hosts, &out->volumes);
		limited = true;
		if (all_same(&hosts))
			out->host = hosts.items[0];
	}
	scan->limited &= limited;
}

/* The value of the topology key where the host is; the host itself if that is not known. */
static struct bth_str
domain_of(const struct set_scan *scan, struct bth_str host, struct bth_str key)
{
	const struct bth_lint *lint = scan->places->lint;
	const struct bth_indexes *nodes = bth_map_get(&scan->places->nodes.by_host, host);
	const struct bth_str *value = nodes && nodes->len == 1 ?
		bth_labels_get(&lint->views->nodes.items[nodes->items[0]].labels, key) :
		NULL;

	if (value)
		return *value;
	return lint->views->nodes_known ? BTH_STR("") : host;
}

/* Whether the term speaks of the pods themselves. */
static bool
is_own(const struct bth_pod *pod, const struct bth_pod_term *term)
{
	bool same = !term->namespaces.len;

	for (size_t i = 0; i < term->namespaces.len; i++)
		same |= bth_str_eq(term->namespaces.items[i], pod->namespace);
	return same && bth_selector_matches(&term->selector, &pod->labels);
}

static struct bth_value
term_at(const struct bth_object *object, bool spread, size_t index)
{
	struct bth_value spec = bth_object_pod_spec(object);

	if (spread)
		return bth_get(spec, "topologySpreadConstraints");
	return bth_get(bth_item(bth_dig(spec,
					"affinity.podAntiAffinity."
					"requiredDuringSchedulingIgnoredDuringExecution"),
			       index),
		"topologyKey");
}

static struct bth_finding *
report(struct set_scan *scan, bool spread, size_t index, const char *message)
{
	struct bth_lint *lint = scan->places->lint;
	const struct bth_object *object = bth_lint_object(lint, scan->first->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_replica_node_conflict,
		object, term_at(object, spread, index), "%s", message);

	bth_report_fix(lint, finding,
		"put the volumes on different nodes, or only prefer to keep "
		"the pods apart");
	return finding;
}

/* A volume for each of the two; none when they have only one, which is pv-count-short's. */
static bool
pick_volumes(const struct set_scan *scan, const struct spot *a, const struct spot *b,
	const struct bth_volume **one, const struct bth_volume **other)
{
	const struct bth_volume *volumes = scan->places->lint->views->volumes.items;

	for (size_t i = 0; i < a->volumes.len; i++)
		for (size_t j = 0; j < b->volumes.len; j++) {
			if (a->volumes.items[i] == b->volumes.items[j])
				continue;
			*one = &volumes[a->volumes.items[i]];
			*other = &volumes[b->volumes.items[j]];
			return true;
		}
	return false;
}

static bool
report_pair(
	struct set_scan *scan, size_t index, const struct spot *a, const struct spot *b)
{
	struct bth_lint *lint = scan->places->lint;
	const struct bth_pod_term *term = &scan->first->pod_anti_affinity.items[index];
	const struct bth_pod *pods = lint->views->pods.items;
	const struct bth_volume *one, *other;
	const char *where = bth_str_eq(a->host, b->host) ?
		bth_arena_printf(lint->arena, "on node '%.*s'", BTH_STR_ARG(b->host)) :
		bth_arena_printf(lint->arena, "in '%.*s=%.*s'",
			BTH_STR_ARG(term->topology_key), BTH_STR_ARG(b->domain));

	if (!pick_volumes(scan, a, b, &one, &other))
		return false;
	struct bth_finding *finding = report(scan, false, index,
		bth_arena_printf(lint->arena,
			"pods '%.*s' and '%.*s' must be apart, but their volumes '%.*s' and '%.*s' are both %s",
			BTH_STR_ARG(pods[a->pod].name), BTH_STR_ARG(pods[b->pod].name),
			BTH_STR_ARG(one->name), BTH_STR_ARG(other->name),
			where));

	bth_report_volume(lint, finding, one);
	bth_report_volume(lint, finding, other);
	return true;
}

/* Two pods with a certain place in one domain, or fewer hosts than pods. */
static bool
check_apart(struct set_scan *scan, size_t index)
{
	struct bth_lint *lint = scan->places->lint;
	const struct bth_pod_term *term = &scan->first->pod_anti_affinity.items[index];
	struct bth_map seen = {0};

	for (size_t i = 0; i < scan->count; i++) {
		struct spot *spot = &scan->spots[i];

		spot->domain = spot->host.len ?
			domain_of(scan, spot->host, term->topology_key) :
			BTH_STR("");
		if (!spot->domain.len)
			continue;
		const struct spot *other = bth_map_get(&seen, spot->domain);
		if (other && report_pair(scan, index, other, spot))
			return true;
		bth_map_put(lint->arena, &seen, spot->domain, spot);
	}
	if (!scan->limited || scan->hosts.len >= scan->count ||
		scan->volumes.len < scan->count ||
		!bth_str_eq(term->topology_key, BTH_HOSTNAME))
		return false;
	report(scan, false, index,
		bth_arena_printf(lint->arena,
			"the %zu pods must be on different nodes, but their volumes are on %zu",
			scan->count, scan->hosts.len));
	return true;
}

/* Counts the pods that have to run in each domain; *all: that each has such a place. */
static size_t
count_domains(
	struct set_scan *scan, struct bth_map *counts, struct bth_str key, bool *all)
{
	struct bth_arena *arena = scan->places->lint->arena;
	size_t most = 0;

	for (size_t i = 0; i < scan->count; i++) {
		struct bth_str domain = scan->spots[i].host.len ?
			domain_of(scan, scan->spots[i].host, key) :
			BTH_STR("");
		size_t count = (uintptr_t)bth_map_get(counts, domain) + 1;

		*all &= domain.len > 0;
		bth_map_put(arena, counts, domain, (void *)(uintptr_t)count);
		if (count > most)
			most = count;
	}
	return most;
}

/* The fewest pods of a domain that the scheduler counts: where the pod may run at all. */
static size_t
fewest(const struct set_scan *scan, const struct bth_map *counts, struct bth_str key)
{
	const struct bth_views *views = scan->places->lint->views;
	size_t least = SIZE_MAX;

	for (size_t i = 0; i < views->nodes.len; i++) {
		const struct bth_node_view *node = &views->nodes.items[i];
		const struct bth_str *value = bth_labels_get(&node->labels, key);

		if (!value || !bth_pod_selects(scan->first, &node->labels, &node->name))
			continue;
		size_t count = (uintptr_t)bth_map_get(counts, *value);
		if (count < least)
			least = count;
	}
	return least;
}

/* The last pod of the fullest domain finds no fewer pods elsewhere than there are at the end. */
static bool
check_spread(struct set_scan *scan, size_t index)
{
	struct bth_lint *lint = scan->places->lint;
	const struct bth_pod_term *term = &scan->first->spread.items[index];
	struct bth_map counts = {0};
	bool all = true;
	size_t most = count_domains(scan, &counts, term->topology_key, &all);
	size_t least = fewest(scan, &counts, term->topology_key);

	if (!all || least == SIZE_MAX || most <= least ||
		(int64_t)(most - least) <= term->max_skew)
		return false;
	report(scan, true, index,
		bth_arena_printf(lint->arena,
			"the volumes put %zu pods into one '%.*s' and %zu into another, but maxSkew is %lld",
			most, BTH_STR_ARG(term->topology_key), least,
			(long long)term->max_skew));
	return true;
}

static void
look_at(struct set_scan *scan, size_t begin)
{
	struct bth_lint *lint = scan->places->lint;
	const struct bth_pod *pod = scan->first;
	bool said = false;

	scan->spots = bth_arena_array(lint->arena, scan->count, sizeof *scan->spots);
	for (size_t i = 0; i < scan->count; i++) {
		scan->spots[i].pod = (uint32_t)(begin + i);
		read_spot(scan, &lint->views->pods.items[begin + i], &scan->spots[i]);
	}
	for (size_t i = 0; i < pod->pod_anti_affinity.len && !said; i++)
		said = is_own(pod, &pod->pod_anti_affinity.items[i]) &&
			check_apart(scan, i);
	for (size_t i = 0; i < pod->spread.len && !said; i++)
		said = is_own(pod, &pod->spread.items[i]) && check_spread(scan, i);
}

static void
check(struct bth_lint *lint)
{
	struct bth_places places;
	size_t end;

	bth_places_init(&places, lint);
	for (size_t i = 0; i < lint->views->pods.len; i = end) {
		const struct bth_pod *pod = &lint->views->pods.items[i];
		struct set_scan scan = {.places = &places, .first = pod, .limited = true};

		end = bth_pods_end(lint, i);
		scan.count = end - i;
		/* pods of other workloads share their claims: claim-shared speaks of those */
		if (pod->set != UINT32_MAX && scan.count > 1 && !pod->refused &&
			(!pod->node_name.len || pod->there) &&
			(pod->pod_anti_affinity.len || pod->spread.len))
			look_at(&scan, i);
	}
}

const struct bth_rule bth_rule_replica_node_conflict = {
	.code = "BTH422",
	.name = "replica-node-conflict",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(&bth_rule_pv_node_tainted, &bth_rule_pv_reservation_early,
		&bth_rule_pod_node_conflict),
	.summary = "replicas that must be apart have their volumes on one node",
	.why = "Required anti-affinity or a spread constraint keeps the replicas on "
	       "different nodes, but a volume on a node draws its replica there. The "
	       "second one of two whose volumes are together stays Pending for ever, "
	       "and with OrderedReady so do all after it.",
	.fix = "Make one volume on each node. Where that is not possible, make the "
	       "anti-affinity preferred, or the constraint ScheduleAnyway.",
};

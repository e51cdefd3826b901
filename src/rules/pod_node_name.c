/* pod_node_name.c - nodeName, which goes past the scheduler, and pods without node affinity */

#include "rules/pod_place.h"

/* Whether only the scheduler could bind the claim, which never sees this pod. */
static bool
waits_for_scheduler(struct bth_places *places, uint32_t index)
{
	const struct bth_claim *claim = &places->lint->views->claims.items[index];
	const struct bth_class *class =
		bth_views_class(places->lint->views, claim->storage_class);
	struct bth_indexes reserved = bth_storage_reserved(&places->storage, claim);

	if (!class || !class->wait || claim->volume_name.len || claim->bind_completed)
		return false;
	for (size_t i = 0; i < reserved.len; i++)
		if (bth_bind_owned(claim,
			    &places->lint->views->volumes.items[reserved.items[i]]))
			return false;
	return true;
}

/* Whether the volume is not on the node that is named, as far as its labels are known. */
static bool
is_elsewhere(
	struct bth_places *places, const struct bth_volume *volume, struct bth_str name)
{
	const struct bth_node_view *node = bth_map_get(&places->nodes.by_name, name);
	struct bth_str host = bth_affinity_host(places->lint->arena, &volume->affinity);

	if (places->lint->views->nodes_known)
		return node &&
			!bth_node_selector_matches(
				&volume->affinity, &node->labels, NULL);
	return host.len && !bth_str_eq(host, name);
}

/* The first volume of the pod that is elsewhere, whichever its claim gets; or NULL. */
static const struct bth_volume *
elsewhere(struct bth_places *places, const struct bth_pod *pod)
{
	for (size_t i = 0; i < pod->claims.len; i++) {
		struct bth_indexes volumes =
			bth_claim_candidates(&places->storage, pod->claims.items[i]);
		const struct bth_volume *first = NULL;

		for (size_t j = 0; j < volumes.len; j++) {
			const struct bth_volume *volume =
				&places->lint->views->volumes.items[volumes.items[j]];

			if (!is_elsewhere(places, volume, pod->node_name))
				break;
			if (!first)
				first = volume;
			if (j + 1 == volumes.len)
				return first;
		}
	}
	return NULL;
}

static struct bth_finding *
report(struct bth_places *places, const struct bth_pod *pod, const char *message)
{
	const struct bth_object *object = bth_lint_object(places->lint, pod->object);
	struct bth_finding *finding =
		bth_report(places->lint, &bth_rule_pod_node_name_set, object,
			bth_get(bth_object_pod_spec(object), "nodeName"), "%s", message);

	bth_report_fix(places->lint, finding,
		"remove nodeName; to choose a node, say "
		"nodeSelector: {kubernetes.io/hostname: %.*s}",
		BTH_STR_ARG(pod->node_name));
	return finding;
}

static bool
report_unbound(struct bth_places *places, const struct bth_pod *pod)
{
	struct bth_lint *lint = places->lint;

	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_claim *claim =
			&lint->views->claims.items[pod->claims.items[i]];

		if (!waits_for_scheduler(places, pod->claims.items[i]))
			continue;
		struct bth_finding *finding = report(places, pod,
			bth_arena_printf(lint->arena,
				"nodeName goes past the scheduler, so %s of class '%.*s' is never bound",
				bth_claim_text(lint, claim),
				BTH_STR_ARG(claim->storage_class)));
		const struct bth_class *class =
			bth_views_class(lint->views, claim->storage_class);
		bth_report_note(lint, finding,
			bth_get(bth_lint_object(lint, class->object)->root,
				"volumeBindingMode"),
			"the class waits for the scheduler");
		return true;
	}
	return false;
}

static bool
report_elsewhere(struct bth_places *places, const struct bth_pod *pod)
{
	struct bth_lint *lint = places->lint;
	const struct bth_volume *volume = elsewhere(places, pod);

	if (!volume)
		return false;
	struct bth_finding *finding = report(places, pod,
		bth_arena_printf(lint->arena,
			"nodeName sends %s to '%.*s', but its volume '%.*s' is on %s",
			bth_pod_text(lint, pod), BTH_STR_ARG(pod->node_name),
			BTH_STR_ARG(volume->name), bth_volume_place_text(lint, volume)));
	/* a node's hostname label is not always its name */
	if (!lint->views->nodes_known)
		finding->severity = BERTH_WARNING;
	bth_report_volume(lint, finding, volume);
	return true;
}

static void
check(struct bth_lint *lint)
{
	struct bth_places places;
	size_t end;

	bth_places_init(&places, lint);
	for (size_t i = 0; i < lint->views->pods.len; i = end) {
		end = bth_pods_end(lint, i);
		while (i < end && lint->views->pods.items[i].there)
			i++; /* the scheduler has written its nodeName */
		if (i == end)
			continue;
		const struct bth_pod *pod = &lint->views->pods.items[i];
		bool said = !pod->node_name.len || report_unbound(&places, pod);

		for (size_t j = i; j < end && !said; j++)
			said = report_elsewhere(&places, &lint->views->pods.items[j]);
		if (said || end - i < 2 || !pod->claims.len)
			continue;
		report(&places, pod,
			bth_arena_printf(lint->arena,
				"nodeName sends all %zu pods to node '%.*s'", end - i,
				BTH_STR_ARG(pod->node_name)))
			->severity = BERTH_WARNING;
	}
}

const struct bth_rule bth_rule_pod_node_name_set = {
	.code = "BTH421",
	.name = "pod-node-name-set",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check,
	.summary = "nodeName in pods whose claims or volumes need the scheduler",
	.why = "A pod with nodeName never comes to the scheduler. A claim of a class "
	       "that is WaitForFirstConsumer then waits for ever, unless a volume is "
	       "reserved for it; volumes on other nodes fail to mount; and all "
	       "replicas are on one node.",
	.fix = "Remove nodeName. Volumes with node affinity choose the node by "
	       "themselves; where that is not enough, use nodeSelector or node "
	       "affinity, which the scheduler reads.",
};

static void
visit_affinity(struct bth_lint *lint, const struct bth_object *workload)
{
	struct bth_value spec = bth_object_pod_spec(workload);

	if (!bth_is_map(spec) || !bth_is_unset(bth_dig(spec, "affinity.nodeAffinity")) ||
		bth_size(bth_get(spec, "nodeSelector")))
		return;
	struct bth_finding *finding = bth_report_missing(lint,
		&bth_rule_pod_node_affinity_missing, workload, spec,
		"affinity.nodeAffinity", "%.*s '%.*s' says nothing about its nodes",
		BTH_STR_ARG(workload->kind_text), BTH_STR_ARG(workload->name));
	bth_report_fix(lint, finding, "add nodeAffinity or a nodeSelector");
}

const struct bth_rule bth_rule_pod_node_affinity_missing = {
	.code = "BTH423",
	.name = "pod-node-affinity-missing",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_OFF,
	.kinds = BTH_WORKLOADS,
	.visit = visit_affinity,
	.summary = "a workload without node affinity",
	.why = "Without node affinity or a nodeSelector the scheduler may use every "
	       "node of the cluster. That is what most workloads want; a team that "
	       "divides its nodes may ask for it to be written.",
	.fix = "Say which nodes are meant, by nodeAffinity or nodeSelector.",
};

/* pv_node_tainted.c - the volume's node refuses the pod by a taint, or has too little room */

#include "rules/pod_place.h"

static const struct bth_node_view *
node_at(const struct bth_places *places, uint32_t index)
{
	return &places->lint->views->nodes.items[index];
}

/* Whether each node of the volume has a taint that the pod does not tolerate. */
static bool
is_tainted(struct bth_places *places, struct bth_misfit *misfit)
{
	const struct bth_indexes *nodes = bth_places_reach(places, misfit->volume);
	const struct bth_pod *pod = bth_misfit_pod(places, misfit);

	misfit->node = UINT32_MAX;
	for (size_t i = 0; i < nodes->len; i++) {
		const struct bth_taint *taint = bth_taint_untolerated(
			&node_at(places, nodes->items[i])->taints, &pod->tolerations);

		if (!taint)
			return false;
		if (i)
			continue;
		misfit->taint = taint;
		misfit->node = nodes->items[i];
	}
	return nodes->len > 0;
}

/* Where the node has it. */
static struct bth_value
taint_at(const struct bth_lint *lint, const struct bth_node_view *node,
	const struct bth_taint *taint)
{
	struct bth_value taints = bth_dig(bth_lint_node(lint, node), "spec.taints");
	struct bth_value i = bth_first(taints);

	while (bth_exists(i) &&
		!(bth_str_eq(bth_text(bth_get(i, "key")), taint->key) &&
			bth_str_eq(bth_text(bth_get(i, "effect")), taint->effect)))
		i = bth_next(i);
	return bth_exists(i) ? bth_get(i, "key") : taints;
}

static void
tell_tainted(struct bth_places *places, const struct bth_misfit *misfit, size_t pods)
{
	struct bth_lint *lint = places->lint;
	const struct bth_pod *pod = bth_misfit_pod(places, misfit);
	const struct bth_volume *volume = bth_misfit_volume(places, misfit);
	const struct bth_node_view *node = node_at(places, misfit->node);
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_value spec = bth_object_pod_spec(object),
			 have = bth_get(spec, "tolerations");
	const char *message = bth_arena_printf(lint->arena,
		"%s%s does not tolerate the taint '%s' of node '%.*s', where its volume '%.*s' is",
		bth_pod_text(lint, pod), bth_and_more(lint, pods),
		bth_taint_text(lint->arena, misfit->taint), BTH_STR_ARG(node->name),
		BTH_STR_ARG(volume->name));
	struct bth_finding *finding = bth_exists(have) ?
		bth_report(lint, &bth_rule_pv_node_tainted, object, have, "%s", message) :
		bth_report_missing(lint, &bth_rule_pv_node_tainted, object, spec,
			"tolerations", "%s", message);

	bth_report_pods(finding, pod, pods);
	bth_report_note(
		lint, finding, taint_at(lint, node, misfit->taint), "the taint is here");
	bth_report_volume(lint, finding, volume);
	bth_report_fix(lint, finding,
		"add a toleration for '%s', or move the volume to another node",
		bth_taint_text(lint->arena, misfit->taint));
}

static void
check_tainted(struct bth_lint *lint)
{
	struct bth_places places;

	if (!lint->views->nodes_known)
		return;
	bth_places_init(&places, lint);
	bth_places_walk(&places, is_tainted, tell_tainted);
}

const struct bth_rule bth_rule_pv_node_tainted = {
	.code = "BTH409",
	.name = "pv-node-tainted",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check_tainted,
	.summary = "the node of a volume has a taint that its pod does not tolerate",
	.why = "A volume on a node ties its pod to that node. A taint of effect "
	       "NoSchedule or NoExecute keeps the pod away from it, so it can run "
	       "nowhere. The scheduler then speaks of the taint alone and not of the "
	       "volume.",
	.fix = "Add a toleration to the pod template, remove the taint, or put the "
	       "volume on another node. The rule speaks only when Node objects are "
	       "part of the run.",
};

static bool
is_more(const struct bth_node_view *node, const struct bth_pod *pod)
{
	return node->has_room &&
		(bth_quantity_cmp(pod->cpu, node->cpu) > 0 ||
			bth_quantity_cmp(pod->memory, node->memory) > 0);
}

/* Whether each node of the volume is too small for the pod, even when it is empty. */
static bool
is_full(struct bth_places *places, struct bth_misfit *misfit)
{
	const struct bth_indexes *nodes = bth_places_reach(places, misfit->volume);

	for (size_t i = 0; i < nodes->len; i++)
		if (!is_more(node_at(places, nodes->items[i]),
			    bth_misfit_pod(places, misfit)))
			return false;
	misfit->node = nodes->len ? nodes->items[0] : UINT32_MAX;
	return nodes->len > 0;
}

/* What the container asks for, its limit where it says no request. */
static struct bth_value
asked(struct bth_value container, const char *resource)
{
	struct bth_value resources = bth_get(container, "resources");
	struct bth_value request = bth_get(bth_get(resources, "requests"), resource);

	return bth_is_unset(request) ? bth_get(bth_get(resources, "limits"), resource) :
				       request;
}

/* The container that asks for most of the resource. */
static struct bth_value
most_asked(struct bth_value spec, const char *resource)
{
	struct bth_value containers = bth_get(spec, "containers"), most = {0};
	struct bth_quantity best = {0};

	for (struct bth_value i = bth_first(containers); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = asked(i, resource);
		struct bth_quantity one;

		if (bth_quantity_parse(&one, bth_text(value)) != BTH_QUANTITY_OK ||
			bth_quantity_cmp(one, best) <= 0)
			continue;
		best = one;
		most = value;
	}
	return most;
}

static void
tell_full(struct bth_places *places, const struct bth_misfit *misfit, size_t pods)
{
	struct bth_lint *lint = places->lint;
	const struct bth_pod *pod = bth_misfit_pod(places, misfit);
	const struct bth_node_view *node = node_at(places, misfit->node);
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	const char *resource =
		bth_quantity_cmp(pod->cpu, node->cpu) > 0 ? "cpu" : "memory";
	struct bth_value spec = bth_object_pod_spec(object),
			 most = most_asked(spec, resource);
	struct bth_value offered = bth_get(
		bth_dig(bth_lint_node(lint, node), "status.allocatable"), resource);
	bool alone = bth_size(bth_get(spec, "containers")) == 1;

	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_node_full, object,
		most,
		"%s%s asks for %s %s%.*s, but node '%.*s' of its volume '%.*s' offers %.*s",
		bth_pod_text(lint, pod), bth_and_more(lint, pods), resource,
		alone ? "" : "over ", BTH_STR_ARG(bth_text(alone ? most : offered)),
		BTH_STR_ARG(node->name),
		BTH_STR_ARG(bth_misfit_volume(places, misfit)->name),
		BTH_STR_ARG(bth_text(offered)));
	bth_report_pods(finding, pod, pods);
	bth_report_note(lint, finding, offered, "the node's offer is here");
	bth_report_volume(lint, finding, bth_misfit_volume(places, misfit));
	bth_report_fix(lint, finding, "ask for less, or put the volume on a larger node");
}

static void
check_full(struct bth_lint *lint)
{
	struct bth_places places;

	if (!lint->views->nodes_known)
		return;
	bth_places_init(&places, lint);
	bth_places_walk(&places, is_full, tell_full);
}

const struct bth_rule bth_rule_pv_node_full = {
	.code = "BTH410",
	.name = "pv-node-full",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check_full,
	.after = BTH_AFTER(&bth_rule_pv_node_tainted),
	.summary = "a pod asks for more CPU or memory than its volume's node has",
	.why = "A volume on a node ties its pod to that node. When the pod's requests "
	       "are more than the node can give, even empty, the pod stays Pending "
	       "although other nodes have room.",
	.fix = "Lower the requests, or put the volume on a larger node. The rule "
	       "speaks only when Node objects with status.allocatable are part of the "
	       "run.",
};

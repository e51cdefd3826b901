/* pod_node_conflict.c - the pod's nodeSelector or affinity keeps it from its volume's node */

#include "rules/pod_place.h"

/* Whether the affinity lets the label @key have only values that the pod refuses. */
static bool
refuses(struct bth_places *places, const struct bth_pod *pod,
	const struct bth_volume *volume, struct bth_str key)
{
	struct bth_strs values = {0};

	if (!bth_node_selector_pins(places->lint->arena, &values, &volume->affinity, key))
		return false;
	for (size_t i = 0; i < values.len; i++)
		if (bth_pod_may_select(pod, key, values.items[i]))
			return false;
	return values.len > 0;
}

/* The label that pod and volume disagree about, whatever nodes there are; false for none. */
static bool
find_key(struct bth_places *places, struct bth_misfit *misfit)
{
	const struct bth_pod *pod = bth_misfit_pod(places, misfit);
	const struct bth_volume *volume = bth_misfit_volume(places, misfit);

	for (size_t t = 0; t < volume->affinity.terms.len; t++) {
		const struct bth_requirements *all =
			&volume->affinity.terms.items[t].expressions;

		for (size_t i = 0; i < all->len; i++) {
			misfit->key = all->items[i].key;
			if (all->items[i].operator == BTH_IN &&
				refuses(places, pod, volume, misfit->key))
				return true;
		}
	}
	misfit->key = BTH_STR("");
	return false;
}

static bool
selects_any(const struct bth_places *places, const struct bth_pod *pod,
	const struct bth_indexes *some)
{
	const struct bth_views *views = places->lint->views;

	for (size_t i = 0; i < (some ? some->len : views->nodes.len); i++) {
		const struct bth_node_view *node =
			&views->nodes.items[some ? some->items[i] : i];

		if (bth_pod_selects(pod, &node->labels, &node->name))
			return true;
	}
	return false;
}

/* Empty terms alone accept no node at all. */
static bool
accepts_none(const struct bth_pod *pod)
{
	for (size_t i = 0; i < pod->affinity.terms.len; i++)
		if (pod->affinity.terms.items[i].expressions.len ||
			pod->affinity.terms.items[i].fields.len)
			return false;
	return pod->affinity.present;
}

/*
 * With the nodes at hand they decide, unless one side finds no node at all: that is not a
 * conflict of the two.
 */
static bool
disagree(struct bth_places *places, struct bth_misfit *misfit)
{
	const struct bth_pod *pod = bth_misfit_pod(places, misfit);
	const struct bth_indexes *reach;

	if ((!pod->node_selector.len && !pod->affinity.present) || accepts_none(pod) ||
		!bth_misfit_volume(places, misfit)->affinity.present)
		return false;
	if (!places->lint->views->nodes_known)
		return find_key(places, misfit);
	reach = bth_places_reach(places, misfit->volume);
	if (!reach->len)
		return false;
	return find_key(places, misfit) ||
		(!selects_any(places, pod, reach) && selects_any(places, pod, NULL));
}

/* Whether the PV controller binds the two as soon as it can, though the class says wait. */
static bool
is_early(const struct bth_places *places, const struct bth_misfit *misfit)
{
	const struct bth_claim *claim = &places->lint->views->claims.items[misfit->claim];
	const struct bth_class *class =
		bth_views_class(places->lint->views, claim->storage_class);

	return class && class->wait &&
		bth_bind_owned(claim, bth_misfit_volume(places, misfit));
}

static bool
is_early_misfit(struct bth_places *places, struct bth_misfit *misfit)
{
	return disagree(places, misfit) && is_early(places, misfit);
}

static bool
is_late_misfit(struct bth_places *places, struct bth_misfit *misfit)
{
	return disagree(places, misfit) && !is_early(places, misfit);
}

/* Where the pod says it: its nodeSelector's label, an expression on the label, or all of it. */
static struct bth_value
demand_at(struct bth_value spec, const struct bth_misfit *misfit)
{
	struct bth_value selector = bth_get(spec, "nodeSelector");
	struct bth_value terms = bth_dig(spec,
		"affinity.nodeAffinity."
		"requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms");

	if (bth_exists(bth_get_str(selector, misfit->key)))
		return bth_get_str(selector, misfit->key);
	for (struct bth_value t = bth_first(terms); bth_exists(t); t = bth_next(t)) {
		struct bth_value expressions = bth_get(t, "matchExpressions");

		for (struct bth_value i = bth_first(expressions); bth_exists(i);
			i = bth_next(i))
			if (misfit->key.len &&
				bth_str_eq(bth_text(bth_get(i, "key")), misfit->key))
				return bth_exists(bth_first(bth_get(i, "values"))) ?
					bth_first(bth_get(i, "values")) :
					i;
	}
	return bth_size(selector) ? bth_under(bth_first(selector)) : terms;
}

/* What the pod asks of its node: "disktype=ssd and zone in (a)". */
static const char *
demand_text(struct bth_lint *lint, const struct bth_pod *pod)
{
	const char *text = "";

	for (size_t i = 0; i < pod->node_selector.len; i++)
		text = bth_arena_printf(lint->arena, "%s%s%.*s=%.*s", text,
			*text ? "," : "", BTH_STR_ARG(pod->node_selector.items[i].key),
			BTH_STR_ARG(pod->node_selector.items[i].value));
	if (!pod->affinity.present)
		return text;
	return bth_arena_printf(lint->arena, "%s%s%.*s", text, *text ? " and " : "",
		BTH_STR_ARG(bth_node_selector_text(lint->arena, &pod->affinity)));
}

static void
tell(struct bth_places *places, const struct bth_misfit *misfit, size_t pods, bool early)
{
	struct bth_lint *lint = places->lint;
	const struct bth_pod *pod = bth_misfit_pod(places, misfit);
	const struct bth_volume *volume = bth_misfit_volume(places, misfit);
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_value at = demand_at(bth_object_pod_spec(object), misfit);
	struct bth_finding *finding = early ?
		bth_report(lint, &bth_rule_pv_reservation_early, object, at,
			"%s%s may only run where '%s', but volume '%.*s', which is reserved for it, is on %s",
			bth_pod_text(lint, pod), bth_and_more(lint, pods),
			demand_text(lint, pod), BTH_STR_ARG(volume->name),
			bth_volume_place_text(lint, volume)) :
		bth_report(lint, &bth_rule_pod_node_conflict, object, at,
			"%s%s may only run where '%s', but its volume '%.*s' is on %s",
			bth_pod_text(lint, pod), bth_and_more(lint, pods),
			demand_text(lint, pod), BTH_STR_ARG(volume->name),
			bth_volume_place_text(lint, volume));

	bth_report_pods(finding, pod, pods);
	if (early)
		bth_report_note(lint, finding,
			bth_dig(bth_lint_volume(lint, volume), "spec.claimRef.name"),
			"the reservation binds without asking where the pod can run");
	bth_report_volume(lint, finding, volume);
	bth_report_fix(lint, finding,
		"let the pod onto the volume's node, or make the volume on a "
		"node where the pod may run");
}

static void
tell_early(struct bth_places *places, const struct bth_misfit *misfit, size_t pods)
{
	tell(places, misfit, pods, true);
}

static void
check_early(struct bth_lint *lint)
{
	struct bth_places places;

	bth_places_init(&places, lint);
	bth_places_walk(&places, is_early_misfit, tell_early);
}

const struct bth_rule bth_rule_pv_reservation_early = {
	.code = "BTH418",
	.name = "pv-reservation-early",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check_early,
	.after = BTH_AFTER(&bth_rule_pv_node_tainted),
	.summary =
		"a reserved volume binds before the scheduler sees that its pod cannot go there",
	.why = "WaitForFirstConsumer makes binding wait for a node that suits the pod, "
	       "but not for a volume whose claimRef names the claim: that one is bound "
	       "at once, wherever it is. The pod is then tied to a node that its "
	       "nodeSelector or affinity forbids, and stays Pending; nothing binds "
	       "anew.",
	.fix = "Make the volume's node one that the pod accepts: change the pod "
	       "template, or make the volume anew, as its node affinity cannot be "
	       "changed.",
};

static void
tell_late(struct bth_places *places, const struct bth_misfit *misfit, size_t pods)
{
	tell(places, misfit, pods, false);
}

static void
check_late(struct bth_lint *lint)
{
	struct bth_places places;

	bth_places_init(&places, lint);
	bth_places_walk(&places, is_late_misfit, tell_late);
}

const struct bth_rule bth_rule_pod_node_conflict = {
	.code = "BTH419",
	.name = "pod-node-conflict",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check_late,
	.after = BTH_AFTER(&bth_rule_pv_node_tainted, &bth_rule_pv_reservation_early),
	.summary =
		"a pod may not run on the node of its volume, by its own nodeSelector or affinity",
	.why = "A pod needs one node that suits its nodeSelector, its node affinity "
	       "and the affinity of all its volumes. Where they have no node in common "
	       "it stays Pending. With the binding mode Immediate the claim is bound "
	       "all the same, and nothing binds it anew.",
	.fix = "Let the pod onto the volume's node, or make volumes on nodes that the "
	       "pod accepts.",
};

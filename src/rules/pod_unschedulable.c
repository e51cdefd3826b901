/* pod_unschedulable.c - no node can run the pod, by all that binding knows */

#include "rules/pod_place.h"

/*
 * Whether it is not for want of a volume: what nobody has for the claim, or no node has, the
 * rules about claims and volumes speak of. What fits and goes to nobody is on nodes that the
 * pod cannot use.
 */
static bool
claim_is_well(struct bth_places *places, uint32_t claim)
{
	const struct bth_binding *binding = places->lint->binding;
	struct bth_indexes volumes = bth_claim_candidates(&places->storage, claim);
	bool bound = binding->claims[claim].volumes.len > 0;

	for (size_t i = 0; i < volumes.len; i++)
		if ((bound || !binding->volumes[volumes.items[i]].claims.len) &&
			bth_places_reach(places, volumes.items[i])->len)
			return true;
	if (volumes.len)
		return binding->claims[claim].provisioned;
	/* too many to look at, or none at all */
	return bound || binding->claims[claim].provisioned ||
		bth_storage_fits(
			&places->storage, &places->lint->views->claims.items[claim])
			.len > BTH_CANDIDATES_MOST;
}

static bool
is_stuck(struct bth_places *places, size_t index)
{
	const struct bth_pod *pod = &places->lint->views->pods.items[index];
	const struct bth_pod_outcome *outcome = &places->lint->binding->pods[index];

	if (outcome->nodes.len || outcome->anywhere || !outcome->pending ||
		pod->refused || pod->claim_missing)
		return false;
	for (size_t i = 0; i < pod->claims.len; i++)
		if (!claim_is_well(places, pod->claims.items[i]))
			return false;
	return true;
}

/* What is the matter with the nodes: "2 outside its nodeSelector, 1 cordoned". */
static const char *
reasons_text(struct bth_lint *lint, const struct bth_pod_outcome *outcome)
{
	static const char *const words[BTH_WHY_COUNT] = {
		[BTH_WHY_UNSCHEDULABLE] = "cordoned",
		[BTH_WHY_TAINT] = "with a taint that it does not tolerate",
		[BTH_WHY_NODE_SELECTOR] = "outside its nodeSelector",
		[BTH_WHY_NODE_AFFINITY] = "outside its node affinity",
		[BTH_WHY_ROOM] = "too small for its requests",
		[BTH_WHY_VOLUME_NODE] = "without its volume",
		[BTH_WHY_NO_VOLUME] = "without a volume for its claim",
		[BTH_WHY_ANTI_AFFINITY] = "with a pod that it must keep away from",
		[BTH_WHY_POD_AFFINITY] = "without a pod that it must be near",
		[BTH_WHY_SPREAD] = "against its spread constraints",
		[BTH_WHY_NODE_NAME] = "not the one of its nodeName",
		[BTH_WHY_IN_USE] = "closed as its ReadWriteOncePod claim is in use",
	};
	size_t counts[BTH_WHY_COUNT] = {0};
	const char *text = "";

	for (size_t i = 0; i < outcome->reasons.len; i++)
		counts[outcome->reasons.items[i].why]++;
	for (size_t i = 0; i < BTH_WHY_COUNT; i++)
		if (counts[i] && words[i])
			text = bth_arena_printf(lint->arena, "%s%s%zu %s", text,
				*text ? ", " : ": ", counts[i], words[i]);
	return text;
}

/*
 * Whether a claim finds no volume on some node: then what is said of the workload's claims
 * says enough, whichever of them it is about.
 */
static bool
lacks_volume(const struct bth_pod_outcome *outcome)
{
	for (size_t i = 0; i < outcome->reasons.len; i++)
		if (outcome->reasons.items[i].why == BTH_WHY_NO_VOLUME)
			return true;
	return false;
}

/* Shows the first volume that the pod has, or would have, on nodes that it cannot use. */
static void
note_volume(
	struct bth_places *places, struct bth_finding *finding, const struct bth_pod *pod)
{
	for (size_t i = 0; i < pod->claims.len; i++) {
		struct bth_indexes volumes =
			bth_claim_candidates(&places->storage, pod->claims.items[i]);

		for (size_t j = 0; j < volumes.len; j++) {
			const struct bth_volume *volume =
				&places->lint->views->volumes.items[volumes.items[j]];

			if (!volume->affinity.present)
				continue;
			bth_report_volume(places->lint, finding, volume);
			return;
		}
	}
}

static void
report(struct bth_places *places, size_t index, size_t pods)
{
	struct bth_lint *lint = places->lint;
	const struct bth_pod *pod = &lint->views->pods.items[index];
	const struct bth_pod_outcome *outcome = &lint->binding->pods[index];
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pod_unschedulable,
		object, (struct bth_value){0}, "no node of the run can take %s%s%s",
		bth_pod_text(lint, pod), bth_and_more(lint, pods),
		reasons_text(lint, outcome));

	if (!lacks_volume(outcome))
		bth_report_subject(finding, pod->name);
	note_volume(places, finding, pod);
	bth_report_fix(lint, finding,
		"'berth plan' shows for each node what keeps the pod away");
}

static void
check(struct bth_lint *lint)
{
	struct bth_places places;
	size_t end;

	bth_places_init(&places, lint);
	for (size_t i = 0; i < lint->views->pods.len; i = end) {
		size_t pods = 0, first = i;

		end = bth_pods_end(lint, i);
		for (size_t j = i; j < end; j++)
			if (is_stuck(&places, j) && !pods++)
				first = j;
		if (pods)
			report(&places, first, pods);
	}
}

const struct bth_rule bth_rule_pod_unschedulable = {
	.code = "BTH401",
	.name = "pod-unschedulable",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(&bth_rule_claim_unbindable, &bth_rule_claim_deleting, &bth_rule_claim_lost,
		&bth_rule_claim_too_large,
		&bth_rule_claim_name_shared, &bth_rule_claim_selector_unshareable,
		&bth_rule_claim_template_names_pv, &bth_rule_pv_count_short,
		&bth_rule_pv_node_tainted, &bth_rule_pv_node_full,
		&bth_rule_pv_reservation_early, &bth_rule_pod_node_conflict,
		&bth_rule_pod_volumes_apart, &bth_rule_pod_node_name_set,
		&bth_rule_replica_node_conflict),
	.summary = "no node can run the pod together with its volumes",
	.why = "berth works out where each pod may run: its nodeSelector, affinity, "
	       "tolerations and requests, the other pods, and the nodes of its "
	       "volumes, over all orders in which Kubernetes may act. No node is left "
	       "here, so the pod stays Pending.",
	.fix = "Make one node fit: let the pod onto it, or put the pod's volumes "
	       "there.",
};

/* pod_misplaced.c - pods that may be sent for good where their volume is not */

#include "rules/pod_place.h"

/* A claim of the pod, the volume that is kept for it, and the one that the scheduler may see. */
struct pair {
	const struct bth_claim *claim;
	const struct bth_volume *kept, *seen;
};

/* Whether both can be used from one node, as far as nodes are known. */
static bool
share_node(struct bth_places *places, uint32_t a, uint32_t b)
{
	const struct bth_indexes *one = bth_places_reach(places, a);
	const struct bth_indexes *other = bth_places_reach(places, b);

	/* equal texts have one answer */
	return one == other;
}

static bool
find_seen(struct bth_places *places, struct pair *out, uint32_t kept,
	const struct bth_indexes *volumes)
{
	const struct bth_volume *all = places->lint->views->volumes.items;

	for (size_t i = 0; i < volumes->len && i < BTH_CANDIDATES_MOST; i++) {
		uint32_t seen = volumes->items[i];

		if (seen == kept || all[seen].refused || share_node(places, kept, seen))
			continue;
		out->kept = &all[kept];
		out->seen = &all[seen];
		return true;
	}
	return false;
}

static bool
find_pair(struct bth_places *places, struct pair *out, const struct bth_pod *pod)
{
	const struct bth_views *views = places->lint->views;

	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_claim *claim =
			&views->claims.items[pod->claims.items[i]];
		struct bth_indexes reserved =
			bth_storage_reserved(&places->storage, claim);
		struct bth_indexes fits = bth_storage_fits(&places->storage, claim);

		out->claim = claim;
		for (size_t j = 0; j < reserved.len; j++)
			if (bth_bind_owned(
				    claim, &views->volumes.items[reserved.items[j]]) &&
				(find_seen(places, out, reserved.items[j], &fits) ||
					find_seen(places, out, reserved.items[j],
						&reserved)))
				return true;
	}
	return false;
}

static void
report(struct bth_places *places, const struct bth_pod *pod, size_t pods)
{
	struct bth_lint *lint = places->lint;
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct pair pair;
	struct bth_finding *finding;

	if (!find_pair(places, &pair, pod)) {
		finding = bth_report(lint, &bth_rule_pod_misplaced, object,
			(struct bth_value){0},
			"%s%s may be sent for good to a node that its volume is not on",
			bth_pod_text(lint, pod), bth_and_more(lint, pods));
		bth_report_pods(finding, pod, pods);
		bth_report_fix(
			lint, finding, "reserve one volume for each claim, of its class");
		return;
	}
	bool class = !bth_str_eq(pair.kept->storage_class, pair.seen->storage_class);
	finding = bth_report(lint, &bth_rule_pod_misplaced, object, (struct bth_value){0},
		"%s%s may be sent for good to %s, where '%.*s' is, while its claim is bound to "
		"'%.*s' on %s",
		bth_pod_text(lint, pod), bth_and_more(lint, pods),
		bth_volume_place_text(lint, pair.seen), BTH_STR_ARG(pair.seen->name),
		BTH_STR_ARG(pair.kept->name), bth_volume_place_text(lint, pair.kept));
	bth_report_pods(finding, pod, pods);
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, pair.kept), "spec.claimRef.name"),
		"the controller binds this one, which is reserved for %s",
		bth_claim_text(lint, pair.claim));
	bth_report_note(lint, finding, bth_affinity_at(bth_lint_volume(lint, pair.seen)),
		"the scheduler may choose this node");
	if (class)
		bth_report_fix(lint, finding, "give volume '%.*s' the claim's class, %s",
			BTH_STR_ARG(pair.kept->name),
			bth_class_text(lint->arena, pair.seen->storage_class));
	else
		bth_report_fix(lint, finding,
			"reserve '%.*s' for another claim, or remove it",
			BTH_STR_ARG(pair.seen->name));
}

static void
check(struct bth_lint *lint)
{
	struct bth_places places;

	bth_places_init(&places, lint);
	for (size_t i = 0, end; i < lint->views->pods.len; i = end) {
		const struct bth_pod *first = NULL;
		size_t pods = 0;

		end = bth_pods_end(lint, i);
		for (size_t j = i; j < end; j++)
			if (lint->binding->pods[j].misplaced && !pods++)
				first = &lint->views->pods.items[j];
		if (first)
			report(&places, first, pods);
	}
}

const struct bth_rule bth_rule_pod_misplaced = {
	.code = "BTH424",
	.name = "pod-misplaced",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a pod may be sent for good to a node that its volume is not on",
	.why = "With WaitForFirstConsumer the scheduler chooses a node by a volume that it sees, while "
	       "the controller binds the claim to the volume that is reserved for it. The "
	       "scheduler's last question is only whether the claim is bound, not to what. The pod "
	       "then has a node where the kubelet cannot mount its volume, and nothing moves it.",
	.fix = "Reserve one volume for each claim, with the claim's class, modes and size, and leave "
	       "no second one that fits.",
};

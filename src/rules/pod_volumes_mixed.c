/* pod_volumes_mixed.c - some volumes of a pod are reserved, others are to be provisioned */

#include "rules/pod_place.h"

/* Two claims of a pod: one has a volume of a certain node, the other gets a new one. */
struct mixture {
	const struct bth_claim *claim; /* without volume */
	const struct bth_volume *volume;
};

/* The class makes volumes, but not before a node is chosen. */
static bool
is_made_late(const struct bth_storage *storage, const struct bth_claim *claim)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);

	return use && use->class && use->class->provisions && use->class->wait;
}

static bool
find_mixture(struct bth_places *places, struct mixture *out, const struct bth_pod *pod)
{
	const struct bth_views *views = places->lint->views;

	*out = (struct mixture){0};
	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_claim *claim =
			&views->claims.items[pod->claims.items[i]];
		struct bth_indexes reserved =
			bth_storage_reserved(&places->storage, claim);

		/* a claim that no provisioner serves keeps the scheduler from asking for any */
		if (claim->volume_name.len || !is_made_late(&places->storage, claim))
			return false;
		if (!reserved.len) {
			if (!out->claim)
				out->claim = claim;
		} else if (!out->volume &&
			views->volumes.items[reserved.items[0]].affinity.present &&
			!bth_bind_pair(
				views, claim, &views->volumes.items[reserved.items[0]])) {
			out->volume = &views->volumes.items[reserved.items[0]];
		}
	}
	return out->claim && out->volume;
}

static void
report(struct bth_lint *lint, const struct bth_pod *pod, const struct mixture *mixture,
	size_t pods)
{
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_value at = mixture->claim->object == pod->object ?
		bth_dig(bth_lint_claim(lint, mixture->claim), "metadata.name") :
		(struct bth_value){0};
	struct bth_finding *finding = bth_report(lint, &bth_rule_pod_volumes_mixed,
		object, at,
		"%s%s may never run: '%.*s' is reserved on %s, and %s may get a new volume "
		"elsewhere",
		bth_pod_text(lint, pod), bth_and_more(lint, pods),
		BTH_STR_ARG(mixture->volume->name),
		bth_volume_place_text(lint, mixture->volume),
		bth_claim_text(lint, mixture->claim));

	bth_report_pods(finding, pod, pods);
	bth_report_volume(lint, finding, mixture->volume);
	bth_report_fix(lint, finding,
		"reserve a volume for each claim of the pod, or none; hand-made volumes are safe in "
		"a class with provisioner kubernetes.io/no-provisioner");
}

static void
check(struct bth_lint *lint)
{
	struct bth_places places;

	if (!lint->views->volumes.len)
		return;
	bth_places_init(&places, lint);
	for (size_t i = 0, end; i < lint->views->pods.len; i = end) {
		struct mixture first, next;
		const struct bth_pod *said = NULL;
		size_t pods = 0;

		end = bth_pods_end(lint, i);
		for (size_t j = i; j < end; j++) {
			if (lint->views->pods.items[j].claims.len < 2 ||
				!find_mixture(
					&places, &next, &lint->views->pods.items[j]) ||
				pods++)
				continue;
			first = next;
			said = &lint->views->pods.items[j];
		}
		if (said)
			report(lint, said, &first, pods);
	}
}

const struct bth_rule bth_rule_pod_volumes_mixed = {
	.code = "BTH425",
	.name = "pod-volumes-mixed",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "some of a pod's volumes are reserved, others come from a provisioner",
	.why = "The scheduler may choose a node before it sees the reserved volumes, and ask for new "
	       "ones there for all claims of the pod. Those with a reserved volume are then bound "
	       "on its node; the others stay tied to the node that was chosen first, and the pod can "
	       "run on neither.",
	.fix = "Reserve a volume for every claim of the pod, or let the provisioner make all.",
};

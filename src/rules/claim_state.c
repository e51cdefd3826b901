/* claim_state.c - claims that bind no more: they are being deleted, or have lost their volume */

#include "rules/edit.h"
#include "rules/pod_place.h"

#define COMPLETED "pv.kubernetes.io/bind-completed"

/* What is wrong with the volume of a claim that calls itself bound; NULL when nothing is. */
static const char *
what_is_lost(const struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	struct bth_str name = claim->volume_name;

	if (!name.len)
		return "it says that it is bound, but names no volume";
	if (!volume || !volume->reserved)
		return NULL; /* elsewhere, or bound once more */
	if (!bth_str_eq(volume->claim_name, claim->name) ||
		!bth_str_eq(volume->claim_namespace, claim->namespace))
		return bth_arena_printf(lint->arena,
			"it says that it is bound to '%.*s', which is reserved for '%.*s/%.*s'",
			BTH_STR_ARG(name), BTH_STR_ARG(volume->claim_namespace),
			BTH_STR_ARG(volume->claim_name));
	if (!volume->claim_uid.len)
		return bth_arena_printf(lint->arena,
			"it says that it is bound to '%.*s', whose claimRef has no uid",
			BTH_STR_ARG(name));
	if (!bth_str_eq(volume->claim_uid, claim->uid))
		return bth_arena_printf(lint->arena,
			"it says that it is bound to '%.*s', whose claimRef has another uid",
			BTH_STR_ARG(name));
	return NULL;
}

/* Where the pod's object names the claim, if it does. */
static struct bth_value
claim_at(const struct bth_object *object, const struct bth_claim *claim)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = bth_dig(i, "persistentVolumeClaim.claimName");

		if (bth_str_eq(bth_text(name), claim->name))
			return name;
	}
	return (struct bth_value){0};
}

/* A claim that the cluster has alone: what matters is the first pod that needs it. */
static void
report_lost_there(struct bth_lint *lint, uint32_t index, const char *what)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];

	for (size_t i = 0; i < lint->views->pods.len; i++) {
		const struct bth_pod *pod = &lint->views->pods.items[i];
		const struct bth_object *object = bth_lint_object(lint, pod->object);
		size_t j = 0;

		while (j < pod->claims.len && pod->claims.items[j] != index)
			j++;
		if (j == pod->claims.len || object->there)
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_claim_lost,
			object, claim_at(object, claim),
			"%s cannot start: its %s is lost, as %s", bth_pod_text(lint, pod),
			bth_claim_text(lint, claim), what);
		bth_report_subject(finding, pod->name);
		bth_report_note(lint, finding,
			bth_dig(bth_lint_object(lint, claim->object)->root,
				"metadata.name"),
			"the claim in the cluster");
		bth_report_fix(lint, finding,
			"delete the claim, and reserve its volume for the new one of that name: "
			"claimRef with namespace and name, without uid");
		return;
	}
}

static void
report_lost(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *volume, const char *what)
{
	const struct bth_object *object = bth_lint_object(lint, claim->object);
	struct bth_value annotations = bth_dig(object->root, "metadata.annotations");
	struct bth_value key = bth_get_key(annotations, COMPLETED);
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_lost, object,
		bth_exists(key) ? bth_under(key) : bth_dig(object->root, "status.phase"),
		"%s is lost: %s", bth_claim_text(lint, claim), what);

	bth_report_subject(finding, claim->name);
	if (volume)
		bth_report_note(lint, finding,
			bth_dig(bth_lint_volume(lint, volume), "spec.claimRef"),
			"the volume's claimRef");
	if (!bth_exists(key)) {
		bth_report_fix(lint, finding,
			"delete the claim, and make it and its volume anew");
		return;
	}
	bth_report_fix(lint, finding,
		"remove the annotation from the claim, and the uid from the volume's claimRef: "
		"then the two are bound anew");
	bth_report_drop_key(lint, finding, object, key);
}

static void
check_lost(struct bth_lint *lint)
{
	struct bth_storage storage;

	bth_storage_init(&storage, lint);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_object *object = bth_lint_object(lint, claim->object);
		uint32_t index = bth_storage_volume(&storage, claim->volume_name);
		const struct bth_volume *volume =
			index == UINT32_MAX ? NULL : &lint->views->volumes.items[index];
		const char *what = NULL;

		if (claim->set != UINT32_MAX || !object)
			continue;
		if (claim->bind_completed)
			what = what_is_lost(lint, claim, volume);
		if (!what &&
			bth_str_is(
				bth_text(bth_dig(bth_exists(object->live) ? object->live :
									    object->root,
					"status.phase")),
				"Lost"))
			what = "its status says so";
		if (what && object->there)
			report_lost_there(lint, i, what);
		else if (what)
			report_lost(lint, claim, volume, what);
	}
}

const struct bth_rule bth_rule_claim_lost = {
	.code = "BTH146",
	.name = "claim-lost",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check_lost,
	.summary = "a claim that calls itself bound, to a volume that is not bound to it",
	.why = "The annotation " COMPLETED " says that the claim has its volume. The "
	       "controller then only asks whether the volume's claimRef has the claim's uid. If it "
	       "has not, since one of the two comes from a backup or lost its uid on the way, the "
	       "claim is Lost for good, and pods that mount it never start.",
	.fix = "Remove the annotation, and uid and resourceVersion from the volume's claimRef. The "
	       "claim then finds the volume again by namespace and name.",
};

static void
report_deleting(struct bth_lint *lint, const struct bth_pod *pod,
	const struct bth_claim *claim, size_t pods)
{
	const struct bth_object *object = bth_lint_object(lint, pod->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_deleting, object,
		claim_at(object, claim), "%s%s cannot start: its %s is being deleted",
		bth_pod_text(lint, pod), bth_and_more(lint, pods),
		bth_claim_text(lint, claim));

	bth_report_pods(finding, pod, pods);
	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, claim), "metadata.deletionTimestamp"),
		"deleted here");
	bth_report_fix(lint, finding,
		"keep the volume: set its reclaim policy to Retain before the last pod that uses the "
		"claim ends");
}

static void
check_deleting(struct bth_lint *lint)
{
	const struct bth_views *views = lint->views;

	for (size_t i = 0, end; i < views->pods.len; i = end) {
		const struct bth_pod *first = NULL;
		const struct bth_claim *deleted = NULL;
		size_t pods = 0;

		end = bth_pods_end(lint, i);
		for (size_t j = i; j < end; j++) {
			const struct bth_pod *pod = &views->pods.items[j];
			size_t c = 0;

			while (c < pod->claims.len &&
				!views->claims.items[pod->claims.items[c]].deleting)
				c++;
			/* one that runs already has the claim until it ends */
			if (pod->there || c == pod->claims.len || pods++)
				continue;
			first = pod;
			deleted = &views->claims.items[pod->claims.items[c]];
		}
		if (first)
			report_deleting(lint, first, deleted, pods);
	}
}

const struct bth_rule bth_rule_claim_deleting = {
	.code = "BTH147",
	.name = "claim-deleting",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check_deleting,
	.summary = "a pod needs a claim that is being deleted",
	.why = "A claim that was deleted while a pod uses it goes when that pod ends. No new pod may "
	       "use it: the scheduler and the StatefulSet controller wait until it is gone. What "
	       "then becomes of the data its volume's reclaim policy says.",
	.fix = "Set the volume's reclaim policy to Retain, let the claim go, and make it anew; the "
	       "volume's claimRef must then name it without uid.",
};

/* claim_missing.c - a pod mounts a claim that nothing makes */

#include "rules/claim_hint.h"

#include "world/read.h"

static void
report(struct bth_lint *lint, const struct bth_claim_hints *hints,
	const struct bth_object *object, struct bth_value volume, struct bth_str name)
{
	struct bth_claim_hint hint = bth_claim_hint(hints, object->namespace, name);
	struct bth_value value = bth_dig(volume, "persistentVolumeClaim.claimName");
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_missing, object,
		value, "claim '%.*s' is not in the run%s", BTH_STR_ARG(name), hint.text);

	bth_report_subject(finding, name);
	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	if (hint.claim == UINT32_MAX) {
		bth_report_fix(lint, finding,
			"add the claim to the manifests, or say that it "
			"exists: --assume-exists PersistentVolumeClaim/%.*s/%.*s",
			BTH_STR_ARG(object->namespace), BTH_STR_ARG(name));
		return;
	}
	const struct bth_claim *claim = &lint->views->claims.items[hint.claim];
	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"), "%s is made here",
		bth_claim_text(lint, claim));
	if (hint.kind == BTH_HINT_NAMESPACE) {
		bth_report_fix(lint, finding,
			"a pod can only mount claims of its own namespace: "
			"put both into one");
		return;
	}
	bth_report_fix(lint, finding, "write '%.*s'", BTH_STR_ARG(claim->name));
	bth_report_replace(
		lint, finding, object, value, bth_str_copy(lint->arena, claim->name).at);
}

/* A set replaces pod volumes that have the name of a claim template. */
static bool
is_replaced(const struct bth_object *object, struct bth_value volume)
{
	if (object->kind != BTH_STATEFUL_SET)
		return false;
	for (struct bth_value i = bth_maker_first(object); bth_exists(i);
		i = bth_maker_next(object, i))
		if (bth_str_eq(bth_maker_name(i), bth_text(bth_get(volume, "name"))))
			return true;
	return false;
}

static void
check_object(struct bth_lint *lint, const struct bth_claim_hints *hints,
	const struct bth_object *object)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_read_claim_name(i);

		if (!name.len || is_replaced(object, i) ||
			bth_storage_claim(hints->storage, object->namespace, name) !=
				UINT32_MAX)
			continue;
		if (bth_world_assumed(lint->world, "PersistentVolumeClaim",
			    object->namespace, name))
			continue;
		report(lint, hints, object, i, name);
	}
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct bth_claim_hints hints;

	bth_storage_init(&storage, lint);
	bth_claim_hints_init(&hints, &storage);
	for (size_t i = 0; i < lint->world->objects.len; i++)
		if (BTH_KIND(lint->world->objects.items[i].kind) & BTH_WORKLOADS)
			check_object(lint, &hints, &lint->world->objects.items[i]);
}

const struct bth_rule bth_rule_claim_missing = {
	.code = "BTH106",
	.name = "claim-missing",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a pod mounts a claim that no object of the run makes",
	.why = "A pod whose claim does not exist stays Pending until somebody creates it. Claims "
	       "of a StatefulSet are named <template>-<set>-<ordinal>, and a pod sees only those "
	       "of its own namespace.",
	.fix = "Correct the name, or add the claim to what is checked.",
};

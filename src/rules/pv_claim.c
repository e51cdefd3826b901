/* pv_claim.c - volumes whose claimRef does not lead to a claim */

#include "rules/claim_hint.h"
#include "rules/edit.h"

/* What the rules about one claimRef look at. */
struct reference {
	struct bth_lint *lint;
	const struct bth_claim_hints *hints;
	const struct bth_volume *volume;
	const struct bth_object *object;
	struct bth_value at; /* claimRef */
	uint32_t claim;      /* the claim it names, UINT32_MAX for none */
	bool named;          /* some claim names the volume by volumeName */
};

static const char *
volume_text(const struct reference *reference)
{
	return bth_arena_printf(reference->lint->arena, "volume '%.*s'",
		BTH_STR_ARG(reference->volume->name));
}

static void
note_claim(const struct reference *reference, struct bth_finding *finding, uint32_t index)
{
	struct bth_lint *lint = reference->lint;

	if (index == UINT32_MAX)
		return;
	const struct bth_claim *claim = &lint->views->claims.items[index];
	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		claim->set == UINT32_MAX ? "%s is here" : "%s is made here",
		bth_claim_text(lint, claim));
}

/* A uid or resourceVersion that came with a copy from a cluster. */
static bool
check_uid(const struct reference *reference)
{
	struct bth_lint *lint = reference->lint;
	struct bth_value uid = bth_get(reference->at, "uid");
	struct bth_value version = bth_get(reference->at, "resourceVersion");
	bool stale = bth_text(uid).len > 0;

	if (stale && reference->claim != UINT32_MAX &&
		bth_str_eq(
			bth_text(uid), lint->views->claims.items[reference->claim].uid))
		return false;
	if (!stale && bth_is_unset(version))
		return false;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_claim_uid_stale,
		reference->object, stale ? uid : version,
		stale ? "the claimRef of %s has a uid, which a new claim does not have" :
			"the claimRef of %s has a resourceVersion, which says nothing",
		volume_text(reference));
	if (!stale)
		finding->severity = BERTH_INFO;
	bth_report_fix(lint, finding,
		stale ? "keep only namespace and name of the claimRef" : "remove it");
	if (stale)
		bth_report_drop_key(lint, finding, reference->object,
			bth_get_key(reference->at, "uid"));
	if (!bth_is_unset(version))
		bth_report_drop_key(lint, finding, reference->object,
			bth_get_key(reference->at, "resourceVersion"));
	return stale;
}

static bool
check_namespace(const struct reference *reference)
{
	struct bth_lint *lint = reference->lint;
	const struct bth_volume *volume = reference->volume;
	struct bth_value at = bth_get(reference->at, "namespace");
	struct bth_finding *finding;

	if (reference->claim != UINT32_MAX)
		return false;
	struct bth_claim_hint hint = bth_claim_hint(
		reference->hints, volume->claim_namespace, volume->claim_name);
	struct bth_str right = hint.kind == BTH_HINT_NAMESPACE ?
		lint->views->claims.items[hint.claim].namespace :
		BTH_STR("");

	if (!volume->claim_namespace.len)
		finding = bth_report_missing(lint, &bth_rule_pv_claim_namespace_wrong,
			reference->object, reference->at, "namespace",
			"the claimRef of %s has no namespace, so '%.*s' is no claim",
			volume_text(reference), BTH_STR_ARG(volume->claim_name));
	else if (right.len)
		finding = bth_report(lint, &bth_rule_pv_claim_namespace_wrong,
			reference->object, at,
			"%s is reserved for '%.*s/%.*s', but that claim is in namespace '%.*s'",
			volume_text(reference), BTH_STR_ARG(volume->claim_namespace),
			BTH_STR_ARG(volume->claim_name), BTH_STR_ARG(right));
	else
		return false;
	if (!right.len) {
		bth_report_fix(lint, finding, "add the namespace of the claim");
		return true;
	}
	note_claim(reference, finding, hint.claim);
	bth_report_fix(lint, finding, "write 'namespace: %.*s'", BTH_STR_ARG(right));
	if (volume->claim_namespace.len)
		bth_report_replace(lint, finding, reference->object, at,
			bth_str_copy(lint->arena, right).at);
	else
		bth_report_add_key(lint, finding, reference->object, reference->at,
			bth_arena_printf(
				lint->arena, "namespace: %.*s", BTH_STR_ARG(right)));
	return true;
}

/* Whether any claim of the run is in the namespace: then the one meant should be too. */
static bool
has_claims(const struct reference *reference)
{
	return bth_map_get(&reference->hints->near, reference->volume->claim_namespace) !=
		NULL;
}

/* Reserved beyond the ordinals in use, where no other ordinal goes without. */
static void
report_spare(const struct reference *reference, const char *hint)
{
	struct bth_finding *finding = bth_report(reference->lint, &bth_rule_pv_unused,
		reference->object, bth_get(reference->at, "name"),
		"%s is reserved for '%.*s'%s", volume_text(reference),
		BTH_STR_ARG(reference->volume->claim_name), hint);

	bth_report_fix(reference->lint, finding,
		"raise the replicas, or remove the volume if it is not a spare one");
}

static void
fix_unmatched(const struct reference *reference, struct bth_finding *finding,
	const struct bth_claim_hint *hint, uint32_t meant)
{
	struct bth_lint *lint = reference->lint;

	if (meant == UINT32_MAX) {
		bth_report_fix(lint, finding,
			"name the claim as it is: "
			"<template>-<set>-<ordinal> for a StatefulSet's");
		return;
	}
	const struct bth_claim *claim = &lint->views->claims.items[meant];
	note_claim(reference, finding, meant);
	bth_report_fix(lint, finding, "write 'name: %.*s'", BTH_STR_ARG(claim->name));
	if (hint->claim != UINT32_MAX)
		bth_report_replace(lint, finding, reference->object,
			bth_get(reference->at, "name"),
			bth_str_copy(lint->arena, claim->name).at);
}

static void
check_unmatched(const struct reference *reference)
{
	struct bth_lint *lint = reference->lint;
	const struct bth_volume *volume = reference->volume;

	if (reference->claim != UINT32_MAX || reference->named ||
		bth_world_assumed(lint->world, "PersistentVolumeClaim",
			volume->claim_namespace, volume->claim_name))
		return;
	struct bth_claim_hint hint;
	uint32_t meant = bth_claim_meant(reference->hints, volume, &hint);
	if (hint.kind == BTH_HINT_ORDINAL && meant == UINT32_MAX) {
		report_spare(reference, hint.text);
		return;
	}
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_claim_unmatched,
		reference->object, bth_get(reference->at, "name"),
		"%s is reserved for '%.*s/%.*s', which no object makes%s",
		volume_text(reference), BTH_STR_ARG(volume->claim_namespace),
		BTH_STR_ARG(volume->claim_name), hint.text);
	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	else if (!hint.kind && !has_claims(reference))
		finding->severity = BERTH_WARNING;
	fix_unmatched(reference, finding, &hint, meant);
}

static void
report_nameless(const struct reference *reference)
{
	struct bth_finding *finding = bth_report_missing(reference->lint,
		&bth_rule_pv_claim_unmatched, reference->object, reference->at, "name",
		"the claimRef of %s has no name, so it is no claim's",
		volume_text(reference));

	bth_report_fix(reference->lint, finding,
		"write namespace and name of the claim, or remove "
		"the claimRef");
}

/* Two volumes for one claim: the later one is too many. */
static void
check_shared(const struct reference *reference)
{
	struct bth_lint *lint = reference->lint;
	const struct bth_volume *volume = reference->volume;
	struct bth_claim claim = {
		.namespace = volume->claim_namespace, .name = volume->claim_name};
	struct bth_indexes all = bth_storage_reserved(reference->hints->storage, &claim);

	if (!volume->claim_namespace.len || all.len < 2)
		return;
	const struct bth_volume *first = &lint->views->volumes.items[all.items[0]];
	if (first == volume)
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_claim_shared,
		reference->object, bth_get(reference->at, "name"),
		"%s is reserved for claim '%.*s', but volume '%.*s' is too",
		volume_text(reference), BTH_STR_ARG(volume->claim_name),
		BTH_STR_ARG(first->name));
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, first), "spec.claimRef.name"),
		"the other claimRef");
	bth_report_fix(lint, finding, "reserve each volume for another claim");
}

static void
check_volume(struct bth_lint *lint, const struct bth_claim_hints *hints,
	const struct bth_volume *volume)
{
	struct reference reference = {.lint = lint,
		.hints = hints,
		.volume = volume,
		.object = bth_lint_object(lint, volume->object),
		.at = bth_dig(bth_lint_volume(lint, volume), "spec.claimRef"),
		.claim = bth_storage_claim(
			hints->storage, volume->claim_namespace, volume->claim_name),
		.named = bth_map_get(&hints->storage->named, volume->name) != NULL};

	if (!volume->claim_name.len) {
		report_nameless(&reference);
		return;
	}
	check_shared(&reference);
	if (!check_uid(&reference) && !check_namespace(&reference))
		check_unmatched(&reference);
}

/* One pass for all rules about claimRefs: each volume has at most one of the first three. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct bth_claim_hints hints;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	bth_claim_hints_init(&hints, &storage);
	for (size_t i = 0; i < lint->views->volumes.len; i++)
		if (lint->views->volumes.items[i].reserved)
			check_volume(lint, &hints, &lint->views->volumes.items[i]);
}

const struct bth_rule bth_rule_pv_claim_unmatched = {
	.code = "BTH121",
	.name = "pv-claim-unmatched",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(
		&bth_rule_pv_claim_uid_stale, &bth_rule_pv_claim_namespace_wrong),
	.summary = "a volume is reserved for a claim that does not exist",
	.why = "A volume with a claimRef is kept for the claim of exactly that namespace and name. "
	       "While no such claim exists the volume stays unused and no other claim gets it. "
	       "Claims of a StatefulSet are named <template>-<set>-<ordinal>.",
	.fix = "Write the claim's real name into the claimRef.",
};

const struct bth_rule bth_rule_pv_claim_namespace_wrong = {
	.code = "BTH122",
	.name = "pv-claim-namespace-wrong",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.after = BTH_AFTER(&bth_rule_pv_claim_uid_stale),
	.summary = "a claimRef without namespace, or with that of another claim",
	.why = "Volumes have no namespace, so a claimRef must say in which one its claim is, and "
	       "nothing fills it in. With a wrong or no namespace it names no claim: the volume "
	       "stays Available for ever, and its claim waits.",
	.fix = "Write the claim's namespace into the claimRef, also if it is 'default'.",
};

const struct bth_rule bth_rule_pv_claim_uid_stale = {
	.code = "BTH123",
	.name = "pv-claim-uid-stale",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary = "a claimRef with a uid or resourceVersion copied from a cluster",
	.why = "The uid is that of one claim that once was. A claim made anew has another, so the "
	       "volume counts as given back: it goes to Released at once, its reclaim policy "
	       "runs, and no claim gets it.",
	.fix = "Keep only namespace and name of the claimRef.",
};

const struct bth_rule bth_rule_pv_claim_shared = {
	.code = "BTH124",
	.name = "pv-claim-shared",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary = "two volumes are reserved for one claim",
	.why = "A claim gets one volume. Which of the two is not fixed, the other stays reserved "
	       "for ever, and with WaitForFirstConsumer the pod may be sent to the wrong one's "
	       "node, where it cannot start.",
	.fix = "Give each volume the claimRef of another claim, or remove one.",
};

/* claim_pv_name.c - claims that name their volume */

#include "base/near.h"
#include "rules/pod_parts.h"
#include "rules/storage.h"

static struct bth_value
volume_name_at(struct bth_value maker)
{
	return bth_dig(maker, "spec.volumeName");
}

static void
visit_template(struct bth_lint *lint, const struct bth_object *set)
{
	int64_t replicas = bth_object_replicas(set);

	if (replicas < 2)
		return;
	for (struct bth_value i = bth_maker_first(set); bth_exists(i); i = bth_next(i)) {
		struct bth_value name = volume_name_at(i);

		if (!bth_text(name).len)
			continue;
		struct bth_finding *finding =
			bth_report(lint, &bth_rule_claim_template_names_pv, set, name,
				"all %lld claims of template '%.*s' name volume '%.*s'",
				(long long)replicas, BTH_STR_ARG(bth_maker_name(i)),
				BTH_STR_ARG(bth_text(name)));
		bth_report_subject(finding, bth_maker_name(i));
		bth_report_fix(lint, finding,
			"remove volumeName, and reserve a volume for each "
			"claim by the volume's claimRef");
	}
}

const struct bth_rule bth_rule_claim_template_names_pv = {
	.code = "BTH117",
	.name = "claim-template-names-pv",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.kinds = BTH_KIND(BTH_STATEFUL_SET),
	.visit = visit_template,
	.summary = "a claim template of several replicas names one volume",
	.why = "Every replica's claim is a copy of the template, so all of them name the same "
	       "volume. One claim gets it, the others stay Pending and their pods never start.",
	.fix = "Remove volumeName from the template. What ties a volume to one replica's claim is "
	       "the volume's claimRef with namespace and name.",
};

/* The volume whose name is nearly what the claim says, or NULL. */
static const char *
near_volume(struct bth_lint *lint, struct bth_str name)
{
	BTH_VEC(const char *) names = {0};

	for (size_t i = 0; i < lint->views->volumes.len && i < 500; i++)
		bth_vec_push(lint->arena, &names,
			bth_str_copy(lint->arena, lint->views->volumes.items[i].name).at);
	return bth_near(name, names.items, names.len);
}

static void
report_missing_volume(struct bth_lint *lint, const struct bth_claim *claim)
{
	const struct bth_object *object = bth_lint_object(lint, claim->object);
	struct bth_value at = volume_name_at(bth_lint_claim(lint, claim));
	const char *near = near_volume(lint, claim->volume_name);
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_pv_missing, object,
		at, "%s names volume '%.*s', which is not in the run%s",
		bth_claim_text(lint, claim), BTH_STR_ARG(claim->volume_name),
		near ? bth_arena_printf(lint->arena, ": there is '%s'", near) : "");

	bth_report_subject(finding, claim->name);
	if (lint->world->partial || claim->bind_completed)
		finding->severity = BERTH_INFO;
	if (near) {
		bth_report_fix(lint, finding, "write '%s'", near);
		bth_report_replace(lint, finding, object, at, near);
		return;
	}
	bth_report_fix(lint, finding,
		"add the volume to the manifests, or say that it exists: "
		"--assume-exists PersistentVolume/%.*s",
		BTH_STR_ARG(claim->volume_name));
}

/* Of a template with several replicas claim-template-names-pv speaks. */
static bool
is_named_by_many(const struct bth_views *views, const struct bth_claim *claim)
{
	return claim->set != UINT32_MAX && views->sets.items[claim->set].replicas > 1;
}

static void
check_missing(struct bth_lint *lint)
{
	const struct bth_claim *before = NULL;

	for (size_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		bool again = before && bth_claims_same_template(before, claim);

		before = claim;
		if (!claim->volume_name.len || again ||
			is_named_by_many(lint->views, claim) ||
			bth_world_get(lint->world, BTH_PERSISTENT_VOLUME, BTH_STR(""),
				claim->volume_name) ||
			bth_world_assumed(lint->world, "PersistentVolume", BTH_STR(""),
				claim->volume_name))
			continue;
		report_missing_volume(lint, claim);
	}
}

const struct bth_rule bth_rule_claim_pv_missing = {
	.code = "BTH109",
	.name = "claim-pv-missing",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check_missing,
	.summary = "a claim names a volume that no object of the run is",
	.why = "A claim with a volumeName waits for exactly that volume. While there is none the "
	       "claim stays Pending without any event that says so, and no other volume is tried.",
	.fix = "Correct the name, or add the volume to what is checked.",
};

/* The claim names a volume that is reserved for another one. */
static void
report_named(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	struct bth_value reference =
		bth_dig(bth_lint_volume(lint, volume), "spec.claimRef");
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_claim_contradicted,
		bth_lint_object(lint, claim->object),
		volume_name_at(bth_lint_claim(lint, claim)),
		"%s names volume '%.*s', which is reserved for '%.*s/%.*s'",
		bth_claim_text(lint, claim), BTH_STR_ARG(volume->name),
		BTH_STR_ARG(volume->claim_namespace), BTH_STR_ARG(volume->claim_name));

	bth_report_subject(finding, claim->name);
	bth_report_note(
		lint, finding, bth_get(reference, "name"), "the volume's claimRef");
	bth_report_fix(lint, finding,
		"let claim and volume name each other, or let one of the two "
		"name nothing");
}

/* The volume is reserved for a claim that names another volume. */
static void
report_reserved(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	struct bth_value reference =
		bth_dig(bth_lint_volume(lint, volume), "spec.claimRef");
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_claim_contradicted,
		bth_lint_object(lint, volume->object), bth_get(reference, "name"),
		"volume '%.*s' is reserved for %s, which %s volume '%.*s'",
		BTH_STR_ARG(volume->name), bth_claim_text(lint, claim),
		claim->bind_completed ? "is bound to" : "names",
		BTH_STR_ARG(claim->volume_name));

	bth_report_note(lint, finding, volume_name_at(bth_lint_claim(lint, claim)),
		"the claim's volumeName");
	bth_report_fix(lint, finding, "%s",
		claim->bind_completed ?
			"reserve it for another claim: one that is bound keeps its volume" :
			"let claim and volume name each other, or let one of the two "
			"name nothing");
}

static void
check_claim(struct bth_lint *lint, const struct bth_storage *storage,
	const struct bth_claim *claim)
{
	uint32_t named = bth_storage_volume(storage, claim->volume_name);
	struct bth_indexes reserved = bth_storage_reserved(storage, claim);

	/* a volume that is missing is another rule's */
	if (named == UINT32_MAX)
		return;
	const struct bth_volume *volume = &lint->views->volumes.items[named];
	/* of a namespace alone that differs pv-claim-namespace-wrong speaks */
	if (volume->reserved && volume->claim_name.len && volume->claim_namespace.len &&
		!bth_str_eq(volume->claim_name, claim->name))
		report_named(lint, claim, volume);
	for (size_t i = 0; i < reserved.len; i++)
		if (reserved.items[i] != named)
			report_reserved(lint, claim,
				&lint->views->volumes.items[reserved.items[i]]);
}

static void
check_contradicted(struct bth_lint *lint)
{
	struct bth_storage storage;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];

		if (claim->volume_name.len && !is_named_by_many(lint->views, claim))
			check_claim(lint, &storage, claim);
	}
}

const struct bth_rule bth_rule_pv_claim_contradicted = {
	.code = "BTH125",
	.name = "pv-claim-contradicted",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check_contradicted,
	.summary =
		"a claim's volumeName and that volume's claimRef name different partners",
	.why = "A claim that names a volume takes no other, and a volume with a claimRef takes no "
	       "other claim. When the two do not agree, both wait for ever.",
	.fix = "Let them name each other, or remove one of the two references.",
};

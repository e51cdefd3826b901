/* claim_unbindable.c - the verdict: a claim that gets no volume, whatever happens first */

#include "kube/name.h"
#include "rules/pv_count.h"
#include "rules/pv_pair.h"

/* What is known of claims that other rules speak of. */
struct known {
	struct bth_lint *lint;
	struct bth_storage storage;
	struct bth_marks marks;
};

/* Whether a volume that is reserved for the claim has a fault of its own. */
static bool
is_reservation_told(const struct known *known, const struct bth_claim *claim)
{
	struct bth_indexes reserved = bth_storage_reserved(&known->storage, claim);

	for (size_t i = 0; i < reserved.len; i++) {
		const struct bth_volume *volume =
			&known->lint->views->volumes.items[reserved.items[i]];

		if (volume->refused || !bth_bind_owned(claim, volume) ||
			bth_tie_broken(&known->storage, claim, volume))
			return true;
	}
	return false;
}

/*
 * Whether a more exact rule speaks of what keeps the claim without volume. That rule often
 * reports at the volume, which .after does not see.
 */
static bool
is_told(struct known *known, uint32_t index)
{
	const struct bth_claim *claim = &known->lint->views->claims.items[index];
	struct bth_supply supply;
	enum bth_why why;

	/* of a volume that the claim names others say all there is to say */
	if (claim->volume_name.len || known->marks.meant[index] ||
		is_reservation_told(known, claim))
		return true;
	if (bth_storage_nearest(&known->storage, claim, &why) != UINT32_MAX ||
		bth_storage_mode_unserved(&known->storage, claim))
		return true;
	while (index &&
		bth_claims_same_template(
			claim, &known->lint->views->claims.items[index - 1]))
		index--;
	if (bth_selector_unshareable(&known->storage, index))
		return true;
	return bth_supply_count(&known->storage, &known->marks, index, &supply) &&
		(supply.misled || supply.doubled || bth_supply_short(&supply));
}

/* Another claim that always gets the volume, or NULL. */
static const struct bth_claim *
winner_of(const struct bth_lint *lint, uint32_t volume)
{
	const struct bth_indexes *claims = &lint->binding->volumes[volume].claims;

	return claims->len ? &lint->views->claims.items[claims->items[0]] : NULL;
}

static struct bth_finding *
report(struct bth_lint *lint, const struct bth_claim *claim, const char *message)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_unbindable,
		bth_lint_object(lint, claim->object),
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"%s gets no volume: %s", bth_claim_text(lint, claim), message);

	bth_report_subject(finding, claim->name);
	return finding;
}

static void
report_taken(struct bth_lint *lint, const struct bth_claim *claim, uint32_t index)
{
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	const struct bth_claim *winner = winner_of(lint, index);
	struct bth_finding *finding = report(lint, claim,
		bth_arena_printf(lint->arena, "'%.*s' fits, but goes to %s",
			BTH_STR_ARG(volume->name), bth_claim_text(lint, winner)));

	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, winner), "metadata.name"),
		"the claim that gets it");
	bth_report_fix(lint, finding, "make one more volume");
}

/* Whether a volume fits that goes to nobody: then it is for want of a pod, or of its nodes. */
static bool
has_idle(struct known *known, const struct bth_claim *claim)
{
	struct bth_indexes fits = bth_storage_fits(&known->storage, claim);

	for (size_t i = 0; i < fits.len; i++)
		if (!winner_of(known->lint, fits.items[i]))
			return true;
	return false;
}

/*
 * A volume that the cluster has kept since a claim of it went, and that the claim could have:
 * one of its own name first, else one of its class. UINT32_MAX for none.
 */
static uint32_t
find_released(const struct known *known, const struct bth_claim *claim)
{
	const struct bth_volume *volumes = known->lint->views->volumes.items;
	const struct bth_class_use *use = bth_storage_class(&known->storage, claim);
	struct bth_indexes reserved = bth_storage_reserved(&known->storage, claim);

	for (size_t i = 0; i < reserved.len; i++)
		if (volumes[reserved.items[i]].there && !volumes[reserved.items[i]].deleting &&
			volumes[reserved.items[i]].phase == BTH_RELEASED &&
			!bth_bind_owned(claim, &volumes[reserved.items[i]]))
			return reserved.items[i];
	for (size_t i = 0; use && !reserved.len && i < use->volumes.len; i++) {
		const struct bth_volume *volume = &volumes[use->volumes.items[i]];

		if (volume->there && !volume->deleting && volume->phase == BTH_RELEASED &&
			volume->reserved && !bth_storage_apart(&known->storage, claim, volume))
			return use->volumes.items[i];
	}
	return UINT32_MAX;
}

/*
 * Applying the volume's manifest does not help: it leaves the uid in the claimRef as it is.
 * Another name in the claimRef has to go as a whole, so that the claim can be written there.
 */
static void
report_released(struct known *known, const struct bth_claim *claim, uint32_t index)
{
	struct bth_lint *lint = known->lint;
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	bool own = bth_str_eq(volume->claim_name, claim->name) &&
		bth_str_eq(volume->claim_namespace, claim->namespace);
	struct bth_finding *finding = report(lint, claim,
		own ? bth_arena_printf(lint->arena,
			      "'%.*s' is Released, as its claimRef has the uid of an earlier claim",
			      BTH_STR_ARG(volume->name)) :
		      bth_arena_printf(lint->arena,
			      "'%.*s' would fit, but is Released: it was that of claim '%.*s/%.*s'",
			      BTH_STR_ARG(volume->name), BTH_STR_ARG(volume->claim_namespace),
			      BTH_STR_ARG(volume->claim_name)));

	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, volume), "spec.claimRef.name"),
		"the volume is kept for this name");
	/* what is to be typed into a shell has to be a name and nothing else */
	if (bth_name_check_subdomain(volume->name))
		return;
	bth_report_fix(lint, finding,
		"%s: kubectl patch pv %.*s --type json -p '[{\"op\": \"remove\", \"path\": "
		"\"/spec/claimRef%s\"}]'",
		own ? "if its data is for this claim" :
		      "make a volume for the claim, or give it this one with what is on it",
		BTH_STR_ARG(volume->name), own ? "/uid" : "");
}

/* The volume of the class without claimRef that differs least, UINT32_MAX for none. */
static uint32_t
least_apart(const struct known *known, const struct bth_claim *claim,
	const struct bth_class_use *use, unsigned *apart)
{
	uint32_t best = UINT32_MAX;

	for (size_t i = 0; i < use->volumes.len; i++) {
		const struct bth_volume *volume =
			&known->lint->views->volumes.items[use->volumes.items[i]];
		unsigned set = bth_storage_apart(&known->storage, claim, volume);

		if (volume->reserved || volume->deleting ||
			(best != UINT32_MAX && bth_bits(set) >= bth_bits(*apart)))
			continue;
		best = use->volumes.items[i];
		*apart = set;
	}
	return best;
}

static void
report_apart(struct known *known, const struct bth_claim *claim, uint32_t volume,
	unsigned apart)
{
	struct bth_pair pair = {.lint = known->lint,
		.storage = &known->storage,
		.claim = claim,
		.volume = &known->lint->views->volumes.items[volume]};
	const char *list = "";

	for (unsigned i = 0; i < BTH_WHY_COUNT; i++)
		if (apart & 1u << i)
			list = bth_arena_printf(known->lint->arena,
				"%s%s%s where it asks for %s", list,
				*list ? ", and " : "",
				bth_pair_volume_says(&pair, (enum bth_why)i),
				bth_pair_claim_says(&pair, (enum bth_why)i));
	struct bth_finding *finding = report(known->lint, claim,
		bth_arena_printf(known->lint->arena, "the nearest, '%.*s', has %s",
			BTH_STR_ARG(pair.volume->name), list));
	bth_report_note(known->lint, finding,
		bth_dig(bth_lint_volume(known->lint, pair.volume), "metadata.name"),
		"the nearest volume");
	bth_report_fix(known->lint, finding, "let the two agree in all of it");
}

/* Of volumes that are reserved for others the one whose claim has the name, or the first. */
static uint32_t
nearest_reserved(const struct known *known, const struct bth_claim *claim,
	const struct bth_class_use *use)
{
	for (size_t i = 0; i < use->volumes.len; i++)
		if (bth_str_eq(known->lint->views->volumes.items[use->volumes.items[i]].claim_name,
			    claim->name))
			return use->volumes.items[i];
	return use->volumes.items[0];
}

static void
report_none(struct known *known, const struct bth_claim *claim,
	const struct bth_class_use *use)
{
	struct bth_arena *arena = known->lint->arena;
	bool several = use->volumes.len > 1;
	struct bth_finding *finding;

	if (!use->volumes.len) {
		finding = report(known->lint, claim,
			bth_arena_printf(arena, "the run has none %s",
				bth_of_class_text(arena, use->name)));
		/* it may be kept elsewhere */
		finding->severity =
			known->lint->world->partial ? BERTH_INFO : BERTH_WARNING;
		bth_report_fix(known->lint, finding, "add a volume for it");
		return;
	}
	const struct bth_volume *volume =
		&known->lint->views->volumes.items[nearest_reserved(known, claim, use)];
	bool namesake = bth_str_eq(volume->claim_name, claim->name);
	const char *whose = bth_arena_printf(arena,
		namesake ? "the claim of this name in namespace '%.*s'" : "claim '%.*s/%.*s'",
		BTH_STR_ARG(volume->claim_namespace), BTH_STR_ARG(volume->claim_name));
	finding = report(known->lint, claim,
		several && !namesake ?
			bth_arena_printf(arena, "all %zu %s are reserved for other claims",
				use->volumes.len, bth_of_class_text(arena, use->name)) :
			bth_arena_printf(arena, "'%.*s'%s is reserved for %s",
				BTH_STR_ARG(volume->name),
				several ? "" :
					  bth_arena_printf(arena, ", the only one %s,",
						  bth_of_class_text(arena, use->name)),
				whose));
	bth_report_note(known->lint, finding,
		bth_dig(bth_lint_volume(known->lint, volume),
			namesake ? "spec.claimRef.namespace" : "spec.claimRef.name"),
		"reserved here");
	if (namesake) {
		bth_report_fix(known->lint, finding,
			"a claim is found in its own namespace alone: make it and its pods in one, "
			"and reserve the volume for that");
		return;
	}
	bth_report_fix(known->lint, finding, "make a volume for the claim");
}

/* A volume that would be the claim's if it were not being deleted, UINT32_MAX for none. */
static uint32_t
deleted_fit(const struct known *known, const struct bth_claim *claim,
	const struct bth_class_use *use)
{
	for (size_t i = 0; i < use->volumes.len; i++) {
		const struct bth_volume *volume =
			&known->lint->views->volumes.items[use->volumes.items[i]];

		if (volume->deleting &&
			(!volume->reserved || bth_bind_owned(claim, volume)) &&
			!bth_storage_apart(&known->storage, claim, volume))
			return use->volumes.items[i];
	}
	return UINT32_MAX;
}

static void
report_deleted(struct bth_lint *lint, const struct bth_claim *claim, uint32_t index)
{
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	struct bth_finding *finding = report(lint, claim,
		bth_arena_printf(lint->arena, "'%.*s' would fit, but is being deleted",
			BTH_STR_ARG(volume->name)));

	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, volume), "metadata.deletionTimestamp"),
		"deleted here");
	bth_report_fix(lint, finding, "make a volume of another name for the same storage");
}

static void
judge(struct known *known, uint32_t index)
{
	struct bth_lint *lint = known->lint;
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_class_use *use = bth_storage_class(&known->storage, claim);
	struct bth_indexes fits = bth_storage_fits(&known->storage, claim);
	unsigned apart = 0;

	if (fits.len) {
		if (!has_idle(known, claim))
			report_taken(lint, claim, fits.items[0]);
		return;
	}
	/* of a claimRef without a name pv-claim-unmatched speaks */
	for (size_t i = 0; i < use->volumes.len; i++)
		if (lint->views->volumes.items[use->volumes.items[i]].reserved &&
			!lint->views->volumes.items[use->volumes.items[i]].claim_name.len)
			return;
	/* of a class in the run without any volume class-pv-missing speaks */
	if (!use->volumes.len && (use->class || !lint->views->volumes.len))
		return;
	uint32_t deleted = deleted_fit(known, claim, use);
	if (deleted != UINT32_MAX) {
		report_deleted(lint, claim, deleted);
		return;
	}
	uint32_t volume = least_apart(known, claim, use, &apart);
	if (volume != UINT32_MAX)
		report_apart(known, claim, volume, apart);
	else
		report_none(known, claim, use);
}

static void
check(struct bth_lint *lint)
{
	struct known known = {.lint = lint};
	const struct bth_claim *told = NULL;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&known.storage, lint);
	bth_marks_init(&known.marks, &known.storage);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_claim_outcome *outcome = &lint->binding->claims[i];

		if (outcome->volumes.len || outcome->provisioned || !outcome->pending)
			continue;
		if (claim->refused || claim->deleting || claim->bind_completed ||
			bth_storage_provided(&known.storage, claim) ||
			(told && bth_claims_same_template(told, claim)))
			continue;
		uint32_t released = claim->volume_name.len || has_idle(&known, claim) ?
			UINT32_MAX : find_released(&known, claim);
		if (released == UINT32_MAX && is_told(&known, i))
			continue;
		if (released == UINT32_MAX)
			judge(&known, i);
		else
			report_released(&known, claim, released);
		told = claim;
	}
}

const struct bth_rule bth_rule_claim_unbindable = {
	.code = "BTH101",
	.name = "claim-unbindable",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(&bth_rule_claim_too_large, &bth_rule_claim_mode_unserved,
		&bth_rule_claim_name_shared, &bth_rule_claim_pv_missing,
		&bth_rule_claim_selector_unshareable, &bth_rule_pv_claim_contradicted,
		&bth_rule_pv_count_short, &bth_rule_pv_modes_short,
		&bth_rule_pv_mode_mismatch, &bth_rule_pv_class_mismatch,
		&bth_rule_pv_selector_mismatch, &bth_rule_pv_attributes_mismatch),
	.summary = "a claim that can get no volume, in whatever order things happen",
	.why = "berth has played through what Kubernetes does with the volumes and claims of the "
	       "run. This claim stays Pending in every case, and a pod that mounts it never "
	       "starts.",
	.fix = "Make a volume that fits the claim, and reserve it by claimRef.",
};

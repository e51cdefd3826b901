/* claim_order.c - what a claim gets depends on whether the volumes were there before it */

#include "rules/storage.h"

/* Whether a volume that is free fits a claim: else it does not matter when volumes come. */
static bool
has_choice(struct bth_storage *storage)
{
	const struct bth_views *views = storage->views;

	for (size_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[i];

		if (!claim->volume_name.len && !claim->bind_completed &&
			bth_storage_fits(storage, claim).len)
			return true;
	}
	return false;
}

/* The first volume that the claim may get only if it comes before others; UINT32_MAX: none. */
static uint32_t
late_volume(const struct bth_claim_outcome *first, const struct bth_claim_outcome *late)
{
	size_t j = 0;

	for (size_t i = 0; i < late->volumes.len; i++) {
		while (j < first->volumes.len &&
			first->volumes.items[j] < late->volumes.items[i])
			j++;
		if (j == first->volumes.len ||
			first->volumes.items[j] != late->volumes.items[i])
			return late->volumes.items[i];
	}
	return UINT32_MAX;
}

static struct bth_finding *
report(struct bth_lint *lint, const struct bth_claim *claim, const char *message)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_order_dependent,
		bth_lint_object(lint, claim->object),
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"), "%s %s",
		bth_claim_text(lint, claim), message);

	bth_report_subject(finding, claim->name);
	return finding;
}

static void
note_volume(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_volume *volume, const char *what)
{
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, volume), "metadata.name"), "%s", what);
}

/* Another claim that gets the volume when others come too late. */
static const char *
rival_text(const struct bth_lint *lint, const struct bth_indexes *claims, uint32_t index)
{
	for (size_t i = 0; i < claims->len; i++)
		if (claims->items[i] != index)
			return bth_claim_text(
				lint, &lint->views->claims.items[claims->items[i]]);
	return "another claim";
}

/* It has a volume for certain, and none when that one comes too late. */
static void
report_pending(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *first, const char *rival)
{
	struct bth_finding *finding = report(lint, claim,
		bth_arena_printf(lint->arena,
			"may stay Pending if volumes come after claims: '%.*s' may then go to %s",
			BTH_STR_ARG(first->name), rival));

	note_volume(lint, finding, first, "the volume that it gets when all are there");
	bth_report_fix(lint, finding,
		"reserve a volume for each claim by claimRef, or wait until the volumes are Available "
		"before the claims are made");
}

static void
report_other(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *first, const struct bth_volume *other)
{
	bool kept = bth_bind_owned(claim, first);
	struct bth_finding *finding = report(lint, claim,
		bth_arena_printf(lint->arena,
			"may get '%.*s' if volumes come after claims, in place of '%.*s'%s",
			BTH_STR_ARG(other->name), BTH_STR_ARG(first->name),
			kept ? ", which is reserved for it" : ""));

	if (!kept)
		finding->severity = BERTH_INFO;
	note_volume(lint, finding, first, "the volume that it gets when all are there");
	note_volume(lint, finding, other,
		"the one that it may get when this one is there first");
	bth_report_fix(lint, finding,
		kept ? "reserve '%.*s' for another claim, or give it a class of its own" :
		       "reserve a volume for the claim by claimRef, and '%.*s' for another",
		BTH_STR_ARG(other->name));
}

static void
judge(struct bth_lint *lint, const struct bth_binding *all_late, uint32_t index)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_claim_outcome *first = &lint->binding->claims[index];
	const struct bth_claim_outcome *late = &all_late->claims[index];
	const struct bth_volume *volumes = lint->views->volumes.items;
	uint32_t volume = first->volumes.items[0];
	uint32_t other = late_volume(first, late);

	if (late->pending)
		report_pending(lint, claim, &volumes[volume],
			rival_text(lint, &all_late->volumes[volume].claims, index));
	else if (other != UINT32_MAX && first->volumes.len == 1)
		report_other(lint, claim, &volumes[volume], &volumes[other]);
}

/* What is left open in any order, and what bounds alone allow, is not this rule's. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct bth_binding late;
	struct bth_bind_options options = BTH_BIND_OPTIONS_INIT;
	const struct bth_claim *told = NULL;

	if (!lint->views->volumes.len || !lint->binding->exact)
		return;
	bth_storage_init(&storage, lint);
	if (!has_choice(&storage))
		return;
	options.late_volumes = true;
	bth_bind_with(lint->arena, &late, lint->views, &options);
	if (!late.exact)
		return;
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_claim_outcome *first = &lint->binding->claims[i];

		if (!first->volumes.len || first->pending || first->provisioned ||
			(told && bth_claims_same_template(told, claim)) ||
			bth_storage_provided(&storage, claim))
			continue;
		judge(lint, &late, i);
		told = claim;
	}
}

const struct bth_rule bth_rule_claim_order_dependent = {
	.code = "BTH148",
	.name = "claim-order-dependent",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.after = BTH_AFTER(&bth_rule_claim_contested, &bth_rule_pv_assignment_random,
		&bth_rule_spec_claim_uncertain),
	.summary = "what a claim gets depends on whether volumes come before claims",
	.why = "Applied at once, claims may be looked at while some volumes do not exist yet or are "
	       "not Available. A claim then takes another volume than it would later: a larger one, "
	       "that the next claim needs, or a free one in place of its reserved one. It keeps "
	       "that for good, and the same manifests give another result the next time.",
	.fix = "Reserve every volume for one claim, so that there is no choice. Or apply the volumes "
	       "first, and wait until they are Available.",
};

/* pv_assignment.c - which replica gets which volume is left to chance */

#include "rules/claim_unreserved.h"

/* Whether claims that nothing else is to be said of share their choice of volumes. */
static bool
is_random(const struct bth_lint *lint, const bool *wanted, uint32_t index)
{
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];

	if (outcome->volumes.len < 2 || !outcome->contested || outcome->pending ||
		outcome->provisioned)
		return false;
	/* of volumes that nobody wants claim-unreserved speaks */
	for (size_t i = 0; i < outcome->volumes.len; i++)
		if (lint->views->volumes.items[outcome->volumes.items[i]].reserved ||
			!wanted[outcome->volumes.items[i]])
			return false;
	return true;
}

static void
report(struct bth_lint *lint, const uint32_t *users, uint32_t index)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];
	const struct bth_volume *first =
		&lint->views->volumes.items[outcome->volumes.items[0]];
	const struct bth_volume *second =
		&lint->views->volumes.items[outcome->volumes.items[1]];
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_assignment_random,
		bth_lint_object(lint, claim->object),
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"%s may get any of %zu volumes, and so may other claims",
		bth_claim_text(lint, claim), outcome->volumes.len);

	bth_report_subject(finding, claim->name);
	if (bth_claim_is_database(lint, users, index))
		finding->severity = BERTH_WARNING;
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, first), "metadata.name"), "volume '%.*s'",
		BTH_STR_ARG(first->name));
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, second), "metadata.name"), "volume '%.*s'",
		BTH_STR_ARG(second->name));
	bth_report_fix(lint, finding,
		"write the claim's namespace and name into the claimRef of the volume it is to get");
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	const struct bth_claim *told = NULL;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	const bool *wanted = bth_volumes_wanted(&storage);
	const uint32_t *users = bth_storage_users(lint);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];

		if ((told && bth_claims_same_template(told, claim)) ||
			!is_random(lint, wanted, i) ||
			bth_storage_provided(&storage, claim))
			continue;
		report(lint, users, i);
		told = claim;
	}
}

const struct bth_rule bth_rule_pv_assignment_random = {
	.code = "BTH137",
	.name = "pv-assignment-random",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.check = check,
	.after = BTH_AFTER(&bth_rule_claim_contested),
	.summary = "several volumes fit several claims: who gets which is chance",
	.why = "Among volumes of equal size Kubernetes takes whichever it meets first, and the "
	       "order differs from run to run. All claims are served, but a set that is made again "
	       "from its manifests may give each replica another one's data.",
	.fix = "Reserve each volume for one claim by a claimRef with namespace and name.",
};

/* claim_contested.c - the verdict: whether a claim gets a volume is a race */

#include "rules/pv_count.h"

/* A claim that may take the volume, other than those of the same template. */
static const struct bth_claim *
rival_of(const struct bth_lint *lint, uint32_t index)
{
	const struct bth_views *views = lint->views;
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];

	for (size_t v = 0; v < outcome->volumes.len; v++) {
		const struct bth_indexes *claims =
			&lint->binding->volumes[outcome->volumes.items[v]].claims;

		for (size_t i = 0; i < claims->len; i++)
			if (claims->items[i] != index &&
				!bth_claims_same_template(&views->claims.items[index],
					&views->claims.items[claims->items[i]]))
				return &views->claims.items[claims->items[i]];
	}
	return NULL;
}

static void
report(struct bth_lint *lint, uint32_t index, const struct bth_claim *rival)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];
	const struct bth_volume *volume =
		&lint->views->volumes.items[outcome->volumes.items[0]];
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_contested,
		bth_lint_object(lint, claim->object),
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"%s may stay Pending: '%.*s'%s may go to %s", bth_claim_text(lint, claim),
		BTH_STR_ARG(volume->name),
		outcome->volumes.len > 1 ?
			bth_arena_printf(lint->arena, " and %zu more", outcome->volumes.len - 1) :
			"",
		bth_claim_text(lint, rival));

	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding, bth_dig(bth_lint_claim(lint, rival), "metadata.name"),
		"the other claim");
	bth_report_note(lint, finding, bth_dig(bth_lint_volume(lint, volume), "metadata.name"),
		"the volume both may get");
	bth_report_fix(lint, finding, "make a volume for each claim, and reserve it by a claimRef "
		"with the claim's namespace and name");
}

/* Whether it is said that the set has too few volumes, whoever gets them. */
static bool
is_short(struct bth_storage *storage, struct bth_marks *marks, uint32_t index)
{
	const struct bth_views *views = storage->views;
	struct bth_supply supply;

	while (index && bth_claims_same_template(
				&views->claims.items[index], &views->claims.items[index - 1]))
		index--;
	if (bth_selector_unshareable(storage, index))
		return true;
	return bth_supply_count(storage, marks, index, &supply) && bth_supply_short(&supply);
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct bth_marks marks;
	const struct bth_claim *told = NULL;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	bth_marks_init(&marks, &storage);
	bool *spoken = bth_arena_array(lint->arena, lint->views->volumes.len + 1, sizeof *spoken);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_claim_outcome *outcome = &lint->binding->claims[i];

		if (!outcome->pending || !outcome->volumes.len || !outcome->contested ||
			outcome->provisioned || (told && bth_claims_same_template(told, claim)))
			continue;
		const struct bth_claim *rival = rival_of(lint, i);
		if (!rival || bth_storage_provided(&storage, claim) || spoken[outcome->volumes.items[0]] || is_short(&storage, &marks, i))
			continue;
		report(lint, i, rival);
		spoken[outcome->volumes.items[0]] = true;
		told = claim;
	}
}

const struct bth_rule bth_rule_claim_contested = {
	.code = "BTH102",
	.name = "claim-contested",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.after = BTH_AFTER(&bth_rule_claim_unbindable, &bth_rule_claim_name_shared,
		&bth_rule_claim_template_names_pv, &bth_rule_pv_count_short),
	.summary = "whether a claim gets a volume depends on who comes first",
	.why = "Several claims fit the same volumes, and there are not enough for all. Which claim "
	       "is served first is a race between controllers: it works on one day and not on the "
	       "next, and the one that comes late stays Pending.",
	.fix = "Make a volume for each claim, and reserve each by a claimRef with the claim's "
	       "namespace and name.",
};

/* claim_contested.c - the verdict: whether a claim gets a volume is a race */

#include "rules/pv_count.h"

/* A claim that may take one of the volumes, other than those of the same template, or NULL. */
static const struct bth_claim *
rival_of(const struct bth_lint *lint, uint32_t index)
{
	const struct bth_views *views = lint->views;
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];
	const uint32_t *before = NULL;

	for (size_t v = 0; v < outcome->volumes.len; v++) {
		const struct bth_indexes *claims =
			&lint->binding->volumes[outcome->volumes.items[v]].claims;

		/* equal volumes have one list of claims */
		for (size_t i = 0; claims->items != before && i < claims->len; i++)
			if (claims->items[i] != index &&
				!bth_claims_same_template(&views->claims.items[index],
					&views->claims.items[claims->items[i]]))
				return &views->claims.items[claims->items[i]];
		before = claims->items;
	}
	return NULL;
}

/* "'disk-0'" or "'disk-0' and 2 more". */
static const char *
volumes_text(const struct bth_lint *lint, const struct bth_claim_outcome *outcome)
{
	struct bth_str name = lint->views->volumes.items[outcome->volumes.items[0]].name;

	if (outcome->volumes.len == 1)
		return bth_arena_printf(lint->arena, "'%.*s'", BTH_STR_ARG(name));
	return bth_arena_printf(lint->arena, "'%.*s' and %zu more", BTH_STR_ARG(name),
		outcome->volumes.len - 1);
}

/* @rival is NULL where claims of one template are in each other's way. */
static void
report(struct bth_lint *lint, uint32_t index, const struct bth_claim *rival)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];
	const struct bth_volume *volume =
		&lint->views->volumes.items[outcome->volumes.items[0]];
	const char *who = rival ? bth_claim_text(lint, rival) : "other replicas";
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_contested,
		bth_lint_object(lint, claim->object),
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"%s may stay Pending: %s may go to %s", bth_claim_text(lint, claim),
		volumes_text(lint, outcome), who);

	bth_report_subject(finding, claim->name);
	if (rival)
		bth_report_note(lint, finding,
			bth_dig(bth_lint_claim(lint, rival), "metadata.name"),
			"the other claim");
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, volume), "metadata.name"),
		"the volume both may get");
	bth_report_fix(lint, finding,
		"make a volume for each claim, and reserve it by a claimRef "
		"with the claim's namespace and name");
}

/* Whether it is said that the set has too few volumes, whoever gets them. */
static bool
is_short(struct bth_storage *storage, struct bth_marks *marks, uint32_t index)
{
	const struct bth_views *views = storage->views;
	struct bth_supply supply;

	while (index &&
		bth_claims_same_template(
			&views->claims.items[index], &views->claims.items[index - 1]))
		index--;
	if (bth_selector_unshareable(storage, index))
		return true;
	return bth_supply_count(storage, marks, index, &supply) &&
		bth_supply_short(&supply);
}

/* Whether the claim may be left over because others are served first. */
static bool
is_contested(const struct bth_lint *lint, uint32_t index)
{
	const struct bth_claim_outcome *outcome = &lint->binding->claims[index];

	return outcome->pending && outcome->volumes.len && outcome->contested &&
		!outcome->provisioned;
}

/* The index behind which a pod of each claim stands among the views; 0 for none. */
static uint32_t *
pods_of_claims(const struct bth_lint *lint)
{
	const struct bth_views *views = lint->views;
	uint32_t *pods = bth_arena_array(lint->arena, views->claims.len + 1, sizeof *pods);

	for (uint32_t i = 0; i < views->pods.len; i++)
		for (size_t j = 0; j < views->pods.items[i].claims.len; j++)
			pods[views->pods.items[i].claims.items[j]] = i + 1;
	return pods;
}

/*
 * A claim of the same pod that is served first and takes what this one needs: the scheduler
 * goes from small claims to large ones, and does not try another way when the last finds none.
 */
static const struct bth_claim *
greedy_sibling(struct bth_storage *storage, const struct bth_pod *pod, uint32_t index)
{
	const struct bth_views *views = storage->views;
	uint32_t volume = storage->lint->binding->claims[index].volumes.items[0];

	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[pod->claims.items[i]];
		struct bth_indexes fits = bth_storage_fits(storage, claim);

		for (size_t j = 0; pod->claims.items[i] != index && j < fits.len; j++)
			if (fits.items[j] == volume)
				return claim;
	}
	return NULL;
}

/* Claims that wait because the pod's other claims are served first. */
static void
check_greedy(struct bth_lint *lint, struct bth_storage *storage, struct bth_marks *marks)
{
	const uint32_t *pods = pods_of_claims(lint);
	const struct bth_claim *seen = NULL;

	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_claim_outcome *outcome = &lint->binding->claims[i];

		if (!pods[i] || !outcome->pending || outcome->volumes.len != 1 ||
			outcome->contested || outcome->provisioned ||
			(seen && bth_claims_same_template(seen, claim)) ||
			bth_storage_provided(storage, claim) || claim->volume_name.len ||
			bth_storage_reserved(storage, claim).len)
			continue;
		const struct bth_claim *sibling = greedy_sibling(
			storage, &lint->views->pods.items[pods[i] - 1], i);
		if (!sibling || is_short(storage, marks, i))
			continue;
		report(lint, i, sibling);
		seen = claim;
	}
}

/* Each template once, and of claims that are in each other's way one. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct bth_marks marks;
	const struct bth_claim *seen = NULL;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	bth_marks_init(&marks, &storage);
	bool *told =
		bth_arena_array(lint->arena, lint->views->volumes.len + 1, sizeof *told);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];

		if (!is_contested(lint, i) ||
			(seen && bth_claims_same_template(seen, claim)) ||
			bth_storage_provided(&storage, claim))
			continue;
		seen = claim;
		const struct bth_claim *rival = rival_of(lint, i);
		uint32_t first = lint->binding->claims[i].volumes.items[0];
		/* bounds say that a claim may wait where it need not */
		if ((!rival && !lint->binding->exact) || told[first] ||
			is_short(&storage, &marks, i))
			continue;
		report(lint, i, rival);
		told[first] = true;
	}
	if (lint->binding->exact)
		check_greedy(lint, &storage, &marks);
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

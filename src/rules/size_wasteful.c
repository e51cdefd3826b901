/* size_wasteful.c - a claim that asks for much less than its volume holds */

#include "rules/storage.h"

/* More than this many times the request is worth a word. */
enum { TIMES = 2 };

static bool
is_wasteful(const struct bth_claim *claim, const struct bth_volume *volume)
{
	struct bth_quantity times = claim->request;

	for (unsigned i = 1; i < TIMES; i++)
		times = bth_quantity_add(times, claim->request);
	return claim->has_request && volume->has_capacity &&
		bth_quantity_cmp(volume->capacity, times) > 0;
}

static void
check(struct bth_lint *lint)
{
	const struct bth_claim *told = NULL;

	for (size_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_claim_outcome *outcome = &lint->binding->claims[i];

		if (!outcome->certain || outcome->volumes.len != 1 ||
			(told && bth_claims_same_template(told, claim)))
			continue;
		const struct bth_volume *volume =
			&lint->views->volumes.items[outcome->volumes.items[0]];
		if (!is_wasteful(claim, volume))
			continue;
		struct bth_value asked = bth_claim_size(lint, claim);
		struct bth_value held = bth_volume_size(lint, volume);
		struct bth_finding *finding = bth_report(lint, &bth_rule_size_wasteful,
			bth_lint_object(lint, claim->object), asked,
			"%s asks for %.*s and gets volume '%.*s' of %.*s",
			bth_claim_text(lint, claim), BTH_STR_ARG(bth_text(asked)),
			BTH_STR_ARG(volume->name), BTH_STR_ARG(bth_text(held)));
		bth_report_subject(finding, claim->name);
		bth_report_note(lint, finding, held, "the volume is here");
		bth_report_fix(lint, finding, "ask for %.*s, or make a smaller volume",
			BTH_STR_ARG(bth_text(held)));
		told = claim;
	}
}

const struct bth_rule bth_rule_size_wasteful = {
	.code = "BTH130",
	.name = "size-wasteful",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.check = check,
	.summary = "a claim asks for much less than the volume it gets holds",
	.why = "A claim takes the whole volume: the rest is lost to others, and the request limits "
	       "nothing, so the pods can fill all of it.",
	.fix = "Ask for what the volume holds, so that the numbers say what is there, or make a "
	       "smaller volume.",
};

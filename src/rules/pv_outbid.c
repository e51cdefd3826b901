/* pv_outbid.c - a reserved volume that another one is preferred to */

#include "rules/pv_pair.h"

/*
 * The volume that the controller may try before the reserved one: it goes by groups of equal
 * modes, the smallest first, those of one size in no order. UINT32_MAX: none.
 */
static uint32_t
rival_of(struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *reserved)
{
	struct bth_indexes fits = bth_storage_fits(storage, claim);

	for (size_t i = 0; i < fits.len; i++) {
		const struct bth_volume *volume =
			&storage->views->volumes.items[fits.items[i]];

		if (!volume->refused && volume->modes != reserved->modes &&
			bth_bits(volume->modes) <= bth_bits(reserved->modes))
			return fits.items[i];
	}
	return UINT32_MAX;
}

static void
report(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *reserved, const struct bth_volume *rival)
{
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_outbid,
		bth_lint_object(lint, reserved->object),
		bth_dig(bth_lint_volume(lint, reserved), "spec.accessModes"),
		"volume '%.*s' is reserved for %s, which may still get '%.*s'",
		BTH_STR_ARG(reserved->name), bth_claim_text(lint, claim),
		BTH_STR_ARG(rival->name));

	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, rival), "spec.accessModes"),
		"this one is free and offers %s access modes",
		bth_bits(rival->modes) < bth_bits(reserved->modes) ? "fewer" : "other");
	bth_report_fix(lint, finding,
		"let the volume offer only the access modes of its claim: %s",
		bth_modes_text(lint->arena, claim->modes));
}

/* Whether the controller finds a volume at once, without waiting for a pod. */
static bool
is_immediate(const struct bth_storage *storage, const struct bth_claim *claim)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);

	return !use || !use->class || !use->class->wait;
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];
		uint32_t index = volume->reserved ?
			bth_storage_claim(
				&storage, volume->claim_namespace, volume->claim_name) :
			UINT32_MAX;

		if (index == UINT32_MAX || volume->refused)
			continue;
		const struct bth_claim *claim = &lint->views->claims.items[index];
		if (bth_tie(claim, volume) != BTH_TIE_RESERVED ||
			!is_immediate(&storage, claim) ||
			bth_tie_broken(&storage, claim, volume))
			continue;
		uint32_t rival = rival_of(&storage, claim, volume);
		if (rival != UINT32_MAX)
			report(lint, claim, volume, &lint->views->volumes.items[rival]);
	}
}

const struct bth_rule bth_rule_pv_outbid = {
	.code = "BTH136",
	.name = "pv-outbid",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.summary =
		"a reserved volume can lose its claim to a free one with fewer access modes",
	.why = "With Immediate binding volumes are looked at in groups of equal access modes, the "
	       "group with the fewest modes first. A free volume there is taken before the "
	       "reserved one is seen, which then stays reserved for ever.",
	.fix = "Let the reserved volume offer only the modes that its claim asks for.",
};

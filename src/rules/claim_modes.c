/* claim_modes.c - access modes that a claim should not ask for */

#include "rules/storage.h"

static struct bth_value
modes_at(struct bth_value maker)
{
	return bth_dig(maker, "spec.accessModes");
}

static void
visit_many(struct bth_lint *lint, const struct bth_object *object)
{
	static const unsigned all[] = {BTH_RWO, BTH_ROX, BTH_RWX, BTH_RWOP};

	for (struct bth_value i = bth_maker_first(object); bth_exists(i);
		i = bth_maker_next(object, i)) {
		struct bth_value list = modes_at(i);
		unsigned modes = 0;

		for (struct bth_value m = bth_first(list); bth_exists(m); m = bth_next(m))
			for (size_t k = 0; k < sizeof all / sizeof all[0]; k++)
				if (bth_str_is(bth_text(m),
					    bth_modes_text(lint->arena, all[k])))
					modes |= all[k];
		if (bth_bits(modes) < 2)
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_claim_modes_many,
			object, list,
			"%s asks for %u access modes: a volume must offer them all",
			bth_maker_text(lint, object, i), bth_bits(modes));
		bth_report_subject(finding, bth_maker_name(i));
		bth_report_fix(lint, finding, "keep the one mode that the pods need");
	}
}

const struct bth_rule bth_rule_claim_modes_many = {
	.code = "BTH104",
	.name = "claim-modes-many",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.kinds = BTH_CLAIM_MAKERS,
	.visit = visit_many,
	.summary = "a claim asks for more than one access mode",
	.why = "The modes of a claim are not a choice: a volume is taken only if it offers every "
	       "one of them. A mode more only makes fewer volumes fit.",
	.fix = "Keep the one mode that the pods need; ReadWriteOnce for most databases.",
};

static struct bth_value
item_of(struct bth_value list, const char *text)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_str_is(bth_text(i), text))
			return i;
	return list;
}

static void
report_unserved(
	struct bth_storage *storage, struct bth_lint *lint, const struct bth_claim *claim)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);
	const struct bth_volume *volume =
		&lint->views->volumes.items[use->volumes.items[0]];
	unsigned lacking = claim->modes & (BTH_RWX | BTH_ROX) & ~use->offered;
	const char *mode = lacking & BTH_RWX ? "ReadWriteMany" : "ReadOnlyMany";
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_mode_unserved,
		bth_lint_object(lint, claim->object),
		item_of(modes_at(bth_lint_claim(lint, claim)), mode),
		"%s asks for %s, but all volumes %s are on one node each",
		bth_claim_text(lint, claim), mode,
		bth_of_class_text(lint->arena, use->name));

	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, volume), "metadata.name"),
		"volume '%.*s' is a directory or disk of its node",
		BTH_STR_ARG(volume->name));
	bth_report_fix(lint, finding,
		"ask for ReadWriteOnce, or use storage that several nodes can mount");
}

static void
check_unserved(struct bth_lint *lint)
{
	struct bth_storage storage;
	const struct bth_claim *before = NULL;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];

		/* a volume that says it can is taken, and does on its node */
		if (bth_storage_mode_unserved(&storage, claim) &&
			!(before && bth_claims_same_template(before, claim)))
			report_unserved(&storage, lint, claim);
		before = claim;
	}
}

const struct bth_rule bth_rule_claim_mode_unserved = {
	.code = "BTH105",
	.name = "claim-mode-unserved",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check_unserved,
	.summary = "a claim asks for access by many nodes where all volumes are local",
	.why = "Local and hostPath volumes are on one node, and those of this class do not offer "
	       "the mode. No volume is taken for the claim, so it stays Pending.",
	.fix = "Ask for ReadWriteOnce, or use storage that several nodes can mount, such as NFS.",
};

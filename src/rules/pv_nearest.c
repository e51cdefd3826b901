/* pv_nearest.c - claims that no volume fits, where one lacks a single thing */

#include "base/near.h"
#include "rules/edit.h"
#include "rules/pv_pair.h"

static struct bth_finding *
report(const struct bth_pair *pair, const struct bth_rule *rule, struct bth_value at,
	const char *message)
{
	struct bth_lint *lint = pair->lint;
	struct bth_finding *finding = bth_report(lint, rule,
		bth_lint_object(lint, pair->claim->object), at, "%s", message);

	bth_report_subject(finding, pair->claim->name);
	return finding;
}

static void
note_volume(const struct bth_pair *pair, struct bth_finding *finding, enum bth_why why,
	const char *text)
{
	struct bth_value at = bth_pair_volume_at(pair, why);

	if (!bth_exists(at))
		at = bth_dig(bth_lint_volume(pair->lint, pair->volume), "metadata.name");
	bth_report_note(pair->lint, finding, at, "%s", text);
}

/* Whether a volume of the class would be large enough, but is reserved for another claim. */
static bool
is_larger_reserved(const struct bth_pair *pair)
{
	const struct bth_class_use *use = bth_storage_class(pair->storage, pair->claim);

	for (size_t i = 0; use && i < use->volumes.len; i++) {
		const struct bth_volume *volume =
			&pair->lint->views->volumes.items[use->volumes.items[i]];

		if (volume->reserved && volume->has_capacity &&
			bth_quantity_cmp(volume->capacity, pair->claim->request) >= 0)
			return true;
	}
	return false;
}

static void
report_size(const struct bth_pair *pair)
{
	struct bth_lint *lint = pair->lint;
	struct bth_str class = pair->volume->storage_class;
	const char *which = class.len ?
		bth_arena_printf(lint->arena, "'%.*s' volume", BTH_STR_ARG(class)) :
		"volume without class";
	struct bth_finding *finding =
		report(pair, &bth_rule_claim_too_large, bth_claim_size(lint, pair->claim),
			bth_arena_printf(lint->arena,
				"%s asks for %s, but the largest %s%s holds %s",
				bth_claim_text(lint, pair->claim),
				bth_pair_claim_says(pair, BTH_WHY_SIZE),
				is_larger_reserved(pair) ? "free " : "", which,
				bth_pair_volume_says(pair, BTH_WHY_SIZE)));

	note_volume(pair, finding, BTH_WHY_SIZE, "the largest volume is here");
	bth_report_fix(lint, finding, "ask for at most %s, or make a larger volume",
		bth_pair_volume_says(pair, BTH_WHY_SIZE));
}

/* A class that is nearly the volume's was meant to be it, so that berth can write it. */
static void
fix_class(const struct bth_pair *pair, struct bth_finding *finding)
{
	struct bth_lint *lint = pair->lint;
	struct bth_str asked = pair->claim->storage_class, has = pair->volume->storage_class;
	const char *name = bth_str_copy(lint->arena, has).at;

	bth_report_fix(lint, finding,
		has.len ? "write 'storageClassName: %s' in the claim, or the claim's class in the "
			  "volume" :
			  "write 'storageClassName: \"%s\"' in the claim, or the claim's class in the "
			  "volume",
		name);
	if (asked.len && bth_near(asked, &name, 1))
		bth_report_replace_text(lint, finding,
			bth_lint_object(lint, pair->claim->object),
			bth_pair_claim_at(pair, BTH_WHY_CLASS), has);
}

static void
fix_attributes(const struct bth_pair *pair, struct bth_finding *finding)
{
	struct bth_str has = pair->volume->attributes_class;

	if (has.len)
		bth_report_fix(pair->lint, finding,
			"write 'volumeAttributesClassName: %.*s' in the claim", BTH_STR_ARG(has));
	else
		bth_report_fix(pair->lint, finding,
			"remove volumeAttributesClassName from the claim");
}

/* The one thing to change. */
static void
fix_other(const struct bth_pair *pair, struct bth_finding *finding, enum bth_why why)
{
	struct bth_lint *lint = pair->lint;
	unsigned lacking = pair->claim->modes & ~pair->volume->modes;

	if (why == BTH_WHY_CLASS)
		fix_class(pair, finding);
	else if (why == BTH_WHY_ATTRIBUTES_CLASS)
		fix_attributes(pair, finding);
	else if (why == BTH_WHY_SELECTOR)
		bth_report_fix(lint, finding,
			"label the volume as the claim selects, or remove the selector and reserve "
			"the volume by claimRef");
	else if (why == BTH_WHY_MODES)
		bth_report_fix(lint, finding,
			"ask for %s as the volume offers it, or let the volume offer %s",
			bth_modes_text(lint->arena, pair->volume->modes),
			bth_modes_text(lint->arena, lacking));
	else
		bth_report_fix(lint, finding,
			pair->volume->block ?
				"write 'volumeMode: Filesystem' in the volume, or ask for Block and "
				"use it as a device" :
				"ask for Filesystem, or write 'volumeMode: Block' in the volume");
}

static void
report_other(const struct bth_pair *pair, enum bth_why why)
{
	struct bth_lint *lint = pair->lint;
	const char *claim = bth_claim_text(lint, pair->claim);
	const char *asked = bth_pair_claim_says(pair, why);
	const char *offered = bth_pair_volume_says(pair, why);
	struct bth_finding *finding =
		report(pair, bth_pair_rule(why), bth_pair_claim_at(pair, why),
			bth_arena_printf(lint->arena,
				"no volume fits %s: it %s %s, but volume '%.*s' %s %s",
				claim, why == BTH_WHY_SELECTOR ? "selects" : "asks for",
				asked, BTH_STR_ARG(pair->volume->name),
				why == BTH_WHY_VOLUME_MODE   ? "is" :
					why == BTH_WHY_MODES ? "offers" :
							       "has",
				offered));

	note_volume(pair, finding, why, "the volume that comes nearest");
	fix_other(pair, finding, why);
}

static void
report_nearest(const struct bth_pair *pair, enum bth_why why)
{
	/* the only thing asked too much of local volumes is said at the claim */
	if (why == BTH_WHY_MODES && bth_storage_mode_unserved(pair->storage, pair->claim))
		return;
	if (why == BTH_WHY_SIZE)
		report_size(pair);
	else
		report_other(pair, why);
}

/* A claim that selects among volumes that a provisioner makes. */
static void
check_dynamic_selector(
	struct bth_lint *lint, struct bth_storage *storage, const struct bth_claim *claim)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);

	if (!claim->selector.present || !claim->selector.all.len || !use || !use->class ||
		!use->class->provisions || claim->volume_name.len ||
		bth_storage_fits(storage, claim).len ||
		bth_storage_reserved(storage, claim).len)
		return;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_selector_mismatch,
		bth_lint_object(lint, claim->object),
		bth_dig(bth_lint_claim(lint, claim), "spec.selector"),
		"%s selects volumes, but class '%.*s' makes them, and refuses a selector",
		bth_claim_text(lint, claim), BTH_STR_ARG(use->name));
	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding,
		bth_get(bth_lint_object(lint, use->class->object)->root, "provisioner"),
		"the provisioner of the class");
	bth_report_fix(lint, finding, "remove the selector");
}

/* The class with volumes that a class with none and no object was meant to be, or NULL. */
static const struct bth_class_use *
misspelt_class(struct bth_storage *storage, const struct bth_class_use *use)
{
	BTH_VEC(const char *) names = {0};

	if (use->class || use->volumes.len || !use->name.len || !use->claims.len ||
		bth_world_assumed(
			storage->lint->world, "StorageClass", BTH_STR(""), use->name))
		return NULL;
	for (size_t i = 0; i < storage->classes.len; i++)
		if (storage->classes.items[i]->volumes.len &&
			storage->classes.items[i]->name.len)
			bth_vec_push(storage->arena, &names,
				bth_str_copy(
					storage->arena, storage->classes.items[i]->name)
					.at);
	const char *near =
		bth_near(bth_str_copy(storage->arena, use->name), names.items, names.len);
	return near ? bth_map_get(&storage->class_names, bth_str(near)) : NULL;
}

/* Reports each template and claim of a misspelt class that a volume fits but for that. */
static void
check_misspelt(struct bth_lint *lint, struct bth_storage *storage,
	const struct bth_class_use *use, const struct bth_class_use *meant, bool *spoken)
{
	const struct bth_claim *before = NULL;

	for (size_t i = 0; i < use->claims.len; i++) {
		const struct bth_claim *claim =
			&lint->views->claims.items[use->claims.items[i]];
		bool again = before && bth_claims_same_template(before, claim);
		struct bth_pair pair = {.lint = lint, .storage = storage, .claim = claim};

		before = claim;
		if (again || claim->volume_name.len ||
			bth_storage_reserved(storage, claim).len)
			continue;
		for (size_t v = 0; v < meant->volumes.len; v++) {
			pair.volume =
				&lint->views->volumes.items[meant->volumes.items[v]];
			if (pair.volume->reserved ||
				bth_storage_apart(storage, claim, pair.volume) !=
					1u << BTH_WHY_CLASS)
				continue;
			report_other(&pair, BTH_WHY_CLASS);
			spoken[meant->volumes.items[v]] = true;
			break;
		}
	}
}

/* Volumes that no claim of the run may get, apart from those of which it was said why. */
static void
check_unused(struct bth_lint *lint, const struct bth_storage *storage, const bool *told)
{
	for (size_t i = 0; lint->views->claims.len && i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];

		if (bth_storage_tied(storage, volume) || volume->refused || told[i] ||
			lint->binding->volumes[i].claims.len)
			continue;
		struct bth_finding *finding = bth_report(lint, &bth_rule_pv_unused,
			bth_lint_object(lint, volume->object), (struct bth_value){0},
			"volume '%.*s' is for no claim of the run",
			BTH_STR_ARG(volume->name));
		bth_report_fix(lint, finding,
			"remove it, or check the class, size and modes of the claim it is for");
	}
}

/* One pass over the claims for all rules about the volume that comes nearest. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	const struct bth_claim *told = NULL, *before = NULL;
	bool *spoken = bth_arena_array(
		lint->arena, lint->views->volumes.len + 1, sizeof *spoken);

	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		struct bth_pair pair = {
			.lint = lint, .storage = &storage, .claim = claim};
		enum bth_why why;

		if (!(before && bth_claims_same_template(before, claim)))
			check_dynamic_selector(lint, &storage, claim);
		before = claim;
		if (!lint->views->volumes.len ||
			(told && bth_claims_same_template(told, claim)))
			continue;
		uint32_t nearest = bth_storage_nearest(&storage, claim, &why);
		if (nearest == UINT32_MAX)
			continue;
		pair.volume = &lint->views->volumes.items[nearest];
		report_nearest(&pair, why);
		spoken[nearest] = true;
		told = claim;
	}
	for (size_t i = 0; lint->views->volumes.len && i < storage.classes.len; i++) {
		const struct bth_class_use *meant =
			misspelt_class(&storage, storage.classes.items[i]);

		if (meant)
			check_misspelt(
				lint, &storage, storage.classes.items[i], meant, spoken);
	}
	check_unused(lint, &storage, spoken);
}

const struct bth_rule bth_rule_claim_too_large = {
	.code = "BTH103",
	.name = "claim-too-large",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check,
	.after = BTH_AFTER(&bth_rule_quantity_malformed),
	.summary = "a claim asks for more storage than any volume of its class offers",
	.why = "A claim binds to one volume at least as large as itself; it is never spread over "
	       "several. When no volume is, the claim stays Pending and its pod never starts.",
	.fix = "Lower the claim's size, or make a larger volume.",
};

const struct bth_rule bth_rule_pv_unused = {
	.code = "BTH128",
	.name = "pv-unused",
	.family = BTH_BINDING,
	.severity = BERTH_INFO,
	.summary = "a volume that no claim of the run gets",
	.why = "It is reserved for an ordinal that the set does not have, or fits no claim at all. "
	       "That may be a spare one, or the claim it was made for looks otherwise than "
	       "expected.",
	.fix = "Raise the replicas, remove the volume, or correct what keeps it from its claim.",
};

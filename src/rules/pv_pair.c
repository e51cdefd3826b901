/* pv_pair.c - volumes and claims that are meant for each other, but do not fit */

#include "rules/pv_pair.h"

#include "bind/pair.h"

#define BIT(why) (1u << (why))

/* In the order in which they are told. */
static const enum bth_why differences[] = {BTH_WHY_SIZE, BTH_WHY_VOLUME_MODE,
	BTH_WHY_MODES, BTH_WHY_CLASS, BTH_WHY_ATTRIBUTES_CLASS, BTH_WHY_SELECTOR};

enum { DIFFERENCES = sizeof differences / sizeof differences[0] };

enum bth_tie
bth_tie(const struct bth_claim *claim, const struct bth_volume *volume)
{
	bool named =
		claim->volume_name.len && bth_str_eq(claim->volume_name, volume->name);

	if (claim->bind_completed)
		return BTH_TIE_NONE; /* bound pairs are not compared again */
	if (bth_bind_owned(claim, volume))
		return named                   ? BTH_TIE_MUTUAL :
			claim->volume_name.len ? BTH_TIE_NONE :
						 BTH_TIE_RESERVED;
	return named && !volume->reserved ? BTH_TIE_NAMED : BTH_TIE_NONE;
}

unsigned
bth_tie_apart(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *volume, enum bth_tie tie)
{
	unsigned apart = bth_storage_apart(storage, claim, volume);
	bool knows_class = bth_storage_class(storage, claim) != NULL;

	if (tie == BTH_TIE_NONE)
		return 0;
	/* which class a claim gets that names none is not known; class-missing speaks of that */
	if (tie != BTH_TIE_RESERVED && !knows_class)
		apart &= ~BIT(BTH_WHY_CLASS);
	if (tie == BTH_TIE_NAMED)
		apart &= ~BIT(BTH_WHY_SELECTOR);
	return apart;
}

bool
bth_tie_broken(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	enum bth_tie tie = bth_tie(claim, volume);
	unsigned apart = bth_tie_apart(storage, claim, volume, tie);

	if (tie == BTH_TIE_RESERVED)
		apart &= ~(BIT(BTH_WHY_CLASS) | BIT(BTH_WHY_SELECTOR));
	return tie != BTH_TIE_MUTUAL && apart;
}

static const char *const fields[BTH_WHY_COUNT] = {
	[BTH_WHY_VOLUME_MODE] = "spec.volumeMode",
	[BTH_WHY_MODES] = "spec.accessModes",
	[BTH_WHY_ATTRIBUTES_CLASS] = "spec.volumeAttributesClassName",
};

struct bth_value
bth_pair_volume_at(const struct bth_pair *pair, enum bth_why why)
{
	struct bth_value root = bth_lint_volume(pair->lint, pair->volume);

	if (why == BTH_WHY_SIZE)
		return bth_volume_size(pair->lint, pair->volume);
	if (why == BTH_WHY_CLASS)
		return bth_class_at(root);
	return bth_dig(root, why == BTH_WHY_SELECTOR ? "metadata.labels" : fields[why]);
}

struct bth_value
bth_pair_claim_at(const struct bth_pair *pair, enum bth_why why)
{
	struct bth_value root = bth_lint_claim(pair->lint, pair->claim);

	if (why == BTH_WHY_SIZE)
		return bth_claim_size(pair->lint, pair->claim);
	if (why == BTH_WHY_CLASS)
		return bth_class_at(root);
	return bth_dig(root, why == BTH_WHY_SELECTOR ? "spec.selector" : fields[why]);
}

static const char *
attributes_text(struct bth_arena *arena, struct bth_str name)
{
	return name.len ? bth_arena_printf(arena, "VolumeAttributesClass '%.*s'",
				  BTH_STR_ARG(name)) :
			  "no VolumeAttributesClass";
}

static const char *
labels_text(struct bth_arena *arena, const struct bth_labels *labels)
{
	const char *text = "";

	for (size_t i = 0; i < labels->len && i < 4; i++)
		text = bth_arena_printf(arena, "%s%s%.*s=%.*s", text, *text ? "," : "",
			BTH_STR_ARG(labels->items[i].key),
			BTH_STR_ARG(labels->items[i].value));
	return labels->len ? bth_arena_printf(arena, "labels '%s'", text) : "no labels";
}

const char *
bth_pair_volume_says(const struct bth_pair *pair, enum bth_why why)
{
	struct bth_arena *arena = pair->lint->arena;
	const struct bth_volume *volume = pair->volume;

	if (why == BTH_WHY_SIZE)
		return bth_str_copy(arena, bth_text(bth_pair_volume_at(pair, why))).at;
	if (why == BTH_WHY_VOLUME_MODE)
		return volume->block ? "Block" : "Filesystem";
	if (why == BTH_WHY_MODES)
		return bth_modes_text(arena, volume->modes);
	if (why == BTH_WHY_CLASS)
		return bth_class_text(arena, volume->storage_class);
	if (why == BTH_WHY_ATTRIBUTES_CLASS)
		return attributes_text(arena, volume->attributes_class);
	return labels_text(arena, &volume->labels);
}

const char *
bth_pair_claim_says(const struct bth_pair *pair, enum bth_why why)
{
	struct bth_arena *arena = pair->lint->arena;
	const struct bth_claim *claim = pair->claim;

	if (why == BTH_WHY_SIZE)
		return bth_str_copy(arena, bth_text(bth_pair_claim_at(pair, why))).at;
	if (why == BTH_WHY_VOLUME_MODE)
		return claim->block ? "Block" : "Filesystem";
	if (why == BTH_WHY_MODES)
		return bth_modes_text(arena, claim->modes);
	if (why == BTH_WHY_CLASS)
		return bth_class_text(arena, bth_pair_class(pair->storage->views, claim));
	if (why == BTH_WHY_ATTRIBUTES_CLASS)
		return attributes_text(arena, claim->attributes_class);
	return bth_arena_printf(
		arena, "'%.*s'", BTH_STR_ARG(bth_selector_text(arena, &claim->selector)));
}

const struct bth_rule *
bth_pair_rule(enum bth_why why)
{
	switch (why) {
	case BTH_WHY_SIZE:
		return &bth_rule_pv_too_small;
	case BTH_WHY_VOLUME_MODE:
		return &bth_rule_pv_mode_mismatch;
	case BTH_WHY_MODES:
		return &bth_rule_pv_modes_short;
	case BTH_WHY_CLASS:
		return &bth_rule_pv_class_mismatch;
	case BTH_WHY_ATTRIBUTES_CLASS:
		return &bth_rule_pv_attributes_mismatch;
	default:
		return &bth_rule_pv_selector_mismatch;
	}
}

static const char *
verb(enum bth_why why)
{
	return why == BTH_WHY_SIZE         ? "holds" :
		why == BTH_WHY_VOLUME_MODE ? "is" :
		why == BTH_WHY_MODES       ? "offers" :
					     "has";
}

/*
 * The scheduler takes a reserved volume of the claim's class without a look at its modes, and
 * waits for the controller, which does look and never binds.
 */
static bool
is_deadlock(const struct bth_pair *pair, enum bth_tie tie, enum bth_why why)
{
	const struct bth_class_use *use = bth_storage_class(pair->storage, pair->claim);

	return tie == BTH_TIE_RESERVED && why == BTH_WHY_MODES && use && use->class &&
		use->class->wait && bth_str_eq(use->name, pair->volume->storage_class);
}

static void
report_difference(const struct bth_pair *pair, enum bth_tie tie, enum bth_why why)
{
	struct bth_lint *lint = pair->lint;
	const struct bth_rule *rule = bth_pair_rule(why);
	const struct bth_object *object = bth_lint_object(lint, pair->volume->object);
	const char *message = bth_arena_printf(lint->arena,
		"volume '%.*s' %s %s, but its %s %s %s%s", BTH_STR_ARG(pair->volume->name),
		verb(why), bth_pair_volume_says(pair, why),
		bth_claim_text(lint, pair->claim),
		why == BTH_WHY_SELECTOR ? "selects" : "asks for",
		bth_pair_claim_says(pair, why),
		is_deadlock(pair, tie, why) ? ": it waits for ever, whatever else would fit" : "");
	struct bth_value at = bth_pair_volume_at(pair, why);
	struct bth_finding *finding = bth_report(lint, rule, object, at, "%s", message);
	struct bth_value other = bth_pair_claim_at(pair, why);

	bth_report_note(lint, finding,
		bth_exists(other) ?
			other :
			bth_dig(bth_lint_claim(lint, pair->claim), "metadata.name"),
		"the claim");
	if (tie == BTH_TIE_RESERVED && why == BTH_WHY_CLASS)
		finding->severity = BERTH_WARNING;
	if (tie == BTH_TIE_RESERVED && why == BTH_WHY_SELECTOR)
		finding->severity = BERTH_INFO;
	bth_report_fix(lint, finding,
		why == BTH_WHY_SIZE ?
			"make the volume at least as large as the claim asks, or ask "
			"for less" :
			why == BTH_WHY_MODES ?
			"let the volume offer every mode that the claim asks for" :
			"write the same on both sides");
}

/* One word about all that nobody looks at. */
static void
report_skipped(const struct bth_pair *pair, unsigned apart)
{
	struct bth_lint *lint = pair->lint;
	const char *list = "";
	enum bth_why first = BTH_WHY_NONE;

	for (size_t i = 0; i < DIFFERENCES; i++) {
		enum bth_why why = differences[i];

		if (!(apart & BIT(why)))
			continue;
		first = first ? first : why;
		list = bth_arena_printf(lint->arena, "%s%s%s against %s", list,
			*list ? ", " : "", bth_pair_volume_says(pair, why),
			bth_pair_claim_says(pair, why));
	}
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_checks_skipped,
		bth_lint_object(lint, pair->volume->object),
		bth_pair_volume_at(pair, first),
		"volume '%.*s' and %s name each other, so they are bound although they differ: %s",
		BTH_STR_ARG(pair->volume->name), bth_claim_text(lint, pair->claim), list);
	bth_report_note(lint, finding, bth_pair_claim_at(pair, first), "the claim");
	bth_report_fix(lint, finding, "write the same on both sides");
}

static void
check_pair(const struct bth_pair *pair)
{
	enum bth_tie tie = bth_tie(pair->claim, pair->volume);
	unsigned apart = bth_tie_apart(pair->storage, pair->claim, pair->volume, tie);

	if (tie == BTH_TIE_MUTUAL) {
		apart &= ~BIT(BTH_WHY_SELECTOR);
		if (apart)
			report_skipped(pair, apart);
		return;
	}
	/* that local volumes cannot do it is said at the claim */
	if (bth_storage_mode_unserved(pair->storage, pair->claim))
		apart &= ~BIT(BTH_WHY_MODES);
	for (size_t i = 0; i < DIFFERENCES; i++)
		if (apart & BIT(differences[i]))
			report_difference(pair, tie, differences[i]);
}

/* All claims of a template with several replicas that name one volume are another rule's. */
static bool
is_named_by_many(const struct bth_views *views, const struct bth_claim *claim)
{
	return claim->volume_name.len && claim->set != UINT32_MAX &&
		views->sets.items[claim->set].replicas > 1;
}

/* One pass for all rules about a volume and a claim of which one names the other. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	const struct bth_views *views = lint->views;

	if (!views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	for (size_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[i];
		struct bth_pair pair = {
			.lint = lint, .storage = &storage, .claim = claim};
		uint32_t named = bth_storage_volume(&storage, claim->volume_name);
		struct bth_indexes reserved = bth_storage_reserved(&storage, claim);

		if (is_named_by_many(views, claim))
			continue;
		for (size_t j = 0; j < reserved.len; j++) {
			pair.volume = &views->volumes.items[reserved.items[j]];
			check_pair(&pair);
		}
		if (named == UINT32_MAX || views->volumes.items[named].reserved)
			continue;
		pair.volume = &views->volumes.items[named];
		check_pair(&pair);
	}
}

const struct bth_rule bth_rule_pv_too_small = {
	.code = "BTH129",
	.name = "pv-too-small",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check,
	.summary = "the volume meant for a claim holds less than the claim asks for",
	.why = "A reserved volume that is too small is passed over without a word: the claim takes "
	       "another volume or stays Pending, and the reserved one is never used. Sizes are "
	       "compared exactly, and 10G is less than 10Gi.",
	.fix = "Make the volume at least as large as the claim asks, or let the claim ask for less.",
};

const struct bth_rule bth_rule_pv_modes_short = {
	.code = "BTH131",
	.name = "pv-modes-short",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.after = BTH_AFTER(&bth_rule_claim_mode_unserved),
	.summary = "a volume lacks an access mode that its claim asks for",
	.why = "A volume fits only if it offers every access mode of the claim, and no mode implies "
	       "another: ReadWriteOnce does not serve ReadWriteOncePod. A reserved volume that "
	       "lacks one is passed over; with WaitForFirstConsumer the pod then waits for ever, "
	       "even where another volume would fit.",
	.fix = "Write the same access modes on both sides; ReadWriteOnce for most databases.",
};

const struct bth_rule bth_rule_pv_mode_mismatch = {
	.code = "BTH132",
	.name = "pv-mode-mismatch",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary = "one of volume and claim is Block, the other Filesystem",
	.why = "volumeMode says whether pods get a directory or a raw device, and volume and claim "
	       "must agree. What does not name a mode is Filesystem.",
	.fix = "Write the same volumeMode on both sides; Filesystem for most databases.",
};

const struct bth_rule bth_rule_pv_class_mismatch = {
	.code = "BTH133",
	.name = "pv-class-mismatch",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary = "volume and claim have different classes",
	.why = "A claim takes only volumes of its own class, compared as text; an empty name takes "
	       "volumes without class. Where the volume is reserved by claimRef the class is not "
	       "compared, but the scheduler does not see the volume then and may send the pod to "
	       "another node.",
	.fix = "Write the same storageClassName on both sides.",
};

const struct bth_rule bth_rule_pv_selector_mismatch = {
	.code = "BTH134",
	.name = "pv-selector-mismatch",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary =
		"a claim's selector does not fit the volume, or selects from a dynamic class",
	.why = "A claim with a selector takes only volumes whose metadata.labels fit it, and "
	       "provisioners refuse such a claim. Only for a volume that is reserved by claimRef "
	       "the selector is not looked at.",
	.fix = "Label the volume as the claim selects, or remove the selector and reserve the "
	       "volume by claimRef.",
};

const struct bth_rule bth_rule_pv_attributes_mismatch = {
	.code = "BTH135",
	.name = "pv-attributes-mismatch",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary = "volume and claim have different VolumeAttributesClasses",
	.why = "Since Kubernetes 1.34 a claim takes only volumes with the same "
	       "volumeAttributesClassName; none is a value of its own.",
	.fix = "Write the same volumeAttributesClassName on both sides, or none.",
};

const struct bth_rule bth_rule_pv_checks_skipped = {
	.code = "BTH138",
	.name = "pv-checks-skipped",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.summary =
		"claim and volume name each other and differ, but are bound all the same",
	.why = "When a claim's volumeName and the volume's claimRef name each other, Kubernetes "
	       "compares nothing any more. A volume of 1Gi serves a claim of 1Ti, and a raw device "
	       "one that mounts a directory: it is bound, and fails when the pod starts or the "
	       "disk is full.",
	.fix = "Write the same size, modes and class on both sides.",
};

/* pv_count.c - fewer volumes than a set's claims need */

#include "rules/pv_count.h"

#include "rules/claim_hint.h"

void
bth_marks_init(struct bth_marks *marks, const struct bth_storage *storage)
{
	*marks = (struct bth_marks){.meant = bth_claims_meant(storage),
		.of = bth_arena_array(storage->arena, storage->views->volumes.len + 1,
			sizeof *marks->of)};
}

/* The index behind the last claim that the template of claim @first makes. */
static uint32_t
template_end(const struct bth_views *views, uint32_t first)
{
	uint32_t end = first + 1;

	while (end < views->claims.len &&
		bth_claims_same_template(
			&views->claims.items[first], &views->claims.items[end]))
		end++;
	return end;
}

/* The first claim that nothing is reserved for, NULL for none; *open is how many there are. */
static const struct bth_claim *
count_open(const struct bth_storage *storage, const struct bth_marks *marks,
	uint32_t first, uint32_t end, struct bth_supply *out, uint32_t *open)
{
	const struct bth_claim *found = NULL;

	*open = 0;
	for (uint32_t i = first; i < end; i++) {
		const struct bth_claim *claim = &storage->views->claims.items[i];
		struct bth_indexes reserved = bth_storage_reserved(storage, claim);

		if (reserved.len) {
			out->volume = reserved.items[0];
			out->doubled += (uint32_t)reserved.len - 1;
		} else if (marks->meant[i]) {
			out->misled = true;
		} else if ((*open)++ == 0) {
			found = claim;
		}
	}
	out->claims += end - first;
	out->reserved += end - first - *open;
	return found;
}

/* Adds what one template needs and has. */
static void
add_template(struct bth_storage *storage, struct bth_marks *marks, uint32_t first,
	uint32_t end, struct bth_supply *out)
{
	uint32_t open;
	const struct bth_claim *claim =
		count_open(storage, marks, first, end, out, &open);
	enum bth_why why;

	out->templates++;
	if (!claim)
		return;
	struct bth_indexes fits = bth_storage_fits(storage, claim);
	out->near |= bth_storage_nearest(storage, claim, &why) != UINT32_MAX;
	if (fits.len && fits.len < open && !out->open) {
		out->open = open;
		out->open_fits = (uint32_t)fits.len;
		out->open_first = first;
		out->open_volume = fits.items[0];
	}
	for (size_t i = 0; i < fits.len; i++) {
		uint32_t volume = fits.items[i];

		if (marks->of[volume] == marks->count)
			continue;
		marks->of[volume] = marks->count;
		out->fitting++;
		out->volume = volume;
	}
}

bool
bth_supply_count(struct bth_storage *storage, struct bth_marks *marks, uint32_t claim,
	struct bth_supply *out)
{
	const struct bth_views *views = storage->views;
	const struct bth_claim *first = &views->claims.items[claim];
	const struct bth_class_use *use = bth_storage_class(storage, first);

	if (first->set == UINT32_MAX || first->volume_name.len || !use ||
		!bth_class_is_static(use))
		return false;
	*out = (struct bth_supply){.use = use, .volume = UINT32_MAX, .first = claim};
	marks->count++;
	for (uint32_t i = claim, end;
		i < views->claims.len && views->claims.items[i].set == first->set;
		i = end) {
		end = template_end(views, i);
		if (bth_storage_class(storage, &views->claims.items[i]) == use)
			add_template(storage, marks, i, end, out);
	}
	return true;
}

/* How many volumes there are for the claims, also those that by mistake serve none. */
static uint32_t
volumes_of(const struct bth_supply *supply)
{
	return supply->reserved + supply->doubled + supply->fitting;
}

bool
bth_supply_short(const struct bth_supply *supply)
{
	uint32_t have = volumes_of(supply);

	if (supply->near)
		return false;
	return supply->open || (have > 0 && have < supply->claims);
}

bool
bth_selector_unshareable(struct bth_storage *storage, uint32_t claim)
{
	const struct bth_views *views = storage->views;
	struct bth_claim any = views->claims.items[claim];
	uint32_t open = 0;

	if (any.set == UINT32_MAX || !any.selector.present || any.volume_name.len ||
		bth_storage_provided(storage, &any))
		return false;
	for (uint32_t i = claim; i < template_end(views, claim); i++)
		open += !bth_storage_reserved(storage, &views->claims.items[i]).len;
	size_t fits = bth_storage_fits(storage, &any).len;
	any.selector = (struct bth_selector){0};
	return fits && fits < open && bth_storage_fits(storage, &any).len >= open;
}

static void
report_selector(struct bth_lint *lint, struct bth_storage *storage, uint32_t index)
{
	const struct bth_claim *claim = &lint->views->claims.items[index];
	const struct bth_set *set = &lint->views->sets.items[claim->set];
	struct bth_indexes fits = bth_storage_fits(storage, claim);
	struct bth_value template = bth_lint_claim(lint, claim);
	struct bth_finding *finding = bth_report(lint,
		&bth_rule_claim_selector_unshareable,
		bth_lint_object(lint, claim->object), bth_dig(template, "spec.selector"),
		"'%.*s' selects %zu volume%s for the claims of %lld replicas",
		BTH_STR_ARG(bth_selector_text(lint->arena, &claim->selector)), fits.len,
		fits.len == 1 ? "" : "s", (long long)set->replicas);

	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, &lint->views->volumes.items[fits.items[0]]),
			"metadata.labels"),
		"selected");
	bth_report_fix(lint, finding,
		"select by a label that all volumes of the set have, and tie "
		"each to its claim by the volume's claimRef");
}

/* What becomes of the pods, where one template tells. */
static const char *
consequence(
	const struct bth_lint *lint, const struct bth_supply *supply, uint32_t lacking)
{
	const struct bth_claim *claim = &lint->views->claims.items[supply->first];
	const struct bth_set *set = &lint->views->sets.items[claim->set];

	if (supply->templates == 1 && supply->reserved == 0 && !set->parallel)
		return bth_arena_printf(lint->arena, "pod '%.*s-%lld' %s",
			BTH_STR_ARG(set->name), (long long)(set->start + supply->fitting),
			lacking == 1 ? "never starts" :
				       "never starts, and none after it");
	return lacking == 1 ?
		"one claim stays Pending" :
		bth_arena_printf(lint->arena, "%u claims stay Pending", lacking);
}

/* Too few for the set: at the number that asks for so many. */
static struct bth_finding *
report_set(struct bth_lint *lint, const struct bth_supply *supply)
{
	const struct bth_claim *claim = &lint->views->claims.items[supply->first];
	const struct bth_object *object = bth_lint_object(lint, claim->object);
	const struct bth_set *set = &lint->views->sets.items[claim->set];
	uint32_t have = volumes_of(supply), lacking = supply->claims - have;
	struct bth_value at = bth_dig(object->root, "spec.replicas");

	if (set->replicas < 2)
		at = bth_dig(bth_lint_claim(lint, claim), "metadata.name");
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_count_short, object,
		at, "%lld replica%s need%s %u volumes %s, but there %s %u: %s",
		(long long)set->replicas, set->replicas == 1 ? "" : "s",
		set->replicas == 1 ? "s" : "", supply->claims,
		bth_of_class_text(lint->arena, supply->use->name),
		have == 1 ? "is" : "are", have, consequence(lint, supply, lacking));
	bth_report_fix(lint, finding, "make %u more, or ask for fewer replicas", lacking);
	return finding;
}

/* Enough for the set, but too few that fit one of its templates. */
static struct bth_finding *
report_template(struct bth_lint *lint, const struct bth_supply *supply)
{
	const struct bth_claim *claim = &lint->views->claims.items[supply->open_first];
	struct bth_value template = bth_lint_claim(lint, claim);
	uint32_t lacking = supply->open - supply->open_fits;
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_count_short,
		bth_lint_object(lint, claim->object), bth_dig(template, "metadata.name"),
		"%u claims of template '%.*s' need a volume each, but %u %s: %s",
		supply->open, BTH_STR_ARG(bth_maker_name(template)), supply->open_fits,
		supply->open_fits == 1 ? "fits" : "fit",
		lacking == 1 ? "one stays Pending" :
			       bth_arena_printf(lint->arena, "%u stay Pending", lacking));
	bth_report_fix(lint, finding,
		"make %u more that fit%s, or ask for fewer replicas", lacking,
		lacking == 1 ? "s" : "");
	return finding;
}

static void
report_short(struct bth_lint *lint, const struct bth_supply *supply)
{
	bool set = volumes_of(supply) < supply->claims;
	struct bth_finding *finding =
		set ? report_set(lint, supply) : report_template(lint, supply);
	uint32_t index = set ? supply->volume : supply->open_volume;

	if (lint->world->partial)
		finding->severity = BERTH_INFO;
	if (index == UINT32_MAX)
		return;
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	bth_report_note(lint, finding,
		bth_dig(bth_lint_volume(lint, volume), "metadata.name"),
		"volume '%.*s' fits", BTH_STR_ARG(volume->name));
}

/* Each set and class once: at the first claim of the class. */
static void
check_set(struct bth_lint *lint, struct bth_storage *storage, struct bth_marks *marks,
	uint32_t first, uint32_t end)
{
	BTH_VEC(const struct bth_class_use *) counted = {0};

	for (uint32_t i = first, next; i < end; i = next) {
		struct bth_supply supply;
		bool again = false;

		next = template_end(lint->views, i);
		if (bth_selector_unshareable(storage, i)) {
			report_selector(lint, storage, i);
			continue;
		}
		if (!bth_supply_count(storage, marks, i, &supply))
			continue;
		for (size_t c = 0; c < counted.len; c++)
			again |= counted.items[c] == supply.use;
		if (again)
			continue;
		bth_vec_push(lint->arena, &counted, supply.use);
		if (bth_supply_short(&supply))
			report_short(lint, &supply);
	}
}

/* One pass over the sets for both rules. */
static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct bth_marks marks;
	const struct bth_views *views = lint->views;

	if (!views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	bth_marks_init(&marks, &storage);
	for (uint32_t i = 0, end; i < views->claims.len; i = end) {
		for (end = i + 1; end < views->claims.len &&
			views->claims.items[i].set == views->claims.items[end].set;)
			end++;
		if (views->claims.items[i].set != UINT32_MAX)
			check_set(lint, &storage, &marks, i, end);
	}
}

const struct bth_rule bth_rule_claim_selector_unshareable = {
	.code = "BTH118",
	.name = "claim-selector-unshareable",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check,
	.summary =
		"a claim template's selector fits fewer volumes than there are replicas",
	.why = "Every replica's claim is a copy of the template and has the same selector. When it "
	       "names one volume, or the label of one ordinal, one claim gets that volume and the "
	       "others stay Pending.",
	.fix = "Select by a label that all volumes of the set have. To tie each volume to one "
	       "replica, write the claim's namespace and name into the volume's claimRef.",
};

const struct bth_rule bth_rule_pv_count_short = {
	.code = "BTH127",
	.name = "pv-count-short",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.after = BTH_AFTER(&bth_rule_claim_selector_unshareable),
	.summary = "fewer volumes than the claims of a set need",
	.why = "Each replica has a claim of its own for each template, and no provisioner makes "
	       "volumes of this class. The claims that are left over stay Pending for ever, and "
	       "with the default pod management no later pod is created either.",
	.fix = "Make a volume for each replica and template, or ask for fewer replicas.",
};

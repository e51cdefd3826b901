/* class_missing.c - a claim without a class where hand-made volumes wait for it */

#include "rules/edit.h"
#include "rules/storage.h"

/* What claims that name no class could take if they named the right one. */
struct offer {
	struct bth_indexes claims;
	uint32_t volume; /* the first */
};

/*
 * The volume that the claim would get if its class were written as the volume's, UINT32_MAX
 * for none. A default class that is in the run changes nothing: it is not the volume's.
 */
static uint32_t
meant_volume(struct bth_storage *storage, const struct bth_claim *claim)
{
	struct bth_claim classless = *claim;
	uint32_t named = bth_storage_volume(storage, claim->volume_name);
	enum bth_why why;

	classless.has_class = true;
	classless.storage_class = BTH_STR("");
	if (named != UINT32_MAX)
		return storage->views->volumes.items[named].reserved ? UINT32_MAX : named;
	if (claim->volume_name.len || bth_storage_reserved(storage, claim).len)
		return UINT32_MAX;
	struct bth_indexes fits = bth_storage_fits(storage, &classless);
	if (fits.len)
		return fits.items[0];
	uint32_t nearest = bth_storage_nearest(storage, &classless, &why);
	return why == BTH_WHY_CLASS ? nearest : UINT32_MAX;
}

static void
report(struct bth_lint *lint, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	const struct bth_object *object = bth_lint_object(lint, claim->object);
	struct bth_value spec = bth_get(bth_lint_claim(lint, claim), "spec");
	struct bth_str class = volume->storage_class;
	struct bth_finding *finding = bth_report_missing(lint, &bth_rule_class_missing,
		object, spec, "storageClassName",
		"%s names no class and gets the cluster's default one, but volume '%.*s' has %s",
		bth_claim_text(lint, claim), BTH_STR_ARG(volume->name),
		bth_class_text(lint->arena, class));
	const char *line = class.len ?
		bth_arena_printf(
			lint->arena, "storageClassName: %.*s", BTH_STR_ARG(class)) :
		"storageClassName: \"\"";
	struct bth_value at = bth_class_at(bth_lint_volume(lint, volume));

	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding,
		bth_exists(at) ? at :
				 bth_dig(bth_lint_volume(lint, volume), "metadata.name"),
		"the volume that would fit");
	bth_report_fix(lint, finding, "add '%s'", line);
	bth_report_add_key(lint, finding, object, spec, line);
}

/* Whether the class that the claim gets by default in this run is the volume's. */
static bool
is_default(const struct bth_storage *storage, const struct bth_claim *claim,
	const struct bth_volume *volume)
{
	const struct bth_class_use *use = bth_storage_class(storage, claim);

	return use && bth_str_eq(use->name, volume->storage_class);
}

/* Whether the volume was made beside the claim: what a cluster has is there for anybody. */
static bool
is_beside(const struct bth_storage *storage, const struct bth_volume *volume)
{
	return !bth_lint_object(storage->lint, volume->object)->there;
}

/* The offers of this run, by the class of the volumes. */
struct offers {
	struct bth_map by_class;
	BTH_VEC(struct offer *) list;
};

static void
add_offer(struct bth_storage *storage, struct offers *offers, uint32_t claim,
	uint32_t volume)
{
	struct bth_str class = storage->views->volumes.items[volume].storage_class;
	struct offer *offer = bth_map_get(&offers->by_class, class);

	if (!offer) {
		offer = bth_arena_alloc(storage->arena, sizeof *offer);
		offer->volume = volume;
		bth_map_put(storage->arena, &offers->by_class, class, offer);
		bth_vec_push(storage->arena, &offers->list, offer);
	}
	bth_vec_push(storage->arena, &offer->claims, claim);
}

static void
collect(struct bth_storage *storage, struct offers *offers)
{
	const struct bth_views *views = storage->views;

	for (uint32_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[i];
		uint32_t volume =
			claim->has_class ? UINT32_MAX : meant_volume(storage, claim);

		if (volume != UINT32_MAX && is_beside(storage, &views->volumes.items[volume]) &&
			!is_default(storage, claim, &views->volumes.items[volume]))
			add_offer(storage, offers, i, volume);
	}
}

/*
 * Most claims without a class are meant for the default one. Only where there are no more of
 * them than volumes that wait are those likely to be meant.
 */
static bool
is_likely(const struct bth_storage *storage, const struct offer *offer)
{
	const struct bth_class_use *use = bth_map_get(&storage->class_names,
		storage->views->volumes.items[offer->volume].storage_class);

	return offer->claims.len + use->claims.len <= use->volumes.len;
}

static void
report_offer(
	struct bth_lint *lint, struct bth_storage *storage, const struct offer *offer)
{
	const struct bth_claim *told = NULL;

	for (size_t i = 0; i < offer->claims.len; i++) {
		const struct bth_claim *claim =
			&lint->views->claims.items[offer->claims.items[i]];

		if (told && bth_claims_same_template(told, claim))
			continue;
		report(lint, claim,
			&lint->views->volumes.items[meant_volume(storage, claim)]);
		told = claim;
	}
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;
	struct offers offers = {0};

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	collect(&storage, &offers);
	for (size_t i = 0; i < offers.list.len; i++)
		if (is_likely(&storage, offers.list.items[i]))
			report_offer(lint, &storage, offers.list.items[i]);
}

const struct bth_rule bth_rule_class_missing = {
	.code = "BTH139",
	.name = "class-missing",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a claim names no class, so that a hand-made volume does not fit it",
	.why = "When a claim without storageClassName is created and the cluster has a default "
	       "class, that class is written into it. A volume without class then does not fit any "
	       "more, and a provisioner makes an empty one. An empty class name stays as it is.",
	.fix = "Write the volume's class into the claim, or an empty storageClassName for a volume "
	       "without class.",
};

/* claim_unreserved.c - volumes that nothing keeps for the claim they were made for */

#include "rules/claim_unreserved.h"

#include "rules/edit.h"

bool *
bth_volumes_wanted(struct bth_storage *storage)
{
	const struct bth_views *views = storage->views;
	bool *wanted =
		bth_arena_array(storage->arena, views->volumes.len + 1, sizeof *wanted);
	const struct bth_claim *before = NULL;

	for (size_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[i];
		uint32_t named = bth_storage_volume(storage, claim->volume_name);

		if (before && bth_claims_same_template(before, claim))
			continue;
		before = claim;
		if (named != UINT32_MAX)
			wanted[named] = true;
		if (!claim->selector.present || !claim->selector.all.len)
			continue;
		struct bth_indexes fits = bth_storage_fits(storage, claim);
		for (size_t j = 0; j < fits.len; j++)
			wanted[fits.items[j]] = true;
	}
	return wanted;
}

/* Where the number at the end of a name begins. */
static size_t
number_start(struct bth_str name)
{
	size_t start = name.len;

	while (start && name.at[start - 1] >= '0' && name.at[start - 1] <= '9')
		start--;
	return start;
}

/* Whether volumes of this name are numbered as the set numbers its claims: from its start. */
static bool
is_numbered_alike(
	const struct bth_storage *storage, struct bth_str name, const struct bth_set *set)
{
	struct bth_str first = bth_str_printf(storage->arena, "%.*s%lld",
		BTH_STR_ARG(bth_str_sub(name, 0, number_start(name))),
		(long long)set->start);

	return bth_storage_volume(storage, first) != UINT32_MAX;
}

/*
 * The claim that the volume was probably made for: the only one of @claims, if it has no other
 * choice, or the one of the ordinal that the volume is named after, if one template makes all.
 */
static uint32_t
meant_claim(const struct bth_storage *storage, const struct bth_indexes *claims,
	uint32_t volume)
{
	const struct bth_views *views = storage->views;
	const struct bth_claim *first =
		claims->len ? &views->claims.items[claims->items[0]] : NULL;
	struct bth_str name = views->volumes.items[volume].name;
	uint32_t found = UINT32_MAX;
	uint64_t number;

	if (claims->len == 1 &&
		storage->lint->binding->claims[claims->items[0]].volumes.len < 2)
		return claims->items[0];
	if (!first || first->set == UINT32_MAX ||
		!bth_str_to_u64(
			&number, bth_str_sub(name, number_start(name), SIZE_MAX)) ||
		!is_numbered_alike(storage, name, &views->sets.items[first->set]))
		return UINT32_MAX;
	for (size_t i = 0; i < claims->len; i++) {
		if (!bth_claims_same_template(
			    first, &views->claims.items[claims->items[i]]))
			return UINT32_MAX;
		if ((uint64_t)views->claims.items[claims->items[i]].ordinal == number)
			found = claims->items[i];
	}
	return found;
}

/* Those that may get the volume; where none may, those of its class: something is wrong yet. */
static const struct bth_indexes *
claims_of(const struct bth_lint *lint, const struct bth_storage *storage, uint32_t volume)
{
	const struct bth_indexes *claims = &lint->binding->volumes[volume].claims;
	const struct bth_class_use *use = bth_map_get(
		&storage->class_names, lint->views->volumes.items[volume].storage_class);

	return claims->len ? claims : &use->claims;
}

/* Whether a database's data is, or is meant to be, on the volume. */
static bool
holds_database(const struct bth_lint *lint, const uint32_t *users, uint32_t index,
	uint32_t claim)
{
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	const struct bth_indexes *claims = &lint->binding->volumes[index].claims;

	for (size_t i = 0; i < claims->len && i < 8; i++)
		if (bth_claim_is_database(lint, users, claims->items[i]))
			return true;
	if (!claims->len && claim != UINT32_MAX &&
		bth_claim_is_database(lint, users, claim))
		return true;
	return bth_names_database(volume->name) || bth_names_database(volume->path);
}

static void
fix(struct bth_lint *lint, struct bth_finding *finding, const struct bth_object *object,
	uint32_t index, bool fits)
{
	const struct bth_claim *claim;

	if (object->generated) { /* a Cluster document reserves unless it says not to */
		bth_report_fix(lint, finding,
			"remove 'bind: none': each volume is then reserved for its claim");
		return;
	}
	if (index == UINT32_MAX) {
		bth_report_fix(lint, finding,
			"add a claimRef with the namespace and name of the claim it is for");
		return;
	}
	claim = &lint->views->claims.items[index];
	const char *reference =
		bth_arena_printf(lint->arena, "claimRef: {namespace: %.*s, name: %.*s}",
			BTH_STR_ARG(claim->namespace), BTH_STR_ARG(claim->name));
	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"%s is meant, as it seems", bth_claim_text(lint, claim));
	bth_report_fix(lint, finding, "add '%s'", reference);
	/* a claim that does not fit yet would only wait then */
	if (fits)
		bth_report_add_key(
			lint, finding, object, bth_get(object->root, "spec"), reference);
}

static void
report(struct bth_lint *lint, const struct bth_storage *storage, const uint32_t *users,
	uint32_t index)
{
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	const struct bth_object *object = bth_lint_object(lint, volume->object);
	struct bth_str size = bth_text(bth_volume_size(lint, volume));
	uint32_t claim = meant_claim(storage, claims_of(lint, storage, index), index);
	bool sized = volume->has_capacity;
	struct bth_finding *finding = bth_report_missing(lint, &bth_rule_claim_unreserved,
		object, bth_get(object->root, "spec"), "claimRef",
		"volume '%.*s' is reserved for no claim: any claim %s%s%.*s may take it",
		BTH_STR_ARG(volume->name),
		bth_of_class_text(lint->arena, volume->storage_class),
		sized ? " of up to " : "", BTH_STR_ARG(sized ? size : BTH_STR("")));

	if (holds_database(lint, users, index, claim))
		finding->severity = BERTH_ERROR;
	fix(lint, finding, object, claim, lint->binding->volumes[index].claims.len > 0);
}

static void
check(struct bth_lint *lint)
{
	struct bth_storage storage;

	if (!lint->views->volumes.len)
		return;
	bth_storage_init(&storage, lint);
	const bool *wanted = bth_volumes_wanted(&storage);
	const uint32_t *users = bth_storage_users(lint);
	for (uint32_t i = 0; i < lint->views->volumes.len; i++)
		if (!lint->views->volumes.items[i].reserved && !wanted[i])
			report(lint, &storage, users, i);
}

const struct bth_rule bth_rule_claim_unreserved = {
	.code = "BTH126",
	.name = "claim-unreserved",
	.family = BTH_BINDING,
	.severity = BERTH_WARNING,
	.check = check,
	.summary = "a volume made by hand that nothing keeps for its claim",
	.why = "Names are not compared: a volume without claimRef goes to any claim of its class "
	       "that it is large enough for, in any namespace, and of several volumes a claim takes "
	       "whichever is found first. A claim that is deleted and made again may get another "
	       "one's data.",
	.fix = "Write a claimRef with namespace and name of the claim into the volume. A claim of a "
	       "StatefulSet is named <template>-<set>-<ordinal>.",
};

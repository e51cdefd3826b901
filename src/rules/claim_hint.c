/* claim_hint.c - which claim is meant by a name that no claim has */

#include "rules/claim_hint.h"

#include "base/near.h"
#include "world/read.h"

/* Names are only compared with others while there are this few in a namespace. */
enum { NEAR_MOST = 500 };

/* What may stand before an ordinal, or be taken for a claim's whole name. */
struct prefix {
	const struct bth_set *set;
	struct bth_str template;
	const char *is; /* what it is, NULL when it is right */
	uint32_t *open; /* see open_claim(); one for all prefixes of a template */
};

struct names {
	BTH_VEC(const char *) list;
};

static struct bth_str
in_namespace(struct bth_arena *arena, struct bth_str namespace, struct bth_str name)
{
	return bth_str_printf(
		arena, "%.*s/%.*s", BTH_STR_ARG(namespace), BTH_STR_ARG(name));
}

static void
add_prefix(struct bth_claim_hints *hints, const struct prefix *prefix,
	struct bth_str text, const char *is)
{
	struct bth_arena *arena = hints->storage->arena;
	struct bth_str key = in_namespace(arena, prefix->set->namespace, text);

	if (bth_map_get(&hints->prefixes, key))
		return;
	struct prefix *copy = bth_arena_alloc(arena, sizeof *copy);
	*copy = *prefix;
	copy->is = is;
	bth_map_put(arena, &hints->prefixes, key, copy);
}

/* What people write instead of <template>-<set>-<ordinal>. */
static void
add_template(
	struct bth_claim_hints *hints, const struct bth_set *set, struct bth_str template)
{
	struct bth_arena *arena = hints->storage->arena;
	struct prefix prefix = {.set = set,
		.template = template,
		.open = bth_arena_alloc(arena, sizeof *prefix.open)};

	add_prefix(hints, &prefix,
		bth_str_printf(arena, "%.*s-%.*s", BTH_STR_ARG(template),
			BTH_STR_ARG(set->name)),
		NULL);
	add_prefix(hints, &prefix,
		bth_str_printf(arena, "%.*s-%.*s", BTH_STR_ARG(set->name),
			BTH_STR_ARG(template)),
		"set and template are swapped");
	add_prefix(hints, &prefix, set->name, "the claim template's name is missing");
	add_prefix(hints, &prefix, template, "the StatefulSet's name is missing");
}

static void
add_name(struct bth_claim_hints *hints, const struct bth_claim *claim)
{
	struct bth_arena *arena = hints->storage->arena;
	struct names *names = bth_map_get(&hints->near, claim->namespace);

	if (!names) {
		names = bth_arena_alloc(arena, sizeof *names);
		bth_map_put(arena, &hints->near, claim->namespace, names);
	}
	if (names->list.len <= NEAR_MOST)
		bth_vec_push(arena, &names->list, bth_str_copy(arena, claim->name).at);
}

void
bth_claim_hints_init(struct bth_claim_hints *hints, const struct bth_storage *storage)
{
	const struct bth_views *views = storage->views;

	*hints = (struct bth_claim_hints){.storage = storage};
	for (uint32_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[i];

		if (!bth_map_get(&hints->names, claim->name))
			bth_map_put(storage->arena, &hints->names, claim->name,
				(void *)(uintptr_t)(i + 1));
		add_name(hints, claim);
	}
	for (size_t i = 0; i < views->sets.len; i++) {
		const struct bth_object *object =
			bth_lint_object(storage->lint, views->sets.items[i].object);

		for (struct bth_value t = bth_maker_first(object); bth_exists(t);
			t = bth_maker_next(object, t))
			if (bth_maker_name(t).len)
				add_template(
					hints, &views->sets.items[i], bth_maker_name(t));
	}
}

static uint32_t
claim_of(
	const struct bth_claim_hints *hints, const struct prefix *prefix, int64_t ordinal)
{
	return bth_storage_claim(hints->storage, prefix->set->namespace,
		bth_claim_name(hints->storage->arena, prefix->template, prefix->set->name,
			ordinal));
}

/* The first claim of the template that no volume is reserved for, UINT32_MAX for none. */
static uint32_t
open_claim(const struct bth_claim_hints *hints, const struct prefix *prefix)
{
	const struct bth_set *set = prefix->set;

	for (int64_t i = 0; !*prefix->open && i < set->replicas; i++) {
		uint32_t claim = claim_of(hints, prefix, set->start + i);

		if (claim != UINT32_MAX &&
			!bth_storage_reserved(hints->storage,
				&hints->storage->views->claims.items[claim])
				 .len)
			*prefix->open = claim + 1;
	}
	if (!*prefix->open)
		*prefix->open = UINT32_MAX;
	return *prefix->open == UINT32_MAX ? UINT32_MAX : *prefix->open - 1;
}

static struct bth_claim_hint
hint_namespace(const struct bth_claim_hints *hints, struct bth_str name)
{
	struct bth_arena *arena = hints->storage->arena;
	const void *found = bth_map_get(&hints->names, name);
	struct bth_claim_hint hint = {.claim = UINT32_MAX, .text = ""};

	if (!found)
		return hint;
	hint.kind = BTH_HINT_NAMESPACE;
	hint.claim = (uint32_t)((uintptr_t)found - 1);
	hint.text = bth_arena_printf(arena,
		": the claim of this name is in namespace '%.*s'",
		BTH_STR_ARG(hints->storage->views->claims.items[hint.claim].namespace));
	return hint;
}

static const char *
ordinals_text(struct bth_arena *arena, const struct bth_set *set)
{
	if (!set->replicas)
		return "has 0 replicas";
	if (set->replicas == 1)
		return bth_arena_printf(
			arena, "has ordinal %lld alone", (long long)set->start);
	return bth_arena_printf(arena, "has ordinals %lld to %lld", (long long)set->start,
		(long long)(set->start + set->replicas - 1));
}

/* "data-db-3" where the ordinals go to 2, or "db-data-0" where it is "data-db-0". */
static struct bth_claim_hint
hint_ordinal(const struct bth_claim_hints *hints, const struct prefix *prefix,
	uint64_t ordinal)
{
	struct bth_arena *arena = hints->storage->arena;
	struct bth_claim_hint hint = {
		.kind = prefix->is ? BTH_HINT_PARTS : BTH_HINT_ORDINAL};

	hint.claim = claim_of(
		hints, prefix, ordinal > INT32_MAX ? INT32_MAX : (int64_t)ordinal);
	if (hint.claim != UINT32_MAX) {
		hint.text = bth_arena_printf(arena, ": %s, it is '%.*s'",
			prefix->is ? prefix->is : "the ordinal has leading zeros",
			BTH_STR_ARG(
				hints->storage->views->claims.items[hint.claim].name));
		return hint;
	}
	hint.open = open_claim(hints, prefix);
	hint.text = bth_arena_printf(arena, ": StatefulSet '%.*s' %s",
		BTH_STR_ARG(prefix->set->name), ordinals_text(arena, prefix->set));
	return hint;
}

static struct bth_claim_hint
hint_parts(const struct bth_claim_hints *hints, struct bth_str namespace,
	struct bth_str name)
{
	struct bth_arena *arena = hints->storage->arena;
	size_t dash = bth_str_rfind(name, '-');
	uint64_t ordinal;
	struct bth_claim_hint hint = {.claim = UINT32_MAX, .text = ""};
	const struct prefix *prefix = NULL;

	if (dash != SIZE_MAX &&
		bth_str_to_u64(&ordinal, bth_str_sub(name, dash + 1, SIZE_MAX)))
		prefix = bth_map_get(&hints->prefixes,
			in_namespace(arena, namespace, bth_str_sub(name, 0, dash)));
	if (prefix)
		return hint_ordinal(hints, prefix, ordinal);
	prefix = bth_map_get(&hints->prefixes, in_namespace(arena, namespace, name));
	uint32_t first =
		prefix ? claim_of(hints, prefix, prefix->set->start) : UINT32_MAX;
	if (first == UINT32_MAX)
		return hint;
	struct bth_str right = hints->storage->views->claims.items[first].name;
	hint.kind = BTH_HINT_PARTS;
	hint.text = bth_arena_printf(arena,
		": the set's claims are named '%.*s' and so on", BTH_STR_ARG(right));
	if (prefix->set->replicas == 1) {
		hint.claim = first;
		hint.text = bth_arena_printf(
			arena, ": the set's claim is '%.*s'", BTH_STR_ARG(right));
	}
	return hint;
}

static struct bth_claim_hint
hint_spelling(const struct bth_claim_hints *hints, struct bth_str namespace,
	struct bth_str name)
{
	const struct names *names = bth_map_get(&hints->near, namespace);
	struct bth_claim_hint hint = {.claim = UINT32_MAX, .text = ""};
	const char *near = names && names->list.len <= NEAR_MOST ?
		bth_near(name, names->list.items, names->list.len) :
		NULL;

	if (!near)
		return hint;
	hint.kind = BTH_HINT_SPELLING;
	hint.claim = bth_storage_claim(hints->storage, namespace, bth_str(near));
	hint.text = bth_arena_printf(hints->storage->arena, ": there is '%s'", near);
	return hint;
}

struct bth_claim_hint
bth_claim_hint(const struct bth_claim_hints *hints, struct bth_str namespace,
	struct bth_str name)
{
	struct bth_claim_hint hint = hint_parts(hints, namespace, name);

	if (!hint.kind || (hint.kind == BTH_HINT_PARTS && hint.claim == UINT32_MAX)) {
		struct bth_claim_hint other = hint_namespace(hints, name);

		if (other.kind)
			return other;
	}
	return hint.kind ? hint : hint_spelling(hints, namespace, name);
}

uint32_t
bth_claim_meant(const struct bth_claim_hints *hints, const struct bth_volume *volume,
	struct bth_claim_hint *hint)
{
	uint32_t claim = bth_storage_claim(
		hints->storage, volume->claim_namespace, volume->claim_name);

	*hint = (struct bth_claim_hint){.claim = UINT32_MAX, .text = ""};
	if (claim != UINT32_MAX)
		return claim;
	*hint = bth_claim_hint(hints, volume->claim_namespace, volume->claim_name);
	if (hint->kind == BTH_HINT_ORDINAL && hint->claim == UINT32_MAX)
		return hint->open;
	return hint->claim;
}

bool *
bth_claims_meant(const struct bth_storage *storage)
{
	const struct bth_views *views = storage->views;
	bool *meant =
		bth_arena_array(storage->arena, views->claims.len + 1, sizeof *meant);
	struct bth_claim_hints hints;

	bth_claim_hints_init(&hints, storage);
	for (size_t i = 0; i < views->volumes.len; i++) {
		struct bth_claim_hint hint;

		if (!views->volumes.items[i].reserved ||
			!views->volumes.items[i].claim_name.len)
			continue;
		uint32_t claim = bth_claim_meant(&hints, &views->volumes.items[i], &hint);
		if (claim != UINT32_MAX && hint.kind)
			meant[claim] = true;
	}
	return meant;
}

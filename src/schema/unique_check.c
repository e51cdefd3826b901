/* unique_check.c - items of a list that may not be called the same */

#include "schema/validation.h"

#include "base/map.h"
#include "rules.h"

/* Longer lists are looked up in a map, as comparing each with each would take too long. */
enum { SHORT = 32 };

struct unique {
	struct bth_validation *validation;
	struct bth_value list;
	struct bth_str keys[2];
	size_t count; /* of the keys; 0: the items are compared themselves */
	struct bth_map *seen; /* identity → node; NULL for short lists */
};

/* The text of a key as it is compared; the API server fills in the protocol. */
static struct bth_str
key_text(const struct unique *unique, struct bth_value item, size_t key)
{
	struct bth_value value = bth_get_str(item, unique->keys[key]);

	bool empty = bth_is_unset(value) || (bth_is_string(value) && !bth_text(value).len);

	if (empty && bth_str_is(unique->keys[key], "protocol"))
		return BTH_STR("TCP");
	return bth_is_unset(value) ? (struct bth_str){0} : bth_text(value);
}

/* A null in a list of strings is an empty one. */
static struct bth_str
item_text(struct bth_value item)
{
	return bth_is_null(item) ? BTH_STR("") : bth_text(item);
}

/* Items that lack a key are somebody else's business. */
static bool
has_identity(const struct unique *unique, struct bth_value item)
{
	if (!unique->count)
		return bth_is_string(item) || bth_is_null(item);
	for (size_t i = 0; i < unique->count; i++)
		if (!key_text(unique, item, i).len)
			return false;
	return true;
}

static struct bth_str
identity(const struct unique *unique, struct bth_value item)
{
	if (unique->count < 2)
		return unique->count ? key_text(unique, item, 0) : item_text(item);
	struct bth_str first = key_text(unique, item, 0), second = key_text(unique, item, 1);
	return bth_str_printf(unique->validation->findings->arena, "%.*s %.*s",
		BTH_STR_ARG(first), BTH_STR_ARG(second));
}

static bool
are_same(const struct unique *unique, struct bth_value a, struct bth_value b)
{
	if (!unique->count)
		return has_identity(unique, a) && bth_str_eq(item_text(a), item_text(b));
	for (size_t i = 0; i < unique->count; i++)
		if (!bth_str_eq(key_text(unique, a, i), key_text(unique, b, i)))
			return false;
	return true;
}

/* The first item that is called as @item is: itself, when there is no earlier one. */
static struct bth_value
find_first(const struct unique *unique, struct bth_value item)
{
	struct bth_value first = bth_first(unique->list);

	if (unique->seen) {
		struct bth_arena *arena = unique->validation->findings->arena;
		struct bth_str name = identity(unique, item);
		struct bth_value *seen = bth_map_get(unique->seen, name);

		if (seen)
			return *seen;
		seen = bth_arena_alloc(arena, sizeof *seen);
		*seen = item;
		bth_map_put(arena, unique->seen, name, seen);
		return item;
	}
	while (first.at < item.at && !are_same(unique, first, item))
		first = bth_next(first);
	return first;
}

static void
report(const struct unique *unique, struct bth_value first, struct bth_value item)
{
	struct bth_validation *validation = unique->validation;
	const char *place = bth_validation_place(validation, unique->list);
	struct bth_finding *finding;

	if (unique->count == 1) {
		first = bth_get_str(first, unique->keys[0]);
		item = bth_get_str(item, unique->keys[0]);
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, item,
			"'%.*s' is the '%.*s' of two items of %s", BTH_STR_ARG(bth_text(item)),
			BTH_STR_ARG(unique->keys[0]), place);
	} else if (unique->count == 2) {
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, item,
			"two items of %s have the same '%.*s' and '%.*s'", place,
			BTH_STR_ARG(unique->keys[0]), BTH_STR_ARG(unique->keys[1]));
	} else {
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, item,
			"'%.*s' is twice in %s", BTH_STR_ARG(bth_text(item)), place);
	}
	bth_finding_note(validation->findings, finding, bth_span(first), "the first is here");
}

void
bth_validate_unique(struct bth_validation *validation, struct bth_value list,
	const struct bth_check *check)
{
	for (size_t set = 0; set < check->unique_count; set++) {
		struct bth_map seen = {0};
		struct unique unique = {.validation = validation,
			.list = list,
			.seen = bth_size(list) > SHORT ? &seen : NULL};

		unique.count = bth_check_unique(unique.keys, check, set);
		for (struct bth_value item = bth_first(list); bth_exists(item);
			item = bth_next(item)) {
			if (!has_identity(&unique, item))
				continue;
			struct bth_value first = find_first(&unique, item);
			if (first.at != item.at)
				report(&unique, first, item);
		}
	}
}

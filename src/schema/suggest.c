/* suggest.c - what was probably meant instead of an unknown kind, field or value */

#include "schema/suggest.h"

#include <ctype.h>

#include "base/near.h"
#include "base/vec.h"

BTH_VEC_TYPE(words, const char *);

bool
bth_suggest_kind(struct bth_kind_facts *out, struct bth_arena *arena, struct bth_str group,
	struct bth_str kind, int minor)
{
	struct bth_kind_facts facts;
	struct words words = {0};

	for (size_t i = 0; bth_schema_kind_at(&facts, i); i++) {
		bool again = words.len && bth_str_is(facts.kind, words.items[words.len - 1]);

		if (!again && facts.definition && !facts.items && facts.since <= minor &&
			minor <= facts.until)
			bth_vec_push(arena, &words, facts.kind.at);
	}
	const char *near = bth_near(kind, words.items, words.len);
	return near && bth_schema_kind_best(out, group, bth_str(near), minor);
}

/* The same letters, whatever their case and what is between them: run_as_user, READONLY. */
static bool
is_same_word(struct bth_str a, struct bth_str b)
{
	size_t i = 0, j = 0;

	for (;; i++, j++) {
		while (i < a.len && strchr("_-", a.at[i]))
			i++;
		while (j < b.len && strchr("_-", b.at[j]))
			j++;
		if (i == a.len || j == b.len)
			return i == a.len && j == b.len;
		if (tolower((unsigned char)a.at[i]) != tolower((unsigned char)b.at[j]))
			return false;
	}
}

const char *
bth_suggest_word(struct bth_str word, const char *const *words, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_same_word(word, bth_str(words[i])))
			return words[i];
	return bth_near(word, words, count);
}

const char *
bth_suggest_field(struct bth_arena *arena, const struct bth_definition *definition,
	struct bth_str name, int minor)
{
	struct words words = {0};

	for (const struct bth_field *field = bth_field_next(definition, NULL, minor); field;
		field = bth_field_next(definition, field, minor))
		bth_vec_push(arena, &words, bth_field_name(field).at);
	return bth_suggest_word(name, words.items, words.len);
}

bool
bth_suggest_is_sure(struct bth_str word, const char *near)
{
	return is_same_word(word, bth_str(near)) || bth_near_distance(word, bth_str(near), 1) <= 1;
}

const char *
bth_suggest_value(struct bth_arena *arena, const struct bth_field *field, struct bth_str value,
	int minor)
{
	struct words words = {0};
	struct bth_str known;

	for (size_t i = 0; bth_field_value(&known, field, i, minor); i++)
		bth_vec_push(arena, &words, known.at);
	return bth_near(value, words.items, words.len);
}

/* ---- where else a field is ---- */

/*
 * Far enough for a container's field in a CronJob; more would find a field of that name
 * somewhere in nearly every kind.
 */
enum { DEEPEST = 6, PLACES_MOST = 2 };

/* A definition that was come to, and on which way. */
struct place {
	const struct bth_definition *definition;
	const char *path;
	unsigned depth;
};

struct search {
	struct bth_arena *arena;
	BTH_VEC(struct place) places; /* in order of depth; each definition once */
	int minor;
};

static bool
is_known(const struct search *search, const struct bth_definition *definition)
{
	for (size_t i = 0; i < search->places.len; i++)
		if (search->places.items[i].definition == definition)
			return true;
	return false;
}

/* Goes from @from through @field, when an object or a list of objects is behind it. */
static void
follow(struct search *search, struct place from, const struct bth_field *field)
{
	const struct bth_shape *shape = bth_field_shape(field);
	bool list = bth_shape_kind(shape) == BTH_SHAPE_LIST;
	const struct bth_definition *to =
		bth_shape_definition(list ? bth_shape_item(shape) : shape);

	if (!to || is_known(search, to) || bth_str_is(bth_field_name(field), "status"))
		return;
	bth_vec_push(search->arena, &search->places,
		(struct place){.definition = to,
			.path = bth_arena_printf(search->arena, "%s%s%s%s", from.path,
				*from.path ? "." : "", bth_field_name(field).at, list ? "[]" : ""),
			.depth = from.depth + 1});
}

/* Whether a value of this node's kind could stand in a field of that shape. */
static bool
could_hold(const struct bth_field *field, struct bth_value value)
{
	enum bth_shape_kind kind = bth_shape_kind(bth_field_shape(field));

	if (bth_is_list(value))
		return kind == BTH_SHAPE_LIST;
	if (bth_is_map(value))
		return kind == BTH_SHAPE_MAP || kind == BTH_SHAPE_OBJECT;
	return bth_is_null(value) || kind < BTH_SHAPE_RAW_OBJECT;
}

const char *
bth_suggest_place(struct bth_arena *arena, const struct bth_definition *definition,
	struct bth_str name, struct bth_value value, int minor)
{
	struct search search = {.arena = arena, .minor = minor};
	const char *found = NULL;
	unsigned depth = DEEPEST, count = 0;

	bth_vec_push(arena, &search.places, (struct place){.definition = definition, .path = ""});
	for (size_t i = 0; i < search.places.len && search.places.items[i].depth <= depth; i++) {
		struct place place = search.places.items[i];
		const struct bth_field *field =
			bth_definition_field(place.definition, name, minor);

		if (field && could_hold(field, value)) {
			found = found ? found : place.path;
			depth = place.depth;
			count++;
		}
		if (place.depth == depth)
			continue;
		for (field = bth_field_next(place.definition, NULL, minor); field;
			field = bth_field_next(place.definition, field, minor))
			follow(&search, place, field);
	}
	return count <= PLACES_MOST ? found : NULL;
}

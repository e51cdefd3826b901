/*
 * check.c - values against the schema of a custom resource
 *
 * This follows kube-openapi's pkg/validation/validate, which is more lenient than JSON Schema in
 * places: what it lets pass is not called wrong here.
 */

#include "custom/validating.h"

#include <math.h>

#include "base/utf8.h"
#include "syntax/number.h"

/* What an object may cost; far more than any asks for. */
enum { STEPS_MOST = 5 * 1000 * 1000 };

struct checking {
	struct bth_customizing *run;
	struct bth_arena *arena;
	unsigned depth;
};

static void check(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out);

static void
add(struct checking *checking, struct bth_custom_faults *out, enum bth_custom_fault_kind kind,
	const struct bth_custom_schema *schema, struct bth_value value)
{
	bth_vec_push(checking->arena, out,
		(struct bth_custom_fault){.kind = kind, .schema = schema, .value = value});
}

/* A whole number that is a bound of the schema; false when there is none. */
static bool
get_bound(int64_t *out, struct bth_value value)
{
	struct bth_custom_number number;

	if (!bth_custom_number(&number, value) || !number.whole)
		return false;
	*out = number.integer;
	return true;
}

/* ---- types ---- */

static unsigned
type_of(struct bth_value value)
{
	struct bth_custom_number number;
	bool truth;

	if (bth_is_map(value))
		return BTH_CUSTOM_OBJECT;
	if (bth_is_list(value))
		return BTH_CUSTOM_ARRAY;
	if (bth_is_string(value))
		return BTH_CUSTOM_STRING;
	if (bth_custom_number(&number, value))
		return number.whole ? BTH_CUSTOM_INTEGER : BTH_CUSTOM_NUMBER;
	return bth_as_bool(&truth, value) ? BTH_CUSTOM_BOOLEAN : BTH_CUSTOM_NULL;
}

static bool
has_type(const struct bth_custom_schema *schema, struct bth_value value)
{
	const unsigned numbers = BTH_CUSTOM_INTEGER | BTH_CUSTOM_NUMBER;
	unsigned type = type_of(value);
	bool formatted = schema->flags & BTH_CUSTOM_FORMATTED;

	if (type == BTH_CUSTOM_NULL)
		return !schema->types || schema->flags & BTH_CUSTOM_NULLABLE;
	if (!schema->types && !formatted)
		return true;
	/* a list with the format of a string passes for one */
	if (formatted && !(schema->types & numbers) &&
		(type == BTH_CUSTOM_STRING || type == BTH_CUSTOM_ARRAY))
		return true;
	return schema->types & type ||
		(type == BTH_CUSTOM_INTEGER && schema->types & BTH_CUSTOM_NUMBER);
}

/* ---- enum ---- */

static bool
is_word(struct bth_value value, struct bth_value word)
{
	struct bth_custom_number given, known;

	/* Go converts the value to the type of the word, and cuts off a fraction on the way */
	if (bth_custom_number(&given, value) && bth_custom_number(&known, word)) {
		if (given.whole && known.whole)
			return given.integer == known.integer;
		return known.whole ? trunc(given.size) == known.size : given.size == known.size;
	}
	return bth_same(value, word);
}

/* A null is none of the words, even when null is among them. */
static bool
has_word(const struct bth_custom_schema *schema, struct bth_value value)
{
	if (bth_exists(schema->constant))
		return is_word(value, schema->constant);
	if (!bth_is_list(schema->words) || !bth_size(schema->words))
		return true;
	if (bth_is_null(value))
		return false;
	for (struct bth_value i = bth_first(schema->words); bth_exists(i); i = bth_next(i))
		if (is_word(value, i))
			return true;
	return false;
}

/* ---- strings ---- */

static bool
fits_format(struct checking *checking, const struct bth_custom_schema *schema, struct bth_str text)
{
	const struct bth_custom_format *format = schema->format;

	if (!format || (format->check && !format->check(text)))
		return !format;
	if (!schema->format_pattern)
		return true;
	enum bth_match match = bth_pattern_match(schema->format_pattern, text);
	if (match == BTH_MATCH_FULL)
		bth_arena_fail(checking->arena);
	return match != BTH_MATCH_NO;
}

static bool
fits_pattern(struct checking *checking, const struct bth_custom_schema *schema, struct bth_str text)
{
	if (!schema->pattern)
		return true;
	enum bth_match match = bth_pattern_match(schema->pattern, text);
	if (match == BTH_MATCH_FULL)
		bth_arena_fail(checking->arena);
	return match != BTH_MATCH_NO; /* where it costs too much to know, nothing is said */
}

static void
check_string(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out)
{
	int64_t least, most, len = (int64_t)bth_utf8_count(bth_text(value));

	if (get_bound(&most, schema->length_most) && len > most)
		add(checking, out, BTH_FAULT_LONG, schema, value);
	else if (get_bound(&least, schema->length_least) && len < least)
		add(checking, out, BTH_FAULT_SHORT, schema, value);
	else if (!fits_pattern(checking, schema, bth_text(value)))
		add(checking, out, BTH_FAULT_PATTERN, schema, value);
	if (!fits_format(checking, schema, bth_text(value)))
		add(checking, out, BTH_FAULT_FORMAT, schema, value);
}

/* ---- numbers ---- */

/* Go's conversion of a bound for whole numbers cuts its fraction off. */
static int64_t
cut_off(double size)
{
	if (size >= 9.2e18)
		return INT64_MAX;
	return size <= -9.2e18 ? INT64_MIN : (int64_t)size;
}

static bool
is_below(const struct bth_custom_number *number, double bound, bool exclusive)
{
	if (!number->whole)
		return exclusive ? number->size <= bound : number->size < bound;
	return exclusive ? number->integer <= cut_off(bound) : number->integer < cut_off(bound);
}

static bool
is_above(const struct bth_custom_number *number, double bound, bool exclusive)
{
	if (!number->whole)
		return exclusive ? number->size >= bound : number->size > bound;
	return exclusive ? number->integer >= cut_off(bound) : number->integer > cut_off(bound);
}

static bool
is_multiple(const struct bth_custom_number *number, double factor)
{
	int64_t whole = cut_off(factor);

	if (number->whole) /* a fraction is cut off, and of 0 nothing is a multiple */
		return whole > 0 && number->integer % whole == 0;
	if (factor <= 0)
		return false;
	double times = factor < 1 ? 1 / factor * number->size : number->size / factor;
	return fabs(times - nearbyint(times)) < 1e-9 * fmax(1, fabs(times));
}

/* Since 1.36 a number has to fit into the type that its format names. */
static bool
fits_size(const struct bth_custom_schema *schema, const struct bth_custom_number *number)
{
	if (schema->flags & BTH_CUSTOM_INT32)
		return number->whole && number->integer >= INT32_MIN && number->integer <= INT32_MAX;
	if (schema->flags & BTH_CUSTOM_FLOAT)
		return fabs(number->size) < 3.4028236e38;
	return true;
}

/* And so has a bound, or everything is refused. */
static bool
fits_bound(const struct bth_custom_schema *schema, struct bth_value bound)
{
	struct bth_custom_number number;

	if (!bth_custom_number(&number, bound))
		return true;
	if (schema->types == BTH_CUSTOM_INTEGER && !number.whole)
		return false;
	return fits_size(schema, &number);
}

static void
check_number(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out)
{
	const int sizes_since = 36;
	struct bth_custom_number number, bound;

	if (!bth_custom_number(&number, value))
		return;
	if (bth_custom_number(&bound, schema->least) &&
		is_below(&number, bound.size, schema->flags & BTH_CUSTOM_ABOVE))
		add(checking, out, BTH_FAULT_LEAST, schema, value);
	if (bth_custom_number(&bound, schema->most) &&
		is_above(&number, bound.size, schema->flags & BTH_CUSTOM_BELOW))
		add(checking, out, BTH_FAULT_MOST, schema, value);
	if (bth_custom_number(&bound, schema->multiple) && !is_multiple(&number, bound.size))
		add(checking, out, BTH_FAULT_MULTIPLE, schema, value);
	if (checking->run->validation.minor < sizes_since || !checking->run->kind->structural)
		return;
	if (!fits_size(schema, &number))
		add(checking, out, BTH_FAULT_SIZE, schema, value);
	else if (!fits_bound(schema, schema->least) || !fits_bound(schema, schema->most) ||
		!fits_bound(schema, schema->multiple))
		add(checking, out, BTH_FAULT_BOUND, schema, value);
}

/* ---- lists ---- */

/* The first item that is equal to one before it; absent when there is none. */
static struct bth_value
find_equal(struct checking *checking, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		for (struct bth_value j = bth_first(list); j.at != i.at; j = bth_next(j)) {
			if (++checking->run->steps > STEPS_MOST)
				return (struct bth_value){0};
			if (bth_same(i, j))
				return i;
		}
	return (struct bth_value){0};
}

static void
check_list(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value list, struct bth_custom_faults *out)
{
	int64_t least, most, size = (int64_t)bth_size(list);

	for (struct bth_value i = bth_first(list); schema->items && bth_exists(i); i = bth_next(i))
		check(checking, schema->items, i, out);
	if (get_bound(&least, schema->items_least) && size < least)
		add(checking, out, BTH_FAULT_FEW, schema, list);
	if (get_bound(&most, schema->items_most) && size > most)
		add(checking, out, BTH_FAULT_MANY, schema, list);
	if (schema->flags & BTH_CUSTOM_UNIQUE && bth_exists(find_equal(checking, list)))
		add(checking, out, BTH_FAULT_EQUAL, schema, list);
}

/* ---- maps ---- */

/* Asks the schemas for names of a pattern; whether there was one. */
static bool
check_patterned(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value key, struct bth_custom_faults *out)
{
	bool found = false;

	for (size_t i = 0; i < schema->patterned.len; i++) {
		enum bth_match match =
			bth_pattern_match(schema->patterned.items[i].pattern, bth_text(key));

		if (match == BTH_MATCH_FULL)
			bth_arena_fail(checking->arena);
		found |= match != BTH_MATCH_NO;
		if (match == BTH_MATCH_YES)
			check(checking, schema->patterned.items[i].schema, bth_under(key), out);
	}
	return found;
}

/* What a JSON Schema of an object leaves out, though each object has it. */
static bool
is_usual(struct checking *checking, struct bth_value map, struct bth_value key)
{
	return map.at == checking->run->validation.root.at &&
		(bth_str_is(bth_text(key), "apiVersion") || bth_str_is(bth_text(key), "kind") ||
			bth_str_is(bth_text(key), "metadata"));
}

static void
check_field(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value map, struct bth_value key, struct bth_custom_faults *out)
{
	const struct bth_custom_schema *property = bth_map_get(&schema->by_name, bth_text(key));
	bool known = check_patterned(checking, schema, key, out) || property;

	if (property)
		check(checking, property, bth_under(key), out);
	else if (!known && schema->extra)
		check(checking, schema->extra, bth_under(key), out);
	else if (!known && schema->flags & BTH_CUSTOM_CLOSED &&
		!(schema->flags & BTH_CUSTOM_PRESERVES) && !is_usual(checking, map, key))
		add(checking, out, BTH_FAULT_UNKNOWN, schema, key);
}

static void
check_required(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value map, struct bth_custom_faults *out)
{
	for (struct bth_value i = bth_first(schema->required);
		bth_is_list(schema->required) && bth_exists(i); i = bth_next(i)) {
		if (bth_exists(bth_get_str(map, bth_text(i))))
			continue;
		add(checking, out, BTH_FAULT_MISSING, schema, map);
		out->items[out->len - 1].name = bth_text(i);
	}
}

static void
check_map(struct checking *checking, const struct bth_custom_schema *schema, struct bth_value map,
	struct bth_custom_faults *out)
{
	int64_t least, most, size = (int64_t)bth_size(map);

	if (get_bound(&least, schema->properties_least) && size < least)
		add(checking, out, BTH_FAULT_FEW_FIELDS, schema, map);
	if (get_bound(&most, schema->properties_most) && size > most)
		add(checking, out, BTH_FAULT_MANY_FIELDS, schema, map);
	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key))
		check_field(checking, schema, map, key, out);
	check_required(checking, schema, map, out);
}

/* ---- alternatives ---- */

/* How many of @schemas take the value, up to @enough; what the nearest refuses else. */
static size_t
count_fitting(struct checking *checking, const struct bth_custom_schemas *schemas,
	struct bth_value value, size_t enough, struct bth_custom_faults *nearest)
{
	size_t count = 0;

	for (size_t i = 0; i < schemas->len && count < enough; i++) {
		struct bth_custom_faults faults = {0};

		check(checking, schemas->items[i], value, &faults);
		count += !faults.len;
		if (!i || faults.len < nearest->len)
			*nearest = faults;
	}
	return count;
}

static void
check_alternatives(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out)
{
	struct bth_custom_faults any = {0}, one = {0}, not = {0};

	if (schema->any.len && !count_fitting(checking, &schema->any, value, 1, &any)) {
		add(checking, out, BTH_FAULT_ANY, schema, value);
		out->items[out->len - 1].nearest = any.items;
	}
	size_t count = count_fitting(checking, &schema->one, value, schema->one.len, &one);
	if (schema->one.len && count != 1) {
		add(checking, out, BTH_FAULT_ONE, schema, value);
		out->items[out->len - 1].nearest = count ? NULL : one.items;
		out->items[out->len - 1].count = count;
	}
	for (size_t i = 0; i < schema->all.len; i++)
		check(checking, schema->all.items[i], value, out);
	if (!schema->not)
		return;
	check(checking, schema->not, value, &not);
	if (!not.len && !checking->run->cut)
		add(checking, out, BTH_FAULT_NOT, schema, value);
}

static void
check_inside(struct checking *checking, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out)
{
	bool truth;

	if (bth_as_bool(&truth, schema->at)) {
		if (!truth)
			add(checking, out, BTH_FAULT_NEVER, schema, value);
		return;
	}
	if (!has_type(schema, value)) {
		add(checking, out, BTH_FAULT_TYPE, schema, value);
		return;
	}
	if (!has_word(schema, value))
		add(checking, out, BTH_FAULT_WORD, schema, value);
	if (bth_is_null(value))
		return;
	check_alternatives(checking, schema, value, out);
	if (bth_is_map(value))
		check_map(checking, schema, value, out);
	else if (bth_is_list(value))
		check_list(checking, schema, value, out);
	else if (bth_is_string(value))
		check_string(checking, schema, value, out);
	else
		check_number(checking, schema, value, out);
}

/* Within bounds: neither user nor schema may have it call itself without an end. */
static void
check(struct checking *checking, const struct bth_custom_schema *schema, struct bth_value value,
	struct bth_custom_faults *out)
{
	if (checking->depth == BTH_CUSTOM_DEPTH_MOST || checking->run->steps > STEPS_MOST) {
		checking->run->cut = true;
		return;
	}
	checking->depth++;
	checking->run->steps++;
	check_inside(checking, schema, value, out);
	checking->depth--;
}

void
bth_custom_check(struct bth_customizing *run, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out)
{
	struct checking checking = {.run = run, .arena = run->validation.findings->arena};

	check(&checking, schema, value, out);
}

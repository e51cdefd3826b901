/* compile.c - a schema of custom resources, made ready to be asked */

#include "custom/schema.h"

#include <math.h>

#include "base/re2.h"
#include "syntax/number.h"

/* References that lead to references; more go in a circle. */
enum { HOPS_MOST = 16 };

struct compiling {
	struct bth_arena *arena;
	struct bth_patterns *patterns;
	struct bth_custom_gaps *gaps;
	struct bth_value document;
	bool structural;
	int minor;
	struct bth_map known;    /* of references to what they lead to */
	struct bth_map compiled; /* of patterns to what they were made */
	BTH_VEC(struct bth_custom_schema *) queue; /* all of them; filled in their order */
};

bool
bth_custom_number(struct bth_custom_number *out, struct bth_value value)
{
	enum bth_type type = bth_node(value)->type;
	/* below this, a double is no larger than an int64 */
	static const double whole_most = 9.2e18;

	if (!bth_is_scalar(value) || (type != BTH_INT && type != BTH_FLOAT))
		return false;
	*out = (struct bth_custom_number){.size = bth_number_value(type, bth_text(value))};
	if (bth_as_int(&out->integer, value)) {
		out->whole = true;
	} else if (fabs(out->size) < whole_most && floor(out->size) == out->size) {
		out->whole = true; /* 1.0 is printed as 1 on its way to the server */
		out->integer = (int64_t)out->size;
	}
	return true;
}

const struct bth_custom_schema *
bth_custom_property(const struct bth_custom_schema *schema, struct bth_str name)
{
	const struct bth_custom_schema *property = bth_map_get(&schema->by_name, name);

	return property ? property : schema->extra;
}

/* ---- references ---- */

/* The key of a JSON pointer's part: ~1 is a slash, ~0 a tilde. */
static struct bth_str
unescape(struct bth_arena *arena, struct bth_str part)
{
	char *text = bth_arena_alloc(arena, part.len + 1);
	size_t len = 0;

	for (size_t i = 0; i < part.len; i++) {
		bool tilde = part.at[i] == '~' && i + 1 < part.len;

		text[len++] = !tilde ? part.at[i] : part.at[i + 1] == '1' ? '/' : '~';
		i += tilde;
	}
	return (struct bth_str){.at = text, .len = len};
}

/* What "#/definitions/a" leads to; absent when it leads out of the document, or nowhere. */
static struct bth_value
follow(struct compiling *compiling, struct bth_str reference)
{
	struct bth_value value = compiling->document;

	if (!bth_str_starts(reference, "#"))
		return (struct bth_value){0};
	reference = bth_str_sub(reference, 1, SIZE_MAX);
	while (reference.len) {
		struct bth_str rest = bth_str_sub(reference, 1, SIZE_MAX);
		size_t end = bth_str_find(rest, '/');

		if (reference.at[0] != '/')
			return (struct bth_value){0};
		value = bth_get_str(value, unescape(compiling->arena, bth_str_sub(rest, 0, end)));
		reference = end == SIZE_MAX ? (struct bth_str){0} : bth_str_sub(rest, end, SIZE_MAX);
	}
	return value;
}

/* The schema at @value, which is filled in later; NULL when there is none. */
static struct bth_custom_schema *
want(struct compiling *compiling, struct bth_value value)
{
	struct bth_str reference = {0};
	struct bth_custom_schema *schema;

	for (int hops = 0; !compiling->structural && bth_is_string(bth_get(value, "$ref")); hops++) {
		reference = bth_text(bth_get(value, "$ref"));
		schema = bth_map_get(&compiling->known, reference);
		if (schema)
			return schema;
		struct bth_value to = hops < HOPS_MOST ? follow(compiling, reference) :
							 (struct bth_value){0};
		if (!bth_exists(to) && !bth_exists(compiling->gaps->reference))
			compiling->gaps->reference = bth_get(value, "$ref");
		value = to;
	}
	bool truth;
	if (!bth_is_map(value) && !bth_as_bool(&truth, value))
		return NULL;
	schema = bth_arena_alloc(compiling->arena, sizeof *schema);
	*schema = (struct bth_custom_schema){.at = value};
	if (reference.len)
		bth_map_put(compiling->arena, &compiling->known, reference, schema);
	bth_vec_push(compiling->arena, &compiling->queue, schema);
	return schema;
}

static void
want_list(struct compiling *compiling, struct bth_custom_schemas *out, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		const struct bth_custom_schema *schema = want(compiling, i);

		if (schema)
			bth_vec_push(compiling->arena, out, schema);
	}
}

/* ---- types, formats, patterns ---- */

static unsigned
type_bit(struct bth_str name)
{
	static const struct {
		const char *name;
		unsigned bit;
	} types[] = {{"string", BTH_CUSTOM_STRING}, {"integer", BTH_CUSTOM_INTEGER},
		{"number", BTH_CUSTOM_NUMBER}, {"boolean", BTH_CUSTOM_BOOLEAN},
		{"object", BTH_CUSTOM_OBJECT}, {"array", BTH_CUSTOM_ARRAY},
		{"null", BTH_CUSTOM_NULL}};

	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		if (bth_str_is(name, types[i].name))
			return types[i].bit;
	return 0;
}

static void
fill_types(struct bth_custom_schema *schema)
{
	struct bth_value type = bth_get(schema->at, "type");

	schema->types = type_bit(bth_text(type));
	for (struct bth_value i = bth_first(type); bth_is_list(type) && bth_exists(i);
		i = bth_next(i))
		schema->types |= type_bit(bth_text(i));
	if (bth_is_true(bth_get(schema->at, "x-kubernetes-int-or-string"), false))
		schema->types = BTH_CUSTOM_INTEGER | BTH_CUSTOM_STRING;
}

/* NULL when it cannot be used; the first that Go refuses is remembered. */
static const struct bth_pattern *
compile_pattern(struct compiling *compiling, struct bth_value at, struct bth_str text)
{
	const struct bth_pattern **known = bth_map_get(&compiling->compiled, text);
	const struct bth_pattern *pattern = NULL;
	struct bth_str translated;
	const char *why;
	size_t where;

	if (known)
		return *known;
	if (bth_re2_translate(&translated, compiling->arena, text, &why, &where))
		pattern = bth_pattern_compile(
			compiling->arena, compiling->patterns, translated, &why, &where);
	if (!pattern && !bth_exists(compiling->gaps->pattern)) {
		compiling->gaps->pattern = at;
		compiling->gaps->pattern_why = why;
	}
	known = bth_arena_alloc(compiling->arena, sizeof *known);
	*known = pattern;
	bth_map_put(compiling->arena, &compiling->compiled, text, known);
	return pattern;
}

/* As StripUnsupportedFormatsPostProcess does it: formats of other types are ignored. */
static void
fill_format(struct compiling *compiling, struct bth_custom_schema *schema)
{
	struct bth_str name = bth_text(bth_get(schema->at, "format"));
	unsigned types = schema->types & ~(unsigned)BTH_CUSTOM_NULL;

	if (!name.len)
		return;
	if (types == BTH_CUSTOM_INTEGER && bth_str_is(name, "int32"))
		schema->flags |= BTH_CUSTOM_INT32 | BTH_CUSTOM_FORMATTED;
	else if (types == BTH_CUSTOM_INTEGER && bth_str_is(name, "int64"))
		schema->flags |= BTH_CUSTOM_FORMATTED;
	else if (types == BTH_CUSTOM_NUMBER && bth_str_is(name, "float"))
		schema->flags |= BTH_CUSTOM_FLOAT | BTH_CUSTOM_FORMATTED;
	else if (types == BTH_CUSTOM_NUMBER && bth_str_is(name, "double"))
		schema->flags |= BTH_CUSTOM_FORMATTED;
	else if (types == BTH_CUSTOM_STRING || !types)
		schema->format = bth_custom_format(name, compiling->minor);
	if (schema->format)
		schema->flags |= BTH_CUSTOM_FORMATTED;
	if (schema->format && schema->format->pattern)
		schema->format_pattern = compile_pattern(compiling, schema->at,
			bth_str(schema->format->pattern));
}

static void
fill_strings(struct compiling *compiling, struct bth_custom_schema *schema)
{
	struct bth_value pattern = bth_get(schema->at, "pattern");

	schema->length_least = bth_get(schema->at, "minLength");
	schema->length_most = bth_get(schema->at, "maxLength");
	if (bth_text(pattern).len)
		schema->pattern = compile_pattern(compiling, pattern, bth_text(pattern));
	fill_format(compiling, schema);
}

/* From the fourth draft on, JSON Schema has exclusiveMinimum as a number of its own. */
static void
fill_numbers(struct bth_custom_schema *schema)
{
	struct bth_value above = bth_get(schema->at, "exclusiveMinimum");
	struct bth_value below = bth_get(schema->at, "exclusiveMaximum");
	struct bth_custom_number number;

	schema->least = bth_get(schema->at, "minimum");
	schema->most = bth_get(schema->at, "maximum");
	schema->multiple = bth_get(schema->at, "multipleOf");
	if (bth_custom_number(&number, above))
		schema->least = above;
	if (bth_custom_number(&number, below))
		schema->most = below;
	if (bth_custom_number(&number, above) || bth_is_true(above, false))
		schema->flags |= BTH_CUSTOM_ABOVE;
	if (bth_custom_number(&number, below) || bth_is_true(below, false))
		schema->flags |= BTH_CUSTOM_BELOW;
}

/* ---- lists and maps ---- */

static void
fill_lists(struct compiling *compiling, struct bth_custom_schema *schema)
{
	struct bth_str type = bth_text(bth_get(schema->at, "x-kubernetes-list-type"));

	schema->items = want(compiling, bth_get(schema->at, "items"));
	schema->items_least = bth_get(schema->at, "minItems");
	schema->items_most = bth_get(schema->at, "maxItems");
	schema->list_keys = bth_get(schema->at, "x-kubernetes-list-map-keys");
	if (bth_is_true(bth_get(schema->at, "uniqueItems"), false))
		schema->flags |= BTH_CUSTOM_UNIQUE;
	if (bth_str_is(type, "set"))
		schema->flags |= BTH_CUSTOM_SET;
	if (bth_str_is(type, "map") && bth_is_list(schema->list_keys))
		schema->flags |= BTH_CUSTOM_KEYED;
}

static void
fill_properties(struct compiling *compiling, struct bth_custom_schema *schema)
{
	struct bth_value properties = bth_get(schema->at, "properties");

	for (struct bth_value key = bth_first(properties);
		bth_is_map(properties) && bth_exists(key); key = bth_next(key)) {
		struct bth_custom_schema *property = want(compiling, bth_under(key));

		if (!property)
			continue;
		bth_vec_push(compiling->arena, &schema->properties,
			(struct bth_custom_property){.name = bth_text(key), .schema = property});
		bth_map_put(compiling->arena, &schema->by_name, bth_text(key), property);
	}
}

static void
fill_patterned(struct compiling *compiling, struct bth_custom_schema *schema)
{
	struct bth_value properties = bth_get(schema->at, "patternProperties");

	for (struct bth_value key = bth_first(properties);
		bth_is_map(properties) && bth_exists(key); key = bth_next(key)) {
		const struct bth_pattern *pattern = compile_pattern(compiling, key, bth_text(key));
		const struct bth_custom_schema *property = want(compiling, bth_under(key));

		if (pattern && property)
			bth_vec_push(compiling->arena, &schema->patterned,
				(struct bth_custom_property){.name = bth_text(key),
					.pattern = pattern,
					.schema = property});
		else /* a name that it may be about is not to be called unknown */
			schema->flags |= BTH_CUSTOM_PRESERVES;
	}
}

static void
fill_maps(struct compiling *compiling, struct bth_custom_schema *schema)
{
	struct bth_value extra = bth_get(schema->at, "additionalProperties");
	bool open = bth_is_map(extra) || bth_is_true(extra, false);

	fill_properties(compiling, schema);
	fill_patterned(compiling, schema);
	schema->required = bth_get(schema->at, "required");
	schema->properties_least = bth_get(schema->at, "minProperties");
	schema->properties_most = bth_get(schema->at, "maxProperties");
	if (bth_is_map(extra))
		schema->extra = want(compiling, extra);
	if (open)
		schema->flags |= BTH_CUSTOM_OPEN;
	else if (!bth_is_unset(extra))
		schema->flags |= BTH_CUSTOM_CLOSED;
}

static void
fill_extensions(struct compiling *compiling, struct bth_custom_schema *schema)
{
	static const struct {
		const char *name;
		unsigned flag;
	} flags[] = {{"nullable", BTH_CUSTOM_NULLABLE},
		{"x-kubernetes-preserve-unknown-fields", BTH_CUSTOM_PRESERVES},
		{"x-kubernetes-embedded-resource", BTH_CUSTOM_EMBEDDED}};
	struct bth_value rules = bth_get(schema->at, "x-kubernetes-validations");

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (bth_is_true(bth_get(schema->at, flags[i].name), false))
			schema->flags |= flags[i].flag;
	if (schema->types & BTH_CUSTOM_NULL)
		schema->flags |= BTH_CUSTOM_NULLABLE;
	if (bth_is_list(rules)) {
		compiling->gaps->rules += bth_size(rules);
		if (!bth_exists(compiling->gaps->rule))
			compiling->gaps->rule = bth_get_key(schema->at, "x-kubernetes-validations");
	}
}

static void
fill(struct compiling *compiling, struct bth_custom_schema *schema)
{
	fill_types(schema);
	fill_extensions(compiling, schema);
	fill_strings(compiling, schema);
	fill_numbers(schema);
	fill_lists(compiling, schema);
	fill_maps(compiling, schema);
	schema->words = bth_get(schema->at, "enum");
	if (!compiling->structural)
		schema->constant = bth_get(schema->at, "const");
	schema->otherwise = bth_get(schema->at, "default");
	want_list(compiling, &schema->all, bth_get(schema->at, "allOf"));
	want_list(compiling, &schema->any, bth_get(schema->at, "anyOf"));
	want_list(compiling, &schema->one, bth_get(schema->at, "oneOf"));
	schema->not = want(compiling, bth_get(schema->at, "not"));
}

const struct bth_custom_schema *
bth_custom_compile(struct bth_arena *arena, struct bth_patterns *patterns,
	struct bth_custom_gaps *gaps, struct bth_value value, bool structural, int minor)
{
	struct compiling compiling = {.arena = arena,
		.patterns = patterns,
		.gaps = gaps,
		.document = bth_root(value.tree),
		.structural = structural,
		.minor = minor};
	const struct bth_custom_schema *schema = want(&compiling, value);

	for (size_t i = 0; i < compiling.queue.len; i++)
		fill(&compiling, compiling.queue.items[i]);
	return schema;
}

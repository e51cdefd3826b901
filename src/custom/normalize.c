/*
 * normalize.c - a custom resource as the API server validates it
 *
 * Three passes of apiextensions in one: pruning (which strict decoding makes errors), nulls that
 * are dropped, and defaults. Functions follow schema/pruning and schema/defaulting.
 */

#include "custom/validating.h"
#include "syntax/build.h"

/* What happens to fields that the schema lacks. */
enum keeping {
	PRUNED,   /* they are refused */
	SKIPPED,  /* they stay, but in the fields that it has they are refused again */
	KEPT,     /* they stay, as does all below */
};

struct normalizing {
	struct bth_customizing *run;
	struct bth_builder builder;
	bool dropped; /* what is copied is the status, which is then left out */
	bool made; /* a default is copied, which stands nowhere in the object */
};

static uint32_t copy_value(struct normalizing *to, const struct bth_custom_schema *schema,
	struct bth_value value, enum keeping keeping, unsigned depth);

static bool
is_metadata(struct bth_value key)
{
	return bth_str_is(bth_text(key), "apiVersion") || bth_str_is(bth_text(key), "kind") ||
		bth_str_is(bth_text(key), "metadata");
}

static bool
has_default(const struct bth_custom_schema *schema)
{
	return !bth_is_unset(schema->otherwise);
}

/* A map or list that is refused as it is, so that nothing is said of what is in it. */
static bool
is_mistyped(const struct bth_custom_schema *schema, struct bth_value value)
{
	unsigned type = bth_is_map(value) ? BTH_CUSTOM_OBJECT : BTH_CUSTOM_ARRAY;

	/* a list passes for a string that has a format */
	return schema && schema->types && !(schema->types & type) &&
		!(bth_is_list(value) && schema->flags & BTH_CUSTOM_FORMATTED);
}

/* A null that is as good as nothing, and is replaced by the default if there is one. */
static bool
is_void(const struct bth_custom_schema *schema, struct bth_value value)
{
	return schema && bth_is_null(value) && !(schema->flags & BTH_CUSTOM_NULLABLE);
}

static uint32_t
copy_default(struct normalizing *to, const struct bth_custom_schema *schema, unsigned depth)
{
	bool made = to->made;

	to->made = true;
	uint32_t out = copy_value(to, schema, schema->otherwise, KEPT, depth);
	to->made = made;
	return out;
}

/* A value, or the default in its place. */
static uint32_t
copy_or_default(struct normalizing *to, const struct bth_custom_schema *schema,
	struct bth_value value, enum keeping keeping, unsigned depth)
{
	if (is_void(schema, value) && has_default(schema))
		return copy_default(to, schema, depth);
	return copy_value(to, schema, value, keeping, depth);
}

static void
copy_field(struct normalizing *to, const struct bth_custom_schema *schema, struct bth_value map,
	struct bth_value key, enum keeping keeping, uint32_t out, unsigned depth)
{
	struct bth_str name = bth_text(key);
	struct bth_value value = bth_under(key);
	const struct bth_custom_schema *property =
		schema ? bth_custom_property(schema, name) : NULL;
	bool open = schema && (schema->flags & BTH_CUSTOM_OPEN);

	if (schema && schema->flags & BTH_CUSTOM_EMBEDDED && is_metadata(key)) {
		keeping = KEPT;
	} else if (!property && !open) {
		if (keeping == PRUNED) {
			bth_custom_report_unknown(to->run, schema, map, key);
			return;
		}
		keeping = KEPT;
	} else if (keeping == SKIPPED) {
		keeping = PRUNED;
	}
	if (is_void(property, value) && !has_default(property) && !to->run->kind->keeps_unknown)
		return;
	to->dropped |= depth == 1 && to->run->kind->drops_status && bth_str_is(name, "status");
	uint32_t copy = copy_or_default(to, property, value, keeping, depth);
	to->dropped &= depth != 1;
	if (to->made)
		bth_build_put(&to->builder, out, name, copy);
	else
		bth_build_put_key(&to->builder, out, key, copy);
}

static void
add_defaults(struct normalizing *to, const struct bth_custom_schema *schema,
	struct bth_value map, uint32_t out, unsigned depth)
{
	for (size_t i = 0; schema && i < schema->properties.len; i++) {
		const struct bth_custom_property *property = &schema->properties.items[i];

		if (has_default(property->schema) && !bth_exists(bth_get_str(map, property->name)))
			bth_build_put(&to->builder, out, property->name,
				copy_default(to, property->schema, depth));
	}
}

static uint32_t
copy_map(struct normalizing *to, const struct bth_custom_schema *schema, struct bth_value map,
	enum keeping keeping, unsigned depth)
{
	uint32_t out = bth_build_map(&to->builder);

	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key))
		copy_field(to, schema, map, key, keeping, out, depth);
	add_defaults(to, schema, map, out, depth);
	return out;
}

static uint32_t
copy_list(struct normalizing *to, const struct bth_custom_schema *schema, struct bth_value list,
	enum keeping keeping, unsigned depth)
{
	uint32_t out = bth_build_list(&to->builder);
	const struct bth_custom_schema *items = schema ? schema->items : NULL;

	if (keeping == SKIPPED && !items)
		keeping = KEPT;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		bth_build_item(&to->builder, out,
			copy_or_default(to, items, i, keeping, depth));
	return out;
}

static uint32_t
copy_value(struct normalizing *to, const struct bth_custom_schema *schema, struct bth_value value,
	enum keeping keeping, unsigned depth)
{
	struct bth_span cause = to->builder.cause;
	uint32_t out;

	if (depth == BTH_CUSTOM_DEPTH_MOST)
		to->run->cut = true;
	if (depth == BTH_CUSTOM_DEPTH_MOST || bth_is_scalar(value) ||
		(!to->dropped && is_mistyped(schema, value)))
		return bth_build_copy(&to->builder, value, !to->made);
	if (keeping == PRUNED && schema && schema->flags & BTH_CUSTOM_PRESERVES)
		keeping = SKIPPED;
	if (!to->made)
		to->builder.cause = bth_span(value);
	out = bth_is_map(value) ? copy_map(to, schema, value, keeping, depth + 1) :
				  copy_list(to, schema, value, keeping, depth + 1);
	to->builder.cause = cause;
	return out;
}

void
bth_custom_normalize(struct bth_customizing *run, struct bth_value *decoded, struct bth_value *kept)
{
	struct bth_value root = run->validation.root;
	struct normalizing to = {.run = run};
	enum keeping keeping =
		run->kind->structural && !run->kind->keeps_unknown ? PRUNED : KEPT;
	struct bth_custom_schema top = *run->kind->compiled;

	top.flags |= BTH_CUSTOM_EMBEDDED; /* the metadata of the object itself */
	bth_build_init(&to.builder, run->validation.findings->arena, bth_span(root).source);
	to.builder.cause = bth_span(bth_get(root, "kind"));
	uint32_t out = copy_value(&to, &top, root, keeping, 0);
	*decoded = *kept = bth_root(bth_build_finish(&to.builder, out));
	if (run->kind->drops_status && bth_build_remove(&to.builder, out, BTH_STR("status")))
		*kept = bth_root(bth_build_finish(&to.builder, out));
}

/* crd_schema.c - every schema in a CustomResourceDefinition, and what it is there */

#include "apis/crd.h"

#include "base/vec.h"

BTH_VEC_TYPE(schemas, struct bth_crd_schema);

struct tour {
	struct bth_validation *validation;
	struct schemas waiting;
};

bool
bth_crd_is_zero(struct bth_value value)
{
	if (bth_is_unset(value))
		return true;
	if (!bth_is_scalar(value))
		return !bth_size(value);
	return bth_is_string(value) ? !bth_check_text(value).len :
				      !bth_is_true(value, true);
}

bool
bth_crd_has_type(struct bth_value schema, const char *type)
{
	return bth_str_is(bth_check_text(bth_get(schema, "type")), type);
}

void
bth_crd_forbid(struct bth_validation *validation, struct bth_value schema,
	const char *name, const char *why)
{
	if (!bth_crd_is_zero(bth_get(schema, name)))
		bth_check_forbidden(validation, schema, name, why);
}

/* anyOf: [{type: integer}, {type: string}], which may say types where no other may. */
static bool
is_int_or_string(struct bth_value any_of)
{
	struct bth_value first = bth_item(any_of, 0), second = bth_item(any_of, 1);

	return bth_size(any_of) == 2 && bth_size(first) == 1 && bth_size(second) == 1 &&
		bth_crd_has_type(first, "integer") && bth_crd_has_type(second, "string");
}

static void
push(struct tour *tour, struct bth_crd_schema schema)
{
	if (bth_is_map(schema.value) || bth_is_null(schema.value))
		bth_vec_push(tour->validation->findings->arena, &tour->waiting, schema);
}

/* ---- where the structure has what is narrowed ---- */

static void
report_unknown(struct bth_validation *validation, struct bth_value narrowing,
	struct bth_value structure, const char *field, struct bth_str name)
{
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_field_missing, narrowing, (struct bth_str){0},
		"only what the schema has outside of 'not', 'allOf', 'anyOf' and 'oneOf' can be "
		"narrowed there, and it lacks this");

	finding->path = bth_arena_printf(validation->findings->arena, "%s.%s%s%.*s%s",
		bth_path_of(validation->findings->arena, validation->root, structure),
		field, name.len ? "[" : "", BTH_STR_ARG(name), name.len ? "]" : "");
}

/* Goes on to @at in the structure: its field @field, or what is called @name there. */
static void
find_structure(struct tour *tour, struct bth_crd_schema *child, struct bth_value at,
	const char *field, struct bth_str name)
{
	if (!child->narrowing || !child->known || child->loose)
		return;
	if (!bth_exists(at)) {
		report_unknown(
			tour->validation, child->value, child->structure, field, name);
		child->known = false;
	}
	child->structure = at;
}

/* ---- schemas in a schema ---- */

/* Properties that stand for the metadata of a whole resource. */
static bool
is_metadata(const struct bth_crd_schema *schema, struct bth_str name)
{
	bool resource = schema->root ||
		bth_is_true(
			bth_get(schema->value, "x-kubernetes-embedded-resource"), false);

	return resource &&
		(bth_str_is(name, "metadata") || bth_str_is(name, "kind") ||
			bth_str_is(name, "apiVersion"));
}

/* What a child has of its parent. */
static struct bth_crd_schema
below(const struct bth_crd_schema *schema, struct bth_value value)
{
	struct bth_crd_schema child = *schema;

	child.value = value;
	child.root = child.item = false;
	return child;
}

static void
push_properties(struct tour *tour, const struct bth_crd_schema *schema)
{
	struct bth_value map = bth_get(schema->value, "properties");

	for (struct bth_value key = bth_first(map); bth_exists(key) && bth_is_map(map);
		key = bth_next(key)) {
		struct bth_crd_schema child = below(schema, bth_under(key));

		if (is_metadata(schema, bth_text(key))) {
			child.in_metadata = true;
			child.without_defaults |= schema->root;
		}
		find_structure(tour, &child,
			bth_get_str(
				bth_get(child.structure, "properties"), bth_text(key)),
			"properties", bth_text(key));
		push(tour, child);
	}
}

static void
push_items(struct tour *tour, const struct bth_crd_schema *schema)
{
	struct bth_value items = bth_get(schema->value, "items");
	struct bth_crd_schema child = below(schema, items);

	child.item = true;
	if (bth_is_map(items)) {
		find_structure(tour, &child, bth_get(child.structure, "items"), "items",
			(struct bth_str){0});
		push(tour, child);
	}
	child.loose = true;
	for (struct bth_value i = bth_first(items); bth_exists(i) && bth_is_list(items);
		i = bth_next(i)) {
		child.value = i;
		push(tour, child);
	}
}

static void
push_additional(struct tour *tour, const struct bth_crd_schema *schema)
{
	struct bth_crd_schema child =
		below(schema, bth_get(schema->value, "additionalProperties"));

	child.loose |= schema->narrowing;
	child.without_defaults |= schema->in_metadata;
	if (bth_is_map(child.value))
		push(tour, child);
}

/* The schemas under not, allOf, anyOf or oneOf. */
static void
push_narrowing(struct tour *tour, const struct bth_crd_schema *schema, const char *name)
{
	struct bth_value value = bth_get(schema->value, name);
	struct bth_crd_schema child = below(schema, value);

	if (!schema->narrowing) {
		child.structure = schema->value;
		child.narrowing = child.known = true;
	}
	if (strcmp(name, "anyOf") == 0 && is_int_or_string(value))
		child.loose = true;
	if (bth_is_map(value))
		push(tour, child);
	for (struct bth_value i = bth_first(value); bth_exists(i) && bth_is_list(value);
		i = bth_next(i)) {
		child.value = i;
		push(tour, child);
	}
}

static void
push_children(struct tour *tour, const struct bth_crd_schema *schema)
{
	static const char *const narrowing[] = {"not", "allOf", "anyOf", "oneOf"};

	push_properties(tour, schema);
	push_items(tour, schema);
	push_additional(tour, schema);
	for (size_t i = 0; i < sizeof narrowing / sizeof narrowing[0]; i++)
		push_narrowing(tour, schema, narrowing[i]);
}

void
bth_crd_check_schema(struct bth_validation *validation, struct bth_value schema)
{
	struct tour tour = {.validation = validation};

	push(&tour, (struct bth_crd_schema){.value = schema, .root = true});
	while (tour.waiting.len) {
		struct bth_crd_schema next = tour.waiting.items[--tour.waiting.len];

		bth_crd_check_openapi(validation, &next);
		if (!next.loose)
			bth_crd_check_structural(validation, &next);
		if (!next.loose && !next.narrowing && !next.without_defaults)
			bth_crd_check_default(validation, next.value);
		push_children(&tour, &next);
	}
}

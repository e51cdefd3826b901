/* yaml_place.c - where in its object a scalar stands, and what the API server wants there */

#include "rules/yaml_place.h"

/* The way down: a definition, or the shape of the items of a list or the values of a map. */
struct way {
	const struct bth_definition *definition;
	const struct bth_shape *item;
};

static struct way
way_into(const struct bth_shape *shape)
{
	struct way way = {0};

	if (!shape)
		return way;
	way.definition = bth_shape_definition(shape);
	way.item = bth_shape_item(shape);
	if (bth_shape_kind(shape) == BTH_SHAPE_SCHEMA_OR_BOOL ||
		bth_shape_kind(shape) == BTH_SHAPE_SCHEMA_OR_LIST ||
		bth_shape_kind(shape) == BTH_SHAPE_SCHEMA_OR_STRINGS)
		way.definition = bth_schema_definition("apiextensions.v1.JSONSchemaProps");
	return way;
}

static const struct bth_shape *
step(struct way way, struct bth_str key, int minor)
{
	if (way.item)
		return way.item;
	const struct bth_field *field =
		way.definition ? bth_definition_field_ever(way.definition, key, minor) : NULL;
	return field ? bth_field_shape(field) : NULL;
}

/* The child of @at that is or holds the node @target: an item, or the key of an entry. */
static struct bth_value
child_towards(struct bth_value at, uint32_t target)
{
	struct bth_value child = bth_first(at), next = bth_next(child);

	while (bth_exists(next) && next.at <= target) {
		child = next;
		next = bth_next(next);
	}
	return child;
}

struct bth_yaml_place
bth_yaml_place(const struct bth_lint *lint, const struct bth_object *object, struct bth_value value)
{
	struct bth_yaml_place place = {.parent = object->root};
	struct bth_value at = object->root;
	struct bth_kind_facts facts = {0};
	int minor = lint->world->minor;

	place.validated = bth_schema_kind_ever(
		&facts, object->api_version, object->kind_text, minor);
	struct way way = {.definition = facts.definition};
	while (at.at != value.at) {
		struct bth_value child = child_towards(at, value.at);
		bool top = at.at == object->root.at;

		place.parent = at;
		place.described = way.definition != NULL;
		place.shape = NULL;
		if (!bth_exists(child) || (bth_is_map(at) && child.at == value.at))
			break;
		if (bth_is_map(at)) {
			place.field = bth_text(child);
			child = bth_under(child);
		}
		place.shape = bth_is_map(at) ? step(way, place.field, minor) : way.item;
		way = way_into(place.shape);
		/* of what others described, the metadata is as everywhere */
		if (top && !place.validated && bth_str_is(place.field, "metadata"))
			way.definition = bth_schema_definition("meta.v1.ObjectMeta");
		at = child;
	}
	return place;
}

uint32_t
bth_yaml_last(struct bth_value value)
{
	for (;;) {
		uint32_t child = bth_node(value)->child;

		if (!child)
			return value.at;
		while (value.tree->nodes[child].next)
			child = value.tree->nodes[child].next;
		value.at = child;
	}
}

struct bth_str
bth_yaml_written(struct bth_value scalar)
{
	struct bth_span span = bth_span(scalar);
	struct bth_str text = bth_str_sub(span.source->text, span.start, span.end - span.start);

	if (bth_str_starts(text, "*") || bth_str_starts(text, "!"))
		return BTH_STR("");
	if (bth_str_starts(text, "&")) {
		size_t blank = 0;

		while (blank < text.len && !strchr(" \t\r\n", text.at[blank]))
			blank++;
		text = bth_str_trim(bth_str_sub(text, blank, SIZE_MAX));
	}
	return text;
}

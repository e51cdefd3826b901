/* facts.c - look-ups in the tables of fields, shapes and values */

#include "schema/facts.h"

#include <string.h>

#include "schema/tables.h"

static bool
is_at(uint8_t since, uint8_t until, int minor)
{
	return since <= minor && minor <= until;
}

int
bth_schema_oldest_minor(void)
{
	return bth_table_oldest;
}

int
bth_schema_newest_minor(void)
{
	return bth_table_newest;
}

/* Takes a number from the front of *rest. */
static bool
take_number(uint64_t *out, struct bth_str *rest)
{
	size_t len = 0;

	while (len < rest->len && rest->at[len] >= '0' && rest->at[len] <= '9')
		len++;
	struct bth_str digits = bth_str_sub(*rest, 0, len);
	*rest = bth_str_sub(*rest, len, SIZE_MAX);
	return bth_str_to_u64(out, digits);
}

/* Distributions add to it: v1.31.1+k3s1, v1.30.4-eks-a737599. */
int
bth_schema_minor(struct bth_str text)
{
	uint64_t minor, patch;

	if (bth_str_starts(text, "v"))
		text = bth_str_sub(text, 1, SIZE_MAX);
	if (!bth_str_starts(text, "1."))
		return 0;
	text = bth_str_sub(text, 2, SIZE_MAX);
	if (!take_number(&minor, &text))
		return 0;
	if (bth_str_starts(text, ".")) {
		text = bth_str_sub(text, 1, SIZE_MAX);
		if (!take_number(&patch, &text))
			return 0;
	}
	if ((text.len && !strchr("-+", text.at[0])) ||
		minor < (uint64_t)bth_schema_oldest_minor() ||
		minor > (uint64_t)bth_schema_newest_minor())
		return 0;
	return (int)minor;
}

size_t
bth_definition_index(const struct bth_definition *definition)
{
	return (size_t)(definition - bth_table_definitions);
}

struct bth_str
bth_definition_name(const struct bth_definition *definition)
{
	return bth_table_string(definition->name);
}

const struct bth_definition *
bth_schema_definition(const char *name)
{
	size_t low = 0, high = bth_table_definition_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct bth_definition *row = &bth_table_definitions[middle];
		int order = bth_str_cmp(bth_str(name), bth_table_string(row->name));

		if (order == 0)
			return row;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/*
 * The first row of that name, or NULL. This is asked for every key of every document, so
 * it compares in place; names are sorted by bytes, a prefix before what it begins.
 */
static const struct bth_field *
find_field(const struct bth_definition *definition, struct bth_str name)
{
	const struct bth_field *rows = &bth_table_fields[definition->first];
	size_t low = 0, high = definition->count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const unsigned char *at = &bth_table_text[rows[middle].name];
		size_t shorter = *at < name.len ? *at : name.len;
		int order = memcmp(at + 1, name.at, shorter);

		if (order < 0 || (order == 0 && *at < name.len))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == definition->count || !bth_str_eq(bth_table_string(rows[low].name), name))
		return NULL;
	return &rows[low];
}

/* The row behind @field when it is of the same name, or NULL. */
static const struct bth_field *
next_row(const struct bth_definition *definition, const struct bth_field *field)
{
	const struct bth_field *end = &bth_table_fields[definition->first + definition->count];

	return field + 1 < end && field[1].name == field->name ? field + 1 : NULL;
}

const struct bth_field *
bth_definition_field(const struct bth_definition *definition, struct bth_str name, int minor)
{
	const struct bth_field *field = name.len ? find_field(definition, name) : NULL;

	while (field && !is_at(field->since, field->until, minor))
		field = next_row(definition, field);
	return field;
}

const struct bth_field *
bth_definition_field_ever(const struct bth_definition *definition, struct bth_str name, int minor)
{
	const struct bth_field *field = name.len ? find_field(definition, name) : NULL;
	const struct bth_field *last = field;

	for (; field; field = next_row(definition, field)) {
		last = field;
		if (minor <= field->until)
			break;
	}
	return last;
}

const struct bth_field *
bth_field_next(const struct bth_definition *definition, const struct bth_field *field, int minor)
{
	const struct bth_field *first = &bth_table_fields[definition->first];
	const struct bth_field *end = first + definition->count;

	for (field = field ? field + 1 : first; field < end; field++)
		if (is_at(field->since, field->until, minor))
			return field;
	return NULL;
}

struct bth_str
bth_field_name(const struct bth_field *field)
{
	return bth_table_string(field->name);
}

int
bth_field_since(const struct bth_field *field)
{
	return field->since > bth_table_oldest ? field->since : bth_table_oldest;
}

int
bth_field_until(const struct bth_field *field)
{
	return field->until < bth_table_newest ? field->until : bth_table_newest;
}

bool
bth_field_is_required(const struct bth_field *field)
{
	return field->flags & BTH_FIELD_REQUIRED;
}

const struct bth_shape *
bth_field_shape(const struct bth_field *field)
{
	return &bth_table_shapes[field->shape];
}

enum bth_shape_kind
bth_shape_kind(const struct bth_shape *shape)
{
	return (enum bth_shape_kind)shape->kind;
}

const struct bth_shape *
bth_shape_item(const struct bth_shape *shape)
{
	if (shape->kind != BTH_SHAPE_LIST && shape->kind != BTH_SHAPE_MAP)
		return NULL;
	return &bth_table_shapes[shape->of];
}

const struct bth_definition *
bth_shape_definition(const struct bth_shape *shape)
{
	return shape->kind == BTH_SHAPE_OBJECT ? &bth_table_definitions[shape->of] : NULL;
}

bool
bth_field_value(struct bth_str *out, const struct bth_field *field, size_t index, int minor)
{
	const struct bth_table_place *place = &bth_table_value_lists[field->values];

	for (size_t i = 0; i < place->count; i++) {
		const struct bth_table_value *value = &bth_table_values[place->first + i];

		if (is_at(value->since, value->until, minor) && index-- == 0) {
			*out = bth_table_string(value->text);
			return true;
		}
	}
	return false;
}

bool
bth_field_has_value(const struct bth_field *field, struct bth_str value, int minor)
{
	struct bth_str known;

	for (size_t i = 0; bth_field_value(&known, field, i, minor); i++)
		if (bth_str_eq(known, value))
			return true;
	return false;
}

enum bth_list_type
bth_field_list_type(const struct bth_field *field)
{
	return (enum bth_list_type)bth_table_listings[field->listing].type;
}

size_t
bth_field_keys(struct bth_str out[BTH_KEYS_MOST], const struct bth_field *field)
{
	const struct bth_table_listing *listing = &bth_table_listings[field->listing];

	for (size_t i = 0; i < listing->key_count; i++)
		out[i] = bth_table_string(listing->keys[i]);
	return listing->key_count;
}

unsigned
bth_field_patch(const struct bth_field *field)
{
	return bth_table_listings[field->listing].patch;
}

struct bth_str
bth_field_merge_key(const struct bth_field *field)
{
	uint16_t key = bth_table_listings[field->listing].merge_key;

	return key == BTH_TABLE_NONE ? BTH_STR("") : bth_table_string(key);
}

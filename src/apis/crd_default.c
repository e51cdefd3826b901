/* crd_default.c - whether defaults fit the schema that they stand in: ValidateDefaults */

#include "apis/crd.h"

#include "base/vec.h"

/* A part of a default, and the schema of that part. */
struct pair {
	struct bth_value value, schema;
};

BTH_VEC_TYPE(pairs, struct pair);

/* Of a float it is not asked here whether it has a fraction. */
static bool
is_number(struct bth_value value)
{
	return bth_is_scalar(value) &&
		(bth_node(value)->type == BTH_INT || bth_node(value)->type == BTH_FLOAT);
}

static bool
fits_type(struct bth_value value, struct bth_value schema)
{
	bool boolean;

	if (bth_crd_has_type(schema, "string"))
		return bth_is_string(value);
	if (bth_crd_has_type(schema, "integer") || bth_crd_has_type(schema, "number"))
		return is_number(value);
	if (bth_crd_has_type(schema, "boolean"))
		return bth_as_bool(&boolean, value);
	if (bth_crd_has_type(schema, "array"))
		return bth_is_list(value);
	if (bth_crd_has_type(schema, "object"))
		return bth_is_map(value);
	return true;
}

static bool
is_in_enum(struct bth_value value, struct bth_value list)
{
	if (!bth_is_list(list) || !bth_size(list))
		return true;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_same(i, value))
			return true;
	return false;
}

/* Whether fields that the schema does not name would be dropped. */
static bool
is_closed(struct bth_value schema)
{
	return bth_crd_has_type(schema, "object") &&
		bth_is_unset(bth_get(schema, "additionalProperties")) &&
		bth_crd_is_zero(
			bth_get(schema, "x-kubernetes-preserve-unknown-fields")) &&
		bth_crd_is_zero(bth_get(schema, "x-kubernetes-embedded-resource"));
}

static void
push_fields(struct bth_validation *validation, struct pairs *waiting, struct pair pair)
{
	struct bth_value properties = bth_get(pair.schema, "properties");
	struct bth_value others = bth_get(pair.schema, "additionalProperties");

	for (struct bth_value key = bth_first(pair.value); bth_exists(key);
		key = bth_next(key)) {
		struct bth_value schema = bth_get_str(properties, bth_text(key));

		if (!bth_exists(schema) && is_closed(pair.schema)) {
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				key,
				"the default has a field '%.*s' that the schema does not have",
				BTH_STR_ARG(bth_validation_shown(validation, key)));
			continue;
		}
		schema = bth_exists(schema) ? schema : others;
		if (bth_is_map(schema))
			bth_vec_push(validation->findings->arena, waiting,
				(struct pair){bth_under(key), schema});
	}
}

static void
push_items(struct bth_validation *validation, struct pairs *waiting, struct pair pair)
{
	struct bth_value schema = bth_get(pair.schema, "items");

	for (struct bth_value i = bth_first(pair.value);
		bth_exists(i) && bth_is_map(schema); i = bth_next(i))
		bth_vec_push(
			validation->findings->arena, waiting, (struct pair){i, schema});
}

static void
check_pair(struct bth_validation *validation, struct pairs *waiting, struct pair pair)
{
	if (bth_is_null(pair.value))
		return;
	if (!fits_type(pair.value, pair.schema)) {
		bth_validation_report(validation, &bth_rule_field_value_wrong, pair.value,
			"the default is not of the type '%.*s', which its schema states",
			BTH_STR_ARG(bth_check_text(bth_get(pair.schema, "type"))));
		return;
	}
	if (!is_in_enum(pair.value, bth_get(pair.schema, "enum")))
		bth_validation_report(validation, &bth_rule_field_value_wrong, pair.value,
			"the default is none of the values that its schema allows");
	if (bth_is_map(pair.value))
		push_fields(validation, waiting, pair);
	else if (bth_is_list(pair.value))
		push_items(validation, waiting, pair);
}

void
bth_crd_check_default(struct bth_validation *validation, struct bth_value schema)
{
	struct bth_value value = bth_get(schema, "default");
	struct pairs waiting = {0};

	if (!bth_exists(value))
		return;
	bth_vec_push(validation->findings->arena, &waiting, (struct pair){value, schema});
	while (waiting.len)
		check_pair(validation, &waiting, waiting.items[--waiting.len]);
}

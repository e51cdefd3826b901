/* scalar_check.c - whether a scalar decodes into the type of its field */

#include "schema/validation.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>

#include "kube/quantity.h"
#include "rules.h"
#include "schema/decode.h"
#include "syntax/scalar.h"

static const char *
wanted(const struct bth_shape *shape)
{
	static const char *const names[] = {
		[BTH_SHAPE_STRING] = "a string",
		[BTH_SHAPE_BYTES] = "a string of base64",
		[BTH_SHAPE_TIME] = "a time in a string",
		[BTH_SHAPE_MICRO_TIME] = "a time in a string",
		[BTH_SHAPE_QUANTITY] = "a quantity",
		[BTH_SHAPE_INT_OR_STRING] = "a whole number or a string",
		[BTH_SHAPE_BOOL] = "true or false",
		[BTH_SHAPE_INT32] = "a whole number",
		[BTH_SHAPE_INT64] = "a whole number",
		[BTH_SHAPE_INTEGER] = "a whole number",
		[BTH_SHAPE_DOUBLE] = "a number",
		[BTH_SHAPE_NUMBER] = "a number",
		[BTH_SHAPE_RAW_OBJECT] = "a map",
		[BTH_SHAPE_FIELDS_V1] = "a map",
		[BTH_SHAPE_JSON] = "a finite value",
		[BTH_SHAPE_SCHEMA_OR_BOOL] = "a schema, true or false",
		[BTH_SHAPE_SCHEMA_OR_LIST] = "a schema or a list of them",
		[BTH_SHAPE_SCHEMA_OR_STRINGS] = "a schema or a list of strings",
		[BTH_SHAPE_LIST] = "a list",
		[BTH_SHAPE_MAP] = "a map",
		[BTH_SHAPE_OBJECT] = "a map",
	};

	return names[bth_shape_kind(shape)];
}

/* What the value is to kubectl, in words: "'on' is read as true". */
static const char *
found(struct bth_validation *validation, struct bth_value value)
{
	const char *text = bth_arena_printf(validation->findings->arena, "'%.*s' is ",
		BTH_STR_ARG(bth_validation_shown(validation, value)));
	const char *what = "a string";
	bool is;

	if (bth_as_bool(&is, value))
		what = bth_str_is(bth_text(value), is ? "true" : "false") ? "a boolean" :
			is ? "read as true" : "read as false";
	else if (bth_node(value)->type == BTH_INT || bth_node(value)->type == BTH_FLOAT)
		what = "read as a number";
	return bth_arena_printf(validation->findings->arena, "%s%s", text, what);
}

static bool
wants_text(const struct bth_shape *shape)
{
	return bth_shape_kind(shape) <= BTH_SHAPE_MICRO_TIME;
}

static bool
wants_plain(const struct bth_shape *shape, enum bth_type type)
{
	switch (bth_shape_kind(shape)) {
	case BTH_SHAPE_BOOL:
		return type == BTH_BOOL;
	case BTH_SHAPE_INT32:
	case BTH_SHAPE_INT64:
	case BTH_SHAPE_INTEGER:
		return type == BTH_INT;
	default:
		return false;
	}
}

/* A value of the right spelling that only lacks its quotes, or has them for nothing. */
static void
offer_quotes(struct bth_validation *validation, struct bth_finding *finding, struct bth_value value,
	const struct bth_shape *shape)
{
	struct bth_str text = bth_text(value);

	if (wants_text(shape) && !bth_is_string(value)) {
		bth_finding_fix(validation->findings, finding, "put it in quotes");
		bth_validation_replace(validation, finding, value,
			bth_str_printf(validation->findings->arena, "\"%.*s\"", BTH_STR_ARG(text)));
	} else if (bth_is_string(value) && wants_plain(shape, bth_scalar_type(text))) {
		bth_finding_fix(validation->findings, finding, "write it without quotes");
		if (bth_shape_kind(shape) == BTH_SHAPE_BOOL)
			text = bth_str(bth_scalar_bool(text) ? "true" : "false");
		bth_validation_replace(validation, finding, value, text);
	}
}

/* One word where a list of them has to be: a string would be taken as it stands. */
static void
offer_list(struct bth_validation *validation, struct bth_finding *finding, struct bth_value value,
	const struct bth_shape *shape)
{
	struct bth_str text = bth_validation_shown(validation, value);

	if (bth_shape_kind(shape) != BTH_SHAPE_LIST || !bth_is_string(value) ||
		bth_shape_kind(bth_shape_item(shape)) != BTH_SHAPE_STRING || !text.len)
		return;
	for (size_t i = 0; i < text.len; i++)
		if (!isalnum((unsigned char)text.at[i]) && !strchr("_-./", text.at[i]))
			return;
	bth_finding_fix(validation->findings, finding, "write '[%.*s]', a list of one",
		BTH_STR_ARG(text));
}

/* A map that is an item without its dash, or labels as another kind of selector has them. */
static void
offer_other_form(struct bth_validation *validation, struct bth_finding *finding, const char *place,
	const struct bth_shape *shape)
{
	if (bth_shape_kind(shape) == BTH_SHAPE_LIST &&
		bth_shape_kind(bth_shape_item(shape)) == BTH_SHAPE_OBJECT)
		bth_finding_fix(validation->findings, finding,
			"begin each item with '- ', even a single one");
	else if (strcmp(place, "'matchLabels'") == 0)
		bth_finding_fix(validation->findings, finding,
			"this selector is the labels themselves: write them without 'matchLabels'");
}

void
bth_validate_mistyped(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape)
{
	const char *place = bth_validation_place(validation, value);

	struct bth_finding *finding = bth_is_scalar(value) ?
		bth_validation_report(validation, &bth_rule_field_mistyped, value,
			"%s, but %s has to be %s", found(validation, value), place,
			wanted(shape)) :
		bth_validation_report(validation, &bth_rule_field_mistyped, value,
			"%s is a %s, but has to be %s", place,
			bth_is_list(value) ? "list" : "map", wanted(shape));
	bth_validation_name_map(validation, finding);
	if (bth_is_map(value))
		offer_other_form(validation, finding, place, shape);
	if (!bth_is_scalar(value))
		return;
	offer_quotes(validation, finding, value, shape);
	offer_list(validation, finding, value, shape);
}

static bool
refuse_range(struct bth_validation *validation, struct bth_value value, bool wide)
{
	bth_validation_report(validation, &bth_rule_field_mistyped, value,
		"'%.*s' is beyond the %d-bit numbers that %s takes",
		BTH_STR_ARG(bth_validation_shown(validation, value)), wide ? 64 : 32,
		bth_validation_place(validation, value));
	return false;
}

static bool
refuse(struct bth_validation *validation, struct bth_value value, const struct bth_shape *shape)
{
	bth_validate_mistyped(validation, value, shape);
	return false;
}

/* The decoder takes 3.0 and 1e3, as JSON made from YAML writes them without a fraction. */
static bool
check_integer(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape, bool wide)
{
	enum bth_type type = bth_node(value)->type;
	double size;

	if (type == BTH_INT) {
		int64_t number;

		if (bth_as_int(&number, value) &&
			(wide || (number >= INT32_MIN && number <= INT32_MAX)))
			return true;
		return refuse_range(validation, value, wide);
	}
	if (type != BTH_FLOAT || !bth_decode_double(&size, bth_text(value)) ||
		!(fabs(size) < 1e21) || floor(size) != size)
		return refuse(validation, value, shape);
	double limit = wide ? 9223372036854775808.0 : 2147483648.0;
	if (size < -limit || size >= limit)
		return refuse_range(validation, value, wide);
	return true;
}

/* Infinities and "not a number" are no JSON, so no field takes them. */
static bool
check_finite(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape)
{
	double size;

	if (bth_node(value)->type != BTH_FLOAT || bth_decode_double(&size, bth_text(value)))
		return true;
	return refuse(validation, value, shape);
}

static bool
check_quantity(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape)
{
	struct bth_quantity quantity;
	enum bth_quantity_fault fault = BTH_QUANTITY_FORMAT;

	if (!bth_is_string(value) && bth_node(value)->type != BTH_BOOL)
		return check_finite(validation, value, shape);
	if (bth_is_string(value))
		fault = bth_quantity_parse(&quantity, bth_decode_quantity(bth_text(value)));
	if (fault == BTH_QUANTITY_OK)
		return true;

	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_quantity_malformed, value, "'%.*s' is no quantity: %s",
		BTH_STR_ARG(bth_validation_shown(validation, value)), bth_quantity_fault_text(fault));
	const char *better = bth_quantity_suggest(validation->findings->arena, bth_text(value));
	if (better)
		bth_finding_fix(validation->findings, finding, "'%s' may be meant", better);
	return false;
}

static bool
check_text(struct bth_validation *validation, struct bth_value value, const struct bth_shape *shape)
{
	const char *fault = NULL;

	if (!bth_is_string(value))
		return refuse(validation, value, shape);
	if (bth_shape_kind(shape) == BTH_SHAPE_BYTES)
		fault = bth_decode_base64(bth_text(value));
	else if (bth_shape_kind(shape) != BTH_SHAPE_STRING)
		fault = bth_decode_time(bth_text(value),
			bth_shape_kind(shape) == BTH_SHAPE_MICRO_TIME);
	if (!fault)
		return true;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		value, "'%.*s' is %s, which %s has to be",
		BTH_STR_ARG(bth_validation_shown(validation, value)), fault,
		bth_validation_place(validation, value));
	if (bth_shape_kind(shape) == BTH_SHAPE_BYTES && bth_str_is(validation->kind.kind, "Secret"))
		bth_finding_fix(validation->findings, finding,
			"move it to 'stringData', which takes it as it is, or encode it");
	return false;
}

bool
bth_validate_scalar(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape)
{
	enum bth_type type = bth_node(value)->type;

	switch (bth_shape_kind(shape)) {
	case BTH_SHAPE_STRING:
	case BTH_SHAPE_BYTES:
	case BTH_SHAPE_TIME:
	case BTH_SHAPE_MICRO_TIME:
		return check_text(validation, value, shape);
	case BTH_SHAPE_QUANTITY:
		return check_quantity(validation, value, shape);
	case BTH_SHAPE_INT_OR_STRING:
		return type == BTH_STRING || check_integer(validation, value, shape, false);
	case BTH_SHAPE_BOOL:
		return type == BTH_BOOL || refuse(validation, value, shape);
	case BTH_SHAPE_INT32:
		return check_integer(validation, value, shape, false);
	case BTH_SHAPE_INT64:
	case BTH_SHAPE_INTEGER:
		return check_integer(validation, value, shape, true);
	case BTH_SHAPE_DOUBLE:
	case BTH_SHAPE_NUMBER:
		if (type != BTH_INT && type != BTH_FLOAT)
			return refuse(validation, value, shape);
		return check_finite(validation, value, shape);
	case BTH_SHAPE_SCHEMA_OR_BOOL:
		return type == BTH_BOOL || refuse(validation, value, shape);
	case BTH_SHAPE_LIST:
	case BTH_SHAPE_MAP:
	case BTH_SHAPE_OBJECT:
		return refuse(validation, value, shape);
	default:
		return check_finite(validation, value, shape);
	}
}

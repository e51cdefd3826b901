/* value_check.c - values that decode, but that the API server refuses all the same */

#include "schema/validation.h"

#include <ctype.h>
#include <math.h>

#include "rules.h"
#include "schema/decode.h"
#include "schema/formats.h"
#include "schema/suggest.h"
#include "syntax/scalar.h"

/* "'Delete', 'Recycle' or 'Retain'"; cut off after so many that nobody reads on. */
static const char *
list_values(struct bth_validation *validation, const struct bth_field *field)
{
	enum { MOST = 12 };
	struct bth_arena *arena = validation->findings->arena;
	const char *list = "";
	struct bth_str value, next;

	for (size_t i = 0; bth_field_value(&value, field, i, validation->minor); i++) {
		bool last = !bth_field_value(&next, field, i + 1, validation->minor);

		if (i == MOST)
			return bth_arena_printf(arena, "%s, …", list);
		list = bth_arena_printf(arena, "%s%s'%s'", list, i == 0 ? "" : last ? " or " : ", ",
			value.at);
	}
	return list;
}

/* A value as it has to stand in YAML to be read as a string. */
static struct bth_str
as_yaml(struct bth_validation *validation, const char *value)
{
	bool plain = isalpha((unsigned char)value[0]) &&
		bth_scalar_type(bth_str(value)) == BTH_STRING;

	return plain ? bth_str(value) :
		       bth_str_printf(validation->findings->arena, "\"%s\"", value);
}

static void
check_values(struct bth_validation *validation, struct bth_value value,
	const struct bth_field *field, const struct bth_check *check)
{
	struct bth_str text = bth_text(value);

	if (!(check->flags & BTH_CHECK_CLOSED) || !bth_is_string(value) ||
		bth_field_has_value(field, text, validation->minor) ||
		(!text.len && !(check->flags & BTH_CHECK_EMPTY_REFUSED)))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_unknown, value, "%s cannot be '%.*s', only %s",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)),
		list_values(validation, field));
	const char *near = bth_suggest_value(validation->findings->arena, field, text,
		validation->minor);
	if (near) {
		bth_finding_fix(validation->findings, finding, "write '%s'", near);
		bth_validation_replace(validation, finding, value, as_yaml(validation, near));
	}
}

/* 0888 is no octal number and thus a float to YAML; the decoder takes it as 888. */
bool
bth_validation_whole(int64_t *out, struct bth_value value)
{
	double size;

	if (bth_as_int(out, value))
		return true;
	if (!bth_is_scalar(value) || bth_node(value)->type != BTH_FLOAT ||
		!bth_decode_double(&size, bth_text(value)) || fabs(size) > 1e15 || floor(size) != size)
		return false;
	*out = (int64_t)size;
	return true;
}

enum { FILE_MODE_MOST = 0777 };

static bool
looks_octal(struct bth_str text)
{
	bool octal = text.len == 3;

	for (size_t i = 0; i < text.len; i++)
		octal &= text.at[i] >= '0' && text.at[i] <= '7';
	return octal;
}

bool
bth_validate_range(struct bth_validation *validation, struct bth_value value,
	const struct bth_check *check)
{
	int64_t number;
	bool least = check->flags & BTH_CHECK_LEAST, most = check->flags & BTH_CHECK_MOST;

	if (!bth_validation_whole(&number, value))
		return true;
	if ((!least || number >= check->least) && (!most || number <= check->most))
		return true;
	if (number == 0 && check->flags & BTH_CHECK_REQUIRED)
		return true; /* to the API server it is missing */

	const char *range = least && most ?
		bth_arena_printf(validation->findings->arena, "between %d and %d", check->least,
			check->most) :
		least ? bth_arena_printf(validation->findings->arena, "%d or more", check->least) :
			bth_arena_printf(validation->findings->arena, "%d or less", check->most);
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_value_wrong,
		value, "%s is %.*s, but has to be %s", bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)), range);
	if (check->most == FILE_MODE_MOST && looks_octal(bth_text(value)))
		bth_finding_fix(validation->findings, finding,
			"write 0%.*s, as file modes are numbers to the base 8",
			BTH_STR_ARG(bth_text(value)));
	return false;
}

bool
bth_validate_format(struct bth_validation *validation, struct bth_value value,
	enum bth_format format)
{
	struct bth_str text = bth_text(value);
	const char *fault = bth_format_check(validation->findings->arena, format, text,
		validation->minor);

	if (fault)
		bth_validation_report(validation,
			bth_format_is_label(format) ? &bth_rule_label_malformed :
						      &bth_rule_field_value_wrong,
			value, "'%.*s' is no valid %s: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)),
			bth_format_noun(format), fault);
	return !fault;
}

/* A map whose keys have a grammar; its values are asked about by themselves. */
static void
check_map(struct bth_validation *validation, struct bth_value map, enum bth_format format)
{
	if (!bth_is_map(map))
		return;
	if (format == BTH_FORMAT_LABELS) {
		bth_validate_labels(validation, map);
		return;
	}
	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key)) {
		const char *fault = bth_format_check(validation->findings->arena, format,
			bth_text(key), validation->minor);

		if (fault)
			bth_validation_report(validation, &bth_rule_field_value_wrong, key,
				"'%.*s' is no valid key: %s", BTH_STR_ARG(bth_text(key)), fault);
	}
}

static bool
is_percent(unsigned format)
{
	return format == BTH_FORMAT_PERCENT || format == BTH_FORMAT_PERCENT_100;
}

/* A port or percentage given as a number. */
static void
check_number(struct bth_validation *validation, struct bth_value value, enum bth_format format)
{
	static const struct bth_check port = {
		.least = 0, .most = 65535, .flags = BTH_CHECK_LEAST | BTH_CHECK_MOST};
	static const struct bth_check percent = {.least = 0, .flags = BTH_CHECK_LEAST};

	if (format == BTH_FORMAT_PORT)
		bth_validate_range(validation, value, &port);
	else if (is_percent(format))
		bth_validate_range(validation, value, &percent);
}

void
bth_validate_check(struct bth_validation *validation, struct bth_value value,
	const struct bth_field *field, const struct bth_check *check)
{
	check_values(validation, value, field, check);
	if (check->flags & (BTH_CHECK_LEAST | BTH_CHECK_MOST))
		bth_validate_range(validation, value, check);
	if (check->format == BTH_FORMAT_LABELS || check->format == BTH_FORMAT_CONFIG_KEYS)
		check_map(validation, value, (enum bth_format)check->format);
	else if (check->format && bth_is_string(value) &&
		(bth_text(value).len || check->flags & BTH_CHECK_EMPTY_REFUSED))
		bth_validate_format(validation, value, (enum bth_format)check->format);
	else if (check->format && !bth_is_string(value))
		check_number(validation, value, (enum bth_format)check->format);
}

void
bth_validate_null(struct bth_validation *validation, struct bth_value value,
	const struct bth_field *field)
{
	const struct bth_check *check = bth_field_check(field, validation->minor);
	const unsigned closed = BTH_CHECK_CLOSED | BTH_CHECK_EMPTY_REFUSED;

	if (check && (check->flags & closed) == closed)
		bth_validation_report(validation, &bth_rule_field_value_unknown, value,
			"%s is empty, but has to be %s", bth_validation_place(validation, value),
			list_values(validation, field));
	else if (check && check->format && check->flags & BTH_CHECK_EMPTY_REFUSED)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"%s is empty", bth_validation_place(validation, value));
}

/* ---- what is missing ---- */

/* What Go's zero value and thus an absent field is, and the API server calls required. */
static bool
is_empty(struct bth_value value)
{
	int64_t number;

	if (bth_is_unset(value))
		return true;
	if (bth_is_list(value) || bth_is_map(value))
		return !bth_exists(bth_first(value));
	if (bth_is_string(value))
		return !bth_text(value).len;
	return bth_validation_whole(&number, value) && number == 0;
}

static void
report_required(struct bth_validation *validation, struct bth_value parent,
	const struct bth_field *field, struct bth_value value)
{
	struct bth_str name = bth_field_name(field);

	if (bth_is_unset(value)) {
		const char *path = bth_path_of(validation->findings->arena, validation->root, parent);
		bth_validation_report_missing(validation, &bth_rule_field_missing, parent, name,
			*path ? "'%.*s' is missing in '%s'" : "'%.*s' is missing%s",
			BTH_STR_ARG(name), path);
		return;
	}
	bool number = bth_is_scalar(value) && !bth_is_string(value);
	bth_validation_report(validation, &bth_rule_field_missing, value, "'%.*s' is %s",
		BTH_STR_ARG(name), number ? "0, which counts as missing" : "empty");
}

void
bth_validate_required(struct bth_validation *validation, struct bth_value value,
	const struct bth_definition *definition)
{
	const struct bth_field *field;
	size_t next = 0;

	while ((field = bth_definition_required(definition, &next, validation->minor))) {
		struct bth_value found = bth_get_str(value, bth_field_name(field));
		bool object = bth_shape_kind(bth_field_shape(field)) == BTH_SHAPE_OBJECT;
		/* an object that is there says itself what it lacks */
		if (object ? bth_is_unset(found) : is_empty(found))
			report_required(validation, value, field, found);
	}
}

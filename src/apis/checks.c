/* checks.c - what the checks of types share */

#include "apis/checks.h"

#include "schema/suggest.h"
#include "syntax/json.h"

struct bth_str
bth_check_text(struct bth_value value)
{
	return bth_is_string(value) ? bth_text(value) : BTH_STR("");
}

bool
bth_check_is_in(const struct bth_validation *validation, const char *name)
{
	return validation->field && bth_str_is(bth_field_name(validation->field), name);
}

const char *
bth_check_path(struct bth_validation *validation, struct bth_value parent, const char *name)
{
	struct bth_arena *arena = validation->findings->arena;
	const char *path = bth_path_of(arena, validation->root, parent);

	return bth_arena_printf(arena, "%s%s%s", path, *path ? "." : "", name);
}

struct bth_finding *
bth_check_missing(struct bth_validation *validation, struct bth_value parent, const char *name)
{
	const char *path = bth_path_of(validation->findings->arena, validation->root, parent);

	return bth_validation_report_missing(validation, &bth_rule_field_missing, parent,
		bth_str(name), *path ? "'%s' is missing in '%s'" : "'%s' is missing%s", name, path);
}

bool
bth_check_required(struct bth_validation *validation, struct bth_value parent, const char *name)
{
	struct bth_value value = bth_get(parent, name);
	bool empty = bth_is_scalar(value) ? bth_is_string(value) && !bth_text(value).len :
					    !bth_size(value);

	if (bth_is_unset(value))
		bth_check_missing(validation, parent, name);
	else if (empty)
		bth_validation_report(validation, &bth_rule_field_missing, value, "'%s' is empty",
			name);
	return !bth_is_unset(value) && !empty;
}

bool
bth_check_forbidden(struct bth_validation *validation, struct bth_value parent, const char *name,
	const char *why)
{
	struct bth_value value = bth_get(parent, name);

	if (bth_is_unset(value))
		return true;
	bth_validation_report(validation, &bth_rule_field_forbidden, value,
		"'%s' may not be set %s", name, why);
	bth_validation_skip(validation, value);
	return false;
}

bool
bth_check_format(struct bth_validation *validation, struct bth_value value,
	enum bth_format format)
{
	return !bth_is_string(value) || !bth_text(value).len ||
		bth_validate_format(validation, value, format);
}

bool
bth_check_range(struct bth_validation *validation, struct bth_value value, int32_t least,
	int32_t most)
{
	const struct bth_check check = {.least = least,
		.most = most,
		.flags = (least == INT32_MIN ? 0 : BTH_CHECK_LEAST) |
			(most == INT32_MAX ? 0 : BTH_CHECK_MOST)};

	return bth_validate_range(validation, value, &check);
}

/* "'a', 'b' or 'c'" */
static const char *
list_words(struct bth_arena *arena, const char *const *words)
{
	const char *list = "";

	for (size_t i = 0; words[i]; i++)
		list = bth_arena_printf(arena, "%s%s'%s'", list,
			i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
	return list;
}

bool
bth_check_words(struct bth_validation *validation, struct bth_value value,
	const char *const *words)
{
	if (!bth_is_string(value) || !bth_text(value).len)
		return true;
	for (size_t i = 0; words[i]; i++)
		if (bth_str_is(bth_text(value), words[i]))
			return true;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_unknown, value, "%s cannot be '%.*s', only %s",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)),
		list_words(validation->findings->arena, words));
	size_t count = 0;
	while (words[count])
		count++;
	const char *near = bth_suggest_word(bth_text(value), words, count);
	if (near)
		bth_finding_fix(validation->findings, finding, "write '%s'", near);
	return false;
}

bool
bth_check_length(struct bth_validation *validation, struct bth_value value, size_t most)
{
	size_t len = bth_text(value).len;

	if (len <= most)
		return true;
	bth_validation_report(validation, &bth_rule_field_too_long, value,
		"%s has %zu bytes, and %zu are allowed", bth_validation_place(validation, value),
		len, most);
	return false;
}

bool
bth_check_items(struct bth_validation *validation, struct bth_value list, size_t most)
{
	size_t size = bth_size(list);

	if (!bth_is_list(list) || size <= most)
		return true;
	bth_validation_report(validation, &bth_rule_field_too_long, list,
		"%s has %zu items, and %zu are allowed", bth_validation_place(validation, list),
		size, most);
	return false;
}

static bool
has_backsteps(struct bth_str path)
{
	while (path.len) {
		size_t slash = bth_str_find(path, '/');

		if (bth_str_is(bth_str_sub(path, 0, slash), ".."))
			return true;
		path = slash == SIZE_MAX ? (struct bth_str){0} :
					   bth_str_sub(path, slash + 1, SIZE_MAX);
	}
	return false;
}

bool
bth_check_no_backsteps(struct bth_validation *validation, struct bth_value value)
{
	if (!bth_is_string(value) || !has_backsteps(bth_text(value)))
		return true;
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is '%.*s', but may not have '..' in it",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)));
	return false;
}

bool
bth_check_descending(struct bth_validation *validation, struct bth_value value)
{
	if (!bth_is_string(value) || !bth_str_starts(bth_text(value), "/"))
		return bth_check_no_backsteps(validation, value);
	bth_validation_report(validation, &bth_rule_field_value_wrong, value,
		"%s is '%.*s', but has to be a relative path",
		bth_validation_place(validation, value),
		BTH_STR_ARG(bth_validation_shown(validation, value)));
	return false;
}

bool
bth_check_is_json(struct bth_validation *validation, struct bth_str text, char open)
{
	size_t from = bth_json_skip(text, 0);
	size_t end = bth_json_end(validation->findings->arena, text, from);
	struct bth_str value = bth_str_sub(text, from, end ? end - from : 0);

	return end && bth_json_skip(text, end) == text.len &&
		(value.at[0] == open || bth_str_is(value, "null"));
}

void
bth_check_duplicate(struct bth_validation *validation, struct bth_value first,
	struct bth_value second)
{
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_duplicate, second, "'%.*s' is there twice",
		BTH_STR_ARG(bth_validation_shown(validation, second)));

	bth_finding_note(validation->findings, finding, bth_span(first), "the first is here");
}

struct bth_value
bth_check_seen(struct bth_validation *validation, struct bth_map *seen, struct bth_str key,
	struct bth_value value)
{
	const void *found = bth_map_get(seen, key);

	if (found)
		return (struct bth_value){
			.tree = value.tree, .at = (uint32_t)(uintptr_t)found};
	bth_map_put(validation->findings->arena, seen, key, (void *)(uintptr_t)value.at);
	return (struct bth_value){0};
}

/* check.c - whether settings have the keys and types that the table says */

#include "base/near.h"
#include "base/path.h"
#include "config/paths.h"
#include "config/reading.h"

static const char *
nearest(struct bth_arena *arena, struct bth_str name, enum bth_config_group group)
{
	BTH_VEC(const char *) names = {0};

	for (size_t i = 0; i < bth_config_key_count; i++)
		if (bth_config_keys[i].group == group)
			bth_vec_push(arena, &names, bth_config_keys[i].name);
	return bth_near(name, names.items, names.len);
}

/* "a, b and c", of the keys of a group. */
static const char *
keys_text(struct bth_arena *arena, enum bth_config_group group)
{
	const char *text = "", *last = NULL;

	for (size_t i = 0; i < bth_config_key_count; i++) {
		if (bth_config_keys[i].group != group)
			continue;
		if (last)
			text = bth_arena_printf(arena, "%s%s%s", text, *text ? ", " : "", last);
		last = bth_config_keys[i].name;
	}
	return *text ? bth_arena_printf(arena, "%s and %s", text, last) : last;
}

static void
report_unknown(
	struct bth_config_reading *reading, struct bth_value key, enum bth_config_group group)
{
	struct bth_finding *finding = bth_config_report(
		reading, key, "settings have no key '%.*s' here", BTH_STR_ARG(bth_text(key)));
	const char *near = nearest(reading->arena, bth_text(key), group);

	if (!near) {
		bth_finding_fix(reading->findings, finding, "there are %s",
			keys_text(reading->arena, group));
		return;
	}
	bth_finding_fix(reading->findings, finding, "did you mean '%s'?", near);
	bth_finding_edit(reading->findings, finding, bth_span(key), bth_str(near));
}

static void
report_type(struct bth_config_reading *reading, struct bth_value value,
	const struct bth_config_key *key)
{
	bth_config_report(reading, value, "'%s' takes %s", key->name,
		bth_config_type_text(key->types));
}

static bool
is_word(struct bth_value value)
{
	return bth_is_scalar(value) && !bth_is_null(value) && bth_text(value).len;
}

static bool
is_choice(const char *choices, struct bth_str text)
{
	for (struct bth_str rest = bth_str(choices); rest.len;) {
		size_t bar = bth_str_find(rest, '|');

		if (bth_str_eq(bth_str_sub(rest, 0, bar), text))
			return true;
		rest = bar == SIZE_MAX ? BTH_STR("") : bth_str_sub(rest, bar + 1, SIZE_MAX);
	}
	return false;
}

static void
check_choice(struct bth_config_reading *reading, struct bth_value value,
	const struct bth_config_key *key, const char *name)
{
	struct bth_str text = bth_text(value);
	const char *words[8], *list = "";
	size_t count = 0;

	if (is_choice(key->choices, text) ||
		(bth_str_is(text, "false") && is_choice(key->choices, BTH_STR("off"))))
		return;
	for (struct bth_str rest = bth_str(key->choices); rest.len && count < 8;) {
		size_t bar = bth_str_find(rest, '|');

		words[count++] = bth_str_copy(reading->arena, bth_str_sub(rest, 0, bar)).at;
		rest = bar == SIZE_MAX ? BTH_STR("") : bth_str_sub(rest, bar + 1, SIZE_MAX);
		list = bth_arena_printf(reading->arena, "%s%s%s", list,
			count == 1 ? "" :
			rest.len   ? ", " :
				     " or ",
			words[count - 1]);
	}
	struct bth_finding *finding = bth_config_report(
		reading, value, "'%s' cannot be '%.*s'", name, BTH_STR_ARG(text));
	const char *near = bth_near(text, words, count);
	if (near)
		bth_finding_edit(reading->findings, finding, bth_span(value), bth_str(near));
	bth_finding_fix(reading->findings, finding, "it is %s", list);
}

static void
check_path(struct bth_config_reading *reading, struct bth_value value)
{
	if (bth_path_stays_below(bth_text(value)))
		return;
	struct bth_finding *finding = bth_config_report(reading, value,
		"'%.*s' is not below the folder of the settings", BTH_STR_ARG(bth_text(value)));
	bth_finding_fix(reading->findings, finding,
		"settings name files below their own folder only; the command line may name others");
}

static void
check_glob(struct bth_config_reading *reading, struct bth_value value)
{
	const char *why = bth_path_pattern_check(bth_text(value));

	if (why)
		bth_config_report(reading, value, "'%.*s' is no pattern of paths: %s",
			BTH_STR_ARG(bth_text(value)), why);
}

static void
check_items(struct bth_config_reading *reading, struct bth_value list,
	const struct bth_config_key *key)
{
	if (!bth_is_list(list)) {
		report_type(reading, list, key);
		return;
	}
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		if (key->types & BTH_CONFIG_MAPS ? !bth_is_map(i) : !is_word(i))
			report_type(reading, i, key);
		else if (key->types & BTH_CONFIG_MAPS)
			bth_config_check(reading, i, key->sub);
		else if (key->types & BTH_CONFIG_PATHS)
			check_path(reading, i);
		else if (key->types & BTH_CONFIG_GLOBS)
			check_glob(reading, i);
	}
	if (!bth_size(list) && (key->types & BTH_CONFIG_NEEDED))
		bth_config_report(reading, list, "'%s' is empty", key->name);
}

static void
check_rules(struct bth_config_reading *reading, struct bth_value map,
	const struct bth_config_key *key)
{
	if (!bth_is_map(map)) {
		report_type(reading, map, key);
		return;
	}
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_under(i);

		if (bth_is_map(value))
			bth_config_check(reading, value, key->sub);
		else if (is_word(value))
			check_choice(reading, value, key,
				bth_str_copy(reading->arena, bth_text(i)).at);
		else
			bth_config_report(reading, value,
				"'%.*s' takes off, info, warning, error, or a map with severity and options",
				BTH_STR_ARG(bth_text(i)));
	}
}

static void
check_options(struct bth_config_reading *reading, struct bth_value map,
	const struct bth_config_key *key)
{
	if (!bth_is_map(map)) {
		report_type(reading, map, key);
		return;
	}
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_under(i);
		bool fine = is_word(value) || bth_is_list(value);

		for (struct bth_value j = bth_first(value); bth_is_list(value) && bth_exists(j);
			j = bth_next(j))
			fine &= is_word(j);
		if (!fine)
			bth_config_report(reading, value, "an option takes a value or a list of values");
	}
}

static void
check_word(struct bth_config_reading *reading, struct bth_value value,
	const struct bth_config_key *key)
{
	struct bth_str text = bth_text(value);

	if (!is_word(value) ||
		((key->types & BTH_CONFIG_BOOLEAN) && !bth_str_is(text, "true") &&
			!bth_str_is(text, "false")))
		report_type(reading, value, key);
	else if (key->types & BTH_CONFIG_ENUM)
		check_choice(reading, value, key, key->name);
	else if (key->types & BTH_CONFIG_PATH)
		check_path(reading, value);
}

static void
check_value(struct bth_config_reading *reading, struct bth_value value,
	const struct bth_config_key *key)
{
	const unsigned lists = BTH_CONFIG_STRINGS | BTH_CONFIG_PATHS | BTH_CONFIG_GLOBS |
		BTH_CONFIG_MAPS;

	if (key->types & lists)
		check_items(reading, value, key);
	else if (key->types & BTH_CONFIG_RULES)
		check_rules(reading, value, key);
	else if (key->types & BTH_CONFIG_OPTIONS)
		check_options(reading, value, key);
	else if (!(key->types & BTH_CONFIG_MAP))
		check_word(reading, value, key);
	else if (bth_is_map(value))
		bth_config_check(reading, value, key->sub);
	else
		report_type(reading, value, key);
}

/* Whether a key that there is not was meant to be @name: then that is not missing as well. */
static bool
is_misspelt(struct bth_config_reading *reading, struct bth_value map,
	enum bth_config_group group, const char *name)
{
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		const char *near = bth_config_key_find(group, bth_text(i)) ? NULL :
			nearest(reading->arena, bth_text(i), group);

		if (near && strcmp(near, name) == 0)
			return true;
	}
	return false;
}

void
bth_config_check(
	struct bth_config_reading *reading, struct bth_value map, enum bth_config_group group)
{
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i)) {
		const struct bth_config_key *key = bth_config_key_find(group, bth_text(i));

		if (key)
			check_value(reading, bth_under(i), key);
		else
			report_unknown(reading, i, group);
	}
	for (size_t i = 0; i < bth_config_key_count; i++) {
		const struct bth_config_key *key = &bth_config_keys[i];

		if (key->group == group && (key->types & BTH_CONFIG_NEEDED) &&
			!bth_exists(bth_get(map, key->name)) &&
			!is_misspelt(reading, map, group, key->name))
			bth_config_report(reading, map, "'%s' is missing here", key->name);
	}
}

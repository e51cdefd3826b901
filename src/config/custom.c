/* custom.c - rules of the user's own: reading them */

#include "config/reading.h"

/* One of them while it is read. */
struct making {
	struct bth_config_reading *reading;
	struct bth_custom *custom;
	struct bth_value from;
};

static bool
is_custom_name(struct bth_str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!(name.at[i] >= 'a' && name.at[i] <= 'z') &&
			!(name.at[i] >= '0' && name.at[i] <= '9') && name.at[i] != '-')
			return false;
	return name.len > 0 && name.at[0] != '-';
}

static void
read_name(struct making *making)
{
	const struct bth_config *config = making->reading->config;
	struct bth_value value = bth_get(making->from, "name");
	struct bth_str name = bth_text(value);
	struct bth_rule *rule = &making->custom->rule;

	rule->name = rule->code = bth_arena_printf(
		making->reading->arena, "custom/%.*s", BTH_STR_ARG(name));
	if (name.len && !is_custom_name(name))
		bth_config_report(making->reading, value,
			"'%.*s' is no name for a rule: it takes small letters, digits and dashes",
			BTH_STR_ARG(name));
	for (size_t i = 0; name.len && i < config->customs.len; i++)
		if (strcmp(config->customs.items[i]->rule.name, rule->name) == 0)
			bth_config_report(making->reading, value, "there is another rule '%s'",
				rule->name);
}

static const char *
read_line(struct making *making, const char *key)
{
	struct bth_value value = bth_get(making->from, key);
	struct bth_str text = bth_text(value);

	if (bth_str_find(text, '\n') != SIZE_MAX)
		bth_config_report(making->reading, value, "'%s' is more than one line", key);
	return text.len ? bth_str_copy(making->reading->arena, text).at : NULL;
}

static const struct bth_pattern *
read_pattern(struct making *making, struct bth_value map, const char *key, struct bth_value *at)
{
	struct bth_config_reading *reading = making->reading;
	struct bth_value value = bth_get(map, key);
	struct bth_str text = bth_text(value);
	const struct bth_pattern *pattern;
	const char *why;
	size_t where;

	if (!bth_is_scalar(value) || !text.len)
		return NULL;
	pattern = bth_pattern_compile(reading->arena, reading->patterns, text, &why, &where);
	if (pattern)
		*at = value;
	else
		bth_config_report(reading, value, "this is no regular expression: %s, behind '%.*s'",
			why, BTH_STR_ARG(bth_str_sub(text, 0, where)));
	return pattern;
}

/* "[*]", "[0]" or "[any/key]", without the brackets. */
static void
add_bracket(struct making *making, struct bth_str inner)
{
	struct bth_step step = {.kind = BTH_STEP_KEY, .key = inner};
	uint64_t index;

	if (bth_str_is(inner, "*")) {
		step.kind = BTH_STEP_EACH_ITEM;
	} else if (bth_str_to_u64(&index, inner) && index <= UINT32_MAX) {
		step.kind = BTH_STEP_ITEM;
		step.index = (size_t)index;
	}
	bth_vec_push(making->reading->arena, &making->custom->steps, step);
}

static void
add_name(struct making *making, struct bth_str name)
{
	struct bth_step step = {
		.kind = bth_str_is(name, "*") ? BTH_STEP_EACH_KEY : BTH_STEP_KEY, .key = name};

	bth_vec_push(making->reading->arena, &making->custom->steps, step);
}

/* Cuts one step off *rest; false when it begins with none. */
static bool
take_step(struct making *making, struct bth_str *rest, bool first)
{
	if (rest->at[0] == '[') {
		size_t close = bth_str_find(*rest, ']');

		if (close == SIZE_MAX || close == 1)
			return false;
		add_bracket(making, bth_str_sub(*rest, 1, close - 1));
		*rest = bth_str_sub(*rest, close + 1, SIZE_MAX);
		return true;
	}
	if (!first && rest->at[0] != '.')
		return false;
	struct bth_str name = bth_str_sub(*rest, first ? 0 : 1, SIZE_MAX);
	size_t len = 0;
	while (len < name.len && name.at[len] != '.' && name.at[len] != '[')
		len++;
	if (!len)
		return false;
	add_name(making, bth_str_sub(name, 0, len));
	*rest = bth_str_sub(name, len, SIZE_MAX);
	return true;
}

static void
read_path(struct making *making)
{
	struct bth_value value = bth_get(making->from, "path");
	struct bth_str rest = bth_text(value);

	while (rest.len) {
		size_t left = rest.len;

		if (take_step(making, &rest, !making->custom->steps.len))
			continue;
		struct bth_finding *finding = bth_config_report(making->reading, value,
			"this is no path of a field from '%.*s' on",
			BTH_STR_ARG(bth_str_sub(bth_text(value), bth_text(value).len - left,
				SIZE_MAX)));
		bth_finding_fix(making->reading->findings, finding,
			"a path is like spec.containers[*].image or metadata.labels[a.b/c]");
		return;
	}
}

static bool
is_true(struct making *making, const char *key)
{
	return bth_str_is(bth_text(bth_get(making->from, key)), "true");
}

static void
read_demand(struct making *making)
{
	static const char *const demands[] = {"require", "forbid", "oneOf", "absent"};
	struct bth_custom *custom = making->custom;
	struct bth_value first = {0};
	size_t count = 0;

	custom->require = read_pattern(making, making->from, "require", &custom->pattern_at);
	custom->forbid = read_pattern(making, making->from, "forbid", &custom->pattern_at);
	bth_config_texts(making->reading->arena, &custom->allowed, bth_get(making->from, "oneOf"));
	custom->required = is_true(making, "required");
	custom->absent = is_true(making, "absent");
	for (size_t i = 0; i < sizeof demands / sizeof demands[0]; i++) {
		struct bth_value key = bth_get_key(making->from, demands[i]);

		if (!bth_exists(key))
			continue;
		if (count++)
			bth_config_report(making->reading, key,
				"'%s' and '%.*s' do not go together", demands[i],
				BTH_STR_ARG(bth_text(first)));
		else
			first = key;
	}
	if (custom->required && custom->absent)
		bth_config_report(making->reading, bth_get_key(making->from, "required"),
			"'required' and 'absent' do not go together");
	if (!count && !custom->required)
		bth_config_report(making->reading, making->from,
			"this demands nothing: give require, forbid, oneOf, required or absent");
}

static void
read_match(struct making *making)
{
	struct bth_arena *arena = making->reading->arena;
	struct bth_custom *custom = making->custom;
	struct bth_value match = bth_get(making->from, "match");

	bth_config_texts(arena, &custom->kinds, bth_get(match, "kinds"));
	bth_config_texts(arena, &custom->api_versions, bth_get(match, "apiVersions"));
	bth_config_texts(arena, &custom->namespaces, bth_get(match, "namespaces"));
	custom->names = read_pattern(making, match, "names", &custom->names_at);
}

static void
fill_rule(struct making *making)
{
	struct bth_custom *custom = making->custom;
	unsigned level = bth_config_level_word(bth_text(bth_get(making->from, "severity")));

	custom->message = read_line(making, "message");
	custom->fix = read_line(making, "fix");
	custom->rule.family = BTH_HYGIENE;
	custom->rule.severity =
		level == BTH_LEVEL_KEPT ? BERTH_WARNING : (enum berth_severity)level;
	custom->rule.summary = custom->message;
	custom->rule.why = "The settings demand it.";
	custom->rule.fix = custom->fix ? custom->fix : "See the rule in the settings.";
}

/* A rule that is not whole is left out, but other parts may name it. */
void
bth_config_customs(struct bth_config_reading *reading, struct bth_value list)
{
	struct bth_config *config = reading->config;
	BTH_VEC(const struct bth_rule *) own = {0};

	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		struct making making = {.reading = reading,
			.custom = bth_arena_alloc(reading->arena, sizeof *making.custom),
			.from = i};

		if (!bth_is_map(i))
			continue;
		read_name(&making);
		fill_rule(&making);
		read_match(&making);
		read_path(&making);
		read_demand(&making);
		bth_vec_push(reading->arena, &config->customs, making.custom);
		bth_vec_push(reading->arena, &own, &making.custom->rule);
	}
	config->own = own.items;
}

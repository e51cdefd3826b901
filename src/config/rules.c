/* rules.c - the maps "rules" of settings: severities and options */

#include "base/near.h"
#include "config/reading.h"

unsigned
bth_config_level_word(struct bth_str word)
{
	for (int i = BERTH_OFF; i <= (int)BERTH_ERROR; i++)
		if (bth_str_is(word, bth_severity_name((enum berth_severity)i)))
			return (unsigned)i;
	/* to YAML 1.1 "off" is the same */
	return bth_str_is(word, "false") ? BERTH_OFF : BTH_LEVEL_KEPT;
}

/* By its name or code; rules of the user's own as well. */
static const struct bth_rule *
find_rule(struct bth_config_reading *reading, struct bth_str name)
{
	const struct bth_config *config = reading->config;

	for (size_t i = 0; i < config->customs.len; i++)
		if (bth_str_is(name, config->customs.items[i]->rule.name))
			return &config->customs.items[i]->rule;
	return bth_rule_find(bth_str_copy(reading->arena, name).at);
}

static bool
find_family(enum bth_family *out, struct bth_str name)
{
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++) {
		if (!bth_str_is(name, bth_family_names[i]))
			continue;
		*out = (enum bth_family)i;
		return true;
	}
	return false;
}

static void
report_unknown(struct bth_config_reading *reading, struct bth_value key)
{
	struct bth_arena *arena = reading->arena;
	const struct bth_config *config = reading->config;
	BTH_VEC(const char *) names = {0};
	struct bth_finding *finding = bth_config_report(reading, key,
		"there is no rule or family '%.*s'", BTH_STR_ARG(bth_text(key)));

	for (size_t i = 0; i < bth_rule_count; i++)
		bth_vec_push(arena, &names, bth_rules[i]->name);
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++)
		bth_vec_push(arena, &names, bth_family_names[i]);
	for (size_t i = 0; i < config->customs.len; i++)
		bth_vec_push(arena, &names, config->customs.items[i]->rule.name);
	const char *near = bth_near(bth_text(key), names.items, names.len);
	if (near) {
		bth_finding_fix(reading->findings, finding, "did you mean '%s'?", near);
		bth_finding_edit(reading->findings, finding, bth_span(key), bth_str(near));
	} else {
		bth_finding_fix(reading->findings, finding, "berth rules lists those there are");
	}
}

/* A value, or the items of a list with commas between them. */
static struct bth_str
option_text(struct bth_arena *arena, struct bth_value value)
{
	struct bth_strs items = {0};

	if (!bth_is_list(value))
		return bth_text(value);
	bth_config_texts(arena, &items, value);
	return bth_str_join(arena, items.items, items.len, ',');
}

static void
read_options(struct bth_config_reading *reading, struct bth_wanted_rules *out,
	const struct bth_rule *rule, struct bth_value map)
{
	for (struct bth_value i = bth_first(map); bth_is_map(map) && bth_exists(i);
		i = bth_next(i)) {
		if (rule->option && bth_str_is(bth_text(i), rule->option)) {
			bth_vec_push(reading->arena, &out->settings,
				bth_str_printf(reading->arena, "%s.%s=%.*s", rule->name, rule->option,
					BTH_STR_ARG(option_text(reading->arena, bth_under(i)))));
			continue;
		}
		struct bth_finding *finding = bth_config_report(reading, i,
			"rule '%s' has no option '%.*s'", rule->name, BTH_STR_ARG(bth_text(i)));
		if (rule->option)
			bth_finding_fix(reading->findings, finding, "it has '%s'", rule->option);
	}
}

static void
read_entry(struct bth_config_reading *reading, struct bth_wanted_rules *out, struct bth_value key)
{
	struct bth_value value = bth_under(key);
	struct bth_value word = bth_is_map(value) ? bth_get(value, "severity") : value;
	struct bth_value options = bth_is_map(value) ? bth_get(value, "options") :
						       (struct bth_value){0};
	struct bth_wanted_level wanted = {.rule = find_rule(reading, bth_text(key)),
		.level = bth_config_level_word(bth_text(word))};

	if (wanted.rule) {
		wanted.family = wanted.rule->family;
		read_options(reading, out, wanted.rule, options);
	} else if (!find_family(&wanted.family, bth_text(key))) {
		report_unknown(reading, key);
		return;
	} else if (bth_exists(options)) {
		bth_config_report(reading, options, "a family has no options; its rules have");
	}
	if (wanted.level == BTH_LEVEL_KEPT)
		return;
	if (wanted.rule && wanted.rule->locked && wanted.level != wanted.rule->severity) {
		struct bth_finding *finding = bth_config_report(reading, word,
			"rule '%s' is always of severity %s", wanted.rule->name,
			bth_severity_name(wanted.rule->severity));
		bth_finding_fix(reading->findings, finding,
			"remove this: without the rule berth would call good what it has not "
			"understood");
		return;
	}
	bth_vec_push(reading->arena, &out->levels, wanted);
}

void
bth_config_rules(
	struct bth_config_reading *reading, struct bth_wanted_rules *out, struct bth_value map)
{
	if (!bth_is_map(map))
		return;
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i))
		read_entry(reading, out, i);
}

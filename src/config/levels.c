/* levels.c - which settings apply to an input, and what they make of the rules */

#include "base/path.h"
#include "config/config.h"

/* The way of an input from the folder of the settings; its whole path when it is elsewhere. */
static struct bth_str
seen_from(const struct bth_config *config, struct bth_str path)
{
	struct bth_str rest;

	return bth_path_below(&rest, config->folder, path) ? rest : path;
}

bool
bth_config_ignores(const struct bth_config *config, struct bth_str path)
{
	return bth_path_patterns_match(&config->ignore, seen_from(config, path));
}

/* One byte for each override: whether it is for this path. */
static struct bth_str
overrides_for(struct bth_arena *arena, const struct bth_config *config, struct bth_str path)
{
	char *bits = bth_arena_alloc(arena, config->overrides.len + 1);

	for (size_t i = 0; i < config->overrides.len; i++)
		bits[i] = bth_path_patterns_match(&config->overrides.items[i].paths, path) ?
			'1' : '0';
	return (struct bth_str){.at = bits, .len = config->overrides.len};
}

static const struct bth_rule *
rule_at(const struct bth_config *config, size_t place)
{
	return place < bth_rule_count ? bth_rules[place] : config->own[place - bth_rule_count];
}

/* Families first, since what names a rule itself is more special. */
static void
apply(struct bth_arena *arena, struct bth_levels *levels, uint8_t *of,
	const struct bth_wanted_rules *rules)
{
	size_t count = bth_rule_count + levels->own_count;

	for (size_t i = 0; i < rules->levels.len; i++) {
		const struct bth_wanted_level *wanted = &rules->levels.items[i];

		for (size_t j = 0; !wanted->rule && j < count; j++) {
			const struct bth_rule *rule = rule_at(levels->config, j);

			if (rule->family == wanted->family && rule->severity != BERTH_OFF)
				of[j] = (uint8_t)wanted->level;
		}
	}
	for (size_t i = 0; i < rules->levels.len; i++) {
		const struct bth_wanted_level *wanted = &rules->levels.items[i];

		for (size_t j = 0; wanted->rule && j < count; j++)
			if (rule_at(levels->config, j) == wanted->rule)
				of[j] = (uint8_t)wanted->level;
	}
	for (size_t i = 0; i < rules->settings.len; i++)
		bth_vec_push(arena, &levels->settings, rules->settings.items[i]);
}

static struct bth_levels *
compute(struct bth_arena *arena, const struct bth_config *config, struct bth_str bits)
{
	struct bth_levels *levels = bth_arena_alloc(arena, sizeof *levels);
	size_t count = bth_rule_count + config->customs.len;
	uint8_t *of = bth_arena_alloc(arena, count);

	memset(of, BTH_LEVEL_KEPT, count);
	levels->of = of;
	levels->own = config->own;
	levels->own_count = config->customs.len;
	levels->config = config;
	apply(arena, levels, of, &config->rules);
	for (size_t i = 0; i < bits.len; i++)
		if (bits.at[i] == '1')
			apply(arena, levels, of, &config->overrides.items[i].rules);
	return levels;
}

const struct bth_levels *
bth_config_levels(struct bth_arena *arena, struct bth_config *config, struct bth_str path)
{
	struct bth_str bits = overrides_for(arena, config, seen_from(config, path));
	struct bth_levels *levels = bth_map_get(&config->levels, bits);

	if (!levels) {
		levels = compute(arena, config, bits);
		bth_map_put(arena, &config->levels, bits, levels);
	}
	return levels;
}

void
bth_configs_add(struct bth_arena *arena, struct bth_configs *configs, struct bth_config *config)
{
	if (config->everywhere)
		configs->everywhere = config;
	else
		bth_map_put(arena, &configs->by_folder, config->folder, config);
}

struct bth_config *
bth_configs_find(const struct bth_configs *configs, struct bth_str path)
{
	struct bth_config *found = configs->everywhere;

	for (struct bth_str at = bth_path_above(path); !found;) {
		struct bth_str above = bth_path_above(at);

		found = bth_map_get(&configs->by_folder, at);
		if (above.len == at.len)
			break;
		at = above;
	}
	return found;
}

/* levels.c - what the settings that apply to an input make of the rules */

#include "diag/levels.h"

#include <string.h>

size_t
bth_rule_place(const struct bth_rule *rule)
{
	size_t low = 0, high = bth_rule_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(bth_rules[middle]->code, rule->code);

		if (!order)
			return bth_rules[middle] == rule ? middle : bth_rule_count;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return bth_rule_count;
}

unsigned
bth_level(const struct bth_levels *levels, const struct bth_rule *rule)
{
	if (!levels)
		return BTH_LEVEL_KEPT;
	size_t place = bth_rule_place(rule);
	if (place < bth_rule_count)
		return levels->of[place];
	for (size_t i = 0; i < levels->own_count; i++)
		if (levels->own[i] == rule)
			return levels->of[bth_rule_count + i];
	return BTH_LEVEL_KEPT;
}

struct bth_str
bth_level_setting(const struct bth_levels *levels, const struct bth_rule *rule)
{
	for (size_t i = levels ? levels->settings.len : 0; i-- > 0;) {
		struct bth_str setting = levels->settings.items[i];
		size_t dot = bth_str_find(setting, '.'), equals = bth_str_find(setting, '=');

		if (bth_str_is(bth_str_sub(setting, 0, dot), rule->name) &&
			bth_str_is(bth_str_sub(setting, dot + 1, equals - dot - 1), rule->option))
			return bth_str_sub(setting, equals + 1, SIZE_MAX);
	}
	return BTH_STR("");
}

/* levels.h - what the settings that apply to an input make of the rules */
#ifndef BTH_DIAG_LEVELS_H
#define BTH_DIAG_LEVELS_H

#include "base/str.h"
#include "diag/rule.h"

struct bth_config;

/* The rule's findings keep the severity that they are made with. */
enum { BTH_LEVEL_KEPT = 255 };

/*
 * Made once for all inputs that the same settings apply to; a source points to its own.
 * Rules of the user's own are in no table, and have their places behind the built-in ones.
 */
struct bth_levels {
	const uint8_t *of; /* by place: an enum berth_severity, or BTH_LEVEL_KEPT */
	const struct bth_rule *const *own;
	size_t own_count;
	struct bth_strs settings; /* options of rules: "rule.option=value", the last counts */
	const struct bth_config *config; /* where they come from */
};

/* What the settings say of @rule. NULL for @levels is fine: there are none. */
unsigned bth_level(const struct bth_levels *levels, const struct bth_rule *rule);

/* The place of @rule in bth_rules[]; bth_rule_count when it is not built in. */
size_t bth_rule_place(const struct bth_rule *rule);

/* The value that the settings give the rule's option, or an empty text. */
struct bth_str bth_level_setting(const struct bth_levels *levels, const struct bth_rule *rule);

#endif

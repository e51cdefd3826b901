/* rules.c - the table of rules, in the order of rules.def */

#include "rules.h"

const struct bth_rule *const bth_rules[] = {
#define RULE(id) &bth_rule_##id,
#include "rules.def"
#undef RULE
};

const size_t bth_rule_count = sizeof bth_rules / sizeof bth_rules[0];

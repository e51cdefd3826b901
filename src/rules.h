/* rules.h - declares each rule that rules.def lists */
#ifndef BTH_RULES_H
#define BTH_RULES_H

#include "diag/rule.h"

#define RULE(id) extern const struct bth_rule bth_rule_##id;
#include "rules.def"
#undef RULE

#endif

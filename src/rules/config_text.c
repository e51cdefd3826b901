/* config_text.c - what can be wrong with settings and with the rules in them */

#include "rules.h"

/* The first is found by config/, the second by custom.c; they visit nothing themselves. */

const struct bth_rule bth_rule_config_malformed = {
	.code = "BTH030",
	.name = "config-malformed",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "settings that berth does not understand",
	.why = "Settings say what is to be checked. With a key, a rule or a value in them that does not "
	       "exist, nobody knows what was wanted, and what is checked may be less than everybody "
	       "believes. The program stops then and exits with 2.",
	.fix = "Correct the place; berth schema config prints the JSON Schema of .berth.yaml for "
	       "editors, and berth rules lists the rules.",
};

const struct bth_rule bth_rule_config_pattern_excessive = {
	.code = "BTH031",
	.name = "config-pattern-excessive",
	.family = BTH_YAML,
	.severity = BERTH_ERROR,
	.locked = true,
	.summary = "a regular expression of the settings costs too much on a value",
	.why = "Some expressions need exponential time on some texts. berth bounds what a match may "
	       "cost; beyond that it does not know whether the text matches, so it must not say that "
	       "all is well. The rule is given up for the rest of the run.",
	.fix = "Write the expression without a repetition inside a repetition, such as (a+)+, and let "
	       "it begin with ^. A text of more than 64 KiB is never tried.",
};

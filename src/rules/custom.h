/* custom.h - rules of the user's own: running them */
#ifndef BTH_RULES_CUSTOM_H
#define BTH_RULES_CUSTOM_H

#include "config/config.h"
#include "rules/lint.h"

/* Runs the rule over all objects whose files @config is for. */
void bth_lint_custom(
	struct bth_lint *lint, const struct bth_config *config, const struct bth_custom *custom);

#endif

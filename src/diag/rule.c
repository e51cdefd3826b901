/* rule.c - rules by their names */

#include "diag/rule.h"

#include <string.h>

const char *const bth_family_names[BTH_FAMILY_COUNT] = {
	[BTH_YAML] = "yaml",
	[BTH_API] = "api",
	[BTH_IDENTITY] = "identity",
	[BTH_BINDING] = "binding",
	[BTH_TOPOLOGY] = "topology",
	[BTH_SAFETY] = "safety",
	[BTH_AVAILABILITY] = "availability",
	[BTH_HYGIENE] = "hygiene",
	[BTH_POSTGRES] = "postgres",
	[BTH_SPEC] = "spec",
	[BTH_CHANGE] = "change",
};

const struct bth_rule *
bth_rule_find(const char *name)
{
	for (size_t i = 0; i < bth_rule_count; i++)
		if (strcmp(bth_rules[i]->name, name) == 0 || strcmp(bth_rules[i]->code, name) == 0)
			return bth_rules[i];
	return NULL;
}

const char *
bth_severity_name(enum berth_severity severity)
{
	static const char *const names[] = {
		[BERTH_OFF] = "off",
		[BERTH_INFO] = "info",
		[BERTH_WARNING] = "warning",
		[BERTH_ERROR] = "error",
	};

	return names[severity];
}

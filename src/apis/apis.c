/* apis.c - everything the API server asks of an object before it takes it */

#include "apis/apis.h"

#include "apis/checks.h"

static void
check_type(struct bth_validation *validation, struct bth_value value,
	const struct bth_definition *definition)
{
	const struct bth_type_check *checks = bth_type_checks[bth_definition_index(definition)];

	for (size_t i = 0; checks && checks[i].check; i++)
		checks[i].check(validation, value);
}

enum bth_validated
bth_apis_validate(struct bth_findings *findings, struct bth_value root, int minor)
{
	return bth_schema_validate(findings, root, minor, check_type);
}

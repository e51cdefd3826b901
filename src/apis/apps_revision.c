/* apps_revision.c - what a ControllerRevision keeps: ValidateControllerRevisionCreate */

#include "apis/checks.h"

void
bth_check_revision_data(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value data = bth_get(value, "data");

	if (bth_is_unset(data))
		bth_check_missing(validation, value, "data");
	else if (validation->minor >= 31 && !bth_is_map(data))
		bth_validation_report(validation, &bth_rule_field_value_wrong, data,
			"'data' has to be a map");
}

/* core_pod_account.c - the old name of serviceAccountName, which counts when that is not set */

#include "apis/checks.h"
#include "kube/name.h"

void
bth_check_pod_account(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value old = bth_get(value, "serviceAccount");
	struct bth_value account = bth_get(value, "serviceAccountName");
	const char *fault = bth_name_check_subdomain(bth_text(old));

	if (!bth_is_string(old) || !bth_text(old).len || !fault ||
		(bth_is_string(account) && bth_text(account).len))
		return;
	struct bth_finding *finding = bth_validation_report(validation,
		&bth_rule_field_value_wrong, old, "'%.*s' is no valid name: %s",
		BTH_STR_ARG(bth_validation_shown(validation, old)), fault);
	finding->path = bth_check_path(validation, value, "serviceAccountName");
}

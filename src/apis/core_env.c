/* core_env.c - environment variables: ValidateEnv, ValidateEnvFrom and what they call */

#include "apis/field_ref.h"

/* The minor from which files of volumes are looked at, and not dropped. */
enum { FILES_SINCE = 35 };

static size_t
count_set(struct bth_value map, const char *const *names)
{
	size_t count = 0;

	for (; *names; names++)
		count += !bth_is_unset(bth_get(map, *names));
	return count;
}

void
bth_check_env(struct bth_validation *validation, struct bth_value value)
{
	static const char *const sources[] = {"configMapKeyRef", "fieldRef", "resourceFieldRef",
		"secretKeyRef", NULL};
	struct bth_value from = bth_get(value, "valueFrom");
	size_t count = count_set(from, sources);

	if (!bth_is_map(from))
		return;
	if (validation->minor >= FILES_SINCE)
		count += !bth_is_unset(bth_get(from, "fileKeyRef"));
	if (count == 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, from,
			"'valueFrom' says no source of the value");
	else if (bth_check_text(bth_get(value, "value")).len)
		bth_validation_report(validation, &bth_rule_field_value_wrong, from,
			"'valueFrom' may not stand beside 'value'");
	else if (count > 1)
		bth_validation_report(validation, &bth_rule_field_value_wrong, from,
			"'valueFrom' has %zu sources, and may have one only", count);
}

void
bth_check_env_from(struct bth_validation *validation, struct bth_value value)
{
	static const char *const sources[] = {"configMapRef", "secretRef", NULL};
	size_t count = count_set(value, sources);

	if (count == 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"this takes variables from nowhere: it has neither 'configMapRef' nor "
			"'secretRef'");
	else if (count > 1)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"this has both 'configMapRef' and 'secretRef', and may have one only");
}

void
bth_check_env_source(struct bth_validation *validation, struct bth_value value)
{
	bth_check_field_ref(validation, bth_get(value, "fieldRef"), BTH_FOR_VARIABLE);
	bth_check_resource_ref(validation, bth_get(value, "resourceFieldRef"), BTH_FOR_VARIABLE);
	if (validation->minor >= FILES_SINCE)
		bth_check_no_backsteps(validation, bth_dig(value, "fileKeyRef.path"));
}

/* scheduling_priority.c - PriorityClasses: ValidatePriorityClass */

#include "apis/checks.h"

enum { USER_MOST = 1000 * 1000 * 1000 };

/* The classes that every cluster has. */
static const struct {
	const char *name;
	int64_t value;
} classes[] = {
	{"system-cluster-critical", 2000000000},
	{"system-node-critical", 2000001000},
};

static const char *
check_system(struct bth_value class, struct bth_str name)
{
	int64_t value = 0;

	bth_validation_whole(&value, bth_get(class, "value"));
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
		if (!bth_str_is(name, classes[i].name))
			continue;
		if (value != classes[i].value)
			return "this one has another value in every cluster";
		return bth_is_true(bth_get(class, "globalDefault"), false) ?
			"this one is never the default" :
			NULL;
	}
	return "there are system-cluster-critical and system-node-critical only";
}

void
bth_check_priority_class(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value metadata = bth_get(value, "metadata"), name = bth_get(metadata, "name");
	struct bth_value priority = bth_get(value, "value");
	int64_t number;

	if (!bth_check_text(name).len)
		name = bth_get(metadata, "generateName");
	if (bth_str_starts(bth_check_text(name), "system-")) {
		const char *fault = check_system(value, bth_check_text(name));

		if (fault)
			bth_validation_report(validation, &bth_rule_field_forbidden, name,
				"names that begin with 'system-' are Kubernetes' own: %s", fault)
				->path = "metadata.name";
	} else if (bth_validation_whole(&number, priority) && number > USER_MOST) {
		bth_validation_report(validation, &bth_rule_field_forbidden, priority,
			"the value is above 1000000000, where Kubernetes' own classes are");
	}
}

/* core_probe.c - probes: ValidateProbe and what calls it */

#include "apis/checks.h"

/* The second handler found, or an absent value. */
static struct bth_value
second_handler(size_t *count, struct bth_value map, const char *const *names)
{
	struct bth_value second = {0};

	*count = 0;
	for (size_t i = 0; names[i]; i++) {
		struct bth_value handler = bth_get(map, names[i]);

		if (!bth_is_unset(handler) && ++*count == 2)
			second = handler;
	}
	return second;
}

void
bth_check_probe(struct bth_validation *validation, struct bth_value value)
{
	static const char *const handlers[] = {"exec", "httpGet", "tcpSocket", "grpc", NULL};
	size_t count;
	struct bth_value second = second_handler(&count, value, handlers);

	if (count == 0)
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the probe does nothing: it has none of 'exec', 'httpGet', 'tcpSocket' and "
			"'grpc'");
	else if (count > 1)
		bth_validation_report(validation, &bth_rule_field_forbidden, second,
			"the probe has another handler already, and may have one only");
	if (!bth_check_is_in(validation, "readinessProbe"))
		bth_check_range(validation, bth_get(value, "successThreshold"), 0, 1);
}

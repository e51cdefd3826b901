/* node_runtime.c - RuntimeClasses: validateTolerations */

#include "apis/checks.h"

void
bth_check_runtime_scheduling(struct bth_validation *validation, struct bth_value value)
{
	static const char *const fields[] = {"key", "operator", "value", "effect"};
	struct bth_value list = bth_get(value, "tolerations");
	struct bth_map seen = {0};

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_str parts[sizeof fields / sizeof fields[0]];

		for (size_t j = 0; j < sizeof fields / sizeof fields[0]; j++)
			parts[j] = bth_check_text(bth_get(i, fields[j]));
		struct bth_value first = bth_check_seen(validation, &seen,
			bth_str_join(validation->findings->arena, parts,
				sizeof fields / sizeof fields[0], '\n'),
			i);
		if (!bth_exists(first))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_duplicate, i, "another toleration says the same");
		bth_finding_note(validation->findings, finding, bth_span(first),
			"the first is here");
	}
}

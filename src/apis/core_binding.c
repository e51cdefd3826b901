/* core_binding.c - which node a pod is bound to: ValidatePodBinding */

#include "apis/checks.h"

void
bth_check_binding(struct bth_validation *validation, struct bth_value value)
{
	static const char *const kinds[] = {"Node", NULL};
	struct bth_value target = bth_get(value, "target");

	bth_check_words(validation, bth_get(target, "kind"), kinds);
	if (bth_is_map(target))
		bth_check_required(validation, target, "name");
}

/* core_pod_overhead.c - the overhead of a pod, which is looked at as limits: validateOverhead */

#include "apis/resources.h"
#include "kube/resource.h"

static bool
has_only_pages(struct bth_value list)
{
	bool pages = false;

	for (struct bth_value key = bth_first(list); bth_exists(key); key = bth_next(key))
		pages |= bth_resource_is_hugepages(bth_text(key));
	return pages && !bth_exists(bth_get(list, "cpu")) && !bth_exists(bth_get(list, "memory"));
}

void
bth_check_overhead(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value list = bth_get(value, "overhead");
	const char *path = bth_path_of(arena, validation->root, list);
	size_t from = validation->findings->list.len, len = strlen(path);

	if (!bth_is_map(list))
		return;
	bth_check_resource_list(validation, list, bth_resource_check_container);
	for (size_t i = from; i < validation->findings->list.len; i++) {
		struct bth_finding *finding = validation->findings->list.items[i];

		finding->path = bth_arena_printf(arena, "%s.limits%s", path, finding->path + len);
	}
	if (has_only_pages(list))
		bth_validation_report(validation, &bth_rule_field_forbidden, list,
			"huge pages cannot be had without cpu or memory");
}

/* pod.c - the parts of a pod's spec */

#include "apis/pod.h"

static const char *const lists[] = {"initContainers", "containers", "ephemeralContainers"};

/* The first item at or after @item, in this list or one behind it. */
static struct bth_pod_container
find(struct bth_pod_container container, struct bth_value item)
{
	container.at = item;
	while (!bth_exists(container.at) && ++container.list < 3) {
		struct bth_value list = bth_get(container.spec, lists[container.list]);

		if (bth_is_list(list))
			container.at = bth_first(list);
	}
	return container;
}

struct bth_pod_container
bth_pod_container_first(struct bth_value spec)
{
	return find((struct bth_pod_container){.spec = spec, .list = -1}, (struct bth_value){0});
}

struct bth_pod_container
bth_pod_container_next(struct bth_pod_container container)
{
	return find(container, bth_next(container.at));
}

bool
bth_pod_is_object(const struct bth_validation *validation)
{
	return bth_str_is(validation->kind.kind, "Pod");
}

void
bth_pod_set_path(struct bth_validation *validation, struct bth_finding *finding,
	struct bth_value parent, const char *name)
{
	struct bth_arena *arena = validation->findings->arena;

	finding->path = bth_arena_printf(arena, "%s.%s",
		bth_path_of(arena, validation->root, parent), name);
}

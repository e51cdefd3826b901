/* container.c - the containers of a pod spec, one after the other */

#include "kube/container.h"

static struct bth_value
first_of(struct bth_value spec, const char *name)
{
	struct bth_value list = bth_get(spec, name);

	return bth_is_list(list) ? bth_first(list) : (struct bth_value){0};
}

struct bth_container
bth_container_first(struct bth_value pod_spec)
{
	struct bth_value init = first_of(pod_spec, "initContainers");
	struct bth_container container = {
		.spec = pod_spec, .at = init, .init = bth_exists(init)};

	if (!container.init)
		container.at = first_of(pod_spec, "containers");
	return container;
}

struct bth_container
bth_container_next(struct bth_container container)
{
	container.at = bth_next(container.at);
	if (container.init && !bth_exists(container.at)) {
		container.init = false;
		container.at = first_of(container.spec, "containers");
	}
	return container;
}

bool
bth_container_stays(struct bth_container container)
{
	return !container.init ||
		bth_str_is(bth_text(bth_get(container.at, "restartPolicy")), "Always");
}

const char *
bth_container_text(struct bth_arena *arena, struct bth_container container)
{
	return bth_arena_printf(arena, "%scontainer '%.*s'",
		container.init ? "init " : "",
		BTH_STR_ARG(bth_text(bth_get(container.at, "name"))));
}

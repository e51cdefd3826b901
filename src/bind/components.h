/* components.h - parts of the run that cannot meet, to be solved apart */
#ifndef BTH_BIND_COMPONENTS_H
#define BTH_BIND_COMPONENTS_H

#include "bind/social.h"

/* Each list ascending. Claims and pods that never come to exist are in no component. */
struct bth_component {
	struct bth_indexes claims, volumes, pods;
};

struct bth_components {
	struct bth_component *items;
	size_t len;
	uint32_t *of_claim, *of_pod, *of_volume; /* BTH_NO_INDEX for none */
};

void bth_components_find(struct bth_arena *arena, struct bth_components *out,
	const struct bth_social *social);

#endif

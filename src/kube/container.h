/* container.h - the containers of a pod spec, one after the other */
#ifndef BTH_KUBE_CONTAINER_H
#define BTH_KUBE_CONTAINER_H

#include "syntax/tree.h"

/* One container of a pod spec, those that run first before the others. */
struct bth_container {
	struct bth_value spec; /* of the pod */
	struct bth_value at;   /* absent behind the last */
	bool init;
};

/* for (c = bth_container_first(spec); bth_exists(c.at); c = bth_container_next(c)) */
struct bth_container bth_container_first(struct bth_value pod_spec);
struct bth_container bth_container_next(struct bth_container container);

/* Whether it runs beside the others: it is no init container, or one that restarts. */
bool bth_container_stays(struct bth_container container);

/* "container 'db'" or "init container 'wait'", for messages. */
const char *bth_container_text(struct bth_arena *arena, struct bth_container container);

#endif

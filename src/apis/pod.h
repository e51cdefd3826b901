/* pod.h - the parts of a pod's spec, for checks that look at several of them */
#ifndef BTH_APIS_POD_H
#define BTH_APIS_POD_H

#include "apis/checks.h"

/*
 * for (c = bth_pod_container_first(spec); bth_exists(c.at); c = bth_pod_container_next(c))
 * walks initContainers, containers and ephemeralContainers, as VisitContainersWithPath does.
 */
struct bth_pod_container {
	struct bth_value spec, at;
	int list;
};

struct bth_pod_container bth_pod_container_first(struct bth_value spec);
struct bth_pod_container bth_pod_container_next(struct bth_pod_container container);

/* Whether the object is a pod itself, and no template of one. */
bool bth_pod_is_object(const struct bth_validation *validation);

/* Gives @finding the path of @parent with @name behind it: where the server sees it. */
void bth_pod_set_path(struct bth_validation *validation, struct bth_finding *finding,
	struct bth_value parent, const char *name);

#endif

/* resource.h - what resources are called, exactly as Kubernetes has it */
#ifndef BTH_KUBE_RESOURCE_H
#define BTH_KUBE_RESOURCE_H

#include "base/str.h"

/* What huge pages are called before their size: hugepages-2Mi. */
#define BTH_HUGEPAGES "hugepages-"

bool bth_resource_is_hugepages(struct bth_str name);

/* Kubernetes' own: without a domain, or with one of kubernetes.io. */
bool bth_resource_is_native(struct bth_str name);

/* Whether limits may be above requests: it is Kubernetes' own, and no huge pages. */
bool bth_resource_overcommits(struct bth_str name);

/* Somebody's own, with a domain, which a quota can name as well. */
bool bth_resource_is_extended(struct bth_str name);

/* Whether there are only whole ones: pods, Services, extended resources. */
bool bth_resource_is_whole(struct bth_str name);

/*
 * Each returns NULL when there is such a resource, else why not, in words that follow "… is no
 * resource: ": at all, of a container, in a quota.
 */
const char *bth_resource_check(struct bth_str name);
const char *bth_resource_check_container(struct bth_str name);
const char *bth_resource_check_quota(struct bth_str name);

/* Whether it is one of those that a quota can have without a domain. */
bool bth_resource_is_quota(struct bth_str name);

#endif

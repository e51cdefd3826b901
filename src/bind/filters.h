/* filters.h - what other pods and bound volumes keep a pod from */
#ifndef BTH_BIND_FILTERS_H
#define BTH_BIND_FILTERS_H

#include "bind/now.h"

/* Filters before the search for volumes, and of bound volumes; *out says which claim. */
enum bth_why bth_scheduler_why_before(const struct bth_now *now, uint32_t pod, uint32_t node,
	struct bth_reason *out);

/* Filters behind it: spreading, affinity and anti-affinity. */
enum bth_why bth_scheduler_why_after(const struct bth_now *now, uint32_t pod, uint32_t node);

#endif

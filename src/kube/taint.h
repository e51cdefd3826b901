/* taint.h - taints of nodes and what tolerates them */
#ifndef BTH_KUBE_TAINT_H
#define BTH_KUBE_TAINT_H

#include "base/vec.h"
#include "syntax/tree.h"

struct bth_taint {
	struct bth_str key, value, effect;
};

BTH_VEC_TYPE(bth_taints, struct bth_taint);

struct bth_toleration {
	struct bth_str key, operator, value, effect; /* operator "" is Equal */
};

BTH_VEC_TYPE(bth_tolerations, struct bth_toleration);

void bth_taints_read(struct bth_arena *arena, struct bth_taints *out, struct bth_value list);
void bth_tolerations_read(struct bth_arena *arena, struct bth_tolerations *out, struct bth_value list);

/*
 * The first taint of effect NoSchedule or NoExecute that no toleration matches, or NULL:
 * the scheduler then takes the node.
 */
const struct bth_taint *bth_taint_untolerated(const struct bth_taints *taints,
	const struct bth_tolerations *tolerations);

/* "key=value:effect", as kubectl takes it. */
const char *bth_taint_text(struct bth_arena *arena, const struct bth_taint *taint);

#endif

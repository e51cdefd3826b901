/* plan.h - what binding says, for people and for programs */
#ifndef BTH_PLAN_PLAN_H
#define BTH_PLAN_PLAN_H

#include "base/buf.h"
#include "bind/bind.h"
#include "world/world.h"

/* One line for each claim, pod and volume. */
void bth_plan_text(struct bth_buf *buf, const struct bth_world *world,
	const struct bth_binding *binding);

/* Version 1 of berth's own format. */
void bth_plan_json(struct bth_buf *buf, const struct bth_world *world,
	const struct bth_binding *binding);

/* Why @volume is not for @claim, in words: "it holds 5Gi and the claim asks for 20Gi". */
const char *bth_plan_why_volume(struct bth_arena *arena, const struct bth_world *world,
	const struct bth_claim *claim, const struct bth_volume *volume, enum bth_why why);

/* Why the pod cannot run on a node, in words. */
const char *bth_plan_why_node(struct bth_arena *arena, const struct bth_world *world,
	const struct bth_reason *reason);

#endif

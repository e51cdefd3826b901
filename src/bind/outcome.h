/* outcome.h - the answers, from what was explored or bounded */
#ifndef BTH_BIND_OUTCOME_H
#define BTH_BIND_OUTCOME_H

#include "bind/now.h"
#include "bind/sure.h"

/* All outcomes as of what never comes to exist. */
void bth_outcome_init(struct bth_arena *arena, struct bth_binding *out, const struct bth_may *may);

/* What exploring a component has shown. */
void bth_outcome_explored(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_local *local, const struct bth_tally *tally);

/* What is known of a component that is too large to explore; whether it leaves no choice. */
bool bth_outcome_bounded(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_sure *sure, const struct bth_component *component);

/* The volumes' outcomes and what follows from sets, when all components are done. */
void bth_outcome_finish(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_may *may);

void bth_outcome_sort(struct bth_indexes *list);

/*
 * Puts the second ascending list into the first. The items of both may be shared, so the
 * result has its own where it is neither of them.
 */
void bth_outcome_join(struct bth_arena *arena, struct bth_indexes *to,
	const struct bth_indexes *from);

#endif

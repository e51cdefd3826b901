/* explore.h - everything that can become of one component */
#ifndef BTH_BIND_EXPLORE_H
#define BTH_BIND_EXPLORE_H

#include "bind/canon.h"
#include "bind/scheduler.h"
#include "bind/states.h"

struct bth_explorer {
	struct bth_arena *arena;
	uint64_t budget; /* steps left, for all components together */
	uint64_t steps;  /* left for this component */
	struct bth_states states;
	struct bth_now now;  /* the state that is looked at */
	struct bth_now next; /* one that is made from it */
	struct bth_attempt attempt;
	struct bth_canon canon;
	uint32_t *options;   /* scratch: of each kind */
	bool over;           /* the steps did not suffice */
};

void bth_explorer_init(struct bth_explorer *out, struct bth_arena *arena, uint64_t budget);

/* Begins a state that differs from the one looked at. */
struct bth_now *bth_explorer_branch(struct bth_explorer *explorer);

/* Ends it: what is settled is done, and it is looked at later unless it is known already. */
void bth_explorer_push(struct bth_explorer *explorer);

/* Fills *tally; false when there is too much to explore, and *tally means nothing. */
bool bth_explore(struct bth_explorer *explorer, const struct bth_local *local,
	struct bth_tally *tally);

#endif

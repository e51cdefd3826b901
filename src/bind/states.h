/* states.h - states that have been met, each once */
#ifndef BTH_BIND_STATES_H
#define BTH_BIND_STATES_H

#include "base/vec.h"
#include "bind/now.h"

/*
 * Rows of cells in blocks that are used again for the next component: an arena gives
 * nothing back.
 */
struct bth_states {
	struct bth_arena *arena;
	BTH_VEC(uint16_t *) blocks;
	size_t cells;    /* of a state */
	size_t in_block; /* states in a block */
	uint32_t count;
	uint32_t *slots; /* number + 1 by hash; 0 is free */
	size_t slot_count;
};

void bth_states_init(struct bth_states *out, struct bth_arena *arena);

/* Forgets all states; new ones have @cells cells. False when such rows are too long. */
bool bth_states_restart(struct bth_states *states, size_t cells);

const uint16_t *bth_states_get(const struct bth_states *states, uint32_t number);

/* Whether the state was not known; it is then the last one. */
bool bth_states_add(struct bth_states *states, const uint16_t *row);

#endif

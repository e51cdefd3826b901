/* states.c - states that have been met, each once */

#include "bind/states.h"

enum { BLOCK_CELLS = 64 * 1024, FIRST_SLOTS = 1024 };

void
bth_states_init(struct bth_states *out, struct bth_arena *arena)
{
	*out = (struct bth_states){.arena = arena, .slot_count = FIRST_SLOTS};
	out->slots = bth_arena_array(arena, FIRST_SLOTS, sizeof *out->slots);
}

bool
bth_states_restart(struct bth_states *states, size_t cells)
{
	if (cells > BLOCK_CELLS)
		return false;
	states->cells = cells;
	states->in_block = cells ? BLOCK_CELLS / cells : 1;
	states->count = 0;
	/* a large table stays for later, but small components must not pay for clearing it */
	if (states->slot_count > FIRST_SLOTS)
		states->slots = bth_arena_array(states->arena, FIRST_SLOTS, sizeof *states->slots);
	states->slot_count = FIRST_SLOTS;
	memset(states->slots, 0, FIRST_SLOTS * sizeof *states->slots);
	return true;
}

static uint16_t *
row_of(const struct bth_states *states, uint32_t number)
{
	return states->blocks.items[number / states->in_block] +
		number % states->in_block * states->cells;
}

const uint16_t *
bth_states_get(const struct bth_states *states, uint32_t number)
{
	return row_of(states, number);
}

/* Eight bytes at a time: rows are long, and most differ in few cells. */
static size_t
hash_of(const struct bth_states *states, const uint16_t *row)
{
	const char *at = (const char *)row, *end = at + states->cells * sizeof *row;
	uint64_t hash = 0x9e3779b97f4a7c15, word;

	for (; end - at >= (ptrdiff_t)sizeof word; at += sizeof word) {
		memcpy(&word, at, sizeof word);
		hash = (hash ^ word) * 0xff51afd7ed558ccd;
		hash ^= hash >> 32;
	}
	for (; at < end; at++)
		hash = (hash ^ (unsigned char)*at) * 0x100000001b3;
	return (size_t)(hash ^ hash >> 29);
}

/* The slot of the state, or the free one where it belongs. */
static uint32_t *
slot_of(const struct bth_states *states, const uint16_t *row)
{
	size_t mask = states->slot_count - 1, at = hash_of(states, row) & mask;

	while (states->slots[at] && memcmp(row_of(states, states->slots[at] - 1), row,
		states->cells * sizeof *row) != 0)
		at = (at + 1) & mask;
	return &states->slots[at];
}

static void
widen(struct bth_states *states)
{
	states->slot_count *= 4;
	states->slots =
		bth_arena_array(states->arena, states->slot_count, sizeof *states->slots);
	for (uint32_t i = 0; i < states->count; i++)
		*slot_of(states, row_of(states, i)) = i + 1;
}

bool
bth_states_add(struct bth_states *states, const uint16_t *row)
{
	uint32_t *slot = slot_of(states, row);

	if (*slot)
		return false;
	if (states->count / states->in_block == states->blocks.len)
		bth_vec_push(states->arena, &states->blocks,
			bth_arena_array(states->arena, BLOCK_CELLS, sizeof *row));
	if (states->cells)
		memcpy(row_of(states, states->count), row, states->cells * sizeof *row);
	*slot = ++states->count;
	if (states->count > states->slot_count / 2)
		widen(states);
	return true;
}

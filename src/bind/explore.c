/* explore.c - everything that can become of one component */

#include "bind/explore.h"

#include "bind/explore_claims.h"
#include "bind/explore_pods.h"
#include "bind/settle.h"

enum {
	DOUBTFUL_MOST = 6,
	CELLS_MOST = 16 * 1024 * 1024, /* of all states of a component */
	SHARE = 4, /* of what is left of the budget, one component may take a fourth */
};

void
bth_explorer_init(struct bth_explorer *out, struct bth_arena *arena, uint64_t budget)
{
	*out = (struct bth_explorer){.arena = arena, .budget = budget};
	bth_states_init(&out->states, arena);
}

static void
copy_state(struct bth_now *to, const struct bth_now *from)
{
	memcpy(to->cells, from->cells, bth_now_cells(from->local) * sizeof *to->cells);
	memcpy(to->used, from->used, from->local->kind_count * sizeof *to->used);
}

struct bth_now *
bth_explorer_branch(struct bth_explorer *explorer)
{
	copy_state(&explorer->next, &explorer->now);
	return &explorer->next;
}

/* Large states take longer to make. */
static void
spend(struct bth_explorer *explorer, uint64_t steps)
{
	steps *= 1 + explorer->states.cells / 128;
	if (steps > explorer->steps) {
		explorer->over = true;
		steps = explorer->steps;
	}
	explorer->steps -= steps;
	explorer->budget -= steps;
}

void
bth_explorer_push(struct bth_explorer *explorer)
{
	spend(explorer, 1 + bth_settle(&explorer->next, explorer->options));
	bth_canon_apply(&explorer->canon, &explorer->next);
	bth_states_add(&explorer->states, explorer->next.cells);
	if (explorer->states.count * (uint64_t)explorer->states.cells > CELLS_MOST)
		explorer->over = true;
}

static void
expand(struct bth_explorer *explorer)
{
	const struct bth_local *local = explorer->now.local;
	bool goes_on = false;

	if (bth_explore_settled(explorer))
		return;
	bth_canon_mark(&explorer->canon, &explorer->now);
	for (uint32_t i = 0; i < local->claim_count && !explorer->over; i++)
		if (!explorer->canon.claim_twins[i])
			goes_on |= bth_explore_claim(explorer, i);
	for (uint32_t i = 0; i < local->pod_count && !explorer->over; i++) {
		uint16_t state = bth_now_pod(&explorer->now, i)[0];

		if (explorer->canon.pod_twins[i])
			continue;
		if (state == BTH_POD_ABSENT)
			goes_on |= bth_explore_absent(explorer, i);
		else if (state == BTH_POD_WAITS)
			goes_on |= bth_explore_waiting(explorer, i);
		else if (state == BTH_POD_BINDING)
			goes_on |= bth_explore_binding(explorer, i);
	}
	if (goes_on)
		return;
	for (uint32_t i = 0; i < local->pod_count; i++)
		bth_explore_reasons(explorer, i);
	bth_now_finish(&explorer->now);
}

/* Tables for the component's size. */
static bool
prepare(struct bth_explorer *explorer, const struct bth_local *local, struct bth_tally *tally)
{
	struct bth_arena *arena = explorer->arena;
	size_t cells = bth_now_cells(local), claims = local->claim_count, pods = local->pod_count;

	if (!bth_states_restart(&explorer->states, cells))
		return false;
	*tally = (struct bth_tally){
		.bound = bth_arena_array(arena, claims * local->kind_count, 1),
		.placed = bth_arena_array(arena, pods * local->node_count, 1),
		.claim_pending = bth_arena_array(arena, claims, 1),
		.claim_absent = bth_arena_array(arena, claims, 1),
		.claim_made = bth_arena_array(arena, claims, 1),
		.pod_pending = bth_arena_array(arena, pods, 1),
		.pod_absent = bth_arena_array(arena, pods, 1),
		.pod_misplaced = bth_arena_array(arena, pods, 1),
		.kind_free = bth_arena_array(arena, local->kind_count, 1),
		.reasons = bth_arena_array(arena, pods * local->node_count,
			sizeof(struct bth_reason))};
	explorer->now = (struct bth_now){.local = local, .tally = tally};
	explorer->now.cells = bth_arena_array(arena, cells, sizeof(uint16_t));
	explorer->now.used = bth_arena_array(arena, local->kind_count, sizeof(uint32_t));
	explorer->next = explorer->now;
	explorer->next.cells = bth_arena_array(arena, cells, sizeof(uint16_t));
	explorer->next.used = bth_arena_array(arena, local->kind_count, sizeof(uint32_t));
	explorer->options = bth_arena_array(arena, local->kind_count + 1, sizeof(uint32_t));
	bth_attempt_init(arena, &explorer->attempt, local);
	bth_canon_read(arena, &explorer->canon, local);
	explorer->attempt.now = &explorer->now;
	return true;
}

bool
bth_explore(struct bth_explorer *explorer, const struct bth_local *local, struct bth_tally *tally)
{
	unsigned doubtful;

	explorer->steps = explorer->budget / SHARE;
	explorer->over = !prepare(explorer, local, tally);
	if (explorer->over)
		return false;
	doubtful = bth_settle_begin(&explorer->next, 0);
	if (doubtful > DOUBTFUL_MOST)
		return false;
	for (uint64_t i = 0; i < 1u << doubtful && !explorer->over; i++) {
		bth_settle_begin(&explorer->next, i);
		bth_explorer_push(explorer);
	}
	for (uint32_t i = 0; i < explorer->states.count && !explorer->over; i++) {
		memcpy(explorer->now.cells, bth_states_get(&explorer->states, i),
			explorer->states.cells * sizeof(uint16_t));
		bth_now_count(&explorer->now);
		expand(explorer);
	}
	if (!explorer->over)
		bth_canon_share(&explorer->canon, tally);
	return !explorer->over;
}

/* scheduler.c - where the scheduler may send a pod, and which volumes it chooses for it */

#include "bind/scheduler.h"

#include "bind/filters.h"

enum { ORDERED_MOST = 5 }; /* claims whose orders are all tried: 120 */

void
bth_attempt_init(struct bth_arena *arena, struct bth_attempt *out, const struct bth_local *local)
{
	size_t most = 1;

	for (uint32_t i = 0; i < local->pod_count; i++)
		if (local->pods[i].claims.len > most)
			most = local->pods[i].claims.len;
	*out = (struct bth_attempt){
		.choices = bth_arena_array(arena, most, sizeof *out->choices),
		.done = bth_arena_array(arena, most, 1),
		.taken = bth_arena_array(arena, local->kind_count, sizeof *out->taken),
		.put_off = bth_arena_array(arena, local->kind_count, sizeof *out->put_off)};
}

bool
bth_scheduler_begins(const struct bth_now *now, uint32_t pod, uint32_t *claim)
{
	const struct bth_indexes *claims = &now->local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++) {
		const struct bth_local_claim *is = &now->local->claims[claims->items[i]];
		uint16_t bound = bth_now_bound(now, claims->items[i]);
		bool immediate = bound == BTH_BOUND_NOT && is->way != BTH_WAY_DELAYED;

		*claim = claims->items[i];
		if (bound == BTH_BOUND_ABSENT || bound == BTH_BOUND_LOST || immediate)
			return false;
	}
	return true;
}

static bool match_next(struct bth_attempt *attempt);

static bool
match_with(struct bth_attempt *attempt, size_t at, uint32_t choice)
{
	bool stop;

	attempt->done[at] = true;
	attempt->choices[at] = choice;
	if (choice >= BTH_CHOICE_KIND)
		attempt->taken[choice - BTH_CHOICE_KIND]++;
	stop = match_next(attempt);
	if (choice >= BTH_CHOICE_KIND)
		attempt->taken[choice - BTH_CHOICE_KIND]--;
	attempt->done[at] = false;
	return stop;
}

/* No volume on this node: a provisioner is asked, if there is one. */
static bool
match_without(struct bth_attempt *attempt, size_t at)
{
	const struct bth_local *local = attempt->now->local;
	uint32_t claim = local->pods[attempt->pod].claims.items[at];

	attempt->failed = claim;
	return bth_local_provisioned(local, claim, attempt->node) &&
		match_with(attempt, at, BTH_CHOICE_PROVISION);
}

/*
 * The scan over the candidates ends at the first volume that belongs to the claim, whether
 * it fits the node or not.
 */
static bool
match_owned(struct bth_attempt *attempt, size_t at)
{
	const struct bth_local *local = attempt->now->local;
	uint32_t claim = local->pods[attempt->pod].claims.items[at];
	const struct bth_indexes *sees = &local->claims[claim].sees;
	uint32_t chosen = bth_now_chosen(attempt->now, claim);
	bool without = false;

	for (size_t i = 0; i < sees->len || chosen; i++) {
		uint32_t kind = i < sees->len ? sees->items[i] : chosen - 1;

		if (kind + 1 == chosen)
			chosen = 0;
		if (!bth_local_fits(local, kind, attempt->node))
			without = true;
		else if (match_with(attempt, at, BTH_CHOICE_KIND + kind))
			return true;
	}
	return without && match_without(attempt, at);
}

static bool
can_take(const struct bth_attempt *attempt, uint32_t kind)
{
	const struct bth_local *local = attempt->now->local;

	return bth_local_fits(local, kind, attempt->node) &&
		attempt->now->used[kind] + attempt->taken[kind] < local->kinds[kind].size;
}

/* Any of the smallest free ones, whatever their access modes. */
static bool
match_free(struct bth_attempt *attempt, size_t at)
{
	const struct bth_local *local = attempt->now->local;
	uint32_t claim = local->pods[attempt->pod].claims.items[at], rank = UINT32_MAX;
	const struct bth_indexes *free = &local->claims[claim].free;

	for (size_t i = 0; i < free->len; i++)
		if (local->kinds[free->items[i]].rank < rank && can_take(attempt, free->items[i]))
			rank = local->kinds[free->items[i]].rank;
	if (rank == UINT32_MAX)
		return match_without(attempt, at);
	for (size_t i = 0; i < free->len; i++)
		if (local->kinds[free->items[i]].rank == rank &&
			can_take(attempt, free->items[i]) &&
			match_with(attempt, at, BTH_CHOICE_KIND + free->items[i]))
			return true;
	return false;
}

/*
 * What the claim would have been given instead of a volume of @rank is not there yet. The
 * pod's other claims see the same volumes, so it is not there for them either.
 */
static void
put_off(struct bth_attempt *attempt, const struct bth_indexes *free, uint32_t rank, int by)
{
	const struct bth_local *local = attempt->now->local;

	for (size_t i = 0; i < free->len; i++) {
		uint32_t kind = free->items[i];

		if (local->kinds[kind].rank < rank && bth_local_fits(local, kind, attempt->node))
			attempt->put_off[kind] += (uint32_t)by;
	}
}

static bool
match_as_late(struct bth_attempt *attempt, size_t at, const struct bth_indexes *free,
	uint32_t choice)
{
	uint32_t rank = choice < BTH_CHOICE_KIND ? UINT32_MAX :
		attempt->now->local->kinds[choice - BTH_CHOICE_KIND].rank;
	bool stop;

	put_off(attempt, free, rank, 1);
	stop = choice < BTH_CHOICE_KIND ? match_without(attempt, at) :
		match_with(attempt, at, choice);
	put_off(attempt, free, rank, -1);
	return stop;
}

/* Any volume may be the only one there, or none. */
static bool
match_late(struct bth_attempt *attempt, size_t at)
{
	const struct bth_local *local = attempt->now->local;
	uint32_t claim = local->pods[attempt->pod].claims.items[at];
	const struct bth_indexes *free = &local->claims[claim].free;

	if (match_owned(attempt, at))
		return true;
	for (size_t i = 0; i < free->len; i++)
		if (can_take(attempt, free->items[i]) && !attempt->put_off[free->items[i]] &&
			match_as_late(attempt, at, free, BTH_CHOICE_KIND + free->items[i]))
			return true;
	return match_as_late(attempt, at, free, BTH_CHOICE_PROVISION);
}

static bool
match_claim(struct bth_attempt *attempt, size_t at)
{
	const struct bth_now *now = attempt->now;
	uint32_t claim = now->local->pods[attempt->pod].claims.items[at];

	if (attempt->late && !bth_now_chosen(now, claim))
		return match_late(attempt, at);
	return now->local->claims[claim].sees.len || bth_now_chosen(now, claim) ?
		match_owned(attempt, at) : match_free(attempt, at);
}

/* Whether the claim's turn comes now: those that ask for less come first. */
static bool
is_turn(const struct bth_attempt *attempt, size_t at)
{
	const struct bth_local *local = attempt->now->local;
	const struct bth_indexes *claims = &local->pods[attempt->pod].claims;

	for (size_t i = 0; i < claims->len; i++) {
		bth_int128 mine = local->claims[claims->items[at]].request;
		bth_int128 other = local->claims[claims->items[i]].request;

		if (i == at || attempt->done[i])
			continue;
		if (other < mine || (other == mine && attempt->fixed &&
			attempt->order[i] < attempt->order[at]))
			return false;
	}
	return !attempt->done[at];
}

static bool
match_next(struct bth_attempt *attempt)
{
	size_t count = attempt->now->local->pods[attempt->pod].claims.len;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		if (!is_turn(attempt, i))
			continue;
		any = true;
		if (match_claim(attempt, i))
			return true;
	}
	return !any && attempt->found(attempt, attempt->context);
}

/* A claim that is to be provisioned keeps its node, and static volumes are not looked at. */
static bool
keeps_node(struct bth_attempt *attempt, size_t at, uint16_t selected)
{
	uint32_t claim = attempt->now->local->pods[attempt->pod].claims.items[at];

	attempt->failed = claim;
	attempt->done[at] = true;
	attempt->choices[at] = BTH_CHOICE_PROVISION;
	return selected == attempt->node + 1 &&
		bth_local_provisioned(attempt->now->local, claim, attempt->node);
}

/* Sets apart what needs no search; false when the node is out for that alone. */
static bool
begin_match(struct bth_attempt *attempt)
{
	const struct bth_indexes *claims = &attempt->now->local->pods[attempt->pod].claims;

	for (size_t i = 0; i < claims->len; i++) {
		uint32_t claim = claims->items[i];
		uint16_t selected = bth_now_claim(attempt->now, claim)[2];

		attempt->done[i] = bth_now_bound(attempt->now, claim) != BTH_BOUND_NOT;
		attempt->choices[i] = BTH_CHOICE_NONE;
		if (!attempt->done[i] && selected && !keeps_node(attempt, i, selected))
			return false;
	}
	return true;
}

/* Passes on what is found, and notes that there was something. */
struct finding {
	bool (*found)(struct bth_attempt *attempt, void *context);
	void *context;
	bool any;
};

static bool
note_found(struct bth_attempt *attempt, void *context)
{
	struct finding *finding = context;

	finding->any = true;
	return !finding->found || finding->found(attempt, finding->context);
}

bool
bth_scheduler_match(struct bth_attempt *attempt)
{
	struct finding finding = {.found = attempt->found, .context = attempt->context};

	if (!begin_match(attempt))
		return false;
	attempt->found = note_found;
	attempt->context = &finding;
	match_next(attempt);
	attempt->found = finding.found;
	attempt->context = finding.context;
	return finding.any;
}

/* Whether the pod finds a node when its claims are taken in the attempt's order. */
static bool
finds_node(struct bth_attempt *attempt)
{
	struct bth_reason unused;

	for (uint32_t i = 0; i < attempt->now->local->node_count; i++) {
		attempt->node = i;
		if (bth_local_may(attempt->now->local, attempt->pod, i) &&
			!bth_scheduler_why_before(attempt->now, attempt->pod, i, &unused) &&
			!bth_scheduler_why_after(attempt->now, attempt->pod, i) &&
			bth_scheduler_match(attempt))
			return true;
	}
	return false;
}

/* The next order of @count ranks, or false after the last. */
static bool
permute(uint32_t *ranks, size_t count)
{
	size_t i = count - 1, j = count - 1;

	while (i && ranks[i - 1] >= ranks[i])
		i--;
	if (!i)
		return false;
	while (ranks[j] <= ranks[i - 1])
		j--;
	uint32_t swap = ranks[i - 1];
	ranks[i - 1] = ranks[j];
	ranks[j] = swap;
	for (j = count - 1; i < j; i++, j--) {
		swap = ranks[i];
		ranks[i] = ranks[j];
		ranks[j] = swap;
	}
	return true;
}

/* Whether two claims that have to be matched ask for the same amount. */
static bool
has_ties(const struct bth_now *now, uint32_t pod)
{
	const struct bth_indexes *claims = &now->local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++)
		for (size_t j = 0; j < i; j++)
			if (bth_now_bound(now, claims->items[i]) == BTH_BOUND_NOT &&
				bth_now_bound(now, claims->items[j]) == BTH_BOUND_NOT &&
				now->local->claims[claims->items[i]].request ==
					now->local->claims[claims->items[j]].request)
				return true;
	return false;
}

bool
bth_scheduler_may_fail(struct bth_attempt *attempt, uint32_t pod)
{
	uint32_t ranks[ORDERED_MOST];
	size_t count = attempt->now->local->pods[pod].claims.len;
	bool finds = true;

	if (!has_ties(attempt->now, pod))
		return false;
	if (count > ORDERED_MOST)
		return true;
	for (uint32_t i = 0; i < count; i++)
		ranks[i] = i;
	attempt->pod = pod;
	attempt->found = NULL;
	attempt->fixed = true;
	attempt->order = ranks;
	do
		finds = finds_node(attempt);
	while (finds && permute(ranks, count));
	attempt->fixed = false;
	return !finds;
}

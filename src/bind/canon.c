/* canon.c - one state for all that differ only in names */

#include "bind/canon.h"

/* Whether the pod comes to exist and run like another one of its unit, by its own. */
static bool
is_alike_pod(const struct bth_local *local, uint32_t a, uint32_t b)
{
	const struct bth_local_pod *left = &local->pods[a], *right = &local->pods[b];
	size_t nodes = local->node_count;

	return left->unit == right->unit && left->before == BTH_NO_INDEX &&
		right->before == BTH_NO_INDEX && !left->leads && !right->leads &&
		!left->doubtful && !right->doubtful && left->fails == right->fails &&
		left->scheduled == right->scheduled && left->node == right->node &&
		left->social == right->social && left->claims.len == right->claims.len &&
		left->makes.len == right->makes.len &&
		memcmp(local->may + a * nodes, local->may + b * nodes, nodes) == 0;
}

static bool
is_alike_claim(const struct bth_local *local, uint32_t a, uint32_t b)
{
	const struct bth_local_claim *left = &local->claims[a], *right = &local->claims[b];
	size_t kinds = local->kind_count, nodes = local->node_count;

	return left->way == right->way && left->named == right->named &&
		left->selected == right->selected && left->request == right->request &&
		left->there == right->there && left->doubtful == right->doubtful &&
		left->provisions == right->provisions && left->early == right->early &&
		left->exclusive == right->exclusive && !left->deleting && !right->deleting &&
		memcmp(local->pairs + a * kinds, local->pairs + b * kinds, kinds) == 0 &&
		memcmp(local->provisioned + a * nodes, local->provisioned + b * nodes, nodes) == 0;
}

static bool
is_alike(const struct bth_local *local, const struct bth_canon_block *a,
	const struct bth_canon_block *b)
{
	if ((a->pod == BTH_NO_INDEX) != (b->pod == BTH_NO_INDEX) || a->claims.len != b->claims.len)
		return false;
	if (a->pod != BTH_NO_INDEX && !is_alike_pod(local, a->pod, b->pod))
		return false;
	for (size_t i = 0; i < a->claims.len; i++)
		if (!is_alike_claim(local, a->claims.items[i], b->claims.items[i]))
			return false;
	return true;
}

/* Whether the pod's claims are its alone: only then do they move with it. */
static bool
is_own_block(const struct bth_local *local, uint32_t pod)
{
	const struct bth_indexes *claims = &local->pods[pod].claims;

	for (size_t i = 0; i < claims->len; i++)
		if (local->claims[claims->items[i]].pods.len != 1)
			return false;
	return true;
}

/* Puts the block to those it is like; alike ones mostly follow each other. */
static void
add_block(struct bth_arena *arena, struct bth_canon *canon, struct bth_canon_block block)
{
	for (size_t i = canon->groups.len; i-- > 0 && canon->groups.len - i < 8;) {
		struct bth_canon_group *group = &canon->groups.items[i];

		if (is_alike(canon->local, &group->blocks.items[0], &block)) {
			bth_vec_push(arena, &group->blocks, block);
			return;
		}
	}
	struct bth_canon_group group = {0};
	bth_vec_push(arena, &group.blocks, block);
	bth_vec_push(arena, &canon->groups, group);
}

/* Groups of one block are of no use. */
static void
drop_single_groups(struct bth_canon *canon)
{
	size_t kept = 0;

	for (size_t i = 0; i < canon->groups.len; i++)
		if (canon->groups.items[i].blocks.len > 1)
			canon->groups.items[kept++] = canon->groups.items[i];
	canon->groups.len = kept;
}

void
bth_canon_read(struct bth_arena *arena, struct bth_canon *out, const struct bth_local *local)
{
	size_t most = local->claim_count > local->pod_count ? local->claim_count :
		local->pod_count;

	*out = (struct bth_canon){.local = local};
	out->items = bth_arena_array(arena, most, sizeof *out->items);
	out->claim_twins = bth_arena_array(arena, local->claim_count, sizeof(bool));
	out->pod_twins = bth_arena_array(arena, local->pod_count, sizeof(bool));
	for (uint32_t i = 0; i < local->pod_count; i++)
		if (is_own_block(local, i))
			add_block(arena, out, (struct bth_canon_block){
				.pod = i, .claims = local->pods[i].claims});
	for (uint32_t i = 0; i < local->claim_count; i++) {
		struct bth_canon_block block = {.pod = BTH_NO_INDEX};

		if (local->claims[i].pods.len)
			continue;
		bth_vec_push(arena, &block.claims, i);
		add_block(arena, out, block);
	}
	drop_single_groups(out);
}

/* Puts the values of the cells of @count listed rows in ascending order; most are already. */
static void
sort_cells(uint16_t *first, size_t stride, const uint32_t *items, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		uint16_t value = first[items[i] * stride];
		size_t j = i;

		for (; j && first[items[j - 1] * stride] > value; j--)
			first[items[j] * stride] = first[items[j - 1] * stride];
		first[items[j] * stride] = value;
	}
}

/* Whether nobody will look at what the claim is bound to any more. */
static bool
is_done(const struct bth_now *now, uint32_t claim)
{
	const struct bth_indexes *pods = &now->local->claims[claim].pods;
	uint16_t bound = bth_now_bound(now, claim);

	if ((bound < BTH_BOUND_KIND && bound != BTH_BOUND_MADE) || bth_now_chosen(now, claim))
		return false;
	for (size_t i = 0; i < pods->len; i++) {
		uint16_t state = bth_now_pod(now, pods->items[i])[0];

		if (state != BTH_POD_PLACED && state != BTH_POD_BROKEN && state != BTH_POD_NEVER)
			return false;
	}
	return true;
}

/*
 * Who has which volume, and who of a unit is where, is written down already: what comes
 * depends on what is taken only.
 */
static void
forget_done(const struct bth_canon *canon, struct bth_now *now)
{
	const struct bth_local *local = canon->local;
	size_t count = 0;

	for (uint32_t i = 0; i < local->claim_count; i++)
		if (is_done(now, i)) {
			bth_now_claim(now, i)[2] = 0;
			canon->items[count++] = i;
		}
	sort_cells(now->cells, BTH_CLAIM_CELLS, canon->items, count);
	for (uint32_t i = 0; i < local->pod_count;) {
		uint32_t unit = local->pods[i].unit;

		for (count = 0; i < local->pod_count && local->pods[i].unit == unit; i++)
			if (bth_now_pod(now, i)[0] == BTH_POD_PLACED)
				canon->items[count++] = i;
		sort_cells(bth_now_pod(now, 0) + 1, BTH_POD_CELLS, canon->items, count);
	}
}

static int
compare_blocks(const struct bth_now *now, const struct bth_canon_block *a,
	const struct bth_canon_block *b)
{
	int order = a->pod == BTH_NO_INDEX ? 0 : memcmp(bth_now_pod(now, a->pod),
		bth_now_pod(now, b->pod), BTH_POD_CELLS * sizeof(uint16_t));

	for (size_t i = 0; i < a->claims.len && !order; i++)
		order = memcmp(bth_now_claim(now, a->claims.items[i]),
			bth_now_claim(now, b->claims.items[i]),
			BTH_CLAIM_CELLS * sizeof(uint16_t));
	return order;
}

static void
swap_cells(uint16_t *a, uint16_t *b, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint16_t cell = a[i];

		a[i] = b[i];
		b[i] = cell;
	}
}

static void
swap_blocks(struct bth_now *now, const struct bth_canon_block *a, const struct bth_canon_block *b)
{
	if (a->pod != BTH_NO_INDEX)
		swap_cells(bth_now_pod(now, a->pod), bth_now_pod(now, b->pod), BTH_POD_CELLS);
	for (size_t i = 0; i < a->claims.len; i++)
		swap_cells(bth_now_claim(now, a->claims.items[i]),
			bth_now_claim(now, b->claims.items[i]), BTH_CLAIM_CELLS);
}

void
bth_canon_apply(const struct bth_canon *canon, struct bth_now *now)
{
	if (canon->local->pod_count || canon->local->claim_count)
		forget_done(canon, now);
	for (size_t i = 0; i < canon->groups.len; i++) {
		const struct bth_canon_group *group = &canon->groups.items[i];
		const struct bth_canon_block *blocks = group->blocks.items;

		for (size_t j = 1; j < group->blocks.len; j++)
			for (size_t k = j; k && compare_blocks(now, &blocks[k - 1], &blocks[k]) > 0;
				k--)
				swap_blocks(now, &blocks[k - 1], &blocks[k]);
	}
}

void
bth_canon_mark(struct bth_canon *canon, const struct bth_now *now)
{
	for (size_t i = 0; i < canon->groups.len; i++) {
		const struct bth_canon_group *group = &canon->groups.items[i];
		const struct bth_canon_block *blocks = group->blocks.items;

		for (size_t j = 1; j < group->blocks.len; j++) {
			bool twin = compare_blocks(now, &blocks[j - 1], &blocks[j]) == 0;

			if (blocks[j].pod != BTH_NO_INDEX)
				canon->pod_twins[blocks[j].pod] = twin;
			for (size_t k = 0; k < blocks[j].claims.len; k++)
				canon->claim_twins[blocks[j].claims.items[k]] = twin;
		}
	}
}

/* Makes @count flags of each of the rows the union of all. */
static void
share_rows(bool *flags, size_t count, const uint32_t *rows, size_t row_count)
{
	for (size_t i = 0; i < count; i++) {
		bool any = false;

		for (size_t j = 0; j < row_count; j++)
			any |= flags[rows[j] * count + i];
		for (size_t j = 0; j < row_count; j++)
			flags[rows[j] * count + i] = any;
	}
}

/* Reasons are those of one end: the first that any of the pods came to. */
static void
share_reasons(const struct bth_canon *canon, struct bth_tally *tally, size_t count)
{
	size_t nodes = canon->local->node_count;
	const struct bth_reason *found = NULL;

	for (size_t i = 0; i < count && !found; i++)
		if (tally->pod_pending[canon->items[i]])
			found = tally->reasons + canon->items[i] * nodes;
	for (size_t i = 0; i < count && found; i++)
		if (found != tally->reasons + canon->items[i] * nodes)
			memcpy(tally->reasons + canon->items[i] * nodes, found,
				nodes * sizeof *found);
}

static void
share_group(const struct bth_canon *canon, struct bth_tally *tally,
	const struct bth_canon_group *group)
{
	const struct bth_canon_block *blocks = group->blocks.items;
	size_t count = group->blocks.len;

	for (size_t i = 0; i < blocks[0].claims.len; i++) {
		for (size_t j = 0; j < count; j++)
			canon->items[j] = blocks[j].claims.items[i];
		share_rows(tally->bound, canon->local->kind_count, canon->items, count);
		share_rows(tally->claim_pending, 1, canon->items, count);
		share_rows(tally->claim_absent, 1, canon->items, count);
		share_rows(tally->claim_made, 1, canon->items, count);
	}
	if (blocks[0].pod == BTH_NO_INDEX)
		return;
	for (size_t j = 0; j < count; j++)
		canon->items[j] = blocks[j].pod;
	share_reasons(canon, tally, count);
	share_rows(tally->placed, canon->local->node_count, canon->items, count);
	share_rows(tally->pod_pending, 1, canon->items, count);
	share_rows(tally->pod_absent, 1, canon->items, count);
	share_rows(tally->pod_misplaced, 1, canon->items, count);
}

void
bth_canon_share(const struct bth_canon *canon, struct bth_tally *tally)
{
	for (size_t i = 0; i < canon->groups.len; i++)
		share_group(canon, tally, &canon->groups.items[i]);
}

/* local.c - one component as small numbers and tables, for exploring it */

#include "bind/local.h"

#include <assert.h>

#include "bind/indexes.h"
#include "bind/local_social.h"
#include "bind/pair.h"
#include "bind/zone.h"

/* Beyond this, tables cost more than exploring could bring. */
enum { TABLE_MOST = 1000000, COUNT_MOST = 4000 };

/* What kinds are told apart by, beside their rows in the tables. */
struct row_head {
	bth_int128 capacity;
	uint32_t modes;
	uint32_t zero; /* no padding: rows are compared bytewise */
	uint64_t also_zero;
};

/* The nodes where one of the pods may run. @numbers is scratch: of each node, 0. */
static void
read_nodes(struct bth_arena *arena, struct bth_local *local, const struct bth_component *component,
	uint32_t *numbers)
{
	const struct bth_may *may = local->social->may;
	struct bth_indexes nodes = {0};

	for (size_t i = 0; i < component->pods.len; i++) {
		const struct bth_indexes *list = may->pods[component->pods.items[i]];

		for (size_t j = 0; j < list->len && nodes.len <= COUNT_MOST; j++) {
			if (!numbers[list->items[j]])
				bth_vec_push(arena, &nodes, list->items[j]);
			numbers[list->items[j]] = 1;
		}
	}
	for (size_t i = 0; i < nodes.len; i++)
		numbers[nodes.items[i]] = 0;
	local->nodes = nodes.items;
	local->node_count = (uint32_t)nodes.len;
}

static uint32_t
local_node(const struct bth_local *local, uint32_t node)
{
	for (uint32_t i = 0; i < local->node_count; i++)
		if (local->nodes[i] == node)
			return i;
	return BTH_NO_INDEX;
}

/* The node of the selected-node annotation, + 1; above node_count one that no pod may use. */
static uint32_t
read_selected(const struct bth_local *local, const struct bth_claim *claim)
{
	const struct bth_may *may = local->social->may;

	if (!claim->selected_node.len)
		return 0;
	const void *found = bth_map_get(&may->nodes.by_name, claim->selected_node);
	if (!found)
		return local->node_count + (may->nodes.elsewhere == BTH_NO_INDEX ? 2 : 1);
	uint32_t node = local_node(local, (uint32_t)((uintptr_t)found - 1));
	return node == BTH_NO_INDEX ? local->node_count + 1 : node + 1;
}

static void
read_claim(struct bth_arena *arena, struct bth_local *local, const struct bth_component *component,
	uint32_t at)
{
	uint32_t index = component->claims.items[at];
	const struct bth_claim *view = &local->facts->views->claims.items[index];
	const struct bth_claim_facts *facts = &local->facts->claims[index];
	struct bth_local_claim *claim = &local->claims[at];

	*claim = (struct bth_local_claim){.index = index,
		.way = facts->way,
		.named = BTH_NO_INDEX,
		.held = facts->way == BTH_WAY_BOUND &&
			local->facts->views->volumes.items[facts->named].there,
		.selected = read_selected(local, view),
		.request = view->has_request ? view->request.nano : 0,
		.there = facts->there,
		.doubtful = facts->doubtful,
		.provisions = facts->provisions,
		.answered = facts->answered,
		.exclusive = view->modes & BTH_RWOP,
		.deleting = view->deleting};
	for (size_t i = 0; i < facts->pods.len; i++) {
		uint32_t pod = bth_indexes_place(&component->pods, facts->pods.items[i]);

		if (pod == BTH_NO_INDEX)
			continue;
		bth_vec_push(arena, &claim->pods, pod);
		bth_vec_push(arena, &local->pods[pod].claims, at);
	}
	for (size_t i = 0; i < facts->makers.len; i++) {
		uint32_t pod = bth_indexes_place(&component->pods, facts->makers.items[i]);

		if (pod != BTH_NO_INDEX)
			bth_vec_push(arena, &local->pods[pod].makes, at);
	}
	for (uint32_t i = 0; i < local->node_count; i++)
		local->provisioned[(size_t)at * local->node_count + i] = claim->provisions &&
			bth_nodes_provisioned(&local->social->may->nodes, facts->class,
				local->nodes[i]);
}

static void
read_pod(struct bth_local *local, const struct bth_component *component, uint32_t at)
{
	uint32_t index = component->pods.items[at];
	const struct bth_pod_facts *facts = &local->facts->pods[index];
	const struct bth_may *may = local->social->may;
	struct bth_local_pod *pod = &local->pods[at];
	bool direct = local->facts->views->pods.items[index].node_name.len;

	*pod = (struct bth_local_pod){.index = index,
		.before = BTH_NO_INDEX,
		.node = BTH_NO_INDEX,
		.fails = facts->fails,
		.doubtful = facts->doubtful,
		.scheduled = bth_may_schedule(local->facts, index)};
	if (facts->before != BTH_NO_INDEX) {
		pod->before = bth_indexes_place(&component->pods, facts->before);
		local->pods[pod->before].leads = true;
	}
	for (uint32_t i = 0; i < local->node_count; i++) {
		bool can = bth_indexes_contain(may->pods[index], local->nodes[i]);

		local->may[(size_t)at * local->node_count + i] = can;
		if (can && direct)
			pod->node = i;
	}
}

/* What a claim and a volume are to each other. */
static uint8_t
read_pair(const struct bth_local *local, uint32_t claim_index, uint32_t volume_index)
{
	const struct bth_claim *claim = &local->facts->views->claims.items[claim_index];
	const struct bth_claim_facts *is = &local->facts->claims[claim_index];
	const struct bth_volume *volume = &local->facts->views->volumes.items[volume_index];
	const struct bth_volume_facts *held = &local->facts->volumes[volume_index];
	bool owned = held->claim == claim_index;
	unsigned pair = owned ? BTH_PAIR_OWNED : 0;

	if (is->named == volume_index && is->way == BTH_WAY_NAMED &&
		local->social->may->claims[claim_index].named == volume_index)
		pair |= BTH_PAIR_NAMED;
	if (is->named == volume_index && (is->way == BTH_WAY_TOLD || is->way == BTH_WAY_BOUND))
		pair |= BTH_PAIR_TOLD;
	if (is->way != BTH_WAY_DELAYED && is->way != BTH_WAY_IMMEDIATE)
		return (uint8_t)pair;
	if (held->hold == BTH_HOLD_FREE && !bth_pair_free(claim, is->storage_class, volume))
		pair |= BTH_PAIR_FREE | BTH_PAIR_BINDS;
	if (!owned || bth_pair_offer(claim, volume))
		return (uint8_t)pair;
	if (bth_pair_modes(claim, volume))
		pair |= BTH_PAIR_BINDS;
	if (is->way == BTH_WAY_DELAYED && bth_str_eq(is->storage_class, volume->storage_class))
		pair |= BTH_PAIR_SEEN;
	return (uint8_t)pair;
}

/* All that can tell a volume of the component from another, as bytes. */
static void
write_row(const struct bth_local *local, const struct bth_component *component, uint32_t index,
	uint8_t *row)
{
	const struct bth_volume *volume = &local->facts->views->volumes.items[index];
	const struct bth_may *may = local->social->may;
	struct row_head head = {.capacity = volume->capacity.nano, .modes = volume->modes};

	memcpy(row, &head, sizeof head);
	row += sizeof head;
	for (size_t i = 0; i < component->claims.len; i++)
		*row++ = read_pair(local, component->claims.items[i], index);
	for (uint32_t i = 0; i < local->node_count; i++)
		*row++ = bth_indexes_contain(may->reach[index], local->nodes[i]);
	for (uint32_t i = 0; i < local->node_count; i++)
		*row++ = local->nodes[i] == may->nodes.elsewhere ||
			bth_zone_fits(&volume->labels,
				&may->nodes.views[local->nodes[i]].labels);
}

/* Kinds in the order in which the PV controller searches, then by their rows. */
static bool
comes_before(const uint8_t *a, const uint8_t *b, size_t len)
{
	struct row_head left, right;

	memcpy(&left, a, sizeof left);
	memcpy(&right, b, sizeof right);
	unsigned count_left = bth_modes_count(left.modes);
	unsigned count_right = bth_modes_count(right.modes);
	if (count_left != count_right)
		return count_left < count_right;
	if (left.modes != right.modes)
		return left.modes < right.modes;
	if (left.capacity != right.capacity)
		return left.capacity < right.capacity;
	return memcmp(a, b, len) < 0;
}

/* Puts the volumes of a component into kinds; returns the row of each kind, in order. */
static const uint8_t **
sort_kinds(struct bth_arena *arena, struct bth_local *local, const struct bth_component *component,
	size_t row_len)
{
	struct bth_map map = {0};
	const uint8_t **rows =
		bth_arena_array(arena, component->volumes.len, sizeof *rows);
	struct bth_indexes *members = bth_arena_array(arena, component->volumes.len,
		sizeof *members);

	for (size_t i = 0; i < component->volumes.len; i++) {
		uint8_t *row = bth_arena_alloc(arena, row_len);
		struct bth_str key = {.at = (const char *)row, .len = row_len};

		write_row(local, component, component->volumes.items[i], row);
		struct bth_indexes *list = bth_map_get(&map, key);
		if (!list) {
			list = &members[local->kind_count];
			rows[local->kind_count++] = row;
			bth_map_put(arena, &map, key, list);
		}
		bth_vec_push(arena, list, component->volumes.items[i]);
	}
	for (uint32_t i = 1; i < local->kind_count; i++)
		for (uint32_t j = i; j && comes_before(rows[j], rows[j - 1], row_len); j--) {
			const uint8_t *row = rows[j];
			struct bth_indexes list = members[j];

			rows[j] = rows[j - 1], members[j] = members[j - 1];
			rows[j - 1] = row, members[j - 1] = list;
		}
	local->kinds = bth_arena_array(arena, local->kind_count, sizeof *local->kinds);
	for (uint32_t i = 0; i < local->kind_count; i++)
		local->kinds[i].volumes = members[i];
	return rows;
}

/* Unpacks the row of a kind into the tables. */
static void
read_kind(struct bth_local *local, uint32_t at, const uint8_t *const *rows)
{
	struct bth_local_kind *kind = &local->kinds[at];
	const uint8_t *row = rows[at] + sizeof(struct row_head);
	struct row_head head, other;

	memcpy(&head, rows[at], sizeof head);
	kind->size = (uint32_t)kind->volumes.len;
	kind->modes = head.modes;
	kind->mode_count = bth_modes_count(head.modes);
	for (uint32_t i = 0; i < local->kind_count; i++) {
		memcpy(&other, rows[i], sizeof other);
		kind->rank += other.capacity < head.capacity;
	}
	for (uint32_t i = 0; i < local->claim_count; i++) {
		uint8_t pair = row[i];

		local->pairs[(size_t)i * local->kind_count + at] = pair;
		kind->demand += (pair & BTH_PAIR_FREE) ||
			((pair & (BTH_PAIR_NAMED | BTH_PAIR_TOLD)) && !(pair & BTH_PAIR_OWNED));
		if (pair & (BTH_PAIR_NAMED | BTH_PAIR_TOLD))
			local->claims[i].named = at;
	}
	row += local->claim_count;
	for (uint32_t i = 0; i < local->node_count; i++) {
		local->fits[(size_t)at * local->node_count + i] = row[i];
		local->zoned[(size_t)at * local->node_count + i] = row[local->node_count + i];
	}
}

/*
 * Kinds come by number of modes, so the first that would be bound has the fewest. Others
 * matter only while that one is not there yet.
 */
static void
list_kinds(struct bth_arena *arena, struct bth_local *local, uint32_t at)
{
	struct bth_local_claim *claim = &local->claims[at];

	for (uint32_t i = 0; i < local->kind_count; i++) {
		uint8_t pair = bth_local_pair(local, at, i);

		if ((pair & BTH_PAIR_OWNED) && (pair & BTH_PAIR_BINDS) && (!claim->owns.len ||
			local->facts->late_volumes ||
			local->kinds[claim->owns.items[0]].mode_count ==
				local->kinds[i].mode_count))
			bth_vec_push(arena, &claim->owns, i);
		if (pair & BTH_PAIR_SEEN)
			bth_vec_push(arena, &claim->sees, i);
		if (pair & BTH_PAIR_FREE)
			bth_vec_push(arena, &claim->free, i);
	}
}

/* Whether a bound volume of the kind keeps pods from a node that an unbound one would not. */
static bool
zone_limits(const struct bth_local *local, uint32_t kind)
{
	for (uint32_t i = 0; i < local->node_count; i++)
		if (bth_local_fits(local, kind, i) && !bth_local_zoned(local, kind, i))
			return true;
	return false;
}

/*
 * Whether the PV controller may bind the claim before the scheduler looks, without loss:
 * the scheduler could only choose the same volume, or none.
 */
static bool
is_early(const struct bth_local *local, uint32_t at)
{
	const struct bth_local_claim *claim = &local->claims[at];
	bool scheduled = false;

	for (size_t i = 0; i < claim->pods.len; i++)
		scheduled |= local->pods[claim->pods.items[i]].scheduled;
	if (!scheduled)
		return true;
	if (claim->provisions)
		return false;
	if (claim->free.len && (!claim->sees.len || local->facts->late_volumes))
		return false;
	if (!claim->sees.len)
		return claim->owns.len < 2;
	return claim->sees.len == 1 && claim->owns.len == 1 &&
		claim->sees.items[0] == claim->owns.items[0] &&
		!zone_limits(local, claim->sees.items[0]);
}

bool
bth_local_read(struct bth_arena *arena, struct bth_local *out, const struct bth_social *social,
	const struct bth_component *component, uint32_t *numbers)
{
	size_t claims = component->claims.len, pods = component->pods.len;

	*out = (struct bth_local){.social = social, .facts = social->may->facts};
	if (claims > COUNT_MOST || pods > COUNT_MOST)
		return false;
	read_nodes(arena, out, component, numbers);
	size_t nodes = out->node_count, row_len = sizeof(struct row_head) + claims + 2 * nodes;
	if (nodes > COUNT_MOST || component->volumes.len > TABLE_MOST / row_len ||
		(claims + pods) * (nodes + 1) > TABLE_MOST)
		return false;

	out->claim_count = (uint32_t)claims;
	out->pod_count = (uint32_t)pods;
	out->claims = bth_arena_array(arena, claims, sizeof *out->claims);
	out->pods = bth_arena_array(arena, pods, sizeof *out->pods);
	out->may = bth_arena_array(arena, pods * nodes, sizeof *out->may);
	out->provisioned = bth_arena_array(arena, claims * nodes, sizeof *out->provisioned);
	for (uint32_t i = 0; i < pods; i++)
		read_pod(out, component, i);
	for (uint32_t i = 0; i < claims; i++)
		read_claim(arena, out, component, i);

	const uint8_t **rows = sort_kinds(arena, out, component, row_len);
	out->pairs = bth_arena_array(arena, claims * out->kind_count, 1);
	out->fits = bth_arena_array(arena, out->kind_count * nodes, sizeof *out->fits);
	out->zoned = bth_arena_array(arena, out->kind_count * nodes, sizeof *out->zoned);
	for (uint32_t i = 0; i < out->kind_count; i++)
		read_kind(out, i, rows);
	for (uint32_t i = 0; i < claims; i++)
		list_kinds(arena, out, i);
	for (uint32_t i = 0; i < claims; i++)
		out->claims[i].early = out->claims[i].way == BTH_WAY_DELAYED && is_early(out, i);
	return bth_local_read_social(arena, out);
}

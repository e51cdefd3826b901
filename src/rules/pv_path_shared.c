/* pv_path_shared.c - two volumes in one directory of a node, or one inside the other */

#include <stdlib.h>

#include "rules/placement.h"

/*
 * A volume on one node, once for each hostname that its affinity names. Where the affinity
 * names none, the text of the affinity stands for the nodes; empty when there is none.
 */
struct place {
	struct bth_str node, path;
	uint32_t volume;
	bool sure; /* that it is one certain node */
};

BTH_VEC_TYPE(places, struct place);

/* A parent comes right before all that is below it: '/' counts less than any other byte. */
static int
compare_paths(struct bth_str a, struct bth_str b)
{
	size_t len = a.len < b.len ? a.len : b.len;

	for (size_t i = 0; i < len; i++) {
		if (a.at[i] == b.at[i])
			continue;
		if (a.at[i] == '/' || b.at[i] == '/')
			return a.at[i] == '/' ? -1 : 1;
		return (unsigned char)a.at[i] < (unsigned char)b.at[i] ? -1 : 1;
	}
	return a.len < b.len ? -1 : a.len > b.len;
}

static int
compare_by_path(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = compare_paths(a->path, b->path);

	if (!order)
		order = a->volume < b->volume ? -1 : a->volume > b->volume;
	return order ? order : bth_str_cmp(a->node, b->node);
}

static int
compare_by_node(const void *left, const void *right)
{
	const struct place *a = left, *b = right;
	int order = bth_str_cmp(a->node, b->node);

	if (!order && a->sure != b->sure)
		order = a->sure ? -1 : 1;
	return order ? order : compare_by_path(left, right);
}

static void
add_places(struct bth_lint *lint, struct places *out, uint32_t index)
{
	const struct bth_volume *volume = &lint->views->volumes.items[index];
	struct place place = {.path = bth_path_clean(lint->arena, volume->path),
		.volume = index,
		.sure = true};
	struct bth_strs hosts = {0};

	if (bth_node_selector_pins(
		    lint->arena, &hosts, &volume->affinity, BTH_HOSTNAME)) {
		for (size_t i = 0; i < hosts.len; i++) {
			place.node = hosts.items[i];
			bth_vec_push(lint->arena, out, place);
		}
		return;
	}
	place.sure = false;
	if (volume->affinity.present)
		place.node = bth_node_selector_text(lint->arena, &volume->affinity);
	bth_vec_push(lint->arena, out, place);
}

/* What is only read may be in several volumes. */
static bool
only_read(const struct bth_lint *lint, const struct place *a, const struct place *b)
{
	const struct bth_volume *volumes = lint->views->volumes.items;

	return volumes[a->volume].modes == BTH_ROX && volumes[b->volume].modes == BTH_ROX;
}

/* Speaks at the volume that comes later in the input. */
static void
report(struct bth_lint *lint, const struct place *a, const struct place *b)
{
	const struct place *late = a->volume > b->volume ? a : b,
			   *early = late == a ? b : a;
	const struct bth_volume *other = &lint->views->volumes.items[early->volume];
	const struct bth_object *object =
		bth_lint_object(lint, lint->views->volumes.items[late->volume].object);
	bool sure = late->sure && early->sure;

	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_path_shared, object,
		bth_volume_path(object->root),
		"volume '%.*s' %s '%.*s', %s volume '%.*s'%s", BTH_STR_ARG(object->name),
		sure ? "uses" : "may use", BTH_STR_ARG(late->path),
		bth_str_eq(late->path, early->path) ? "the directory of" :
			bth_path_within(late->path, early->path) ?
						      "inside the directory of" :
						      "which contains the directory of",
		BTH_STR_ARG(other->name),
		sure ? bth_arena_printf(
			       lint->arena, " on node '%.*s'", BTH_STR_ARG(late->node)) :
		       ": nothing keeps the two on different nodes");
	if (!sure)
		finding->severity = BERTH_WARNING;
	bth_report_note(lint, finding, bth_volume_path(bth_lint_volume(lint, other)),
		"the other volume's path is here");
	bth_report_fix(lint, finding, "give each volume a directory of its own");
}

struct scan {
	struct bth_lint *lint;
	struct bth_map said; /* pairs of volumes that were reported */
	BTH_VEC(const struct place *)
	parents; /* of the place at hand, the nearest last */
	BTH_VEC(const struct place *)
	anywhere; /* for each of them, the nearest that may be on any node */
};

static void
meet(struct scan *scan, const struct place *a, const struct place *b)
{
	struct bth_arena *arena = scan->lint->arena;
	struct bth_str key = bth_str_printf(arena, "%u %u",
		a->volume < b->volume ? a->volume : b->volume,
		a->volume < b->volume ? b->volume : a->volume);

	if (a->volume == b->volume || only_read(scan->lint, a, b) ||
		bth_map_get(&scan->said, key))
		return;
	bth_map_put(arena, &scan->said, key, scan);
	report(scan->lint, a, b);
}

/* Keeps only what @place is below. */
static void
pop(struct scan *scan, const struct place *place)
{
	while (scan->parents.len &&
		!bth_path_within(
			place->path, scan->parents.items[scan->parents.len - 1]->path))
		scan->anywhere.len = --scan->parents.len;
}

static void
push(struct scan *scan, const struct place *place)
{
	const struct place *above =
		scan->anywhere.len ? scan->anywhere.items[scan->anywhere.len - 1] : NULL;

	bth_vec_push(scan->lint->arena, &scan->parents, place);
	bth_vec_push(scan->lint->arena, &scan->anywhere, place->node.len ? above : place);
}

/* Places on one node, in order: each meets the nearest one that it is below. */
static void
scan_node(struct scan *scan, const struct place *places, size_t count)
{
	scan->parents.len = scan->anywhere.len = 0;
	for (size_t i = 0; i < count; i++) {
		pop(scan, &places[i]);
		if (scan->parents.len)
			meet(scan, scan->parents.items[scan->parents.len - 1],
				&places[i]);
		push(scan, &places[i]);
	}
}

/* All places by path alone: what may be on any node meets what is on a certain one. */
static void
scan_anywhere(struct scan *scan, const struct place *places, size_t count)
{
	scan->parents.len = scan->anywhere.len = 0;
	for (size_t i = 0; i < count; i++) {
		pop(scan, &places[i]);
		size_t depth = scan->parents.len;
		const struct place *other = !depth ? NULL :
			places[i].node.len         ? scan->anywhere.items[depth - 1] :
						     scan->parents.items[depth - 1];

		if (other)
			meet(scan, other, &places[i]);
		push(scan, &places[i]);
	}
}

static void
check(struct bth_lint *lint)
{
	struct scan scan = {.lint = lint};
	struct places places = {0};
	bool anywhere = false;

	for (uint32_t i = 0; i < lint->views->volumes.len; i++) {
		const struct bth_volume *volume = &lint->views->volumes.items[i];

		if (bth_volume_on_node(volume) && volume->path.len && !volume->deleting)
			add_places(lint, &places, i);
	}
	if (places.len < 2)
		return;
	qsort(places.items, places.len, sizeof places.items[0], compare_by_node);
	for (size_t i = 0, end; i < places.len; i = end) {
		const struct place *first = &places.items[i];

		for (end = i; end < places.len && places.items[end].sure == first->sure &&
			bth_str_eq(places.items[end].node, first->node);)
			end++;
		anywhere |= !first->node.len;
		if (first->node.len)
			scan_node(&scan, first, end - i);
	}
	if (!anywhere)
		return;
	qsort(places.items, places.len, sizeof places.items[0], compare_by_path);
	scan_anywhere(&scan, places.items, places.len);
}

const struct bth_rule bth_rule_pv_path_shared = {
	.code = "BTH411",
	.name = "pv-path-shared",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_ERROR,
	.check = check,
	.summary =
		"two volumes use one directory of a node, or a directory inside the other's",
	.why = "Kubernetes does not compare paths, so both volumes bind and both pods "
	       "start. Two databases that write into one directory destroy each "
	       "other's files, and a volume inside another is part of that one's data.",
	.fix = "Give each volume a directory of its own, and none inside another.",
};

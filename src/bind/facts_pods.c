/* facts_pods.c - which pods come to exist, and which claims with them */

#include "bind/facts_pods.h"

#include <stdio.h>

#include "base/map.h"

/* How far a StatefulSet's controller gets, whatever happens to its pods. */
struct progress {
	bool refused;      /* the API server does not take the set */
	bool failed;       /* a pod could not be made: the controller goes no further */
	uint32_t last;     /* the pod before */
	uint64_t seen;     /* pods looked at so far */
	uint64_t batch, batch_end; /* of a Parallel set: 1, 2, 4, … pods at a time */
};

enum { BATCH_MOST = 500 };

/*
 * Pods of one workload are copies that share what they borrow, so pointers tell; pods that
 * are equal by chance are only looked at twice.
 */
static bool
is_same_unit(const struct bth_pod *a, const struct bth_pod *b)
{
	return a->set == b->set && a->object == b->object &&
		a->labels.items == b->labels.items &&
		a->node_selector.items == b->node_selector.items &&
		a->affinity.present == b->affinity.present &&
		a->affinity.terms.items == b->affinity.terms.items &&
		a->tolerations.items == b->tolerations.items &&
		a->pod_affinity.items == b->pod_affinity.items &&
		a->pod_anti_affinity.items == b->pod_anti_affinity.items &&
		a->spread.items == b->spread.items && a->cpu.nano == b->cpu.nano &&
		a->memory.nano == b->memory.nano && bth_str_eq(a->namespace, b->namespace) &&
		bth_str_eq(a->node_name, b->node_name);
}

static void
number_unit(struct bth_facts *facts, uint32_t pod)
{
	const struct bth_pod *pods = facts->views->pods.items;

	if (!pod || !is_same_unit(&pods[pod - 1], &pods[pod]))
		bth_vec_push(facts->arena, &facts->units, pod);
	facts->pods[pod].unit = (uint32_t)facts->units.len - 1;
}

/* Whether @name is "…-<set>-<ordinal>": a claim of this pod's set, whoever made it first. */
static bool
is_named_for(struct bth_str name, const struct bth_set *set, int64_t ordinal)
{
	char digits[32];
	int len = snprintf(digits, sizeof digits, "-%lld", (long long)ordinal);

	if (!bth_str_ends(name, digits))
		return false;
	name.len -= (size_t)len;
	return name.len > set->name.len + 1 &&
		bth_str_eq(bth_str_sub(name, name.len - set->name.len, SIZE_MAX), set->name) &&
		name.at[name.len - set->name.len - 1] == '-';
}

/* Whether the claim @claim is one of the set's own for this pod. */
static bool
is_own(const struct bth_facts *facts, const struct bth_pod *pod, uint32_t claim)
{
	const struct bth_claim *view = &facts->views->claims.items[claim];

	if (pod->set >= facts->views->sets.len)
		return false;
	if (view->set == pod->set)
		return view->ordinal == pod->ordinal;
	return is_named_for(view->name, &facts->views->sets.items[pod->set], pod->ordinal);
}

/* The pod's claims learn of it; a claim being deleted keeps the set from making the pod. */
static void
link_claims(struct bth_facts *facts, uint32_t index)
{
	const struct bth_pod *pod = &facts->views->pods.items[index];
	struct bth_pod_facts *out = &facts->pods[index];

	out->stuck = pod->claim_missing;
	for (size_t i = 0; i < pod->claims.len; i++) {
		uint32_t first = facts->claims[pod->claims.items[i]].first;
		struct bth_claim_facts *claim = &facts->claims[first];
		const struct bth_claim *view = &facts->views->claims.items[first];
		bool own = is_own(facts, pod, first);

		out->stuck |= claim->way == BTH_WAY_NONE || view->deleting;
		out->fails |= own && view->deleting && !pod->there;
		bth_vec_push(facts->arena, &claim->pods, index);
		if (own && view->set != BTH_NO_INDEX)
			bth_vec_push(facts->arena, &claim->makers, index);
	}
}

/* Goes on to the next batch of a Parallel set; one with a failure is its last. */
static bool
begins_batch(struct progress *progress)
{
	if (progress->seen < progress->batch_end)
		return false;
	progress->batch = progress->batch ? progress->batch * 2 : 1;
	if (progress->batch > BATCH_MOST)
		progress->batch = BATCH_MOST;
	progress->batch_end = progress->seen + progress->batch;
	return true;
}

static void
order_pod(struct bth_facts *facts, uint32_t index, struct progress *progress)
{
	const struct bth_pod *pod = &facts->views->pods.items[index];
	struct bth_pod_facts *out = &facts->pods[index];
	bool parallel = facts->views->sets.items[pod->set].parallel;

	if (pod->there) { /* whatever else its set may do */
		out->tried = true;
		progress->last = index;
		progress->seen++;
		return;
	}
	out->fails |= pod->refused ||
		(facts->unlucky && bth_set_needs_luck(&facts->views->sets.items[pod->set]));
	out->doubtful = pod->refused;
	if (parallel) {
		if (begins_batch(progress) && progress->failed)
			progress->refused = true;
	} else {
		progress->refused |= progress->failed;
		out->before = progress->last;
	}
	out->tried = !progress->refused;
	progress->failed |= out->fails;
	progress->last = index;
	progress->seen++;
}

static void
read_pod(struct bth_facts *facts, uint32_t index, struct progress *progress,
	const struct bth_map *nodes)
{
	const struct bth_pod *pod = &facts->views->pods.items[index];
	struct bth_pod_facts *out = &facts->pods[index];
	const void *node = pod->node_name.len ? bth_map_get(nodes, pod->node_name) : NULL;

	number_unit(facts, index);
	link_claims(facts, index);
	out->before = BTH_NO_INDEX;
	out->node = node ? (uint32_t)((uintptr_t)node - 1) : BTH_NO_INDEX;
	if (pod->set < facts->views->sets.len) {
		order_pod(facts, index, &progress[pod->set]);
	} else {
		out->tried = !pod->refused;
		out->fails = pod->refused;
	}
}

/*
 * Claims of sets are there when a pod of theirs is made. What no pod mounts (views made by
 * hand) is there from the start, and what only pods that are never made would bring never.
 */
static void
settle_claim(struct bth_facts *facts, uint32_t index)
{
	const struct bth_claim *view = &facts->views->claims.items[index];
	struct bth_claim_facts *claim = &facts->claims[index];
	bool made = false, doubtful = true;

	claim->there = claim->way != BTH_WAY_NONE && !claim->makers.len;
	if (view->set == BTH_NO_INDEX || !claim->makers.len)
		return;
	for (size_t i = 0; i < claim->makers.len; i++) {
		const struct bth_pod_facts *pod = &facts->pods[claim->makers.items[i]];

		made |= pod->tried;
		doubtful &= !pod->tried || pod->doubtful;
	}
	if (!made)
		claim->way = BTH_WAY_NONE;
	claim->doubtful = made && doubtful;
}

void
bth_facts_read_pods(struct bth_facts *facts)
{
	const struct bth_views *views = facts->views;
	struct progress *progress =
		bth_arena_array(facts->arena, views->sets.len, sizeof *progress);
	struct bth_map nodes = {0};

	for (size_t i = 0; i < views->sets.len; i++)
		progress[i].last = BTH_NO_INDEX;
	/* since 1.34 a bad claim template makes the API server refuse the whole set */
	for (size_t i = 0; i < views->claims.len; i++)
		if (views->claims.items[i].refused && views->claims.items[i].set < views->sets.len)
			progress[views->claims.items[i].set].refused = true;
	for (size_t i = 0; i < views->nodes.len; i++)
		bth_map_put(facts->arena, &nodes, views->nodes.items[i].name,
			(void *)(uintptr_t)(i + 1));
	for (uint32_t i = 0; i < views->pods.len; i++)
		read_pod(facts, i, progress, &nodes);
	for (uint32_t i = 0; i < views->claims.len; i++)
		settle_claim(facts, i);
}

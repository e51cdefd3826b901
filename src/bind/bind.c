/* bind.c - which volume a claim can get, and where a pod can run */

#include "bind/bind.h"

#include "bind/components.h"
#include "bind/explore.h"
#include "bind/outcome.h"
#include "bind/reasons.h"
#include "bind/scratch.h"

/* What is needed to solve components, one after the other. */
struct solver {
	struct bth_arena *arena;
	struct bth_binding *out;
	struct bth_may may;
	struct bth_social social;
	struct bth_components components;
	struct bth_sure sure;
	struct bth_explorer explorer;
	struct bth_reasons reasons;
	uint32_t *numbers; /* scratch: of each node, 0 */
};

static size_t
size_of(const struct bth_component *component)
{
	return component->claims.len + component->pods.len;
}

/* The components from small to large, so that large ones cannot take the steps of small ones. */
static uint32_t *
order_components(struct bth_arena *arena, const struct bth_components *components)
{
	uint32_t *order = bth_arena_array(arena, components->len, sizeof *order);
	size_t most = 0, place = 0;

	for (size_t i = 0; i < components->len; i++)
		if (size_of(&components->items[i]) > most)
			most = size_of(&components->items[i]);
	uint32_t *counts = bth_arena_array(arena, most + 2, sizeof *counts);
	for (size_t i = 0; i < components->len; i++)
		counts[size_of(&components->items[i]) + 1]++;
	for (size_t i = 0; i <= most; i++)
		counts[i + 1] += counts[i];
	for (uint32_t i = 0; i < components->len; i++) {
		place = counts[size_of(&components->items[i])]++;
		order[place] = i;
	}
	return order;
}

static void
solve(struct solver *solver, const struct bth_component *component)
{
	struct bth_local local;
	struct bth_tally tally;

	if (solver->explorer.budget &&
		bth_local_read(solver->arena, &local, &solver->social, component,
			solver->numbers) &&
		bth_explore(&solver->explorer, &local, &tally)) {
		bth_outcome_explored(solver->arena, solver->out, &local, &tally);
		for (uint32_t i = 0; i < local.pod_count; i++)
			bth_reasons_pod(&solver->reasons, local.pods[i].index, &local, &tally, i);
		return;
	}
	bth_sure_read(&solver->sure, component);
	if (!bth_outcome_bounded(solver->arena, solver->out, &solver->sure, component))
		solver->out->exact = false;
	for (size_t i = 0; i < component->pods.len; i++)
		bth_reasons_pod(&solver->reasons, component->pods.items[i], NULL, NULL, 0);
}

static void
answer(struct bth_arena *arena, struct bth_binding *out, const struct bth_question *question)
{
	struct solver *solver = bth_arena_alloc(arena, sizeof *solver);
	struct bth_facts *facts = bth_arena_alloc(arena, sizeof *facts);

	solver->arena = arena;
	solver->out = out;
	bth_facts_read(arena, facts, question->views, question->options);
	bth_may_read(&solver->may, facts);
	bth_social_read(&solver->social, &solver->may);
	bth_components_find(arena, &solver->components, &solver->social);
	bth_sure_init(arena, &solver->sure, &solver->social);
	bth_explorer_init(&solver->explorer, arena, question->options->budget);
	bth_outcome_init(arena, out, &solver->may);
	bth_reasons_init(arena, &solver->reasons, &solver->may, out);
	solver->numbers = bth_arena_array(arena, solver->may.nodes.count, sizeof(uint32_t));

	uint32_t *order = order_components(arena, &solver->components);
	for (size_t i = 0; i < solver->components.len; i++)
		solve(solver, &solver->components.items[order[i]]);
	bth_outcome_finish(arena, out, &solver->may);
	bth_reasons_claims(&solver->reasons);
}

void
bth_bind_with(struct bth_arena *arena, struct bth_binding *out, const struct bth_views *views,
	const struct bth_bind_options *options)
{
	const struct bth_question question = {
		.views = views, .options = options, .answer = answer};

	bth_scratch_answer(arena, out, &question);
}

void
bth_bind(struct bth_arena *arena, struct bth_binding *out, const struct bth_views *views)
{
	const struct bth_bind_options options = BTH_BIND_OPTIONS_INIT;

	bth_bind_with(arena, out, views, &options);
}

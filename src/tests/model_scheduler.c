/* model_scheduler.c - the scheduler of the controllers' model */

#include "tests/model_state.h"

/* ---- choosing a node and volumes ---- */

struct choice {
	struct model *model;
	const struct model_state *state; /* as it was before */
	size_t pod, node;
};

static size_t
claim_of(const struct choice *choice, size_t place)
{
	return choice->model->views->pods.items[choice->pod].claims.items[place];
}

/* Whether another claim of the pod has the volume already in this choice. */
static bool
is_excluded(const struct choice *choice, const struct model_state *next, size_t volume)
{
	for (size_t i = 0; i < choice->model->views->pods.items[choice->pod].claims.len; i++)
		if (next->pods[choice->pod].chosen[i] == volume)
			return true;
	return false;
}

static bool
is_candidate(const struct choice *choice, const struct model_state *next, size_t volume,
	size_t claim)
{
	const struct bth_volume *view = &choice->model->views->volumes.items[volume];
	const struct bth_claim *wanting = &choice->model->views->claims.items[claim];

	return choice->state->volumes[volume].shown != COMING &&
		bth_str_eq(view->storage_class, wanting->storage_class) &&
		bth_model_big_enough(view, wanting) && !is_excluded(choice, next, volume);
}

static bool
is_free_match(const struct choice *choice, const struct model_state *next, size_t volume,
	size_t claim)
{
	const struct model *model = choice->model;
	const struct bth_volume *view = &model->views->volumes.items[volume];

	return is_candidate(choice, next, volume, claim) &&
		choice->state->volumes[volume].shown == AVAILABLE &&
		!model_has_ref(model, choice->state, volume, true) &&
		bth_model_suits(view, &model->views->claims.items[claim]) &&
		bth_model_has_modes(view, &model->views->claims.items[claim]) &&
		bth_model_on_node(view, &model->views->nodes.items[choice->node]);
}

static void choose_next(const struct choice *choice, const struct model_state *next);

static void
choose(const struct choice *choice, const struct model_state *next, size_t place, size_t volume)
{
	struct model_state further = *next;
	size_t claim = claim_of(choice, place);

	if (volume == PROVISIONED && !model_makes_volumes(choice->model, claim))
		return;
	further.pods[choice->pod].chosen[place] = (uint8_t)volume;
	further.pods[choice->pod].written[place] = volume != PROVISIONED ?
		choice->state->volumes[volume].ref == claim :
		choice->state->claims[claim].selected == choice->node;
	choose_next(choice, &further);
}

/* All that find_match may return for the claim, or a volume to be made. */
static void
choose_for(const struct choice *choice, const struct model_state *next, size_t place)
{
	const struct model *model = choice->model;
	size_t claim = claim_of(choice, place), count = model->views->volumes.len;
	const struct bth_volume *best = NULL;
	bool owned = false;

	for (size_t i = 0; i < count; i++) {
		if (!is_candidate(choice, next, i, claim) ||
			!model_owned(model, choice->state, i, claim, true))
			continue;
		owned = true;
		choose(choice, next, place, bth_model_on_node(&model->views->volumes.items[i],
			&model->views->nodes.items[choice->node]) ? i : PROVISIONED);
	}
	for (size_t i = 0; i < count; i++) {
		const struct bth_volume *volume = &model->views->volumes.items[i];

		if (is_free_match(choice, next, i, claim) &&
			(!best || bth_quantity_cmp(volume->capacity, best->capacity) < 0))
			best = volume;
	}
	for (size_t i = 0; i < count && !owned; i++)
		if (is_free_match(choice, next, i, claim) &&
			bth_quantity_cmp(model->views->volumes.items[i].capacity,
				best->capacity) == 0)
			choose(choice, next, place, i);
	if (!owned && !best)
		choose(choice, next, place, PROVISIONED);
}

/* The smallest claim of those left comes next; of equal ones the one that the pod has first. */
static void
choose_next(const struct choice *choice, const struct model_state *next)
{
	const struct bth_views *views = choice->model->views;
	const struct bth_pod *pod = &views->pods.items[choice->pod];
	const struct bth_quantity *least = NULL;

	for (size_t i = 0; i < pod->claims.len; i++) {
		const struct bth_claim *claim = &views->claims.items[pod->claims.items[i]];

		if (next->pods[choice->pod].chosen[i] == NOBODY &&
			(!least || bth_quantity_cmp(claim->request, *least) < 0))
			least = &claim->request;
	}
	if (!least) {
		struct model_state done = *next;

		done.pods[choice->pod].assumed = (uint8_t)choice->node;
		model_reach(choice->model, &done);
		return;
	}
	for (size_t i = 0; i < pod->claims.len; i++) {
		size_t place = next->pods[choice->pod].backwards ? pod->claims.len - 1 - i : i;
		const struct bth_claim *claim = &views->claims.items[pod->claims.items[place]];

		if (next->pods[choice->pod].chosen[place] == NOBODY &&
			bth_quantity_cmp(claim->request, *least) == 0) {
			choose_for(choice, next, place);
			return;
		}
	}
}

/* Chooses this node, if the claims' volumes, annotations and the other pods let it. */
static void
choose_node(const struct choice *choice)
{
	const struct model_state *state = choice->state;
	const struct bth_views *views = choice->model->views;
	const struct bth_pod *pod = &views->pods.items[choice->pod];
	struct model_state next = *state;

	if (!bth_model_pod_on_node(pod, &views->nodes.items[choice->node]) ||
		!model_pods_allow(choice->model, state, choice->pod, choice->node))
		return;
	for (size_t i = 0; i < pod->claims.len; i++) {
		size_t claim = pod->claims.items[i], volume = state->claims[claim].bound;
		size_t selected = state->claims[claim].selected;

		if (volume < views->volumes.len && !bth_model_on_node(&views->volumes.items[volume],
			&views->nodes.items[choice->node]))
			return;
		if (volume != NOBODY) {
			next.pods[choice->pod].chosen[i] = BOUND_BEFORE;
			next.pods[choice->pod].written[i] = true;
		} else if (selected != NOBODY && selected != choice->node) {
			return;
		} else if (selected != NOBODY) {
			next.pods[choice->pod].chosen[i] = PROVISIONED;
			next.pods[choice->pod].written[i] = true;
			if (!model_makes_volumes(choice->model, claim))
				return;
		}
	}
	choose_next(choice, &next);
}

/* PreFilter: claims are there, and none has to be bound first. */
static bool
may_try(const struct model *model, const struct model_state *state, size_t pod)
{
	const struct bth_pod *view = &model->views->pods.items[pod];

	if (!state->pods[pod].exists || model_place_of(state, pod) != NOBODY || view->node_name.len)
		return false;
	for (size_t i = 0; i < view->claims.len; i++) {
		size_t claim = view->claims.items[i];

		if (!state->claims[claim].exists)
			return false;
		if (state->claims[claim].bound == NOBODY && (!model_is_delayed(model, claim) ||
			model->views->claims.items[claim].volume_name.len))
			return false;
	}
	return true;
}

/* ---- the binding cycle ---- */

static void
end_cycle(struct model *model, const struct model_state *state, size_t pod, size_t node)
{
	struct model_state next = *state;

	next.pods[pod].assumed = NOBODY;
	memset(next.pods[pod].chosen, NOBODY, sizeof next.pods[pod].chosen);
	memset(next.pods[pod].written, 0, sizeof next.pods[pod].written);
	next.pods[pod].node = (uint8_t)node;
	model_reach(model, &next);
}

/* Writes that are based on what has changed since are refused. */
static void
write_choice(struct model *model, const struct model_state *state, size_t pod, size_t place)
{
	size_t claim = model->views->pods.items[pod].claims.items[place];
	size_t volume = state->pods[pod].chosen[place];
	struct model_state next = *state;
	bool fresh;

	if (volume == PROVISIONED)
		fresh = state->claims[claim].bound == NOBODY &&
			state->claims[claim].selected == NOBODY;
	else
		fresh = state->volumes[volume].ref == NOBODY || state->volumes[volume].ref == AUTHOR;
	if (!fresh) {
		end_cycle(model, state, pod, NOBODY);
		return;
	}
	if (volume == PROVISIONED)
		next.claims[claim].selected = state->pods[pod].assumed;
	else
		next.volumes[volume].ref = (uint8_t)claim;
	next.pods[pod].written[place] = true;
	model_reach(model, &next);
}

/* Whether the pod may have its node, must wait, or has to begin anew. */
static enum { PASS, WAIT, FAIL }
check_choice(const struct model *model, const struct model_state *state, size_t pod, size_t place)
{
	size_t claim = model->views->pods.items[pod].claims.items[place];
	size_t chosen = state->pods[pod].chosen[place], bound = state->claims[claim].bound;
	const struct bth_node_view *node = &model->views->nodes.items[state->pods[pod].assumed];

	if (chosen == BOUND_BEFORE)
		return PASS;
	if (chosen != PROVISIONED && state->volumes[chosen].ref != claim)
		return FAIL;
	if (bound == NOBODY)
		return WAIT;
	if (chosen == PROVISIONED && bound < model->views->volumes.len &&
		!bth_model_on_node(&model->views->volumes.items[bound], node))
		return FAIL;
	return PASS;
}

/* Whether nobody will ever bind the claim, though it has been chosen a volume for. */
static bool
is_in_vain(const struct model *model, size_t claim, size_t chosen)
{
	const struct bth_claim *view = &model->views->claims.items[claim];

	if (chosen == PROVISIONED && model_is_answered(model, claim))
		return false;
	for (size_t i = 0; i < model->views->volumes.len; i++) {
		const struct bth_volume *volume = &model->views->volumes.items[i];

		if ((i == chosen || bth_model_reserved(volume, view)) &&
			bth_model_big_enough(volume, view) && bth_model_has_modes(volume, view))
			return false;
	}
	return true;
}

/* After ten minutes it tries again, and in between this may be the end. */
static void
time_out(struct model *model, const struct model_state *state, size_t pod)
{
	const struct bth_pod *view = &model->views->pods.items[pod];
	bool moved = model->moved, vain = false;

	for (size_t i = 0; i < view->claims.len; i++)
		vain = vain || (state->claims[view->claims.items[i]].bound == NOBODY &&
			is_in_vain(model, view->claims.items[i], state->pods[pod].chosen[i]));
	if (vain)
		end_cycle(model, state, pod, NOBODY);
	model->moved = moved;
}

static void
bind_pod(struct model *model, const struct model_state *state, size_t pod)
{
	size_t count = model->views->pods.items[pod].claims.len, waiting = 0;
	bool failed = false, all = true;

	for (size_t i = 0; i < count; i++)
		if (!state->pods[pod].written[i]) {
			write_choice(model, state, pod, i);
			all = false;
		}
	for (size_t i = 0; i < count && all; i++) {
		int verdict = (int)check_choice(model, state, pod, i);

		failed = failed || verdict == FAIL;
		waiting += verdict == WAIT;
	}
	if (all && (failed || !waiting))
		end_cycle(model, state, pod, failed ? NOBODY : state->pods[pod].assumed);
	else if (all)
		time_out(model, state, pod);
}

void
model_schedule(struct model *model, const struct model_state *state)
{
	for (size_t i = 0; i < model->views->pods.len; i++) {
		if (state->pods[i].assumed != NOBODY)
			bind_pod(model, state, i);
		if (!may_try(model, state, i))
			continue;
		for (size_t j = 0; j < model->views->nodes.len; j++)
			choose_node(&(struct choice){
				.model = model, .state = state, .pod = i, .node = j});
	}
}

/* model_scheduler.c - the scheduler of the controllers' model */

#include "tests/model_state.h"

/* ---- filters about other pods ---- */

static size_t
place_of(const struct model_state *state, size_t pod)
{
	return state->pods[pod].node != NOBODY ? state->pods[pod].node : state->pods[pod].assumed;
}

static const struct bth_str *
domain(const struct model *model, size_t node, struct bth_str key)
{
	return bth_labels_get(&model->views->nodes.items[node].labels, key);
}

/* Whether two nodes have the label, and the same value. */
static bool
is_together(const struct model *model, size_t one, size_t other, struct bth_str key)
{
	const struct bth_str *a = domain(model, one, key), *b = domain(model, other, key);

	return a && b && bth_str_eq(*a, *b);
}

static bool
shuns(const struct model *model, size_t owner, size_t owner_node, size_t other, size_t other_node)
{
	const struct bth_pod *view = &model->views->pods.items[owner];

	for (size_t i = 0; i < view->pod_anti_affinity.len; i++) {
		const struct bth_pod_term *term = &view->pod_anti_affinity.items[i];

		if (bth_model_term_about(term, view, &model->views->pods.items[other]) &&
			is_together(model, owner_node, other_node, term->topology_key))
			return true;
	}
	return false;
}

/* A pod is what all terms of affinity are about, or of none. */
static bool
is_wanted(const struct bth_pod *view, const struct bth_pod *other)
{
	for (size_t i = 0; i < view->pod_affinity.len; i++)
		if (!bth_model_term_about(&view->pod_affinity.items[i], view, other))
			return false;
	return true;
}

/* The first of pods that want each other may go anywhere where the label is. */
static bool
affinity_holds(const struct model *model, const struct model_state *state, size_t pod, size_t node)
{
	const struct bth_pod *view = &model->views->pods.items[pod];
	bool first = is_wanted(view, view);

	for (size_t i = 0; i < view->pod_affinity.len; i++) {
		const struct bth_pod_term *term = &view->pod_affinity.items[i];
		bool near = false;

		if (!domain(model, node, term->topology_key))
			return false;
		for (size_t j = 0; j < model->views->pods.len; j++) {
			size_t there = place_of(state, j);

			if (there == NOBODY || !is_wanted(view, &model->views->pods.items[j]))
				continue;
			if (domain(model, there, term->topology_key))
				first = false;
			near = near || is_together(model, node, there, term->topology_key);
		}
		if (!near && !first)
			return false;
	}
	return true;
}

static int64_t
count_near(const struct model *model, const struct model_state *state, size_t pod,
	const struct bth_pod_term *term, size_t node)
{
	int64_t count = 0;

	for (size_t i = 0; i < model->views->pods.len; i++) {
		size_t there = place_of(state, i);

		count += there != NOBODY && bth_model_term_about(term,
			&model->views->pods.items[pod], &model->views->pods.items[i]) &&
			is_together(model, node, there, term->topology_key);
	}
	return count;
}

/* Domains are those of nodes that the pod's node affinity allows; taints do not count. */
static bool
spread_holds(const struct model *model, const struct model_state *state, size_t pod, size_t node)
{
	const struct bth_pod *view = &model->views->pods.items[pod];

	for (size_t i = 0; i < view->spread.len; i++) {
		const struct bth_pod_term *term = &view->spread.items[i];
		int64_t least = INT64_MAX;

		if (!domain(model, node, term->topology_key))
			return false;
		for (size_t j = 0; j < model->views->nodes.len; j++) {
			struct bth_node_view bare = model->views->nodes.items[j];
			int64_t count = count_near(model, state, pod, term, j);

			bare.unschedulable = false;
			bare.taints.len = 0;
			if (domain(model, j, term->topology_key) &&
				bth_model_pod_on_node(view, &bare) && count < least)
				least = count;
		}
		if (count_near(model, state, pod, term, node) +
				bth_model_term_about(term, view, view) - least > term->max_skew)
			return false;
	}
	return true;
}

static bool
has_room(const struct model *model, const struct model_state *state, size_t pod, size_t node)
{
	const struct bth_node_view *view = &model->views->nodes.items[node];
	struct bth_quantity cpu = model->views->pods.items[pod].cpu;

	for (size_t i = 0; i < model->views->pods.len; i++)
		if (place_of(state, i) == node)
			cpu = bth_quantity_add(cpu, model->views->pods.items[i].cpu);
	return !view->has_room || model->views->pods.items[pod].cpu.nano == 0 ||
		bth_quantity_cmp(cpu, view->cpu) <= 0;
}

/* ReadWriteOncePod: the claim is of one pod in the cluster. */
static bool
is_alone(const struct model *model, const struct model_state *state, size_t pod)
{
	const struct bth_pod *view = &model->views->pods.items[pod];

	for (size_t i = 0; i < view->claims.len; i++) {
		if (!(model->views->claims.items[view->claims.items[i]].modes & BTH_RWOP))
			continue;
		for (size_t j = 0; j < model->views->pods.len; j++) {
			const struct bth_pod *other = &model->views->pods.items[j];

			for (size_t k = 0; k < other->claims.len && j != pod; k++)
				if (other->claims.items[k] == view->claims.items[i] &&
					place_of(state, j) != NOBODY)
					return false;
		}
	}
	return true;
}

bool
model_pods_allow(const struct model *model, const struct model_state *state, size_t pod,
	size_t node)
{
	for (size_t i = 0; i < model->views->pods.len; i++) {
		size_t there = place_of(state, i);

		if (there != NOBODY &&
			(shuns(model, pod, node, i, there) || shuns(model, i, there, pod, node)))
			return false;
	}
	return affinity_holds(model, state, pod, node) && spread_holds(model, state, pod, node) &&
		has_room(model, state, pod, node) && is_alone(model, state, pod);
}

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

	if (!state->pods[pod].exists || place_of(state, pod) != NOBODY || view->node_name.len)
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

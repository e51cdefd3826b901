/* model_pods.c - what other pods keep a pod from, in the controllers' model */

#include "tests/model_state.h"

size_t
model_place_of(const struct model_state *state, size_t pod)
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
			size_t there = model_place_of(state, j);

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
		size_t there = model_place_of(state, i);

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
		if (model_place_of(state, i) == node)
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
					model_place_of(state, j) != NOBODY)
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
		size_t there = model_place_of(state, i);

		if (there != NOBODY &&
			(shuns(model, pod, node, i, there) || shuns(model, i, there, pod, node)))
			return false;
	}
	return affinity_holds(model, state, pod, node) && spread_holds(model, state, pod, node) &&
		has_room(model, state, pod, node) && is_alone(model, state, pod);
}

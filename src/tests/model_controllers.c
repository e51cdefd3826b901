/* model_controllers.c - the controllers of volumes and of StatefulSets, in their model */

#include "tests/model_state.h"

/* ---- the PersistentVolume controller ---- */

/* Nobody looks at the annotations of a claim that is bound. */
static void
set_bound(struct model_state *state, size_t claim, size_t volume)
{
	state->claims[claim].bound = (uint8_t)volume;
	state->claims[claim].asked = false;
	state->claims[claim].selected = NOBODY;
}

static void
bind(struct model *model, const struct model_state *state, size_t claim, size_t volume)
{
	struct model_state next = *state;

	next.volumes[volume].ref = (uint8_t)claim;
	set_bound(&next, claim, volume);
	model_reach(model, &next);
}

/* Binds all that find_match may return from the volumes with these modes; false for none. */
static bool
bind_in_group(struct model *model, const struct model_state *state, size_t claim, unsigned modes)
{
	const struct bth_claim *view = &model->views->claims.items[claim];
	const struct bth_volume *best = NULL;
	bool owned = false;

	for (size_t i = 0; i < model->views->volumes.len; i++) {
		const struct bth_volume *volume = &model->views->volumes.items[i];

		if (state->volumes[i].stage == COMING || volume->modes != modes ||
			!bth_model_big_enough(volume, view) ||
			!model_owned(model, state, i, claim, false))
			continue;
		bind(model, state, claim, i);
		owned = true;
	}
	if (owned || model_is_delayed(model, claim))
		return owned;
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < model->views->volumes.len; i++) {
			const struct bth_volume *volume = &model->views->volumes.items[i];

			if (state->volumes[i].stage != AVAILABLE || volume->modes != modes ||
				model_has_ref(model, state, i, false) ||
				!bth_model_big_enough(volume, view) ||
				!bth_model_suits(volume, view))
				continue;
			if (pass == 0 && (!best || bth_quantity_cmp(volume->capacity,
				best->capacity) < 0))
				best = volume;
			if (pass == 1 && bth_quantity_cmp(volume->capacity, best->capacity) == 0)
				bind(model, state, claim, i);
		}
	return best;
}

static unsigned
count_modes(unsigned modes)
{
	unsigned count = 0;

	for (; modes; modes &= modes - 1)
		count++;
	return count;
}

/* Groups of as many modes are tried in any order: each that has a match may be the first. */
static bool
bind_by_search(struct model *model, const struct model_state *state, size_t claim)
{
	unsigned wanted = model->views->claims.items[claim].modes;

	for (unsigned count = 1; count <= 4; count++) {
		bool found = false;

		for (unsigned modes = 1; modes < 16; modes++)
			if (count_modes(modes) == count && (wanted & ~modes) == 0 &&
				bind_in_group(model, state, claim, modes))
				found = true;
		if (found)
			return true;
	}
	return false;
}

static void
bind_to_named(struct model *model, const struct model_state *state, size_t claim)
{
	const struct bth_claim *view = &model->views->claims.items[claim];

	for (size_t i = 0; i < model->views->volumes.len; i++) {
		const struct bth_volume *volume = &model->views->volumes.items[i];

		if (!bth_str_eq(volume->name, view->volume_name) ||
			state->volumes[i].stage == COMING)
			continue;
		if (model_owned(model, state, i, claim, false) ||
			(!model_has_ref(model, state, i, false) &&
				bth_model_named_suits(volume, view)))
			bind(model, state, claim, i);
	}
}

void
model_sync_claim(struct model *model, const struct model_state *state, size_t claim)
{
	struct model_state next = *state;

	if (!state->claims[claim].exists || state->claims[claim].bound != NOBODY)
		return;
	if (model->views->claims.items[claim].volume_name.len) {
		bind_to_named(model, state, claim);
		return;
	}
	if (state->claims[claim].asked && model_is_answered(model, claim)) {
		set_bound(&next, claim, PROVISIONED);
		model_reach(model, &next);
		next = *state;
	}
	if (bind_by_search(model, state, claim) || !model_makes_volumes(model, claim) ||
		(model_is_delayed(model, claim) && state->claims[claim].selected == NOBODY) ||
		state->claims[claim].asked)
		return;
	next.claims[claim].asked = true;
	model_reach(model, &next);
}

/* What there is reaches the scheduler, in its own time. */
void
model_show_volume(struct model *model, const struct model_state *state, size_t volume)
{
	struct model_state next = *state;

	if (state->volumes[volume].shown == COMING ||
		state->volumes[volume].shown < state->volumes[volume].stage) {
		next.volumes[volume].shown++;
		model_reach(model, &next);
	}
}

void
model_sync_volume(struct model *model, const struct model_state *state, size_t volume)
{
	const struct bth_volume *view = &model->views->volumes.items[volume];
	size_t holder = state->volumes[volume].ref;
	struct model_state next = *state;

	if (state->volumes[volume].stage == COMING) {
		next.volumes[volume].stage = UNREADY;
		model_reach(model, &next);
	} else if (holder == NOBODY || (holder == AUTHOR && view->claim_uid.len == 0)) {
		if (state->volumes[volume].stage == AVAILABLE)
			return;
		next.volumes[volume].stage = AVAILABLE;
		model_reach(model, &next);
	} else if (holder != AUTHOR && state->claims[holder].bound != NOBODY &&
		state->claims[holder].bound != volume) {
		next.volumes[volume].ref = view->reserved ? AUTHOR : NOBODY;
		next.volumes[volume].stage = AVAILABLE;
		model_reach(model, &next);
	}
}

/* ---- the StatefulSet controller ---- */

/* On a node that a volume of the pod does not fit. */
bool
model_is_misplaced(const struct model *model, const struct model_state *state, size_t pod)
{
	const struct bth_pod *view = &model->views->pods.items[pod];
	size_t node = state->pods[pod].node;

	for (size_t i = 0; i < view->claims.len && node != NOBODY; i++) {
		size_t volume = state->claims[view->claims.items[i]].bound;

		if (volume < model->views->volumes.len &&
			!bth_model_on_node(&model->views->volumes.items[volume],
				&model->views->nodes.items[node]))
			return true;
	}
	return false;
}

/*
 * On a node, and all claims are bound. A kubelet never starts a misplaced pod, but the one of
 * the recorded clusters did, so both is possible.
 */
static bool
is_ready(const struct model *model, const struct model_state *state, size_t pod)
{
	const struct bth_pod *view = &model->views->pods.items[pod];

	if (state->pods[pod].node == NOBODY)
		return false;
	for (size_t i = 0; i < view->claims.len; i++)
		if (state->claims[view->claims.items[i]].bound == NOBODY)
			return false;
	return true;
}

static bool
may_create(const struct model *model, const struct model_state *state, size_t pod, bool *must)
{
	const struct bth_pod *view = &model->views->pods.items[pod];

	if (state->pods[pod].exists || view->set == UINT32_MAX)
		return !state->pods[pod].exists;
	if (model->views->sets.items[view->set].parallel)
		return true;
	for (size_t i = 0; i < model->views->pods.len; i++) {
		const struct bth_pod *other = &model->views->pods.items[i];

		if (other->set == view->set && other->ordinal < view->ordinal &&
			!is_ready(model, state, i))
			return false;
		if (other->set == view->set && other->ordinal < view->ordinal &&
			model_is_misplaced(model, state, i))
			*must = false;
	}
	return true;
}

void
model_create_pod(struct model *model, const struct model_state *state, size_t pod)
{
	const struct bth_pod *view = &model->views->pods.items[pod];
	struct model_state next = *state;
	bool must = true, moved = model->moved;

	if (!may_create(model, state, pod, &must))
		return;
	next.pods[pod].exists = true;
	for (size_t i = 0; i < view->claims.len; i++)
		next.claims[view->claims.items[i]].exists = true;
	for (size_t i = 0; i < model->views->nodes.len; i++)
		if (view->node_name.len &&
			bth_str_eq(view->node_name, model->views->nodes.items[i].name))
			next.pods[pod].node = (uint8_t)i;
	model_reach(model, &next);
	if (view->claims.len > 1) {
		next.pods[pod].backwards = true;
		model_reach(model, &next);
	}
	model->moved = must || moved;
}

/* model.c - the controllers and the scheduler, one write at a time, in every order */

#include "tests/model.h"

#include "tests/model_state.h"

/* ---- states ---- */

static uint32_t
hash_of(const struct model_state *state)
{
	return bth_str_hash(
		(struct bth_str){.at = (const char *)state, .len = sizeof *state});
}

static void
place(struct model *model, uint32_t index)
{
	size_t at = hash_of(&model->states.items[index]) & model->slot_mask;

	while (model->slots[at] != UINT32_MAX)
		at = (at + 1) & model->slot_mask;
	model->slots[at] = index;
}

static void
widen(struct model *model)
{
	size_t count = model->slots ? 2 * (model->slot_mask + 1) : 256;

	model->slots = bth_arena_alloc(model->arena, count * sizeof *model->slots);
	memset(model->slots, 0xff, count * sizeof *model->slots);
	model->slot_mask = count - 1;
	for (size_t i = 0; i < model->states.len; i++)
		place(model, (uint32_t)i);
}

void
model_reach(struct model *model, const struct model_state *state)
{
	size_t at = hash_of(state) & model->slot_mask;

	model->moved = true;
	for (; model->slots[at] != UINT32_MAX; at = (at + 1) & model->slot_mask)
		if (memcmp(&model->states.items[model->slots[at]], state, sizeof *state) == 0)
			return;
	bth_vec_push(model->arena, &model->states, *state);
	if (2 * model->states.len > model->slot_mask)
		widen(model);
	else
		place(model, (uint32_t)model->states.len - 1);
}

/* ---- facts ---- */

bool
model_is_delayed(const struct model *model, size_t claim)
{
	const struct bth_claim *view = &model->views->claims.items[claim];
	const struct bth_class *class = bth_views_class(model->views, view->storage_class);

	return class && class->wait;
}

bool
model_makes_volumes(const struct model *model, size_t claim)
{
	const struct bth_claim *view = &model->views->claims.items[claim];
	const struct bth_class *class = bth_views_class(model->views, view->storage_class);

	return class && class->provisions;
}

bool
model_is_answered(const struct model *model, size_t claim)
{
	const struct bth_claim *view = &model->views->claims.items[claim];
	const struct bth_class *class = bth_views_class(model->views, view->storage_class);

	switch (model->options->provisioners) {
	case BTH_ANSWERS_ALL:
		return true;
	case BTH_ANSWERS_REAL:
		return class->known != BTH_PROVISIONER_NOWHERE;
	case BTH_ANSWERS_KNOWN:
		return class->known == BTH_PROVISIONER_THERE;
	}
	return false;
}

/* The claim that a binding cycle has chosen the volume for. */
static size_t
assumed_for(const struct model *model, const struct model_state *state, size_t volume)
{
	for (size_t i = 0; i < model->views->pods.len; i++) {
		const struct bth_pod *pod = &model->views->pods.items[i];

		if (state->pods[i].assumed == NOBODY)
			continue;
		for (size_t j = 0; j < pod->claims.len; j++)
			if (state->pods[i].chosen[j] == volume)
				return pod->claims.items[j];
	}
	return NOBODY;
}

bool
model_has_ref(const struct model *model, const struct model_state *state, size_t volume,
	bool assumed)
{
	return state->volumes[volume].ref != NOBODY ||
		(assumed && assumed_for(model, state, volume) != NOBODY);
}

bool
model_owned(const struct model *model, const struct model_state *state, size_t volume,
	size_t claim, bool assumed)
{
	size_t holder = state->volumes[volume].ref;
	size_t planned = assumed ? assumed_for(model, state, volume) : NOBODY;

	if (holder != NOBODY && holder != AUTHOR)
		return holder == claim;
	if (planned != NOBODY)
		return planned == claim;
	return holder == AUTHOR && bth_model_reserved(&model->views->volumes.items[volume],
		&model->views->claims.items[claim]);
}

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

static void
sync_claim(struct model *model, const struct model_state *state, size_t claim)
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
static void
show_volume(struct model *model, const struct model_state *state, size_t volume)
{
	struct model_state next = *state;

	if (state->volumes[volume].shown == COMING ||
		state->volumes[volume].shown < state->volumes[volume].stage) {
		next.volumes[volume].shown++;
		model_reach(model, &next);
	}
}

static void
sync_volume(struct model *model, const struct model_state *state, size_t volume)
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
static bool
is_misplaced(const struct model *model, const struct model_state *state, size_t pod)
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
			is_misplaced(model, state, i))
			*must = false;
	}
	return true;
}

static void
create_pod(struct model *model, const struct model_state *state, size_t pod)
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

/* ---- the walk ---- */

/* It looks for volumes of classes that wait, and of no others. */
static bool
matters_to_scheduler(const struct model *model, size_t volume)
{
	if (volume >= model->views->volumes.len)
		return false;
	const struct bth_class *class = bth_views_class(
		model->views, model->views->volumes.items[volume].storage_class);
	return class && class->wait;
}

static void
begin(struct model *model)
{
	const struct bth_views *views = model->views;
	struct model_state state;

	memset(&state, 0, sizeof state);
	for (size_t i = 0; i < MODEL_VOLUMES; i++) {
		bool reserved = i < views->volumes.len && views->volumes.items[i].reserved;
		bool stale = reserved && views->volumes.items[i].claim_uid.len;

		state.volumes[i].ref = reserved ? AUTHOR : NOBODY;
		state.volumes[i].stage =
			model->options->late_volumes ? COMING : stale ? UNREADY : AVAILABLE;
		if (i >= views->volumes.len)
			state.volumes[i].stage = AVAILABLE;
		state.volumes[i].shown = matters_to_scheduler(model, i) ? state.volumes[i].stage :
			AVAILABLE;
	}
	for (size_t i = 0; i < MODEL_CLAIMS; i++) {
		state.claims[i].bound = state.claims[i].selected = NOBODY;
		state.claims[i].exists =
			i < views->claims.len && views->claims.items[i].set == UINT32_MAX;
	}
	for (size_t i = 0; i < MODEL_PODS; i++) {
		state.pods[i].node = state.pods[i].assumed = NOBODY;
		memset(state.pods[i].chosen, NOBODY, sizeof state.pods[i].chosen);
	}
	widen(model);
	model_reach(model, &state);
}

static void
end_claims(struct model *model, const struct model_state *state)
{
	for (size_t i = 0; i < model->views->claims.len; i++) {
		size_t volume = state->claims[i].bound;

		if (!state->claims[i].exists)
			model->out->claims[i].absent = true;
		else if (volume == NOBODY)
			model->out->claims[i].pending = true;
		else if (volume == PROVISIONED)
			model->out->claims[i].provisioned = true;
		else
			model->out->claims[i].volumes |= 1u << volume;
		if (volume < model->views->volumes.len)
			model->out->volumes[volume].claims |= 1u << i;
	}
	for (size_t i = 0; i < model->views->volumes.len; i++) {
		size_t holder = state->volumes[i].ref;

		if (holder == NOBODY || holder == AUTHOR || state->claims[holder].bound != i)
			model->out->volumes[i].free = true;
	}
}

static void
end_pods(struct model *model, const struct model_state *state)
{
	for (size_t i = 0; i < model->views->pods.len; i++) {
		size_t node = state->pods[i].node;

		if (!state->pods[i].exists)
			model->out->pods[i].absent = true;
		else if (node == NOBODY)
			model->out->pods[i].pending = true;
		else
			model->out->pods[i].nodes |= 1u << node;
		if (is_misplaced(model, state, i))
			model->out->pods[i].misplaced = true;
	}
}

static void
step(struct model *model, const struct model_state *state)
{
	model->moved = false;
	for (size_t i = 0; i < model->views->volumes.len; i++) {
		sync_volume(model, state, i);
		show_volume(model, state, i);
	}
	for (size_t i = 0; i < model->views->claims.len; i++)
		sync_claim(model, state, i);
	for (size_t i = 0; i < model->views->pods.len; i++)
		create_pod(model, state, i);
	model_schedule(model, state);
	if (model->moved)
		return;
	end_claims(model, state);
	end_pods(model, state);
}

bool
bth_model_run(struct bth_arena *arena, struct bth_model_ends *out,
	const struct bth_views *views, const struct bth_bind_options *options, size_t most)
{
	struct model model = {
		.arena = arena, .views = views, .options = options, .out = out, .most = most};

	memset(out, 0, sizeof *out);
	begin(&model);
	for (size_t i = 0; i < model.states.len && model.states.len <= most; i++) {
		struct model_state state = model.states.items[i];

		step(&model, &state);
	}
	out->states = model.states.len;
	return model.states.len <= most;
}

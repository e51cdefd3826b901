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
		if (model_is_misplaced(model, state, i))
			model->out->pods[i].misplaced = true;
	}
}

static void
step(struct model *model, const struct model_state *state)
{
	model->moved = false;
	for (size_t i = 0; i < model->views->volumes.len; i++) {
		model_sync_volume(model, state, i);
		model_show_volume(model, state, i);
	}
	for (size_t i = 0; i < model->views->claims.len; i++)
		model_sync_claim(model, state, i);
	for (size_t i = 0; i < model->views->pods.len; i++)
		model_create_pod(model, state, i);
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

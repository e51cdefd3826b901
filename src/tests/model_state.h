/* model_state.h - what the API server holds at one moment, and what the scheduler has in mind */
#ifndef BTH_TESTS_MODEL_STATE_H
#define BTH_TESTS_MODEL_STATE_H

#include "tests/model.h"
#include "tests/model_fits.h"

enum {
	NOBODY = 0xff,      /* no claim, volume or node */
	AUTHOR = 0xfe,      /* the claimRef is still as the volume's author wrote it */
	PROVISIONED = 0xfd, /* bound to a volume that was made for the claim */
	BOUND_BEFORE = 0xfc, /* the claim was bound when the pod's node was chosen */
};

enum volume_stage { COMING, UNREADY, AVAILABLE };

/* Bytes alone, so that equal states are equal memory. */
struct model_state {
	struct {
		uint8_t stage; /* as the PV controller sees it */
		uint8_t shown; /* as the scheduler does: their caches are two */
		uint8_t ref; /* a claim with its uid, AUTHOR or NOBODY */
	} volumes[MODEL_VOLUMES];
	struct {
		bool exists, asked; /* asked: the provisioner has been told */
		uint8_t bound;
		uint8_t selected; /* the node of the annotation */
	} claims[MODEL_CLAIMS];
	struct {
		bool exists;
		bool backwards;   /* claims of equal size are in no order, but in one */
		uint8_t node;     /* spec.nodeName */
		uint8_t assumed;  /* the node that its binding cycle is for */
		/* of each of its claims: the volume chosen, PROVISIONED or BOUND_BEFORE */
		uint8_t chosen[MODEL_CLAIMS];
		bool written[MODEL_CLAIMS];
	} pods[MODEL_PODS];
};

struct model {
	struct bth_arena *arena;
	const struct bth_views *views;
	const struct bth_bind_options *options;
	struct bth_model_ends *out;
	size_t most;

	/* states seen, and those of them to go on from */
	BTH_VEC(struct model_state) states;
	uint32_t *slots;
	size_t slot_mask;

	bool moved; /* the state at hand must lead to another one */
};

/* The state is one that can come next. */
void model_reach(struct model *model, const struct model_state *state);

bool model_is_delayed(const struct model *model, size_t claim);
bool model_makes_volumes(const struct model *model, size_t claim);
bool model_is_answered(const struct model *model, size_t claim);

/* Whether the volume's claimRef names the claim now; @assumed: as the scheduler sees it. */
bool model_owned(const struct model *model, const struct model_state *state, size_t volume,
	size_t claim, bool assumed);
bool model_has_ref(const struct model *model, const struct model_state *state, size_t volume,
	bool assumed);

/* Each leads to all states that one step of a controller makes of this one. */
void model_show_volume(struct model *model, const struct model_state *state, size_t volume);
void model_sync_volume(struct model *model, const struct model_state *state, size_t volume);
void model_sync_claim(struct model *model, const struct model_state *state, size_t claim);
void model_create_pod(struct model *model, const struct model_state *state, size_t pod);

/* Whether the pod is on a node that a volume of it does not fit. */
bool model_is_misplaced(const struct model *model, const struct model_state *state, size_t pod);

/* Everything that the scheduler may do next. */
void model_schedule(struct model *model, const struct model_state *state);

/* The node that the pod has, or that is kept for it; NOBODY for none. */
size_t model_place_of(const struct model_state *state, size_t pod);

/* Filters about the other pods on nodes. */
bool model_pods_allow(const struct model *model, const struct model_state *state, size_t pod,
	size_t node);

#endif

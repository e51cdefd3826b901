/* model.h - the controllers and the scheduler, one write at a time, in every order */
#ifndef BTH_TESTS_MODEL_H
#define BTH_TESTS_MODEL_H

#include "bind/bind.h"

/* The largest world; what is larger must not be given. */
enum { MODEL_VOLUMES = 4, MODEL_CLAIMS = 6, MODEL_PODS = 5, MODEL_NODES = 4 };

/* Bits: what an object ended with in some order. */
struct bth_model_ends {
	struct {
		unsigned volumes;
		bool pending, absent, provisioned;
	} claims[MODEL_CLAIMS];
	struct {
		unsigned nodes;
		bool pending, absent, misplaced;
	} pods[MODEL_PODS];
	struct {
		unsigned claims;
		bool free;
	} volumes[MODEL_VOLUMES];
	size_t states;
};

/*
 * Walks through all states that @views can come to and writes down those in which nothing is
 * left to do. Volumes come late and provisioners answer as @options says; its other members
 * are not looked at. It knows no bounds, no symmetry and nothing of bind/: it is slow and as
 * simple as can be. False when there are more than @most states.
 */
bool bth_model_run(struct bth_arena *arena, struct bth_model_ends *out,
	const struct bth_views *views, const struct bth_bind_options *options, size_t most);

#endif

/* worlds.h - small random clusters, the same for the same number */
#ifndef BTH_TESTS_WORLDS_H
#define BTH_TESTS_WORLDS_H

#include "tests/cluster.h"

/* A world that the controllers' model can take, with options, and with nothing bound yet. */
void bth_world_make(struct bth_cluster *out, struct bth_arena *arena, uint32_t number);

/* All that was drawn, for people. */
const char *bth_world_text(struct bth_arena *arena, const struct bth_cluster *cluster);

/*
 * Binds the world, and asks the controllers' model: "" when the sets are the same, otherwise
 * a line for each object that ends differently. NULL when the model has too much to look at.
 */
const char *bth_world_compare(struct bth_cluster *cluster, size_t most_states);

#endif

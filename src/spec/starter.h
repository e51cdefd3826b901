/* starter.h - a first Cluster document to begin with */
#ifndef BTH_SPEC_STARTER_H
#define BTH_SPEC_STARTER_H

#include "base/str.h"

/*
 * The commented document for @preset, such as "postgres", "postgres:16-alpine" or
 * "generic"; false when there is none.
 */
bool bth_starter(struct bth_str *out, struct bth_arena *arena, const char *preset);

/* "postgres:14, …" for a message. */
const char *bth_starter_presets(struct bth_arena *arena);

#endif

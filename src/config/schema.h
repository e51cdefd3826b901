/* schema.h - the keys of .berth.yaml as a JSON Schema for editors */
#ifndef BTH_CONFIG_SCHEMA_H
#define BTH_CONFIG_SCHEMA_H

#include "base/str.h"

/* The JSON Schema (2020-12) of settings, with descriptions, in memory of @arena. */
struct bth_str bth_config_schema(struct bth_arena *arena);

#endif

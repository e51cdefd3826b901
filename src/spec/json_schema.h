/* json_schema.h - the table of keys as a JSON Schema for editors */
#ifndef BTH_SPEC_JSON_SCHEMA_H
#define BTH_SPEC_JSON_SCHEMA_H

#include "base/str.h"

/* The JSON Schema (2020-12) of Cluster documents, with descriptions and a newline at the end. */
struct bth_str bth_spec_json_schema(struct bth_arena *arena);

#endif

/* merge.h - laying one spec over another, by what the keys mean */
#ifndef BTH_SPEC_MERGE_H
#define BTH_SPEC_MERGE_H

#include "spec/keys.h"
#include "syntax/build.h"

/*
 * A new map of @builder: what @low says, with @high over it. Maps of known keys merge key by
 * key, maps of free keys entry by entry; lists, scalars and what is handed to Kubernetes
 * unchanged are replaced. Nodes keep their spans; both trees are of builder->source.
 */
uint32_t bth_spec_merge(struct bth_builder *builder, enum bth_key_group group,
	struct bth_value low, struct bth_value high);

/* A copy of a document with its plain scalars typed by YAML 1.2's core schema. */
struct bth_tree *bth_spec_retype(struct bth_arena *arena, struct bth_value root);

#endif

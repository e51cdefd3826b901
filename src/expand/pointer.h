/* pointer.h - JSON Patch on a tree that is being built */
#ifndef BTH_EXPAND_POINTER_H
#define BTH_EXPAND_POINTER_H

#include "syntax/build.h"

/*
 * Applies one step {op, path, from, value} of a JSON Patch (RFC 6902) below @root. Returns
 * NULL, or what went wrong in words that follow "op 'path': ".
 */
const char *bth_pointer_apply(
	struct bth_builder *builder, uint32_t root, struct bth_value step);

#endif

/* merge.h - patches, merged as kubectl patch merges them */
#ifndef BTH_SCHEMA_MERGE_H
#define BTH_SCHEMA_MERGE_H

#include "schema/facts.h"
#include "syntax/build.h"

/*
 * Merges the map @patch into the map @node, whose fields are those of @definition at
 * @minor: a strategic merge. Maps are merged key by key, and null takes a key away. Lists
 * whose field has the patch strategy merge, or none but keys for server-side apply, are
 * merged item by item: an item of the same key or keys is merged, another appended;
 * lists of plain values get those they lack. Other lists and values are replaced. An
 * entry or item with "$patch: delete" takes away what it is about; "$patch: replace" in a
 * map, or as an item of a list, replaces the whole.
 *
 * Without a @definition (NULL), and below fields that it does not have, it is a JSON merge
 * patch (RFC 7386): lists are replaced whole.
 *
 * What is taken from the patch keeps its places, so @builder->source has to be the source
 * of @patch. Nothing is reported: the result is validated as every object is.
 */
void bth_schema_merge(struct bth_builder *builder, uint32_t node,
	const struct bth_definition *definition, struct bth_value patch, int minor);

#endif

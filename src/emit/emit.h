/* emit.h - generated objects as manifests */
#ifndef BTH_EMIT_EMIT_H
#define BTH_EMIT_EMIT_H

#include "base/buf.h"
#include "expand/expand.h"

/* All objects as one stream of YAML documents. */
void bth_emit_stream(struct bth_buf *buf, const struct bth_generated_list *objects);

/* All objects as a v1 List in JSON. */
void bth_emit_list(struct bth_buf *buf, const struct bth_generated_list *objects);

/* The first line of every file that berth writes into a directory. */
extern const char bth_emit_mark[];

/* "06-statefulset-postgres.yaml": the place in the order, the kind and the name. */
const char *bth_emit_file_name(
	struct bth_arena *arena, const struct bth_generated_list *objects, size_t index);

/* The file of one object: the mark and its YAML. */
void bth_emit_file(struct bth_buf *buf, const struct bth_generated *object);

#endif

/* foreign.h - texts that kustomize and Helm read, and that are no objects */
#ifndef BTH_RUN_FOREIGN_H
#define BTH_RUN_FOREIGN_H

#include "base/map.h"
#include "syntax/read.h"

struct berth_context;

/* What the kustomizations and charts of a run say of the files beside them. */
struct bth_foreign {
	struct bth_map named;   /* path → why it is no object */
	struct bth_map objects; /* paths of objects */
	struct bth_map charts;  /* folder of a chart → why its values are no object */
};

/*
 * Looks through all documents that were read. Objects are missing from a run that has
 * kustomizations or charts, since nobody has built them.
 */
void bth_foreign_find(struct bth_foreign *out, struct berth_context *context);

/* What @document is, when that is no object: "patch of kustomization 'x'"; else NULL. */
const char *bth_foreign_reason(const struct bth_foreign *foreign,
	struct berth_context *context, const struct bth_document *document);

#endif

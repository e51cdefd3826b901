/* resolve.h - aliases, merge keys and double keys as kubectl's decoder takes them */
#ifndef BTH_SYNTAX_RESOLVE_H
#define BTH_SYNTAX_RESOLVE_H

#include "diag/finding.h"
#include "syntax/build.h"
#include "syntax/limits.h"

/*
 * Copies the tree below @root of @written into the empty builder @out with nothing left
 * to resolve: aliases expanded within go-yaml's budget, merge keys applied in the order
 * of keys, of keys that stand twice the last. Nodes keep their places. Returns false
 * after reporting when the budget or a limit does not suffice or a merge key holds no map.
 */
bool bth_resolve(struct bth_builder *out, const struct bth_builder *written, uint32_t root,
	struct bth_findings *findings, const struct bth_limits *limits);

#endif

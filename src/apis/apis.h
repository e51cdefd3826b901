/* apis.h - everything the API server asks of an object before it takes it */
#ifndef BTH_APIS_APIS_H
#define BTH_APIS_APIS_H

#include "schema/validate.h"

/*
 * bth_schema_validate() with the checks of types.def: what an API server of Kubernetes
 * 1.@minor says to the object @root. As there, @root is the root of a tree or an item of a
 * list, and a finding's path is the one that the server prints.
 */
enum bth_validated bth_apis_validate(struct bth_findings *findings, struct bth_value root,
	int minor);

#endif

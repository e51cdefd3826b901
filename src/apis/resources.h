/* resources.h - what requests and limits may say, of containers and of pods */
#ifndef BTH_APIS_RESOURCES_H
#define BTH_APIS_RESOURCES_H

#include "apis/checks.h"
#include "kube/resource.h"

/*
 * Report what is wrong with the names and quantities of a list, and of @resources {requests,
 * limits} together; @name_fault says why a resource cannot be had there, or returns NULL.
 * @computes: cpu or memory is asked for by default.
 */
void bth_check_resource_list(struct bth_validation *validation, struct bth_value list,
	const char *(*name_fault)(struct bth_str name));
void bth_check_resource_lists(struct bth_validation *validation, struct bth_value resources,
	const char *(*name_fault)(struct bth_str name), bool computes);

#endif

/* class_names.h - what the name of a class says where its object is not in the run */
#ifndef BTH_RULES_CLASS_NAMES_H
#define BTH_RULES_CLASS_NAMES_H

#include "base/str.h"

/* What usually makes the volumes of a class of this name, or NULL: "local-path-provisioner". */
const char *bth_class_usual_provisioner(struct bth_str name);

#endif

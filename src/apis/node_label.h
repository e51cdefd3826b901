/* node_label.h - labels of nodes that go by another name now */
#ifndef BTH_APIS_NODE_LABEL_H
#define BTH_APIS_NODE_LABEL_H

#include "apis/checks.h"

/* Warns when @at, a key or the name of one, is a label that new nodes do not have. */
void bth_check_node_label(struct bth_validation *validation, struct bth_value at);

/* The same of each key of a map. */
void bth_check_node_labels(struct bth_validation *validation, struct bth_value map);

/* The same of the keys of requirements in a list. */
void bth_check_node_requirements(struct bth_validation *validation, struct bth_value list);

#endif

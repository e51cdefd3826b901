/* core_pod_warnings.c - what the server takes with a warning: pkg/api/pod/warnings.go */

#include "apis/node_label.h"

void
bth_check_pod_warnings(struct bth_validation *validation, struct bth_value value)
{
	bth_check_node_labels(validation, bth_get(value, "nodeSelector"));
}

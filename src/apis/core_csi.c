/* core_csi.c - volumes of CSI drivers: ValidateCSIDriverName */

#include "apis/checks.h"

enum { DRIVER_MOST = 63 };

void
bth_check_csi_volume(struct bth_validation *validation, struct bth_value value)
{
	bth_check_length(validation, bth_get(value, "driver"), DRIVER_MOST);
}

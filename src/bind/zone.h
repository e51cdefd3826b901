/* zone.h - zone and region labels of volumes */
#ifndef BTH_BIND_ZONE_H
#define BTH_BIND_ZONE_H

#include "world/views.h"

/*
 * Whether the scheduler lets pods of a bound volume with these labels onto the node. Not
 * the volume's node affinity: that is another test.
 */
bool bth_zone_fits(const struct bth_labels *volume, const struct bth_labels *node);

#endif

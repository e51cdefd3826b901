/* quantity_read.h - quantities as they stand in a document */
#ifndef BTH_KUBE_QUANTITY_READ_H
#define BTH_KUBE_QUANTITY_READ_H

#include "kube/quantity.h"
#include "syntax/tree.h"

/* The text of the quantity that is decoded: null is 0, and 0x10 is 16. */
struct bth_str bth_quantity_text(struct bth_arena *arena, struct bth_value value);

/* The quantity as the API server compares it, which is as it stores it; false for none. */
bool bth_quantity_read(struct bth_quantity *out, struct bth_arena *arena, struct bth_value value);

#endif

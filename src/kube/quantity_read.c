/* quantity_read.c - quantities as they stand in a document */

#include "kube/quantity_read.h"

struct bth_str
bth_quantity_text(struct bth_arena *arena, struct bth_value value)
{
	int64_t number;

	if (bth_is_null(value))
		return BTH_STR("0");
	if (bth_as_int(&number, value))
		return bth_str_decimal(arena, number);
	return bth_text(value);
}

bool
bth_quantity_read(struct bth_quantity *out, struct bth_arena *arena, struct bth_value value)
{
	struct bth_str text = bth_quantity_text(arena, value);

	return bth_is_scalar(value) && bth_quantity_parse(out, text) == BTH_QUANTITY_OK &&
		bth_quantity_parse(out, bth_quantity_stored(arena, text)) == BTH_QUANTITY_OK;
}

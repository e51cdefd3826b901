/* indexes.c - ascending lists of indexes */

#include "bind/indexes.h"

uint32_t
bth_indexes_place(const struct bth_indexes *list, uint32_t item)
{
	size_t low = 0, high = list->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (list->items[middle] < item)
			low = middle + 1;
		else
			high = middle;
	}
	return low < list->len && list->items[low] == item ? (uint32_t)low : BTH_NO_INDEX;
}

bool
bth_indexes_contain(const struct bth_indexes *list, uint32_t item)
{
	return bth_indexes_place(list, item) != BTH_NO_INDEX;
}

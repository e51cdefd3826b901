/* indexes.h - ascending lists of indexes */
#ifndef BTH_BIND_INDEXES_H
#define BTH_BIND_INDEXES_H

#include "bind/facts.h"

/* The place of @item in an ascending list, BTH_NO_INDEX if it is not there. */
uint32_t bth_indexes_place(const struct bth_indexes *list, uint32_t item);

bool bth_indexes_contain(const struct bth_indexes *list, uint32_t item);

#endif

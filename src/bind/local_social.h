/* local_social.h - which pods of a component mind where others run */
#ifndef BTH_BIND_LOCAL_SOCIAL_H
#define BTH_BIND_LOCAL_SOCIAL_H

#include "bind/local.h"

/* Fills the units of a component whose pods are read, and what pods mind; false: too many. */
bool bth_local_read_social(struct bth_arena *arena, struct bth_local *local);

#endif

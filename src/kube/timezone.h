/* timezone.h - the names that time zones have */
#ifndef BTH_KUBE_TIMEZONE_H
#define BTH_KUBE_TIMEZONE_H

#include "base/str.h"

/*
 * Whether Go's time.LoadLocation finds the zone, upper and lower case being different. The
 * API server brings the database with it, so this does not depend on where it runs; names
 * that only some systems know are taken for known.
 */
bool bth_timezone_exists(struct bth_str name);

/* The zone that was probably meant, or NULL. */
const char *bth_timezone_near(struct bth_str name);

#endif

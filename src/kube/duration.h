/* duration.h - spans of time like 1h30m, as Go's time.ParseDuration reads them */
#ifndef BTH_KUBE_DURATION_H
#define BTH_KUBE_DURATION_H

#include "base/str.h"

/* Sets *nanoseconds and returns NULL, or says why not: "it has no unit". */
const char *bth_duration_parse(int64_t *nanoseconds, struct bth_str text);

#endif

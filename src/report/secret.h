/* secret.h - lines of the input that may not be shown */
#ifndef BTH_REPORT_SECRET_H
#define BTH_REPORT_SECRET_H

#include "diag/finding.h"

/* Whether the line of @finding may hold a value of a Secret. */
bool bth_secret_is_near(const struct bth_finding *finding);

/*
 * What may be shown of such a line: its key and "***" where the value stands, or "***"
 * alone when there is more on it than a key and a value.
 */
struct bth_str bth_secret_mask(struct bth_arena *arena, struct bth_str line);

#endif

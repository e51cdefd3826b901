/* secret.h - lines of the input that may not be shown */
#ifndef BTH_REPORT_SECRET_H
#define BTH_REPORT_SECRET_H

#include "diag/finding.h"

/* The document that was looked at last, since places come in order. Zeroed at first. */
struct bth_secret_seen {
	const struct bth_source *source;
	size_t start, end;
	bool secret;
};

/* Whether the line of @finding may hold a value of a Secret. */
bool bth_secret_is_near(struct bth_secret_seen *seen, const struct bth_finding *finding);

/* Whether @span is in a document that has a Secret. */
bool bth_secret_is_in(struct bth_secret_seen *seen, struct bth_span span);

/*
 * What may be shown of such a line: its key and "***" where the value stands, or "***"
 * alone when there is more on it than a key and a value.
 */
struct bth_str bth_secret_mask(struct bth_arena *arena, struct bth_str line);

#endif

/* compare.h - a document as kubectl reads it, beside what a reader of YAML 1.2 finds in it */
#ifndef BTH_PORTABLE_COMPARE_H
#define BTH_PORTABLE_COMPARE_H

#include "diag/finding.h"
#include "syntax/build.h"

/*
 * Reports what differs between the document @document, as it is @written, and the @events
 * that berth_options.second made of it. What is the same costs no memory.
 */
void bth_portable_compare(struct bth_findings *findings, struct bth_span document,
	const struct bth_builder *written, struct bth_str events);

/* Reports that nobody knows, as the second reader gave up. */
void bth_portable_unknown(struct bth_findings *findings, struct bth_span document);

#endif

/* check.h - whether a Cluster document has the keys and types that the table says */
#ifndef BTH_SPEC_CHECK_H
#define BTH_SPEC_CHECK_H

#include "diag/finding.h"
#include "spec/keys.h"
#include "syntax/tree.h"

/*
 * Reports unknown keys, values of a wrong type and missing keys below @map, which is of
 * @group. With @partial nothing is missing: presets fill in the rest.
 */
void bth_spec_check(struct bth_findings *findings, struct bth_value root,
	struct bth_value map, enum bth_key_group group, bool partial);

/*
 * Whether a key of @map that the table does not know is nearest to @name: then it is
 * reported as misspelt, and @name is not missing as well.
 */
bool bth_spec_is_misspelt(struct bth_findings *findings, struct bth_value map,
	enum bth_key_group group, const char *name);

/* Whether @value is of one of the types, so that it can be used. */
bool bth_spec_fits(const struct bth_key *key, struct bth_value value);

/* Reports at @value of the document @root, with its path and the document's name. */
struct bth_finding *bth_spec_report(struct bth_findings *findings,
	const struct bth_rule *rule, struct bth_value root, struct bth_value value,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif

/* edit.h - fixes that add or remove a line of a manifest */
#ifndef BTH_RULES_EDIT_H
#define BTH_RULES_EDIT_H

#include "rules/lint.h"

/*
 * Adds the edit that puts @text, "key: value" in one line, into the map @map. Does nothing
 * for generated objects, and where the text does not show plainly how.
 */
void bth_report_add_key(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value map, const char *text);

/* The same as bth_report_replace() with any text as a string, in quotes where it needs them. */
void bth_report_replace_text(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value value, struct bth_str text);

/* Adds the edit that removes the line of @key, if its scalar is all that stands there. */
void bth_report_drop_key(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value key);

#endif

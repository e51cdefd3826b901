/* validation.h - one object being validated, and how its faults are reported */
#ifndef BTH_SCHEMA_VALIDATION_H
#define BTH_SCHEMA_VALIDATION_H

#include "base/map.h"
#include "diag/finding.h"
#include "schema/checks.h"
#include "schema/facts.h"
#include "syntax/tree.h"

/* Shared by the files that validate.c calls, and by the checks of apis/. */
struct bth_validation {
	struct bth_findings *findings;
	struct bth_value root;
	struct bth_object_name name;
	struct bth_kind_facts kind; /* zeroed when there is no such kind at the minor */
	int minor;

	/* asked about each object of a type, when there is one, and in which field it stands */
	void (*check)(struct bth_validation *validation, struct bth_value value,
		const struct bth_definition *definition);
	const struct bth_field *field;

	struct bth_map skipped; /* see bth_validation_skip() */
};

/* Reports at @value; path and object are filled in. */
struct bth_finding *bth_validation_report(struct bth_validation *validation,
	const struct bth_rule *rule, struct bth_value value, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/*
 * Reports that the map @parent lacks @field (or that all of it is wrong, when @field is
 * empty): at the key under which it stands, at the first key of it when it is an item of a
 * list, and at the kind when it is the whole object.
 */
struct bth_finding *bth_validation_report_missing(struct bth_validation *validation,
	const struct bth_rule *rule, struct bth_value parent, struct bth_str field,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/*
 * The text of a scalar as a message may show it: not too long, and *** when it is a value
 * of a Secret. In the arena of the findings, or borrowed.
 */
struct bth_str bth_validation_shown(struct bth_validation *validation, struct bth_value value);

/* The whole number that the decoder makes of @value; false when it is none. */
bool bth_validation_whole(int64_t *out, struct bth_value value);

/* "a StatefulSet", "an Ingress". In the arena of the findings. */
const char *bth_validation_kind(struct bth_validation *validation);

/*
 * What a message calls the place of @value: "'replicas'", "an item of 'args'". In the arena
 * of the findings.
 */
const char *bth_validation_place(struct bth_validation *validation, struct bth_value value);

/*
 * Adds the edit that puts @text in place of a scalar that stands in the source as it is
 * read; does nothing for others, among them all of generated objects and Secrets' values.
 */
void bth_validation_replace(struct bth_validation *validation, struct bth_finding *finding,
	struct bth_value value, struct bth_str text);

/*
 * Nothing but types and names of fields is checked in @value, a list or map, from here on:
 * it may not be there at all, so what it holds is of no interest. For the check of an object
 * that it is in, as those are asked before their fields are looked at.
 */
void bth_validation_skip(struct bth_validation *validation, struct bth_value value);
bool bth_validation_is_skipped(const struct bth_validation *validation, struct bth_value value);

/* Lets the path end at the map in which a free key stands: the decoder names no such keys. */
void bth_validation_name_map(struct bth_validation *validation, struct bth_finding *finding);

/* ---- what there is to check ---- */

/* Whether the kind is there at that minor; reports when not, and what is to be said of it. */
bool bth_validate_kind(struct bth_validation *validation);

/* Every field below the root: known, of the right type, and what checks.h says of it. */
void bth_validate_fields(struct bth_validation *validation);

/* The same for a part of an object that is of the type @definition. */
void bth_validate_part(struct bth_validation *validation, struct bth_value value,
	const struct bth_definition *definition);

/* Whether the scalar @value fits @shape as the API server decodes it; reports when not. */
bool bth_validate_scalar(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape);

/* Reports that the list or map or scalar @value is none of what @shape takes. */
void bth_validate_mistyped(struct bth_validation *validation, struct bth_value value,
	const struct bth_shape *shape);

/* What @check says of a value that has the right type; items of lists are asked one by one. */
void bth_validate_check(struct bth_validation *validation, struct bth_value value,
	const struct bth_field *field, const struct bth_check *check);

/* What the checks of @field say of a null in its list, which stands for an empty string. */
void bth_validate_null(struct bth_validation *validation, struct bth_value value,
	const struct bth_field *field);

/*
 * Report a string that breaks @format, or a whole number out of the bounds that @check has.
 * True when all is well.
 */
bool bth_validate_format(struct bth_validation *validation, struct bth_value value,
	enum bth_format format);
bool bth_validate_range(struct bth_validation *validation, struct bth_value value,
	const struct bth_check *check);

/* Warns of a quantity of @resource that is stored as another one than it reads. */
void bth_validate_stored(struct bth_validation *validation, struct bth_value value,
	struct bth_str resource);

/* Reports the fields of @definition that are missing in the map (or null) @value. */
void bth_validate_required(struct bth_validation *validation, struct bth_value value,
	const struct bth_definition *definition);

/* Reports items of @list that share keys which @check says they may not. */
void bth_validate_unique(struct bth_validation *validation, struct bth_value list,
	const struct bth_check *check);

/* The metadata of the object, and that of pod templates in it. */
void bth_validate_metadata(struct bth_validation *validation);

/* The metadata of a custom resource, or of an object in one, where a name is not needed. */
void bth_validate_custom_metadata(struct bth_validation *validation, struct bth_value object);

/* Labels and annotations: maps of strings, whatever else is wrong with them. */
void bth_validate_labels(struct bth_validation *validation, struct bth_value map);
void bth_validate_annotations(struct bth_validation *validation, struct bth_value map);

#endif

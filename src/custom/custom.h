/* custom.h - kinds that CustomResourceDefinitions and JSON Schemas describe */
#ifndef BTH_CUSTOM_CUSTOM_H
#define BTH_CUSTOM_CUSTOM_H

#include "custom/schema.h"
#include "schema/validate.h"

/* A kind in one version, as one document describes it. */
struct bth_custom_kind {
	struct bth_str group, version, kind;
	struct bth_value document; /* the definition, or the JSON Schema */
	struct bth_value schema;   /* absent: the definition has none */
	bool structural;           /* of a definition, so fields that it lacks are refused */
	bool namespaced, served, deprecated;
	bool keeps_unknown;  /* spec.preserveUnknownFields */
	bool drops_status;   /* on creation, as there is a subresource for it */
	struct bth_str warning;       /* of a deprecated version; empty: the usual one */
	struct bth_str replicas_path; /* of the subresource scale, or empty */

	const struct bth_custom_schema *compiled; /* once an object of it was seen */
	struct bth_custom_gaps gaps;
	bool seen;
	struct bth_custom_kind *older; /* another version of it that was added before */
	struct bth_custom_kind *also;  /* the same version, as a later document describes it */
};

/* Objects of a kind that nothing describes. */
struct bth_undescribed;

/* All of them. */
struct bth_customs {
	struct bth_arena *arena;
	struct bth_patterns *patterns;
	struct bth_map by_version; /* "group/version\nkind" → struct bth_custom_kind */
	struct bth_map by_group;   /* "group\nkind" → the one that was added last */
	struct bth_map missed; /* "apiVersion\nkind" → struct bth_undescribed */
	BTH_VEC(struct bth_undescribed *) missed_kinds;
	int minor;
};

void bth_customs_init(struct bth_customs *customs, struct bth_arena *arena,
	struct bth_patterns *patterns, int minor);

/*
 * Adds the kinds that the object @root describes, if it is a CustomResourceDefinition. Of
 * several that describe the same it is not known which one a cluster has.
 */
bool bth_customs_add(struct bth_customs *customs, struct bth_value root);

/*
 * Adds what a JSON Schema describes. Its kind is taken from what it says itself, else from
 * @name, the path of its file: GROUP/KIND_VERSION.json, KIND-GROUP-VERSION.json. False when it
 * is no schema or its kind is not known.
 */
bool bth_customs_add_schema(struct bth_customs *customs, struct bth_value root, struct bth_str name);

/* Whether it looks like a JSON Schema at all. */
bool bth_customs_is_schema(struct bth_value root);

/* What describes the kind of the object @root, or NULL. */
struct bth_custom_kind *bth_customs_find(const struct bth_customs *customs,
	struct bth_arena *arena, struct bth_value root);

/* The same in any version of its group; the others follow by older. NULL for none. */
struct bth_custom_kind *bth_customs_find_any(
	const struct bth_customs *customs, struct bth_value root);

/*
 * Makes the kind of the object @root ready to be asked, and says once in @findings what of its
 * schema is not evaluated. Not for two threads at a time.
 */
void bth_customs_prepare(struct bth_customs *customs, struct bth_findings *findings,
	struct bth_value root);

/*
 * Counts the object @root as one of a kind that nothing describes. Later each such kind is
 * told once.
 */
void bth_customs_miss(struct bth_customs *customs, struct bth_value root);
void bth_customs_tell_missed(const struct bth_customs *customs, struct bth_findings *findings);

/*
 * What an API server with these kinds says to the object @root when a client creates it.
 * BTH_VALIDATED_SKIPPED when nothing describes its kind.
 */
enum bth_validated bth_custom_validate(const struct bth_customs *customs,
	struct bth_findings *findings, struct bth_value root);

#endif

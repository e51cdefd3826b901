/* facts.h - what kinds, fields and values Kubernetes has, and in which minors */
#ifndef BTH_SCHEMA_FACTS_H
#define BTH_SCHEMA_FACTS_H

#include <stdint.h>

#include "base/str.h"

/*
 * Everything here reads the constant tables made from schemas/kubernetes.json (see
 * schemas/README.md). Nothing is allocated, and every pointer and text lives for ever.
 * Minors are plain numbers: 34 is Kubernetes 1.34.
 */

/* The minors that the tables describe. */
int bth_schema_oldest_minor(void);
int bth_schema_newest_minor(void);

/*
 * "1.34" → 34, when there are facts about it; 0 otherwise. "v1.34.2", as kubectl version
 * prints it, is the same.
 */
int bth_schema_minor(struct bth_str text);

/* A type with named fields, like core.v1.PodSpec. */
struct bth_definition;

/* One field of it, as it is in a range of minors. */
struct bth_field;

/* What a value has to be. */
struct bth_shape;

/* ---- kinds ---- */

/* A kind in one version of its group. */
struct bth_kind_facts {
	struct bth_str api_version, group, version, kind;
	struct bth_str plural; /* the resource in paths; empty when objects are not made there */

	const struct bth_definition *definition; /* NULL: gone before the oldest minor */
	const struct bth_definition *items;      /* a list of these; else NULL */
	bool namespaced;
	bool off_by_default; /* an API server has to be told to serve it */
	bool subresource;    /* only ever the body of a subresource, like Eviction */

	int since, until; /* inclusive minors; the newest when it still is there */
	int deprecated;   /* the minor that began to warn of it, or 0 */
	struct bth_str new_api_version, new_kind; /* what replaces it, or empty */
};

/* The kind as it is at @minor; false and no output when there is none then. */
bool bth_schema_kind(struct bth_kind_facts *out, struct bth_str api_version, struct bth_str kind,
	int minor);

/* The kind in the minor nearest to @minor in which that group and version have it. */
bool bth_schema_kind_ever(struct bth_kind_facts *out, struct bth_str api_version,
	struct bth_str kind, int minor);

/*
 * The kind of that name that is the best to use at @minor: of group @group when that has
 * one, served by default before switched off, stable before beta before alpha.
 */
bool bth_schema_kind_best(struct bth_kind_facts *out, struct bth_str group, struct bth_str kind,
	int minor);

/* Every row, sorted by kind and apiVersion: for (i = 0; bth_schema_kind_at(&facts, i); i++) */
bool bth_schema_kind_at(struct bth_kind_facts *out, size_t index);

/* Whether any minor from 1.13 on has kinds in that group; the core group is empty. */
bool bth_schema_has_group(struct bth_str group);

/* ---- definitions and fields ---- */

/* By name, like "core.v1.PodSpec"; NULL when there is none. */
const struct bth_definition *bth_schema_definition(const char *name);
/* Its place among all definitions, sorted by name as bytes. */
size_t bth_definition_index(const struct bth_definition *definition);

struct bth_str bth_definition_name(const struct bth_definition *definition);

/* The field as it is at @minor, or NULL. Case matters. */
const struct bth_field *bth_definition_field(const struct bth_definition *definition,
	struct bth_str name, int minor);

/* The field in the minor nearest to @minor that has it, or NULL. */
const struct bth_field *bth_definition_field_ever(const struct bth_definition *definition,
	struct bth_str name, int minor);

/*
 * The fields there are at @minor, by name:
 * for (f = bth_field_next(d, NULL, m); f; f = bth_field_next(d, f, m))
 */
const struct bth_field *bth_field_next(const struct bth_definition *definition,
	const struct bth_field *field, int minor);

struct bth_str bth_field_name(const struct bth_field *field);

/* Inclusive minors; the oldest and newest there are when it was and is always there. */
int bth_field_since(const struct bth_field *field);
int bth_field_until(const struct bth_field *field);

/*
 * Whether the published specification calls it required. That is not what an API server
 * refuses: see schema/checks.h.
 */
bool bth_field_is_required(const struct bth_field *field);

/* ---- shapes ---- */

enum bth_shape_kind {
	BTH_SHAPE_STRING,
	BTH_SHAPE_BYTES,      /* base64 in a string */
	BTH_SHAPE_TIME,       /* RFC 3339 in a string */
	BTH_SHAPE_MICRO_TIME, /* the same with exactly six digits of a fraction */
	BTH_SHAPE_QUANTITY,   /* string or number */
	BTH_SHAPE_INT_OR_STRING,
	BTH_SHAPE_BOOL,
	BTH_SHAPE_INT32,
	BTH_SHAPE_INT64,
	BTH_SHAPE_INTEGER, /* no size is given: like int64 */
	BTH_SHAPE_DOUBLE,
	BTH_SHAPE_NUMBER,
	BTH_SHAPE_RAW_OBJECT, /* anything: not known here what */
	BTH_SHAPE_FIELDS_V1,
	BTH_SHAPE_JSON,
	BTH_SHAPE_SCHEMA_OR_BOOL, /* apiextensions' JSONSchemaProps, or … */
	BTH_SHAPE_SCHEMA_OR_LIST,
	BTH_SHAPE_SCHEMA_OR_STRINGS,
	BTH_SHAPE_LIST,
	BTH_SHAPE_MAP,    /* keys are free */
	BTH_SHAPE_OBJECT, /* keys are the fields of a definition */
};

const struct bth_shape *bth_field_shape(const struct bth_field *field);
enum bth_shape_kind bth_shape_kind(const struct bth_shape *shape);

/* What the items of a list or the values of a map have to be; NULL for others. */
const struct bth_shape *bth_shape_item(const struct bth_shape *shape);

/* The definition of an object; NULL for others. */
const struct bth_definition *bth_shape_definition(const struct bth_shape *shape);

/* ---- values ---- */

/*
 * The names that a field's string (or the strings of its list, or the keys of its map) is
 * known to have, by @index from 0; false behind the last. Whether others are refused is
 * not said here: see schema/checks.h.
 */
bool bth_field_value(struct bth_str *out, const struct bth_field *field, size_t index, int minor);

/* Whether @value is one of them. */
bool bth_field_has_value(const struct bth_field *field, struct bth_str value, int minor);

/* ---- how lists and maps are merged ---- */

enum { BTH_KEYS_MOST = 4 };

enum bth_list_type { BTH_LIST_ATOMIC, BTH_LIST_MAP, BTH_LIST_SET };

enum {
	BTH_PATCH_MERGE = 1,       /* patchStrategy merge */
	BTH_PATCH_RETAIN_KEYS = 2, /* patchStrategy retainKeys */
};

/* x-kubernetes-list-type, of server-side apply. */
enum bth_list_type bth_field_list_type(const struct bth_field *field);

/* x-kubernetes-list-map-keys; returns how many. */
size_t bth_field_keys(struct bth_str out[BTH_KEYS_MOST], const struct bth_field *field);

/* x-kubernetes-patch-strategy, of kubectl patch: BTH_PATCH_…, 0 for none or replace. */
unsigned bth_field_patch(const struct bth_field *field);

/* x-kubernetes-patch-merge-key, or empty. */
struct bth_str bth_field_merge_key(const struct bth_field *field);

#endif

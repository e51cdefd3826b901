/* schema.h - a schema of custom resources, made ready to be asked */
#ifndef BTH_CUSTOM_SCHEMA_H
#define BTH_CUSTOM_SCHEMA_H

#include "base/map.h"
#include "base/pattern.h"
#include "custom/formats.h"
#include "syntax/tree.h"

/* Bits of the types that a value may have. */
enum {
	BTH_CUSTOM_STRING = 1,
	BTH_CUSTOM_INTEGER = 2,
	BTH_CUSTOM_NUMBER = 4,
	BTH_CUSTOM_BOOLEAN = 8,
	BTH_CUSTOM_OBJECT = 16,
	BTH_CUSTOM_ARRAY = 32,
	BTH_CUSTOM_NULL = 64,
};

enum {
	BTH_CUSTOM_NULLABLE = 1,
	BTH_CUSTOM_PRESERVES = 2,  /* x-kubernetes-preserve-unknown-fields */
	BTH_CUSTOM_EMBEDDED = 4,   /* x-kubernetes-embedded-resource */
	BTH_CUSTOM_CLOSED = 8,     /* additionalProperties: false */
	BTH_CUSTOM_OPEN = 16,      /* additionalProperties: true, or a schema for them */
	BTH_CUSTOM_ABOVE = 32,     /* minimum is exclusive */
	BTH_CUSTOM_BELOW = 64,     /* maximum is exclusive */
	BTH_CUSTOM_UNIQUE = 128,   /* uniqueItems */
	BTH_CUSTOM_SET = 256,      /* x-kubernetes-list-type: set */
	BTH_CUSTOM_KEYED = 512,    /* x-kubernetes-list-type: map */
	BTH_CUSTOM_FORMATTED = 1024, /* it has a format that is not ignored */
	BTH_CUSTOM_INT32 = 2048,
	BTH_CUSTOM_FLOAT = 4096,
};

struct bth_custom_schema;

BTH_VEC_TYPE(bth_custom_schemas, const struct bth_custom_schema *);

struct bth_custom_property {
	struct bth_str name;
	const struct bth_pattern *pattern; /* of names, in patternProperties */
	const struct bth_custom_schema *schema;
};

/*
 * One node of a schema. What is not there is absent, NULL or empty; bounds are absent values
 * when there are none.
 */
struct bth_custom_schema {
	struct bth_value at; /* where it stands; true or false in a JSON Schema */
	unsigned types;      /* 0: any */
	unsigned flags;

	struct bth_value words;     /* enum */
	struct bth_value constant;  /* const of a JSON Schema */
	struct bth_value otherwise; /* default */
	struct bth_value least, most, multiple;
	struct bth_value length_least, length_most, items_least, items_most;
	struct bth_value properties_least, properties_most;
	struct bth_value required, list_keys;

	const struct bth_custom_format *format;
	const struct bth_pattern *format_pattern, *pattern;

	BTH_VEC(struct bth_custom_property) properties, patterned;
	struct bth_map by_name;                /* name → property's schema */
	const struct bth_custom_schema *extra; /* additionalProperties */
	const struct bth_custom_schema *items;
	struct bth_custom_schemas all, any, one;
	const struct bth_custom_schema *not;
};

/* What is looked at in no schema, to be told. */
struct bth_custom_gaps {
	size_t rules; /* in CEL */
	struct bth_value rule, pattern, reference; /* the first of each, or absent */
	const char *pattern_why;
};

/*
 * The schema at @value, and all below it, for an API server of 1.@minor. With @structural it
 * is apiextensions' form of a schema, else JSON Schema. References into the same document
 * are followed.
 */
const struct bth_custom_schema *bth_custom_compile(struct bth_arena *arena,
	struct bth_patterns *patterns, struct bth_custom_gaps *gaps, struct bth_value value,
	bool structural, int minor);

/* The schema of the field @name, whether it has a name there or not; or NULL. */
const struct bth_custom_schema *bth_custom_property(
	const struct bth_custom_schema *schema, struct bth_str name);

/* A number as the API server decodes it from JSON. */
struct bth_custom_number {
	bool whole; /* it is @integer; else a fraction, or too large for that */
	int64_t integer;
	double size;
};

/* False when @value is no number. */
bool bth_custom_number(struct bth_custom_number *out, struct bth_value value);

#endif

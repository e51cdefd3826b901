/* tables.h - how the facts of schemas/ lie in memory; for facts.c and checks.c alone */
#ifndef BTH_SCHEMA_TABLES_H
#define BTH_SCHEMA_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "schema/checks.h"
#include "schema/facts.h"

/*
 * Made by tools/compile-schema.py, which knows this layout. Rows name each other by index
 * and texts by offset, so that the tables are constant and need no relocation.
 */

enum { BTH_TABLE_NONE = 0xffff, BTH_TABLE_LAST = 255 };

/* All names: a byte for the length, the bytes, a NUL. */
extern const unsigned char bth_table_text[];

static inline struct bth_str
bth_table_string(uint32_t offset)
{
	return (struct bth_str){.at = (const char *)&bth_table_text[offset + 1],
		.len = bth_table_text[offset]};
}

struct bth_definition {
	uint32_t name;
	uint16_t first, count; /* of bth_table_fields, sorted by name and then by minor */
	uint16_t first_required, required_count; /* of bth_table_required */
};

enum {
	BTH_FIELD_REQUIRED = 1,
	BTH_FIELD_VALUES_OF_KEYS = 2, /* the values are those of the map's keys */
};

struct bth_field {
	uint16_t name, shape;
	uint16_t values, checks; /* of bth_table_value_lists and bth_table_check_lists */
	uint8_t since, until;    /* inclusive minors */
	uint8_t listing;
	uint8_t flags;
};

struct bth_shape {
	uint8_t kind; /* enum bth_shape_kind */
	uint16_t of;  /* the shape of the items, or the definition */
};

struct bth_table_listing {
	uint16_t keys[BTH_KEYS_MOST];
	uint16_t merge_key;
	uint8_t type, key_count, patch, atomic;
};

struct bth_table_value {
	uint16_t text;
	uint8_t since, until;
};

/* A stretch of rows of another table. */
struct bth_table_place {
	uint16_t first, count;
};

enum {
	BTH_KIND_NAMESPACED = 1,
	BTH_KIND_OFF = 2,         /* an API server has to be told to serve it */
	BTH_KIND_SUBRESOURCE = 4, /* only the body of a subresource */
};

struct bth_table_kind {
	uint16_t kind, api_version, group, version, plural;
	uint16_t new_api_version, new_kind; /* what replaces it */
	uint16_t definition, items;
	uint8_t since, until, deprecated, flags;
};

extern const int bth_table_oldest, bth_table_newest;
extern const struct bth_definition bth_table_definitions[];
extern const size_t bth_table_definition_count;
extern const struct bth_field bth_table_fields[];
extern const uint16_t bth_table_required[]; /* of bth_table_fields; in some minor */
extern const struct bth_shape bth_table_shapes[];
extern const struct bth_table_listing bth_table_listings[];
extern const struct bth_table_value bth_table_values[];
extern const struct bth_table_place bth_table_value_lists[];
extern const struct bth_check bth_table_checks[];
extern const struct bth_table_place bth_table_check_lists[];
extern const struct bth_table_kind bth_table_kinds[]; /* sorted by kind and apiVersion */
extern const size_t bth_table_kind_count;

#endif

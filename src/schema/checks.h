/* checks.h - what an API server refuses of a field, looked at by itself */
#ifndef BTH_SCHEMA_CHECKS_H
#define BTH_SCHEMA_CHECKS_H

#include "schema/facts.h"

/*
 * Made from schemas/checks.json, which was written by hand from the validation code of
 * Kubernetes: the published specification does not hold it.
 */

/* Grammars of strings (kube/name.h) and of what contains them. */
enum bth_format {
	BTH_FORMAT_NONE,
	BTH_FORMAT_LABEL,            /* DNS-1123 label */
	BTH_FORMAT_SUBDOMAIN,        /* DNS-1123 subdomain */
	BTH_FORMAT_SUBDOMAIN_PREFIX, /* the same, and a '-' at the end is fine */
	BTH_FORMAT_LABEL_KEY,        /* qualified name */
	BTH_FORMAT_LABEL_VALUE,
	BTH_FORMAT_LABELS,         /* a map of label keys and values */
	BTH_FORMAT_ANNOTATION_KEY, /* qualified name in any case */
	BTH_FORMAT_PORT_NAME,
	BTH_FORMAT_PORT, /* a port's number or name */
	BTH_FORMAT_CONFIG_KEY,
	BTH_FORMAT_CONFIG_KEYS, /* a map of such keys */
	BTH_FORMAT_ENV_NAME,
	BTH_FORMAT_PATH_SEGMENT,
	BTH_FORMAT_PERCENT,     /* a number that is not negative, or a percentage */
	BTH_FORMAT_PERCENT_100, /* the same, and at most all of them */
	BTH_FORMAT_LABEL_1035, /* a label that begins with a letter; not in checks.json */
};

enum {
	BTH_CHECK_REQUIRED = 1,      /* refused when absent, null or empty */
	BTH_CHECK_CLOSED = 2,        /* refused when it is none of the field's values */
	BTH_CHECK_EMPTY_REFUSED = 4, /* even the empty string, which others take for absent */
	BTH_CHECK_UNVALIDATED = 8,   /* decoded, but not looked at further, nor what is in it */
	BTH_CHECK_LEAST = 16,
	BTH_CHECK_MOST = 32,
};

struct bth_check {
	int32_t least, most;
	uint16_t unique[2][2];
	uint8_t flags, format;
	uint8_t since, until; /* inclusive minors */
	uint8_t unique_count; /* sets of keys that no two items of the list may share */
};

/* What is checked at @minor, or NULL. */
const struct bth_check *bth_field_check(const struct bth_field *field, int minor);

/*
 * The fields that are refused when absent at @minor, from *@index on, which is moved behind the
 * one found; NULL behind the last: for (i = 0; (f = bth_definition_required(d, &i, m));)
 */
const struct bth_field *bth_definition_required(const struct bth_definition *definition,
	size_t *index, int minor);

/* The keys of set @index; none when the items themselves may not be equal. */
size_t bth_check_unique(struct bth_str out[2], const struct bth_check *check, size_t index);

#endif

/* validating.h - one custom resource being validated */
#ifndef BTH_CUSTOM_VALIDATING_H
#define BTH_CUSTOM_VALIDATING_H

#include "custom/custom.h"
#include "schema/validation.h"

/* Deeper objects are looked at so far, and one is told of it. */
enum { BTH_CUSTOM_DEPTH_MOST = 100 };

/* Shared by the files that validate.c calls. */
struct bth_customizing {
	struct bth_validation validation; /* its root is what is being looked at */
	const struct bth_custom_kind *kind;
	unsigned unknown; /* fields so far */
	size_t steps;     /* values asked against schemas */
	bool cut;         /* something was too deep, or too much */
};

enum bth_custom_fault_kind {
	BTH_FAULT_TYPE,
	BTH_FAULT_WORD,
	BTH_FAULT_LEAST,
	BTH_FAULT_MOST,
	BTH_FAULT_MULTIPLE,
	BTH_FAULT_SIZE,
	BTH_FAULT_BOUND,
	BTH_FAULT_SHORT,
	BTH_FAULT_LONG,
	BTH_FAULT_PATTERN,
	BTH_FAULT_FORMAT,
	BTH_FAULT_FEW,
	BTH_FAULT_MANY,
	BTH_FAULT_EQUAL,
	BTH_FAULT_FEW_FIELDS,
	BTH_FAULT_MANY_FIELDS,
	BTH_FAULT_UNKNOWN,
	BTH_FAULT_MISSING,
	BTH_FAULT_ANY,
	BTH_FAULT_ONE,
	BTH_FAULT_NOT,
	BTH_FAULT_NEVER,
};

/* What is wrong with a value by a schema. It becomes a finding when nothing else excuses it. */
struct bth_custom_fault {
	enum bth_custom_fault_kind kind;
	const struct bth_custom_schema *schema;
	struct bth_value value;                /* or the map that lacks @name */
	struct bth_str name;                   /* of a missing field */
	size_t count;                          /* alternatives that fit */
	const struct bth_custom_fault *nearest; /* what the best alternative refused, or NULL */
};

BTH_VEC_TYPE(bth_custom_faults, struct bth_custom_fault);

/*
 * The object at validation.root as the server decodes it, without what it prunes and with
 * defaults, and as it then is kept: without the status, if there is a subresource for it.
 * Unknown fields are reported.
 */
void bth_custom_normalize(struct bth_customizing *run, struct bth_value *decoded,
	struct bth_value *kept);

/* What the schema refuses of @value. */
void bth_custom_check(struct bth_customizing *run, const struct bth_custom_schema *schema,
	struct bth_value value, struct bth_custom_faults *out);

/* Reports each fault once. */
void bth_custom_report(struct bth_customizing *run, const struct bth_custom_faults *faults);

/* Below the root: lists that are sets or maps, and objects in the object. */
void bth_custom_check_parts(struct bth_customizing *run);

/* Objects in the status, which are decoded before it is dropped. */
void bth_custom_check_status(struct bth_customizing *run);

/* apiVersion, kind and metadata of an object in the object; @decode: as far as decoding goes. */
void bth_custom_check_embedded(
	struct bth_customizing *run, struct bth_value object, bool decode);

/* The types and fields of the metadata of @object, as those of every object are. */
void bth_custom_decode_metadata(struct bth_validation *validation, struct bth_value object);

/* The path of @value as apiextensions prints it: keys of maps are not put in brackets. */
const char *bth_custom_path(struct bth_customizing *run, struct bth_value value);

/* Reports the key of a field that @schema does not have; @schema may be NULL. */
struct bth_finding *bth_custom_report_unknown(struct bth_customizing *run,
	const struct bth_custom_schema *schema, struct bth_value parent, struct bth_value key);

#endif

/* crd.h - parts of the checks of CustomResourceDefinitions */
#ifndef BTH_APIS_CRD_H
#define BTH_APIS_CRD_H

#include "apis/checks.h"

/*
 * A schema somewhere in the openAPIV3Schema of a version. Value validations (what stands
 * under not, allOf, anyOf and oneOf) only narrow what the schema above them, the structure,
 * says that there is.
 */
struct bth_crd_schema {
	struct bth_value value;
	struct bth_value structure; /* narrowed: where the structure says what is here */
	bool root, item;
	bool narrowing;        /* a value validation */
	bool loose;            /* not looked at as structure or value validation */
	bool known;            /* narrowing: the structure has a place for it */
	bool in_metadata;      /* in kind, apiVersion or metadata of a resource */
	bool without_defaults; /* where the API server takes no defaults */
};

/* Whether a field of a schema is absent, or what Go has in its place. */
bool bth_crd_is_zero(struct bth_value value);

/* Whether the type that the schema states is @type. */
bool bth_crd_has_type(struct bth_value schema, const char *type);

/* Reports the field @name of a schema when it is not zero. */
void bth_crd_forbid(struct bth_validation *validation, struct bth_value schema, const char *name,
	const char *why);

/* Lets the path of the finding begin with @to when it begins with @from; whether it did. */
bool bth_crd_rename(struct bth_validation *validation, struct bth_finding *finding,
	const char *from, const char *to);

/* All schemas of the value of a version's openAPIV3Schema. */
void bth_crd_check_schema(struct bth_validation *validation, struct bth_value schema);

/* What no schema may have. */
void bth_crd_check_openapi(struct bth_validation *validation, const struct bth_crd_schema *schema);

/* Whether the default of a schema fits its type, enum and fields. */
void bth_crd_check_default(struct bth_validation *validation, struct bth_value schema);

/* Whether the schema is a structural one. */
void bth_crd_check_structural(
	struct bth_validation *validation, const struct bth_crd_schema *schema);

/* The other parts of a version, and how versions are converted. */
void bth_crd_check_columns(struct bth_validation *validation, struct bth_value list);
void bth_crd_check_subresources(struct bth_validation *validation, struct bth_value subresources);
void bth_crd_check_selectable(
	struct bth_validation *validation, struct bth_value list, struct bth_value schema);
void bth_crd_check_conversion(struct bth_validation *validation, struct bth_value conversion);

#endif

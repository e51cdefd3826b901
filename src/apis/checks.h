/* checks.h - what the API server checks of a type in code, and what such checks share */
#ifndef BTH_APIS_CHECKS_H
#define BTH_APIS_CHECKS_H

#include "base/map.h"
#include "kube/address.h"
#include "rules.h"
#include "schema/formats.h"
#include "schema/validation.h"

/*
 * A check is asked about each map that is an object of its type and that the server looks at,
 * wherever it stands: a Probe in a Pod, in a Deployment's template, under initContainers. Its
 * fields have been found to exist or not, and schemas/checks.json was asked about each by
 * itself; but a value may still be of the wrong type, so it is read with care (bth_text() of
 * a map is empty, and so on). A null in a list stands for an object without fields.
 *
 * validation->field is the field that the value, or the list that it is an item of, stands
 * in; NULL for the whole object. The names follow the validation functions of Kubernetes
 * (pkg/apis/GROUP/validation), where each check comes from.
 */
struct bth_type_check {
	void (*check)(struct bth_validation *validation, struct bth_value value);
};

/* By bth_definition_index(): NULL, or checks that end with {NULL}. Made from types.def. */
extern const struct bth_type_check *const bth_type_checks[];

#define TYPE(definition, name, covers) \
	void bth_check_##name(struct bth_validation *validation, struct bth_value value);
#include "apis/types.def"
#undef TYPE

/* ---- reports ---- */

/* The text of a string; empty for what is absent, null or of another type. */
struct bth_str bth_check_text(struct bth_value value);

/* Whether the field that the value stands in is called @name. */
bool bth_check_is_in(const struct bth_validation *validation, const char *name);

/* The path of the field @name of @parent, there or not: "spec.ports[0].name". */
const char *bth_check_path(struct bth_validation *validation, struct bth_value parent,
	const char *name);

/* Reports that @parent lacks the field @name: "'name' is missing in 'spec.ports[0]'". */
struct bth_finding *bth_check_missing(struct bth_validation *validation,
	struct bth_value parent, const char *name);

/*
 * The same when the field is absent, null or empty (a text, list or map without anything
 * in it); then it points at the empty value. Returns whether it is there.
 */
bool bth_check_required(struct bth_validation *validation, struct bth_value parent,
	const char *name);

/*
 * Reports field-forbidden at the field @name of @parent when it is set (to anything but
 * null): "'name' may not be set @why"; what is in it is not looked at then. Returns whether
 * it is not set.
 */
bool bth_check_forbidden(struct bth_validation *validation, struct bth_value parent,
	const char *name, const char *why);

/* Reports a non-empty string that breaks @format. Returns whether all is well. */
bool bth_check_format(struct bth_validation *validation, struct bth_value value,
	enum bth_format format);

/* Reports a whole number outside of @least to @most (INT32_MIN, INT32_MAX: no bound). */
bool bth_check_range(struct bth_validation *validation, struct bth_value value, int32_t least,
	int32_t most);

/* Reports a string that is none of @words, which end with NULL; absent and empty are fine. */
bool bth_check_words(struct bth_validation *validation, struct bth_value value,
	const char *const *words);

/* Reports a string of more than @most bytes, as the server counts them. */
bool bth_check_length(struct bth_validation *validation, struct bth_value value, size_t most);

/* Reports a list of more than @most items. */
bool bth_check_items(struct bth_validation *validation, struct bth_value list, size_t most);

/*
 * Reports a path with an element '..', or one that is not below where it begins: absolute, or
 * with such an element (validatePathNoBacksteps, validateLocalDescendingPath).
 */
bool bth_check_no_backsteps(struct bth_validation *validation, struct bth_value value);
bool bth_check_descending(struct bth_validation *validation, struct bth_value value);

/* Whether @text is JSON, and a map ('{') or list ('[') as @open says, or null. */
bool bth_check_is_json(struct bth_validation *validation, struct bth_str text, char open);

/* Reports @second, which says the same as @first. */
void bth_check_duplicate(struct bth_validation *validation, struct bth_value first,
	struct bth_value second);

/* The value that had @key in @seen before, or an absent one; then @value has it. */
struct bth_value bth_check_seen(struct bth_validation *validation, struct bth_map *seen,
	struct bth_str key, struct bth_value value);

/*
 * Report a text that is no IP address or network of that form (kube/address.h); the empty
 * one is none. Return whether all is well; the last one what it reported.
 */
bool bth_check_address(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form);
bool bth_check_network(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form);
struct bth_finding *bth_check_address_of(struct bth_validation *validation,
	struct bth_value value, const struct bth_rule *rule, enum bth_address_form form);

/* Reports an IP address that no endpoint may have, such as 127.0.0.1. */
bool bth_check_endpoint_address(struct bth_validation *validation, struct bth_value value);

/* Warn of what has @form, but is written in another way than the server would write it. */
void bth_check_address_written(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form);
void bth_check_network_written(struct bth_validation *validation, struct bth_value value,
	enum bth_address_form form);

#endif

/* validate.h - is this an object that the API server would take? */
#ifndef BTH_SCHEMA_VALIDATE_H
#define BTH_SCHEMA_VALIDATE_H

#include "diag/finding.h"
#include "syntax/tree.h"

enum bth_validated {
	BTH_VALIDATED,         /* looked at; findings say what is wrong */
	BTH_VALIDATED_NOT,     /* no such kind at that minor: one finding says so */
	BTH_VALIDATED_LIST,    /* a list: its items are to be handed in one by one */
	BTH_VALIDATED_SKIPPED, /* a kind of a group that nobody described, or no object */
};

struct bth_definition;
struct bth_validation;

/*
 * Asks what an API server of Kubernetes 1.@minor (between the oldest and newest that
 * facts.h has) says to the object @root when a client creates it with strict field
 * validation, as kubectl does: errors are refusals, and the server's warnings are warnings.
 * @root is a map with apiVersion and kind, the root of a tree or an item of a list.
 *
 * Findings have the object's name, the path below @root as the server prints it, and for
 * spellings that leave no doubt the edit that mends them. What the server checks across
 * fields is asked by @check, unless NULL: it is called for each map that is an object of some
 * type, before what is in it, and not where the server does not look at values.
 */
enum bth_validated bth_schema_validate(struct bth_findings *findings, struct bth_value root,
	int minor,
	void (*check)(struct bth_validation *validation, struct bth_value value,
		const struct bth_definition *definition));

#endif

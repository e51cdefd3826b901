/* rule.h - one kind of finding: what it is called and what it means */
#ifndef BTH_DIAG_RULE_H
#define BTH_DIAG_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "berth/berth.h"

struct bth_lint;
struct bth_object;

/* What a rule is about. Families can be switched as a whole. */
enum bth_family {
	BTH_YAML,
	BTH_API,
	BTH_IDENTITY,
	BTH_BINDING,
	BTH_TOPOLOGY,
	BTH_SAFETY,
	BTH_AVAILABILITY,
	BTH_HYGIENE,
	BTH_POSTGRES,
	BTH_SPEC,
	BTH_CHANGE,
	BTH_FAMILY_COUNT,
};

struct bth_rule {
	const char *code; /* identity; never given to another rule */
	const char *name; /* what is wrong; reads well after "allow" */
	enum bth_family family;
	enum berth_severity severity; /* default; a finding may be raised above it */
	bool locked;                  /* cannot be switched off: the output would be wrong */

	/*
	 * Called for each object of @kinds (bits of BTH_KIND(), see world/object.h), or once
	 * for the whole run. Both unset for findings that another stage makes.
	 */
	unsigned kinds;
	void (*visit)(struct bth_lint *lint, const struct bth_object *object);
	void (*check)(struct bth_lint *lint);

	/* NULL-terminated: silent about what one of these has spoken of (BTH_AFTER) */
	const struct bth_rule *const *after;

	/* the name of the rule's option, as in --option NAME.OPTION=VALUE, or NULL */
	const char *option;

	/* shown by "berth explain" and in the rule reference */
	const char *summary; /* one line, no full stop */
	const char *why;     /* what happens in the cluster, in whole sentences */
	const char *fix;     /* what to do about it, in whole sentences */
};

#define BTH_AFTER(...) ((const struct bth_rule *const[]){__VA_ARGS__, NULL})

/* every rule of every stage, ordered by code */
extern const struct bth_rule *const bth_rules[];
extern const size_t bth_rule_count;

/* The rule of this name or code, or NULL. */
const struct bth_rule *bth_rule_find(const char *name);

/* "yaml", "api", … */
extern const char *const bth_family_names[BTH_FAMILY_COUNT];

/* "off", "info", "warning", "error" */
const char *bth_severity_name(enum berth_severity severity);

#endif

/* lint.h - what a rule gets to see, and how it speaks */
#ifndef BTH_RULES_LINT_H
#define BTH_RULES_LINT_H

#include "bind/bind.h"
#include "rules.h"
#include "world/world.h"

struct bth_storage;

/* What the rules of one thread share, made when the first of them asks for it. */
struct bth_lint_cache {
	const struct bth_storage *storage; /* rules/storage.h */
};

/* One run of the rules over a world. Rules keep no state of their own. */
struct bth_lint {
	struct bth_arena *arena;
	const struct bth_world *world;
	const struct bth_views *views;     /* of the world */
	const struct bth_binding *binding; /* of the views */
	struct bth_findings *findings;
	const struct bth_selection *selection; /* what is off by default runs when it is named */
	const struct bth_strs *settings; /* "rule.option=value" */
	struct bth_lint_cache *cache;    /* of this thread */
};

/*
 * The two halves of a run; calls with lints of their own (arena and findings) may be made on
 * several threads at once. The first runs every rule that looks at single objects over some
 * of them, the second the check of one rule for the whole run.
 */
void bth_lint_visit(struct bth_lint *lint, size_t first, size_t count);
void bth_lint_check(struct bth_lint *lint, size_t rule);

/* The value of the rule's option for the file of @object, or an empty text. */
struct bth_str bth_lint_setting(const struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object);

/*
 * Reports at @value, which stands in @object; at the object's name when it is absent. Path
 * and names are filled in.
 */
struct bth_finding *bth_report(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object, struct bth_value value, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Reports that the map @parent lacks @field: at the key under which @parent stands. */
struct bth_finding *bth_report_missing(struct bth_lint *lint, const struct bth_rule *rule,
	const struct bth_object *object, struct bth_value parent, const char *field,
	const char *format, ...) __attribute__((format(printf, 6, 7)));

/*
 * Says which part of the object a finding is about (a claim, a volume), so that a rule
 * that comes after it stays silent about the same part alone.
 */
void bth_report_subject(struct bth_finding *finding, struct bth_str subject);

/* Adds a second place: "the volume is here". Does nothing when @value is absent. */
void bth_report_note(struct bth_lint *lint, struct bth_finding *finding,
	struct bth_value value, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Says what to do, in the imperative, without full stop. */
void bth_report_fix(struct bth_lint *lint, struct bth_finding *finding,
	const char *format, ...) __attribute__((format(printf, 3, 4)));

/*
 * Adds the edit that puts @text (as YAML) in place of the scalar @value. Does nothing for
 * generated objects: what is to be edited there is the spec.
 */
void bth_report_replace(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value value, const char *text);

/* The object a view was read from. */
const struct bth_object *bth_lint_object(const struct bth_lint *lint, uint32_t index);

/* The tree of a volume, or of what makes a claim: the claim or its template. */
struct bth_value bth_lint_volume(
	const struct bth_lint *lint, const struct bth_volume *volume);
struct bth_value bth_lint_claim(
	const struct bth_lint *lint, const struct bth_claim *claim);

/* "claim 'data-db-0'" and the like for messages: namespace only when it is not the default. */
const char *bth_claim_text(const struct bth_lint *lint, const struct bth_claim *claim);

/* Whether the workload is a known database; berth is stricter with those. */
bool bth_lint_is_database(const struct bth_lint *lint, uint32_t object);

#endif

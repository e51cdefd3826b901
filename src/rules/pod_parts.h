/* pod_parts.h - the parts of workloads that several rules look at */
#ifndef BTH_RULES_POD_PARTS_H
#define BTH_RULES_POD_PARTS_H

#include "kube/container.h"
#include "rules/lint.h"

/* spec.volumeClaimTemplates of a StatefulSet; absent for others. */
struct bth_value bth_claim_templates(const struct bth_object *object);

/* Whether a claim template is called so; a volume of the pod of that name is replaced by it. */
bool bth_is_template_name(struct bth_value templates, struct bth_str name);

/*
 * The rule that speaks of a fault in what a workload makes its pods and claims from: @rule,
 * or statefulset-fails-late for a set whose API server does not look yet.
 */
const struct bth_rule *bth_made_rule(const struct bth_lint *lint,
	const struct bth_object *object, const struct bth_rule *rule);

/*
 * What a message about that says at its end: nothing, or ": Kubernetes 1.33 takes the set,
 * but then refuses its " and @made ("pods").
 */
const char *bth_made_tail(
	const struct bth_lint *lint, const struct bth_object *object, const char *made);

/* Whether objects of a kind are in namespaces; nobody knows it of custom resources. */
enum bth_scope { BTH_SCOPE_UNKNOWN, BTH_SCOPE_NAMESPACE, BTH_SCOPE_CLUSTER };
enum bth_scope bth_scope(const struct bth_lint *lint, const struct bth_object *object);

/* Whether @object is only context of the run. */
bool bth_is_context(const struct bth_object *object);

/*
 * Whether @object is the first of its name, context apart; rules about several objects look
 * at no other.
 */
bool bth_is_first(const struct bth_lint *lint, const struct bth_object *object);

/* The value that was put into @map under @key before, or absent; puts @value then. */
struct bth_value bth_seen(struct bth_arena *arena, struct bth_map *map,
	struct bth_str key, struct bth_value value);

/* "app=db,tier=data" of a map of labels, cut off after a few. */
const char *bth_pairs_text(struct bth_arena *arena, struct bth_value map);

/*
 * "app: db, tier: data", as YAML in braces has it: the labels of a map that name an
 * application for good, or all of them if none does.
 */
const char *bth_lasting_labels(struct bth_arena *arena, struct bth_value labels);

/* "StatefulSet 'db'" for messages, with the namespace unless it is the default. */
const char *bth_object_text(const struct bth_lint *lint, const struct bth_object *object);

#endif

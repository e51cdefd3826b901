/* core_quota.c - what a ResourceQuota can limit, and of which objects: ValidateResourceQuota */

#include "apis/meta_selector.h"
#include "kube/quantity_read.h"
#include "kube/resource.h"

/* ---- quantities ---- */

static void
check_hard(struct bth_validation *validation, struct bth_value key)
{
	struct bth_value value = bth_under(key);
	const char *fault = bth_resource_check_quota(bth_text(key));
	struct bth_quantity quantity;

	if (fault)
		bth_validation_report(validation, &bth_rule_field_value_wrong, key,
			"'%.*s' is no resource of a quota: %s",
			BTH_STR_ARG(bth_validation_shown(validation, key)), fault);
	if (!bth_quantity_read(&quantity, validation->findings->arena, value))
		return;
	if (quantity.nano < 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' of %.*s is negative",
			BTH_STR_ARG(bth_validation_shown(validation, value)),
			BTH_STR_ARG(bth_text(key)));
	else if (bth_resource_is_whole(bth_text(key)) && quantity.nano % 1000000000 != 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' of %.*s is no whole number",
			BTH_STR_ARG(bth_validation_shown(validation, value)),
			BTH_STR_ARG(bth_text(key)));
}

/* ---- scopes ---- */

/* Which of the resources a scope has a meaning for: of pods, pods alone, or claims. */
enum objects { OF_PODS, PODS, OF_CLAIMS };

enum scope {
	BEST_EFFORT,
	CROSS_NAMESPACE,
	NOT_BEST_EFFORT,
	NOT_TERMINATING,
	PRIORITY_CLASS,
	TERMINATING,
	ATTRIBUTES_CLASS,
	SCOPES,
};

static const struct {
	const char *name;
	enum objects objects;
	bool exists; /* takes no other operator in a selector */
} scopes[SCOPES] = {
	[BEST_EFFORT] = {"BestEffort", PODS, true},
	[CROSS_NAMESPACE] = {"CrossNamespacePodAffinity", OF_PODS, true},
	[NOT_BEST_EFFORT] = {"NotBestEffort", OF_PODS, true},
	[NOT_TERMINATING] = {"NotTerminating", OF_PODS, true},
	[PRIORITY_CLASS] = {"PriorityClass", OF_PODS, false},
	[TERMINATING] = {"Terminating", OF_PODS, true},
	[ATTRIBUTES_CLASS] = {"VolumeAttributesClass", OF_CLAIMS, false},
};

static size_t
find_scope(struct bth_value scope)
{
	size_t i = 0;

	while (i < SCOPES && !bth_str_is(bth_text(scope), scopes[i].name))
		i++;
	return i;
}

static bool
has_meaning(enum objects objects, struct bth_str resource)
{
	static const char *const of_pods[] = {"pods", "cpu", "limits.cpu", "limits.memory",
		"memory", "requests.cpu", "requests.memory"};
	size_t count = objects == OF_PODS ? sizeof of_pods / sizeof of_pods[0] : 1;

	if (!bth_resource_is_quota(resource))
		return true;
	if (objects == OF_CLAIMS)
		return bth_str_is(resource, "persistentvolumeclaims") ||
			bth_str_is(resource, "requests.storage");
	for (size_t i = 0; i < count; i++)
		if (bth_str_is(resource, of_pods[i]))
			return true;
	return false;
}

/* The server names the list, whichever of its items it is about. */
static void
check_scope(struct bth_validation *validation, struct bth_value hard, struct bth_value scope,
	struct bth_value list)
{
	size_t index = find_scope(scope);

	for (struct bth_value key = bth_first(hard); bth_is_map(hard) && bth_exists(key);
		key = bth_next(key)) {
		if (index == SCOPES || has_meaning(scopes[index].objects, bth_text(key)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, scope,
			"the scope '%.*s' is not for '%.*s', which the quota limits",
			BTH_STR_ARG(bth_validation_shown(validation, scope)),
			BTH_STR_ARG(bth_text(key)));
		finding->path = bth_path_of(validation->findings->arena, validation->root, list);
		bth_finding_note(validation->findings, finding, bth_span(key), "it does here");
		return;
	}
}

/* A pod is either this or that. */
static void
check_contrary(struct bth_validation *validation, unsigned seen, struct bth_value list)
{
	static const enum scope pairs[][2] = {
		{BEST_EFFORT, NOT_BEST_EFFORT}, {TERMINATING, NOT_TERMINATING}};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (seen & 1U << pairs[i][0] && seen & 1U << pairs[i][1])
			bth_validation_report(validation, &bth_rule_field_value_wrong, list,
				"nothing is in both scopes '%s' and '%s'",
				scopes[pairs[i][0]].name, scopes[pairs[i][1]].name);
}

static unsigned
bit_of(struct bth_value scope)
{
	size_t index = find_scope(scope);

	return index == SCOPES ? 0 : 1U << index;
}

static void
check_scopes(struct bth_validation *validation, struct bth_value hard, struct bth_value list)
{
	unsigned seen = 0;

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		check_scope(validation, hard, i, list);
		seen |= bit_of(i);
	}
	check_contrary(validation, seen, list);
}

/* ---- selectors of scopes ---- */

static void
check_operator(struct bth_validation *validation, struct bth_value requirement)
{
	struct bth_value how = bth_get(requirement, "operator");
	size_t index = find_scope(bth_get(requirement, "scopeName"));

	if (index < SCOPES && scopes[index].exists && bth_text(how).len &&
		!bth_str_is(bth_text(how), "Exists"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, how,
			"the scope '%s' takes 'operator: Exists' only", scopes[index].name);
	bth_check_operator_values(validation, requirement);
}

static void
check_selector(struct bth_validation *validation, struct bth_value hard, struct bth_value list)
{
	unsigned seen = 0;

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value scope = bth_get(i, "scopeName");

		check_scope(validation, hard, scope, list);
		check_operator(validation, i);
		seen |= bit_of(scope);
	}
	check_contrary(validation, seen, list);
}

void
bth_check_quota(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value hard = bth_get(value, "hard");

	for (struct bth_value key = bth_first(hard); bth_is_map(hard) && bth_exists(key);
		key = bth_next(key))
		check_hard(validation, key);
	check_scopes(validation, hard, bth_get(value, "scopes"));
	check_selector(validation, hard, bth_dig(value, "scopeSelector.matchExpressions"));
}

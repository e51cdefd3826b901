/*
 * core_scheduling.c - where pods may run: ValidateTolerations,
 * validateTopologySpreadConstraints, validatePodAffinityTerm
 */

#include "apis/pod.h"
#include "kube/name.h"

enum {
	SPREAD_KEYS_SINCE = 27,   /* matchLabelKeys and minDomains of spread constraints */
	SPREAD_MERGE_SINCE = 34,  /* the keys become part of the selector */
	AFFINITY_KEYS_SINCE = 31, /* matchLabelKeys and mismatchLabelKeys of affinity */
};

/* ---- tolerations ---- */

/* Without a key it is about all taints, and then there is no value to compare. */
static void
check_toleration_key(struct bth_validation *validation, struct bth_value toleration)
{
	struct bth_value key = bth_get(toleration, "key");
	struct bth_value how = bth_get(toleration, "operator");
	const char *message = "a toleration without 'key' needs 'operator: Exists'";

	if ((bth_is_string(key) && bth_text(key).len) || bth_str_is(bth_text(how), "Exists"))
		return;
	if (bth_is_unset(how))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, toleration,
			BTH_STR("operator"), "%s", message);
	else
		bth_validation_report(validation, &bth_rule_field_value_wrong, how, "%s", message);
}

static void
check_toleration_value(struct bth_validation *validation, struct bth_value toleration)
{
	struct bth_str how = bth_check_text(bth_get(toleration, "operator"));
	struct bth_value value = bth_get(toleration, "value");
	struct bth_finding *finding = NULL;

	if (!bth_is_string(value) || !bth_text(value).len)
		return;
	const char *fault = bth_name_check_label_value(bth_text(value));
	if (bth_str_is(how, "Exists"))
		finding = bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'value' may not be set when 'operator' is 'Exists'");
	else if (fault && (!how.len || bth_str_is(how, "Equal")))
		finding = bth_validation_report(validation, &bth_rule_field_value_wrong, value,
			"'%.*s' is no valid value of a taint: %s",
			BTH_STR_ARG(bth_validation_shown(validation, value)), fault);
	if (finding)
		bth_pod_set_path(validation, finding, toleration, "operator");
}

void
bth_check_toleration(struct bth_validation *validation, struct bth_value value)
{
	/* Gt and Lt are behind a gate that is off */
	static const char *const operators[] = {"Equal", "Exists", NULL};
	struct bth_value how = bth_get(value, "operator"), effect = bth_get(value, "effect");

	if (bth_str_is(bth_text(how), "Gt") || bth_str_is(bth_text(how), "Lt"))
		bth_check_words(validation, how, operators);
	check_toleration_key(validation, value);
	check_toleration_value(validation, value);
	if (bth_is_unset(bth_get(value, "tolerationSeconds")) ||
		bth_str_is(bth_text(effect), "NoExecute"))
		return;
	const char *message = "'tolerationSeconds' needs 'effect: NoExecute'";
	if (bth_is_unset(effect))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, value,
			BTH_STR("effect"), "%s", message);
	else
		bth_validation_report(validation, &bth_rule_field_value_wrong, effect, "%s",
			message);
}

/* ---- keys of labels beside a selector ---- */

static size_t
count_key(struct bth_value list, struct bth_str key)
{
	size_t count = 0;

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i))
		count += bth_is_string(i) && bth_str_eq(bth_text(i), key);
	return count;
}

static size_t
count_expressions(struct bth_value selector, struct bth_str key)
{
	struct bth_value list = bth_get(selector, "matchExpressions");
	size_t count = 0;

	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i))
		count += bth_str_eq(bth_check_text(bth_get(i, "key")), key);
	return count;
}

static bool
is_matched(struct bth_value selector, struct bth_str key)
{
	return bth_exists(bth_get_str(bth_get(selector, "matchLabels"), key));
}

/* What a pod is created with gets its own labels of these keys put into the selector. */
static bool
is_merged(const struct bth_validation *validation, struct bth_str key)
{
	struct bth_value labels = bth_dig(validation->root, "metadata.labels");

	return bth_pod_is_object(validation) && bth_exists(bth_get_str(labels, key));
}

static bool
check_keys_alone(struct bth_validation *validation, struct bth_value map, const char *name)
{
	struct bth_value keys = bth_get(map, name);

	if (!bth_is_list(keys) || !bth_size(keys) ||
		!bth_is_unset(bth_get(map, "labelSelector")))
		return true;
	bth_validation_report(validation, &bth_rule_field_forbidden, keys,
		"'%s' may not be set without 'labelSelector'", name);
	return false;
}

/* Whether the selector of @map would ask for the label @key twice. */
static bool
is_asked_twice(const struct bth_validation *validation, struct bth_value map, struct bth_str key)
{
	struct bth_value selector = bth_get(map, "labelSelector");
	size_t expressions = count_expressions(selector, key);

	if (is_merged(validation, key))
		expressions += count_key(bth_get(map, "matchLabelKeys"), key);
	return expressions > 1 || (expressions == 1 && is_matched(selector, key));
}

/* ValidateMatchLabelKeysAndMismatchLabelKeys. */
static void
check_label_keys(struct bth_validation *validation, struct bth_value map)
{
	struct bth_value keys = bth_get(map, "matchLabelKeys");
	struct bth_value others = bth_get(map, "mismatchLabelKeys");

	if (!check_keys_alone(validation, map, "matchLabelKeys") ||
		!check_keys_alone(validation, map, "mismatchLabelKeys"))
		return;
	for (struct bth_value i = bth_first(keys); bth_is_list(keys) && bth_exists(i);
		i = bth_next(i)) {
		if (!bth_is_string(i))
			continue;
		if (count_key(others, bth_text(i)))
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"'%.*s' is in 'mismatchLabelKeys', too", BTH_STR_ARG(bth_text(i)));
		if (!is_asked_twice(validation, map, bth_text(i)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, i, "'%.*s' is in 'labelSelector', too",
			BTH_STR_ARG(bth_text(i)));
		finding->path = bth_path_of(validation->findings->arena, validation->root, map);
	}
}

/* ---- spreading ---- */

/* ValidateMatchLabelKeysInTopologySpread: what was asked before the keys were merged. */
static void
check_spread_keys(struct bth_validation *validation, struct bth_value constraint)
{
	struct bth_value keys = bth_get(constraint, "matchLabelKeys");
	struct bth_value selector = bth_get(constraint, "labelSelector");

	if (!check_keys_alone(validation, constraint, "matchLabelKeys"))
		return;
	for (struct bth_value i = bth_first(keys); bth_is_list(keys) && bth_exists(i);
		i = bth_next(i))
		if (bth_is_string(i) &&
			(is_matched(selector, bth_text(i)) ||
				count_expressions(selector, bth_text(i))))
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"'%.*s' is in 'labelSelector', too", BTH_STR_ARG(bth_text(i)));
}

void
bth_check_spread(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value domains = bth_get(value, "minDomains");
	struct bth_value action = bth_get(value, "whenUnsatisfiable");

	if (validation->minor < SPREAD_KEYS_SINCE)
		return;
	if (!bth_is_unset(domains) && bth_str_is(bth_text(action), "ScheduleAnyway")) {
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, domains,
			"'minDomains' needs 'whenUnsatisfiable: DoNotSchedule'");

		bth_finding_note(validation->findings, finding, bth_span(action),
			"it is '%.*s' here", BTH_STR_ARG(bth_text(action)));
	}
	if (validation->minor < SPREAD_MERGE_SINCE)
		check_spread_keys(validation, value);
	else
		check_label_keys(validation, value);
}

/* ---- pod affinity ---- */

void
bth_check_affinity_term(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value namespaces = bth_get(value, "namespaces");

	for (struct bth_value i = bth_first(namespaces); bth_is_list(namespaces) && bth_exists(i);
		i = bth_next(i)) {
		const char *fault = bth_name_check_label(bth_text(i));

		if (!fault || !(bth_is_string(i) || bth_is_null(i)))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, i, "'%.*s' is no valid namespace: %s",
			BTH_STR_ARG(bth_validation_shown(validation, i)), fault);
		bth_pod_set_path(validation, finding, value, "namespace");
	}
	if (validation->minor >= AFFINITY_KEYS_SINCE)
		check_label_keys(validation, value);
}

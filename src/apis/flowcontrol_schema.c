/* flowcontrol_schema.c - FlowSchemas: ValidateFlowSchemaSpec and what it calls */

#include "apis/checks.h"

#define ALL "*"

/* ---- who it is about ---- */

/* What is there for the kind of the subject, and what may not be there then. */
void
bth_check_flow_subject(struct bth_validation *validation, struct bth_value value)
{
	static const struct {
		const char *kind, *field;
	} subjects[] = {{"Group", "group"}, {"ServiceAccount", "serviceAccount"}, {"User", "user"}};
	struct bth_str kind = bth_check_text(bth_get(value, "kind"));
	enum { COUNT = sizeof subjects / sizeof subjects[0] };
	size_t which = 0;

	while (which < COUNT && !bth_str_is(kind, subjects[which].kind))
		which++;
	for (size_t i = 0; which < COUNT && i < COUNT; i++)
		if (i != which)
			bth_check_forbidden(validation, value, subjects[i].field,
				"for a subject of another kind");
		else if (bth_is_unset(bth_get(value, subjects[i].field)))
			bth_check_missing(validation, value, subjects[i].field);
}

void
bth_check_flow_account(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value name = bth_get(value, "name");

	if (!bth_str_is(bth_check_text(name), ALL))
		bth_check_format(validation, name, BTH_FORMAT_SUBDOMAIN);
}

/* ---- what it is about ---- */

/* Whether the list has a '*'; reports it when something else stands beside it. */
static bool
has_all(struct bth_validation *validation, struct bth_value list)
{
	for (struct bth_value i = bth_first(list); bth_is_list(list) && bth_exists(i);
		i = bth_next(i)) {
		if (!bth_str_is(bth_check_text(i), ALL))
			continue;
		if (bth_size(list) > 1)
			bth_validation_report(validation, &bth_rule_field_value_wrong, list,
				"'*' stands for all, and cannot stand beside others");
		return true;
	}
	return false;
}

static void
check_verbs(struct bth_validation *validation, struct bth_value rule)
{
	static const char *const verbs[] = {"create", "delete", "deletecollection", "get", "list",
		"patch", "proxy", "update", "watch", NULL};
	struct bth_value list = bth_get(rule, "verbs");

	if (!bth_is_list(list) || has_all(validation, list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_is_null(i) || (bth_is_string(i) && !bth_text(i).len))
			bth_validation_report(validation, &bth_rule_field_value_unknown, i,
				"an item of 'verbs' is empty");
		else
			bth_check_words(validation, i, verbs);
}

/* ValidateNonResourceURLPath */
static const char *
check_url(struct bth_str url)
{
	size_t star = bth_str_find(url, '*');

	if (!url.len)
		return "it is empty";
	if (url.at[0] != '/')
		return "it has to begin with '/'";
	if (bth_str_find(url, ' ') != SIZE_MAX)
		return "it cannot have blanks";
	if (bth_str_contains(url, "//"))
		return "it cannot have '//'";
	if (star != SIZE_MAX && (star + 1 != url.len || !bth_str_ends(url, "/*")))
		return "a '*' can only be all that is behind the last '/'";
	return NULL;
}

void
bth_check_flow_urls(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value list = bth_get(value, "nonResourceURLs");

	check_verbs(validation, value);
	if (!bth_is_list(list) || has_all(validation, list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		const char *fault = check_url(bth_check_text(i));

		if (fault && (bth_is_string(i) || bth_is_null(i)))
			bth_validation_report(validation, &bth_rule_field_value_wrong, i,
				"'%.*s' is no valid path: %s",
				BTH_STR_ARG(bth_validation_shown(validation, i)), fault);
	}
}

void
bth_check_flow_resources(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value list = bth_get(value, "namespaces");

	check_verbs(validation, value);
	has_all(validation, bth_get(value, "apiGroups"));
	has_all(validation, bth_get(value, "resources"));
	if (!bth_size(list) && !bth_is_true(bth_get(value, "clusterScope"), false))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			BTH_STR("namespaces"), "the rule needs 'namespaces' or 'clusterScope'");
	if (!bth_is_list(list) || has_all(validation, list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_is_string(i))
			bth_validate_format(validation, i, BTH_FORMAT_LABEL);
}

void
bth_check_flow_rule(struct bth_validation *validation, struct bth_value value)
{
	if (!bth_size(bth_get(value, "resourceRules")) &&
		!bth_size(bth_get(value, "nonResourceRules")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, value,
			(struct bth_str){0},
			"the rule is about nothing: it has neither 'resourceRules' nor "
			"'nonResourceRules'");
}

/* ---- the whole ---- */

/* Whether @list is these words, which end with NULL. */
static bool
is_words(struct bth_value list, const char *const *words)
{
	struct bth_value item = bth_first(list);

	for (; *words && bth_exists(item); words++, item = bth_next(item))
		if (!bth_str_is(bth_check_text(item), *words))
			return false;
	return !*words && !bth_exists(item);
}

static bool
is_all(struct bth_value map, const char *field)
{
	static const char *const all[] = {ALL, NULL};

	return is_words(bth_get(map, field), all);
}

static bool
is_groups(struct bth_value subjects, const char *const *groups)
{
	struct bth_value item = bth_first(subjects);

	for (; *groups && bth_exists(item); groups++, item = bth_next(item))
		if (!bth_str_is(bth_check_text(bth_dig(item, "group.name")), *groups))
			return false;
	return !*groups && !bth_exists(item);
}

/* A schema that the server has made, and that has to stay as it is. */
struct fixed {
	const char *name;
	int precedence;
	const char *method; /* NULL: none */
	const char *groups[3];
};

static bool
is_fixed(const struct fixed *fixed, struct bth_value spec)
{
	struct bth_value rules = bth_get(spec, "rules"), rule = bth_item(rules, 0);
	struct bth_value resources = bth_get(rule, "resourceRules");
	struct bth_value urls = bth_get(rule, "nonResourceRules");
	struct bth_value resource = bth_item(resources, 0), url = bth_item(urls, 0);
	struct bth_value method = bth_get(spec, "distinguisherMethod");
	int64_t precedence = 0;

	bth_validation_whole(&precedence, bth_get(spec, "matchingPrecedence"));
	return precedence == fixed->precedence &&
		bth_str_is(bth_check_text(bth_dig(spec, "priorityLevelConfiguration.name")),
			fixed->name) &&
		(fixed->method ?
				bth_str_is(bth_check_text(bth_get(method, "type")), fixed->method) :
				bth_is_unset(method)) &&
		bth_size(rules) == 1 && is_groups(bth_get(rule, "subjects"), fixed->groups) &&
		bth_size(resources) == 1 && is_all(resource, "verbs") &&
		is_all(resource, "apiGroups") && is_all(resource, "resources") &&
		is_all(resource, "namespaces") &&
		bth_is_true(bth_get(resource, "clusterScope"), false) && bth_size(urls) == 1 &&
		is_all(url, "verbs") && is_all(url, "nonResourceURLs");
}

void
bth_check_flow_schema(struct bth_validation *validation, struct bth_value value)
{
	static const struct fixed schemas[] = {
		{"exempt", 1, NULL, {"system:masters", NULL}},
		{"catch-all", 10000, "ByUser",
			{"system:unauthenticated", "system:authenticated", NULL}},
	};
	struct bth_value spec = bth_get(value, "spec");
	struct bth_value precedence = bth_get(spec, "matchingPrecedence");
	struct bth_str name = bth_check_text(bth_dig(value, "metadata.name"));
	int64_t number = 0;

	if (bth_is_unset(spec))
		bth_check_missing(validation, value, "spec.priorityLevelConfiguration.name");
	if (bth_validation_whole(&number, precedence) && number == 1 && !bth_str_is(name, "exempt"))
		bth_validation_report(validation, &bth_rule_field_value_wrong, precedence,
			"only the schema 'exempt' can have the matchingPrecedence 1");
	for (size_t i = 0; i < sizeof schemas / sizeof schemas[0]; i++)
		if (bth_str_is(name, schemas[i].name) && !is_fixed(&schemas[i], spec))
			bth_validation_report_missing(validation, &bth_rule_field_value_wrong,
				value, BTH_STR("spec"),
				"the schema '%s' is there in every cluster, and cannot be another",
				schemas[i].name);
}

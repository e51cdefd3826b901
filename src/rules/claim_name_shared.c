/* claim_name_shared.c - two makers of one claim: the second takes what the first made */

#include "rules/pod_parts.h"
#include "rules/storage.h"

static void
report_sets(struct bth_lint *lint, const struct bth_claim *first,
	const struct bth_claim *second)
{
	const struct bth_object *object = bth_lint_object(lint, second->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_name_shared,
		object, bth_dig(bth_lint_claim(lint, second), "metadata.name"),
		"%s is made by %s too: both sets use one claim",
		bth_claim_text(lint, second),
		bth_object_text(lint, bth_lint_object(lint, first->object)));

	bth_report_subject(finding, second->name);
	bth_report_note(lint, finding,
		bth_dig(bth_lint_claim(lint, first), "metadata.name"),
		"the other claim template");
	bth_report_fix(lint, finding,
		"rename a claim template or a set, so that "
		"<template>-<set>-<ordinal> differ");
}

/* Two templates share at most a run of ordinals: one word about it is enough. */
static void
check_sets(struct bth_lint *lint)
{
	struct bth_storage storage;
	const struct bth_claim *before = NULL;

	bth_storage_init(&storage, lint);
	for (uint32_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct bth_claim *first =
			&lint->views->claims.items[bth_storage_claim(
				&storage, claim->namespace, claim->name)];

		if (first->object == claim->object)
			continue;
		if (!(before && bth_claims_same_template(before, claim)))
			report_sets(lint, first, claim);
		before = claim;
	}
}

/* A claim template and its set. */
struct template
{
	const struct bth_object *object;
	const struct bth_set *set;
	struct bth_value at;
};

static struct bth_str
prefix_key(struct bth_arena *arena, struct bth_str namespace, struct bth_str prefix)
{
	return bth_str_printf(
		arena, "%.*s/%.*s", BTH_STR_ARG(namespace), BTH_STR_ARG(prefix));
}

static void
index_templates(struct bth_lint *lint, struct bth_map *map)
{
	for (size_t i = 0; i < lint->views->sets.len; i++) {
		const struct bth_set *set = &lint->views->sets.items[i];
		const struct bth_object *object = bth_lint_object(lint, set->object);

		for (struct bth_value t = bth_maker_first(object); bth_exists(t);
			t = bth_next(t)) {
			struct template *one = bth_arena_alloc(lint->arena, sizeof *one);
			struct bth_str prefix = bth_str_printf(lint->arena, "%.*s-%.*s",
				BTH_STR_ARG(bth_maker_name(t)), BTH_STR_ARG(set->name));

			*one = (struct template){.object = object, .set = set, .at = t};
			bth_map_put(lint->arena, map,
				prefix_key(lint->arena, set->namespace, prefix), one);
		}
	}
}

/* The template whose claim has the name of the given claim, or NULL. */
static const struct template *
maker_of(struct bth_lint *lint, const struct bth_map *map, const struct bth_claim *claim)
{
	size_t dash = bth_str_rfind(claim->name, '-');
	struct bth_str digits = bth_str_sub(claim->name, dash + 1, SIZE_MAX);
	uint64_t ordinal;

	if (dash == SIZE_MAX || !bth_str_to_u64(&ordinal, digits) ||
		(digits.len > 1 && digits.at[0] == '0'))
		return NULL;
	const struct template *found = bth_map_get(map,
		prefix_key(lint->arena, claim->namespace,
			bth_str_sub(claim->name, 0, dash)));
	if (!found || ordinal < (uint64_t)found->set->start ||
		ordinal >= (uint64_t)(found->set->start + found->set->replicas))
		return NULL;
	return found;
}

static void
report_taken(struct bth_lint *lint, const struct template *template,
	const struct bth_claim *claim, const char *field, enum berth_severity severity)
{
	struct bth_value asked = bth_dig(template->at, field);
	struct bth_value has = bth_dig(bth_lint_claim(lint, claim), field);
	struct bth_finding *finding = bth_report(lint, &bth_rule_claim_name_shared,
		template->object, asked,
		"%s is there already with %s: this %s is not looked at",
		bth_claim_text(lint, claim),
		bth_text(has).len ? bth_arena_printf(lint->arena, "'%.*s'",
					    BTH_STR_ARG(bth_text(has))) :
				    "none",
		bth_arena_printf(lint->arena, "'%.*s'", BTH_STR_ARG(bth_text(asked))));

	finding->severity = severity;
	bth_report_subject(finding, claim->name);
	bth_report_note(lint, finding,
		bth_exists(has) ? has :
				  bth_dig(bth_lint_claim(lint, claim), "metadata.name"),
		"the set takes this claim as it is");
	bth_report_fix(lint, finding,
		"give claim and template the same value, or leave it to the "
		"set to make the claim");
}

static void
compare_claim(struct bth_lint *lint, const struct template *template,
	const struct bth_claim *claim)
{
	struct bth_value size = bth_dig(template->at, "spec.resources.requests.storage");
	struct bth_value class = bth_dig(template->at, "spec.storageClassName");
	struct bth_quantity asked;

	if (claim->has_request &&
		bth_quantity_parse(&asked, bth_text(size)) == BTH_QUANTITY_OK) {
		int order = bth_quantity_cmp(claim->request, asked);

		/* a claim that has grown is how it is done: the template cannot follow */
		if (order)
			report_taken(lint, template, claim,
				"spec.resources.requests.storage",
				order < 0 ? BERTH_ERROR : BERTH_INFO);
	}
	if (!bth_is_unset(class) && !bth_str_eq(bth_text(class), claim->storage_class))
		report_taken(lint, template, claim, "spec.storageClassName", BERTH_ERROR);
}

static void
check(struct bth_lint *lint)
{
	struct bth_map templates = {0};

	if (!lint->views->sets.len)
		return;
	check_sets(lint);
	index_templates(lint, &templates);
	for (size_t i = 0; i < lint->views->claims.len; i++) {
		const struct bth_claim *claim = &lint->views->claims.items[i];
		const struct template *template = claim->set == UINT32_MAX ?
			maker_of(lint, &templates, claim) :
			NULL;

		if (template)
			compare_claim(lint, template, claim);
	}
}

const struct bth_rule bth_rule_claim_name_shared = {
	.code = "BTH108",
	.name = "claim-name-shared",
	.family = BTH_BINDING,
	.severity = BERTH_ERROR,
	.check = check,
	.summary =
		"two sets make the same claim, or a set takes a claim that is otherwise",
	.why = "A claim's name is <template>-<set>-<ordinal>, joined with dashes, so template 'a' "
	       "of set 'b-c' and template 'a-b' of set 'c' make the same one. A claim that is "
	       "there already is taken as it is, whoever made it: its size and class are not "
	       "compared, and two sets write into one volume.",
	.fix = "Rename one of the two. For a claim made beforehand, write the same size and class "
	       "in claim and template.",
};

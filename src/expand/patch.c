/* patch.c - changes that the spec makes to the generated objects */

#include "expand/draft.h"

#include "expand/pointer.h"
#include "rules.h"
#include "schema/facts.h"
#include "schema/merge.h"

static bool
is_target(const struct bth_draft *draft, struct bth_value target)
{
	struct bth_tree view = bth_build_view(&draft->builder);
	struct bth_value root = {.tree = &view, .at = draft->root};
	struct bth_value name = bth_get(target, "name");

	return bth_str_is(bth_text(bth_get(target, "kind")), draft->kind) &&
		(!bth_exists(name) ||
			bth_str_eq(bth_text(name),
				bth_text(bth_dig(root, "metadata.name"))));
}

static void
merge(struct bth_expanding *expanding, struct bth_draft *draft, struct bth_value patch)
{
	struct bth_kind_facts kind;
	bool known = bth_schema_kind(&kind, bth_str(draft->api_version),
		bth_str(draft->kind), expanding->cluster->minor);

	bth_schema_merge(&draft->builder, draft->root, known ? kind.definition : NULL,
		patch, expanding->cluster->minor);
}

static void
report_step(struct bth_expanding *expanding, const struct bth_draft *draft,
	struct bth_value step, const char *fault)
{
	struct bth_value path = bth_get(step, "path");
	struct bth_finding *finding =
		bth_find(expanding->findings, &bth_rule_spec_patch_unmatched,
			bth_span(bth_exists(path) ? path : step), "%s '%.*s' in %s: %s",
			bth_arena_copy(expanding->arena, bth_text(bth_get(step, "op")).at,
				bth_text(bth_get(step, "op")).len),
			BTH_STR_ARG(bth_text(path)), draft->kind, fault);

	bth_finding_fix(expanding->findings, finding,
		"berth generate without the patch shows what there is");
}

/* RFC 6902: the steps in their order; the first that fails ends the patch. */
static void
apply_steps(
	struct bth_expanding *expanding, struct bth_draft *draft, struct bth_value steps)
{
	for (struct bth_value i = bth_first(steps); bth_exists(i); i = bth_next(i)) {
		const char *fault = bth_pointer_apply(&draft->builder, draft->root, i);

		if (!fault)
			continue;
		report_step(expanding, draft, i, fault);
		return;
	}
}

static void
report_unmatched(struct bth_expanding *expanding, struct bth_value target)
{
	struct bth_value kind = bth_get(target, "kind"), name = bth_get(target, "name");
	const char *there = "";

	for (size_t i = 0; i < expanding->drafts.len; i++) {
		struct bth_draft *draft = expanding->drafts.items[i];
		struct bth_tree view = bth_build_view(&draft->builder);
		struct bth_str own = bth_text(
			bth_dig((struct bth_value){&view, draft->root}, "metadata.name"));

		there = bth_arena_printf(expanding->arena, "%s%s%s %.*s", there,
			*there ? ", " : "", draft->kind, BTH_STR_ARG(own));
	}
	struct bth_finding *finding = bth_find(expanding->findings,
		&bth_rule_spec_patch_unmatched, bth_span(bth_exists(name) ? name : kind),
		"no generated object is a %.*s%s%.*s%s", BTH_STR_ARG(bth_text(kind)),
		bth_exists(name) ? " named '" : "", BTH_STR_ARG(bth_text(name)),
		bth_exists(name) ? "'" : "");
	bth_finding_fix(expanding->findings, finding, "there are %s", there);
}

static void
apply(struct bth_expanding *expanding, struct bth_value patch)
{
	struct bth_value target = bth_get(patch, "target");
	struct bth_value merged = bth_get(patch, "merge"), steps = bth_get(patch, "json");
	bool found = false;

	for (size_t i = 0; i < expanding->drafts.len; i++) {
		struct bth_draft *draft = expanding->drafts.items[i];

		if (!is_target(draft, target))
			continue;
		found = true;
		if (bth_is_map(merged))
			merge(expanding, draft, merged);
		if (bth_is_list(steps))
			apply_steps(expanding, draft, steps);
	}
	if (!found)
		report_unmatched(expanding, target);
}

void
bth_expand_patches(struct bth_expanding *expanding)
{
	struct bth_value patches = bth_draft_spec(expanding, "patches");

	for (struct bth_value i = bth_first(patches); bth_exists(i); i = bth_next(i))
		apply(expanding, i);
}

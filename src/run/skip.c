/* skip.c - documents that are not looked at, and what is said of them */

#include "base/near.h"
#include "rules.h"
#include "run/context.h"

void
bth_run_skip(struct berth_context *context, const struct bth_document *document,
	const char *reason)
{
	if (document->span.source->context)
		return;
	bth_vec_push(&context->arena, &context->skipped,
		(struct bth_skipped){.file = document->span.source->name,
			.document = document->number,
			.reason = reason});
}

/* Absent, null, empty, or a list or map. */
static bool
lacks_text(struct bth_value fragment, const char *key)
{
	struct bth_value value = bth_get(fragment, key);

	return bth_is_unset(value) || !bth_text(value).len;
}

/* A key that says its type, beside metadata: nobody writes that but for an object. */
static bool
is_meant(struct bth_value fragment)
{
	return bth_is_map(bth_get(fragment, "metadata")) &&
		(bth_exists(bth_get(fragment, "apiVersion")) ||
			bth_exists(bth_get(fragment, "kind")));
}

void
bth_run_skip_object(struct berth_context *context, const struct bth_object *object,
	const char *reason)
{
	const struct bth_tree *tree = object->root.tree;
	size_t count = context->skipped.len;
	const struct bth_skipped *last = count ? &context->skipped.items[count - 1] : NULL;

	if (object->generated || tree->source->context)
		return;
	if (last && last->reason == reason && last->file == tree->source->name &&
		last->document == tree->document)
		return; /* it is in a list with another */
	bth_vec_push(&context->arena, &context->skipped,
		(struct bth_skipped){
			.file = tree->source->name, .document = tree->document, .reason = reason});
}

/* Marks the key that was meant to be @lacks: beside the other one, that means an object. */
static void
offer_key(struct berth_context *context, struct bth_finding *finding, struct bth_value fragment,
	const char *lacks)
{
	for (struct bth_value i = bth_first(fragment); bth_is_map(fragment) && bth_exists(i);
		i = bth_next(i)) {
		if (bth_str_is(bth_text(i), lacks) || !bth_near(bth_text(i), &lacks, 1))
			continue;
		finding->severity = BERTH_ERROR;
		finding->span = bth_span(i);
		bth_finding_fix(&context->findings, finding, "did you mean '%s'?", lacks);
		bth_finding_edit(&context->findings, finding, bth_span(i), bth_str(lacks));
		return;
	}
}

/* Objects as they stand in 'items', without the List around them. */
static bool
is_bare_list(struct bth_value fragment)
{
	struct bth_value first = bth_is_list(fragment) ? bth_first(fragment) : fragment;

	return bth_is_map(first) && bth_is_list(fragment) && !lacks_text(first, "apiVersion") &&
		!lacks_text(first, "kind");
}

void
bth_run_skip_fragment(struct berth_context *context, const struct bth_document *document,
	struct bth_value fragment)
{
	const char *lacks = lacks_text(fragment, "apiVersion") ?
		lacks_text(fragment, "kind") ? "apiVersion and kind" : "apiVersion" : "kind";
	struct bth_value given = bth_get(fragment, lacks);

	bth_run_skip(context, document, bth_arena_printf(&context->arena, "no %s", lacks));
	struct bth_finding *finding = bth_find(&context->findings, &bth_rule_object_fragment,
		bth_span(fragment), "%s without %s: no object, so it is skipped",
		bth_is_map(fragment) ? "a map" : bth_is_list(fragment) ? "a list" : "text", lacks);
	if (is_bare_list(fragment)) {
		finding->severity = BERTH_ERROR;
		bth_finding_fix(&context->findings, finding,
			"put '---' between the objects, or the list under 'items' of a List");
	}
	if (is_meant(fragment)) {
		finding->severity = BERTH_ERROR;
		bth_finding_fix(&context->findings, finding, "add '%s'", lacks);
	}
	if (is_meant(fragment) && !bth_is_unset(given)) {
		finding->span = bth_span(given);
		finding->message = bth_arena_printf(&context->arena, "'%s' is %s: no object, so it "
			"is skipped", lacks, bth_is_scalar(given) ? "empty" :
			bth_is_list(given) ? "a list, but has to be a text" :
			"a map, but has to be a text");
		bth_finding_fix(&context->findings, finding, "write one text, like '%s'",
			strcmp(lacks, "kind") == 0 ? "kind: StatefulSet" : "apiVersion: apps/v1");
	}
	offer_key(context, finding, fragment, lacks);
}

void
bth_run_skip_foreign(struct berth_context *context, const struct bth_document *document,
	const char *reason)
{
	bth_run_skip(context, document, reason);
	bth_find(&context->findings, &bth_rule_object_fragment, bth_span(bth_root(document->tree)),
		"%s: no object, so it is skipped", reason);
}

/* describe.c - what definitions and schemas say about the custom resources of a run */

#include "rules.h"
#include "run/context.h"

static bool
add_list(struct berth_context *context, struct bth_value root)
{
	struct bth_value items = bth_get(root, "items");
	bool found = false;

	for (struct bth_value i = bth_first(items); bth_is_list(items) && bth_exists(i);
		i = bth_next(i))
		found |= bth_customs_add(&context->customs, i);
	return found;
}

/* A document of a file that was given for this alone, so it has to be of use. */
static void
add_schema(struct berth_context *context, const struct bth_document *document)
{
	struct bth_value root = bth_root(document->tree);
	struct bth_str name = bth_str(document->span.source->name);

	if (bth_customs_add(&context->customs, root) || add_list(context, root) ||
		bth_customs_add_schema(&context->customs, root, name))
		return;
	struct bth_finding *finding = bth_find(&context->findings, &bth_rule_schema_malformed,
		bth_span(root),
		bth_customs_is_schema(root) ?
			"neither this schema nor the name of its file says which kind it is of" :
			"this is neither a CustomResourceDefinition nor a JSON Schema");
	bth_finding_fix(&context->findings, finding,
		bth_customs_is_schema(root) ?
			"call the file GROUP/KIND_VERSION.json or KIND-GROUP-VERSION.json" :
			"leave the file out of --schema, or move this document to another");
}

void
bth_run_describe(struct berth_context *context)
{
	const struct bth_objects *objects = &context->world.objects;

	bth_customs_init(&context->customs, &context->arena, &context->patterns,
		context->world.minor);
	for (size_t i = 0; i < objects->len; i++)
		bth_customs_add(&context->customs, objects->items[i].root);
	for (size_t i = 0; i < context->documents.len; i++)
		if (context->documents.items[i].span.source->schema &&
			context->documents.items[i].state == BTH_DOCUMENT_READ)
			add_schema(context, &context->documents.items[i]);
	for (size_t i = 0; i < context->world.given; i++)
		bth_customs_prepare(
			&context->customs, &context->findings, objects->items[i].root);
}

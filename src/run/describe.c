/* describe.c - what definitions and schemas say about the custom resources of a run */

#include "run/context.h"

void
bth_run_describe(struct berth_context *context)
{
	const struct bth_objects *objects = &context->world.objects;

	bth_customs_init(&context->customs, &context->arena, &context->patterns,
		context->world.minor);
	for (size_t i = 0; i < objects->len; i++)
		bth_customs_add(&context->customs, objects->items[i].root);
	for (size_t i = 0; i < objects->len; i++)
		bth_customs_prepare(
			&context->customs, &context->findings, objects->items[i].root);
}

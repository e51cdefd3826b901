/* owner.c - which object a finding stands in that was made while text was read */

#include "run/context.h"

#include <stdlib.h>

/* Where an object of the input stands. */
struct extent {
	struct bth_span span;
	const struct bth_object *object;
};

BTH_VEC_TYPE(extents, struct extent);

/* By input, then by place; of two that begin at one place the outer first. */
static int
compare(const void *left, const void *right)
{
	const struct bth_span *a = &((const struct extent *)left)->span;
	const struct bth_span *b = &((const struct extent *)right)->span;

	if (a->source->order != b->source->order)
		return a->source->order < b->source->order ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->end == b->end ? 0 : a->end > b->end ? -1 : 1;
}

/* Objects do not lie within each other, so the last that begins before @span is the one. */
static const struct bth_object *
find_owner(const struct extents *extents, struct bth_span span)
{
	const struct extent wanted = {
		.span = {.source = span.source, .start = span.start, .end = span.start}};
	size_t low = 0, high = extents->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&extents->items[middle], &wanted) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return NULL;
	const struct extent *last = &extents->items[low - 1];
	return last->span.source == span.source && span.start < last->span.end ? last->object :
										 NULL;
}

void
bth_run_own_findings(struct berth_context *context)
{
	struct extents extents = {0};

	for (size_t i = 0; i < context->world.objects.len; i++) {
		const struct bth_object *object = &context->world.objects.items[i];

		if (!object->generated)
			bth_vec_push(&context->arena, &extents,
				(struct extent){.span = bth_span(object->root), .object = object});
	}
	if (extents.len)
		qsort(extents.items, extents.len, sizeof *extents.items, compare);
	for (size_t i = 0; i < context->findings.list.len; i++) {
		struct bth_finding *finding = context->findings.list.items[i];

		if (finding->object.kind.len || !finding->span.source)
			continue;
		const struct bth_object *owner = find_owner(&extents, finding->span);
		if (owner)
			finding->object = bth_object_name(owner);
	}
}

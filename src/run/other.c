/* other.c - YAML of other programs, among what a hook was handed */

#include "rules.h"
#include "run/context.h"

/*
 * Which inputs were not meant for kubectl: every object of Kubernetes says apiVersion, and
 * these never do.
 */
static const bool *
find_others(struct berth_context *context)
{
	bool *others = bth_arena_array(&context->arena, context->sources.len, sizeof *others);

	for (size_t i = 0; i < context->sources.len; i++)
		others[i] = !bth_str_contains(context->sources.items[i]->text, "apiVersion");
	return others;
}

/* Settings and presets are no input. */
static bool
is_other(const struct berth_context *context, const bool *others, const struct bth_source *source)
{
	return source && source->order < context->sources.len &&
		context->sources.items[source->order] == source && others[source->order];
}

void
bth_run_leave_others(struct berth_context *context)
{
	struct bth_findings *findings = &context->findings;
	size_t kept = 0;

	if (!context->allow_empty || context->task == BERTH_READ)
		return;
	const bool *others = find_others(context);
	for (size_t i = 0; i < findings->list.len; i++) {
		struct bth_finding *finding = findings->list.items[i];

		/* what kubectl would refuse, or read otherwise, in a text that is not for it */
		if (finding->rule->family != BTH_YAML ||
			!is_other(context, others, finding->span.source))
			findings->list.items[kept++] = finding;
	}
	findings->list.len = kept;
	for (size_t i = 0; i < context->documents.len; i++) {
		const struct bth_document *document = &context->documents.items[i];

		if (document->state == BTH_DOCUMENT_BROKEN &&
			is_other(context, others, document->span.source))
			bth_run_skip(context, document, "YAML of another program");
	}
}

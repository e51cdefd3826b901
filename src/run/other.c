/* other.c - YAML of other programs, among what a hook was handed */

#include "rules.h"
#include "run/context.h"

/*
 * Every object of Kubernetes says so, and an input that never does was not meant for kubectl.
 * Settings are no input.
 */
static bool
is_other(const struct berth_context *context, const struct bth_source *source)
{
	return source && source->order < context->sources.len &&
		context->sources.items[source->order] == source &&
		!bth_str_contains(source->text, "apiVersion");
}

/* What kubectl would refuse, or read otherwise, in a text that is not for it. */
static bool
is_beside_the_point(const struct berth_context *context, const struct bth_finding *finding)
{
	return finding->rule->family == BTH_YAML && is_other(context, finding->span.source);
}

void
bth_run_leave_others(struct berth_context *context)
{
	struct bth_findings *findings = &context->findings;
	size_t kept = 0;

	if (!context->allow_empty || context->task == BERTH_READ)
		return;
	for (size_t i = 0; i < findings->list.len; i++)
		if (!is_beside_the_point(context, findings->list.items[i]))
			findings->list.items[kept++] = findings->list.items[i];
	findings->list.len = kept;
	for (size_t i = 0; i < context->documents.len; i++)
		if (context->documents.items[i].state == BTH_DOCUMENT_BROKEN &&
			is_other(context, context->documents.items[i].span.source))
			bth_run_skip(context, &context->documents.items[i],
				"YAML of another program");
}

/* template.c - text of a template engine is said once for each file */

#include "rules.h"
#include "run/context.h"

/* What the documents of one file say. */
struct seen {
	struct bth_finding *first; /* by place; threads find them in any order */
	size_t count;
};

/* Where the input is counted that a finding is about; NULL when it is not about a template. */
static struct seen *
seen_of(struct berth_context *context, struct seen *seen, const struct bth_finding *finding)
{
	const struct bth_source *source = finding->span.source;

	if (finding->rule != &bth_rule_yaml_template_skipped || !source ||
		source->order >= context->sources.len ||
		context->sources.items[source->order] != source)
		return NULL;
	return &seen[source->order];
}

void
bth_run_join_templates(struct berth_context *context)
{
	struct seen *seen =
		bth_arena_array(&context->arena, context->sources.len, sizeof *seen);
	struct bth_findings *findings = &context->findings;
	size_t kept = 0;

	for (size_t i = 0; i < findings->list.len; i++) {
		struct bth_finding *finding = findings->list.items[i];
		struct seen *file = seen_of(context, seen, finding);

		if (!file)
			continue;
		file->count++;
		if (!file->first || finding->span.start < file->first->span.start)
			file->first = finding;
	}
	for (size_t i = 0; i < findings->list.len; i++) {
		struct bth_finding *finding = findings->list.items[i];
		const struct seen *file = seen_of(context, seen, finding);

		if (file && file->first != finding)
			continue;
		findings->list.items[kept++] = finding;
		if (file && file->count > 1)
			finding->message = bth_arena_printf(&context->arena,
				"%s, like %zu more of the file", finding->message, file->count - 1);
	}
	findings->list.len = kept;
}

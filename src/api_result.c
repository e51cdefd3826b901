/* api_result.c - the library's interface to what came of a run */

#include "emit/emit.h"
#include "plan/plan.h"
#include "run/context.h"
#include "syntax/emit.h"

size_t
berth_context_count(const struct berth_context *context, enum berth_severity severity)
{
	return context ? bth_findings_count(&context->findings, severity) : 0;
}

size_t
berth_context_suppressed(const struct berth_context *context)
{
	return context ? bth_findings_suppressed(&context->findings) : 0;
}

static void
fill_place(struct berth_context *context, struct bth_span span, struct berth_place *out)
{
	*out = (struct berth_place){.file = span.source ? span.source->name : ""};
	if (!span.source)
		return;
	struct bth_place start =
		bth_source_place(&context->arena, span.source, span.start);
	struct bth_place end = bth_source_place(&context->arena, span.source, span.end);
	out->line = start.line;
	out->column = start.column;
	out->end_line = end.line;
	out->end_column = end.column;
}

int
berth_context_finding(
	struct berth_context *context, size_t index, struct berth_finding *out)
{
	struct berth_place place;
	volatile bool done = false;
	jmp_buf full;

	if (!context || !out || index >= context->findings.list.len)
		return 0;
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		fill_place(context, context->findings.list.items[index]->span, &place);
		done = true;
	}
	context->arena.on_full = NULL;
	if (!done)
		return BERTH_ENOMEM;
	const struct bth_finding *finding = context->findings.list.items[index];
	*out = (struct berth_finding){.rule = finding->rule->name,
		.code = finding->rule->code,
		.family = bth_family_names[finding->rule->family],
		.severity = finding->severity,
		.place = place,
		.message = finding->message,
		.path = finding->path,
		.fix = finding->fix,
		.suppressed = finding->suppressed != NULL};
	return 1;
}

/* Calls @write with a buffer and hands out what it wrote. */
static enum berth_status
render(struct berth_context *context, void (*write)(struct bth_buf *, void *),
	void *argument, const char **text, size_t *len)
{
	enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	if (!context || !text || !len || !context->ran)
		return BERTH_EINVAL;
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		struct bth_buf buf;

		bth_buf_init(&buf, &context->arena);
		write(&buf, argument);
		bth_buf_putc(&buf, '\0');
		*text = buf.text;
		*len = buf.len - 1;
		status = BERTH_OK;
	}
	context->arena.on_full = NULL;
	return status;
}

struct one_manifest {
	struct berth_context *context;
	size_t index;
	struct berth_manifest *out;
};

static void
write_manifest(struct bth_buf *buf, void *argument)
{
	struct one_manifest *one = argument;
	struct berth_context *context = one->context;

	one->out->file =
		bth_emit_file_name(&context->arena, &context->generated, one->index);
	bth_emit_file(buf, &context->generated.items[one->index]);
}

int
berth_context_manifest(
	struct berth_context *context, size_t index, struct berth_manifest *out)
{
	struct berth_manifest made = {0};
	struct one_manifest one = {.context = context, .index = index, .out = &made};

	if (!context || !out || index >= context->generated.len)
		return 0;
	enum berth_status status =
		render(context, write_manifest, &one, &made.text, &made.len);
	if (status != BERTH_OK)
		return (int)status;
	*out = made;
	return 1;
}

struct output {
	struct berth_context *context;
	int json;
};

static void
write_output(struct bth_buf *buf, void *argument)
{
	const struct output *output = argument;

	if (output->json)
		bth_emit_list(buf, &output->context->generated);
	else
		bth_emit_stream(buf, &output->context->generated);
}

enum berth_status
berth_context_output(
	struct berth_context *context, int json, const char **text, size_t *len)
{
	struct output output = {.context = context, .json = json};

	return render(context, write_output, &output, text, len);
}

struct report {
	struct berth_context *context;
	enum berth_report_format format;
	unsigned flags;
};

/* What was asked about is counted; what is context only helped. */
static struct bth_report_input
report_input(struct berth_context *context)
{
	struct bth_report_input input = {.arena = &context->arena,
		.findings = &context->findings,
		.skipped = &context->skipped,
		.minor = context->world.minor};

	for (size_t i = 0; i < context->sources.len; i++)
		input.files += !context->sources.items[i]->context;
	for (size_t i = 0; i < context->documents.len; i++)
		input.documents += !context->documents.items[i].span.source->context;
	for (size_t i = 0; i < context->world.objects.len; i++)
		input.objects +=
			!bth_span(context->world.objects.items[i].root).source->context;
	return input;
}

static void
write_report(struct bth_buf *buf, void *argument)
{
	const struct report *report = argument;
	const struct bth_report_form *form = &bth_report_forms[report->format];
	struct bth_findings open =
		bth_findings_open(&report->context->arena, &report->context->findings);
	struct bth_report_input input = report_input(report->context);

	if (!form->suppressed)
		input.findings = &open;
	form->write(buf, &input, report->flags);
}

enum berth_status
berth_context_report(struct berth_context *context, enum berth_report_format format,
	unsigned flags, const char **text, size_t *len)
{
	struct report report = {.context = context, .format = format, .flags = flags};

	if ((size_t)format >= bth_report_form_count)
		return BERTH_EINVAL;
	return render(context, write_report, &report, text, len);
}

static void
write_summary(struct bth_buf *buf, void *argument)
{
	struct bth_report_input input = report_input(argument);

	bth_report_summary(buf, &input);
}

enum berth_status
berth_context_summary(struct berth_context *context, const char **text, size_t *len)
{
	return render(context, write_summary, context, text, len);
}

static void
write_baseline(struct bth_buf *buf, void *argument)
{
	bth_run_write_baseline(buf, argument);
}

enum berth_status
berth_context_baseline(struct berth_context *context, const char **text, size_t *len)
{
	if (!context || !context->baseline)
		return BERTH_EINVAL;
	return render(context, write_baseline, context, text, len);
}

static void
write_documents(struct bth_buf *buf, void *argument)
{
	const struct output *output = argument;
	const struct bth_documents *documents = &output->context->documents;

	for (size_t i = 0; i < documents->len; i++) {
		const struct bth_document *document = &documents->items[i];

		if (document->state != BTH_DOCUMENT_READ)
			continue;
		if (output->json) {
			bth_emit_json(buf, bth_root(document->tree), 0);
			bth_buf_putc(buf, '\n');
		} else {
			bth_buf_puts(buf, buf->len ? "---\n" : "");
			bth_emit_yaml(buf, bth_root(document->tree));
		}
	}
}

enum berth_status
berth_context_documents(
	struct berth_context *context, int json, const char **text, size_t *len)
{
	struct output output = {.context = context, .json = json};

	return render(context, write_documents, &output, text, len);
}

struct plan {
	struct berth_context *context;
	enum berth_plan_format format;
	unsigned flags;
};

static void
write_plan(struct bth_buf *buf, void *argument)
{
	const struct plan *asked = argument;
	const struct bth_world *world = &asked->context->world;
	struct bth_binding binding;
	struct bth_plan plan;

	bth_bind_any(buf->arena, &binding, &world->views);
	bth_plan_init(&plan, buf->arena, world, &binding);
	bth_plan_forms[asked->format].write(buf, &plan, asked->flags);
}

enum berth_status
berth_context_plan(struct berth_context *context, enum berth_plan_format format, unsigned flags,
	const char **text, size_t *len)
{
	struct plan plan = {.context = context, .format = format, .flags = flags};

	if ((size_t)format >= bth_plan_form_count)
		return BERTH_EINVAL;
	return render(context, write_plan, &plan, text, len);
}

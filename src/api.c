/* api.c - the library's front door: one run from texts to findings and manifests */

#include <stdlib.h>

#include "base/path.h"
#include "base/pool.h"
#include "emit/emit.h"
#include "plan/plan.h"
#include "run/context.h"
#include "rules.h"
#include "schema/facts.h"
#include "syntax/emit.h"

const char *
berth_version(void)
{
	return BERTH_VERSION;
}

/* Takes a rule, a code or a family by name. */
static bool
select_name(struct berth_context *context, const char *name, bool only)
{
	struct bth_selection *selection = &context->selection;
	const struct bth_rule *rule = bth_rule_find(name);

	if (rule) {
		if (only)
			bth_vec_push(&context->arena, &selection->only_rules, rule);
		else
			bth_vec_push(&context->arena, &selection->skip_rules, rule);
		return true;
	}
	if (strncmp(name, "custom/", 7) == 0) { /* which there are is known later */
		if (only)
			bth_vec_push(&context->arena, &selection->only_own, name);
		else
			bth_vec_push(&context->arena, &selection->skip_own, name);
		return true;
	}
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++) {
		if (strcmp(bth_family_names[i], name) != 0)
			continue;
		if (only)
			selection->only_families |= 1u << i;
		else
			selection->skip_families |= 1u << i;
		return true;
	}
	return false;
}

/* Whether @setting is RULE.OPTION=VALUE of a rule that has the option. */
static bool
is_setting(struct bth_str setting)
{
	size_t equals = bth_str_find(setting, '=');
	struct bth_str left = bth_str_sub(setting, 0, equals);
	size_t dot = bth_str_find(left, '.');

	if (equals == SIZE_MAX || dot == SIZE_MAX)
		return false;
	for (size_t i = 0; i < bth_rule_count; i++)
		if (bth_rules[i]->option &&
			bth_str_is(bth_str_sub(left, 0, dot), bth_rules[i]->name) &&
			bth_str_is(bth_str_sub(left, dot + 1, SIZE_MAX),
				bth_rules[i]->option))
			return true;
	return false;
}

static bool
take_options(struct berth_context *context, const struct berth_options *options,
	const char **problem)
{
	const char *const *word;

	context->limits = bth_limits_usual;
	context->minor = bth_schema_newest_minor();
	context->minor_given = options->kubernetes && !options->kubernetes_yields;
	*problem = options->kubernetes;
	if (options->kubernetes && !(context->minor = bth_schema_minor(bth_str(options->kubernetes))))
		return false;
	for (word = options->only; word && *word; word++)
		if (*problem = *word, !select_name(context, *word, true))
			return false;
	for (word = options->skip; word && *word; word++)
		if (*problem = *word, !select_name(context, *word, false))
			return false;
	for (word = options->settings; word && *word; word++) {
		if (*problem = *word, !is_setting(bth_str(*word)))
			return false;
		bth_vec_push(&context->arena, &context->settings, bth_str(*word));
	}
	for (word = options->limits; word && *word; word++)
		if (*problem = *word,
			bth_limits_set(&context->limits, &context->arena, *word))
			return false;
	for (word = options->assumed; word && *word; word++)
		bth_vec_push(&context->arena, &context->assumed, bth_str(*word));
	context->selection.least = options->least;
	context->selection.errors_stay = options->task == BERTH_GENERATE;
	context->namespace =
		bth_str(options->name_space ? options->name_space : "default");
	context->folder = bth_str(options->folder);
	context->task = options->task;
	context->allow_empty = options->allow_empty;
	context->second = options->second;
	context->jobs = options->jobs ? options->jobs : bth_pool_processors();
	return true;
}

enum berth_status
berth_context_new(struct berth_context **out, const struct berth_options *options,
	const char **problem)
{
	static const struct berth_options defaults = BERTH_OPTIONS_INIT;
	enum berth_status status = BERTH_ENOMEM;
	const char *ignored;
	jmp_buf full;

	if (!out || (options && options->size != sizeof *options))
		return BERTH_EINVAL;
	struct berth_context *context = calloc(1, sizeof *context);
	if (!context)
		return BERTH_ENOMEM;
	bth_arena_init(&context->arena);
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		bth_findings_init(&context->findings, &context->arena);
		status = take_options(context, options ? options : &defaults,
				 problem ? problem : &ignored) ?
			BERTH_OK :
			BERTH_EINVAL;
	}
	context->arena.on_full = NULL;
	if (status == BERTH_OK)
		*out = context;
	else
		berth_context_free(context);
	return status;
}

void
berth_context_free(struct berth_context *context)
{
	if (!context)
		return;
	bth_run_release(context);
	bth_patterns_release(&context->patterns);
	bth_arena_release(&context->arena);
	free(context);
}

static void
add_source(struct berth_context *context, enum berth_role role, const char *name,
	const char *text, size_t len)
{
	struct bth_source *source = bth_arena_alloc(&context->arena, sizeof *source);

	source->name = name;
	source->text = (struct bth_str){.at = text, .len = len};
	source->order = context->sources.len;
	source->context = role == BERTH_CONTEXT;
	bth_source_decode(&context->arena, source);
	bth_vec_push(&context->arena, &context->sources, source);
}

enum berth_status
berth_context_add(struct berth_context *context, enum berth_role role, const char *name,
	const char *text, size_t len)
{
	enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	if (!context || !name || !text || context->ran)
		return BERTH_EINVAL;
	struct bth_str whole = {.at = text, .len = len};
	if (len > (bth_source_is_utf16(whole) ? BTH_SOURCE_MOST / 3 * 2 : BTH_SOURCE_MOST))
		return BERTH_ETOOBIG;
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		add_source(context, role, name, text, len);
		status = BERTH_OK;
	}
	context->arena.on_full = NULL;
	return status;
}

static void
add_preset(struct berth_context *context, const char *name, const char *text, size_t len)
{
	bth_presets_add(&context->arena, &context->findings, &context->presets, name,
		(struct bth_str){.at = text, .len = len});
}

enum berth_status
berth_context_add_preset(
	struct berth_context *context, const char *name, const char *text, size_t len)
{
	enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	if (!context || !name || !text || context->ran)
		return BERTH_EINVAL;
	if (len > BTH_SOURCE_MOST)
		return BERTH_ETOOBIG;
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		add_preset(context, name, text, len);
		status = BERTH_OK;
	}
	context->arena.on_full = NULL;
	return status;
}

/* The order of settings is behind that of all inputs, so their findings come last. */
static void
add_config(struct berth_context *context, const char *folder, const char *name,
	const char *text, size_t len)
{
	struct bth_arena *arena = &context->arena;
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);

	source->name = name;
	source->text = (struct bth_str){.at = text, .len = len};
	source->order = SIZE_MAX / 2 + context->config_list.len;
	struct bth_config *config =
		bth_config_read(arena, &context->findings, &context->patterns, source);
	config->everywhere = !folder;
	config->folder = bth_path_resolve(arena, context->folder, bth_str(folder));
	bth_vec_push(arena, &context->config_list, config);
	bth_configs_add(arena, &context->configs, config);
}

enum berth_status
berth_context_add_config(struct berth_context *context, const char *folder, const char *name,
	const char *text, size_t len)
{
	enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	if (!context || !name || !text || context->ran)
		return BERTH_EINVAL;
	if (len > BTH_SOURCE_MOST)
		return BERTH_ETOOBIG;
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		add_config(context, folder, name, text, len);
		status = BERTH_OK;
	}
	context->arena.on_full = NULL;
	return status;
}

/* Not within the frame that a jump comes back to. */
static const char *
read_baseline(struct berth_context *context, const char *name, const char *text, size_t len)
{
	return bth_run_read_baseline(
		context, name, (struct bth_str){.at = text, .len = len});
}

enum berth_status
berth_context_add_baseline(struct berth_context *context, const char *name, const char *text,
	size_t len, int update, const char **problem)
{
	enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	if (!context || !name || !text || !problem || context->ran || context->baseline)
		return BERTH_EINVAL;
	if (len > BTH_SOURCE_MOST)
		return BERTH_ETOOBIG;
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		*problem = read_baseline(context, name, text, len);
		context->learn = update;
		status = *problem ? BERTH_EINVAL : BERTH_OK;
	}
	context->arena.on_full = NULL;
	return status;
}

enum berth_status
berth_context_run(struct berth_context *context)
{
	enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	if (!context || context->ran)
		return BERTH_EINVAL;
	context->ran = true;

	/*
	 * Everything called from here allocates without checking, and may: it owns nothing
	 * but memory of the arena, or sets a catch of its own and jumps on.
	 */
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		bth_run(context);
		status = BERTH_OK;
	}
	context->arena.on_full = NULL;
	return status;
}

void
berth_context_progress(const struct berth_context *context, struct berth_progress *out)
{
	size_t done = atomic_load_explicit(&context->done, memory_order_relaxed);
	size_t total = atomic_load_explicit(&context->total, memory_order_relaxed);

	*out = (struct berth_progress){
		.stage = (enum berth_stage)atomic_load_explicit(
			&context->stage, memory_order_relaxed),
		.done = done < total ? done : total,
		.total = total};
}

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

static void
write_plan(struct bth_buf *buf, void *argument)
{
	const struct output *output = argument;
	struct berth_context *context = output->context;

	if (output->json)
		bth_plan_json(buf, &context->world, &context->binding);
	else
		bth_plan_text(buf, &context->world, &context->binding);
}

enum berth_status
berth_context_plan(
	struct berth_context *context, int json, const char **text, size_t *len)
{
	struct output output = {.context = context, .json = json};

	return render(context, write_plan, &output, text, len);
}

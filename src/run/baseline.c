/* baseline.c - the baseline of a run: read, applied, written */

#include "run/context.h"

#include "rules.h"
#include "syntax/writer.h"

enum { VERSION = 1 };

/* A baseline being read. */
struct reading {
	struct berth_context *context;
	struct bth_baseline *baseline;
	const char *problem; /* the first */
};

static void
refuse(struct reading *reading, struct bth_span span, const char *message)
{
	struct bth_arena *arena = &reading->context->arena;

	if (reading->problem)
		return;
	struct bth_place place = bth_source_place(arena, span.source, span.start);
	reading->problem = bth_arena_printf(arena, "%s:%u:%u: %s", span.source->name, place.line,
		place.column, message);
}

/* The text under @key, which may be missing. */
static struct bth_str
text_of(struct reading *reading, struct bth_value map, const char *key)
{
	struct bth_value value = bth_get(map, key);

	if (bth_exists(value) && !bth_is_string(value))
		refuse(reading, bth_span(value), "this has to be a string");
	return bth_text(value);
}

static void
read_entry(struct reading *reading, struct bth_value entry)
{
	struct bth_value object = bth_get(entry, "object"), count = bth_get(entry, "count");
	struct bth_known known = {.span = bth_span(bth_get(entry, "rule"))};
	int64_t number = 1;

	if (!bth_is_map(entry) || (bth_exists(object) && !bth_is_map(object)))
		refuse(reading, bth_span(bth_exists(object) ? object : entry),
			"this has to be a map");
	known.rule = text_of(reading, entry, "rule");
	known.file = text_of(reading, entry, "file");
	known.path = text_of(reading, entry, "path");
	known.object.api_version = text_of(reading, object, "apiVersion");
	known.object.kind = text_of(reading, object, "kind");
	known.object.namespace = text_of(reading, object, "namespace");
	known.object.name = text_of(reading, object, "name");
	if (!known.rule.len)
		refuse(reading, bth_span(entry), "this names no rule");
	if (bth_exists(count) && (!bth_as_int(&number, count) || number < 1))
		refuse(reading, bth_span(count), "this has to be a number from 1 on");
	known.count = (size_t)number;
	if (!reading->problem)
		bth_baseline_add(reading->baseline, &known);
}

static void
read_root(struct reading *reading, struct bth_value root)
{
	struct bth_value version = bth_get(root, "version"), list = bth_get(root, "findings");
	int64_t number = 0;

	if (!bth_is_map(root) || !bth_is_list(list))
		refuse(reading, bth_span(bth_exists(list) ? list : root),
			"this is no baseline: it needs a list of findings");
	else if (!bth_as_int(&number, version) || number != VERSION)
		refuse(reading, bth_span(bth_exists(version) ? version : root),
			"this is no baseline of version 1");
	for (struct bth_value i = bth_first(list); bth_exists(i) && !reading->problem;
		i = bth_next(i))
		read_entry(reading, i);
}

/* Text before the last '/', or "". */
static struct bth_str
folder_of(const char *name)
{
	size_t slash = bth_str_rfind(bth_str(name), '/');

	return slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(bth_str(name), 0, slash ? slash : 1);
}

const char *
bth_run_read_baseline(struct berth_context *context, const char *name, struct bth_str text)
{
	struct bth_arena *arena = &context->arena;
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);
	struct bth_baseline *baseline = bth_arena_alloc(arena, sizeof *baseline);
	struct reading reading = {.context = context, .baseline = baseline};
	struct bth_documents documents = {0};
	struct bth_findings findings;
	struct bth_reader reader;

	*source = (struct bth_source){.name = name, .text = text, .order = SIZE_MAX};
	*baseline = (struct bth_baseline){.arena = arena, .folder = folder_of(name)};
	bth_findings_init(&findings, arena);
	bth_reader_init(&reader, arena, &findings);
	reader.strict = true;
	bth_split(&documents, &findings, source);
	for (size_t i = 0; i < documents.len; i++)
		bth_read(&reader, &documents.items[i]);
	if (findings.list.len)
		refuse(&reading, findings.list.items[0]->span, findings.list.items[0]->message);
	else if (documents.len > 1)
		refuse(&reading, documents.items[1].span, "a baseline is one document");
	else if (documents.len && documents.items[0].tree)
		read_root(&reading, bth_root(documents.items[0].tree));
	if (!reading.problem)
		context->baseline = baseline;
	return reading.problem;
}

static bool
can_be_known(const struct berth_context *context, const struct bth_finding *finding)
{
	if (finding->suppressed || finding->rule->locked)
		return false;
	if (finding->span.source && finding->span.source->context)
		return false;
	return !context->selection.errors_stay || finding->severity < BERTH_ERROR;
}

void
bth_run_note_baseline(struct berth_context *context)
{
	if (!context->baseline)
		return;
	bth_findings_sort(&context->findings);
	for (size_t i = 0; i < context->findings.list.len; i++)
		if (can_be_known(context, context->findings.list.items[i]))
			bth_baseline_note(context->baseline, context->findings.list.items[i]);
}

static void
report_stale(struct berth_context *context, const struct bth_known *known)
{
	struct bth_findings *findings = &context->findings;
	struct bth_str name = known->object.kind.len ? known->object.name : known->file;
	const char *often = known->found ? bth_arena_printf(&context->arena, "%zu of %zu times",
		known->count - known->found, known->count) : "any more";

	struct bth_finding *finding = bth_find(findings, &bth_rule_baseline_stale, known->span,
		"'%.*s' is not found %s in '%.*s'", BTH_STR_ARG(known->rule), often,
		BTH_STR_ARG(name));
	finding->object = known->object;
	finding->path = bth_str_copy(&context->arena, known->path).at;
	bth_finding_fix(findings, finding, "berth lint --baseline-update takes it out");
}

/* What a partial run does not find may still be there. */
static void
check_stale(struct berth_context *context)
{
	bool partial = bth_run_is_partial(context);

	for (size_t i = 0; i < context->baseline->list.len; i++) {
		struct bth_known *known = context->baseline->list.items[i];

		if (known->found >= known->count)
			continue;
		if (partial)
			known->found = known->count;
		else if (!context->learn)
			report_stale(context, known);
	}
}

void
bth_run_apply_baseline(struct berth_context *context)
{
	static const struct bth_suppression by = {.kind = BTH_BY_BASELINE};
	struct bth_baseline *baseline = context->baseline;

	if (!baseline)
		return;
	for (size_t i = 0; i < context->findings.list.len; i++) {
		struct bth_finding *finding = context->findings.list.items[i];

		if (!can_be_known(context, finding))
			continue;
		if (context->learn)
			bth_baseline_learn(baseline, finding);
		if (context->learn || bth_baseline_take(baseline, finding))
			finding->suppressed = &by;
	}
	check_stale(context);
	bth_findings_finish(&context->findings, &context->selection);
}

static void
write_entry(struct bth_writer *writer, const struct bth_known *known)
{
	bth_writer_line(writer, 4);
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "rule", known->rule);
	if (known->object.kind.len) {
		bth_writer_key(writer, "object");
		bth_writer_open(writer, '{');
		bth_writer_text(writer, "apiVersion", known->object.api_version);
		bth_writer_text(writer, "kind", known->object.kind);
		if (known->object.namespace.len)
			bth_writer_text(writer, "namespace", known->object.namespace);
		bth_writer_text(writer, "name", known->object.name);
		bth_writer_close(writer, '}');
	} else {
		bth_writer_text(writer, "file", known->file);
	}
	bth_writer_text(writer, "path", known->path);
	if (known->count > 1)
		bth_writer_number(writer, "count", known->count);
	bth_writer_close(writer, '}');
}

void
bth_run_write_baseline(struct bth_buf *buf, struct berth_context *context)
{
	struct bth_baseline *baseline = context->baseline;
	struct bth_writer writer = {.buf = buf};

	bth_baseline_prune(baseline);
	bth_writer_open(&writer, '{');
	bth_writer_line(&writer, 2);
	bth_writer_number(&writer, "version", VERSION);
	bth_writer_line(&writer, 2);
	bth_writer_key(&writer, "findings");
	bth_writer_open(&writer, '[');
	for (size_t i = 0; i < baseline->list.len; i++)
		write_entry(&writer, baseline->list.items[i]);
	if (baseline->list.len)
		bth_buf_puts(buf, "\n  ");
	bth_writer_close(&writer, ']');
	bth_buf_putc(buf, '\n');
	bth_writer_close(&writer, '}');
	bth_buf_putc(buf, '\n');
}

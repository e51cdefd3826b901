/* json.c - findings for programs: version 1 of berth's own format */

#include "report/report.h"
#include "syntax/writer.h"

static void
add_span(struct bth_writer *writer, struct bth_span span, bool with_end)
{
	struct bth_arena *arena = writer->buf->arena;
	struct bth_place start = {0}, end = {0};

	if (span.source) {
		start = bth_source_place(arena, span.source, span.start);
		end = bth_source_place(arena, span.source, span.end);
	}
	bth_writer_string(writer, "file", span.source ? span.source->name : "");
	bth_writer_number(writer, "line", start.line);
	bth_writer_number(writer, "column", start.column);
	if (!with_end)
		return;
	bth_writer_number(writer, "endLine", end.line);
	bth_writer_number(writer, "endColumn", end.column);
}

static void
add_object(struct bth_writer *writer, const struct bth_object_name *object)
{
	if (!object->kind.len) {
		bth_writer_null(writer, "object");
		return;
	}
	bth_writer_key(writer, "object");
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "apiVersion", object->api_version);
	bth_writer_text(writer, "kind", object->kind);
	if (object->namespace.len)
		bth_writer_text(writer, "namespace", object->namespace);
	bth_writer_text(writer, "name", object->name);
	bth_writer_close(writer, '}');
}

static void
add_notes(struct bth_writer *writer, const struct bth_finding *finding)
{
	bth_writer_key(writer, "related");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < finding->notes.len; i++) {
		bth_writer_open(writer, '{');
		bth_writer_string(writer, "message", finding->notes.items[i].message);
		add_span(writer, finding->notes.items[i].span, false);
		bth_writer_close(writer, '}');
	}
	bth_writer_close(writer, ']');
}

static void
add_fix(struct bth_writer *writer, const struct bth_finding *finding)
{
	if (!finding->fix) {
		bth_writer_null(writer, "fix");
		return;
	}
	bth_writer_key(writer, "fix");
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "message", finding->fix);
	bth_writer_key(writer, "edits");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < finding->edits.len; i++) {
		bth_writer_open(writer, '{');
		add_span(writer, finding->edits.items[i].span, true);
		bth_writer_text(writer, "text", finding->edits.items[i].text);
		bth_writer_close(writer, '}');
	}
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
}

static void
add_suppression(struct bth_writer *writer, const struct bth_suppression *suppression)
{
	static const char *const kinds[] = {
		[BTH_BY_COMMENT] = "comment",
		[BTH_BY_ANNOTATION] = "annotation",
		[BTH_BY_BASELINE] = "baseline",
	};

	if (!suppression) {
		bth_writer_null(writer, "suppressed");
		return;
	}
	bth_writer_key(writer, "suppressed");
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "kind", kinds[suppression->kind]);
	bth_writer_text(writer, "reason", suppression->reason);
	if (suppression->span.source)
		add_span(writer, suppression->span, false);
	bth_writer_close(writer, '}');
}

static void
add_finding(struct bth_writer *writer, const struct bth_finding *finding)
{
	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "rule", finding->rule->name);
	bth_writer_string(writer, "code", finding->rule->code);
	bth_writer_string(writer, "family", bth_family_names[finding->rule->family]);
	bth_writer_string(writer, "severity", bth_severity_name(finding->severity));
	bth_writer_string(writer, "message", finding->message);
	add_span(writer, finding->span, true);
	add_object(writer, &finding->object);
	bth_writer_string(writer, "path", finding->path ? finding->path : "");
	add_notes(writer, finding);
	add_fix(writer, finding);
	add_suppression(writer, finding->suppressed);
	bth_writer_close(writer, '}');
}

static void
add_summary(struct bth_writer *writer, const struct bth_report_input *input)
{
	bth_writer_line(writer, 1);
	bth_writer_key(writer, "summary");
	bth_writer_open(writer, '{');
	bth_writer_number(writer, "files", input->files);
	bth_writer_number(writer, "documents", input->documents);
	bth_writer_number(writer, "objects", input->objects);
	bth_writer_number(writer, "skipped", input->skipped->len);
	bth_writer_number(writer, "errors", bth_findings_count(input->findings, BERTH_ERROR));
	bth_writer_number(
		writer, "warnings", bth_findings_count(input->findings, BERTH_WARNING));
	bth_writer_number(writer, "infos", bth_findings_count(input->findings, BERTH_INFO));
	bth_writer_number(writer, "suppressed", bth_findings_suppressed(input->findings));
	bth_writer_close(writer, '}');
}

static void
add_skipped(struct bth_writer *writer, const struct bth_skips *skips)
{
	bth_writer_line(writer, 1);
	bth_writer_key(writer, "skipped");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < skips->len; i++) {
		bth_writer_line(writer, 2);
		bth_writer_open(writer, '{');
		bth_writer_string(writer, "file", skips->items[i].file);
		bth_writer_number(writer, "document", skips->items[i].document);
		bth_writer_string(writer, "reason", skips->items[i].reason);
		bth_writer_close(writer, '}');
	}
	bth_writer_close(writer, ']');
}

void
bth_report_json(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	struct bth_writer writer = {.buf = buf};

	(void)flags;
	bth_writer_open(&writer, '{');
	bth_writer_number(&writer, "version", 1);
	bth_writer_string(&writer, "berth", BERTH_VERSION);
	bth_writer_string(
		&writer, "kubernetes", bth_arena_printf(buf->arena, "1.%d", input->minor));
	bth_writer_line(&writer, 1);
	bth_writer_key(&writer, "findings");
	bth_writer_open(&writer, '[');
	for (size_t i = 0; i < input->findings->list.len; i++)
		add_finding(&writer, input->findings->list.items[i]);
	bth_writer_close(&writer, ']');
	add_summary(&writer, input);
	add_skipped(&writer, input->skipped);
	bth_writer_close(&writer, '}');
	bth_buf_putc(buf, '\n');
}

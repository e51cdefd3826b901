/* annotations.c - findings as lines that CI systems turn into annotations */

#include "base/utf8.h"
#include "report/report.h"
#include "syntax/writer.h"

struct bth_str
bth_report_fingerprint(struct bth_arena *arena, const struct bth_finding *finding)
{
	const struct bth_object_name *object = &finding->object;
	const struct bth_str parts[] = {bth_str(finding->rule->code), object->kind,
		object->namespace, object->name, bth_str(finding->path), finding->subject};
	struct bth_str text = bth_str_join(arena, parts, sizeof parts / sizeof parts[0], '\n');

	return bth_str_printf(arena, "%016llx",
		(unsigned long long)bth_str_sum_more(BTH_STR_SUM, text));
}

/* Escapes for the value of a workflow command; in a property two more characters count. */
static void
add_command_text(struct bth_buf *buf, const char *text, bool property)
{
	for (struct bth_str rest = bth_str(text); rest.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(rest, 0, 4));

		if (len == 1 && (code == '%' || code == '\r' || code == '\n'))
			bth_buf_printf(buf, "%%%02X", (unsigned)code);
		else if (len == 1 && property && (code == ':' || code == ','))
			bth_buf_printf(buf, "%%%02X", (unsigned)code);
		else if (!len || bth_utf8_is_invisible(code))
			bth_buf_printf(buf, "<U+%04X>", len ? (unsigned)code : 0xFFFDu);
		else
			bth_buf_add(buf, rest.at, len);
		rest = bth_str_sub(rest, len ? len : 1, SIZE_MAX);
	}
}

static void
add_property(struct bth_buf *buf, const char *key, unsigned number)
{
	bth_buf_printf(buf, ",%s=%u", key, number);
}

void
bth_report_github(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	(void)flags;
	for (size_t i = 0; i < input->findings->list.len; i++) {
		const struct bth_finding *finding = input->findings->list.items[i];
		struct bth_span span = finding->span;

		bth_buf_printf(buf, "::%s title=%s",
			finding->severity == BERTH_ERROR ? "error" :
			finding->severity == BERTH_WARNING ? "warning" : "notice",
			finding->rule->name);
		if (span.source) {
			struct bth_place start =
				bth_source_place(buf->arena, span.source, span.start);
			struct bth_place end = bth_source_place(buf->arena, span.source, span.end);

			bth_buf_puts(buf, ",file=");
			add_command_text(buf, span.source->name, true);
			add_property(buf, "line", start.line);
			add_property(buf, "endLine", end.line);
			add_property(buf, "col", start.column);
			add_property(buf, "endColumn", end.column);
		}
		bth_buf_puts(buf, "::");
		add_command_text(buf, finding->message, false);
		bth_buf_putc(buf, '\n');
	}
}

void
bth_report_gitlab(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	static const char *const severities[] = {
		[BERTH_OFF] = "info",
		[BERTH_INFO] = "info",
		[BERTH_WARNING] = "minor",
		[BERTH_ERROR] = "major",
	};
	struct bth_writer writer = {.buf = buf};

	(void)flags;
	bth_writer_open(&writer, '[');
	for (size_t i = 0; i < input->findings->list.len; i++) {
		const struct bth_finding *finding = input->findings->list.items[i];
		struct bth_span span = finding->span;

		bth_writer_line(&writer, 2);
		bth_writer_open(&writer, '{');
		bth_writer_string(&writer, "type", "issue");
		bth_writer_string(&writer, "check_name", finding->rule->name);
		bth_writer_string(&writer, "description", finding->message);
		bth_writer_string(&writer, "severity", severities[finding->severity]);
		bth_writer_text(&writer, "fingerprint",
			bth_str_printf(buf->arena, "%.*s-%zu",
				BTH_STR_ARG(bth_report_fingerprint(buf->arena, finding)), i));
		bth_writer_key(&writer, "location");
		bth_writer_open(&writer, '{');
		bth_writer_string(&writer, "path", span.source ? span.source->name : "");
		bth_writer_key(&writer, "lines");
		bth_writer_open(&writer, '{');
		bth_writer_number(&writer, "begin", span.source ?
			bth_source_place(buf->arena, span.source, span.start).line : 1);
		bth_writer_close(&writer, '}');
		bth_writer_close(&writer, '}');
		bth_writer_close(&writer, '}');
	}
	bth_writer_close(&writer, ']');
	bth_buf_putc(buf, '\n');
}

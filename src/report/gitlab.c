/* gitlab.c - findings as GitLab's code quality report */

#include "report/report.h"
#include "syntax/writer.h"

static void
add_location(struct bth_writer *writer, struct bth_span span)
{
	struct bth_arena *arena = writer->buf->arena;
	struct bth_place start = {.line = 1}, end = {.line = 1};

	if (span.source) {
		start = bth_source_place(arena, span.source, span.start);
		end = bth_source_place(arena, span.source, span.end);
	}
	bth_writer_key(writer, "location");
	bth_writer_open(writer, '{');
	bth_writer_text(
		writer, "path", bth_report_path(span.source ? span.source->name : ""));
	bth_writer_key(writer, "lines");
	bth_writer_open(writer, '{');
	bth_writer_number(writer, "begin", start.line);
	bth_writer_number(writer, "end", end.line);
	bth_writer_close(writer, '}');
	bth_writer_close(writer, '}');
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
	struct bth_map seen = {0};

	(void)flags;
	bth_writer_open(&writer, '[');
	for (size_t i = 0; i < input->findings->list.len; i++) {
		const struct bth_finding *finding = input->findings->list.items[i];

		bth_writer_line(&writer, 2);
		bth_writer_open(&writer, '{');
		bth_writer_string(&writer, "type", "issue");
		bth_writer_string(&writer, "check_name", finding->rule->name);
		bth_writer_string(&writer, "description", finding->message);
		bth_writer_string(&writer, "severity", severities[finding->severity]);
		bth_writer_text(&writer, "fingerprint",
			bth_report_fingerprint_once(buf->arena, &seen, finding));
		add_location(&writer, finding->span);
		bth_writer_close(&writer, '}');
	}
	bth_writer_close(&writer, ']');
	bth_buf_putc(buf, '\n');
}

/* tap.c - findings as the lines of the Test Anything Protocol, version 13 */

#include "report/report.h"
#include "syntax/writer.h"

/* An unescaped '#' would begin a directive, such as one that makes a failure not count. */
static const char *
escape_tap(uint32_t code)
{
	return code == '#' ? "\\#" : code == '\\' ? "\\\\" : NULL;
}

/* The block of YAML that may follow a line; JSON is YAML. */
static void
add_detail(struct bth_buf *buf, const struct bth_finding *finding)
{
	struct bth_place place = bth_report_place(buf->arena, finding);
	struct bth_writer writer = {.buf = buf};

	bth_buf_puts(buf, "  ---\n  ");
	bth_writer_open(&writer, '{');
	bth_writer_string(&writer, "severity", bth_severity_name(finding->severity));
	bth_writer_string(&writer, "rule", finding->rule->name);
	bth_writer_string(&writer, "file", bth_report_file(finding));
	bth_writer_number(&writer, "line", place.line);
	bth_writer_number(&writer, "column", place.column);
	if (finding->fix)
		bth_writer_string(&writer, "help", finding->fix);
	bth_writer_close(&writer, '}');
	bth_buf_puts(buf, "\n  ...\n");
}

static void
add_point(struct bth_buf *buf, size_t number, const struct bth_finding *finding)
{
	struct bth_place place = bth_report_place(buf->arena, finding);

	bth_buf_printf(buf, "%sok %zu - ", finding->severity == BERTH_ERROR ? "not " : "", number);
	bth_escape(buf,
		bth_str_printf(buf->arena, "%s:%u:%u: %s [%s]", bth_report_file(finding), place.line,
			place.column, finding->message, finding->rule->name),
		escape_tap);
	bth_buf_putc(buf, '\n');
	add_detail(buf, finding);
}

void
bth_report_tap(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	size_t count = input->findings->list.len, number = 0;

	(void)flags;
	bth_buf_printf(
		buf, "TAP version 13\n1..%zu\n", (count ? count : 1) + input->skipped->len);
	for (size_t i = 0; i < count; i++)
		add_point(buf, ++number, input->findings->list.items[i]);
	if (!count)
		bth_buf_printf(buf, "ok %zu - no findings\n", ++number);
	for (size_t i = 0; i < input->skipped->len; i++) {
		const struct bth_skipped *skipped = &input->skipped->items[i];

		bth_buf_printf(buf, "ok %zu - ", ++number);
		bth_escape(buf, bth_str(skipped->file), escape_tap);
		bth_buf_printf(buf, " document %u # SKIP ", (unsigned)skipped->document);
		bth_escape(buf, bth_str(skipped->reason), escape_tap);
		bth_buf_putc(buf, '\n');
	}
}

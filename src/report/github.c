/* github.c - findings as workflow commands, which GitHub Actions shows beside the lines */

#include "report/report.h"

static const char *
escape_text(uint32_t code)
{
	return code == '%' ? "%25" : code == '\r' ? "%0D" : code == '\n' ? "%0A" : NULL;
}

/* In a property two more characters count. */
static const char *
escape_property(uint32_t code)
{
	return code == ':' ? "%3A" : code == ',' ? "%2C" : escape_text(code);
}

/*
 * Columns are taken only of what begins and ends on one line, and an end before the
 * beginning, or at it, is none.
 */
static void
add_place(struct bth_buf *buf, struct bth_span span)
{
	struct bth_place start = bth_source_place(buf->arena, span.source, span.start);
	struct bth_place end = bth_source_place(buf->arena, span.source, span.end);

	bth_buf_puts(buf, ",file=");
	bth_escape(buf, bth_report_path(span.source->name), escape_property);
	bth_buf_printf(buf, ",line=%u,endLine=%u", start.line, end.line);
	if (start.line != end.line)
		return;
	bth_buf_printf(buf, ",col=%u", start.column);
	if (end.column > start.column)
		bth_buf_printf(buf, ",endColumn=%u", end.column);
}

void
bth_report_github(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	(void)flags;
	for (size_t i = 0; i < input->findings->list.len; i++) {
		const struct bth_finding *finding = input->findings->list.items[i];

		bth_buf_printf(buf, "::%s title=%s",
			finding->severity == BERTH_ERROR ? "error" :
			finding->severity == BERTH_WARNING ? "warning" : "notice",
			finding->rule->name);
		if (finding->span.source)
			add_place(buf, finding->span);
		bth_buf_puts(buf, "::");
		bth_escape(buf, bth_str(finding->message), escape_text);
		if (finding->fix) {
			bth_buf_puts(buf, "%0Ahelp: ");
			bth_escape(buf, bth_str(finding->fix), escape_text);
		}
		bth_buf_putc(buf, '\n');
	}
}

/* text.c - findings for people */

#include "report/excerpt.h"
#include "report/report.h"
#include "report/secret.h"

struct writer {
	struct bth_buf *buf;
	struct bth_secret_seen seen;
	bool color, brief, suppressed;
};

static void
add_color(struct writer *writer, const char *code)
{
	if (writer->color)
		bth_buf_printf(writer->buf, "\033[%sm", code);
}

static const char *
severity_color(enum berth_severity severity)
{
	return severity == BERTH_ERROR    ? "1;31" :
		severity == BERTH_WARNING ? "1;33" :
					    "1;36";
}

static void
add_place(struct writer *writer, struct bth_span span)
{
	if (!span.source)
		return;
	struct bth_place place = bth_source_place(writer->buf->arena, span.source, span.start);

	bth_excerpt_text(writer->buf, bth_str(span.source->name));
	bth_buf_printf(writer->buf, ":%u:%u: ", place.line, place.column);
}

static void
add_excerpt(struct writer *writer, struct bth_span span, bool secret, const char *color)
{
	if (writer->brief || !span.source)
		return;
	if (secret)
		bth_excerpt_secret(writer->buf, span);
	else
		bth_excerpt(writer->buf, span, writer->color ? color : NULL);
}

static void
add_note(struct writer *writer, const struct bth_note *note)
{
	add_color(writer, "1");
	add_place(writer, note->span);
	add_color(writer, "0");
	bth_buf_puts(writer->buf, "note: ");
	bth_excerpt_text(writer->buf, bth_str(note->message));
	bth_buf_putc(writer->buf, '\n');
	add_excerpt(writer, note->span, bth_secret_is_in(&writer->seen, note->span), "1");
}

/* What allows a finding, in place of what to do about it. */
static void
add_suppression(struct writer *writer, const struct bth_suppression *suppression)
{
	add_place(writer, suppression->span);
	bth_buf_puts(writer->buf, suppression->kind == BTH_BY_BASELINE ?
			"note: the baseline has it" : "note: allowed here");
	if (suppression->reason.len)
		bth_buf_puts(writer->buf, ": ");
	bth_excerpt_text(writer->buf, suppression->reason);
	bth_buf_putc(writer->buf, '\n');
}

static void
add_finding(struct writer *writer, const struct bth_finding *finding)
{
	struct bth_buf *buf = writer->buf;
	const char *color = severity_color(finding->severity);

	add_color(writer, "1");
	add_place(writer, finding->span);
	add_color(writer, color);
	bth_buf_printf(buf, "%s%s: ", bth_severity_name(finding->severity),
		finding->suppressed ? ", allowed" : "");
	add_color(writer, "0");
	bth_excerpt_text(buf, bth_str(finding->message));
	bth_buf_printf(buf, " [%s]\n", finding->rule->name);
	add_excerpt(writer, finding->span, bth_secret_is_near(&writer->seen, finding), color);
	for (size_t i = 0; i < finding->notes.len; i++)
		add_note(writer, &finding->notes.items[i]);
	if (finding->suppressed) {
		add_suppression(writer, finding->suppressed);
		return;
	}
	if (!writer->brief && finding->fix) {
		bth_buf_puts(buf, "      = help: ");
		bth_excerpt_text(buf, bth_str(finding->fix));
		bth_buf_putc(buf, '\n');
	}
}

void
bth_report_text(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	struct writer writer = {.buf = buf,
		.color = flags & BERTH_REPORT_COLOR,
		.brief = flags & BERTH_REPORT_BRIEF,
		.suppressed = flags & BERTH_REPORT_SUPPRESSED};

	for (size_t i = 0; i < input->findings->list.len; i++)
		if (writer.suppressed || !input->findings->list.items[i]->suppressed)
			add_finding(&writer, input->findings->list.items[i]);
}

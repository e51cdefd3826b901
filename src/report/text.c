/* text.c - findings for people */

#include "base/utf8.h"
#include "report/report.h"
#include "report/secret.h"

enum { LINE_MOST = 160 }; /* columns of a source line that are shown */

struct writer {
	struct bth_buf *buf;
	struct bth_arena *arena;
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

/* What input says reaches the terminal with its controls made visible. */
static void
add_safe(struct bth_buf *buf, struct bth_str text)
{
	for (size_t at = 0; at < text.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, at, 4));

		if (!len)
			bth_buf_printf(buf, "\\x%02x", (unsigned char)text.at[at]);
		else if (bth_utf8_is_invisible(code))
			bth_buf_printf(buf, "<U+%04X>", (unsigned)code);
		else
			bth_buf_add(buf, text.at + at, len);
		at += len ? len : 1;
	}
}

static void
add_place(struct writer *writer, struct bth_span span)
{
	if (!span.source)
		return;
	struct bth_place place = bth_source_place(writer->arena, span.source, span.start);

	add_safe(writer->buf, bth_str(span.source->name));
	bth_buf_printf(writer->buf, ":%u:%u: ", place.line, place.column);
}

/* Columns that @text takes once it is written by add_source(). */
static size_t
columns(struct bth_str text)
{
	size_t count = 0;

	for (size_t at = 0; at < text.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, at, 4));

		if (!len)
			count += 4;
		else if (code == '\t')
			count += 1;
		else if (bth_utf8_is_invisible(code))
			count += code > 0xFFFF ? 9 : 8;
		else
			count += bth_utf8_width(code);
		at += len ? len : 1;
	}
	return count;
}

static void
add_source(struct bth_buf *buf, struct bth_str text)
{
	while (text.len) {
		size_t tab = bth_str_find(text, '\t');
		struct bth_str part = bth_str_sub(text, 0, tab);

		add_safe(buf, part);
		if (tab == SIZE_MAX)
			return;
		bth_buf_putc(buf, ' ');
		text = bth_str_sub(text, tab + 1, SIZE_MAX);
	}
}

/* The source line and a mark under exactly the span, as far as it is on that line. */
static void
add_excerpt(struct writer *writer, const struct bth_finding *finding)
{
	struct bth_span span = finding->span;
	struct bth_place place = bth_source_place(writer->arena, span.source, span.start);
	struct bth_str line = bth_source_line(writer->arena, span.source, place.line);

	if (!line.len)
		return;
	if (bth_secret_is_near(finding)) {
		bth_buf_printf(writer->buf, "%5u | ", place.line);
		add_source(writer->buf, bth_secret_mask(writer->arena, line));
		bth_buf_putc(writer->buf, '\n');
		return;
	}
	size_t from = (size_t)(span.source->text.at + span.start - line.at);
	size_t len = span.end > span.start ? span.end - span.start : 1;
	if (from > line.len)
		from = line.len;
	if (len > line.len - from)
		len = line.len - from ? line.len - from : 1;

	struct bth_str before = bth_str_sub(line, 0, from),
		       marked = bth_str_sub(line, from, len);
	bool cut = columns(before) + columns(marked) > LINE_MOST;
	if (cut) /* begin at the place itself */
		before = BTH_STR("");
	bth_buf_printf(writer->buf, "%5u | ", place.line);
	struct bth_str shown = cut ?
		bth_str_sub(line, from, LINE_MOST) :
		bth_str_sub(line, 0, from + len > LINE_MOST ? from + len : LINE_MOST);
	while (shown.len && shown.len < line.len - (cut ? from : 0) &&
		((unsigned char)shown.at[shown.len] & 0xC0) == 0x80)
		shown.len--;
	add_source(writer->buf, shown);
	bth_buf_puts(writer->buf, "\n      | ");
	bth_buf_fill(writer->buf, ' ', columns(before));
	add_color(writer, severity_color(finding->severity));
	size_t width = columns(bth_str_sub(marked, 0, cut ? LINE_MOST : marked.len));
	bth_buf_fill(writer->buf, '^', width ? width : 1);
	add_color(writer, "0");
	bth_buf_putc(writer->buf, '\n');
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
	add_safe(writer->buf, suppression->reason);
	bth_buf_putc(writer->buf, '\n');
}

static void
add_finding(struct writer *writer, const struct bth_finding *finding)
{
	struct bth_buf *buf = writer->buf;

	add_color(writer, "1");
	add_place(writer, finding->span);
	add_color(writer, severity_color(finding->severity));
	bth_buf_printf(buf, "%s%s: ", bth_severity_name(finding->severity),
		finding->suppressed ? ", allowed" : "");
	add_color(writer, "0");
	add_safe(buf, bth_str(finding->message));
	bth_buf_printf(buf, " [%s]\n", finding->rule->name);
	if (!writer->brief && finding->span.source)
		add_excerpt(writer, finding);
	for (size_t i = 0; i < finding->notes.len; i++) {
		add_place(writer, finding->notes.items[i].span);
		bth_buf_puts(buf, "note: ");
		add_safe(buf, bth_str(finding->notes.items[i].message));
		bth_buf_putc(buf, '\n');
	}
	if (finding->suppressed) {
		add_suppression(writer, finding->suppressed);
		return;
	}
	if (!writer->brief && finding->fix) {
		bth_buf_puts(buf, "      = help: ");
		add_safe(buf, bth_str(finding->fix));
		bth_buf_putc(buf, '\n');
	}
}

void
bth_report_text(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	struct writer writer = {.buf = buf,
		.arena = input->arena,
		.color = flags & BERTH_REPORT_COLOR,
		.brief = flags & BERTH_REPORT_BRIEF,
		.suppressed = flags & BERTH_REPORT_SUPPRESSED};

	for (size_t i = 0; i < input->findings->list.len; i++)
		if (writer.suppressed || !input->findings->list.items[i]->suppressed)
			add_finding(&writer, input->findings->list.items[i]);
}

/* xml.c - findings as JUnit and Checkstyle XML, and as TAP */

#include "base/utf8.h"
#include "report/report.h"

/* Text of an attribute or element; what XML cannot hold is named instead. */
static void
add_xml(struct bth_buf *buf, const char *text)
{
	for (struct bth_str rest = bth_str(text); rest.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(rest, 0, 4));

		if (!len || bth_utf8_is_invisible(code) || (code & 0xFFFE) == 0xFFFE)
			bth_buf_printf(buf, "[U+%04X]", len ? (unsigned)code : 0xFFFDu);
		else if (code == '<')
			bth_buf_puts(buf, "&lt;");
		else if (code == '>')
			bth_buf_puts(buf, "&gt;");
		else if (code == '&')
			bth_buf_puts(buf, "&amp;");
		else if (code == '"')
			bth_buf_puts(buf, "&quot;");
		else
			bth_buf_add(buf, rest.at, len);
		rest = bth_str_sub(rest, len ? len : 1, SIZE_MAX);
	}
}

static void
add_attribute(struct bth_buf *buf, const char *key, const char *text)
{
	bth_buf_printf(buf, " %s=\"", key);
	add_xml(buf, text);
	bth_buf_putc(buf, '"');
}

static const char *
file_of(const struct bth_finding *finding)
{
	return finding->span.source ? finding->span.source->name : "";
}

static struct bth_place
place_of(struct bth_arena *arena, const struct bth_finding *finding)
{
	if (!finding->span.source)
		return (struct bth_place){.line = 1, .column = 1};
	return bth_source_place(arena, finding->span.source, finding->span.start);
}

/* Whether the finding at @i begins those of another file. Findings come in order of files. */
static bool
begins_file(const struct bth_findings *findings, size_t i)
{
	return i == 0 || strcmp(file_of(findings->list.items[i - 1]),
				 file_of(findings->list.items[i])) != 0;
}

void
bth_report_checkstyle(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	const struct bth_findings *findings = input->findings;

	(void)flags;
	bth_buf_puts(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n");
	for (size_t i = 0; i < findings->list.len; i++) {
		const struct bth_finding *finding = findings->list.items[i];
		struct bth_place place = place_of(buf->arena, finding);

		if (begins_file(findings, i)) {
			bth_buf_puts(buf, i ? "  </file>\n  <file" : "  <file");
			add_attribute(buf, "name", file_of(finding));
			bth_buf_puts(buf, ">\n");
		}
		bth_buf_printf(buf, "    <error line=\"%u\" column=\"%u\"", place.line, place.column);
		add_attribute(buf, "severity", bth_severity_name(finding->severity));
		add_attribute(buf, "message", finding->message);
		add_attribute(buf, "source",
			bth_arena_printf(buf->arena, "berth.%s", finding->rule->name));
		bth_buf_puts(buf, "/>\n");
	}
	bth_buf_puts(buf, findings->list.len ? "  </file>\n</checkstyle>\n" : "</checkstyle>\n");
}

/* Errors fail; the rest is output of a case that passes. */
static void
add_case(struct bth_buf *buf, const struct bth_finding *finding)
{
	struct bth_place place = place_of(buf->arena, finding);
	bool fails = finding->severity == BERTH_ERROR;

	bth_buf_puts(buf, "    <testcase");
	add_attribute(buf, "classname", file_of(finding));
	add_attribute(buf, "name",
		bth_arena_printf(buf->arena, "%s at %u:%u", finding->rule->name, place.line,
			place.column));
	bth_buf_puts(buf, fails ? "><failure" : "><system-out>");
	if (fails) {
		add_attribute(buf, "type", bth_family_names[finding->rule->family]);
		add_attribute(buf, "message", finding->message);
		bth_buf_puts(buf, ">");
	}
	add_xml(buf, bth_arena_printf(buf->arena, "%s:%u:%u: %s: %s", file_of(finding),
				place.line, place.column, bth_severity_name(finding->severity),
				finding->message));
	bth_buf_puts(buf, fails ? "</failure></testcase>\n" : "</system-out></testcase>\n");
}

void
bth_report_junit(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	const struct bth_findings *findings = input->findings;
	size_t count = findings->list.len;

	(void)flags;
	bth_buf_puts(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	bth_buf_printf(buf, "<testsuites>\n  <testsuite name=\"berth\" tests=\"%zu\" failures=\"%zu\">\n",
		count ? count : 1, bth_findings_count(findings, BERTH_ERROR));
	for (size_t i = 0; i < count; i++)
		add_case(buf, findings->list.items[i]);
	if (!count)
		bth_buf_puts(buf, "    <testcase classname=\"berth\" name=\"no findings\"/>\n");
	bth_buf_puts(buf, "  </testsuite>\n</testsuites>\n");
}

/* A text of one line in which nothing is a directive. */
static void
add_tap(struct bth_buf *buf, const char *text)
{
	for (struct bth_str rest = bth_str(text); rest.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(rest, 0, 4));

		if (!len || bth_utf8_is_invisible(code))
			bth_buf_printf(buf, "<U+%04X>", len ? (unsigned)code : 0xFFFDu);
		else if (code == '#' || code == '\\')
			bth_buf_printf(buf, "\\%c", (char)code);
		else
			bth_buf_add(buf, rest.at, len);
		rest = bth_str_sub(rest, len ? len : 1, SIZE_MAX);
	}
}

void
bth_report_tap(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	const struct bth_findings *findings = input->findings;

	(void)flags;
	bth_buf_printf(buf, "TAP version 13\n1..%zu\n", findings->list.len ? findings->list.len : 1);
	for (size_t i = 0; i < findings->list.len; i++) {
		const struct bth_finding *finding = findings->list.items[i];
		struct bth_place place = place_of(buf->arena, finding);

		bth_buf_printf(buf, "%sok %zu - ", finding->severity == BERTH_ERROR ? "not " : "",
			i + 1);
		add_tap(buf, bth_arena_printf(buf->arena, "%s:%u:%u: %s [%s]", file_of(finding),
				     place.line, place.column, finding->message,
				     finding->rule->name));
		bth_buf_putc(buf, '\n');
	}
	if (!findings->list.len)
		bth_buf_puts(buf, "ok 1 - no findings\n");
}

/* xml.c - findings as JUnit and as Checkstyle XML */

#include "report/report.h"

/* What neither an attribute nor an element may hold as it is. */
static const char *
escape_xml(uint32_t code)
{
	return code == '<' ? "&lt;" : code == '>' ? "&gt;" : code == '&' ? "&amp;" :
		code == '"' ? "&quot;" : code == 0xFFFE || code == 0xFFFF ? "&lt;not a character&gt;" : NULL;
}

static void
add_xml(struct bth_buf *buf, const char *text)
{
	bth_escape(buf, bth_str(text), escape_xml);
}

static void
add_attribute(struct bth_buf *buf, const char *key, const char *text)
{
	bth_buf_printf(buf, " %s=\"", key);
	add_xml(buf, text);
	bth_buf_putc(buf, '"');
}

/* Whether the finding at @i begins those of another file. Findings come in order of files. */
static bool
begins_file(const struct bth_findings *findings, size_t i)
{
	return i == 0 || strcmp(bth_report_file(findings->list.items[i - 1]),
				 bth_report_file(findings->list.items[i])) != 0;
}

void
bth_report_checkstyle(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	const struct bth_findings *findings = input->findings;

	(void)flags;
	bth_buf_puts(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"8.0\">\n");
	for (size_t i = 0; i < findings->list.len; i++) {
		const struct bth_finding *finding = findings->list.items[i];
		struct bth_place place = bth_report_place(buf->arena, finding);

		if (begins_file(findings, i)) {
			bth_buf_puts(buf, i ? "  </file>\n  <file" : "  <file");
			add_attribute(buf, "name", bth_report_file(finding));
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
	struct bth_place place = bth_report_place(buf->arena, finding);
	bool fails = finding->severity == BERTH_ERROR;

	bth_buf_puts(buf, "    <testcase");
	add_attribute(buf, "classname", bth_report_file(finding));
	add_attribute(buf, "name",
		bth_arena_printf(buf->arena, "%s at %u:%u", finding->rule->name, place.line,
			place.column));
	add_attribute(buf, "time", "0");
	bth_buf_puts(buf, fails ? "><failure" : "><system-out>");
	if (fails) {
		add_attribute(buf, "type", finding->rule->name);
		add_attribute(buf, "message", finding->message);
		bth_buf_puts(buf, ">");
	}
	add_xml(buf, bth_arena_printf(buf->arena, "%s:%u:%u: %s: %s", bth_report_file(finding),
				place.line, place.column, bth_severity_name(finding->severity),
				finding->message));
	if (finding->fix) {
		bth_buf_puts(buf, "\nhelp: ");
		add_xml(buf, finding->fix);
	}
	bth_buf_puts(buf, fails ? "</failure></testcase>\n" : "</system-out></testcase>\n");
}

static void
add_skipped(struct bth_buf *buf, const struct bth_skipped *skipped)
{
	bth_buf_puts(buf, "    <testcase");
	add_attribute(buf, "classname", skipped->file);
	add_attribute(buf, "name",
		bth_arena_printf(buf->arena, "document %u", (unsigned)skipped->document));
	add_attribute(buf, "time", "0");
	bth_buf_puts(buf, "><skipped");
	add_attribute(buf, "message", skipped->reason);
	bth_buf_puts(buf, "/></testcase>\n");
}

/* A suite without any case is an error to some readers, so a clean run has one that passes. */
void
bth_report_junit(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	const struct bth_findings *findings = input->findings;
	size_t count = findings->list.len, skipped = input->skipped->len;

	(void)flags;
	bth_buf_printf(buf,
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
		"  <testsuite name=\"berth\" tests=\"%zu\" failures=\"%zu\" errors=\"0\""
		" skipped=\"%zu\" time=\"0\">\n",
		(count ? count : 1) + skipped, bth_findings_count(findings, BERTH_ERROR), skipped);
	for (size_t i = 0; i < count; i++)
		add_case(buf, findings->list.items[i]);
	if (!count)
		bth_buf_puts(buf, "    <testcase classname=\"berth\" name=\"no findings\" time=\"0\"/>\n");
	for (size_t i = 0; i < skipped; i++)
		add_skipped(buf, &input->skipped->items[i]);
	bth_buf_puts(buf, "  </testsuite>\n</testsuites>\n");
}

/* sarif.c - findings in SARIF 2.1.0, for code scanning */

#include "report/report.h"
#include "syntax/writer.h"

static const char *
level_name(enum berth_severity severity)
{
	return severity == BERTH_ERROR ? "error" : severity == BERTH_WARNING ? "warning" : "note";
}

static void
add_message(struct bth_writer *writer, const char *key, const char *text)
{
	bth_writer_key(writer, key);
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "text", text);
	bth_writer_close(writer, '}');
}

static void
add_rule(struct bth_writer *writer, const struct bth_rule *rule)
{
	bth_writer_line(writer, 4);
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "id", rule->code);
	bth_writer_string(writer, "name", rule->name);
	add_message(writer, "shortDescription", rule->summary);
	add_message(writer, "fullDescription", rule->why);
	add_message(writer, "help", rule->fix);
	bth_writer_key(writer, "defaultConfiguration");
	bth_writer_open(writer, '{');
	bth_writer_bool(writer, "enabled", rule->severity != BERTH_OFF);
	bth_writer_string(writer, "level", level_name(rule->severity));
	bth_writer_close(writer, '}');
	bth_writer_key(writer, "properties");
	bth_writer_open(writer, '{');
	bth_writer_key(writer, "tags");
	bth_writer_open(writer, '[');
	bth_writer_string(writer, NULL, bth_family_names[rule->family]);
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
	bth_writer_close(writer, '}');
}

/* A relative reference: what a URI may not hold is escaped. */
static void
add_uri(struct bth_writer *writer, const char *name)
{
	struct bth_buf uri;

	bth_buf_init(&uri, writer->buf->arena);
	while (strncmp(name, "./", 2) == 0)
		name += 2;
	for (; *name; name++) {
		unsigned char c = (unsigned char)*name;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("-._~/", c);

		if (plain)
			bth_buf_putc(&uri, (char)c);
		else
			bth_buf_printf(&uri, "%%%02X", c);
	}
	bth_writer_text(writer, "uri", bth_buf_view(&uri));
}

static void
add_region(struct bth_writer *writer, struct bth_span span)
{
	struct bth_arena *arena = writer->buf->arena;
	struct bth_place start = bth_source_place(arena, span.source, span.start);
	struct bth_place end = bth_source_place(arena, span.source, span.end);

	bth_writer_open(writer, '{');
	bth_writer_number(writer, "startLine", start.line);
	bth_writer_number(writer, "startColumn", start.column);
	bth_writer_number(writer, "endLine", end.line);
	bth_writer_number(writer, "endColumn", end.column);
	bth_writer_close(writer, '}');
}

/* A location; @message is NULL for the main one. */
static void
add_location(struct bth_writer *writer, struct bth_span span, const char *message)
{
	bth_writer_open(writer, '{');
	bth_writer_key(writer, "physicalLocation");
	bth_writer_open(writer, '{');
	bth_writer_key(writer, "artifactLocation");
	bth_writer_open(writer, '{');
	add_uri(writer, span.source->name);
	bth_writer_close(writer, '}');
	bth_writer_key(writer, "region");
	add_region(writer, span);
	bth_writer_close(writer, '}');
	if (message)
		add_message(writer, "message", message);
	bth_writer_close(writer, '}');
}

static void
add_locations(struct bth_writer *writer, const struct bth_finding *finding)
{
	bth_writer_key(writer, "locations");
	bth_writer_open(writer, '[');
	if (finding->span.source)
		add_location(writer, finding->span, NULL);
	bth_writer_close(writer, ']');
	if (!finding->notes.len)
		return;
	bth_writer_key(writer, "relatedLocations");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < finding->notes.len; i++)
		if (finding->notes.items[i].span.source)
			add_location(writer, finding->notes.items[i].span,
				finding->notes.items[i].message);
	bth_writer_close(writer, ']');
}

static size_t
index_of(const struct bth_rule *rule)
{
	size_t i = 0;

	while (bth_rules[i] != rule)
		i++;
	return i;
}

static void
add_result(struct bth_writer *writer, const struct bth_finding *finding)
{
	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "ruleId", finding->rule->code);
	bth_writer_number(writer, "ruleIndex", index_of(finding->rule));
	bth_writer_string(writer, "level", level_name(finding->severity));
	add_message(writer, "message", finding->message);
	add_locations(writer, finding);
	bth_writer_key(writer, "partialFingerprints");
	bth_writer_open(writer, '{');
	bth_writer_text(
		writer, "berth/v1", bth_report_fingerprint(writer->buf->arena, finding));
	bth_writer_close(writer, '}');
	bth_writer_close(writer, '}');
}

static void
add_driver(struct bth_writer *writer)
{
	bth_writer_key(writer, "tool");
	bth_writer_open(writer, '{');
	bth_writer_key(writer, "driver");
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "name", "berth");
	bth_writer_string(writer, "version", BERTH_VERSION);
	bth_writer_key(writer, "rules");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < bth_rule_count; i++)
		add_rule(writer, bth_rules[i]);
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
	bth_writer_close(writer, '}');
}

void
bth_report_sarif(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	struct bth_writer writer = {.buf = buf};

	(void)flags;
	bth_writer_open(&writer, '{');
	bth_writer_string(
		&writer, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	bth_writer_string(&writer, "version", "2.1.0");
	bth_writer_key(&writer, "runs");
	bth_writer_open(&writer, '[');
	bth_writer_open(&writer, '{');
	add_driver(&writer);
	bth_writer_string(&writer, "columnKind", "unicodeCodePoints");
	bth_writer_key(&writer, "results");
	bth_writer_open(&writer, '[');
	for (size_t i = 0; i < input->findings->list.len; i++)
		add_result(&writer, input->findings->list.items[i]);
	bth_writer_close(&writer, ']');
	bth_writer_close(&writer, '}');
	bth_writer_close(&writer, ']');
	bth_writer_close(&writer, '}');
	bth_buf_putc(buf, '\n');
}

/* sarif.c - findings in SARIF 2.1.0, for code scanning */

#include "diag/levels.h"
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

/*
 * A relative reference as long as the name is relative; what a URI may not hold is escaped, and
 * ":" too, which would make the first part a scheme.
 */
static void
add_artifact(struct bth_writer *writer, const char *name)
{
	struct bth_str path = bth_report_path(name);
	struct bth_buf uri;

	bth_buf_init(&uri, writer->buf->arena);
	if (bth_str_starts(path, "/"))
		bth_buf_puts(&uri, "file://");
	for (size_t i = 0; i < path.len; i++) {
		unsigned char c = (unsigned char)path.at[i];
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr("-._~/", c);

		if (plain)
			bth_buf_putc(&uri, (char)c);
		else
			bth_buf_printf(&uri, "%%%02X", c);
	}
	bth_writer_key(writer, "artifactLocation");
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "uri", bth_buf_view(&uri));
	bth_writer_close(writer, '}');
}

/* @exact: an empty one is a place to insert at; otherwise it goes on to the end of its line. */
static void
add_region(struct bth_writer *writer, const char *key, struct bth_span span, bool exact)
{
	struct bth_arena *arena = writer->buf->arena;
	struct bth_place start = bth_source_place(arena, span.source, span.start);
	struct bth_place end = bth_source_place(arena, span.source, span.end);

	bth_writer_key(writer, key);
	bth_writer_open(writer, '{');
	bth_writer_number(writer, "startLine", start.line);
	bth_writer_number(writer, "startColumn", start.column);
	if (exact || span.end > span.start) {
		bth_writer_number(writer, "endLine", end.line);
		bth_writer_number(writer, "endColumn", end.column);
	}
	bth_writer_close(writer, '}');
}

static void
add_physical(struct bth_writer *writer, struct bth_span span)
{
	bth_writer_key(writer, "physicalLocation");
	bth_writer_open(writer, '{');
	add_artifact(writer, span.source->name);
	add_region(writer, "region", span, false);
	bth_writer_close(writer, '}');
}

/* The object, as namespace/kind/name or kind/name. */
static void
add_logical(struct bth_writer *writer, const struct bth_object_name *object)
{
	bth_writer_key(writer, "logicalLocations");
	bth_writer_open(writer, '[');
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "name", object->name);
	bth_writer_text(writer, "fullyQualifiedName",
		bth_str_printf(writer->buf->arena, "%.*s%s%.*s/%.*s",
			BTH_STR_ARG(object->namespace), object->namespace.len ? "/" : "",
			BTH_STR_ARG(object->kind), BTH_STR_ARG(object->name)));
	bth_writer_string(writer, "kind", "object");
	bth_writer_close(writer, '}');
	bth_writer_close(writer, ']');
}

static void
add_related(struct bth_writer *writer, const struct bth_note *note)
{
	bth_writer_open(writer, '{');
	add_physical(writer, note->span);
	add_message(writer, "message", note->message);
	bth_writer_close(writer, '}');
}

static void
add_locations(struct bth_writer *writer, const struct bth_finding *finding)
{
	bth_writer_key(writer, "locations");
	bth_writer_open(writer, '[');
	if (finding->span.source) {
		bth_writer_open(writer, '{');
		add_physical(writer, finding->span);
		if (finding->object.kind.len)
			add_logical(writer, &finding->object);
		bth_writer_close(writer, '}');
	}
	bth_writer_close(writer, ']');
	if (!finding->notes.len)
		return;
	bth_writer_key(writer, "relatedLocations");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < finding->notes.len; i++)
		if (finding->notes.items[i].span.source)
			add_related(writer, &finding->notes.items[i]);
	bth_writer_close(writer, ']');
}

static bool
is_in(const struct bth_finding *finding, const struct bth_source *source, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (finding->edits.items[i].span.source == source)
			return true;
	return false;
}

/* The edits of one file; SARIF wants them together. */
static void
add_change(struct bth_writer *writer, const struct bth_finding *finding,
	const struct bth_source *source)
{
	bth_writer_open(writer, '{');
	add_artifact(writer, source->name);
	bth_writer_key(writer, "replacements");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < finding->edits.len; i++) {
		const struct bth_edit *edit = &finding->edits.items[i];

		if (edit->span.source != source)
			continue;
		bth_writer_open(writer, '{');
		add_region(writer, "deletedRegion", edit->span, true);
		bth_writer_key(writer, "insertedContent");
		bth_writer_open(writer, '{');
		bth_writer_text(writer, "text", edit->text);
		bth_writer_close(writer, '}');
		bth_writer_close(writer, '}');
	}
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
}

static void
add_fixes(struct bth_writer *writer, const struct bth_finding *finding)
{
	bth_writer_key(writer, "fixes");
	bth_writer_open(writer, '[');
	bth_writer_open(writer, '{');
	if (finding->fix)
		add_message(writer, "description", finding->fix);
	bth_writer_key(writer, "artifactChanges");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < finding->edits.len; i++)
		if (!is_in(finding, finding->edits.items[i].span.source, i))
			add_change(writer, finding, finding->edits.items[i].span.source);
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
	bth_writer_close(writer, ']');
}

/* Rules of the user's own that found something; they follow the built-in ones. */
BTH_VEC_TYPE(own_rules, const struct bth_rule *);

static size_t
index_of(const struct own_rules *own, const struct bth_rule *rule)
{
	size_t place = bth_rule_place(rule);

	if (place < bth_rule_count)
		return place;
	for (size_t i = 0; i < own->len; i++)
		if (own->items[i] == rule)
			return bth_rule_count + i;
	return SIZE_MAX;
}

static struct own_rules
find_own(struct bth_arena *arena, const struct bth_findings *findings)
{
	struct own_rules own = {0};

	for (size_t i = 0; i < findings->list.len; i++) {
		const struct bth_rule *rule = findings->list.items[i]->rule;

		if (index_of(&own, rule) == SIZE_MAX)
			bth_vec_push(arena, &own, rule);
	}
	return own;
}

static void
add_suppression(struct bth_writer *writer, const struct bth_suppression *suppression)
{
	bth_writer_key(writer, "suppressions");
	bth_writer_open(writer, '[');
	if (suppression) {
		bth_writer_open(writer, '{');
		bth_writer_string(writer, "kind",
			suppression->kind == BTH_BY_BASELINE ? "external" : "inSource");
		if (suppression->reason.len)
			bth_writer_text(writer, "justification", suppression->reason);
		bth_writer_close(writer, '}');
	}
	bth_writer_close(writer, ']');
}

static void
add_result(struct bth_writer *writer, const struct own_rules *own, struct bth_map *seen,
	const struct bth_finding *finding)
{
	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "ruleId", finding->rule->code);
	bth_writer_number(writer, "ruleIndex", index_of(own, finding->rule));
	bth_writer_string(writer, "level", level_name(finding->severity));
	add_message(writer, "message", finding->message);
	add_locations(writer, finding);
	bth_writer_key(writer, "partialFingerprints");
	bth_writer_open(writer, '{');
	bth_writer_text(writer, "berth/v1",
		bth_report_fingerprint_once(writer->buf->arena, seen, finding));
	bth_writer_close(writer, '}');
	if (finding->edits.len)
		add_fixes(writer, finding);
	add_suppression(writer, finding->suppressed); /* SARIF wants it of all results, or of none */
	bth_writer_close(writer, '}');
}

static void
add_driver(struct bth_writer *writer, const struct own_rules *own)
{
	bth_writer_key(writer, "tool");
	bth_writer_open(writer, '{');
	bth_writer_key(writer, "driver");
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "name", "berth");
	bth_writer_string(writer, "version", BERTH_VERSION);
	bth_writer_string(writer, "semanticVersion", BERTH_VERSION);
	bth_writer_key(writer, "rules");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < bth_rule_count; i++)
		add_rule(writer, bth_rules[i]);
	for (size_t i = 0; i < own->len; i++)
		add_rule(writer, own->items[i]);
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
	bth_writer_close(writer, '}');
}

static void
add_skipped(struct bth_writer *writer, const struct bth_skipped *skipped)
{
	bth_writer_line(writer, 2);
	bth_writer_open(writer, '{');
	bth_writer_string(writer, "level", "note");
	add_message(writer, "message",
		bth_arena_printf(writer->buf->arena, "document %u is skipped: %s",
			(unsigned)skipped->document, skipped->reason));
	bth_writer_key(writer, "locations");
	bth_writer_open(writer, '[');
	bth_writer_open(writer, '{');
	bth_writer_key(writer, "physicalLocation");
	bth_writer_open(writer, '{');
	add_artifact(writer, skipped->file);
	bth_writer_close(writer, '}');
	bth_writer_close(writer, '}');
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
}

/* That the run came to its end, and what it did not look at. */
static void
add_invocation(struct bth_writer *writer, const struct bth_skips *skips)
{
	bth_writer_key(writer, "invocations");
	bth_writer_open(writer, '[');
	bth_writer_open(writer, '{');
	bth_writer_bool(writer, "executionSuccessful", true);
	bth_writer_key(writer, "toolExecutionNotifications");
	bth_writer_open(writer, '[');
	for (size_t i = 0; i < skips->len; i++)
		add_skipped(writer, &skips->items[i]);
	bth_writer_close(writer, ']');
	bth_writer_close(writer, '}');
	bth_writer_close(writer, ']');
}

void
bth_report_sarif(struct bth_buf *buf, const struct bth_report_input *input, unsigned flags)
{
	struct bth_writer writer = {.buf = buf};
	struct own_rules own = find_own(buf->arena, input->findings);
	struct bth_map seen = {0};

	(void)flags;
	bth_writer_open(&writer, '{');
	bth_writer_string(
		&writer, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	bth_writer_string(&writer, "version", "2.1.0");
	bth_writer_key(&writer, "runs");
	bth_writer_open(&writer, '[');
	bth_writer_open(&writer, '{');
	add_driver(&writer, &own);
	add_invocation(&writer, input->skipped);
	bth_writer_string(&writer, "columnKind", "unicodeCodePoints");
	bth_writer_key(&writer, "results");
	bth_writer_open(&writer, '[');
	for (size_t i = 0; i < input->findings->list.len; i++)
		add_result(&writer, &own, &seen, input->findings->list.items[i]);
	bth_writer_close(&writer, ']');
	bth_writer_close(&writer, '}');
	bth_writer_close(&writer, ']');
	bth_writer_close(&writer, '}');
	bth_buf_putc(buf, '\n');
}

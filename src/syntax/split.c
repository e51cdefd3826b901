/* split.c - cutting a text into documents where kubectl does */

#include "base/utf8.h"
#include "rules.h"
#include "syntax/json.h"
#include "syntax/read.h"

static struct bth_span
span(struct bth_source *source, size_t start, size_t end)
{
	return (struct bth_span){
		.source = source, .start = (uint32_t)start, .end = (uint32_t)end};
}

/* The line that begins at @start, with its end. */
static struct bth_str
line_at(struct bth_str text, size_t start)
{
	struct bth_str rest = bth_str_sub(text, start, SIZE_MAX);
	size_t newline = bth_str_find(rest, '\n');

	return newline == SIZE_MAX ? rest : bth_str_sub(rest, 0, newline + 1);
}

/* Where the next line that begins with "---" begins, or the end of the text. */
static size_t
next_separator(struct bth_str text, size_t from)
{
	for (size_t at = from; at < text.len;) {
		if (bth_str_starts(bth_str_sub(text, at, 3), "---"))
			return at;
		size_t newline = bth_str_find(bth_str_sub(text, at, SIZE_MAX), '\n');
		at = newline == SIZE_MAX ? text.len : at + newline + 1;
	}
	return text.len;
}

/*
 * Offset behind the separator line at @at, or @at when none stands there. After "---"
 * kubectl takes blanks or a comment alone.
 */
static size_t
behind_separator(struct bth_findings *findings, struct bth_source *source, size_t at)
{
	struct bth_str line = line_at(source->text, at);
	size_t blanks = bth_utf8_skip_space(line, 3);
	struct bth_str rest = bth_str_trim(bth_str_sub(line, blanks, SIZE_MAX));

	if (!bth_str_starts(line, "---"))
		return at;
	if (!rest.len || rest.at[0] == '#')
		return at + line.len;
	size_t from = (size_t)(rest.at - source->text.at);
	size_t wrong = bth_utf8_check(bth_str_sub(rest, 0, 40 + 4)); /* is not shown */
	struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_separator_malformed,
		span(source, from, from + rest.len),
		"'%.*s' follows a document separator on its line: kubectl refuses the file",
		BTH_STR_ARG(bth_str_sub(bth_utf8_cut(rest, 40), 0, wrong)));
	bth_finding_fix(findings, finding, "move it to the line after '---'");
	return at + line.len;
}

/* A tab alone is no blank document: kubectl refuses it. */
static bool
is_blank(struct bth_str piece)
{
	for (size_t i = 0; i < piece.len; i++)
		if (piece.at[i] != ' ' && piece.at[i] != '\r' && piece.at[i] != '\n')
			return false;
	return true;
}

static void
add(struct bth_documents *out, struct bth_findings *findings, struct bth_span span,
	uint32_t number, bool json)
{
	bth_vec_push(findings->arena, out,
		(struct bth_document){
			.span = span, .number = number, .json = json, .state = BTH_DOCUMENT_EMPTY});
}

/* How far kubectl looks for the '{' of JSON, and what it has to see to go on with YAML. */
enum { JSON_WITHIN = 4096, YAML_LEAST = 4 };

/*
 * Behind the blanks at @at, up to the end of their line: where YAML begins for kubectl when
 * it has found no JSON. It looks at four bytes at a time and gives up when there are fewer:
 * then the result is SIZE_MAX.
 */
static size_t
begin_yaml(struct bth_str text, size_t at)
{
	while (text.len - at >= YAML_LEAST) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, at, YAML_LEAST));

		if (!len || code == 0xFFFD)
			break; /* to Go one is like the other */
		if (!bth_utf8_is_space(code))
			return at;
		at += len;
		if (code == '\n')
			return at;
	}
	return SIZE_MAX;
}

/*
 * Takes the JSON values that the text begins with, and returns where YAML goes on: kubectl
 * changes over before the second value alone.
 */
static size_t
split_json(struct bth_documents *out, struct bth_findings *findings, struct bth_source *source,
	uint32_t *number)
{
	struct bth_str text = source->text;
	size_t first = bth_utf8_skip_space(text, 0), end = 0, at, next;

	if (first >= JSON_WITHIN || first == text.len || text.at[first] != '{')
		return 0;
	for (;;) {
		at = bth_json_skip(text, end);
		if (at == text.len)
			return text.len;
		next = bth_json_end(findings->arena, text, at);
		if (!next)
			break;
		add(out, findings, span(source, at, next), ++*number, true);
		end = next;
	}
	size_t yaml = *number > 1 ? SIZE_MAX : begin_yaml(text, end);
	if (yaml != SIZE_MAX)
		return yaml;
	struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_malformed,
		span(source, at, at + 1), "%s",
		*number > 1 ? "not JSON, as all before it is: kubectl refuses what follows" :
			      "not JSON, and too short for kubectl to go on with YAML");
	if (*number)
		bth_finding_fix(findings, finding, "put '---' before it, on a line of its own");
	return text.len;
}

void
bth_split(struct bth_documents *out, struct bth_findings *findings, struct bth_source *source)
{
	struct bth_str text = source->text;
	size_t start = 0;
	uint32_t number = 0;

	if (source->garbled) {
		bth_find(findings, &bth_rule_yaml_encoding_invalid, span(source, text.len, text.len),
			"what stands at offset %zu is no character of UTF-16", source->garbled_at);
		return;
	}
	start = split_json(out, findings, source, &number);
	while (start < text.len) {
		/* a separator with nothing before it is left in, if it is one */
		size_t found = findings->list.len;
		size_t from = behind_separator(findings, source, start);
		size_t end = next_separator(text, from);

		if (findings->list.len > found)
			start = from;
		if (bth_str_starts(bth_str_sub(text, start, 3), "\xEF\xBB\xBF"))
			start = from = start + 3; /* and what stood behind it was none */
		if (!is_blank(bth_str_sub(text, from, end - from)))
			add(out, findings, span(source, start, end), ++number, false);
		start = behind_separator(findings, source, end);
	}
}

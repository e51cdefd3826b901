/* read_fault.c - what is reported of a document */

#include "syntax/reading.h"

#include "base/utf8.h"
#include "rules.h"

struct bth_str
bth_reading_shown(const struct bth_reading *reading, struct bth_str text)
{
	return bth_str_contains(reading->text, "Secret") ? BTH_STR("***") :
							   bth_utf8_cut(text, 40);
}

struct bth_finding *
bth_reading_refuse(struct bth_reading *reading, const struct bth_rule *rule,
	struct bth_span span, const char *message)
{
	reading->stop = true;
	return bth_find(reading->reader->findings, rule, span, "%s", message);
}

void
bth_reading_limit(struct bth_reading *reading, enum bth_limit which, uint64_t count,
	const struct bth_rule *rule, uint32_t start, uint32_t end, const char *what)
{
	const struct bth_limits *limits = reading->reader->limits;

	if (count <= limits->most[which] || reading->stop)
		return;
	reading->stop = true;
	bth_limit_find(reading->reader->findings, rule, bth_reading_span(reading, start, end),
		limits, which, what);
}

void
bth_reading_encoding(struct bth_reading *reading)
{
	size_t wrong = reading->ascii ? SIZE_MAX : bth_utf8_check(reading->text);

	if (wrong == SIZE_MAX || reading->stop)
		return;
	uint32_t at = reading->document->span.start + (uint32_t)wrong;
	bth_reading_refuse(reading, &bth_rule_yaml_encoding_invalid,
		bth_reading_span(reading, at, at + 1),
		bth_arena_printf(reading->reader->arena, "byte 0x%02x at offset %u is not UTF-8",
			(unsigned char)reading->text.at[wrong], (unsigned)at));
}

void
bth_reading_error(struct bth_reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;
	struct bth_findings *findings = reading->reader->findings;
	uint32_t start = reading->document->span.start;

	reading->stop = true;
	if (parser->error == YAML_MEMORY_ERROR)
		bth_arena_fail(reading->reader->arena);
	if (parser->error == YAML_READER_ERROR) {
		bth_find(findings, &bth_rule_yaml_encoding_invalid,
			bth_reading_character(reading, start + (uint32_t)parser->problem_offset),
			"control character U+%04X is not allowed", (unsigned)parser->problem_value);
		return;
	}
	uint32_t at = bth_reading_offset(reading, parser->problem_mark);
	struct bth_str source = reading->document->span.source->text;
	bool tab = at < source.len && source.at[at] == '\t';

	struct bth_finding *finding = tab ?
		bth_find(findings, &bth_rule_yaml_tab, bth_reading_character(reading, at),
			"a tab stands where YAML wants spaces") :
		bth_find(findings, &bth_rule_yaml_malformed, bth_reading_character(reading, at),
			"not valid YAML: %s", parser->problem ? parser->problem : "unreadable");
	if (parser->context && !tab) {
		uint32_t from = bth_reading_offset(reading, parser->context_mark);
		bth_finding_note(findings, finding, bth_reading_span(reading, from, from), "%s",
			parser->context);
	}
}

void
bth_reading_directives(struct bth_reading *reading)
{
	struct bth_str text = reading->text;
	bool blank = true;

	for (size_t at = 0; at < text.len && blank;) {
		struct bth_str line = bth_str_sub(text, at, SIZE_MAX);
		uint32_t start = reading->document->span.start + (uint32_t)at;
		size_t newline = bth_str_find(line, '\n');

		line = bth_str_sub(line, 0, newline);
		if (blank && bth_str_starts(line, "%")) {
			bth_reading_refuse(reading, &bth_rule_yaml_malformed,
				bth_reading_span(reading, start, start + (uint32_t)bth_str_trim(line).len),
				"a directive stands before '---': kubectl reads it as a document "
				"of its own, and refuses it");
			return;
		}
		line = bth_str_trim(line);
		blank &= !line.len || line.at[0] == '#';
		at = newline == SIZE_MAX ? text.len : at + newline + 1;
	}
}

void
bth_reading_rest(struct bth_reading *reading)
{
	uint32_t at = bth_reading_offset(reading, reading->event.end_mark);
	struct bth_source *source = reading->document->span.source;
	bool dots = !reading->event.data.document_end.implicit;

	while (at < reading->document->span.end) {
		struct bth_str line = bth_str_sub(source->text, at, reading->document->span.end - at);
		size_t newline = bth_str_find(line, '\n');

		line = bth_str_sub(line, 0, newline);
		struct bth_str words = bth_str_trim(line);
		if (words.len && words.at[0] != '#' && !bth_str_is(words, "...")) {
			uint32_t start = (uint32_t)(words.at - source->text.at);
			struct bth_finding *finding = bth_find(reading->reader->findings,
				&bth_rule_yaml_document_dropped,
				bth_reading_span(reading, start, start + (uint32_t)words.len),
				"kubectl ignores what follows %s up to the next '---'",
				dots ? "'...'" : "the end of the document");
			bth_finding_fix(reading->reader->findings, finding,
				"put '---' before it, or remove it");
			return;
		}
		if (newline == SIZE_MAX)
			return;
		at += (uint32_t)newline + 1;
	}
}

/* given.c - the tree of a piece of YAML */

#include "tests/given.h"

#include <check.h>

#include "syntax/emit.h"

struct bth_given_text *
bth_given_text(struct bth_arena *arena, struct bth_str text)
{
	return bth_given_limited(arena, text, &bth_limits_usual);
}

struct bth_given_text *
bth_given_limited(struct bth_arena *arena, struct bth_str text, const struct bth_limits *limits)
{
	struct bth_given_text *given = bth_arena_alloc(arena, sizeof *given);
	struct bth_reader reader;
	struct bth_buf copy;

	/* sources have zeros behind them, as base/file.h promises */
	bth_buf_init(&copy, arena);
	bth_buf_str(&copy, text);
	bth_buf_fill(&copy, '\0', 64);
	given->source.name = "given";
	given->source.text = (struct bth_str){.at = copy.text, .len = text.len};

	bth_findings_init(&given->findings, arena);
	bth_reader_init(&reader, arena, &given->findings);
	reader.limits = limits;
	bth_split(&given->documents, &given->findings, &given->source);
	for (size_t i = 0; i < given->documents.len; i++)
		bth_read(&reader, &given->documents.items[i]);
	return given;
}

struct bth_value
bth_given(struct bth_arena *arena, const char *yaml)
{
	const struct bth_given_text *given = bth_given_text(arena, bth_str(yaml));

	ck_assert_uint_eq(given->documents.len, 1);
	ck_assert_uint_eq(given->findings.list.len, 0);
	return bth_root(given->documents.items[0].tree);
}

const char *
bth_given_findings(struct bth_arena *arena, struct bth_given_text *given)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	for (size_t i = 0; i < given->findings.list.len; i++) {
		const struct bth_finding *finding = given->findings.list.items[i];
		struct bth_place start =
			bth_source_place(arena, &given->source, finding->span.start);
		struct bth_place end = bth_source_place(arena, &given->source, finding->span.end);

		bth_buf_printf(&buf, "%u:%u-%u:%u %s %s\n", start.line, start.column, end.line,
			end.column, finding->rule->name, finding->message);
		for (size_t j = 0; j < finding->notes.len; j++) {
			const struct bth_note *note = &finding->notes.items[j];
			struct bth_place at =
				bth_source_place(arena, &given->source, note->span.start);

			bth_buf_printf(&buf, "  %u:%u %s\n", at.line, at.column, note->message);
		}
	}
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

const char *
bth_given_json(struct bth_arena *arena, const struct bth_given_text *given)
{
	static const char *const states[] = {
		[BTH_DOCUMENT_EMPTY] = "empty",
		[BTH_DOCUMENT_TEMPLATE] = "template",
		[BTH_DOCUMENT_BROKEN] = "broken",
	};
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	for (size_t i = 0; i < given->documents.len; i++) {
		const struct bth_document *document = &given->documents.items[i];

		if (document->state == BTH_DOCUMENT_READ)
			bth_emit_json(&buf, bth_root(document->tree), 0);
		else
			bth_buf_puts(&buf, states[document->state]);
		bth_buf_putc(&buf, '\n');
	}
	bth_buf_putc(&buf, '\0');
	return buf.text;
}

void
bth_given_means(struct bth_arena *arena, const char *text, const char *json)
{
	ck_assert_str_eq(bth_given_json(arena, bth_given_text(arena, bth_str(text))), json);
}

/* read.c - one document: libyaml's events to a tree */

#include "syntax/read.h"

#include "rules.h"
#include "syntax/notice.h"
#include "syntax/reading.h"
#include "syntax/resolve.h"
#include "syntax/scalar.h"
#include "syntax/template.h"

void
bth_reader_init(struct bth_reader *reader, struct bth_arena *arena, struct bth_findings *findings)
{
	*reader = (struct bth_reader){
		.arena = arena, .findings = findings, .limits = &bth_limits_usual};
	bth_build_init(&reader->written, arena, NULL);
	bth_build_init(&reader->resolved, arena, NULL);
}

/* One event. Returns false at the end of the document. */
static bool
take_event(struct bth_reading *reading)
{
	const yaml_event_t *event = &reading->event;

	switch (event->type) {
	case YAML_SCALAR_EVENT:
		bth_reading_scalar(reading);
		break;
	case YAML_ALIAS_EVENT:
		bth_reading_alias(reading);
		break;
	case YAML_SEQUENCE_START_EVENT:
		bth_reading_open(reading, BTH_LIST,
			event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
			event->data.sequence_start.anchor);
		break;
	case YAML_MAPPING_START_EVENT:
		bth_reading_open(reading, BTH_MAP,
			event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
			event->data.mapping_start.anchor);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		bth_reading_close(reading);
		break;
	case YAML_DOCUMENT_END_EVENT:
		bth_reading_rest(reading);
		return false;
	case YAML_STREAM_END_EVENT:
		return false;
	default:
		break;
	}
	return !reading->stop;
}

/* Lets go of what libyaml holds. */
static void
release(struct bth_reading *reading)
{
	if (reading->has_event)
		yaml_event_delete(&reading->event);
	if (reading->has_parser)
		yaml_parser_delete(&reading->parser);
	reading->has_event = reading->has_parser = false;
}

/* Reads what libyaml is given from its beginning. False when libyaml refuses it. */
static bool
parse_events(struct bth_reading *reading)
{
	bth_build_clear(&reading->reader->written);
	reading->stack.len = 0;
	reading->anchors = reading->again = (struct bth_map){0};
	reading->flow_depth = reading->root = 0;
	reading->keys = 0;
	reading->needs_resolving = reading->stop = reading->repeat = false;
	if (!yaml_parser_initialize(&reading->parser))
		bth_arena_fail(reading->reader->arena);
	reading->has_parser = true;
	yaml_parser_set_encoding(&reading->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&reading->parser,
		(const unsigned char *)reading->given.at, reading->given.len);

	for (bool more = true; more;) {
		if (!yaml_parser_parse(&reading->parser, &reading->event))
			return false;
		reading->has_event = true;
		more = take_event(reading);
		reading->has_event = false;
		yaml_event_delete(&reading->event);
	}
	return true;
}

static void
parse(struct bth_reading *reading)
{
	struct bth_findings *findings = reading->reader->findings;
	size_t found = findings->list.len;
	uint32_t start = reading->document->span.start;

	bth_reading_limit(reading, BTH_LIMIT_DOCUMENT_BYTES, reading->text.len,
		&bth_rule_input_too_large, start, start, "the document has too many bytes");
	bth_reading_encoding(reading);
	if (reading->stop)
		return;
	reading->given = bth_reading_given(reading);
	bth_reading_directives(reading);
	while (!reading->stop) {
		bool read = parse_events(reading);

		if (read && !reading->repeat)
			return;
		if (!read && !bth_reading_mask_letter(reading)) {
			bth_reading_error(reading);
			return;
		}
		release(reading);
		reading->stop = false;
		findings->list.len = found;
	}
}

/* Runs parse() so that a jump out of it does not leave libyaml's memory behind. */
static void
parse_safely(struct bth_reading *reading)
{
	struct bth_arena *arena = reading->reader->arena;
	jmp_buf full, *outer = arena->on_full;

	arena->on_full = &full;
	if (setjmp(full) == 0) {
		parse(reading);
		arena->on_full = outer;
		release(reading);
		return;
	}
	arena->on_full = outer;
	release(reading);
	bth_arena_fail(arena);
}

/* A tree of its own from what the builder has, in exactly the memory it needs. */
static const struct bth_tree *
keep(struct bth_reader *reader, const struct bth_builder *builder, uint32_t number)
{
	struct bth_tree *tree = bth_arena_alloc(reader->arena, sizeof *tree);
	struct bth_node *nodes =
		bth_arena_array(reader->arena, builder->nodes.len, sizeof *nodes);

	memcpy(nodes, builder->nodes.items, builder->nodes.len * sizeof *nodes);
	*tree = (struct bth_tree){.source = builder->source,
		.nodes = nodes,
		.count = (uint32_t)builder->nodes.len,
		.side = bth_arena_copy(reader->arena, builder->side.text, builder->side.len),
		.document = number};
	return tree;
}

/* Infinity and its like are no JSON, though a key may be called so. */
static bool
check_floats(struct bth_findings *findings, const struct bth_builder *builder)
{
	struct bth_tree view = bth_build_view(builder);

	for (uint32_t i = 1; i < view.count; i++) {
		struct bth_value value = {.tree = &view, .at = i};
		const struct bth_node *node = bth_node(value);

		if (node->kind != BTH_SCALAR || node->type != BTH_FLOAT ||
			node->flags & BTH_NODE_KEY || bth_scalar_is_finite(bth_text(value)))
			continue;
		struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_malformed,
			bth_span(value), "JSON has no number '%.*s': kubectl refuses the document",
			BTH_STR_ARG(bth_text(value)));
		finding->path = bth_path_of(findings->arena,
			(struct bth_value){.tree = &view, .at = 1}, value);
		return false;
	}
	return true;
}

static bool
is_ascii(struct bth_str text)
{
	unsigned char all = 0;

	for (size_t i = 0; i < text.len; i++)
		all |= (unsigned char)text.at[i];
	return all < 0x80;
}

/* The document cannot be read: the last finding, behind the first @found, says why. */
static void
give_up(struct bth_reading *reading, size_t found)
{
	struct bth_findings *findings = reading->reader->findings;
	struct bth_document *document = reading->document;
	uint32_t start = document->span.start;
	uint32_t fault = findings->list.items[findings->list.len - 1]->span.start;

	document->state = BTH_DOCUMENT_BROKEN;
	if (!bth_is_template(reading->text, fault - start))
		return;
	if (reading->reader->strict) {
		bth_finding_fix(findings, findings->list.items[findings->list.len - 1],
			"this is text of a template engine ('{{'): render it first");
		return;
	}
	if (bth_str_starts(reading->text, "---"))
		start += (uint32_t)bth_str_find(reading->text, '\n') + 1;
	findings->list.len = found;
	bth_find(findings, &bth_rule_yaml_template_skipped,
		bth_reading_span(reading, start, start),
		"text of a template engine ('{{'): skipped, as it is not YAML yet");
	document->state = BTH_DOCUMENT_TEMPLATE;
}

void
bth_read(struct bth_reader *reader, struct bth_document *document)
{
	struct bth_builder *written = &reader->written, *resolved = &reader->resolved;
	struct bth_source *source = document->span.source;
	size_t found = reader->findings->list.len;
	struct bth_reading reading = {.reader = reader,
		.document = document,
		.text = bth_str_sub(source->text, document->span.start,
			document->span.end - document->span.start)};

	reading.ascii = is_ascii(reading.text);
	written->source = source;
	parse_safely(&reading);

	bool readable = !reading.stop;
	struct bth_builder *final = written;
	if (readable && !document->json) {
		struct bth_tree view = bth_build_view(written);

		document->comments = bth_comments_find(reader->arena, document->span, &view);
	}
	if (readable && reading.root && reading.needs_resolving) {
		bth_build_clear(resolved);
		resolved->source = source;
		readable = bth_resolve(resolved, written, reading.root, reader->findings,
			reader->limits);
		final = resolved;
	}
	if (!readable || !check_floats(reader->findings, final)) {
		give_up(&reading, found);
		return;
	}
	if (!reading.root || (final->nodes.items[1].kind == BTH_SCALAR &&
				     final->nodes.items[1].type == BTH_NULL)) {
		document->state = BTH_DOCUMENT_EMPTY;
		return;
	}
	document->state = BTH_DOCUMENT_READ;
	if (!document->json)
		bth_notice_text(reader->findings, document->span, written, reading.ascii);
	document->tree = keep(reader, final, document->number);
}

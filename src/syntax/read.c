/* read.c - one document: libyaml's events to a tree */

#include "syntax/read.h"

#include <yaml.h>

#include "base/map.h"
#include "base/utf8.h"
#include "rules.h"
#include "syntax/json.h"
#include "syntax/notice.h"
#include "syntax/number.h"
#include "syntax/resolve.h"
#include "syntax/scalar.h"
#include "syntax/standin.h"
#include "syntax/timestamp.h"

/* A collection that is open, and the key that waits for its value. */
struct open {
	uint32_t node;
	bool want_value;
	bool flow;
};

/* One document being read. */
struct reading {
	struct bth_reader *reader;
	struct bth_document *document;
	struct bth_str text; /* of the document */

	/* libyaml counts code points; @step of them are @bytes[i] bytes after the start */
	bool ascii;
	BTH_VEC(uint32_t) bytes;

	BTH_VEC(struct open) stack;
	struct bth_map anchors; /* names to nodes */
	struct bth_map again;   /* names of anchors that stand twice */
	unsigned flow_depth;
	uint64_t keys;
	uint32_t root;
	bool needs_resolving;
	bool stop; /* a finding says why */

	struct bth_str given; /* what libyaml reads: the text, with letters that stand in */
	struct bth_stand_ins stand_ins;
	size_t colons;  /* that letters stand in for */
	size_t repeats; /* of reading, each with one more letter */
	bool repeat;    /* what was read counts for nothing: a letter has been put in */

	yaml_parser_t parser;
	yaml_event_t event;
	bool has_parser, has_event;
};

enum { STEP = 128, REPEATS_MOST = 64 };

#define BINARY_TAG "tag:yaml.org,2002:binary"
#define MERGE_TAG "tag:yaml.org,2002:merge"

void
bth_reader_init(struct bth_reader *reader, struct bth_arena *arena, struct bth_findings *findings)
{
	*reader = (struct bth_reader){
		.arena = arena, .findings = findings, .limits = &bth_limits_usual};
	bth_build_init(&reader->written, arena, NULL);
	bth_build_init(&reader->resolved, arena, NULL);
}

/* Notes where every STEP-th code point begins, once, for texts that are not all ASCII. */
static void
make_steps(struct reading *reading)
{
	size_t at = 0, count = 0;

	while (at < reading->text.len) {
		uint32_t code;

		if (count++ % STEP == 0)
			bth_vec_push(reading->reader->arena, &reading->bytes, (uint32_t)at);
		size_t len = bth_utf8_next(&code, bth_str_sub(reading->text, at, 4));
		at += len ? len : 1;
	}
}

/* The offset in the source of a place that libyaml names. */
static uint32_t
offset(struct reading *reading, yaml_mark_t mark)
{
	size_t at = mark.index;

	if (!reading->ascii) {
		if (!reading->bytes.len)
			make_steps(reading);
		size_t step = mark.index / STEP;
		at = step < reading->bytes.len ? reading->bytes.items[step] : reading->text.len;
		for (size_t i = mark.index % STEP; i > 0 && at < reading->text.len; i--) {
			uint32_t code;
			size_t len = bth_utf8_next(&code, bth_str_sub(reading->text, at, 4));

			at += len ? len : 1;
		}
	}
	if (at > reading->text.len)
		at = reading->text.len;
	return reading->document->span.start + (uint32_t)at;
}

static struct bth_span
span_at(struct reading *reading, uint32_t start, uint32_t end)
{
	return (struct bth_span){
		.source = reading->document->span.source, .start = start, .end = end};
}

static struct bth_finding *
refuse(struct reading *reading, const struct bth_rule *rule, struct bth_span span,
	const char *message)
{
	reading->stop = true;
	return bth_find(reading->reader->findings, rule, span, "%s", message);
}

/* Refuses the document when there is more of something than is read. */
static void
check_limit(struct reading *reading, enum bth_limit which, uint64_t count,
	const struct bth_rule *rule, uint32_t start, uint32_t end, const char *what)
{
	const struct bth_limits *limits = reading->reader->limits;

	if (count <= limits->most[which] || reading->stop)
		return;
	reading->stop = true;
	bth_limit_find(reading->reader->findings, rule, span_at(reading, start, end), limits,
		which, what);
}

static struct bth_node *
node_at(struct reading *reading, uint32_t at)
{
	return &reading->reader->written.nodes.items[at];
}

/* Gives a node text that does not stand in the source. */
static void
set_side_text(struct reading *reading, struct bth_node *node, struct bth_str text)
{
	struct bth_buf *side = &reading->reader->written.side;

	node->flags |= BTH_NODE_SIDE;
	node->text = (uint32_t)side->len;
	node->len = (uint32_t)text.len;
	bth_buf_str(side, text);
}

/* Whether the next node is a key. */
static bool
at_key(struct reading *reading)
{
	if (!reading->stack.len)
		return false;
	const struct open *open = &reading->stack.items[reading->stack.len - 1];

	return node_at(reading, open->node)->kind == BTH_MAP && !open->want_value;
}

/* Makes a key of the node: a string, as JSON has no others. */
static void
make_key(struct reading *reading, struct bth_node *node, struct bth_str text)
{
	struct bth_buf name;

	node->flags |= BTH_NODE_KEY;
	if (node->kind == BTH_SCALAR && node->type == BTH_STRING)
		return;
	bth_buf_init(&name, reading->reader->arena);
	if (node->kind == BTH_SCALAR && bth_number_key(&name, node->type, text)) {
		if (!bth_str_eq(bth_buf_view(&name), text))
			set_side_text(reading, node, bth_buf_view(&name));
		return;
	}
	refuse(reading, &bth_rule_yaml_key_malformed, span_at(reading, node->start, node->end),
		node->kind != BTH_SCALAR ? "a map or a list stands as a key" :
		node->type == BTH_NULL ? "a key is null" : "a key is a number above int64");
}

/* Puts a new node where it belongs: root, item, key or value. */
static void
place(struct reading *reading, uint32_t at)
{
	struct bth_tree view = bth_build_view(&reading->reader->written);
	struct bth_str text = bth_text((struct bth_value){&view, at});
	struct bth_node *node = node_at(reading, at);
	bool key = at_key(reading);

	if (key) {
		make_key(reading, node, text);
		check_limit(reading, BTH_LIMIT_KEYS, ++reading->keys,
			&bth_rule_input_too_large, node->start, node->end,
			"the document has too many keys");
	} else {
		node->flags &= (uint8_t)~BTH_NODE_MERGE;
	}
	if (!reading->stack.len) {
		reading->root = at;
		return;
	}
	struct open *open = &reading->stack.items[reading->stack.len - 1];
	struct bth_node *parent = node_at(reading, open->node);

	if (node->flags & BTH_NODE_MERGE) {
		parent->flags |= BTH_NODE_MERGE;
		reading->needs_resolving = true;
	}
	open->want_value = parent->kind == BTH_MAP && !open->want_value;
	if (parent->child)
		node_at(reading, parent->last)->next = at;
	else
		parent->child = at;
	parent->last = at;
}

static uint32_t
add_node(struct reading *reading, struct bth_node node)
{
	struct bth_builder *written = &reading->reader->written;

	node.start = offset(reading, reading->event.start_mark);
	node.end = offset(reading, reading->event.end_mark);
	bth_vec_push(reading->reader->arena, &written->nodes, node);
	return (uint32_t)(written->nodes.len - 1);
}

static void
remember_anchor(struct reading *reading, const yaml_char_t *name, uint32_t node)
{
	struct bth_arena *arena = reading->reader->arena;

	if (!name)
		return;
	struct bth_str text = bth_str((const char *)name);
	uint32_t before = (uint32_t)(uintptr_t)bth_map_get(&reading->anchors, text);
	if (before) {
		struct bth_tree view = bth_build_view(&reading->reader->written);

		bth_notice_anchor(reading->reader->findings, &reading->again, text,
			(struct bth_value){&view, node}, (struct bth_value){&view, before});
	}
	bth_map_put(arena, &reading->anchors, bth_str_copy(arena, text), (void *)(uintptr_t)node);
}

/* The text of a !!binary is decoded. */
static bool
decode(struct bth_str *text, struct bth_arena *arena)
{
	struct bth_buf bytes;

	bth_buf_init(&bytes, arena);
	if (!bth_scalar_decode(&bytes, *text))
		return false;
	*text = bth_buf_view(&bytes);
	return true;
}

/*
 * What @tag makes of a scalar; plain ones without a tag go by their text. False when the
 * text is nothing of the kind.
 */
static bool
find_type(enum bth_type *out, struct bth_str *text, const char *tag, bool plain,
	struct bth_arena *arena)
{
	static const struct {
		const char *tag;
		enum bth_type type;
	} tags[] = {
		{YAML_NULL_TAG, BTH_NULL},
		{YAML_BOOL_TAG, BTH_BOOL},
		{YAML_INT_TAG, BTH_INT},
		{YAML_FLOAT_TAG, BTH_FLOAT},
	};

	int64_t number;

	*out = plain && !tag ? bth_scalar_type(*text) : BTH_STRING;
	if (tag && strcmp(tag, BINARY_TAG) == 0)
		return decode(text, arena);
	if (tag && strcmp(tag, YAML_TIMESTAMP_TAG) == 0)
		return bth_timestamp(*text);
	for (size_t i = 0; tag && i < sizeof tags / sizeof tags[0]; i++) {
		if (strcmp(tag, tags[i].tag) != 0)
			continue;
		enum bth_type type = bth_scalar_type(*text);
		*out = tags[i].type;
		return type == *out ||
			(*out == BTH_FLOAT && type == BTH_INT && bth_scalar_int(&number, *text));
	}
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * Where the tag of the node at @start begins in the source, behind its anchor; SIZE_MAX when
 * it has none. libyaml drops the tag "!" alone, but the node begins where that stands.
 */
static size_t
tag_at(const struct reading *reading, uint32_t start)
{
	struct bth_str text = reading->document->span.source->text;
	size_t at = start;

	if (at < text.len && text.at[at] == '&') {
		while (at < text.len && !is_blank(text.at[at]))
			at++;
		while (at < text.len && is_blank(text.at[at]))
			at++;
	}
	return at < text.len && text.at[at] == '!' ? at : SIZE_MAX;
}

/* Offset of a comma that ends the tag at @tag for libyaml, and is part of it for go-yaml. */
static size_t
comma_of_tag(const struct reading *reading, size_t tag)
{
	struct bth_str text = reading->document->span.source->text;

	if (tag == SIZE_MAX || bth_str_starts(bth_str_sub(text, tag, 2), "!<"))
		return SIZE_MAX;
	while (tag < text.len && !is_blank(text.at[tag]) && text.at[tag] != ',')
		tag++;
	return tag < text.len && text.at[tag] == ',' ? tag : SIZE_MAX;
}

/* JSON's escape of a slash, which libyaml takes in YAML as well. */
static void
check_escapes(struct reading *reading, uint32_t start, uint32_t end)
{
	const char *source = reading->document->span.source->text.at;

	for (uint32_t i = start; i + 1 < end; i++) {
		if (source[i] != '\\')
			continue;
		if (source[++i] != '/')
			continue;
		refuse(reading, &bth_rule_yaml_malformed, span_at(reading, i - 1, i + 1),
			"not valid YAML: '\\/' is an escape in JSON alone");
		return;
	}
}

/* Lets a scalar point into the source when it stands there as it is meant. */
static void
set_text(struct reading *reading, struct bth_node *node, struct bth_str text)
{
	struct bth_str source = reading->document->span.source->text;
	uint32_t start = offset(reading, reading->event.start_mark);

	if (node->style == BTH_SINGLE || node->style == BTH_DOUBLE)
		start++;
	if (text.len <= source.len - start && memcmp(source.at + start, text.at, text.len) == 0) {
		node->text = start;
		node->len = (uint32_t)text.len;
		return;
	}
	set_side_text(reading, node, text);
	if (node->style == BTH_DOUBLE && !reading->document->json)
		check_escapes(reading, start, offset(reading, reading->event.end_mark));
}

/* The place in @reading->given of one in the source; a letter is longer than a colon by two. */
static size_t
given_offset(const struct reading *reading, uint32_t at)
{
	return at - reading->document->span.start + 2 * reading->colons;
}

/* Puts @text for the byte at @at, and has it all read again. */
static bool
give(struct reading *reading, size_t at, const char *text)
{
	struct bth_str given = reading->given;
	struct bth_buf buf;

	if (++reading->repeats > REPEATS_MOST)
		return false;
	bth_buf_init(&buf, reading->reader->arena);
	bth_buf_str(&buf, bth_str_sub(given, 0, at));
	bth_buf_puts(&buf, text);
	bth_buf_str(&buf, bth_str_sub(given, at + 1, SIZE_MAX));
	reading->given = bth_buf_view(&buf);
	return true;
}

/* Has a letter stand for the comma at @comma, in a tag, if there is one. */
static bool
mask_comma(struct reading *reading, size_t comma)
{
	if (comma == SIZE_MAX)
		return false;
	size_t at = given_offset(reading, (uint32_t)comma);
	if (at >= reading->given.len || reading->given.at[at] != ',' || !give(reading, at, "x"))
		return false;
	reading->stop = reading->repeat = true;
	return true;
}

/*
 * A question mark ends a plain scalar within brackets for go-yaml, and what begins there is
 * never right. To libyaml it is a letter.
 */
static void
check_question(struct reading *reading, uint32_t start, uint32_t end)
{
	const char *source = reading->document->span.source->text.at;
	const char *mark = memchr(source + start, '?', end - start);

	if (!mark || reading->document->json)
		return;
	start = (uint32_t)(mark - source);
	refuse(reading, &bth_rule_yaml_malformed, span_at(reading, start, start + 1),
		"'?' stands within brackets: kubectl takes it for the mark of a key, unless it is "
		"in quotes");
}

static void
read_scalar(struct reading *reading)
{
	static const enum bth_style styles[] = {
		[YAML_ANY_SCALAR_STYLE] = BTH_PLAIN,
		[YAML_PLAIN_SCALAR_STYLE] = BTH_PLAIN,
		[YAML_SINGLE_QUOTED_SCALAR_STYLE] = BTH_SINGLE,
		[YAML_DOUBLE_QUOTED_SCALAR_STYLE] = BTH_DOUBLE,
		[YAML_LITERAL_SCALAR_STYLE] = BTH_LITERAL,
		[YAML_FOLDED_SCALAR_STYLE] = BTH_FOLDED,
	};
	const yaml_event_t *event = &reading->event;
	struct bth_str text = {.at = (const char *)event->data.scalar.value,
		.len = event->data.scalar.length};
	const char *tag = (const char *)event->data.scalar.tag;
	struct bth_node node = {.kind = BTH_SCALAR};
	uint32_t start = offset(reading, event->start_mark);
	enum bth_type type;

	text = bth_stand_ins_restore(reading->reader->arena, &reading->stand_ins, text);
	node.style = (uint8_t)styles[event->data.scalar.style];
	size_t own_tag = node.style == BTH_PLAIN ? tag_at(reading, start) : SIZE_MAX;
	if (!tag && own_tag != SIZE_MAX)
		tag = "!";
	if (reading->flow_depth && !text.len && !reading->document->json &&
		mask_comma(reading, comma_of_tag(reading, own_tag)))
		return;
	if (!find_type(&type, &text, tag, node.style == BTH_PLAIN, reading->reader->arena)) {
		refuse(reading, &bth_rule_yaml_malformed,
			span_at(reading, start, offset(reading, event->end_mark)),
			bth_arena_printf(reading->reader->arena, "'%.*s' is no '!!%s'",
				BTH_STR_ARG(bth_utf8_cut(text, 40)), strrchr(tag, ':') + 1));
		return;
	}
	if (node.style == BTH_PLAIN && reading->flow_depth)
		check_question(reading, start, offset(reading, event->end_mark));
	node.type = (uint8_t)type;
	if (tag)
		node.flags |= BTH_NODE_TAGGED;
	if (bth_str_is(text, "<<") &&
		(tag ? strcmp(tag, MERGE_TAG) == 0 : node.style == BTH_PLAIN))
		node.flags |= BTH_NODE_MERGE;
	set_text(reading, &node, text);
	uint32_t at = add_node(reading, node);
	remember_anchor(reading, event->data.scalar.anchor, at);
	place(reading, at);
}

/* An alias without an anchor; there may be one in a document before. */
static void
refuse_alias(struct reading *reading, struct bth_str name, struct bth_span where)
{
	struct bth_reader *reader = reading->reader;
	struct bth_span anchor;
	struct bth_finding *finding = refuse(reading, &bth_rule_yaml_alias_unknown, where,
		bth_arena_printf(reader->arena,
			"no anchor '&%.*s' stands before this alias in the document",
			BTH_STR_ARG(name)));

	if (bth_anchor_before(&anchor, &reader->anchors, reader->arena, where.source, name,
		    reading->document->span.start))
		bth_finding_note(reader->findings, finding, anchor,
			"this one is of another document: anchors do not reach across '---'");
}

static void
read_alias(struct reading *reading)
{
	struct bth_str name = bth_str((const char *)reading->event.data.alias.anchor);
	uint32_t target = (uint32_t)(uintptr_t)bth_map_get(&reading->anchors, name);
	struct bth_node node = {.kind = BTH_ALIAS, .child = target};

	/* a key is made from its text, and so from that of what it stands for */
	if (target && at_key(reading)) {
		node = *node_at(reading, target);
		node.next = 0;
		node.flags &= BTH_NODE_SIDE | BTH_NODE_TAGGED;
	}
	uint32_t at = add_node(reading, node);
	struct bth_span where = span_at(reading, node_at(reading, at)->start,
		node_at(reading, at)->end);

	if (!target) {
		refuse_alias(reading, name, where);
		return;
	}
	for (size_t i = 0; i < reading->stack.len; i++) {
		if (reading->stack.items[i].node == target) {
			refuse(reading, &bth_rule_yaml_alias_unknown, where,
				bth_arena_printf(reading->reader->arena,
					"anchor '&%.*s' contains itself", BTH_STR_ARG(name)));
			return;
		}
	}
	reading->needs_resolving = true;
	bth_notice_alias(&reading->again, name, &reading->reader->written);
	place(reading, at);
}

static void
open_collection(struct reading *reading, enum bth_node_kind kind, bool flow,
	const yaml_char_t *anchor)
{
	uint32_t at = add_node(reading, (struct bth_node){
		.kind = (uint8_t)kind, .style = flow ? BTH_FLOW : BTH_BLOCK});

	remember_anchor(reading, anchor, at);
	place(reading, at);
	bth_vec_push(reading->reader->arena, &reading->stack,
		(struct open){.node = at, .flow = flow});
	reading->flow_depth += flow;
	const struct bth_node *node = node_at(reading, at);
	check_limit(reading, BTH_LIMIT_FLOW_DEPTH, reading->flow_depth, &bth_rule_yaml_too_deep,
		node->start, node->end, "brackets nest too deep");
	check_limit(reading, BTH_LIMIT_DEPTH, reading->stack.len, &bth_rule_yaml_too_deep,
		node->start, node->end, "collections nest too deep");
}

/* Reports each key of @map that stands there twice, and marks the map. */
static void
check_keys(struct reading *reading, uint32_t map)
{
	struct bth_tree view = bth_build_view(&reading->reader->written);
	struct bth_map seen = {0};
	size_t size = bth_size((struct bth_value){&view, map});

	for (struct bth_value key = bth_first((struct bth_value){&view, map}); bth_exists(key);
		key = bth_next(key)) {
		struct bth_value earlier = {0};

		if (bth_node(key)->flags & BTH_NODE_MERGE)
			continue;
		if (size <= 16) {
			for (earlier = bth_first((struct bth_value){&view, map}); earlier.at != key.at;
				earlier = bth_next(earlier))
				if (!(bth_node(earlier)->flags & BTH_NODE_MERGE) &&
					bth_str_eq(bth_text(earlier), bth_text(key)))
					break;
		} else {
			const void *before = bth_map_get(&seen, bth_text(key));
			earlier.tree = &view;
			earlier.at = before ? (uint32_t)(uintptr_t)before : key.at;
			bth_map_put(reading->reader->arena, &seen, bth_text(key),
				(void *)(uintptr_t)key.at);
		}
		if (earlier.at == key.at)
			continue;
		struct bth_findings *findings = reading->reader->findings;
		struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_key_duplicate,
			bth_span(key), "key '%.*s' stands twice in one map: the last one wins",
			BTH_STR_ARG(bth_text(key)));
		bth_finding_note(findings, finding, bth_span(earlier), "it stands here before");
		node_at(reading, map)->flags |= BTH_NODE_TWICE;
		reading->needs_resolving = true;
	}
}

static void
close_collection(struct reading *reading)
{
	struct open open = reading->stack.items[--reading->stack.len];
	struct bth_node *node = node_at(reading, open.node);

	reading->flow_depth -= open.flow;
	if (open.flow)
		node->end = offset(reading, reading->event.end_mark);
	else if (node->last)
		node->end = node_at(reading, node->last)->end;
	if (node->kind == BTH_MAP)
		check_keys(reading, open.node);
}

/* What follows the end of the document, be it "..." or not, is lost on kubectl. */
static void
check_rest(struct reading *reading)
{
	uint32_t at = offset(reading, reading->event.end_mark);
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
				span_at(reading, start, start + (uint32_t)words.len),
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

/* One event. Returns false at the end of the document. */
static bool
take_event(struct reading *reading)
{
	const yaml_event_t *event = &reading->event;

	switch (event->type) {
	case YAML_SCALAR_EVENT:
		read_scalar(reading);
		break;
	case YAML_ALIAS_EVENT:
		read_alias(reading);
		break;
	case YAML_SEQUENCE_START_EVENT:
		open_collection(reading, BTH_LIST,
			event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE,
			event->data.sequence_start.anchor);
		break;
	case YAML_MAPPING_START_EVENT:
		open_collection(reading, BTH_MAP,
			event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE,
			event->data.mapping_start.anchor);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_collection(reading);
		break;
	case YAML_DOCUMENT_END_EVENT:
		check_rest(reading);
		return false;
	case YAML_STREAM_END_EVENT:
		return false;
	default:
		break;
	}
	return !reading->stop;
}

/* The character at @at as a span; nothing at the end of a line. */
static struct bth_span
character_at(struct reading *reading, uint32_t at)
{
	struct bth_str rest = bth_str_sub(reading->document->span.source->text, at, 4);
	uint32_t code = '\n', len = (uint32_t)bth_utf8_next(&code, rest);

	return span_at(reading, at, code == '\n' ? at : at + len);
}

static void
report_error(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;
	struct bth_findings *findings = reading->reader->findings;
	uint32_t start = reading->document->span.start;

	reading->stop = true;
	if (parser->error == YAML_MEMORY_ERROR)
		bth_arena_fail(reading->reader->arena);
	if (parser->error == YAML_READER_ERROR) {
		bth_find(findings, &bth_rule_yaml_encoding_invalid,
			character_at(reading, start + (uint32_t)parser->problem_offset),
			"control character U+%04X is not allowed", (unsigned)parser->problem_value);
		return;
	}
	uint32_t at = offset(reading, parser->problem_mark);
	struct bth_str source = reading->document->span.source->text;
	bool tab = at < source.len && source.at[at] == '\t';

	struct bth_finding *finding = tab ?
		bth_find(findings, &bth_rule_yaml_tab, character_at(reading, at),
			"a tab stands where YAML wants spaces") :
		bth_find(findings, &bth_rule_yaml_malformed, character_at(reading, at),
			"not valid YAML: %s", parser->problem ? parser->problem : "unreadable");
	if (parser->context && !tab) {
		uint32_t from = offset(reading, parser->context_mark);
		bth_finding_note(findings, finding, span_at(reading, from, from), "%s",
			parser->context);
	}
}

/* What libyaml takes for something else than go-yaml does, or takes too long for. */
static void
check_text(struct reading *reading)
{
	struct bth_str text = reading->text;
	bool blank = true;

	for (size_t at = 0; at < text.len && blank;) {
		struct bth_str line = bth_str_sub(text, at, SIZE_MAX);
		uint32_t start = reading->document->span.start + (uint32_t)at;
		size_t newline = bth_str_find(line, '\n');

		line = bth_str_sub(line, 0, newline);
		if (blank && bth_str_starts(line, "%")) {
			refuse(reading, &bth_rule_yaml_malformed,
				span_at(reading, start, start + (uint32_t)bth_str_trim(line).len),
				"a directive stands before '---': kubectl reads it as a document "
				"of its own, and refuses it");
			return;
		}
		line = bth_str_trim(line);
		blank &= !line.len || line.at[0] == '#';
		at = newline == SIZE_MAX ? text.len : at + newline + 1;
	}
}

/* Lets go of what libyaml holds. */
static void
release(struct reading *reading)
{
	if (reading->has_event)
		yaml_event_delete(&reading->event);
	if (reading->has_parser)
		yaml_parser_delete(&reading->parser);
	reading->has_event = reading->has_parser = false;
}

/*
 * Whether libyaml stopped at what go-yaml takes for a letter: a colon within brackets that
 * neither a blank nor the end of a line follows ([a:] is ["a:"]), or a bracket or comma in a
 * tag. Then a letter stands there from now on; what a tag is called does not matter.
 */
static bool
mask_letter(struct reading *reading)
{
	const yaml_parser_t *parser = &reading->parser;

	if (parser->error != YAML_SCANNER_ERROR || reading->document->json)
		return false;
	size_t at = given_offset(reading, offset(reading, parser->problem_mark));
	char c = at < reading->given.len ? reading->given.at[at] : '\0';

	if (parser->context && strstr(parser->context, "a tag") && c && strchr(",[]", c))
		return give(reading, at, "x");
	if (c != ':' || strcmp(parser->problem, "found unexpected ':'") != 0 ||
		!give(reading, at, bth_stand_in(reading->reader->arena, &reading->stand_ins, ':',
			reading->given)))
		return false;
	reading->colons++;
	return true;
}

/* Reads what libyaml is given from its beginning. False when libyaml refuses it. */
static bool
parse_events(struct reading *reading)
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

static struct bth_str
json_to_give(struct reading *reading)
{
	struct bth_arena *arena = reading->reader->arena;
	struct bth_str text = reading->text;

	if (bth_str_contains(text, "\\u"))
		text = bth_json_as_yaml(arena, text,
			bth_stand_in(arena, &reading->stand_ins, BTH_STAND_IN_NOTHING, text));
	return bth_stand_ins_for_json(arena, &reading->stand_ins, text);
}

/* What libyaml is given at first: each line ended, as kubectl hands it on. */
static struct bth_str
text_to_give(struct reading *reading)
{
	struct bth_str text = reading->text;
	struct bth_buf ended;

	if (reading->document->json)
		return json_to_give(reading);
	if (!reading->ascii)
		text = bth_stand_ins_for_yaml(reading->reader->arena, &reading->stand_ins, text);
	if (bth_str_ends(text, "\n"))
		return text;
	bth_buf_init(&ended, reading->reader->arena);
	bth_buf_str(&ended, text);
	bth_buf_putc(&ended, '\n');
	return bth_buf_view(&ended);
}

static void
parse(struct reading *reading)
{
	struct bth_findings *findings = reading->reader->findings;
	size_t found = findings->list.len;
	uint32_t start = reading->document->span.start;

	check_limit(reading, BTH_LIMIT_DOCUMENT_BYTES, reading->text.len,
		&bth_rule_input_too_large, start, start, "the document has too many bytes");
	if (reading->stop)
		return;
	reading->given = text_to_give(reading);
	check_text(reading);
	while (!reading->stop) {
		bool read = parse_events(reading);

		if (read && !reading->repeat)
			return;
		if (!read && !mask_letter(reading)) {
			report_error(reading);
			return;
		}
		release(reading);
		reading->stop = false;
		findings->list.len = found;
	}
}

/* Runs parse() so that a jump out of it does not leave libyaml's memory behind. */
static void
parse_safely(struct reading *reading)
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
		bth_find(findings, &bth_rule_yaml_malformed, bth_span(value),
			"JSON has no number '%.*s': kubectl refuses the document",
			BTH_STR_ARG(bth_text(value)));
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

/*
 * Whether the fault at @fault is none, as the text is a template engine's: a line begins
 * with its braces, or they stand at the fault. Braces elsewhere may well be within strings.
 */
static bool
is_template(struct bth_str text, size_t fault)
{
	for (size_t at = 0; at < text.len;) {
		struct bth_str rest = bth_str_sub(text, at, SIZE_MAX);
		size_t newline = bth_str_find(rest, '\n'), from = 0;
		struct bth_str line = bth_str_sub(rest, 0, newline);
		bool here = at <= fault && fault - at <= line.len;

		while (from < line.len && strchr(" -", line.at[from]))
			from++;
		if (bth_str_starts(bth_str_sub(line, from, 2), "{{") ||
			(here && bth_str_contains(line, "{{")))
			return true;
		at += line.len + 1;
	}
	return false;
}

/* The document cannot be read: the last finding, behind the first @found, says why. */
static void
give_up(struct reading *reading, size_t found)
{
	struct bth_findings *findings = reading->reader->findings;
	struct bth_document *document = reading->document;
	uint32_t start = document->span.start;
	uint32_t fault = findings->list.items[findings->list.len - 1]->span.start;

	document->state = BTH_DOCUMENT_BROKEN;
	if (!is_template(reading->text, fault - start))
		return;
	if (reading->reader->strict) {
		bth_finding_fix(findings, findings->list.items[findings->list.len - 1],
			"this is text of a template engine ('{{'): render it first");
		return;
	}
	if (bth_str_starts(reading->text, "---"))
		start += (uint32_t)bth_str_find(reading->text, '\n') + 1;
	findings->list.len = found;
	bth_find(findings, &bth_rule_yaml_template_skipped, span_at(reading, start, start),
		"text of a template engine ('{{'): skipped, as it is not YAML yet");
	document->state = BTH_DOCUMENT_TEMPLATE;
}

void
bth_read(struct bth_reader *reader, struct bth_document *document)
{
	struct bth_builder *written = &reader->written, *resolved = &reader->resolved;
	struct bth_source *source = document->span.source;
	size_t found = reader->findings->list.len;
	struct reading reading = {.reader = reader,
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

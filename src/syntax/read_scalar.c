/* read_scalar.c - scalars and their tags into the tree */

#include "syntax/reading.h"

#include "base/utf8.h"
#include "rules.h"
#include "syntax/scalar.h"
#include "syntax/timestamp.h"

#define BINARY_TAG "tag:yaml.org,2002:binary"
#define MERGE_TAG "tag:yaml.org,2002:merge"

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

/* Whether the digits of an integer are of another base: 012, 0o12, 0b11. */
static bool
has_base(struct bth_str text)
{
	size_t at = text.len && (text.at[0] == '-' || text.at[0] == '+');

	return at + 1 < text.len && text.at[at] == '0' && text.at[at + 1] != 'x' &&
		text.at[at + 1] != 'X';
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
		if (type == *out)
			return true;
		if (*out != BTH_FLOAT || type != BTH_INT || !bth_scalar_int(&number, *text))
			return false;
		if (has_base(*text))
			*out = BTH_INT; /* 012 is ten as a float, too, which its digits do not say */
		return true;
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
tag_at(const struct bth_reading *reading, uint32_t start)
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
comma_of_tag(const struct bth_reading *reading, size_t tag)
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
check_escapes(struct bth_reading *reading, uint32_t start, uint32_t end)
{
	const char *source = reading->document->span.source->text.at;

	for (uint32_t i = start; i + 1 < end; i++) {
		if (source[i] != '\\')
			continue;
		if (source[++i] != '/')
			continue;
		bth_reading_refuse(reading, &bth_rule_yaml_malformed,
			bth_reading_span(reading, i - 1, i + 1),
			"not valid YAML: '\\/' is an escape in JSON alone");
		return;
	}
}

/* Lets a scalar point into the source when it stands there as it is meant. */
static void
set_text(struct bth_reading *reading, struct bth_node *node, struct bth_str text)
{
	struct bth_str source = reading->document->span.source->text;
	uint32_t start = bth_reading_offset(reading, reading->event.start_mark);

	if (node->style == BTH_SINGLE || node->style == BTH_DOUBLE)
		start++;
	if (text.len <= source.len - start && memcmp(source.at + start, text.at, text.len) == 0) {
		node->text = start;
		node->len = (uint32_t)text.len;
		return;
	}
	bth_reading_side(reading, node, text);
	if (node->style == BTH_DOUBLE && !reading->document->json)
		check_escapes(reading, start, bth_reading_offset(reading, reading->event.end_mark));
}

/*
 * A question mark ends a plain scalar within brackets for go-yaml, and what begins there is
 * never right. To libyaml it is a letter.
 */
static void
check_question(struct bth_reading *reading, uint32_t start, uint32_t end)
{
	const char *source = reading->document->span.source->text.at;
	const char *mark = memchr(source + start, '?', end - start);

	if (!mark || reading->document->json)
		return;
	start = (uint32_t)(mark - source);
	bth_reading_refuse(reading, &bth_rule_yaml_malformed,
		bth_reading_span(reading, start, start + 1),
		"'?' stands within brackets: kubectl takes it for the mark of a key, unless it is "
		"in quotes");
}

static void
refuse_tag(struct bth_reading *reading, uint32_t at, struct bth_str text, const char *tag)
{
	const struct bth_node *node = bth_reading_node(reading, at);
	struct bth_finding *finding = bth_reading_refuse(reading, &bth_rule_yaml_malformed,
		bth_reading_span(reading, node->start, node->end),
		bth_arena_printf(reading->reader->arena, "'%.*s' is no '!!%s'",
			BTH_STR_ARG(bth_reading_shown(reading, text)), strrchr(tag, ':') + 1));

	finding->path = bth_reading_path(reading, at);
}

void
bth_reading_scalar(struct bth_reading *reading)
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
	uint32_t start = bth_reading_offset(reading, event->start_mark);
	enum bth_type type;

	text = bth_stand_ins_restore(reading->reader->arena, &reading->stand_ins, text);
	node.style = (uint8_t)styles[event->data.scalar.style];
	size_t own_tag = node.style == BTH_PLAIN ? tag_at(reading, start) : SIZE_MAX;
	if (!tag && own_tag != SIZE_MAX)
		tag = "!";
	if (reading->flow_depth && !text.len && !reading->document->json &&
		bth_reading_mask_comma(reading, comma_of_tag(reading, own_tag)))
		return;
	bool fits = find_type(&type, &text, tag, node.style == BTH_PLAIN, reading->reader->arena);
	if (fits && node.style == BTH_PLAIN && reading->flow_depth)
		check_question(reading, start, bth_reading_offset(reading, event->end_mark));
	node.type = (uint8_t)(fits ? type : BTH_STRING);
	if (tag)
		node.flags |= BTH_NODE_TAGGED;
	if (bth_str_is(text, "<<") &&
		(tag ? strcmp(tag, MERGE_TAG) == 0 : node.style == BTH_PLAIN))
		node.flags |= BTH_NODE_MERGE;
	set_text(reading, &node, text);
	uint32_t at = bth_reading_add(reading, node);
	bth_reading_anchor(reading, event->data.scalar.anchor, at);
	bth_reading_place(reading, at);
	if (!fits)
		refuse_tag(reading, at, text, tag);
}

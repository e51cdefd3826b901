/* compare.c - a document as kubectl reads it, beside what a reader of YAML 1.2 finds in it */

#include "portable/compare.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "rules.h"
#include "syntax/number.h"
#include "syntax/scalar.h"

/* So many differences of a document are worth telling. */
enum { DIFFERENCES_MOST = 50, SHOWN_MOST = 40 };

/* A collection that both readers are in, and its child to come. */
struct open {
	uint32_t node, next;
};

struct comparing {
	struct bth_findings *findings;
	struct bth_tree tree;
	struct bth_span document;
	struct bth_str events; /* what is left of them */
	BTH_VEC(struct open) stack;
	unsigned differences;
	bool stop; /* the two are no longer at the same place */
};

static struct bth_finding *
report(struct comparing *comparing, struct bth_span span, const char *message)
{
	struct bth_finding *finding =
		bth_find(comparing->findings, &bth_rule_yaml_portability, span, "%s", message);

	finding->severity = BERTH_WARNING;
	if (++comparing->differences == DIFFERENCES_MOST)
		comparing->stop = true;
	return finding;
}

static struct bth_value
value_at(struct comparing *comparing, uint32_t at)
{
	return (struct bth_value){&comparing->tree, at};
}

/* ---- scalars ---- */

/* What a scalar is to one of the readers. */
struct meaning {
	enum bth_type type;
	struct bth_str text; /* as it would be in JSON; of strings, itself */
};

/* Decimal digits to YAML 1.2 are decimal, with as many zeros before them as there may be. */
static struct bth_str
strip_zeros(struct bth_arena *arena, struct bth_str text)
{
	bool minus = text.len && text.at[0] == '-';
	size_t at = text.len && strchr("+-", text.at[0]) ? 1 : 0;

	if (at + 1 < text.len && text.at[at] == '0' && strchr("xo", text.at[at + 1]))
		return text;
	while (at + 1 < text.len && text.at[at] == '0' && text.at[at + 1] >= '0' &&
		text.at[at + 1] <= '9')
		at++;
	return bth_str_printf(arena, "%s%.*s", minus ? "-" : "",
		BTH_STR_ARG(bth_str_sub(text, at, SIZE_MAX)));
}

static struct meaning
meaning_of(struct bth_arena *arena, enum bth_type type, struct bth_str text)
{
	struct meaning meaning = {.type = type, .text = text};
	struct bth_buf number;

	if (type == BTH_NULL)
		meaning.text = BTH_STR("null");
	else if (type == BTH_BOOL)
		meaning.text = bth_str(bth_scalar_bool(text) ? "true" : "false");
	if (type != BTH_INT && type != BTH_FLOAT)
		return meaning;
	bth_buf_init(&number, arena);
	/* digits beyond what an integer holds are none of JSON's whole numbers to anybody */
	bth_number_json(&number, bth_scalar_type(text) == BTH_INT ? BTH_INT : BTH_FLOAT, text);
	meaning.type = BTH_FLOAT;
	meaning.text = bth_buf_view(&number);
	return meaning;
}

/* "a text", "true", "420" */
static const char *
in_words(struct comparing *comparing, const struct meaning *meaning)
{
	return meaning->type == BTH_STRING ? "a text" :
		bth_arena_printf(comparing->findings->arena, "%.*s", BTH_STR_ARG(meaning->text));
}

/* Nearly all words and numbers, which nobody has to think about. */
static bool
is_plain_to_all(enum bth_type type, struct bth_str text)
{
	if (type == BTH_STRING)
		return bth_scalar_core_type(text) == BTH_STRING;
	if (type == BTH_BOOL || type == BTH_NULL)
		return bth_scalar_core_type(text) == type;
	if (!text.len || text.len > 15 || (text.at[0] == '0' && text.len > 1))
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] < '0' || text.at[i] > '9')
			return false;
	return true;
}

static void
compare_types(struct comparing *comparing, uint32_t at, struct bth_str text)
{
	struct bth_arena *arena = comparing->findings->arena;
	const struct bth_node *node = &comparing->tree.nodes[at];
	bool key = node->flags & BTH_NODE_KEY;

	if (node->style != BTH_PLAIN || node->flags & (BTH_NODE_TAGGED | BTH_NODE_MERGE) ||
		is_plain_to_all((enum bth_type)node->type, text))
		return;
	enum bth_type core = bth_scalar_core_type(text);
	struct meaning ours = meaning_of(arena, (enum bth_type)node->type, text);
	struct meaning theirs = meaning_of(arena, core,
		core == BTH_INT ? strip_zeros(arena, text) : text);
	if (ours.type == theirs.type && bth_str_eq(ours.text, theirs.text))
		return;
	struct bth_finding *finding = report(comparing, bth_span(value_at(comparing, at)),
		bth_arena_printf(arena, "%s'%.*s' is %s to kubectl, and %s by YAML 1.2",
			key ? "the key " : "", BTH_STR_ARG(bth_utf8_cut(text, SHOWN_MOST)),
			in_words(comparing, &ours), in_words(comparing, &theirs)));
	bth_finding_fix(comparing->findings, finding,
		ours.type == BTH_STRING || key ? "put it in quotes" :
			"write it as everybody reads it, or put it in quotes if it is a text");
}

/* The text of a scalar; that of a key as it was before it became a string. */
static struct bth_str
text_of(struct comparing *comparing, uint32_t at)
{
	const struct bth_node *node = &comparing->tree.nodes[at];
	struct bth_str source = comparing->document.source->text;

	if (!(node->flags & BTH_NODE_KEY) || node->type == BTH_STRING)
		return bth_text(value_at(comparing, at));
	struct bth_str text = bth_str_sub(source, node->start, node->end - node->start);
	if (bth_str_starts(text, "&"))
		for (size_t i = 0; i < text.len; i++)
			if (strchr(" \t", text.at[i]))
				return bth_str_trim(bth_str_sub(text, i, SIZE_MAX));
	return text;
}

/* Whether an event's text, with its escapes, is @text. */
static bool
is_escaped(struct bth_str escaped, struct bth_str text)
{
	size_t at = 0;

	for (size_t i = 0; i < escaped.len; i++, at++) {
		char c = escaped.at[i];

		if (c == '\\' && ++i < escaped.len)
			c = escaped.at[i] == 'n' ? '\n' : escaped.at[i] == '0' ? '\0' : '\\';
		if (at == text.len || text.at[at] != c)
			return false;
	}
	return at == text.len;
}

static void
compare_scalar(struct comparing *comparing, uint32_t at, struct bth_str event)
{
	const struct bth_node *node = &comparing->tree.nodes[at];
	struct bth_str text = text_of(comparing, at), other = bth_str_sub(event, 6, SIZE_MAX);

	if (!(node->flags & BTH_NODE_TAGGED) && !is_escaped(other, text)) {
		/* libfyaml 0.7.12 puts a NUL into some blocks, which YAML cannot hold */
		if (bth_str_contains(other, "\\0"))
			return;
		report(comparing, bth_span(value_at(comparing, at)),
			bth_arena_printf(comparing->findings->arena,
				"a reader of YAML 1.2 finds the text '%.*s' here",
				BTH_STR_ARG(bth_utf8_cut(other, SHOWN_MOST))));
		return;
	}
	compare_types(comparing, at, text);
	if (node->flags & BTH_NODE_MERGE)
		report(comparing, bth_span(value_at(comparing, at)),
			"'<<' is a key like others by YAML 1.2, and merges nothing");
}

/* ---- structure ---- */

static struct bth_str
next_event(struct comparing *comparing)
{
	struct bth_str line = bth_str_sub(
		comparing->events, 0, bth_str_find(comparing->events, '\n'));

	comparing->events = bth_str_sub(comparing->events, line.len + 1, SIZE_MAX);
	return line;
}

static uint32_t
take_number(struct bth_str *rest)
{
	size_t blank = bth_str_find(*rest, ' ');
	uint64_t number = 0;

	if (blank == SIZE_MAX || !bth_str_to_u64(&number, bth_str_sub(*rest, 0, blank)) ||
		number > UINT32_MAX)
		return 0;
	*rest = bth_str_sub(*rest, blank + 1, SIZE_MAX);
	return (uint32_t)number;
}

/* The character at a line and column of the document, counted from 1. */
static struct bth_span
span_of(struct comparing *comparing, uint32_t line, uint32_t column)
{
	struct bth_span span = comparing->document;
	const char *text = span.source->text.at;
	uint32_t code, at = span.start;

	for (; line > 1 && at < span.end; at++)
		line -= text[at] == '\n';
	for (; column > 1 && at < span.end && text[at] != '\n'; column--) {
		size_t len = bth_utf8_next(&code, bth_str_sub(span.source->text, at, 4));
		at += len ? (uint32_t)len : 1;
	}
	size_t len = at < span.end && text[at] != '\n' ?
		bth_utf8_next(&code, bth_str_sub(span.source->text, at, 4)) : 0;
	span.start = at;
	span.end = at + (uint32_t)len;
	return span;
}

/* "!ERR LINE COLUMN MESSAGE" */
static void
report_refusal(struct comparing *comparing, struct bth_str event)
{
	struct bth_str rest = bth_str_sub(event, 5, SIZE_MAX);
	uint32_t line = take_number(&rest), column = take_number(&rest);

	report(comparing, span_of(comparing, line, column),
		bth_arena_printf(comparing->findings->arena,
			"a reader of YAML 1.2 refuses the document: %.*s",
			BTH_STR_ARG(bth_utf8_cut(rest, 200))));
	comparing->stop = true;
}

/* The two went apart: what follows would be noise. */
static void
report_structure(struct comparing *comparing, struct bth_str event, struct bth_span span)
{
	static const struct {
		const char *event, *words;
	} names[] = {
		{"+MAP", "a map begins"}, {"-MAP", "a map ends"},
		{"+SEQ", "a list begins"}, {"-SEQ", "a list ends"},
		{"=VAL", "a text stands"}, {"=ALI", "an alias stands"},
	};
	const char *words = "the document ends";

	if (bth_str_starts(event, "!ERR")) {
		report_refusal(comparing, event);
		return;
	}
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (bth_str_starts(event, names[i].event))
			words = names[i].words;
	report(comparing, span, bth_arena_printf(comparing->findings->arena,
		"the structure is another by YAML 1.2: there %s here", words));
	comparing->stop = true;
}

/* An alias as a key has become what it stands for; its span begins with its name. */
static bool
is_alias(struct comparing *comparing, uint32_t at)
{
	const struct bth_node *node = &comparing->tree.nodes[at];
	struct bth_str source = comparing->document.source->text;

	return node->kind == BTH_ALIAS ||
		(node->flags & BTH_NODE_KEY && node->start < source.len &&
			source.at[node->start] == '*');
}

static const char *
expected(struct comparing *comparing, uint32_t at)
{
	switch (comparing->tree.nodes[at].kind) {
	case BTH_MAP:
		return "+MAP";
	case BTH_LIST:
		return "+SEQ";
	default:
		return is_alias(comparing, at) ? "=ALI" : "=VAL";
	}
}

static void
compare_node(struct comparing *comparing, uint32_t at)
{
	struct bth_str event = next_event(comparing);
	const struct bth_node *node = &comparing->tree.nodes[at];

	if (!bth_str_starts(event, expected(comparing, at)))
		report_structure(comparing, event, bth_span(value_at(comparing, at)));
	else if (bth_str_starts(event, "=VAL"))
		compare_scalar(comparing, at, event);
	else if (node->kind == BTH_MAP || node->kind == BTH_LIST)
		bth_vec_push(comparing->findings->arena, &comparing->stack,
			(struct open){.node = at, .next = node->child});
}

static void
compare_end(struct comparing *comparing, const struct open *open)
{
	struct bth_str event = next_event(comparing);
	struct bth_span span = bth_span(value_at(comparing, open->node));

	span.start = span.end;
	comparing->stack.len--;
	if (!bth_str_is(event, comparing->tree.nodes[open->node].kind == BTH_MAP ? "-MAP" : "-SEQ"))
		report_structure(comparing, event, span);
}

void
bth_portable_compare(struct bth_findings *findings, struct bth_span document,
	const struct bth_builder *written, struct bth_str events)
{
	struct comparing comparing = {.findings = findings, .tree = bth_build_view(written),
		.document = document, .events = events};

	if (comparing.tree.count < 2)
		return;
	compare_node(&comparing, 1);
	while (comparing.stack.len && !comparing.stop) {
		struct open *top = &comparing.stack.items[comparing.stack.len - 1];
		uint32_t child = top->next;

		if (!child) {
			struct open open = *top;
			compare_end(&comparing, &open);
			continue;
		}
		top->next = comparing.tree.nodes[child].next;
		compare_node(&comparing, child);
	}
	if (!comparing.stop && bth_str_starts(comparing.events, "!ERR"))
		report_refusal(&comparing, next_event(&comparing));
}

void
bth_portable_unknown(struct bth_findings *findings, struct bth_span document)
{
	document.end = document.start;
	struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_portability, document,
		"not compared with YAML 1.2: the second reader crashed or took too long");

	finding->severity = BERTH_INFO;
}

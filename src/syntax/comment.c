/* comment.c - comments that speak to berth, and what they speak of */

#include "syntax/comment.h"

#define MARK "berth:"

struct scan {
	struct bth_arena *arena;
	struct bth_source *source;
	struct bth_str text;    /* of the source */
	uint32_t start, end;    /* of the document, with the separator before it */
	const struct bth_tree *tree;
	struct bth_comments *out;
};

/* The text behind "# berth:", when @text begins so. */
static bool
is_marked(struct bth_str *rest, struct bth_str text)
{
	if (!bth_str_starts(text, "#"))
		return false;
	do
		text = bth_str_sub(text, 1, SIZE_MAX);
	while (text.len && (text.at[0] == ' ' || text.at[0] == '\t'));
	if (!bth_str_starts(text, MARK))
		return false;
	*rest = bth_str_sub(text, strlen(MARK), SIZE_MAX);
	return true;
}

/* Whether it is worth looking closely: most documents say nothing to berth. */
static bool
may_speak(struct bth_str text)
{
	struct bth_str rest;

	for (size_t at; (at = bth_str_find(text, '#')) != SIZE_MAX;) {
		text = bth_str_sub(text, at, SIZE_MAX);
		if (is_marked(&rest, text))
			return true;
		text = bth_str_sub(text, 1, SIZE_MAX);
	}
	return false;
}

static uint32_t
line_start(struct bth_str text, uint32_t at)
{
	while (at && text.at[at - 1] != '\n')
		at--;
	return at;
}

/* Where the line of @at ends, without its line break. */
static uint32_t
line_end(struct bth_str text, uint32_t at)
{
	size_t len = bth_str_find(bth_str_sub(text, at, SIZE_MAX), '\n');
	uint32_t end = len == SIZE_MAX ? (uint32_t)text.len : at + (uint32_t)len;

	return end > at && text.at[end - 1] == '\r' ? end - 1 : end;
}

/* The first node that begins at @at or later, or the count of nodes. Nodes are in order. */
static uint32_t
first_from(const struct bth_tree *tree, uint32_t at)
{
	uint32_t low = 1, high = tree->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (tree->nodes[middle].start < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct bth_span
span(const struct scan *scan, uint32_t start, uint32_t end)
{
	return (struct bth_span){.source = scan->source, .start = start, .end = end};
}

/* What a comment at @at on a line of its own speaks of: from itself to the end of that. */
static struct bth_span
next_node(const struct scan *scan, uint32_t at)
{
	const struct bth_node *nodes = scan->tree->nodes;
	uint32_t next = first_from(scan->tree, at);

	if (next >= scan->tree->count)
		return (struct bth_span){0};
	if (next == 1)
		return span(scan, scan->start, scan->end);
	/* between a key and the block below it: the block's first entry comes next */
	bool value = nodes[next - 1].flags & BTH_NODE_KEY && nodes[next - 1].next == next;
	if (value && nodes[next].style == BTH_BLOCK && nodes[next].child)
		next = nodes[next].child;
	uint32_t end = nodes[next].end;
	if (nodes[next].flags & BTH_NODE_KEY && nodes[nodes[next].next].end > end)
		end = nodes[nodes[next].next].end;
	return span(scan, at, end);
}

/* The line of a comment, and the rest of a scalar that reaches into or out of it. */
static struct bth_span
own_line(const struct scan *scan, uint32_t at, uint32_t end)
{
	const struct bth_node *nodes = scan->tree->nodes;
	uint32_t start = line_start(scan->text, at);
	const struct bth_node *before = &nodes[first_from(scan->tree, start) - 1];
	const struct bth_node *last = &nodes[first_from(scan->tree, at) - 1];

	if (before->kind == BTH_SCALAR && before->end > start)
		start = line_start(scan->text, before->start);
	if (last->kind == BTH_SCALAR && last->end > end)
		end = last->end;
	return span(scan, start, end);
}

/* Whether something stands before @at in its line; the dashes of items and documents do not. */
static bool
is_trailing(const struct scan *scan, uint32_t at)
{
	uint32_t line = line_start(scan->text, at);

	for (uint32_t i = line > scan->start ? line : scan->start; i < at; i++)
		if (!strchr(" \t-?", scan->text.at[i]))
			return true;
	return false;
}

/* Notes the comment at @at if it is for berth; returns where its line ends. */
static uint32_t
take_comment(struct scan *scan, uint32_t at)
{
	uint32_t end = line_end(scan->text, at);
	struct bth_str rest;
	struct bth_comment comment = {.span = span(scan, at, end)};

	if (!is_marked(&rest, bth_str_sub(scan->text, at, end - at)))
		return end;
	comment.trailing = is_trailing(scan, at);
	comment.about = comment.trailing ? own_line(scan, at, end) : next_node(scan, at);
	bth_vec_push(scan->arena, scan->out, comment);
	return end;
}

static bool
is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Looks for comments where no scalar stands; in names of anchors and tags there are none. */
static void
scan_gap(struct scan *scan, uint32_t from, uint32_t to)
{
	const char *text = scan->text.at;

	for (uint32_t i = from; i < to;) {
		if (text[i] == '#')
			i = take_comment(scan, i);
		else if (strchr("&*!", text[i]) && text[i])
			while (i < to && !is_blank(text[i]))
				i++;
		else
			i++;
	}
}

/* Where the text of a scalar begins, behind its anchor and tag and what follows those. */
static uint32_t
content_start(const struct scan *scan, const struct bth_node *node)
{
	const char *text = scan->text.at;
	uint32_t at = node->start;

	while (at < node->end && (text[at] == '&' || text[at] == '!')) {
		while (at < node->end && !is_blank(text[at]))
			at++;
		while (at < node->end && (is_blank(text[at]) || text[at] == '#'))
			at = text[at] == '#' ? line_end(scan->text, at) : at + 1;
	}
	return at;
}

/* The separator line before a document may hold a comment, and is cut off from it. */
static uint32_t
with_separator(struct bth_str text, uint32_t start)
{
	if (!start || text.at[start - 1] != '\n')
		return start;
	uint32_t line = line_start(text, start - 1);
	return bth_str_starts(bth_str_sub(text, line, SIZE_MAX), "---") ? line : start;
}

static void
scan_document(struct scan *scan)
{
	uint32_t at = scan->start;

	for (uint32_t i = 1; i < scan->tree->count; i++) {
		const struct bth_node *node = &scan->tree->nodes[i];

		if (node->kind != BTH_SCALAR || node->end <= at)
			continue;
		uint32_t content = content_start(scan, node);
		scan_gap(scan, at, content);
		if (node->style == BTH_LITERAL || node->style == BTH_FOLDED) {
			uint32_t header = line_end(scan->text, content);

			scan_gap(scan, content, header < node->end ? header : node->end);
		}
		at = node->end;
	}
	scan_gap(scan, at, scan->end);
}

const struct bth_comments *
bth_comments_find(
	struct bth_arena *arena, struct bth_span document, const struct bth_tree *written)
{
	struct bth_source *source = document.source;
	struct scan scan = {.arena = arena,
		.source = source,
		.text = source->text,
		.start = with_separator(source->text, document.start),
		.end = document.end,
		.tree = written};

	if (!may_speak(bth_str_sub(source->text, scan.start, scan.end - scan.start)))
		return NULL;
	scan.out = bth_arena_alloc(arena, sizeof *scan.out);
	scan_document(&scan);
	return scan.out->len ? scan.out : NULL;
}

struct bth_str
bth_comment_text(const struct bth_comment *comment)
{
	struct bth_span at = comment->span;
	struct bth_str rest = {0};

	is_marked(&rest, bth_str_sub(at.source->text, at.start, at.end - at.start));
	return rest;
}

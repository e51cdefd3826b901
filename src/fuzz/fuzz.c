/* fuzz.c - reading for fuzz targets, and what must hold of any input */

#include "fuzz/fuzz.h"

#include <stdio.h>
#include <stdlib.h>

void
bth_fuzz_fail(const char *file, int line, const char *what)
{
	fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
	abort();
}

struct bth_str
bth_fuzz_copy(struct bth_arena *arena, const void *data, size_t size)
{
	char *copy = bth_arena_copy(arena, data, size);

	copy[size] = 'x';
	return (struct bth_str){.at = copy, .len = size};
}

static void
check_span(const struct bth_source *source, uint32_t start, uint32_t end)
{
	bth_fuzz_require(start <= end);
	bth_fuzz_require(end <= source->text.len);
}

/* Reads every byte, for the sanitizer to see. */
static void
touch(struct bth_str text)
{
	(void)bth_str_hash(text);
}

static void
check_node(const struct bth_tree *tree, uint32_t at)
{
	const struct bth_node *node = &tree->nodes[at];

	bth_fuzz_require(node->kind == BTH_SCALAR || node->kind == BTH_MAP || node->kind == BTH_LIST);
	check_span(tree->source, node->start, node->end);
	if (node->kind == BTH_SCALAR) {
		bth_fuzz_require(!node->child);
		if (!(node->flags & BTH_NODE_SIDE))
			bth_fuzz_require((size_t)node->text + node->len <= tree->source->text.len);
		touch(bth_text((struct bth_value){tree, at}));
	}
}

/* Keys and values take turns; each subtree ends before its next sibling begins. */
static void
check_children(const struct bth_tree *tree, uint32_t at, uint32_t *ends)
{
	const struct bth_node *nodes = tree->nodes;
	bool map = nodes[at].kind == BTH_MAP;
	size_t count = 0;

	ends[at] = at + 1;
	for (uint32_t child = nodes[at].child; child; child = nodes[child].next) {
		bool key = map && count++ % 2 == 0;

		bth_fuzz_require(child >= ends[at] && child < tree->count);
		bth_fuzz_require(!(nodes[child].flags & BTH_NODE_KEY) == !key);
		if (key)
			bth_fuzz_require(nodes[child].kind == BTH_SCALAR && nodes[child].next);
		ends[at] = ends[child];
	}
	bth_fuzz_require(count % 2 == 0);
}

void
bth_fuzz_check_tree(struct bth_arena *arena, const struct bth_tree *tree)
{
	uint32_t *ends = bth_arena_array(arena, tree->count, sizeof *ends);

	bth_fuzz_require(tree->count > 1 && tree->nodes[0].kind == BTH_ABSENT);
	for (uint32_t i = tree->count; i-- > 1;) {
		check_node(tree, i);
		check_children(tree, i, ends);
	}
	bth_fuzz_require(ends[1] == tree->count);
	for (uint32_t i = 1; i < tree->count; i += tree->count / 32 + 1)
		touch(bth_str(bth_path_of(arena, bth_root(tree), (struct bth_value){tree, i})));
}

static void
check_place(struct bth_arena *arena, struct bth_span span)
{
	if (!span.source)
		return;
	check_span(span.source, span.start, span.end);
	struct bth_place start = bth_source_place(arena, span.source, span.start);
	struct bth_place end = bth_source_place(arena, span.source, span.end);
	bth_fuzz_require(start.line && start.column);
	bth_fuzz_require(start.line < end.line ||
		(start.line == end.line && start.column <= end.column));
}

void
bth_fuzz_check_findings(struct bth_arena *arena, const struct bth_findings *findings)
{
	for (size_t i = 0; i < findings->list.len; i++) {
		const struct bth_finding *finding = findings->list.items[i];

		bth_fuzz_require(finding->message[0]);
		check_place(arena, finding->span);
		for (size_t j = 0; j < finding->notes.len; j++)
			check_place(arena, finding->notes.items[j].span);
		for (size_t j = 0; j < finding->edits.len; j++) {
			check_place(arena, finding->edits.items[j].span);
			touch(finding->edits.items[j].text);
		}
	}
}

struct bth_fuzz_text *
bth_fuzz_read(struct bth_arena *arena, struct bth_str text)
{
	struct bth_fuzz_text *out = bth_arena_alloc(arena, sizeof *out);
	struct bth_reader reader;
	uint32_t end = 0;

	out->source.name = "input";
	out->source.text = text;
	bth_source_decode(arena, &out->source);
	bth_findings_init(&out->findings, arena);
	bth_reader_init(&reader, arena, &out->findings);
	bth_split(&out->documents, &out->findings, &out->source);
	for (size_t i = 0; i < out->documents.len; i++) {
		struct bth_document *document = &out->documents.items[i];

		check_span(&out->source, document->span.start, document->span.end);
		bth_fuzz_require(document->span.start >= end && document->number == i + 1);
		end = document->span.end;
		size_t found = out->findings.list.len;
		bth_read(&reader, document);
		bth_fuzz_require(!document->tree == (document->state != BTH_DOCUMENT_READ));
		if (document->tree)
			bth_fuzz_check_tree(arena, document->tree);
		else
			bth_fuzz_require(document->state == BTH_DOCUMENT_EMPTY ||
				out->findings.list.len > found);
	}
	bth_fuzz_check_findings(arena, &out->findings);
	return out;
}

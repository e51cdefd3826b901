/* emit.c - what was read, written and read again, is the same */

#include "fuzz/fuzz.h"

#include "base/utf8.h"
#include "syntax/emit.h"

/* Bytes of a !!binary may be any; they are written as U+FFFD. */
static bool
is_text(const struct bth_tree *tree)
{
	for (uint32_t i = 1; i < tree->count; i++)
		if (tree->nodes[i].kind == BTH_SCALAR &&
			bth_utf8_check(bth_text((struct bth_value){tree, i})) != SIZE_MAX)
			return false;
	return true;
}

static struct bth_str
json_of(struct bth_arena *arena, const struct bth_tree *tree, unsigned indent)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	bth_emit_json(&buf, bth_root(tree), indent);
	return bth_fuzz_copy(arena, buf.text, buf.len);
}

/* Letters that nobody sees may be reported; what berth writes is right all the same. */
static void
require_no_error(const struct bth_findings *findings)
{
	for (size_t i = 0; i < findings->list.len; i++)
		bth_fuzz_require(findings->list.items[i]->severity != BERTH_ERROR);
}

/* The one document that berth itself wrote. */
static const struct bth_tree *
read_back(struct bth_arena *arena, struct bth_str text)
{
	const struct bth_fuzz_text *again = bth_fuzz_read(arena, text);

	require_no_error(&again->findings);
	bth_fuzz_require(again->documents.len == 1);
	bth_fuzz_require(again->documents.items[0].state == BTH_DOCUMENT_READ);
	return again->documents.items[0].tree;
}

static void
check_yaml(struct bth_arena *arena, const struct bth_tree *tree)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	bth_emit_yaml(&buf, bth_root(tree));
	bth_fuzz_require(buf.len && buf.text[buf.len - 1] == '\n');
	const struct bth_tree *again =
		read_back(arena, bth_fuzz_copy(arena, buf.text, buf.len));
	bth_fuzz_require(bth_str_eq(json_of(arena, tree, 0), json_of(arena, again, 0)));
	if (is_text(tree))
		bth_fuzz_require(bth_same(bth_root(tree), bth_root(again)));
}

/* Go writes -0.0 as -0, which is read as the integer 0. */
static bool
has_minus_zero(struct bth_arena *arena, const struct bth_tree *tree)
{
	for (uint32_t i = 1; i < tree->count; i++) {
		struct bth_buf number;

		bth_buf_init(&number, arena);
		if (tree->nodes[i].kind == BTH_SCALAR && tree->nodes[i].type == BTH_FLOAT)
			bth_emit_json(&number, (struct bth_value){tree, i}, 0);
		if (bth_str_is(bth_buf_view(&number), "-0"))
			return true;
	}
	return false;
}

static void
check_json(struct bth_arena *arena, const struct bth_tree *tree)
{
	struct bth_str json = json_of(arena, tree, 0);

	bth_fuzz_require(bth_str_find(json, '\n') == SIZE_MAX);
	if (has_minus_zero(arena, tree))
		return;
	bth_fuzz_require(bth_str_eq(json, json_of(arena, read_back(arena, json), 0)));
	bth_fuzz_require(bth_str_eq(json,
		json_of(arena, read_back(arena, json_of(arena, tree, 2)), 0)));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;

	bth_arena_init(&arena);
	const struct bth_fuzz_text *text =
		bth_fuzz_read(&arena, bth_fuzz_copy(&arena, data, size));
	for (size_t i = 0; i < text->documents.len; i++) {
		const struct bth_tree *tree = text->documents.items[i].tree;

		if (!tree)
			continue;
		check_yaml(&arena, tree);
		check_json(&arena, tree);
	}
	bth_arena_release(&arena);
	return 0;
}

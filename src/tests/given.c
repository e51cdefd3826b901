/* given.c - the tree of a piece of YAML */

#include "tests/given.h"

#include <check.h>

#include "base/buf.h"
#include "syntax/read.h"

/* Sources have zeros behind them, as base/file.h promises. */
static struct bth_source *
new_source(struct bth_arena *arena, const char *yaml)
{
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);
	struct bth_buf text;

	bth_buf_init(&text, arena);
	bth_buf_puts(&text, yaml);
	bth_buf_fill(&text, '\0', 64);
	source->name = "given";
	source->text = (struct bth_str){.at = text.text, .len = text.len - 64};
	return source;
}

struct bth_value
bth_given(struct bth_arena *arena, const char *yaml)
{
	struct bth_findings findings;
	struct bth_documents documents = {0};
	struct bth_reader reader;

	bth_findings_init(&findings, arena);
	bth_reader_init(&reader, arena, &findings);
	bth_split(&documents, &findings, new_source(arena, yaml));
	ck_assert_uint_eq(documents.len, 1);
	bth_read(&reader, &documents.items[0]);
	ck_assert_uint_eq(findings.list.len, 0);
	return bth_root(documents.items[0].tree);
}

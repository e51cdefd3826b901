/* test_custom.c - custom resources beside their definitions, as pairs of files */

#include <check.h>
#include <stdlib.h>

#include "custom/custom.h"
#include "tests/expect.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;
static struct bth_arena lists; /* lives as long as the program */
static struct bth_paths cases;

/* One line for each finding, and one for what is to be done about it. */
static void
print(struct bth_buf *out, struct bth_given_text *given, const struct bth_finding *finding)
{
	struct bth_place place = bth_source_place(arena, &given->source, finding->span.start);

	bth_buf_printf(out, "%u:%u: %s%s %s: %s\n", place.line, place.column,
		finding->severity == BERTH_ERROR ? "" :
			finding->severity == BERTH_INFO  ? "info " :
							   "warning ",
		finding->rule->name, finding->path ? finding->path : "-", finding->message);
	if (finding->fix)
		bth_buf_printf(out, "  %s\n", finding->fix);
	for (size_t i = 0; i < finding->notes.len; i++)
		bth_buf_printf(out, "  note: %s\n", finding->notes.items[i].message);
}

/* Definitions describe, and all other objects are asked. */
static void
validate(struct bth_given_text *given, struct bth_patterns *patterns, int minor)
{
	struct bth_customs customs;

	bth_customs_init(&customs, arena, patterns, minor);
	for (size_t i = 0; i < given->documents.len; i++)
		if (given->documents.items[i].state == BTH_DOCUMENT_READ)
			bth_customs_add(&customs, bth_root(given->documents.items[i].tree));
	for (size_t i = 0; i < given->documents.len; i++) {
		struct bth_value root = bth_root(given->documents.items[i].tree);

		if (given->documents.items[i].state != BTH_DOCUMENT_READ)
			continue;
		bth_customs_prepare(&customs, &given->findings, root);
		bth_custom_validate(&customs, &given->findings, root);
	}
}

START_TEST(test_custom_resource_is_refused_where_the_server_does)
{
	const char *name = bth_arena_printf(arena, "custom/%.*s", BTH_STR_ARG(cases.items[_i]));
	struct bth_str text =
		bth_expect_read(arena, bth_arena_printf(arena, "%s.yaml", name));
	struct bth_given_text *given = bth_given_text(arena, text);
	struct bth_patterns patterns = {0};
	struct bth_buf out;

	ck_assert_uint_eq(given->findings.list.len, 0);
	validate(given, &patterns, bth_expect_minor(text));
	bth_findings_sort(&given->findings);
	bth_buf_init(&out, arena);
	for (size_t i = 0; i < given->findings.list.len; i++)
		print(&out, given, given->findings.list.items[i]);
	bth_patterns_release(&patterns);
	bth_expect_file(arena, bth_arena_printf(arena, "%s.diag", name), bth_buf_view(&out));
}
END_TEST

TCase *
bth_test_custom(void)
{
	TCase *tests = tcase_create("custom");

	bth_arena_init(&lists);
	cases = bth_expect_list(&lists, "custom", ".yaml");
	bth_memory_for(tests);
	tcase_add_loop_test(tests, test_custom_resource_is_refused_where_the_server_does, 0,
		(int)cases.len);
	return tests;
}

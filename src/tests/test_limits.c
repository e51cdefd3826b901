/* test_limits.c - what input may cost, how it is said, and how it is raised */

#include <check.h>

#include "rules.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static struct bth_limits
limits_with(const char *word)
{
	struct bth_limits limits = bth_limits_usual;

	ck_assert_ptr_null(bth_limits_set(&limits, arena, word));
	return limits;
}

/* @count of @open, "x", and as many of @close. */
static struct bth_str
nested(const char *open, const char *close, int count)
{
	struct bth_buf text;

	bth_buf_init(&text, arena);
	for (int i = 0; i < count; i++)
		bth_buf_puts(&text, open);
	bth_buf_putc(&text, 'x');
	for (int i = 0; i < count; i++)
		bth_buf_puts(&text, close);
	return bth_buf_view(&text);
}

START_TEST(test_depth_ends)
{
	static const struct {
		const char *open, *close;
		int most;
		const char *says, *raises, *raised;
	} table[] = {
		{"[", "]", 64,
			"1:65-1:66 yaml-too-deep brackets nest too deep: the limit 'flow-depth' is 64\n",
			"if this is meant, raise the limit: --limit flow-depth=128",
			"flow-depth=128"},
		{"{a: ", "}", 64,
			"1:257-1:258 yaml-too-deep brackets nest too deep: the limit 'flow-depth' is 64\n",
			"if this is meant, raise the limit: --limit flow-depth=128",
			"flow-depth=65"},
		{"- ", "", 1000,
			"1:2001-1:2001 yaml-too-deep collections nest too deep: the limit 'depth' is 1000\n",
			"if this is meant, raise the limit: --limit depth=2000", "depth=1001"},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct bth_str deep = nested(table[i].open, table[i].close, table[i].most + 1);
		struct bth_limits more = limits_with(table[i].raised);
		struct bth_given_text *fits = bth_given_text(
			arena, nested(table[i].open, table[i].close, table[i].most));
		struct bth_given_text *deeper = bth_given_text(arena, deep);
		struct bth_given_text *raised = bth_given_limited(arena, deep, &more);

		ck_assert_int_eq(fits->documents.items[0].state, BTH_DOCUMENT_READ);
		ck_assert_int_eq(deeper->documents.items[0].state, BTH_DOCUMENT_BROKEN);
		ck_assert_int_eq(raised->documents.items[0].state, BTH_DOCUMENT_READ);
		ck_assert_str_eq(bth_given_findings(arena, deeper), table[i].says);
		ck_assert_str_eq(deeper->findings.list.items[0]->fix, table[i].raises);
	}
}
END_TEST

/* Every other limit is met by the second of three documents alone. */
START_TEST(test_one_document_too_much_hides_no_other)
{
	static const struct {
		const char *limit, *document, *says;
	} table[] = {
		{"document-bytes=30", "a: 0123456789012345678901234567\n",
			"3:1-3:1 input-too-large the document has too many bytes: "
			"the limit 'document-bytes' is 30\n"},
		{"keys=3", "{a: {b: 1, c: 2}, d: 3}\n",
			"3:19-3:20 input-too-large the document has too many keys: "
			"the limit 'keys' is 3\n"},
		{"aliases=4", "[&a [1, 2], *a, *a]\n",
			"3:6-3:7 yaml-aliases-excessive aliases stand for too much: "
			"the limit 'aliases' is 4\n"},
		{"depth=2", "a: {b: {}}\n",
			"3:8-3:9 yaml-too-deep collections nest too deep: the limit 'depth' is 2\n"},
		{"depth=3", "[&a [1], [[*a]]]\n",
			"3:2-3:8 yaml-too-deep collections nest too deep once aliases are expanded: "
			"the limit 'depth' is 3\n"},
		{"flow-depth=1", "{a: []}\n",
			"3:5-3:6 yaml-too-deep brackets nest too deep: the limit 'flow-depth' is 1\n"},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct bth_limits limits = limits_with(table[i].limit);
		struct bth_str text = bth_str(bth_arena_printf(
			arena, "a: 1\n---\n%s---\nb: 2\n", table[i].document));
		struct bth_given_text *given = bth_given_limited(arena, text, &limits);

		ck_assert_str_eq(bth_given_json(arena, given), "{\"a\":1}\nbroken\n{\"b\":2}\n");
		ck_assert_str_eq(bth_given_findings(arena, given), table[i].says);
		given = bth_given_text(arena, text);
		ck_assert_uint_eq(given->findings.list.len, 0);
	}
}
END_TEST

START_TEST(test_limits_are_set_by_words)
{
	struct bth_limits limits = bth_limits_usual;

	ck_assert_ptr_null(bth_limits_set(&limits, arena, "keys=1"));
	ck_assert_ptr_null(bth_limits_set(&limits, arena, "file-bytes=3Mi"));
	ck_assert_ptr_null(bth_limits_set(&limits, arena, "document-bytes=5Ki"));
	ck_assert_ptr_null(bth_limits_set(&limits, arena, "depth=10000"));
	ck_assert_uint_eq(limits.most[BTH_LIMIT_KEYS], 1);
	ck_assert_uint_eq(limits.most[BTH_LIMIT_FILE_BYTES], 3 << 20);
	ck_assert_uint_eq(limits.most[BTH_LIMIT_DOCUMENT_BYTES], 5 << 10);
	ck_assert_uint_eq(limits.most[BTH_LIMIT_DEPTH], 10000);
	ck_assert_uint_eq(limits.most[BTH_LIMIT_ALIASES], bth_limits_usual.most[BTH_LIMIT_ALIASES]);
}
END_TEST

START_TEST(test_wrong_words_change_nothing)
{
	static const char *const table[][2] = {
		{"deep=1", "there is no limit 'deep'; the limits are aliases, depth, document-bytes, "
			   "file-bytes, flow-depth, keys"},
		{"=1", "there is no limit ''; the limits are aliases, depth, document-bytes, "
		       "file-bytes, flow-depth, keys"},
		{"depth", "the limit 'depth' takes a number as in depth=1000, not 'depth'"},
		{"depth=", "the limit 'depth' takes a number as in depth=1000, not 'depth='"},
		{"depth=-1", "the limit 'depth' takes a number as in depth=1000, not 'depth=-1'"},
		{"depth=1Ti", "the limit 'depth' takes a number as in depth=1000, not 'depth=1Ti'"},
		{"keys=18446744073709551615Gi", "the limit 'keys' takes a number as in keys=10000000, "
						"not 'keys=18446744073709551615Gi'"},
		{"depth=0", "the limit 'depth' can be 1 to 10000, not 0"},
		{"depth=10001", "the limit 'depth' can be 1 to 10000, not 10001"},
		{"depth=10Ki", "the limit 'depth' can be 1 to 10000, not 10240"},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct bth_limits limits = bth_limits_usual;

		ck_assert_str_eq(bth_limits_set(&limits, arena, table[i][0]), table[i][1]);
		ck_assert_mem_eq(&limits, &bth_limits_usual, sizeof limits);
	}
}
END_TEST

/* What no limit is high enough for must not be raised again and again. */
START_TEST(test_the_highest_limit_offers_no_higher)
{
	struct bth_limits limits = limits_with("flow-depth=10000");
	struct bth_str text = nested("[", "]", 70);
	struct bth_given_text *given = bth_given_limited(arena, text, &limits);

	ck_assert_uint_eq(given->findings.list.len, 0);
	struct bth_finding *finding = bth_limit_find(&given->findings, &bth_rule_yaml_too_deep,
		(struct bth_span){0}, &limits, BTH_LIMIT_FLOW_DEPTH, "x");
	ck_assert_str_eq(finding->fix, "the limit cannot be higher: make it less");
	limits = limits_with("flow-depth=9000");
	finding = bth_limit_find(&given->findings, &bth_rule_yaml_too_deep,
		(struct bth_span){0}, &limits, BTH_LIMIT_FLOW_DEPTH, "x");
	ck_assert_str_eq(finding->fix, "if this is meant, raise the limit: --limit flow-depth=10000");
}
END_TEST

TCase *
bth_test_limits(void)
{
	TCase *tests = tcase_create("limits");

	bth_memory_for(tests);
	tcase_add_test(tests, test_depth_ends);
	tcase_add_test(tests, test_one_document_too_much_hides_no_other);
	tcase_add_test(tests, test_limits_are_set_by_words);
	tcase_add_test(tests, test_wrong_words_change_nothing);
	tcase_add_test(tests, test_the_highest_limit_offers_no_higher);
	return tests;
}

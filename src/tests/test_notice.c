/* test_notice.c - what the reader takes without a fault, but not as it looks */

#include <check.h>

#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

/* What is found in @text: "severity rule LINE:COLUMN", one a line. */
static const char *
noticed(const char *text)
{
	struct bth_given_text *given = bth_given_text(arena, bth_str(text));
	const char *all = "";

	for (size_t i = 0; i < given->findings.list.len; i++) {
		const struct bth_finding *finding = given->findings.list.items[i];
		struct bth_place place =
			bth_source_place(arena, &given->source, finding->span.start);

		all = bth_arena_printf(arena, "%s%s %s %u:%u\n", all,
			bth_severity_name(finding->severity), finding->rule->name, place.line,
			place.column);
	}
	return all;
}

START_TEST(test_an_anchor_again_matters_with_an_alias)
{
	ck_assert_str_eq(noticed("a: &x 1\nb: &y 2\nc: *x\n"), "");
	ck_assert_str_eq(noticed("a: &x 1\nb: *x\nc: &x 2\n"), "info yaml-anchor-redefined 3:4\n");
	ck_assert_str_eq(
		noticed("a: &x 1\nb: &x 2\nc: *x\n"), "warning yaml-anchor-redefined 2:4\n");
	ck_assert_str_eq(noticed("a: &x 1\nb: &y 2\nc: &x [*y]\n"),
		"info yaml-anchor-redefined 3:4\n");
	ck_assert_str_eq(noticed("a: &x [1, {b: 2}]\nb: &x [1, {b: 2}]\nc: *x\n"),
		"info yaml-anchor-redefined 2:4\n");
	ck_assert_str_eq(noticed("a: &a\nb: &x [*a, b]\nc: &x [*a, c]\nd: *x\n"),
		"warning yaml-anchor-redefined 3:4\n");
	ck_assert_str_eq(noticed("a: &a\nb: &x [*a, b]\nc: &x [*a, b]\nd: *x\n"),
		"info yaml-anchor-redefined 3:4\n");
	ck_assert_str_eq(noticed("a: &x 1\n---\nb: &x 2\nc: *x\n"), "");
}
END_TEST

START_TEST(test_a_merge_that_overrides_is_noticed)
{
	ck_assert_str_eq(noticed("a: &a {x: 1}\nb:\n  x: 9\n  <<: *a\n"),
		"warning yaml-merge-overrides 4:3\n");
	ck_assert_str_eq(noticed("a: &a {x: 1}\nb:\n  <<: *a\n  x: 9\n"), "");
	ck_assert_str_eq(noticed("a: &a {x: 1}\nb:\n  x: 1\n  <<: *a\n"), "");
	ck_assert_str_eq(noticed("a: &a {x: 1}\nb:\n  y: 1\n  <<: *a\n"), "");
	/* once for a merge key, through lists and merges of merges */
	ck_assert_str_eq(noticed("a: &a {x: 1, y: 2}\nc: &c {<<: *a}\nb: {x: 9, y: 9, <<: [*c]}\n"),
		"warning yaml-merge-overrides 3:17\n");
	/* of merged maps the first wins, as everybody expects */
	ck_assert_str_eq(noticed("a: &a {x: 1}\nc: &c {x: 2}\nb: {<<: [*a, *c]}\n"), "");
	/* a key that is set again is the map's own */
	ck_assert_str_eq(noticed("a: &a {x: 1}\nb: {<<: *a, x: 9, <<: *a}\n"),
		"warning yaml-merge-overrides 2:19\n");
}
END_TEST

START_TEST(test_hidden_characters_are_noticed)
{
	static const char *const rule = "yaml-invisible-character";
	static const struct {
		const char *text, *severity, *place;
	} cases[] = {
		{"a\xC2\xA0" "b: 1\n", "warning", "1:2"},
		{"\"a\xC2\xA0" "b\": 1\n", "warning", "1:3"},
		{"a: b\xC2\xA0" "c\n", "warning", "1:5"},
		{"a: b\xC2\xA0\n", "warning", "1:5"},
		{"a: b\xC2\xA0# c d e\n", "warning", "1:5"},
		{"a: b\xE3\x80\x80" "c\n", "warning", "1:5"},
		{"a: b\xE2\x80\x8B" "c\n", "warning", "1:5"},
		{"a: one two\xC2\xA0three four\n", "info", "1:11"},
		{"a: b # \xE2\x80\xAE\n", "warning", "1:8"},
		{"a: |\n  \xE2\x81\xA6x\n", "warning", "2:3"},
		{"a: \xD7\x90 # \xE2\x80\xAB\n", "info", "1:8"},
		{"a: x\xE2\x80\x8D\n", "warning", "1:5"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_str_eq(noticed(cases[i].text), bth_arena_printf(arena, "%s %s %s\n",
			cases[i].severity, rule, cases[i].place));
}
END_TEST

START_TEST(test_what_may_be_hidden_is_not_noticed)
{
	static const char *const texts[] = {
		"a: \"b\xC2\xA0" "c\"\n",
		"a: |\n  b\xC2\xA0" "c\n",
		"a: b # c\xC2\xA0" "d\n",
		"\xEF\xBB\xBF" "a: b\n",
		"a: \xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x92\xBB\n",
		"a: \xC3\xA9t\xC3\xA9\n",
		"{\"a\xC2\xA0" "b\": \"\xE2\x80\xAE\"}\n",
	};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		ck_assert_str_eq(noticed(texts[i]), "");
}
END_TEST

START_TEST(test_each_hidden_character_is_edited)
{
	struct bth_given_text *given =
		bth_given_text(arena, BTH_STR("a: \xE2\x80\x8B" "b\xC2\xA0" "c\xC2\xA0\n"));

	ck_assert_uint_eq(given->findings.list.len, 1);
	const struct bth_finding *finding = given->findings.list.items[0];
	ck_assert_uint_eq(finding->edits.len, 3);
	ck_assert_uint_eq(finding->edits.items[0].text.len, 0);
	ck_assert(bth_str_is(finding->edits.items[1].text, " "));
	ck_assert_uint_eq(finding->edits.items[1].span.start, 7);
	ck_assert_uint_eq(finding->edits.items[2].text.len, 0);
}
END_TEST

START_TEST(test_unusual_ends_of_lines_are_noticed)
{
	ck_assert_str_eq(noticed("a: b\r\nc: d\r\n"), "");
	ck_assert_str_eq(noticed("a: b\rc: d\n"), "warning yaml-line-break-unusual 1:5\n");
	ck_assert_str_eq(
		noticed("a: \"b\xE2\x80\xA8" "c\"\n"), "warning yaml-line-break-unusual 1:6\n");
	ck_assert_str_eq(
		noticed("# \xC2\x85" "a: b\n# \xE2\x80\xA9\n"), "warning yaml-line-break-unusual 1:3\n");
	ck_assert_str_eq(noticed("{\"a\": \"\xE2\x80\xA8\"}\n"), "");
}
END_TEST

TCase *
bth_test_notice(void)
{
	TCase *tests = tcase_create("notice");

	bth_memory_for(tests);
	tcase_add_test(tests, test_an_anchor_again_matters_with_an_alias);
	tcase_add_test(tests, test_a_merge_that_overrides_is_noticed);
	tcase_add_test(tests, test_hidden_characters_are_noticed);
	tcase_add_test(tests, test_what_may_be_hidden_is_not_noticed);
	tcase_add_test(tests, test_each_hidden_character_is_edited);
	tcase_add_test(tests, test_unusual_ends_of_lines_are_noticed);
	return tests;
}

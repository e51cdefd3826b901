/* test_portable.c - what differs between kubectl's reader and one of YAML 1.2 */

#include <check.h>
#include <stdio.h>

#include "portable/compare.h"
#include "second/second.h"
#include "tests/given.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_second second;

static void
setup(void)
{
	bth_arena_init(&arena);
}

static void
teardown(void)
{
	bth_second_release(&second);
	bth_arena_release(&arena);
}

/* "LINE:COLUMN message" of what is found with @events, or with those of the second reader. */
static const char *
compared(const char *text, const char *events)
{
	struct bth_source *source = bth_arena_alloc(&arena, sizeof *source);
	struct bth_findings findings, found;
	struct bth_documents documents = {0};
	struct bth_reader reader;
	const char *all = "";
	size_t len = events ? strlen(events) : 0;

	source->name = "x.yaml";
	source->text = bth_str(text);
	bth_findings_init(&findings, &arena);
	bth_findings_init(&found, &arena);
	bth_split(&documents, &findings, source);
	bth_reader_init(&reader, &arena, &findings);
	bth_read(&reader, &documents.items[0]);
	struct bth_span span = documents.items[0].span;
	if (!events && !bth_second_read(&second, text + span.start, span.end - span.start, &events,
			       &len))
		return "lost";
	bth_portable_compare(&found, span, &reader.written,
		(struct bth_str){.at = events, .len = len});
	for (size_t i = 0; i < found.list.len; i++) {
		struct bth_place place =
			bth_source_place(&arena, source, found.list.items[i]->span.start);

		all = bth_arena_printf(&arena, "%s%u:%u %s\n", all, place.line, place.column,
			found.list.items[i]->message);
	}
	return all;
}

START_TEST(test_equal_events_are_no_difference)
{
	ck_assert_str_eq(compared("a: [b, 'c']\nd: &x {e: 1}\nf: *x\n",
		"+MAP\n=VAL :a\n+SEQ\n=VAL :b\n=VAL 'c\n-SEQ\n=VAL :d\n+MAP\n=VAL :e\n=VAL :1\n"
		"-MAP\n=VAL :f\n=ALI *x\n-MAP\n"), "");
	ck_assert_str_eq(compared("a: |\n  b\\\n  c\n", "+MAP\n=VAL :a\n=VAL |b\\\\\\nc\\n\n-MAP\n"), "");
}
END_TEST

START_TEST(test_another_structure_is_told_once)
{
	const char *text = "a: [b, c]\nd: e\n";

	ck_assert_str_eq(compared(text, "+MAP\n=VAL :a\n=VAL :b\n=VAL :d\n=VAL :e\n-MAP\n"),
		"1:4 the structure is another by YAML 1.2: there a text stands here\n");
	ck_assert_str_eq(compared(text, "+MAP\n=VAL :a\n+SEQ\n=VAL :b\n-SEQ\n-MAP\n"),
		"1:8 the structure is another by YAML 1.2: there a list ends here\n");
	ck_assert_str_eq(compared(text, "+MAP\n=VAL :a\n"),
		"1:4 the structure is another by YAML 1.2: there the document ends here\n");
	ck_assert_str_eq(compared(text, ""),
		"1:1 the structure is another by YAML 1.2: there the document ends here\n");
}
END_TEST

START_TEST(test_a_refusal_is_told_with_its_place)
{
	ck_assert_str_eq(compared("a: \xC3\xA4 b\n", "+MAP\n=VAL :a\n!ERR 1 6 no b\n"),
		"1:6 a reader of YAML 1.2 refuses the document: no b\n");
	/* whatever the other side says, the place is in the document */
	ck_assert_str_eq(compared("a: b\n", "!ERR 99 99 x\n"),
		"2:1 a reader of YAML 1.2 refuses the document: x\n");
	ck_assert_str_eq(compared("a: b\n", "!ERR what is it\n"),
		"1:1 a reader of YAML 1.2 refuses the document: what is it\n");
}
END_TEST

START_TEST(test_words_and_numbers_are_typed_twice)
{
	static const struct {
		const char *word, *ours, *theirs;
	} cases[] = {
		{"no", "false", "a text"},
		{"on", "true", "a text"},
		{"0644", "420", "644"},
		{"-012", "-10", "-12"},
		{"1_000", "1000", "a text"},
		{"0b11", "3", "a text"},
		{"+.5_0", "0.5", "a text"},
	};
	static const char *const same[] = {"true", "False", "null", "~", "12", "-12", "0o17", "0x1F",
		"1e3", "1.10", "08", "22:30", "1.2.3", "36893488147419103232", "+12", "text", ""};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		ck_assert_str_eq(
			compared(bth_arena_printf(&arena, "a: %s\n", cases[i].word),
				bth_arena_printf(&arena, "+MAP\n=VAL :a\n=VAL :%s\n-MAP\n",
					cases[i].word)),
			bth_arena_printf(&arena, "1:4 '%s' is %s to kubectl, and %s by YAML 1.2\n",
				cases[i].word, cases[i].ours, cases[i].theirs));
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++)
		ck_assert_str_eq(
			compared(bth_arena_printf(&arena, "a: %s\n", same[i]),
				bth_arena_printf(
					&arena, "+MAP\n=VAL :a\n=VAL :%s\n-MAP\n", same[i])),
			"");
	ck_assert_str_eq(compared("y: 1\n", "+MAP\n=VAL :y\n=VAL :1\n-MAP\n"),
		"1:1 the key 'y' is true to kubectl, and a text by YAML 1.2\n");
	ck_assert_str_eq(compared("<<: {a: b}\n",
		"+MAP\n=VAL :<<\n+MAP\n=VAL :a\n=VAL :b\n-MAP\n-MAP\n"),
		"1:1 '<<' is a key like others by YAML 1.2, and merges nothing\n");
}
END_TEST

static bool
is_missing(void)
{
	if (!bth_second_is_there())
		fprintf(stderr, "skipped: libfyaml is not there\n");
	return !bth_second_is_there();
}

START_TEST(test_the_second_reader_reads)
{
	if (is_missing())
		return;
	ck_assert_str_eq(compared("a: [b, 'c', \"d\\n\"]\ne: |\n  f\\\n\n  g\nh: >-\n  i\n  j\nk:\n", NULL),
		"");
	ck_assert_str_eq(compared("a: &x {b: 1}\nc: *x\n? d\n: - e\n  - {}\n", NULL), "");
	ck_assert_str_eq(compared("--- # c\na: no\n", NULL),
		"2:4 'no' is false to kubectl, and a text by YAML 1.2\n");
	/* a line separator ends no line by YAML 1.2 */
	ck_assert_str_eq(compared("a: \"b\xE2\x80\xA8 c\"\n", NULL),
		"1:4 a reader of YAML 1.2 finds the text 'b\xE2\x80\xA8 c' here\n");
	ck_assert_str_eq(compared("a: 'b\nc'\n", NULL),
		"1:4 a reader of YAML 1.2 refuses the document: wrongly indented single-quoted "
		"scalar\n");
}
END_TEST

/* Inputs that crash libfyaml 0.7.12, let it run for ever or overrun its stack. */
START_TEST(test_a_lost_reader_is_replaced)
{
	static const char *const texts[] = {"%\xFF\n", "? a:\t>", "? ?:\t>", "!%", "? a:\t|"};
	const char *events;
	size_t len;

	if (is_missing())
		return;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		bth_second_read(&second, texts[i], strlen(texts[i]), &events, &len);
		ck_assert_msg(bth_second_read(&second, "a: 1\n", 5, &events, &len),
			"none after %s", texts[i]);
		ck_assert(bth_str_is((struct bth_str){.at = events, .len = len},
			"+MAP\n=VAL :a\n=VAL :1\n-MAP\n"));
	}
}
END_TEST

TCase *
bth_test_portable(void)
{
	TCase *tests = tcase_create("portable");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, test_equal_events_are_no_difference);
	tcase_add_test(tests, test_another_structure_is_told_once);
	tcase_add_test(tests, test_a_refusal_is_told_with_its_place);
	tcase_add_test(tests, test_words_and_numbers_are_typed_twice);
	tcase_add_test(tests, test_the_second_reader_reads);
	tcase_add_test(tests, test_a_lost_reader_is_replaced);
	return tests;
}

/* test_modes.c - each way to lose a pod or data is told, and its repair is clean */

#include <check.h>
#include <stdlib.h>

#include "base/buf.h"
#include "rules.h"
#include "tests/expect.h"
#include "tests/memory.h"
#include "tests/suites.h"

/*
 * A case of testdata/modes/ is named NUMBER-NAME.yaml, the number being that of its row in
 * doc/failure-modes.md. It begins with "# NUMBER: what is wrong" and "# told by: RULE, RULE";
 * "(info)" there means that the rule gives advice. Its repaired twin has "Y" in place of
 * "X  # good: Y", nothing in place of "X  # good:", and the lines "#+ Z" as "Z".
 */
#define GOOD  "  # good:"
#define ADDED "#+ "

static struct bth_arena *const arena = &bth_memory_of_test;
static struct bth_arena lists; /* as long as the program */
static struct bth_paths cases;

static struct bth_str
next_line(struct bth_str *rest)
{
	struct bth_str line = bth_str_sub(*rest, 0, bth_str_find(*rest, '\n'));

	*rest = bth_str_sub(*rest, line.len + 1, SIZE_MAX);
	return line;
}

static struct bth_str
indent_of(struct bth_str line)
{
	size_t len = 0;

	while (len < line.len && line.at[len] == ' ')
		len++;
	return bth_str_sub(line, 0, len);
}

/* Where " # good:" begins in a line, or its length. */
static size_t
find_good(struct bth_str line)
{
	struct bth_str mark = BTH_STR(GOOD);

	for (size_t i = 0; i + mark.len <= line.len; i++)
		if (bth_str_eq(bth_str_sub(line, i, mark.len), mark))
			return i;
	return line.len;
}

static void
put_good_line(struct bth_buf *buf, struct bth_str line)
{
	size_t at = find_good(line);
	struct bth_str good =
		bth_str_trim(bth_str_sub(line, at + strlen(GOOD), SIZE_MAX));

	if (bth_str_starts(line, ADDED))
		bth_buf_printf(buf, "%.*s\n",
			BTH_STR_ARG(bth_str_sub(line, strlen(ADDED), SIZE_MAX)));
	else if (at == line.len)
		bth_buf_printf(buf, "%.*s\n", BTH_STR_ARG(line));
	else if (good.len)
		bth_buf_printf(buf, "%.*s%.*s\n", BTH_STR_ARG(indent_of(line)),
			BTH_STR_ARG(good));
}

static struct bth_str
repaired(struct bth_str text)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	while (text.len)
		put_good_line(&buf, next_line(&text));
	return bth_buf_view(&buf);
}

/* The list behind "# told by: ", which the rule names are taken from one by one. */
static struct bth_str
told_by(struct bth_str text)
{
	while (text.len) {
		struct bth_str line = next_line(&text);

		if (bth_str_starts(line, "# told by: "))
			return bth_str_sub(line, 11, SIZE_MAX);
	}
	ck_abort_msg("no '# told by: ' in a case");
}

static const struct bth_rule *
next_rule(struct bth_str *list)
{
	struct bth_str one =
		bth_str_trim(bth_str_sub(*list, 0, bth_str_find(*list, ',')));
	struct bth_str name = bth_str_sub(one, 0, bth_str_find(one, ' '));
	size_t comma = bth_str_find(*list, ',');

	*list = comma == SIZE_MAX ? BTH_STR("") : bth_str_sub(*list, comma + 1, SIZE_MAX);
	const struct bth_rule *rule = bth_rule_find(bth_str_copy(arena, name).at);
	ck_assert_msg(rule != NULL, "no rule '%.*s'", BTH_STR_ARG(name));
	return rule;
}

static const char *
mark_of(const struct bth_rule *rule)
{
	return bth_arena_printf(arena, "[%s]", rule->name);
}

static const char *
path_of(struct bth_str name, const char *ending)
{
	return bth_arena_printf(arena, "modes/%.*s%s", BTH_STR_ARG(name), ending);
}

static struct bth_str
read_case(struct bth_str name, struct bth_expect_run *run)
{
	struct bth_str text = bth_expect_read(arena, path_of(name, ".yaml"));
	bool advice = bth_str_contains(told_by(text), "(info)");

	*run = (struct bth_expect_run){.least = advice ? BERTH_INFO : BERTH_WARNING};
	return text;
}

START_TEST(test_it_is_told)
{
	struct bth_expect_run run;
	struct bth_str name = cases.items[_i], told = told_by(read_case(name, &run));
	struct bth_str said = bth_expect_lint(
		arena, &run, path_of(name, ".yaml"), path_of(name, ".yaml"));

	while (told.len) {
		const struct bth_rule *rule = next_rule(&told);

		ck_assert_msg(bth_str_contains(said, mark_of(rule)),
			"%s is silent:\n%.*s", rule->name, BTH_STR_ARG(said));
	}
	bth_expect_file(arena, path_of(name, ".diag"), said);
}
END_TEST

START_TEST(test_its_repair_is_clean)
{
	struct bth_expect_run run;
	struct bth_str name = cases.items[_i], text = read_case(name, &run);
	struct bth_str told = told_by(text);

	run.text = repaired(text);
	ck_assert_msg(!bth_str_eq(run.text, text), "nothing is repaired");
	struct bth_str said =
		bth_expect_lint(arena, &run, path_of(name, ".yaml"), "good.yaml");
	if (run.least == BERTH_WARNING)
		ck_assert_msg(!said.len, "%.*s\n%.*s", BTH_STR_ARG(said),
			BTH_STR_ARG(run.text));
	while (told.len)
		ck_assert_msg(!bth_str_contains(said, mark_of(next_rule(&told))), "%.*s",
			BTH_STR_ARG(said));
}
END_TEST

/* The row of a number in the document, as "| 7 | what | who tells it |". */
static struct bth_str
row_of(struct bth_str document, unsigned number)
{
	const char *begin = bth_arena_printf(arena, "| %u |", number);

	while (document.len) {
		struct bth_str line = next_line(&document);

		if (bth_str_starts(line, begin))
			return line;
	}
	return BTH_STR("");
}

static unsigned
number_of(struct bth_str name)
{
	return (unsigned)strtoul(bth_str_copy(arena, name).at, NULL, 10);
}

START_TEST(test_the_document_names_who_tells_it)
{
	struct bth_str name = cases.items[_i];
	struct bth_str document = bth_expect_read(arena, "//doc/failure-modes.md");
	struct bth_str row = row_of(document, number_of(name));
	struct bth_expect_run run;
	struct bth_str told = told_by(read_case(name, &run));

	while (told.len) {
		const struct bth_rule *rule = next_rule(&told);
		const char *link = bth_arena_printf(
			arena, "[%s](rules.md#%s)", rule->name, rule->name);

		ck_assert_msg(bth_str_contains(row, link), "%s is not in the row '%.*s'",
			link, BTH_STR_ARG(row));
	}
}
END_TEST

static bool
has_case(unsigned number)
{
	for (size_t i = 0; i < cases.len; i++)
		if (number_of(cases.items[i]) == number)
			return true;
	return false;
}

/* Nothing is left out, and what has no rule has a reason. */
START_TEST(test_the_document_has_every_number)
{
	struct bth_str document = bth_expect_read(arena, "//doc/failure-modes.md");
	unsigned number = 1;

	for (struct bth_str row; (row = row_of(document, number)).len; number++) {
		bool told = bth_str_contains(row, "](rules.md#");

		ck_assert_msg(told || bth_str_contains(row, "| not offline: "),
			"neither rule nor reason: '%.*s'", BTH_STR_ARG(row));
		ck_assert_msg(told == has_case(number), "number %u: %s", number,
			told ? "no case in testdata/modes" : "there is a case");
	}
	ck_assert_uint_gt(number, 98);
	for (size_t i = 0; i < cases.len; i++)
		ck_assert_uint_lt(number_of(cases.items[i]), number);
}
END_TEST

TCase *
bth_test_modes(void)
{
	TCase *tests = tcase_create("modes");

	bth_arena_init(&lists);
	cases = bth_expect_list(&lists, "modes", ".yaml");
	bth_memory_for(tests);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, test_it_is_told, 0, (int)cases.len);
	tcase_add_loop_test(tests, test_its_repair_is_clean, 0, (int)cases.len);
	tcase_add_loop_test(
		tests, test_the_document_names_who_tells_it, 0, (int)cases.len);
	tcase_add_test(tests, test_the_document_has_every_number);
	return tests;
}

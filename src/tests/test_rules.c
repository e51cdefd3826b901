/* test_rules.c - what must hold for every rule, whatever it looks for */

#include <check.h>
#include <stdio.h>

#include "rules.h"
#include "second/second.h"
#include "tests/expect.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

START_TEST(test_codes_rise)
{
	for (size_t i = 1; i < bth_rule_count; i++)
		ck_assert_msg(strcmp(bth_rules[i - 1]->code, bth_rules[i]->code) < 0, "%s",
			bth_rules[i]->code);
}
END_TEST

START_TEST(test_names_are_single)
{
	for (size_t i = 0; i < bth_rule_count; i++)
		ck_assert_msg(bth_rule_find(bth_rules[i]->name) == bth_rules[i], "%s",
			bth_rules[i]->name);
}
END_TEST

START_TEST(test_each_rule_explains_itself)
{
	const struct bth_rule *rule = bth_rules[_i];

	ck_assert_msg(rule->summary && *rule->summary, "%s", rule->name);
	ck_assert_msg(rule->summary[strlen(rule->summary) - 1] != '.', "%s", rule->name);
	ck_assert_msg(rule->why && strlen(rule->why) > 20, "%s", rule->name);
	ck_assert_msg(rule->fix && strlen(rule->fix) > 10, "%s", rule->name);
	ck_assert_msg(!rule->visit == !rule->kinds, "%s", rule->name);
}
END_TEST

/* The findings of one rule alone about a file of its folder. */
static struct bth_str
findings(const struct bth_rule *rule, const char *file)
{
	struct bth_expect_run run = {.only = rule->name, .least = BERTH_INFO};
	const char *path = bth_arena_printf(arena, "rules/%s/%s", rule->name, file);

	return bth_expect_lint(arena, &run, path, file);
}

/* The second reader may not be built in. */
static bool
is_missing(const struct bth_rule *rule)
{
	if (rule != &bth_rule_yaml_portability || bth_second_is_there())
		return false;
	fprintf(stderr, "skipped: %s, as libfyaml is not there\n", rule->name);
	return true;
}

START_TEST(test_it_speaks_on_the_bad_case)
{
	const struct bth_rule *rule = bth_rules[_i];

	if (is_missing(rule))
		return;
	struct bth_str said = findings(rule, "bad.yaml");
	const char *mark = bth_arena_printf(arena, "[%s]", rule->name);

	ck_assert_msg(bth_str_contains(said, mark), "%s is silent on its bad.yaml:\n%.*s",
		rule->name, BTH_STR_ARG(said));
	bth_expect_file(arena, bth_arena_printf(arena, "rules/%s/bad.diag", rule->name), said);
}
END_TEST

START_TEST(test_it_is_silent_on_the_good_case)
{
	const struct bth_rule *rule = bth_rules[_i];

	if (is_missing(rule))
		return;
	struct bth_str said = findings(rule, "good.yaml");

	ck_assert_msg(said.len == 0, "%s speaks on its good.yaml:\n%.*s", rule->name,
		BTH_STR_ARG(said));
	bth_expect_file(arena, bth_arena_printf(arena, "rules/%s/good.diag", rule->name), said);
}
END_TEST

TCase *
bth_test_rules(void)
{
	TCase *tests = tcase_create("rules");
	int count = (int)bth_rule_count;

	bth_memory_for(tests);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, test_codes_rise);
	tcase_add_test(tests, test_names_are_single);
	tcase_add_loop_test(tests, test_each_rule_explains_itself, 0, count);
	tcase_add_loop_test(tests, test_it_speaks_on_the_bad_case, 0, count);
	tcase_add_loop_test(tests, test_it_is_silent_on_the_good_case, 0, count);
	return tests;
}

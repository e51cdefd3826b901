/* test_golden.c - whole runs whose output stands in files */

#include <check.h>
#include <stdlib.h>

#include "tests/expect.h"
#include "tests/suites.h"

static struct bth_arena arena, lists; /* lists lives as long as the program */
static struct bth_paths examples, seeds, specs, patches, settings, states;

static void
setup(void)
{
	bth_arena_init(&arena);
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

static const char *
path(const char *folder, struct bth_str name, const char *ending)
{
	return bth_arena_printf(&arena, "%s/%.*s%s", folder, BTH_STR_ARG(name), ending);
}

START_TEST(test_example_generates_what_it_did)
{
	struct bth_str name = examples.items[_i], output;
	struct bth_str said = bth_expect_generate(&arena, path("//examples", name, ".yaml"),
		path("examples", name, ".yaml"), &output);

	bth_expect_file(&arena, path("examples", name, ".out.yaml"), output);
	bth_expect_file(&arena, path("examples", name, ".diag"), said);
}
END_TEST

START_TEST(test_example_generates_the_same_bytes_twice)
{
	struct bth_str name = examples.items[_i], first, second;
	const char *file = path("//examples", name, ".yaml");

	bth_expect_generate(&arena, file, "x.yaml", &first);
	bth_expect_generate(&arena, file, "other/name.yaml", &second);
	ck_assert(bth_str_eq(first, second));
	ck_assert_uint_gt(first.len, 0);
}
END_TEST

/* Output is linted like anybody's manifests: no error may be left. */
START_TEST(test_generated_example_is_free_of_errors)
{
	struct bth_str name = examples.items[_i];
	struct bth_expect_run run = {.least = BERTH_ERROR};
	struct bth_str said = bth_expect_lint(
		&arena, &run, path("examples", name, ".out.yaml"), "out.yaml");

	ck_assert_msg(said.len == 0, "%.*s", BTH_STR_ARG(said));
}
END_TEST

static void
check_seed(struct bth_str name, const char *minor)
{
	struct bth_expect_run run = {.least = BERTH_INFO, .kubernetes = minor};
	struct bth_str said = bth_expect_lint(
		&arena, &run, path("seed", name, ".yaml"), path("seed", name, ".yaml"));

	bth_expect_file(
		&arena, path("seed", name, bth_arena_printf(&arena, ".%s.diag", minor)), said);
}

START_TEST(test_seed_before_templates_were_validated)
{
	check_seed(seeds.items[_i], "1.33");
}
END_TEST

START_TEST(test_seed_since_templates_are_validated)
{
	check_seed(seeds.items[_i], "1.34");
}
END_TEST

START_TEST(test_faulty_spec_is_explained)
{
	struct bth_str name = specs.items[_i], output;
	struct bth_str said = bth_expect_generate(&arena, path("spec", name, ".yaml"),
		path("spec", name, ".yaml"), &output);

	ck_assert_uint_gt(said.len, 0);
	bth_expect_file(&arena, path("spec", name, ".diag"), said);
}
END_TEST

/* The first line of each names it as the settings. */
START_TEST(test_faulty_settings_are_explained)
{
	struct bth_expect_run run = {.least = BERTH_INFO, .allow_empty = true};
	struct bth_str name = settings.items[_i];
	struct bth_str said = bth_expect_lint(
		&arena, &run, path("config", name, ".yaml"), path("config", name, ".yaml"));

	ck_assert_uint_gt(said.len, 0);
	bth_expect_file(&arena, path("config", name, ".diag"), said);
}
END_TEST

START_TEST(test_spec_expands_as_expected)
{
	struct bth_str name = patches.items[_i], output;

	bth_expect_generate(&arena, path("expand", name, ".yaml"), "x.yaml", &output);
	ck_assert_uint_gt(output.len, 0);
	bth_expect_file(&arena, path("expand", name, ".out"), output);
}
END_TEST

START_TEST(test_state_of_a_cluster_counts)
{
	struct bth_str name = states.items[_i], plan;
	struct bth_str said = bth_expect_plan(&arena, path("plan-state", name, ".yaml"),
		path("", name, ".yaml") + 1, &plan);

	bth_expect_file(&arena, path("plan-state", name, ".json"), plan);
	bth_expect_file(&arena, path("plan-state", name, ".diag"), said);
}
END_TEST

TCase *
bth_test_golden(void)
{
	TCase *tests = tcase_create("golden");

	bth_arena_init(&lists);
	examples = bth_expect_list(&lists, "//examples", ".yaml");
	seeds = bth_expect_list(&lists, "seed", ".yaml");
	specs = bth_expect_list(&lists, "spec", ".yaml");
	settings = bth_expect_list(&lists, "config", ".yaml");
	patches = bth_expect_list(&lists, "expand", ".yaml");
	states = bth_expect_list(&lists, "plan-state", ".yaml");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_loop_test(tests, test_example_generates_what_it_did, 0, (int)examples.len);
	tcase_add_loop_test(
		tests, test_example_generates_the_same_bytes_twice, 0, (int)examples.len);
	tcase_add_loop_test(tests, test_generated_example_is_free_of_errors, 0, (int)examples.len);
	tcase_add_loop_test(tests, test_seed_before_templates_were_validated, 0, (int)seeds.len);
	tcase_add_loop_test(tests, test_seed_since_templates_are_validated, 0, (int)seeds.len);
	tcase_add_loop_test(tests, test_faulty_spec_is_explained, 0, (int)specs.len);
	tcase_add_loop_test(tests, test_faulty_settings_are_explained, 0, (int)settings.len);
	tcase_add_loop_test(tests, test_spec_expands_as_expected, 0, (int)patches.len);
	tcase_add_loop_test(tests, test_state_of_a_cluster_counts, 0, (int)states.len);
	return tests;
}

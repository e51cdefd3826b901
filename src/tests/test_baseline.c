/* test_baseline.c - findings that are known already */

#include <check.h>

#include "diag/baseline.h"
#include "rules.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_baseline baseline;

static void
setup(void)
{
	bth_arena_init(&arena);
	baseline = (struct bth_baseline){.arena = &arena};
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

/* A finding about an object, at a path of it. */
static struct bth_finding
about(const char *api_version, const char *name, const char *path)
{
	return (struct bth_finding){.rule = &bth_rule_claim_too_large,
		.object = {.api_version = bth_str(api_version), .kind = BTH_STR("Claim"),
			.name = bth_str(name)},
		.path = path};
}

/* The file by which a finding about no object is known. */
static const char *
known_file(const char *folder, const char *name)
{
	struct bth_source source = {.name = name};
	struct bth_finding finding = {
		.rule = &bth_rule_yaml_key_duplicate, .span = {.source = &source}};

	baseline = (struct bth_baseline){.arena = &arena, .folder = bth_str(folder)};
	bth_baseline_learn(&baseline, &finding);
	ck_assert_uint_eq(baseline.list.len, 1);
	return bth_str_copy(&arena, baseline.list.items[0]->file).at;
}

START_TEST(test_known_is_what_has_rule_object_and_path)
{
	struct bth_finding one = about("a/v1", "x", "spec"), other = about("a/v1", "y", "spec");
	struct bth_finding elsewhere = about("a/v1", "x", "spec.size"), rule = one;

	rule.rule = &bth_rule_claim_contested;
	bth_baseline_learn(&baseline, &one);
	baseline.list.items[0]->taken = 0;
	ck_assert(!bth_baseline_take(&baseline, &other));
	ck_assert(!bth_baseline_take(&baseline, &elsewhere));
	ck_assert(!bth_baseline_take(&baseline, &rule));
	ck_assert(bth_baseline_take(&baseline, &one));
	ck_assert(!bth_baseline_take(&baseline, &one));
}
END_TEST

START_TEST(test_later_version_of_a_group_is_the_same_object)
{
	struct bth_finding beta = about("a/v1beta1", "x", ""), stable = about("a/v1", "x", "");
	struct bth_finding other = about("b/v1", "x", "");

	bth_baseline_learn(&baseline, &beta);
	baseline.list.items[0]->taken = 0;
	ck_assert(!bth_baseline_take(&baseline, &other));
	ck_assert(bth_baseline_take(&baseline, &stable));
}
END_TEST

START_TEST(test_learning_counts_what_is_alike)
{
	struct bth_finding finding = about("a/v1", "x", "");

	bth_baseline_learn(&baseline, &finding);
	bth_baseline_learn(&baseline, &finding);
	ck_assert_uint_eq(baseline.list.len, 1);
	ck_assert_uint_eq(baseline.list.items[0]->count, 2);
}
END_TEST

START_TEST(test_of_two_entries_the_larger_count_stays)
{
	struct bth_known known = {.rule = BTH_STR("a"), .count = 2};

	bth_baseline_add(&baseline, &known);
	known.count = 1;
	bth_baseline_add(&baseline, &known);
	ck_assert_uint_eq(baseline.list.len, 1);
	ck_assert_uint_eq(baseline.list.items[0]->count, 2);
}
END_TEST

START_TEST(test_what_is_not_found_is_pruned)
{
	struct bth_finding stays = about("a/v1", "x", ""), hidden = about("a/v1", "b", "");
	struct bth_known known = {.rule = BTH_STR("gone"), .count = 1};

	bth_baseline_add(&baseline, &known);
	known.rule = bth_str(hidden.rule->name);
	known.object = hidden.object;
	known.count = 3;
	bth_baseline_add(&baseline, &known);
	bth_baseline_note(&baseline, &hidden);
	bth_baseline_learn(&baseline, &stays);
	bth_baseline_prune(&baseline);
	ck_assert_uint_eq(baseline.list.len, 2);
	ck_assert(bth_str_is(baseline.list.items[0]->object.name, "b"));
	ck_assert_uint_eq(baseline.list.items[0]->count, 1);
	ck_assert(bth_str_is(baseline.list.items[1]->object.name, "x"));
}
END_TEST

START_TEST(test_files_are_seen_from_the_folder)
{
	ck_assert_str_eq(known_file("", "./a.yaml"), "a.yaml");
	ck_assert_str_eq(known_file(".", "m/a.yaml"), "m/a.yaml");
	ck_assert_str_eq(known_file("./m", "m/a.yaml"), "a.yaml");
	ck_assert_str_eq(known_file("m/ci", "m/a.yaml"), "../a.yaml");
	ck_assert_str_eq(known_file("m", "mm/a.yaml"), "../mm/a.yaml");
	ck_assert_str_eq(known_file("..", "../a.yaml"), "a.yaml");
	ck_assert_str_eq(known_file("/w/ci", "/w/m/a.yaml"), "../m/a.yaml");
	ck_assert_str_eq(known_file("m", "m"), "../m");
}
END_TEST

START_TEST(test_files_that_cannot_be_seen_keep_their_names)
{
	ck_assert_str_eq(known_file("..", "a.yaml"), "a.yaml");
	ck_assert_str_eq(known_file("/w", "a.yaml"), "a.yaml");
	ck_assert_str_eq(known_file("m", "/w/a.yaml"), "/w/a.yaml");
}
END_TEST

TCase *
bth_test_baseline(void)
{
	TCase *tests = tcase_create("baseline");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_known_is_what_has_rule_object_and_path);
	tcase_add_test(tests, test_later_version_of_a_group_is_the_same_object);
	tcase_add_test(tests, test_learning_counts_what_is_alike);
	tcase_add_test(tests, test_of_two_entries_the_larger_count_stays);
	tcase_add_test(tests, test_what_is_not_found_is_pruned);
	tcase_add_test(tests, test_files_are_seen_from_the_folder);
	tcase_add_test(tests, test_files_that_cannot_be_seen_keep_their_names);
	return tests;
}

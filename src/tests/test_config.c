/* test_config.c - which settings are for a file, and what they make of the rules */

#include <check.h>

#include "config/config.h"
#include "rules.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_findings findings;
static struct bth_patterns patterns;

static void
setup(void)
{
	bth_arena_init(&arena);
	bth_findings_init(&findings, &arena);
}

static void
teardown(void)
{
	bth_patterns_release(&patterns);
	bth_arena_release(&arena);
}

static struct bth_config *
given(const char *text, const char *folder)
{
	struct bth_source *source = bth_arena_alloc(&arena, sizeof *source);

	source->name = ".berth.yaml";
	source->text = (struct bth_str){
		.at = bth_arena_copy(&arena, text, strlen(text)), .len = strlen(text)};
	struct bth_config *config = bth_config_read(&arena, &findings, &patterns, source);
	config->folder = bth_str(folder);
	return config;
}

static bool
about(const char *pattern, const char *path)
{
	struct bth_path_patterns list = {0};

	ck_assert_ptr_null(bth_path_pattern_check(bth_str(pattern)));
	bth_path_patterns_add(&arena, &list, bth_str(pattern));
	return bth_path_patterns_match(&list, bth_str(path));
}

START_TEST(test_pattern_without_slash_is_about_any_folder)
{
	ck_assert(about("staging", "staging/a.yaml"));
	ck_assert(about("staging", "x/staging/y/a.yaml"));
	ck_assert(about("*.yml", "x/a.yml"));
	ck_assert(!about("*.yml", "x/a.yaml"));
	ck_assert(!about("stag", "staging/a.yaml"));
}
END_TEST

START_TEST(test_pattern_with_slash_is_seen_from_the_settings)
{
	ck_assert(about("a/b", "a/b/c.yaml"));
	ck_assert(!about("a/b", "x/a/b/c.yaml"));
	ck_assert(about("**/b/*.yaml", "x/a/b/c.yaml"));
	ck_assert(about("a/**", "a/b/c.yaml"));
	ck_assert(!about("a/**", "a"));
}
END_TEST

START_TEST(test_pattern_that_ends_in_a_slash_is_about_folders)
{
	ck_assert(about("a/", "a/b.yaml"));
	ck_assert(about("a/", "a/"));
	ck_assert(!about("a/", "a"));
}
END_TEST

START_TEST(test_pattern_of_another_program_is_refused)
{
	static const char *const wrong[] = {
		"", "/a", "!a", "*.{yaml,yml}", "a\\b", "[a", "../a", "a/./b", "a**"};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		ck_assert_msg(bth_path_pattern_check(bth_str(wrong[i])) != NULL, "%s", wrong[i]);
}
END_TEST

START_TEST(test_nearest_settings_are_for_a_file)
{
	struct bth_configs configs = {0};
	struct bth_config *outer = given("", "/a"), *inner = given("", "/a/b");

	bth_configs_add(&arena, &configs, outer);
	bth_configs_add(&arena, &configs, inner);
	ck_assert_ptr_eq(bth_configs_find(&configs, BTH_STR("/a/x.yaml")), outer);
	ck_assert_ptr_eq(bth_configs_find(&configs, BTH_STR("/a/b/c/x.yaml")), inner);
	ck_assert_ptr_eq(bth_configs_find(&configs, BTH_STR("/a/bc/x.yaml")), outer);
	ck_assert_ptr_null(bth_configs_find(&configs, BTH_STR("/x.yaml")));
}
END_TEST

START_TEST(test_rule_beats_family_and_later_overrides_win)
{
	struct bth_config *config = given("rules: {claim-unreserved: error, binding: info}\n"
					  "overrides:\n"
					  "- {paths: [a], rules: {claim-unreserved: off}}\n"
					  "- {paths: [a/b], rules: {BTH126: warning}}\n",
		"/r");
	const struct bth_rule *rule = &bth_rule_claim_unreserved;

	ck_assert(!config->faulty);
	ck_assert_uint_eq(
		bth_level(bth_config_levels(&arena, config, BTH_STR("/r/x")), rule), BERTH_ERROR);
	ck_assert_uint_eq(
		bth_level(bth_config_levels(&arena, config, BTH_STR("/r/a/x")), rule), BERTH_OFF);
	ck_assert_uint_eq(bth_level(bth_config_levels(&arena, config, BTH_STR("/r/a/b/x")), rule),
		BERTH_WARNING);
	ck_assert_uint_eq(bth_level(bth_config_levels(&arena, config, BTH_STR("/r/x")),
				  &bth_rule_claim_unbindable), BERTH_INFO);
	ck_assert_uint_eq(bth_level(bth_config_levels(&arena, config, BTH_STR("/r/x")),
				  &bth_rule_pod_grace_zero), BTH_LEVEL_KEPT);
}
END_TEST

START_TEST(test_files_of_the_same_overrides_share_their_levels)
{
	struct bth_config *config =
		given("overrides: [{paths: [a], rules: {binding: info}}]\n", "/r");
	const struct bth_levels *levels = bth_config_levels(&arena, config, BTH_STR("/r/a/x"));

	ck_assert_ptr_eq(levels, bth_config_levels(&arena, config, BTH_STR("/r/b/a/y")));
	ck_assert_ptr_ne(levels, bth_config_levels(&arena, config, BTH_STR("/r/y")));
}
END_TEST

START_TEST(test_family_leaves_what_is_off_by_default)
{
	struct bth_config *config = given("rules: {identity: error}\n", "/r");

	ck_assert_uint_eq(bth_level(bth_config_levels(&arena, config, BTH_STR("/r/x")),
				  &bth_rule_label_missing), BTH_LEVEL_KEPT);
}
END_TEST

START_TEST(test_pattern_that_explodes_is_unknown)
{
	const char *why;
	size_t where;
	const struct bth_pattern *pattern = bth_pattern_compile(
		&arena, &patterns, BTH_STR("^(a+)+$"), &why, &where);

	ck_assert_ptr_nonnull(pattern);
	ck_assert_int_eq(bth_pattern_match(pattern, BTH_STR("aaaa")), BTH_MATCH_YES);
	ck_assert_int_eq(bth_pattern_match(pattern, BTH_STR("aaaa\n")), BTH_MATCH_NO);
	ck_assert_int_eq(bth_pattern_match(pattern,
				 BTH_STR("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab")),
		BTH_MATCH_UNKNOWN);
	ck_assert_ptr_null(bth_pattern_compile(&arena, &patterns, BTH_STR("(a"), &why, &where));
	ck_assert_uint_eq(where, 2);
}
END_TEST

TCase *
bth_test_config(void)
{
	TCase *tests = tcase_create("config");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_pattern_without_slash_is_about_any_folder);
	tcase_add_test(tests, test_pattern_with_slash_is_seen_from_the_settings);
	tcase_add_test(tests, test_pattern_that_ends_in_a_slash_is_about_folders);
	tcase_add_test(tests, test_pattern_of_another_program_is_refused);
	tcase_add_test(tests, test_nearest_settings_are_for_a_file);
	tcase_add_test(tests, test_rule_beats_family_and_later_overrides_win);
	tcase_add_test(tests, test_files_of_the_same_overrides_share_their_levels);
	tcase_add_test(tests, test_family_leaves_what_is_off_by_default);
	tcase_add_test(tests, test_pattern_that_explodes_is_unknown);
	return tests;
}

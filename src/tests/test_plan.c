/* test_plan.c - plans in all their forms, as they stand in testdata/plan/ */

#include <check.h>

#include "plan/plan.h"
#include "tests/expect.h"
#include "tests/suites.h"

static struct bth_arena arena, lists; /* lists lives as long as the program */
static struct bth_paths cases;

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

static struct berth_context *
run(const char *path)
{
	struct berth_options options = BERTH_OPTIONS_INIT;
	struct berth_context *context = NULL;
	struct bth_str text = bth_expect_read(&arena, path);

	ck_assert_int_eq(berth_context_new(&context, &options, NULL), BERTH_OK);
	ck_assert_int_eq(berth_context_add(context, BERTH_INPUT, path, text.at, text.len),
		BERTH_OK);
	ck_assert_int_eq(berth_context_run(context), BERTH_OK);
	return context;
}

static const char *
path(struct bth_str name, const char *ending)
{
	return bth_arena_printf(&arena, "plan/%.*s%s", BTH_STR_ARG(name), ending);
}

static struct bth_str
write_plan(struct berth_context *context, size_t format)
{
	const char *text;
	size_t len;

	ck_assert_int_eq(berth_context_plan(
				 context, (enum berth_plan_format)format, 0, &text, &len),
		BERTH_OK);
	return bth_str_copy(&arena, (struct bth_str){.at = text, .len = len});
}

/* The form for programs has tests of its own. */
START_TEST(test_plan_is_written_as_it_was)
{
	struct berth_context *context = run(path(cases.items[_i], ".yaml"));

	for (size_t i = 0; i < bth_plan_form_count; i++)
		if (i != BERTH_PLAN_JSON)
			bth_expect_file(&arena,
				path(cases.items[_i], bth_plan_forms[i].ends),
				write_plan(context, i));
	berth_context_free(context);
}
END_TEST

START_TEST(test_unknown_format_is_refused)
{
	struct berth_context *context = run(path(cases.items[0], ".yaml"));
	const char *text;
	size_t len;

	ck_assert_int_eq(
		berth_context_plan(context, (enum berth_plan_format)bth_plan_form_count,
			0, &text, &len),
		BERTH_EINVAL);
	berth_context_free(context);
}
END_TEST

TCase *
bth_test_plan(void)
{
	TCase *tests = tcase_create("plan");

	bth_arena_init(&lists);
	cases = bth_expect_list(&lists, "plan", ".yaml");
	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_loop_test(tests, test_plan_is_written_as_it_was, 0, (int)cases.len);
	tcase_add_test(tests, test_unknown_format_is_refused);
	return tests;
}

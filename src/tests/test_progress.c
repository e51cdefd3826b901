/* test_progress.c - how far a run is */

#include <check.h>

#include "berth/berth.h"
#include "tests/suites.h"

static struct berth_progress
progress_of(const struct berth_context *context)
{
	struct berth_progress progress;

	berth_context_progress(context, &progress);
	return progress;
}

START_TEST(test_progress_begins_with_nothing)
{
	struct berth_context *context;

	ck_assert_int_eq(berth_context_new(&context, NULL, NULL), BERTH_OK);
	ck_assert_int_eq(progress_of(context).stage, BERTH_STAGE_NONE);
	ck_assert_uint_eq(progress_of(context).total, 0);
	berth_context_free(context);
}
END_TEST

START_TEST(test_progress_ends_with_all_done)
{
	static const char text[] =
		"apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\n"
		"apiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n";
	struct berth_context *context;

	ck_assert_int_eq(berth_context_new(&context, NULL, NULL), BERTH_OK);
	ck_assert_int_eq(
		berth_context_add(context, BERTH_INPUT, "x.yaml", text, sizeof text - 1), BERTH_OK);
	ck_assert_int_eq(berth_context_run(context), BERTH_OK);
	struct berth_progress end = progress_of(context);
	ck_assert_int_eq(end.stage, BERTH_STAGE_CHECKING);
	ck_assert_uint_gt(end.total, 0);
	ck_assert_uint_eq(end.done, end.total);
	berth_context_free(context);
}
END_TEST

TCase *
bth_test_progress(void)
{
	TCase *tests = tcase_create("progress");

	tcase_add_test(tests, test_progress_begins_with_nothing);
	tcase_add_test(tests, test_progress_ends_with_all_done);
	return tests;
}

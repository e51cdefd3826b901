/* test_timestamp.c - dates and times as Go's time.Parse has them for gopkg.in/yaml.v2 */

#include <check.h>

#include "syntax/timestamp.h"
#include "tests/suites.h"

static void
expect(const char *const *texts, bool is)
{
	for (; *texts; texts++)
		ck_assert_msg(bth_timestamp(bth_str(*texts)) == is, "'%s'", *texts);
}

START_TEST(test_dates_and_times_are_taken)
{
	static const char *const texts[] = {"2001-12-14", "2001-1-1", "2000-02-29",
		"2001-12-14t21:59:43.10-05:00", "2001-12-14T1:2:3Z", "2001-12-14 21:59:43",
		"2001-12-14   1:2:3", "2001-12-14 21:59:43,123456789012", "2001-12-14T21:59:43+24:60",
		NULL};

	expect(texts, true);
}
END_TEST

START_TEST(test_what_is_not_quite_one_is_refused)
{
	static const char *const texts[] = {"", "2001", "2001-13-01", "2001-00-01", "2001-02-29",
		"1900-02-29", "2001-01-32", "20001-01-01", "2001-12-14T21:59:43", "2001-12-14 21:59",
		"2001-12-14 21:59:43Z", "2001-12-14 24:00:00", "2001-12-14T21:59:43-5",
		"2001-12-14T21:59:43+25:00", "2001-12-14 21:59:43.", "2001-12-14x", "2001-1-1-", NULL};

	expect(texts, false);
}
END_TEST

TCase *
bth_test_timestamp(void)
{
	TCase *tests = tcase_create("timestamp");

	tcase_add_test(tests, test_dates_and_times_are_taken);
	tcase_add_test(tests, test_what_is_not_quite_one_is_refused);
	return tests;
}

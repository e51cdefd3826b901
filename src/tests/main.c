/* main.c - runs the suites of suites.def */

#include <check.h>
#include <stdlib.h>

#include "tests/suites.h"

static const struct {
	const char *name;
	TCase *(*make)(void);
} suites[] = {
#define SUITE(id) {.name = #id, .make = bth_test_##id},
#include "tests/suites.def"
#undef SUITE
};

int
main(void)
{
	SRunner *runner = srunner_create(NULL);

	for (size_t i = 0; i < sizeof suites / sizeof suites[0]; i++) {
		Suite *suite = suite_create(suites[i].name);

		suite_add_tcase(suite, suites[i].make());
		srunner_add_suite(runner, suite);
	}
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* suites.h - declares the tests that suites.def lists */
#ifndef BTH_TESTS_SUITES_H
#define BTH_TESTS_SUITES_H

#include <check.h>

#define SUITE(id) TCase *bth_test_##id(void);
#include "tests/suites.def"
#undef SUITE

#endif

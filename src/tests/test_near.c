/* test_near.c - which known word a misspelt one was meant to be */

#include <check.h>

#include "base/near.h"
#include "tests/suites.h"

static unsigned
distance(const char *a, const char *b)
{
	unsigned there = bth_near_distance(bth_str(a), bth_str(b), 9);

	ck_assert_uint_eq(bth_near_distance(bth_str(b), bth_str(a), 9), there);
	return there;
}

START_TEST(test_distance_counts_slips)
{
	ck_assert_uint_eq(distance("storage", "storage"), 0);
	ck_assert_uint_eq(distance("storage", "storge"), 1);
	ck_assert_uint_eq(distance("storage", "storrage"), 1);
	ck_assert_uint_eq(distance("storage", "storaga"), 1);
	ck_assert_uint_eq(distance("storage", "sotrage"), 1);
	ck_assert_uint_eq(distance("storage", "strg"), 3);
	ck_assert_uint_eq(distance("", "abc"), 3);
	ck_assert_uint_eq(distance("kitten", "sitting"), 3);
}
END_TEST

START_TEST(test_case_counts_half)
{
	ck_assert_uint_eq(distance("mountpath", "mountPath"), 1);
	ck_assert_uint_eq(distance("MountPath", "mountpath"), 1);
	ck_assert_uint_eq(distance("MOUNTpath", "mountpath"), 3);
}
END_TEST

START_TEST(test_distance_ends_above_the_limit)
{
	char long_word[100];

	memset(long_word, 'a', sizeof long_word);
	struct bth_str word = {.at = long_word, .len = 65};

	ck_assert_uint_eq(bth_near_distance(BTH_STR("abc"), BTH_STR("xyz"), 1), 2);
	ck_assert_uint_eq(bth_near_distance(BTH_STR("abc"), BTH_STR("xyz"), 0), 1);
	ck_assert_uint_eq(bth_near_distance(word, word, 3), 0);
	ck_assert_uint_eq(bth_near_distance(word, bth_str_sub(word, 0, 64), 3), 4);
}
END_TEST

static const char *const keys[] = {
	"accessModes", "mountPath", "name", "node", "path", "replicas", "size", "storage"};

static const char *
meant(const char *word)
{
	const char *found = bth_near(bth_str(word), keys, sizeof keys / sizeof keys[0]);

	return found ? found : "-";
}

START_TEST(test_the_nearest_is_meant)
{
	ck_assert_str_eq(meant("storage"), "storage");
	ck_assert_str_eq(meant("sotrage"), "storage");
	ck_assert_str_eq(meant("replcia"), "replicas");
	ck_assert_str_eq(meant("szie"), "size");
	ck_assert_str_eq(meant("Size"), "size");
	ck_assert_str_eq(meant("mountpath"), "mountPath");
	ck_assert_str_eq(meant("accessmode"), "accessModes");
}
END_TEST

START_TEST(test_what_is_far_is_not_meant)
{
	static const char *const bounds[] = {"max"};

	ck_assert_str_eq(meant("image"), "-");
	ck_assert_str_eq(meant("side-effects"), "-");
	ck_assert_str_eq(meant(""), "-");
	/* two letters of three are another word */
	ck_assert_ptr_null(bth_near(BTH_STR("min"), bounds, 1));
	ck_assert_ptr_null(bth_near(BTH_STR("a"), NULL, 0));
}
END_TEST

START_TEST(test_of_two_equally_near_none_is_meant)
{
	static const char *const pair[] = {"nose", "node"};

	ck_assert_ptr_null(bth_near(BTH_STR("nope"), pair, 2));
	ck_assert_str_eq(bth_near(BTH_STR("nodes"), pair, 2), "node");
	/* a case is nearer than a letter */
	ck_assert_str_eq(bth_near(BTH_STR("noDe"), pair, 2), "node");
}
END_TEST

START_TEST(test_long_words_are_left_alone)
{
	char text[80];
	const char *words[] = {text, "name"};

	memset(text, 'n', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	ck_assert_ptr_null(bth_near(bth_str(text), words, 2));
	ck_assert_str_eq(bth_near(BTH_STR("nam"), words, 2), "name");
}
END_TEST

TCase *
bth_test_near(void)
{
	TCase *tests = tcase_create("near");

	tcase_add_test(tests, test_distance_counts_slips);
	tcase_add_test(tests, test_case_counts_half);
	tcase_add_test(tests, test_distance_ends_above_the_limit);
	tcase_add_test(tests, test_the_nearest_is_meant);
	tcase_add_test(tests, test_what_is_far_is_not_meant);
	tcase_add_test(tests, test_of_two_equally_near_none_is_meant);
	tcase_add_test(tests, test_long_words_are_left_alone);
	return tests;
}

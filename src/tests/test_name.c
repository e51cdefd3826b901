/* test_name.c - what things may be called */

#include <check.h>

#include "kube/name.h"
#include "tests/suites.h"

#define TEN "abcdefghij"
#define SIXTY TEN TEN TEN TEN TEN TEN
#define TWO_HUNDRED_FIFTY SIXTY SIXTY SIXTY SIXTY TEN

typedef const char *check_fn(struct bth_str name);

static void
assert_fine(check_fn *check, const char *const *names)
{
	for (; *names; names++) {
		const char *fault = check(bth_str(*names));

		ck_assert_msg(!fault, "'%s' %s", *names, fault);
	}
}

static void
assert_refused(check_fn *check, const char *fault, const char *const *names)
{
	for (; *names; names++) {
		const char *said = check(bth_str(*names));

		ck_assert_msg(said, "'%s' is taken", *names);
		ck_assert_msg(strcmp(said, fault) == 0, "'%s' %s", *names, said);
	}
}

#define FINE(check, ...) assert_fine(check, (const char *const[]){__VA_ARGS__, NULL})
#define REFUSED(check, fault, ...) \
	assert_refused(check, fault, (const char *const[]){__VA_ARGS__, NULL})

START_TEST(test_label_is_lower_case_within_63)
{
	FINE(bth_name_check_label, "a", "0", "db-0", "0-a", "a--b", SIXTY "abc");
	REFUSED(bth_name_check_label, "must be no more than 63 characters", SIXTY "abcd");
	REFUSED(bth_name_check_label, "must not contain dots", "a.b", "0.1.2");
	REFUSED(bth_name_check_label,
		"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or "
		"'-', and must start and end with an alphanumeric character",
		"", "Db", "-a", "a-", "a_b", "a.", ".a", "a..b", "a\n", "\xc3\xa4", "a b");
}
END_TEST

START_TEST(test_label_1035_begins_with_a_letter)
{
	FINE(bth_name_check_label_1035, "a", "db-0", "a--b", SIXTY "abc");
	REFUSED(bth_name_check_label_1035, "must be no more than 63 characters", SIXTY "abcd");
	REFUSED(bth_name_check_label_1035,
		"a DNS-1035 label must consist of lower case alphanumeric characters or '-', start "
		"with an alphabetic character, and end with an alphanumeric character",
		"", "0", "0a", "-a", "a-", "A", "a.b");
}
END_TEST

START_TEST(test_subdomain_has_no_limit_per_label)
{
	FINE(bth_name_check_subdomain, "a", "0.1", "example.com", "a-b.c-d", SIXTY TEN ".a",
		TWO_HUNDRED_FIFTY "abc");
	REFUSED(bth_name_check_subdomain, "must be no more than 253 characters",
		TWO_HUNDRED_FIFTY "abcd");
	REFUSED(bth_name_check_subdomain,
		"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric "
		"characters, '-' or '.', and must start and end with an alphanumeric character",
		"", ".", "a.", ".a", "a..b", "a.-b", "a-.b", "A.b", "a_b", "a.b\n");
}
END_TEST

START_TEST(test_key_may_have_one_prefix)
{
	FINE(bth_name_check_qualified, "app", "A", "a_b.C-d", "example.com/app", "1/2", SIXTY "abc",
		TWO_HUNDRED_FIFTY "abc/" SIXTY "abc");
	REFUSED(bth_name_check_qualified, "name part must be non-empty", "", "a/");
	REFUSED(bth_name_check_qualified, "name part must be no more than 63 characters",
		SIXTY "abcd", "a/" SIXTY "abcd");
	REFUSED(bth_name_check_qualified, "prefix part must be non-empty", "/a", "/");
	REFUSED(bth_name_check_qualified, "prefix part must be no more than 253 characters",
		TWO_HUNDRED_FIFTY "abcd/a");
	REFUSED(bth_name_check_qualified,
		"prefix part a lowercase RFC 1123 subdomain must consist of lower case "
		"alphanumeric characters, '-' or '.', and must start and end with an alphanumeric "
		"character",
		"Example.com/app", "a_b/c", "a./b");
	REFUSED(bth_name_check_qualified,
		"name part must consist of alphanumeric characters, '-', '_' or '.', and must "
		"start and end with an alphanumeric character",
		"-a", "a-", "_a", "a b", "a/.b", "\xc3\xa4");
	REFUSED(bth_name_check_qualified,
		"a valid label key must consist of alphanumeric characters, '-', '_' or '.', and "
		"must start and end with an alphanumeric character with an optional DNS subdomain "
		"prefix and '/' (e.g. 'example.com/MyName')",
		"a/b/c", "//", "a//b");
}
END_TEST

START_TEST(test_label_value_may_be_empty)
{
	FINE(bth_name_check_label_value, "", "a", "A", "1.2_3-4", SIXTY "abc");
	REFUSED(bth_name_check_label_value, "must be no more than 63 characters", SIXTY "abcd");
	REFUSED(bth_name_check_label_value,
		"a valid label must be an empty string or consist of alphanumeric characters, '-', "
		"'_' or '.', and must start and end with an alphanumeric character",
		" ", "-1", "a.", "a/b", "a b", "a\n");
}
END_TEST

START_TEST(test_port_name_has_a_letter)
{
	FINE(bth_name_check_port, "a", "http", "0a", "p-9187", "abcdefghijklmno");
	REFUSED(bth_name_check_port, "must be no more than 15 characters", "abcdefghijklmnop");
	REFUSED(bth_name_check_port,
		"must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
		"", "Http", "a_b", "a.b");
	REFUSED(bth_name_check_port, "must contain at least one letter (a-z)", "80", "8-0", "-");
	REFUSED(bth_name_check_port, "must not contain consecutive hyphens", "a--b", "--a");
	REFUSED(bth_name_check_port, "must not begin or end with a hyphen", "-a", "a-");
}
END_TEST

START_TEST(test_config_key_names_a_file)
{
	FINE(bth_name_check_config_key, "a", "A_b-c.d", ".hidden", "-", "_", "a..b", "a.",
		TWO_HUNDRED_FIFTY "abc");
	REFUSED(bth_name_check_config_key, "must be no more than 253 characters",
		TWO_HUNDRED_FIFTY "abcd");
	REFUSED(bth_name_check_config_key,
		"a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
		"", "a/b", "a b", "a\n", "\xc3\xa4");
	REFUSED(bth_name_check_config_key, "must not be '.'", ".");
	REFUSED(bth_name_check_config_key, "must not be '..'", "..");
	REFUSED(bth_name_check_config_key, "must not start with '..'", "..a", "...");
}
END_TEST

static const char *
check_env_31(struct bth_str name)
{
	return bth_name_check_env(name, 31);
}

static const char *
check_env_32(struct bth_str name)
{
	return bth_name_check_env(name, 32);
}

START_TEST(test_env_name_was_strict_before_1_32)
{
	FINE(check_env_31, "A", "_a", "-a", ".a", "PG.DATA-1_x");
	REFUSED(check_env_31,
		"a valid environment variable name must consist of alphabetic characters, digits, "
		"'_', '-', or '.', and must not start with a digit",
		"", "1A", "A B", "A=B", "A\n");
	REFUSED(check_env_31, "must not be '.'", ".");
	REFUSED(check_env_31, "must not be '..'", "..");
	REFUSED(check_env_31, "must not start with '..'", "..a");
}
END_TEST

START_TEST(test_env_name_is_printable_since_1_32)
{
	FINE(check_env_32, "A", "1A", "A B", " ", "~", "..", "a/b");
	REFUSED(check_env_32, "environment variable name must be non-empty", "");
	REFUSED(check_env_32,
		"a valid environment variable name must consist only of printable ASCII "
		"characters other than '='",
		"A=B", "=", "A\n", "\x7f", "\xc3\xa4");
}
END_TEST

START_TEST(test_path_segment_leads_nowhere_else)
{
	FINE(bth_name_check_path_segment, "", "a", "A:b", "...", "a.b", "\xc3\xa4");
	REFUSED(bth_name_check_path_segment, "may not be '.'", ".");
	REFUSED(bth_name_check_path_segment, "may not be '..'", "..");
	REFUSED(bth_name_check_path_segment, "may not contain '/'", "a/b", "/", "%/");
	REFUSED(bth_name_check_path_segment, "may not contain '%'", "a%b");
}
END_TEST

START_TEST(test_zero_byte_is_in_no_name)
{
	static check_fn *const checks[] = {bth_name_check_label, bth_name_check_label_1035,
		bth_name_check_subdomain, bth_name_check_qualified, bth_name_check_label_value,
		bth_name_check_port, bth_name_check_config_key, check_env_31, check_env_32};

	for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
		ck_assert_ptr_null(checks[i](BTH_STR("aba")));
		ck_assert_ptr_nonnull(checks[i](BTH_STR("a\0a")));
	}
}
END_TEST

TCase *
bth_test_name(void)
{
	TCase *tests = tcase_create("name");

	tcase_add_test(tests, test_label_is_lower_case_within_63);
	tcase_add_test(tests, test_label_1035_begins_with_a_letter);
	tcase_add_test(tests, test_subdomain_has_no_limit_per_label);
	tcase_add_test(tests, test_key_may_have_one_prefix);
	tcase_add_test(tests, test_label_value_may_be_empty);
	tcase_add_test(tests, test_port_name_has_a_letter);
	tcase_add_test(tests, test_config_key_names_a_file);
	tcase_add_test(tests, test_env_name_was_strict_before_1_32);
	tcase_add_test(tests, test_env_name_is_printable_since_1_32);
	tcase_add_test(tests, test_path_segment_leads_nowhere_else);
	tcase_add_test(tests, test_zero_byte_is_in_no_name);
	return tests;
}

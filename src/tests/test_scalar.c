/* test_scalar.c - what an unquoted word means */

#include <check.h>

#include "syntax/scalar.h"
#include "tests/suites.h"

/* What kubectl takes a word for: gopkg.in/yaml.v2 said so. */
static const struct {
	const char *text;
	enum bth_type type;
} kubectl[] = {
	/* null */
	{"", BTH_NULL}, {"~", BTH_NULL}, {"null", BTH_NULL}, {"Null", BTH_NULL}, {"NULL", BTH_NULL},
	{"nUll", BTH_STRING}, {"nul", BTH_STRING}, {"~~", BTH_STRING}, {"nullx", BTH_STRING},

	/* booleans */
	{"y", BTH_BOOL}, {"Y", BTH_BOOL}, {"yes", BTH_BOOL}, {"Yes", BTH_BOOL}, {"YES", BTH_BOOL},
	{"on", BTH_BOOL}, {"On", BTH_BOOL}, {"ON", BTH_BOOL},
	{"true", BTH_BOOL}, {"True", BTH_BOOL}, {"TRUE", BTH_BOOL},
	{"n", BTH_BOOL}, {"N", BTH_BOOL}, {"no", BTH_BOOL}, {"No", BTH_BOOL}, {"NO", BTH_BOOL},
	{"off", BTH_BOOL}, {"Off", BTH_BOOL}, {"OFF", BTH_BOOL},
	{"false", BTH_BOOL}, {"False", BTH_BOOL}, {"FALSE", BTH_BOOL},
	{"yEs", BTH_STRING}, {"tRue", BTH_STRING}, {"oN", BTH_STRING}, {"oFF", BTH_STRING},
	{"nO", BTH_STRING}, {"falsE", BTH_STRING}, {"yesno", BTH_STRING}, {"t", BTH_STRING},
	{"f", BTH_STRING}, {"truee", BTH_STRING}, {"offf", BTH_STRING},

	/* what is no finite number */
	{".nan", BTH_FLOAT}, {".NaN", BTH_FLOAT}, {".NAN", BTH_FLOAT},
	{".inf", BTH_FLOAT}, {".Inf", BTH_FLOAT}, {".INF", BTH_FLOAT},
	{"+.inf", BTH_FLOAT}, {"+.Inf", BTH_FLOAT}, {"+.INF", BTH_FLOAT},
	{"-.inf", BTH_FLOAT}, {"-.Inf", BTH_FLOAT}, {"-.INF", BTH_FLOAT},
	{".nAn", BTH_STRING}, {".iNf", BTH_STRING}, {"+.nan", BTH_STRING}, {"-.nan", BTH_STRING},
	{"NaN", BTH_STRING}, {"inf", BTH_STRING}, {"Infinity", BTH_STRING}, {"-inf", BTH_STRING},
	{".infinity", BTH_STRING},

	{"<<", BTH_STRING}, {"=", BTH_STRING},

	/* timestamps stay strings */
	{"2001-12-14", BTH_STRING}, {"2001-1-1", BTH_STRING}, {"2001-12-14t21:59:43.10-05:00", BTH_STRING},
	{"2001-12-14T21:59:43Z", BTH_STRING}, {"2001-12-14 21:59:43.10", BTH_STRING},
	{"2001-13-45", BTH_STRING}, {"20011-12-14", BTH_STRING},

	/* integers */
	{"12", BTH_INT}, {"+12", BTH_INT}, {"-0", BTH_INT}, {"012", BTH_INT}, {"0", BTH_INT},
	{"00", BTH_INT}, {"0777", BTH_INT}, {"0o17", BTH_INT}, {"0O17", BTH_INT}, {"-0o17", BTH_INT},
	{"0x1F", BTH_INT}, {"-0x1f", BTH_INT}, {"+0x1f", BTH_INT}, {"0X1f", BTH_INT}, {"0x_1F", BTH_INT},
	{"0b101", BTH_INT}, {"0B101", BTH_INT}, {"-0b101", BTH_INT},
	{"0b+101", BTH_INT}, {"0b-101", BTH_INT},
	{"1_000", BTH_INT}, {"1__0_", BTH_INT}, {"0_1", BTH_INT}, {"-_1", BTH_INT}, {"1_", BTH_INT},
	{"9223372036854775807", BTH_INT}, {"-9223372036854775808", BTH_INT},
	{"9223372036854775808", BTH_INT}, {"18446744073709551615", BTH_INT},
	{"0xFFFFFFFFFFFFFFFF", BTH_INT}, {"01777777777777777777777", BTH_INT},

	/* numbers with a point, an exponent, or too many digits */
	{"1e3", BTH_FLOAT}, {"5.", BTH_FLOAT}, {"-.5", BTH_FLOAT}, {"+.5", BTH_FLOAT},
	{"1.5_0", BTH_FLOAT}, {"1_0.5_0", BTH_FLOAT}, {"08", BTH_FLOAT}, {"09", BTH_FLOAT},
	{"0128", BTH_FLOAT}, {"1.0", BTH_FLOAT}, {"1.10", BTH_FLOAT}, {"-0.0", BTH_FLOAT},
	{"1E3", BTH_FLOAT}, {"1e+3", BTH_FLOAT}, {"1e-3", BTH_FLOAT}, {"5.e3", BTH_FLOAT},
	{"1e21", BTH_FLOAT}, {"123e45", BTH_FLOAT}, {"1e-400", BTH_FLOAT}, {"0e0", BTH_FLOAT},
	{"18446744073709551616", BTH_FLOAT}, {"-9223372036854775809", BTH_FLOAT},
	{"+18446744073709551615", BTH_FLOAT}, {"100000000000000000000", BTH_FLOAT},
	{"1e400", BTH_STRING}, {"-1e400", BTH_STRING},

	/* a point in front is Go's affair */
	{".5", BTH_FLOAT}, {".5e3", BTH_FLOAT}, {".5_0", BTH_FLOAT}, {".5e3_0", BTH_FLOAT},
	{".5__0", BTH_STRING}, {".5_", BTH_STRING}, {".5_e3", BTH_STRING}, {"._5", BTH_STRING},
	{".", BTH_STRING}, {"..", BTH_STRING}, {".e3", BTH_STRING}, {".5.", BTH_STRING},

	/* and what is none of all that: there is no base 60 */
	{"_1", BTH_STRING}, {"0b2", BTH_STRING}, {"0o8", BTH_STRING}, {"0xG", BTH_STRING},
	{"0x", BTH_STRING}, {"0b", BTH_STRING}, {"0o", BTH_STRING}, {"-0x", BTH_STRING},
	{"0x1p4", BTH_STRING}, {"1e", BTH_STRING}, {"1e+", BTH_STRING}, {"1.5.", BTH_STRING},
	{"12:30:45", BTH_STRING}, {"190:20:30.15", BTH_STRING}, {"-1:30", BTH_STRING},
	{"1.2.3", BTH_STRING}, {"1Gi", BTH_STRING}, {"100m", BTH_STRING}, {"+", BTH_STRING},
	{"-", BTH_STRING}, {"--1", BTH_STRING}, {"+-1", BTH_STRING}, {"-0b+1", BTH_STRING},
	{"0B+1", BTH_STRING}, {"0777L", BTH_STRING}, {"1,000", BTH_STRING}, {"1 000", BTH_STRING},
	{" 1", BTH_STRING}, {"1 ", BTH_STRING}, {"1\n", BTH_STRING}, {"abc", BTH_STRING},
	{"18446744073709551616x", BTH_STRING},
};

START_TEST(test_kubectl_takes_it_so)
{
	ck_assert_msg(bth_scalar_type(bth_str(kubectl[_i].text)) == kubectl[_i].type, "'%s'",
		kubectl[_i].text);
}
END_TEST

/* YAML 1.2's core schema: few words, no surprises. */
static const struct {
	const char *text;
	enum bth_type type;
} core[] = {
	{"", BTH_NULL}, {"~", BTH_NULL}, {"null", BTH_NULL}, {"Null", BTH_NULL}, {"NULL", BTH_NULL},
	{"nUll", BTH_STRING},
	{"true", BTH_BOOL}, {"True", BTH_BOOL}, {"TRUE", BTH_BOOL},
	{"false", BTH_BOOL}, {"False", BTH_BOOL}, {"FALSE", BTH_BOOL},
	{"yes", BTH_STRING}, {"no", BTH_STRING}, {"on", BTH_STRING}, {"off", BTH_STRING},
	{"y", BTH_STRING}, {"n", BTH_STRING}, {"tRUE", BTH_STRING},
	{"0", BTH_INT}, {"12", BTH_INT}, {"-12", BTH_INT}, {"+12", BTH_INT}, {"012", BTH_INT},
	{"089", BTH_INT}, {"0o17", BTH_INT}, {"0x1F", BTH_INT}, {"0xdeadBEEF", BTH_INT},
	{"99999999999999999999999", BTH_INT},
	{"-0x1F", BTH_STRING}, {"+0o7", BTH_STRING}, {"0O17", BTH_STRING}, {"0X1F", BTH_STRING},
	{"0o8", BTH_STRING}, {"0x", BTH_STRING}, {"0o", BTH_STRING}, {"0b101", BTH_STRING},
	{"1_000", BTH_STRING}, {"+", BTH_STRING}, {"-", BTH_STRING}, {"0xG", BTH_STRING},
	{"1.0", BTH_FLOAT}, {"-.5", BTH_FLOAT}, {".5", BTH_FLOAT}, {"5.", BTH_FLOAT},
	{"1e3", BTH_FLOAT}, {"1.5E-3", BTH_FLOAT}, {"1e400", BTH_FLOAT},
	{".inf", BTH_FLOAT}, {"-.INF", BTH_FLOAT}, {"+.Inf", BTH_FLOAT}, {".nan", BTH_FLOAT},
	{".5_0", BTH_STRING}, {".", BTH_STRING}, {".e3", BTH_STRING}, {"1e", BTH_STRING},
	{"+.nan", BTH_STRING}, {"12:30", BTH_STRING}, {"2001-01-01", BTH_STRING},
	{"1Gi", BTH_STRING}, {"<<", BTH_STRING}, {"abc", BTH_STRING},
};

START_TEST(test_the_core_schema_takes_it_so)
{
	ck_assert_msg(bth_scalar_core_type(bth_str(core[_i].text)) == core[_i].type, "'%s'",
		core[_i].text);
}
END_TEST

START_TEST(test_integers_have_their_values)
{
	static const struct {
		const char *text;
		int64_t value;
	} table[] = {
		{"0", 0}, {"-0", 0}, {"+12", 12}, {"-12", -12}, {"012", 10}, {"0o17", 15},
		{"0O17", 15}, {"-017", -15}, {"0777", 511}, {"00", 0}, {"0_1", 1},
		{"0x1F", 31}, {"-0x1f", -31}, {"0X1f", 31}, {"0x_1F", 31}, {"0b101", 5},
		{"0B101", 5}, {"-0b101", -5}, {"0b+101", 5}, {"0b-101", -5},
		{"1_000", 1000}, {"1__0_", 10}, {"9223372036854775807", INT64_MAX},
		{"-9223372036854775808", INT64_MIN}, {"-0x8000000000000000", INT64_MIN},
	};

	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		int64_t value = 99;

		ck_assert_msg(bth_scalar_int(&value, bth_str(table[i].text)) &&
				value == table[i].value, "'%s' is %lld", table[i].text,
			(long long)value);
	}
}
END_TEST

START_TEST(test_int64_has_ends)
{
	static const char *const texts[] = {"9223372036854775808", "18446744073709551615",
		"-9223372036854775809", "18446744073709551616", "99999999999999999999", "1.0", "08",
		"", "-", "abc"};
	int64_t value = 99;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		ck_assert_msg(!bth_scalar_int(&value, bth_str(texts[i])), "'%s'", texts[i]);
	ck_assert_int_eq(value, 99);
}
END_TEST

START_TEST(test_uint64_has_an_end_too)
{
	bool minus = true;
	uint64_t size = 0;

	ck_assert(bth_scalar_integer(&minus, &size, BTH_STR("18446744073709551615")));
	ck_assert(!minus && size == UINT64_MAX);
	ck_assert(bth_scalar_integer(&minus, &size, BTH_STR("-9223372036854775808")));
	ck_assert(minus && size == (uint64_t)INT64_MAX + 1);
	ck_assert(!bth_scalar_integer(&minus, &size, BTH_STR("-9223372036854775809")));
	ck_assert(!bth_scalar_integer(&minus, &size, BTH_STR("+9223372036854775808")));
	ck_assert(!bth_scalar_integer(&minus, &size, BTH_STR("18446744073709551616")));
}
END_TEST

START_TEST(test_the_truth_of_booleans)
{
	static const char *const words[] = {"y", "Yes", "ON", "true", "TRUE"};
	static const char *const others[] = {"n", "No", "OFF", "false", "FALSE"};

	for (size_t i = 0; i < 5; i++) {
		ck_assert(bth_scalar_bool(bth_str(words[i])));
		ck_assert(!bth_scalar_bool(bth_str(others[i])));
	}
}
END_TEST

START_TEST(test_long_texts_are_no_numbers)
{
	char digits[1000];

	memset(digits, '1', sizeof digits);
	/* Go overflows as well, and leaves a string */
	ck_assert_int_eq(bth_scalar_type((struct bth_str){.at = digits, .len = 390}), BTH_STRING);
	ck_assert_int_eq(bth_scalar_type((struct bth_str){.at = digits, .len = 1000}), BTH_STRING);
	ck_assert_int_eq(bth_scalar_type((struct bth_str){.at = digits, .len = 300}), BTH_FLOAT);
	ck_assert_int_eq(
		bth_scalar_core_type((struct bth_str){.at = digits, .len = 1000}), BTH_STRING);
}
END_TEST

/* The text need not end in zero, and may hold one. */
START_TEST(test_no_more_than_the_text_is_read)
{
	ck_assert_int_eq(bth_scalar_type(bth_str_sub(BTH_STR("12x"), 0, 2)), BTH_INT);
	ck_assert_int_eq(bth_scalar_type(bth_str_sub(BTH_STR("1.5e"), 0, 3)), BTH_FLOAT);
	ck_assert_int_eq(bth_scalar_type(BTH_STR("1\0")), BTH_STRING);
	ck_assert_int_eq(bth_scalar_type(BTH_STR("\0")), BTH_STRING);
	ck_assert_int_eq(bth_scalar_core_type(BTH_STR("12\0")), BTH_STRING);
	ck_assert_int_eq(bth_scalar_type(BTH_STR("1.5\0")), BTH_STRING);
	ck_assert_int_eq(bth_scalar_core_type(BTH_STR("1.5\0")), BTH_STRING);
}
END_TEST

START_TEST(test_what_other_readers_take_for_more_is_ambiguous)
{
	static const char *const ambiguous[] = {"1:30", "22:30", "-1:30", "+12:30:45", "190:20:30.15",
		"1_0:59", "0:0", "1:2:3._5", "2001-01-01", "2001-1-1", "2001-12-14T21:59:43Z",
		"2001-12-14t21:59:43Z", "2001-12-14 21:59:43"};
	static const char *const clear[] = {"1:60", "1:234", "1:", ":30", "a:30", "1:3a", "1:30x",
		"1.5:30", "_1:30", "", "12", "2001-01", "2001-001-01", "201-01-01", "2001-01-01x",
		"2001-", "192.168.0.1:80", "::1"};

	for (size_t i = 0; i < sizeof ambiguous / sizeof ambiguous[0]; i++)
		ck_assert_msg(bth_scalar_is_ambiguous(bth_str(ambiguous[i])), "'%s'", ambiguous[i]);
	for (size_t i = 0; i < sizeof clear / sizeof clear[0]; i++)
		ck_assert_msg(!bth_scalar_is_ambiguous(bth_str(clear[i])), "'%s'", clear[i]);
}
END_TEST

START_TEST(test_base64_is_decoded_as_go_does)
{
	static const struct {
		const char *text, *bytes; /* NULL: none */
	} table[] = {
		{"", ""}, {"aGk=", "hi"}, {"aGkh", "hi!"}, {"aA==", "h"}, {"aGVsbG8gd29ybGQ=", "hello world"},
		{"aG\nk\r\n=", "hi"}, {"+/+/", "\xFB\xFF\xBF"}, {"aB==", "h"},
		{"aGk", NULL}, {"a", NULL}, {"aA=", NULL}, {"a===", NULL}, {"aGk==", NULL},
		{"=", NULL}, {"aA==aA==", NULL}, {"a Gk=", NULL}, {"aGk-", NULL}, {"x", NULL},
	};
	struct bth_arena arena;

	bth_arena_init(&arena);
	for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
		struct bth_buf bytes;

		bth_buf_init(&bytes, &arena);
		bool is = bth_scalar_decode(&bytes, bth_str(table[i].text));
		ck_assert_msg(is == (table[i].bytes != NULL), "'%s'", table[i].text);
		if (is)
			ck_assert_msg(bth_str_is(bth_buf_view(&bytes), table[i].bytes), "'%s'",
				table[i].text);
	}
	bth_arena_release(&arena);
}
END_TEST

TCase *
bth_test_scalar(void)
{
	TCase *tests = tcase_create("scalar");

	tcase_add_loop_test(
		tests, test_kubectl_takes_it_so, 0, sizeof kubectl / sizeof kubectl[0]);
	tcase_add_loop_test(
		tests, test_the_core_schema_takes_it_so, 0, sizeof core / sizeof core[0]);
	tcase_add_test(tests, test_integers_have_their_values);
	tcase_add_test(tests, test_int64_has_ends);
	tcase_add_test(tests, test_uint64_has_an_end_too);
	tcase_add_test(tests, test_the_truth_of_booleans);
	tcase_add_test(tests, test_long_texts_are_no_numbers);
	tcase_add_test(tests, test_no_more_than_the_text_is_read);
	tcase_add_test(tests, test_what_other_readers_take_for_more_is_ambiguous);
	tcase_add_test(tests, test_base64_is_decoded_as_go_does);
	return tests;
}

/* test_number.c - numbers as Go prints them */

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "syntax/number.h"
#include "syntax/scalar.h"
#include "tests/chance.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

/* What kubectl sends for the word as a value, and what it calls a key that is written so. */
static const struct {
	const char *text, *json, *key; /* key NULL: refused */
} table[] = {
	{"0", "0", "0"}, {"-0", "0", "0"}, {"1", "1", "1"}, {"+12", "12", "12"}, {"012", "10", "10"},
	{"0o17", "15", "15"}, {"0x1F", "31", "31"}, {"-0x1f", "-31", "-31"}, {"0b101", "5", "5"},
	{"1_000", "1000", "1000"}, {"0777", "511", "511"}, {"0b-11", "-3", "-3"},
	{"9223372036854775807", "9223372036854775807", "9223372036854775807"},
	{"-9223372036854775808", "-9223372036854775808", "-9223372036854775808"},
	{"9223372036854775808", "9223372036854775808", NULL},
	{"18446744073709551615", "18446744073709551615", NULL},
	{"0xFFFFFFFFFFFFFFFF", "18446744073709551615", NULL},
	{"18446744073709551616", "18446744073709552000", "1.8446744e+19"},
	{"1.0", "1", "1"}, {"1.10", "1.1", "1.1"}, {"08", "8", "8"}, {"0128", "128", "128"},
	{"1e3", "1000", "1000"}, {"5.", "5", "5"}, {"-.5", "-0.5", "-0.5"}, {"+.5", "0.5", "0.5"},
	{".5_0", "0.5", "0.5"}, {"1_0.5_0", "10.5", "10.5"}, {"-0.0", "-0", "-0"}, {"0e0", "0", "0"},
	{"1e-400", "0", "0"}, {"1e5", "100000", "100000"}, {"1e6", "1000000", "1e+06"},
	{"1.5e6", "1500000", "1.5e+06"}, {"123456.0", "123456", "123456"},
	{"1234567.5", "1234567.5", "1.2345675e+06"}, {"16777217.0", "16777217", "1.6777216e+07"},
	{"0.0001", "0.0001", "0.0001"}, {"0.00001", "0.00001", "1e-05"},
	{"0.000001", "0.000001", "1e-06"}, {"0.0000001", "1e-7", "1e-07"},
	{"0.00000012", "1.2e-7", "1.2e-07"}, {"1e20", "100000000000000000000", "1e+20"},
	{"1e21", "1e+21", "1e+21"}, {"1.5e300", "1.5e+300", ".inf"}, {"-1e300", "-1e+300", "-.inf"},
	{"123e45", "1.23e+47", ".inf"}, {"100000000000000000000", "100000000000000000000", "1e+20"},
	{"0.30000000000000004", "0.30000000000000004", "0.3"},
	{"1.1000000000000001", "1.1", "1.1"}, {"3.141592653589793", "3.141592653589793", "3.1415927"},
	{"5e-324", "5e-324", "0"}, {"1.7976931348623157e308", "1.7976931348623157e+308", ".inf"},
	{"123456789012345680000.0", "123456789012345680000", "1.2345679e+20"},
	{"2.2250738585072014e-308", "2.2250738585072014e-308", "0"},
};

START_TEST(test_numbers_are_printed_as_go_does)
{
	struct bth_str text = bth_str(table[_i].text);
	struct bth_buf json, key;

	bth_buf_init(&json, arena);
	bth_number_json(&json, bth_scalar_type(text), text);
	ck_assert_msg(bth_str_is(bth_buf_view(&json), table[_i].json), "%s is %.*s", table[_i].text,
		BTH_STR_ARG(bth_buf_view(&json)));

	bth_buf_init(&key, arena);
	bool is = bth_number_key(&key, bth_scalar_type(text), text);
	ck_assert_int_eq(is, table[_i].key != NULL);
	ck_assert_msg(bth_str_is(bth_buf_view(&key), is ? table[_i].key : ""), "key %s is %.*s",
		table[_i].text, BTH_STR_ARG(bth_buf_view(&key)));
}
END_TEST

START_TEST(test_other_keys_become_words)
{
	static const struct {
		const char *text, *key;
	} words[] = {{"y", "true"}, {"On", "true"}, {"TRUE", "true"}, {"n", "false"},
		{"off", "false"}, {".inf", ".inf"}, {"+.INF", ".inf"}, {"-.Inf", "-.inf"},
		{".NaN", ".nan"}, {"null", NULL}, {"~", NULL}, {"", NULL}};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		struct bth_str text = bth_str(words[i].text);
		struct bth_buf key;

		bth_buf_init(&key, arena);
		bool is = bth_number_key(&key, bth_scalar_type(text), text);
		ck_assert_msg(is == (words[i].key != NULL), "'%s'", words[i].text);
		ck_assert_msg(bth_str_is(bth_buf_view(&key), is ? words[i].key : ""), "'%s'",
			words[i].text);
	}
}
END_TEST

START_TEST(test_what_json_cannot_say_is_a_string)
{
	static const char *const texts[] = {".inf", "-.Inf", ".nan", "1e400"};

	for (size_t i = 0; i < 4; i++) {
		struct bth_buf json;

		bth_buf_init(&json, arena);
		bth_number_json(&json, BTH_FLOAT, bth_str(texts[i]));
		ck_assert(bth_str_eq(bth_buf_view(&json), bth_str_printf(arena, "\"%s\"", texts[i])));
	}
}
END_TEST

/* The core schema has integers of any length. */
START_TEST(test_integers_beyond_all_are_rounded)
{
	struct bth_buf json;

	bth_buf_init(&json, arena);
	bth_number_json(&json, BTH_INT, BTH_STR("99999999999999999999999"));
	ck_assert(bth_str_is(bth_buf_view(&json), "1e+23"));
}
END_TEST

START_TEST(test_printed_numbers_read_back)
{
	struct bth_chance chance = {.state = 7};

	for (int i = 0; i < 20000; i++) {
		char text[80];
		struct bth_buf json;

		snprintf(text, sizeof text, "%s%zu.%zue%d", i % 2 ? "-" : "",
			bth_chance(&chance, 1000), bth_chance(&chance, 4000000000u),
			(int)bth_chance(&chance, 600) - 300);
		bth_buf_init(&json, arena);
		bth_number_json(&json, BTH_FLOAT, bth_str(text));
		bth_buf_putc(&json, '\0');
		ck_assert_msg(strtod(json.text, NULL) == strtod(text, NULL), "%s is %s", text,
			json.text);
		ck_assert_msg(json.len < 30, "%s is %s", text, json.text);
	}
}
END_TEST

TCase *
bth_test_number(void)
{
	TCase *tests = tcase_create("number");

	bth_memory_for(tests);
	tcase_set_timeout(tests, 20);
	tcase_add_loop_test(tests, test_numbers_are_printed_as_go_does, 0,
		sizeof table / sizeof table[0]);
	tcase_add_test(tests, test_other_keys_become_words);
	tcase_add_test(tests, test_what_json_cannot_say_is_a_string);
	tcase_add_test(tests, test_integers_beyond_all_are_rounded);
	tcase_add_test(tests, test_printed_numbers_read_back);
	return tests;
}

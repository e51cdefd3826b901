/* test_quantity.c - sizes as Kubernetes reads, compares and stores them */

#include <check.h>
#include <inttypes.h>

#include "kube/quantity.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

/* Recorded from apimachinery. */
static const struct vector {
	const char *text;
	const char *stored;
	int64_t value;
} vectors[] = {
	{"-", "0", 0},
	{"+", "0", 0},
	{".", "0", 0},
	{"0", "0", 0},
	{"000", "0", 0},
	{"0Gi", "0", 0},
	{"Ki", "0", 0},
	{"1.", "1.", 1},
	{".5", "500m", 1},
	{"01", "01", 1},
	{"1e3", "1e3", 1000},
	{"1E3", "1E3", 1000},
	{"1E", "1E", 1000000000000000000},
	{"1e-3", "1e-3", 1},
	{"0.1m", "1m", 1},
	{"0.1n", "1m", 1},
	{"100u", "1m", 1},
	{"1001u", "2m", 1},
	{"1000E", "1", 0},
	{"10000E", "10", 0},
	{"0.5Ki", "512", 512},
	{"0.1Ki", "102400m", 103},
	{"1024Mi", "1Gi", 1073741824},
	{"1000Mi", "1000Mi", 1048576000},
	{"2048Gi", "2Ti", 2199023255552},
	{"1.5Gi", "1536Mi", 1610612736},
	{"1.1Gi", "1181116006400m", 1181116007},
	{"0.9999Gi", "1073634449818m", 1073634450},
	{"10G", "10G", 10000000000},
	{"8Ei", "9223372036854775807", INT64_MAX},
	{"16Ei", "9223372036854775807", INT64_MAX},
	{"10E", "10E", 0},
	{"100E", "100E", 0},
	{"9223372036854775808", "9223372036854775808", INT64_MIN},
	{"1000000", "1M", 1000000},
	{"1E2", "100", 100},
	{"5.5e9", "5500e6", 5500000000},
	{"+5Gi", "+5Gi", 5368709120},
	{"+123456789012345678", "+123456789012345678", 123456789012345678},
	{"+1234567890123456789", "1234567890123456789", 1234567890123456789},
	{"-1.5", "-1500m", -2},
	{"1e4294967296", "1e4294967296", 1},
};

enum { VECTOR_COUNT = sizeof vectors / sizeof vectors[0] };

static struct bth_quantity
quantity(const char *text)
{
	struct bth_quantity quantity = {0};

	ck_assert_msg(bth_quantity_parse(&quantity, bth_str(text)) == BTH_QUANTITY_OK,
		"'%s' is no quantity", text);
	return quantity;
}

static int
cmp(const char *a, const char *b)
{
	return bth_quantity_cmp(quantity(a), quantity(b));
}

static const char *
stored(const char *text)
{
	struct bth_str stored = bth_quantity_stored(arena, bth_str(text));

	return bth_arena_copy(arena, stored.at, stored.len);
}

START_TEST(test_value_is_that_of_go)
{
	for (size_t i = 0; i < VECTOR_COUNT; i++) {
		int64_t value = bth_quantity_value(quantity(vectors[i].text));

		ck_assert_msg(value == vectors[i].value, "'%s' is %" PRId64, vectors[i].text, value);
	}
}
END_TEST

START_TEST(test_text_is_stored_as_the_server_does)
{
	for (size_t i = 0; i < VECTOR_COUNT; i++)
		ck_assert_str_eq(stored(vectors[i].text), vectors[i].stored);
}
END_TEST

START_TEST(test_long_numbers_are_stored_exactly)
{
	ck_assert_str_eq(stored("123456789012345678901234567890123456789012345678901"),
		"123456789012345678901234567890123456789012345678901");
	ck_assert_str_eq(stored("0.99999999999999999999999999999999999999999999999999"), "1");
	ck_assert_str_eq(stored("1e400"), "10e399");
	ck_assert_str_eq(stored("-0.00000000000000000000000000000000000000000000001"), "-1m");
	ck_assert_str_eq(stored("-1.1Gi"), "-1181116006400m");
	ck_assert_str_eq(stored("1e-1000000"), "1e-3");
}
END_TEST

START_TEST(test_other_text_is_stored_as_it_is)
{
	ck_assert_str_eq(stored("10GB"), "10GB");
	ck_assert_str_eq(stored(""), "");
}
END_TEST

static void
assert_fault(const char *text, enum bth_quantity_fault fault)
{
	struct bth_quantity out = {.nano = 42};

	ck_assert_msg(bth_quantity_parse(&out, bth_str(text)) == fault, "'%s'", text);
	ck_assert_msg(out.nano == 42, "'%s' sets the output", text);
}

START_TEST(test_text_that_is_no_number_is_refused)
{
	static const char *const texts[] = {"", " ", "10KB", "10Gb", "10GiB", "10gi", "10 Gi",
		"1_000", "0x10", "1e3.5", "1,5", "10Gi\n", "\t10Gi", "null", "ten"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_fault(texts[i], BTH_QUANTITY_FORMAT);
}
END_TEST

START_TEST(test_unknown_suffix_is_refused)
{
	static const char *const texts[] = {"1e", "10K", "1Ki5", "1i", "5-", "--5", "1e+", "1GG",
		"1e99999999999999999999"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_fault(texts[i], BTH_QUANTITY_SUFFIX);
}
END_TEST

START_TEST(test_large_suffix_alone_is_refused)
{
	static const char *const texts[] = {"Pi", "Ei", "-Ei", ".Ei", "e-10"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		assert_fault(texts[i], BTH_QUANTITY_NUMBER);
	ck_assert_int_eq(bth_quantity_value(quantity("0Ei")), 0);
	ck_assert_int_eq(bth_quantity_value(quantity("Ti")), 0);
	ck_assert_int_eq(bth_quantity_value(quantity("e-9")), 0);
}
END_TEST

START_TEST(test_faults_are_said_in_the_servers_words)
{
	ck_assert_str_eq(bth_quantity_fault_text(BTH_QUANTITY_FORMAT),
		"quantities must match the regular expression "
		"'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
	ck_assert_str_eq(bth_quantity_fault_text(BTH_QUANTITY_SUFFIX),
		"unable to parse quantity's suffix");
	ck_assert_str_eq(bth_quantity_fault_text(BTH_QUANTITY_NUMBER),
		"unable to parse numeric part of quantity");
}
END_TEST

START_TEST(test_blanks_around_do_not_matter)
{
	ck_assert_int_eq(cmp("  10Gi ", "10Gi"), 0);
	ck_assert_int_eq(cmp("\u00a010Gi\u3000\u00a0", "10Gi"), 0);
	ck_assert_str_eq(stored(" 10Gi "), "10Gi");
	assert_fault("10Gi\u2028", BTH_QUANTITY_FORMAT);
}
END_TEST

START_TEST(test_bytes_behind_the_text_are_not_read)
{
	static const char text[] = {'1', '0', 'G', 'i'};
	struct bth_str exact = {.at = text, .len = sizeof text};
	struct bth_quantity out;

	ck_assert_int_eq(bth_quantity_parse(&out, exact), BTH_QUANTITY_OK);
	ck_assert_int_eq(bth_quantity_cmp(out, quantity("10Gi")), 0);
	ck_assert_int_eq(bth_quantity_parse(&out, BTH_STR("1\0")), BTH_QUANTITY_FORMAT);
}
END_TEST

START_TEST(test_comparison_is_by_value)
{
	ck_assert_int_eq(cmp("1Gi", "1024Mi"), 0);
	ck_assert_int_eq(cmp("10G", "10Gi"), -1);
	ck_assert_int_eq(cmp("10E", "1Gi"), 1);
	ck_assert_int_eq(cmp("1", "1000m"), 0);
	ck_assert_int_eq(cmp("-1", "1"), -1);
	ck_assert_int_eq(cmp("1.1Gi", "1181116006.4"), 0);
}
END_TEST

START_TEST(test_comparison_is_exact_to_the_last_digit)
{
	ck_assert_int_eq(cmp("1000000000000000000.000000001", "1E"), 1);
	ck_assert_int_eq(cmp("9223372036854775807", "9223372036854775806.999999999"), 1);
	ck_assert_int_eq(cmp("169E", "170E"), -1);
	ck_assert_int_eq(cmp("169999999999E", "170000000000E"), -1);
}
END_TEST

START_TEST(test_parts_of_a_nano_count_as_one)
{
	ck_assert_int_eq(cmp("0.0000000001", "1n"), 0);
	ck_assert_int_eq(cmp("0.0000000011", "2n"), 0);
	ck_assert_int_eq(cmp("-0.0000000011", "-2n"), 0);
	ck_assert_int_eq(cmp("1e-400", "1n"), 0);
	ck_assert_int_eq(cmp("0.0000000000001Ki", "1n"), 0);
	ck_assert_int_eq(cmp("0.0e-400", "0"), 0);
}
END_TEST

START_TEST(test_binary_sizes_end_at_int64)
{
	ck_assert_int_eq(cmp("8Ei", "9223372036854775807"), 0);
	ck_assert_int_eq(cmp("8Ei", "16Ei"), 0);
	ck_assert_int_eq(cmp("7.9999999999999999999Ei", "8Ei"), 0);
	ck_assert_int_eq(cmp("-8Ei", "-9223372036854775807"), 0);
	ck_assert_int_eq(cmp("99999999999999999999999999999999999999999Ki", "8Ei"), 0);
	ck_assert_int_eq(cmp("8Ei", "9223372036854775808"), -1);
}
END_TEST

START_TEST(test_decimal_sizes_end_at_the_cap)
{
	ck_assert_int_eq(cmp("170e27", "171e27"), 0);
	ck_assert_int_eq(cmp("170e27", "1e2147483647"), 0);
	ck_assert_int_eq(cmp("-170e27", "-1e99"), 0);
	ck_assert_int_eq(cmp("169999999999999999999999999999.999999999", "170e27"), -1);
	ck_assert_int_eq(cmp("0e2147483647", "0"), 0);
}
END_TEST

START_TEST(test_sum_is_exact_up_to_the_cap)
{
	struct bth_quantity most = quantity("170e27"), least = quantity("-170e27");

	ck_assert_int_eq(bth_quantity_cmp(bth_quantity_add(quantity("1Gi"), quantity("0.5")),
		quantity("1073741824.5")), 0);
	ck_assert_int_eq(bth_quantity_cmp(bth_quantity_add(most, most), most), 0);
	ck_assert_int_eq(bth_quantity_cmp(bth_quantity_add(least, least), least), 0);
	ck_assert_int_eq(bth_quantity_cmp(bth_quantity_add(most, quantity("1n")), most), 0);
	ck_assert_int_eq(bth_quantity_cmp(bth_quantity_add(least, quantity("-1n")), least), 0);
	ck_assert_int_eq(bth_quantity_cmp(bth_quantity_add(most, least), quantity("0")), 0);
}
END_TEST

START_TEST(test_value_beyond_int64_is_wrong_as_in_go)
{
	ck_assert_int_eq(bth_quantity_value(quantity("10000000000G")), 0);
	ck_assert_int_eq(bth_quantity_value(quantity("9169689302513444M")), 1657497879796846848);
	ck_assert_int_eq(bth_quantity_value(quantity("9223372036854775807.5")), INT64_MIN);
	ck_assert_int_eq(bth_quantity_value(quantity("9223372036854775806.5")), INT64_MAX);
	ck_assert_int_eq(bth_quantity_value(quantity("-9223372036854775808")), INT64_MIN);
}
END_TEST

START_TEST(test_likely_meaning_is_suggested)
{
	static const struct {
		const char *text, *meant;
	} words[] = {
		{"10GB", "10Gi"}, {"10GiB", "10Gi"}, {"10gi", "10Gi"}, {"10Gb", "10Gi"},
		{"10 Gi", "10Gi"}, {"10 GB", "10Gi"}, {"10g", "10Gi"}, {"10GI", "10Gi"},
		{"10gib", "10Gi"}, {"1.5TB", "1.5Ti"}, {"10K", "10Ki"}, {"10KB", "10Ki"},
		{"10mb", "10Mi"}, {"1pb", "1Pi"}, {"1_000", "1000"}, {"10Gi\n", "10Gi"},
		{"10 G", "10G"}, {"512B", "512"}, {"1_024 MiB", "1024Mi"},
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		const char *meant = bth_quantity_suggest(arena, bth_str(words[i].text));

		ck_assert_msg(meant, "nothing for '%s'", words[i].text);
		ck_assert_str_eq(meant, words[i].meant);
	}
}
END_TEST

START_TEST(test_nothing_is_suggested_without_likelihood)
{
	static const char *const texts[] = {"", " ", "ten", "10i", "10ib", "0x10", "1e", "1,5Gi",
		"1.2.3GB", "--5", "GB", "10Gi5", "10 apples", "10Gi", "100m", "0"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *meant = bth_quantity_suggest(arena, bth_str(texts[i]));

		ck_assert_msg(!meant, "'%s' for '%s'", meant, texts[i]);
	}
}
END_TEST

TCase *
bth_test_quantity(void)
{
	TCase *tests = tcase_create("quantity");

	bth_memory_for(tests);
	tcase_add_test(tests, test_value_is_that_of_go);
	tcase_add_test(tests, test_text_is_stored_as_the_server_does);
	tcase_add_test(tests, test_long_numbers_are_stored_exactly);
	tcase_add_test(tests, test_other_text_is_stored_as_it_is);
	tcase_add_test(tests, test_text_that_is_no_number_is_refused);
	tcase_add_test(tests, test_unknown_suffix_is_refused);
	tcase_add_test(tests, test_large_suffix_alone_is_refused);
	tcase_add_test(tests, test_faults_are_said_in_the_servers_words);
	tcase_add_test(tests, test_blanks_around_do_not_matter);
	tcase_add_test(tests, test_bytes_behind_the_text_are_not_read);
	tcase_add_test(tests, test_comparison_is_by_value);
	tcase_add_test(tests, test_comparison_is_exact_to_the_last_digit);
	tcase_add_test(tests, test_parts_of_a_nano_count_as_one);
	tcase_add_test(tests, test_binary_sizes_end_at_int64);
	tcase_add_test(tests, test_decimal_sizes_end_at_the_cap);
	tcase_add_test(tests, test_sum_is_exact_up_to_the_cap);
	tcase_add_test(tests, test_value_beyond_int64_is_wrong_as_in_go);
	tcase_add_test(tests, test_likely_meaning_is_suggested);
	tcase_add_test(tests, test_nothing_is_suggested_without_likelihood);
	return tests;
}

/* test_address.c - IP addresses and networks */

#include <check.h>

#include "kube/address.h"
#include "tests/suites.h"

#define EACH(text, ...) \
	for (const char *const *texts = (const char *const[]){__VA_ARGS__, NULL}, *text; \
		(text = *texts); texts++)

static void
assert_address(const char *text, const char *canonical)
{
	struct bth_address address;
	char out[BTH_ADDRESS_TEXT];

	ck_assert_msg(bth_address_parse(&address, bth_str(text)), "'%s'", text);
	bth_address_text(out, &address);
	ck_assert_str_eq(out, canonical);
}

static void
assert_network(const char *text, const char *canonical)
{
	struct bth_network network;
	char out[BTH_ADDRESS_TEXT];

	ck_assert_msg(bth_network_parse(&network, bth_str(text)), "'%s'", text);
	bth_network_text(out, &network);
	ck_assert_str_eq(out, canonical);
}

START_TEST(test_address_has_one_canonical_form)
{
	assert_address("10.9.8.7", "10.9.8.7");
	assert_address("010.009.08.00000007", "10.9.8.7");
	assert_address("::", "::");
	assert_address("::1", "::1");
	assert_address("1::", "1::");
	assert_address("2001:DB8::00ff", "2001:db8::ff");
	assert_address("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1");
	assert_address("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1");
	assert_address("1:0:0:2:0:0:0:3", "1:0:0:2::3");
	assert_address("1:2:3:4:5:6:0:0", "1:2:3:4:5:6::");
	assert_address("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0");
	assert_address("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8");
	assert_address("::1.2.3.4", "::102:304");
	assert_address("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304");
	assert_address("::ffff:1.2.3.4", "1.2.3.4");
	assert_address("::ffff:102:304", "1.2.3.4");
	assert_address("000001::", "1::");
}
END_TEST

START_TEST(test_other_texts_are_no_addresses)
{
	struct bth_address address;

	EACH(text, "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.1.1.1",
		"1.2.3.4 ", " 1.2.3.4", "1.2.3.4/32", "1.2.3.0x4", "-1.2.3.4", "+1.2.3.4", "None",
		":", ":::", "1:", ":1", "::1:", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
		"1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "10000::", "g::", "fe80::1%eth0", "[::1]",
		"1.2.3.4::", "::1.2.3.4:1", "1:2:3:4:5:6:7:1.2.3.4", "1:1.2.3.4", "::1.2.3.256",
		"1.2.3:4", "99999999999999999999.1.1.1")
		ck_assert_msg(!bth_address_parse(&address, bth_str(text)), "'%s' is taken", text);
	ck_assert(!bth_address_parse(&address, BTH_STR("1.2.3.4\0")));
}
END_TEST

START_TEST(test_network_is_cut_to_its_length)
{
	assert_network("10.9.8.7/24", "10.9.8.0/24");
	assert_network("10.9.8.7/0", "0.0.0.0/0");
	assert_network("10.9.8.7/32", "10.9.8.7/32");
	assert_network("10.9.255.7/21", "10.9.248.0/21");
	assert_network("2001:db8:ffff::1/33", "2001:db8:8000::/33");
	assert_network("::/0", "::/0");
	assert_network("::ffff:1.2.3.4/120", "1.2.3.0/24");
	assert_network("010.0.0.0/08", "10.0.0.0/8");
}
END_TEST

START_TEST(test_other_texts_are_no_networks)
{
	struct bth_network network;

	EACH(text, "", "/", "/8", "10.0.0.0", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "::/129",
		"10.0.0.0/8/8", "10.0.0/8", "10.0.0.0/255.0.0.0", "10.0.0.0/8 ", "10.0.0.0 /8",
		"10.0.0.0/8a", "12/8")
		ck_assert_msg(!bth_network_parse(&network, bth_str(text)), "'%s' is taken", text);
}
END_TEST

START_TEST(test_strict_form_is_what_everybody_reads_the_same)
{
	EACH(text, "10.9.8.7", "0.0.0.0", "::", "2001:DB8::1", "2001:db8:0:0:0:0:0:01", "::1.2.3.4")
		ck_assert_ptr_null(bth_address_check(bth_str(text), BTH_ADDRESS_STRICT));
	EACH(text, "010.9.8.7", "10.9.8.00", "::ffff:1.2.3.4", "::ffff:102:304", "::00001",
		"::1.2.3.04") {
		ck_assert_ptr_nonnull(bth_address_check(bth_str(text), BTH_ADDRESS_STRICT));
		ck_assert_ptr_null(bth_address_check(bth_str(text), BTH_ADDRESS_SLOPPY));
	}
	EACH(text, "10.0.0.0/8", "0.0.0.0/0", "2001:DB8::/32", "10.9.8.7/32")
		ck_assert_ptr_null(bth_network_check(bth_str(text), BTH_ADDRESS_STRICT));
	EACH(text, "10.0.0.1/8", "10.0.0.0/08", "010.0.0.0/8", "::ffff:10.0.0.0/104",
		"2001:db8::1/64", "10.0.0.0/00") {
		ck_assert_ptr_nonnull(bth_network_check(bth_str(text), BTH_ADDRESS_STRICT));
		ck_assert_ptr_null(bth_network_check(bth_str(text), BTH_ADDRESS_SLOPPY));
	}
}
END_TEST

START_TEST(test_canonical_form_is_what_is_printed)
{
	EACH(text, "10.9.8.7", "::", "2001:db8::1", "1:0:0:2::3")
		ck_assert_ptr_null(bth_address_check(bth_str(text), BTH_ADDRESS_CANONICAL));
	EACH(text, "2001:DB8::1", "2001:db8:0::1", "1::2:0:0:0:3", "::01", "::1.2.3.4", "010.1.1.1")
		ck_assert_ptr_nonnull(bth_address_check(bth_str(text), BTH_ADDRESS_CANONICAL));
	ck_assert_ptr_null(bth_network_check(BTH_STR("2001:db8::/32"), BTH_ADDRESS_CANONICAL));
	ck_assert_ptr_nonnull(bth_network_check(BTH_STR("2001:DB8::/32"), BTH_ADDRESS_CANONICAL));
	ck_assert_int_eq(bth_address_form_old(35), BTH_ADDRESS_SLOPPY);
	ck_assert_int_eq(bth_address_form_old(36), BTH_ADDRESS_STRICT);
	ck_assert_int_eq(bth_address_form_new(32), BTH_ADDRESS_SLOPPY);
	ck_assert_int_eq(bth_address_form_new(33), BTH_ADDRESS_CANONICAL);
}
END_TEST

START_TEST(test_endpoint_has_an_address_that_others_reach)
{
	struct bth_address address;

	EACH(text, "0.0.0.0", "::", "127.0.0.1", "127.9.9.9", "::1", "169.254.1.1", "fe80::1",
		"febf::1", "224.0.0.251", "ff02::1", "ff12::1", "::ffff:127.0.0.1") {
		ck_assert(bth_address_parse(&address, bth_str(text)));
		ck_assert_msg(bth_address_check_endpoint(&address), "'%s' is taken", text);
	}
	EACH(text, "10.0.0.1", "224.0.1.1", "169.253.0.1", "128.0.0.1", "255.255.255.255",
		"fec0::1", "::2", "ff05::1", "0.0.0.1", "127::1") {
		ck_assert(bth_address_parse(&address, bth_str(text)));
		ck_assert_msg(!bth_address_check_endpoint(&address), "'%s' is refused", text);
	}
}
END_TEST

static bool
contains(const char *network_text, const char *address_text)
{
	struct bth_network network;
	struct bth_address address;

	ck_assert(bth_network_parse(&network, bth_str(network_text)));
	ck_assert(bth_address_parse(&address, bth_str(address_text)));
	return bth_network_contains(&network, &address);
}

START_TEST(test_network_contains_its_own_family)
{
	ck_assert(contains("10.0.0.0/8", "10.255.0.1"));
	ck_assert(!contains("10.0.0.0/8", "11.0.0.1"));
	ck_assert(contains("0.0.0.0/0", "1.2.3.4"));
	ck_assert(!contains("0.0.0.0/0", "::1"));
	ck_assert(!contains("::/0", "1.2.3.4"));
	ck_assert(contains("2001:db8::/33", "2001:db8:7fff::"));
	ck_assert(!contains("2001:db8::/33", "2001:db8:8000::"));
	ck_assert(contains("10.0.0.0/8", "::ffff:10.1.1.1"));
}
END_TEST

TCase *
bth_test_address(void)
{
	TCase *tests = tcase_create("address");

	tcase_add_test(tests, test_address_has_one_canonical_form);
	tcase_add_test(tests, test_other_texts_are_no_addresses);
	tcase_add_test(tests, test_network_is_cut_to_its_length);
	tcase_add_test(tests, test_other_texts_are_no_networks);
	tcase_add_test(tests, test_strict_form_is_what_everybody_reads_the_same);
	tcase_add_test(tests, test_canonical_form_is_what_is_printed);
	tcase_add_test(tests, test_endpoint_has_an_address_that_others_reach);
	tcase_add_test(tests, test_network_contains_its_own_family);
	return tests;
}

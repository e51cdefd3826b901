/* test_label.c - labels and what selects by them */

#include <check.h>

#include "kube/label.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

static struct bth_arena *const arena = &bth_memory_of_test;

static struct bth_labels
labels(const char *yaml)
{
	struct bth_labels labels;

	bth_labels_read(arena, &labels, bth_given(arena, yaml));
	return labels;
}

/* Whether the requirement of this text matches these labels. */
static bool
matches(const char *requirement, const char *yaml)
{
	struct bth_labels all = labels(yaml);
	struct bth_requirement one = bth_requirement_read(arena, bth_given(arena, requirement));

	return bth_requirement_matches(&one, &all);
}

static struct bth_selector
selector(const char *yaml)
{
	struct bth_selector selector;

	bth_selector_read(arena, &selector, bth_given(arena, yaml));
	return selector;
}

static bool
selects(const char *yaml, const char *with)
{
	struct bth_labels all = labels(with);
	struct bth_selector one = selector(yaml);

	return bth_selector_matches(&one, &all);
}

static const char *
text(const char *yaml)
{
	struct bth_selector one = selector(yaml);
	struct bth_str text = bth_selector_text(arena, &one);

	ck_assert_ptr_nonnull(text.at);
	return bth_arena_copy(arena, text.at, text.len);
}

START_TEST(test_labels_are_found_by_key)
{
	struct bth_labels all = labels("{app: db, example.com/tier: 'web'}");

	ck_assert_uint_eq(all.len, 2);
	ck_assert(bth_str_is(*bth_labels_get(&all, BTH_STR("app")), "db"));
	ck_assert(bth_str_is(*bth_labels_get(&all, BTH_STR("example.com/tier")), "web"));
	ck_assert_ptr_null(bth_labels_get(&all, BTH_STR("ap")));
	ck_assert_ptr_null(bth_labels_get(&all, BTH_STR("App")));
}
END_TEST

START_TEST(test_null_is_an_empty_label)
{
	struct bth_labels all = labels("{a: null, b: ~, c: , d: ''}");

	ck_assert_uint_eq(all.len, 4);
	for (size_t i = 0; i < all.len; i++)
		ck_assert_uint_eq(all.items[i].value.len, 0);
}
END_TEST

START_TEST(test_other_values_are_no_labels)
{
	struct bth_labels all = labels("{a: 1, b: true, c: 1.5, d: [x], e: {x: v}, f: '1'}");

	ck_assert_uint_eq(all.len, 1);
	ck_assert(bth_str_is(all.items[0].key, "f"));
	ck_assert_uint_eq(labels("[a, b]").len, 0);
	ck_assert_uint_eq(labels("text").len, 0);
}
END_TEST

START_TEST(test_reading_forgets_what_was_there)
{
	struct bth_labels all = labels("{a: b}");

	bth_labels_read(arena, &all, (struct bth_value){0});
	ck_assert_uint_eq(all.len, 0);
}
END_TEST

START_TEST(test_in_wants_one_of_the_values)
{
	const char *in = "{key: a, operator: In, values: [x, v]}";

	ck_assert(matches(in, "{a: x}"));
	ck_assert(matches(in, "{b: z, a: v}"));
	ck_assert(!matches(in, "{a: z}"));
	ck_assert(!matches(in, "{a: X}"));
	ck_assert(!matches(in, "{b: x}"));
	ck_assert(matches("{key: a, operator: In, values: [null]}", "{a: ''}"));
}
END_TEST

START_TEST(test_not_in_takes_a_missing_key)
{
	const char *not_in = "{key: a, operator: NotIn, values: [x, v]}";

	ck_assert(!matches(not_in, "{a: x}"));
	ck_assert(!matches(not_in, "{a: v}"));
	ck_assert(matches(not_in, "{a: z}"));
	ck_assert(matches(not_in, "{b: x}"));
}
END_TEST

START_TEST(test_exists_looks_at_keys_alone)
{
	ck_assert(matches("{key: a, operator: Exists}", "{a: ''}"));
	ck_assert(!matches("{key: a, operator: Exists}", "{b: a}"));
	ck_assert(!matches("{key: a, operator: DoesNotExist}", "{a: ''}"));
	ck_assert(matches("{key: a, operator: DoesNotExist}", "{b: a}"));
	ck_assert(matches("{key: a, operator: Exists, values: []}", "{a: x}"));
}
END_TEST

START_TEST(test_gt_and_lt_are_strict)
{
	ck_assert(matches("{key: a, operator: Gt, values: ['4']}", "{a: '5'}"));
	ck_assert(!matches("{key: a, operator: Gt, values: ['5']}", "{a: '5'}"));
	ck_assert(matches("{key: a, operator: Lt, values: ['6']}", "{a: '5'}"));
	ck_assert(!matches("{key: a, operator: Lt, values: ['5']}", "{a: '5'}"));
	ck_assert(!matches("{key: a, operator: Lt, values: ['5']}", "{b: '1'}"));
}
END_TEST

START_TEST(test_gt_compares_numbers_and_not_text)
{
	const char *above = "{key: a, operator: Gt, values: ['9']}";

	ck_assert(matches(above, "{a: '10'}"));
	ck_assert(matches(above, "{a: '+0010'}"));
	ck_assert(matches(above, "{a: '9223372036854775807'}"));
	ck_assert(!matches(above, "{a: '9223372036854775808'}"));
	ck_assert(!matches(above, "{a: '0x10'}"));
	ck_assert(!matches(above, "{a: ' 10'}"));
	ck_assert(!matches(above, "{a: '1_0'}"));
	ck_assert(!matches(above, "{a: ''}"));
	ck_assert(matches("{key: a, operator: Gt, values: ['-9223372036854775808']}",
		"{a: '-9223372036854775807'}"));
	ck_assert(!matches("{key: a, operator: Gt, values: [one]}", "{a: '10'}"));
}
END_TEST

START_TEST(test_wrong_number_of_values_matches_nothing)
{
	ck_assert(!matches("{key: a, operator: In}", "{a: ''}"));
	ck_assert(!matches("{key: a, operator: NotIn, values: []}", "{b: x}"));
	ck_assert(!matches("{key: a, operator: Exists, values: [x]}", "{a: x}"));
	ck_assert(!matches("{key: a, operator: DoesNotExist, values: [x]}", "{b: x}"));
	ck_assert(!matches("{key: a, operator: Gt, values: ['1', '2']}", "{a: '5'}"));
	ck_assert(!matches("{key: a, operator: Lt}", "{a: '5'}"));
}
END_TEST

START_TEST(test_unknown_operator_matches_nothing)
{
	ck_assert(!matches("{key: a, operator: in, values: [x]}", "{a: x}"));
	ck_assert(!matches("{key: a, operator: Equals, values: [x]}", "{a: x}"));
	ck_assert(!matches("{key: a, values: [x]}", "{a: x}"));
	ck_assert(!matches("{}", "{}"));
}
END_TEST

START_TEST(test_selector_wants_all_of_it)
{
	const char *both = "{matchLabels: {app: db, tier: a}, "
		"matchExpressions: [{key: zone, operator: Exists}]}";

	ck_assert(selects(both, "{app: db, tier: a, zone: z, more: x}"));
	ck_assert(!selects(both, "{app: db, tier: b, zone: z}"));
	ck_assert(!selects(both, "{app: db, tier: a}"));
	ck_assert(!selects(both, "{tier: a, zone: z}"));
}
END_TEST

START_TEST(test_absent_selector_selects_nothing)
{
	struct bth_labels all = labels("{app: db}");
	struct bth_selector absent;

	bth_selector_read(arena, &absent, (struct bth_value){0});
	ck_assert(!absent.present);
	ck_assert(!bth_selector_matches(&absent, &all));
	ck_assert(!selects("null", "{app: db}"));
}
END_TEST

START_TEST(test_empty_selector_selects_everything)
{
	ck_assert(selects("{}", "{app: db}"));
	ck_assert(selects("{}", "{}"));
	ck_assert(selects("{matchLabels: {}, matchExpressions: []}", "{app: db}"));
}
END_TEST

START_TEST(test_plain_map_is_a_selector)
{
	struct bth_labels all = labels("{app: db, tier: a}");
	struct bth_selector one;

	bth_selector_read_map(arena, &one, bth_given(arena, "{app: db}"));
	ck_assert(one.present);
	ck_assert(bth_selector_matches(&one, &all));
	bth_selector_read_map(arena, &one, bth_given(arena, "{app: db, tier: b}"));
	ck_assert(!bth_selector_matches(&one, &all));
	bth_selector_read_map(arena, &one, (struct bth_value){0});
	ck_assert(!one.present);
}
END_TEST

START_TEST(test_selector_is_shown_as_kubectl_does)
{
	ck_assert_str_eq(text("{matchLabels: {app: db}, matchExpressions: "
		"[{key: tier, operator: In, values: [a, b]}]}"), "app=db,tier in (a,b)");
	ck_assert_str_eq(text("{matchExpressions: [{key: a, operator: NotIn, values: [x]}, "
		"{key: b, operator: Exists}, {key: c, operator: DoesNotExist}]}"),
		"a notin (x),b,!c");
	ck_assert_str_eq(text("{matchExpressions: [{key: a, operator: Gt, values: ['4']}, "
		"{key: b, operator: Lt, values: ['5']}]}"), "a>4,b<5");
	ck_assert_str_eq(text("{matchExpressions: [{key: a, operator: is, values: [x, v]}]}"),
		"a ? (x,v)");
	ck_assert_str_eq(text("{matchLabels: {app: ''}}"), "app=");
	ck_assert_str_eq(text("{}"), "");
}
END_TEST

TCase *
bth_test_label(void)
{
	TCase *tests = tcase_create("label");

	bth_memory_for(tests);
	tcase_add_test(tests, test_labels_are_found_by_key);
	tcase_add_test(tests, test_null_is_an_empty_label);
	tcase_add_test(tests, test_other_values_are_no_labels);
	tcase_add_test(tests, test_reading_forgets_what_was_there);
	tcase_add_test(tests, test_in_wants_one_of_the_values);
	tcase_add_test(tests, test_not_in_takes_a_missing_key);
	tcase_add_test(tests, test_exists_looks_at_keys_alone);
	tcase_add_test(tests, test_gt_and_lt_are_strict);
	tcase_add_test(tests, test_gt_compares_numbers_and_not_text);
	tcase_add_test(tests, test_wrong_number_of_values_matches_nothing);
	tcase_add_test(tests, test_unknown_operator_matches_nothing);
	tcase_add_test(tests, test_selector_wants_all_of_it);
	tcase_add_test(tests, test_absent_selector_selects_nothing);
	tcase_add_test(tests, test_empty_selector_selects_everything);
	tcase_add_test(tests, test_plain_map_is_a_selector);
	tcase_add_test(tests, test_selector_is_shown_as_kubectl_does);
	return tests;
}

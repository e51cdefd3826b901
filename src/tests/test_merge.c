/* test_merge.c - patches, merged as kubectl patch merges them */

#include <check.h>

#include "schema/merge.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

enum { MINOR = 36 };

static struct bth_arena *const arena = &bth_memory_of_test;

/* The root of @base after @patch, as an object of @definition (NULL: of no known one). */
static struct bth_value
merged(const char *definition, const char *base, const char *patch)
{
	struct bth_value from = bth_given(arena, base), with = bth_given(arena, patch);
	struct bth_builder builder;

	bth_build_init(&builder, arena, with.tree->source);
	uint32_t root = bth_build_copy(&builder, from, true);
	bth_schema_merge(&builder, root, definition ? bth_schema_definition(definition) : NULL, with,
		MINOR);
	return bth_root(bth_build_finish(&builder, root));
}

static bool
merges_to(const char *definition, const char *base, const char *patch, const char *result)
{
	return bth_same(merged(definition, base, patch), bth_given(arena, result));
}

#define POD "core.v1.PodSpec"

START_TEST(test_maps_are_merged_key_by_key)
{
	ck_assert(merges_to("core.v1.Pod", "{metadata: {labels: {a: x, b: y}}}",
		"{metadata: {labels: {b: z, c: w}, name: db}}",
		"{metadata: {labels: {a: x, b: z, c: w}, name: db}}"));
}
END_TEST

START_TEST(test_order_of_the_old_keys_is_kept)
{
	struct bth_value result = merged(POD, "{hostname: a, nodeName: b}", "{x: d, hostname: c}");
	struct bth_value key = bth_first(result);

	ck_assert(bth_str_is(bth_text(key), "hostname"));
	ck_assert(bth_str_is(bth_text(bth_under(key)), "c"));
	ck_assert(bth_str_is(bth_text(bth_next(key)), "nodeName"));
	ck_assert(bth_str_is(bth_text(bth_next(bth_next(key))), "x"));
}
END_TEST

START_TEST(test_null_takes_away)
{
	ck_assert(merges_to(POD, "{hostname: a, nodeName: b}", "{hostname: null}", "{nodeName: b}"));
	ck_assert(merges_to(POD, "{nodeName: b}", "{hostname: ~}", "{nodeName: b}"));
	ck_assert(merges_to(POD, "{nodeName: b}", "{securityContext: {fsGroup: ~, runAsUser: 1}}",
		"{nodeName: b, securityContext: {runAsUser: 1}}"));
}
END_TEST

START_TEST(test_items_are_merged_by_their_key)
{
	ck_assert(merges_to(POD,
		"{containers: [{name: a, image: x, args: [q]}, {name: b, image: y}]}",
		"{containers: [{name: b, image: z}, {name: c, image: w}]}",
		"{containers: [{name: a, image: x, args: [q]}, {name: b, image: z}, "
		"{name: c, image: w}]}"));
}
END_TEST

START_TEST(test_items_within_items_are_merged_too)
{
	ck_assert(merges_to("apps.v1.StatefulSet",
		"{spec: {template: {spec: {containers: [{name: a, env: [{name: X, value: '1'}]}]}}}}",
		"{spec: {template: {spec: {containers: [{name: a, env: [{name: Y, value: '2'}]}]}}}}",
		"{spec: {template: {spec: {containers: [{name: a, env: [{name: X, value: '1'}, "
		"{name: Y, value: '2'}]}]}}}}"));
}
END_TEST

START_TEST(test_lists_without_keys_are_replaced)
{
	ck_assert(merges_to("core.v1.Container", "{args: [a, b]}", "{args: [c]}", "{args: [c]}"));
	ck_assert(merges_to(POD, "{tolerations: [{key: a}]}", "{tolerations: [{key: b}]}",
		"{tolerations: [{key: b}]}"));
}
END_TEST

START_TEST(test_keys_of_apply_serve_when_there_is_no_strategy)
{
	ck_assert(merges_to("core.v1.Container",
		"{resources: {claims: [{name: a, request: x}]}}",
		"{resources: {claims: [{name: a, request: y}, {name: b}]}}",
		"{resources: {claims: [{name: a, request: y}, {name: b}]}}"));
}
END_TEST

START_TEST(test_plain_values_of_a_merged_list_are_added)
{
	ck_assert(merges_to("core.v1.Pod", "{metadata: {finalizers: [a/b]}}",
		"{metadata: {finalizers: [c/d, a/b]}}", "{metadata: {finalizers: [a/b, c/d]}}"));
}
END_TEST

START_TEST(test_item_is_deleted_on_request)
{
	ck_assert(merges_to(POD, "{containers: [{name: a}, {name: b}]}",
		"{containers: [{name: a, $patch: delete}]}", "{containers: [{name: b}]}"));
	ck_assert(merges_to(POD, "{containers: [{name: b}]}",
		"{containers: [{name: a, $patch: delete}]}", "{containers: [{name: b}]}"));
}
END_TEST

START_TEST(test_list_or_map_is_replaced_on_request)
{
	ck_assert(merges_to(POD, "{containers: [{name: a}, {name: b}]}",
		"{containers: [{$patch: replace}, {name: c}]}", "{containers: [{name: c}]}"));
	ck_assert(merges_to(POD, "{securityContext: {fsGroup: 1, runAsUser: 2}}",
		"{securityContext: {$patch: replace, fsGroup: 3}}", "{securityContext: {fsGroup: 3}}"));
}
END_TEST

START_TEST(test_other_kind_of_value_replaces)
{
	ck_assert(merges_to(POD, "{hostname: [a]}", "{hostname: b}", "{hostname: b}"));
	ck_assert(merges_to(POD, "{containers: {a: b}}", "{containers: [{name: a}]}",
		"{containers: [{name: a}]}"));
	ck_assert(merges_to(POD, "{affinity: x}", "{affinity: {nodeAffinity: {}}}",
		"{affinity: {nodeAffinity: {}}}"));
}
END_TEST

START_TEST(test_unknown_object_is_a_json_merge_patch)
{
	ck_assert(merges_to(NULL, "{spec: {list: [{name: a}], map: {x: 1}}}",
		"{spec: {list: [{name: b}], map: {x: ~, y: {z: ~}}}}",
		"{spec: {list: [{name: b}], map: {y: {}}}}"));
}
END_TEST

START_TEST(test_same_item_twice_in_the_patch_is_merged_in_order)
{
	ck_assert(merges_to(POD, "{containers: [{name: a}]}",
		"{containers: [{name: a, image: x}, {name: a, image: y}, {name: b}, {name: b, image: z}]}",
		"{containers: [{name: a, image: y}, {name: b, image: z}]}"));
}
END_TEST

START_TEST(test_what_comes_from_the_patch_keeps_its_place)
{
	const char *patch = "{hostname: new, securityContext: {fsGroup: 7}}";
	struct bth_value result = merged(POD, "{nodeName: old}", patch);
	struct bth_value group = bth_dig(result, "securityContext.fsGroup");
	struct bth_value key = bth_get_key(result, "hostname");

	ck_assert_ptr_eq(patch + bth_span(group).start, strstr(patch, "7"));
	ck_assert_ptr_eq(patch + bth_span(key).start, strstr(patch, "hostname"));
	ck_assert_ptr_eq(patch + bth_span(bth_get(result, "securityContext")).start,
		strstr(patch, "{fsGroup"));
}
END_TEST

START_TEST(test_patch_that_is_no_map_does_nothing)
{
	ck_assert(merges_to(POD, "{nodeName: a}", "[x]", "{nodeName: a}"));
	ck_assert(merges_to(POD, "{nodeName: a}", "{}", "{nodeName: a}"));
}
END_TEST

TCase *
bth_test_merge(void)
{
	TCase *tests = tcase_create("merge");

	bth_memory_for(tests);
	tcase_add_test(tests, test_maps_are_merged_key_by_key);
	tcase_add_test(tests, test_order_of_the_old_keys_is_kept);
	tcase_add_test(tests, test_null_takes_away);
	tcase_add_test(tests, test_items_are_merged_by_their_key);
	tcase_add_test(tests, test_items_within_items_are_merged_too);
	tcase_add_test(tests, test_lists_without_keys_are_replaced);
	tcase_add_test(tests, test_keys_of_apply_serve_when_there_is_no_strategy);
	tcase_add_test(tests, test_plain_values_of_a_merged_list_are_added);
	tcase_add_test(tests, test_item_is_deleted_on_request);
	tcase_add_test(tests, test_list_or_map_is_replaced_on_request);
	tcase_add_test(tests, test_other_kind_of_value_replaces);
	tcase_add_test(tests, test_unknown_object_is_a_json_merge_patch);
	tcase_add_test(tests, test_same_item_twice_in_the_patch_is_merged_in_order);
	tcase_add_test(tests, test_what_comes_from_the_patch_keeps_its_place);
	tcase_add_test(tests, test_patch_that_is_no_map_does_nothing);
	return tests;
}

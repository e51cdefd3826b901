/* test_taint.c - taints of nodes and what tolerates them */

#include <check.h>

#include "kube/taint.h"
#include "tests/given.h"
#include "tests/memory.h"
#include "tests/suites.h"

#define TAINT(effect) "[{key: a, value: x, effect: " effect "}]"

static struct bth_arena *const arena = &bth_memory_of_test;

/* The key of the first taint that is not tolerated, or NULL. */
static const char *
untolerated(const char *taints, const char *tolerations)
{
	struct bth_tolerations on_pod;
	struct bth_taints on_node;

	bth_taints_read(arena, &on_node, bth_given(arena, taints));
	bth_tolerations_read(arena, &on_pod, bth_given(arena, tolerations));
	const struct bth_taint *taint = bth_taint_untolerated(&on_node, &on_pod);
	return taint ? bth_arena_copy(arena, taint->key.at, taint->key.len) : NULL;
}

/* Whether one toleration is enough for {key: a, value: x, effect: NoSchedule}. */
static bool
tolerates(const char *toleration)
{
	return !untolerated(TAINT("NoSchedule"), bth_arena_printf(arena, "[%s]", toleration));
}

START_TEST(test_node_without_taints_is_taken)
{
	struct bth_taints none;
	struct bth_tolerations nothing;

	bth_taints_read(arena, &none, (struct bth_value){0});
	bth_tolerations_read(arena, &nothing, (struct bth_value){0});
	ck_assert_ptr_null(bth_taint_untolerated(&none, &nothing));
	ck_assert_ptr_null(untolerated("[]", "[]"));
	ck_assert_ptr_null(untolerated("null", "{}"));
}
END_TEST

START_TEST(test_only_two_effects_keep_pods_away)
{
	ck_assert_str_eq(untolerated(TAINT("NoSchedule"), "[]"), "a");
	ck_assert_str_eq(untolerated(TAINT("NoExecute"), "[]"), "a");
	ck_assert_ptr_null(untolerated(TAINT("PreferNoSchedule"), "[]"));
	ck_assert_ptr_null(untolerated(TAINT("noschedule"), "[]"));
	ck_assert_ptr_null(untolerated("[{key: a}]", "[]"));
}
END_TEST

START_TEST(test_first_untolerated_taint_is_named)
{
	const char *taints = "[{key: p, effect: PreferNoSchedule}, {key: a, effect: NoSchedule}, "
		"{key: b, effect: NoExecute}, {key: c, effect: NoSchedule}]";

	ck_assert_str_eq(untolerated(taints, "[]"), "a");
	ck_assert_str_eq(untolerated(taints, "[{key: a, operator: Exists}]"), "b");
	ck_assert_str_eq(
		untolerated(taints, "[{key: b, operator: Exists}, {key: a, operator: Exists}]"),
		"c");
}
END_TEST

START_TEST(test_equal_compares_the_value)
{
	ck_assert(tolerates("{key: a, operator: Equal, value: x}"));
	ck_assert(!tolerates("{key: a, operator: Equal, value: v}"));
	ck_assert(!tolerates("{key: a, operator: Equal}"));
	ck_assert(!tolerates("{key: b, operator: Equal, value: x}"));
}
END_TEST

START_TEST(test_no_operator_is_equal)
{
	ck_assert(tolerates("{key: a, value: x}"));
	ck_assert(tolerates("{key: a, operator: '', value: x}"));
	ck_assert(tolerates("{key: a, operator: null, value: x}"));
	ck_assert(!tolerates("{key: a, value: v}"));
	ck_assert_ptr_null(untolerated("[{key: a, effect: NoSchedule}]", "[{key: a, value: null}]"));
}
END_TEST

START_TEST(test_exists_takes_any_value)
{
	ck_assert(tolerates("{key: a, operator: Exists}"));
	ck_assert(!tolerates("{key: b, operator: Exists}"));
}
END_TEST

START_TEST(test_empty_key_with_exists_takes_everything)
{
	ck_assert(tolerates("{operator: Exists}"));
	ck_assert(tolerates("{key: '', operator: Exists, effect: NoSchedule}"));
	ck_assert(!tolerates("{operator: Exists, effect: NoExecute}"));
	ck_assert(!tolerates("{}"));
	ck_assert(tolerates("{value: x}"));
}
END_TEST

START_TEST(test_empty_effect_takes_every_effect)
{
	ck_assert(tolerates("{key: a, value: x, effect: ''}"));
	ck_assert(tolerates("{key: a, value: x, effect: NoSchedule}"));
	ck_assert(!tolerates("{key: a, value: x, effect: NoExecute}"));
}
END_TEST

START_TEST(test_other_operators_tolerate_nothing)
{
	ck_assert(!tolerates("{key: a, operator: exists}"));
	ck_assert(!tolerates("{key: a, operator: In, value: x}"));
	ck_assert_str_eq(untolerated("[{key: a, value: '5', effect: NoSchedule}]",
		"[{key: a, operator: Gt, value: '4'}, {key: a, operator: Lt, value: '6'}]"), "a");
}
END_TEST

TCase *
bth_test_taint(void)
{
	TCase *tests = tcase_create("taint");

	bth_memory_for(tests);
	tcase_add_test(tests, test_node_without_taints_is_taken);
	tcase_add_test(tests, test_only_two_effects_keep_pods_away);
	tcase_add_test(tests, test_first_untolerated_taint_is_named);
	tcase_add_test(tests, test_equal_compares_the_value);
	tcase_add_test(tests, test_no_operator_is_equal);
	tcase_add_test(tests, test_exists_takes_any_value);
	tcase_add_test(tests, test_empty_key_with_exists_takes_everything);
	tcase_add_test(tests, test_empty_effect_takes_every_effect);
	tcase_add_test(tests, test_other_operators_tolerate_nothing);
	return tests;
}

/* test_bind.c - which volumes claims can get */

#include <check.h>

#include "tests/cluster.h"
#include "tests/suites.h"

static struct bth_arena arena;
static struct bth_cluster cluster;

static void
setup(void)
{
	bth_arena_init(&arena);
	bth_cluster_init(&cluster, &arena);
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

#define CLAIM(name, text) ck_assert_str_eq(bth_cluster_claim_ends(&cluster, name), text)
#define POD(name, text) ck_assert_str_eq(bth_cluster_pod_ends(&cluster, name), text)
#define VOLUME(name, text) ck_assert_str_eq(bth_cluster_volume_ends(&cluster, name), text)
#define WHY(who, what, text) ck_assert_str_eq(bth_cluster_why(&cluster, who, what), text)

/* One node, a class of the mode, and a volume of 10Gi there. */
static struct bth_volume *
given_volume(const char *mode)
{
	bth_cluster_node(&cluster, "node1");
	bth_cluster_class(&cluster, "local", mode, false);
	return bth_cluster_volume(&cluster, "pv", "10Gi", "local", "node1");
}

START_TEST(test_reservation_is_certain)
{
	bth_cluster_reserve(given_volume("immediate"), "default", "data");
	bth_cluster_volume(&cluster, "other", "10Gi", "local", "node1");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
	ck_assert(cluster.out.claims[0].certain && !cluster.out.claims[0].contested);
	ck_assert(cluster.out.exact);
	VOLUME("pv", "data");
	VOLUME("other", "free");
	WHY("data", "other", "outranked");
}
END_TEST

START_TEST(test_equal_volumes_are_drawn)
{
	given_volume("immediate");
	bth_cluster_volume(&cluster, "other", "10Gi", "local", "node1");
	bth_cluster_volume(&cluster, "larger", "11Gi", "local", "node1");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv other");
	ck_assert(!cluster.out.claims[0].certain && !cluster.out.claims[0].contested);
	VOLUME("pv", "data free");
	VOLUME("larger", "free");
	WHY("data", "larger", "outranked");
}
END_TEST

START_TEST(test_equal_claims_are_all_served)
{
	given_volume("immediate");
	bth_cluster_volume(&cluster, "pv-1", "10Gi", "local", "node1");
	bth_cluster_volume(&cluster, "pv-2", "10Gi", "local", "node1");
	for (int i = 0; i < 3; i++)
		bth_cluster_claim(&cluster, bth_arena_printf(&arena, "data-%d", i), "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data-0", "pv pv-1 pv-2");
	CLAIM("data-2", "pv pv-1 pv-2");
	ck_assert(cluster.out.claims[1].contested);
	VOLUME("pv", "data-0 data-1 data-2");
}
END_TEST

START_TEST(test_one_claim_too_many_waits)
{
	given_volume("immediate");
	bth_cluster_claim(&cluster, "a", "5Gi", "local");
	bth_cluster_claim(&cluster, "b", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("a", "pv pending");
	CLAIM("b", "pv pending");
	VOLUME("pv", "a b");
}
END_TEST

START_TEST(test_small_claim_takes_what_large_one_needs)
{
	given_volume("immediate");
	bth_cluster_claim(&cluster, "small", "5Gi", "local");
	bth_cluster_claim(&cluster, "large", "10Gi", "local");
	bth_cluster_volume(&cluster, "pv-5", "5Gi", "local", "node1");
	bth_cluster_bind(&cluster);
	CLAIM("small", "pv-5");
	CLAIM("large", "pv");
	WHY("small", "pv", "taken");
	WHY("large", "pv-5", "size");
}
END_TEST

START_TEST(test_too_small_is_not_taken)
{
	given_volume("immediate");
	bth_cluster_claim(&cluster, "data", "10737418241", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	WHY("data", "pv", "size");
}
END_TEST

START_TEST(test_fewer_modes_beat_smaller_size)
{
	given_volume("immediate")->modes = BTH_RWO | BTH_ROX;
	bth_cluster_volume(&cluster, "huge", "100Gi", "local", "node1");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "huge");
}
END_TEST

START_TEST(test_equally_many_modes_are_drawn)
{
	given_volume("immediate")->modes = BTH_RWO | BTH_ROX;
	bth_cluster_volume(&cluster, "huge", "100Gi", "local", "node1")->modes = BTH_RWO | BTH_RWX;
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv huge");
}
END_TEST

START_TEST(test_reservation_loses_to_fewer_modes)
{
	struct bth_volume *volume = given_volume("immediate");

	bth_cluster_reserve(volume, "default", "data");
	volume->modes = BTH_RWO | BTH_ROX;
	bth_cluster_volume(&cluster, "free", "10Gi", "local", "node1");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "free");
	VOLUME("pv", "free");
	WHY("data", "pv", "outranked");
}
END_TEST

START_TEST(test_reservation_skips_class_but_not_size)
{
	bth_cluster_reserve(given_volume("immediate"), "default", "data");
	cluster.views.volumes.items[0].storage_class = BTH_STR("other");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
	cluster.views.claims.items[0].request.nano *= 4;
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	WHY("data", "pv", "size");
	VOLUME("pv", "free");
}
END_TEST

START_TEST(test_stale_uid_is_released)
{
	bth_cluster_reserve(given_volume("immediate"), "default", "data");
	cluster.views.volumes.items[0].claim_uid = BTH_STR("1-2-3");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	VOLUME("pv", "free released");
	WHY("data", "pv", "uid");
	cluster.views.claims.items[0].uid = BTH_STR("1-2-3");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
}
END_TEST

START_TEST(test_wrong_namespace_reserves_for_nobody)
{
	bth_cluster_reserve(given_volume("immediate"), "", "data");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	VOLUME("pv", "free");
	WHY("data", "pv", "namespace");
	bth_cluster_reserve(&cluster.views.volumes.items[0], "default", "data-x");
	bth_cluster_bind(&cluster);
	WHY("data", "pv", "reserved");
}
END_TEST

START_TEST(test_volume_name_still_asks_for_size)
{
	given_volume("immediate");
	bth_cluster_claim(&cluster, "data", "20Gi", "local")->volume_name = BTH_STR("pv");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	WHY("data", "pv", "size");
	cluster.views.claims.items[0].request = cluster.views.volumes.items[0].capacity;
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
}
END_TEST

START_TEST(test_both_sides_named_ask_for_nothing)
{
	bth_cluster_reserve(given_volume("wait"), "default", "data");
	cluster.views.volumes.items[0].storage_class = BTH_STR("other");
	cluster.views.volumes.items[0].block = true;
	bth_cluster_claim(&cluster, "data", "1Ti", "local")->volume_name = BTH_STR("pv");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
}
END_TEST

START_TEST(test_named_volume_may_be_taken)
{
	given_volume("immediate");
	bth_cluster_claim(&cluster, "named", "5Gi", "local")->volume_name = BTH_STR("pv");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_volume(&cluster, "other", "10Gi", "local", "node1");
	bth_cluster_bind(&cluster);
	CLAIM("named", "pv pending");
	CLAIM("data", "pv other");
	WHY("named", "other", "named-other");
}
END_TEST

START_TEST(test_missing_named_volume_is_waited_for)
{
	given_volume("immediate");
	bth_cluster_claim(&cluster, "data", "5Gi", "local")->volume_name = BTH_STR("pw");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	WHY("data", "pv", "named-other");
}
END_TEST

START_TEST(test_default_class_is_for_claims_without)
{
	given_volume("immediate");
	cluster.views.classes.items[0].is_default = true;
	bth_cluster_volume(&cluster, "classless", "10Gi", "", NULL);
	bth_cluster_claim(&cluster, "absent", "5Gi", NULL);
	bth_cluster_claim(&cluster, "empty", "5Gi", "");
	bth_cluster_bind(&cluster);
	CLAIM("absent", "pv");
	CLAIM("empty", "classless");
	WHY("absent", "classless", "class");
	cluster.views.classes.items[0].is_default = false;
	bth_cluster_bind(&cluster);
	CLAIM("absent", "classless pending");
}
END_TEST

START_TEST(test_first_default_class_by_name_counts)
{
	bth_cluster_class(&cluster, "b", "immediate", false)->is_default = true;
	bth_cluster_class(&cluster, "a", "immediate", false)->is_default = true;
	bth_cluster_volume(&cluster, "of-a", "10Gi", "a", NULL);
	bth_cluster_volume(&cluster, "of-b", "10Gi", "b", NULL);
	bth_cluster_claim(&cluster, "data", "5Gi", NULL);
	bth_cluster_bind(&cluster);
	CLAIM("data", "of-a");
	cluster.views.classes.items[0].created = BTH_STR("2026-01-02T00:00:00Z");
	cluster.views.classes.items[1].created = BTH_STR("2026-01-01T00:00:00Z");
	bth_cluster_bind(&cluster);
	CLAIM("data", "of-b");
}
END_TEST

START_TEST(test_missing_class_is_immediate)
{
	bth_cluster_volume(&cluster, "pv", "10Gi", "none", NULL);
	bth_cluster_claim(&cluster, "data", "5Gi", "none");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
}
END_TEST

START_TEST(test_immediate_provisioner_makes_what_is_missing)
{
	bth_cluster_class(&cluster, "cloud", "immediate", true);
	bth_cluster_claim(&cluster, "a", "5Gi", "cloud");
	bth_cluster_bind(&cluster);
	CLAIM("a", "provisioned");
	ck_assert(cluster.out.claims[0].certain);
	bth_cluster_volume(&cluster, "pv", "10Gi", "cloud", NULL);
	bth_cluster_claim(&cluster, "b", "5Gi", "cloud");
	bth_cluster_bind(&cluster);
	CLAIM("a", "pv provisioned");
	cluster.options.provisioners = BTH_ANSWERS_KNOWN;
	bth_cluster_bind(&cluster);
	CLAIM("a", "pv pending");
}
END_TEST

START_TEST(test_what_is_refused_is_not_there)
{
	given_volume("immediate")->refused = true;
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_claim(&cluster, "bad", "5Gi", "local")->refused = true;
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	CLAIM("bad", "absent");
	WHY("data", "pv", "refused");
}
END_TEST

START_TEST(test_attributes_mode_and_selector_are_compared)
{
	given_volume("immediate")->attributes_class = BTH_STR("gold");
	bth_cluster_volume(&cluster, "raw", "10Gi", "local", NULL)->block = true;
	bth_cluster_volume(&cluster, "hdd", "10Gi", "local", NULL);
	bth_cluster_volume(&cluster, "gone", "10Gi", "local", NULL)->deleting = true;
	struct bth_claim *claim = bth_cluster_claim(&cluster, "data", "5Gi", "local");

	claim->selector.present = true;
	bth_vec_push(&arena, &claim->selector.all, bth_cluster_in(&cluster, "disk", "ssd"));
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	WHY("data", "pv", "attributes-class");
	WHY("data", "raw", "volume-mode");
	WHY("data", "hdd", "selector");
	WHY("data", "gone", "deleting");
	bth_cluster_label(&cluster, &cluster.views.volumes.items[2].labels, "disk", "ssd");
	bth_cluster_bind(&cluster);
	CLAIM("data", "hdd");
}
END_TEST

START_TEST(test_claim_that_says_it_is_bound)
{
	struct bth_claim *claim;

	given_volume("immediate");
	claim = bth_cluster_claim(&cluster, "data", "5Gi", "local");
	claim->volume_name = BTH_STR("pv");
	claim->bind_completed = true;
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
	/* a claimRef without uid does not answer it: the claim is Lost */
	bth_cluster_reserve(&cluster.views.volumes.items[0], "default", "data");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	cluster.views.volumes.items[0].claim_uid = cluster.views.claims.items[0].uid = BTH_STR("u");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv");
}
END_TEST

START_TEST(test_late_volumes_may_be_missed)
{
	bth_cluster_reserve(given_volume("immediate"), "default", "data");
	bth_cluster_volume(&cluster, "larger", "20Gi", "local", "node1");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	cluster.options.late_volumes = true;
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv larger");
}
END_TEST

START_TEST(test_provisioner_that_nobody_has_seen_may_not_be_there)
{
	struct bth_class *class = bth_cluster_class(&cluster, "cloud", "immediate", true);

	bth_cluster_claim(&cluster, "a", "5Gi", "cloud");
	bth_cluster_bind_any(&cluster);
	CLAIM("a", "pending provisioned");
	class->known = BTH_PROVISIONER_THERE;
	bth_cluster_bind_any(&cluster);
	CLAIM("a", "provisioned");
	ck_assert(cluster.out.claims[0].certain);
	class->known = BTH_PROVISIONER_NOWHERE;
	bth_cluster_bind_any(&cluster);
	CLAIM("a", "pending");
}
END_TEST

START_TEST(test_long_name_of_a_set_needs_luck)
{
	/* 53 bytes: a revision hash of 10 characters is too long for the label, one of 9 is not */
	static const char name[] = "a-name-that-is-longer-than-it-should-be-in-a-cluster-";
	const char *first = bth_arena_printf(&arena, "data-%s-0", name);
	const char *second = bth_arena_printf(&arena, "data-%s-1", name);

	ck_assert_uint_eq(strlen(name), 53);
	bth_cluster_node(&cluster, "node1");
	bth_cluster_class(&cluster, "cloud", "immediate", true)->known = BTH_PROVISIONER_THERE;
	bth_cluster_set(&cluster, name, 2, true, "5Gi", "cloud");
	bth_cluster_bind(&cluster);
	CLAIM(second, "provisioned");
	bth_cluster_bind_any(&cluster);
	CLAIM(first, "provisioned");
	CLAIM(second, "absent provisioned");
	ck_assert_str_eq(bth_cluster_pod_ends(&cluster, bth_arena_printf(&arena, "%s-0", name)),
		"node1 absent");
}
END_TEST

START_TEST(test_reasons_of_all_cases_are_joined)
{
	bth_cluster_reserve(given_volume("immediate"), "default", "data");
	bth_cluster_volume(&cluster, "larger", "20Gi", "local", "node1");
	bth_cluster_volume(&cluster, "small", "1Gi", "local", "node1");
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind_any(&cluster);
	CLAIM("data", "pv larger");
	ck_assert_str_eq(bth_cluster_why(&cluster, "data", "small"), "size");
	ck_assert_str_eq(bth_cluster_why(&cluster, "data", "larger"), "");
}
END_TEST

START_TEST(test_many_reservations_are_certain)
{
	bth_cluster_class(&cluster, "local", "wait", false);
	for (int i = 0; i < 2000; i++)
		bth_cluster_set(&cluster, bth_arena_printf(&arena, "s%d", i), 3, i % 2, "5Gi",
			"local");
	for (size_t i = 0; i < cluster.views.claims.len; i++) {
		const char *name = cluster.views.claims.items[i].name.at;
		struct bth_volume *volume = bth_cluster_volume(&cluster,
			bth_arena_printf(&arena, "pv-%zu", i), "5Gi", "local",
			bth_arena_printf(&arena, "node%zu", i % 100));

		bth_cluster_reserve(volume, "default", name);
	}
	for (int i = 0; i < 100; i++)
		bth_cluster_node(&cluster, bth_arena_printf(&arena, "node%d", i));
	bth_cluster_bind(&cluster);
	ck_assert(cluster.out.exact);
	for (size_t i = 0; i < cluster.views.claims.len; i++)
		ck_assert(cluster.out.claims[i].certain);
	for (size_t i = 0; i < cluster.views.pods.len; i++)
		ck_assert(cluster.out.pods[i].certain);
}
END_TEST

TCase *
bth_test_bind(void)
{
	TCase *tests = tcase_create("bind");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 60);
	tcase_add_test(tests, test_reservation_is_certain);
	tcase_add_test(tests, test_equal_volumes_are_drawn);
	tcase_add_test(tests, test_equal_claims_are_all_served);
	tcase_add_test(tests, test_one_claim_too_many_waits);
	tcase_add_test(tests, test_small_claim_takes_what_large_one_needs);
	tcase_add_test(tests, test_too_small_is_not_taken);
	tcase_add_test(tests, test_fewer_modes_beat_smaller_size);
	tcase_add_test(tests, test_equally_many_modes_are_drawn);
	tcase_add_test(tests, test_reservation_loses_to_fewer_modes);
	tcase_add_test(tests, test_reservation_skips_class_but_not_size);
	tcase_add_test(tests, test_stale_uid_is_released);
	tcase_add_test(tests, test_wrong_namespace_reserves_for_nobody);
	tcase_add_test(tests, test_volume_name_still_asks_for_size);
	tcase_add_test(tests, test_both_sides_named_ask_for_nothing);
	tcase_add_test(tests, test_named_volume_may_be_taken);
	tcase_add_test(tests, test_missing_named_volume_is_waited_for);
	tcase_add_test(tests, test_default_class_is_for_claims_without);
	tcase_add_test(tests, test_first_default_class_by_name_counts);
	tcase_add_test(tests, test_missing_class_is_immediate);
	tcase_add_test(tests, test_immediate_provisioner_makes_what_is_missing);
	tcase_add_test(tests, test_what_is_refused_is_not_there);
	tcase_add_test(tests, test_attributes_mode_and_selector_are_compared);
	tcase_add_test(tests, test_claim_that_says_it_is_bound);
	tcase_add_test(tests, test_late_volumes_may_be_missed);
	tcase_add_test(tests, test_provisioner_that_nobody_has_seen_may_not_be_there);
	tcase_add_test(tests, test_long_name_of_a_set_needs_luck);
	tcase_add_test(tests, test_reasons_of_all_cases_are_joined);
	tcase_add_test(tests, test_many_reservations_are_certain);
	return tests;
}

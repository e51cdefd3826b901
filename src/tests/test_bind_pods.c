/* test_bind_pods.c - where pods can run, and what their claims get there */

#include <check.h>

#include "tests/cluster.h"
#include "tests/suites.h"

#define HOSTNAME "kubernetes.io/hostname"

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

static void
given_nodes(int count)
{
	for (int i = 1; i <= count; i++)
		bth_cluster_node(&cluster, bth_arena_printf(&arena, "node%d", i));
}

/* A class of the mode and volumes pv-0, pv-1, … on node1, node2, … */
static void
given_volumes(const char *mode, int count)
{
	bth_cluster_class(&cluster, "local", mode, false);
	for (int i = 0; i < count; i++)
		bth_cluster_volume(&cluster, bth_arena_printf(&arena, "pv-%d", i), "10Gi", "local",
			bth_arena_printf(&arena, "node%d", i + 1));
}

/* Reserves pv-0, pv-1, … for data-db-0, data-db-1, … */
static void
reserve_all(void)
{
	for (size_t i = 0; i < cluster.views.volumes.len; i++)
		bth_cluster_reserve(&cluster.views.volumes.items[i], "default",
			bth_arena_printf(&arena, "data-db-%zu", i));
}

START_TEST(test_reserved_set_is_certain)
{
	given_nodes(3);
	given_volumes("wait", 3);
	reserve_all();
	bth_cluster_set(&cluster, "db", 3, false, "5Gi", "local");
	bth_cluster_shun(&cluster, "db", HOSTNAME);
	bth_cluster_bind(&cluster);
	CLAIM("data-db-2", "pv-2");
	POD("db-0", "node1");
	POD("db-2", "node3");
	ck_assert(cluster.out.exact && cluster.out.pods[2].certain);
	WHY("db-0", "node2", "volume-node");
}
END_TEST

START_TEST(test_ordered_set_stops_at_what_waits)
{
	given_nodes(3);
	given_volumes("immediate", 1);
	reserve_all();
	bth_cluster_set(&cluster, "db", 3, false, "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv-0");
	CLAIM("data-db-1", "pending");
	CLAIM("data-db-2", "absent");
	POD("db-0", "node1");
	POD("db-1", "pending");
	POD("db-2", "absent");
}
END_TEST

START_TEST(test_parallel_set_goes_on)
{
	given_nodes(3);
	given_volumes("immediate", 3);
	reserve_all();
	bth_cluster_reserve(&cluster.views.volumes.items[0], "default", "data-db-7");
	bth_cluster_set(&cluster, "db", 3, true, "5Gi", "local");
	bth_cluster_bind(&cluster);
	POD("db-0", "pending");
	POD("db-1", "node2");
	CLAIM("data-db-2", "pv-2");
	WHY("db-0", "node1", "no-volume");
}
END_TEST

START_TEST(test_waiting_class_takes_smallest_on_the_node)
{
	given_nodes(2);
	bth_cluster_class(&cluster, "local", "wait", false);
	bth_cluster_volume(&cluster, "large", "20Gi", "local", "node1")->modes = BTH_RWO;
	bth_cluster_volume(&cluster, "small", "10Gi", "local", "node1")->modes = BTH_RWO | BTH_ROX;
	bth_cluster_volume(&cluster, "tiny", "5Gi", "local", "node2");
	bth_cluster_claim(&cluster, "data", "8Gi", "local");
	bth_cluster_pod(&cluster, "db", 1);
	bth_cluster_bind(&cluster);
	CLAIM("data", "small");
	POD("db", "node1");
	WHY("db", "node2", "no-volume");
}
END_TEST

START_TEST(test_waiting_class_waits_for_a_pod)
{
	given_nodes(1);
	given_volumes("wait", 1);
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pending");
	VOLUME("pv-0", "free");
	reserve_all();
	bth_cluster_reserve(&cluster.views.volumes.items[0], "default", "data");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv-0");
}
END_TEST

START_TEST(test_two_volumes_on_one_node_and_anti_affinity)
{
	given_nodes(3);
	given_volumes("wait", 2);
	bth_cluster_volume(&cluster, "pv-2", "10Gi", "local", "node1");
	reserve_all();
	bth_cluster_set(&cluster, "db", 3, true, "5Gi", "local");
	bth_cluster_shun(&cluster, "db", HOSTNAME);
	bth_cluster_bind(&cluster);
	CLAIM("data-db-2", "pv-2");
	POD("db-0", "node1 pending");
	POD("db-1", "node2");
	POD("db-2", "node1 pending");
	WHY("db-2", "node3", "volume-node");
}
END_TEST

START_TEST(test_ordered_pods_take_turns)
{
	given_nodes(2);
	given_volumes("wait", 2);
	bth_cluster_volume(&cluster, "pv-x", "10Gi", "local", "node1");
	bth_cluster_set(&cluster, "db", 3, false, "5Gi", "local");
	bth_cluster_shun(&cluster, "db", HOSTNAME);
	bth_cluster_bind(&cluster);
	POD("db-0", "node1 node2");
	POD("db-1", "node1 node2");
	POD("db-2", "pending");
	CLAIM("data-db-0", "pv-0 pv-1 pv-x");
	CLAIM("data-db-2", "pending");
	WHY("db-2", "node2", "no-volume");
}
END_TEST

START_TEST(test_taint_and_cordon_keep_away)
{
	struct bth_taint taint = {.key = BTH_STR("dedicated"), .effect = BTH_STR("NoSchedule")};
	struct bth_toleration all = {.operator = BTH_STR("Exists")};

	given_nodes(2);
	given_volumes("wait", 2);
	bth_vec_push(&arena, &cluster.views.nodes.items[0].taints, taint);
	cluster.views.nodes.items[1].unschedulable = true;
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pending");
	POD("db-0", "pending");
	WHY("db-0", "node1", "taint");
	WHY("db-0", "node2", "unschedulable");
	WHY("data-db-0", "pv-0", "affinity");

	/* a reservation binds all the same */
	reserve_all();
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv-0");
	POD("db-0", "pending");

	bth_vec_push(&arena, &cluster.views.pods.items[0].tolerations, all);
	bth_cluster_bind(&cluster);
	POD("db-0", "node1");
}
END_TEST

START_TEST(test_node_selector_and_room)
{
	struct bth_pod *pod;

	given_nodes(2);
	given_volumes("wait", 2);
	cluster.views.nodes.items[1].has_room = true;
	bth_quantity_parse(&cluster.views.nodes.items[1].cpu, BTH_STR("1"));
	bth_quantity_parse(&cluster.views.nodes.items[1].memory, BTH_STR("1Gi"));
	bth_cluster_label(&cluster, &cluster.views.nodes.items[1].labels, "disk", "ssd");
	pod = bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_label(&cluster, &pod->node_selector, "disk", "ssd");
	bth_cluster_bind(&cluster);
	POD("db-0", "node2");
	WHY("db-0", "node1", "node-selector");
	bth_quantity_parse(&pod->cpu, BTH_STR("1500m"));
	bth_cluster_bind(&cluster);
	POD("db-0", "pending");
	WHY("db-0", "node2", "room");
}
END_TEST

START_TEST(test_room_is_for_one_of_two)
{
	given_nodes(1);
	cluster.views.nodes.items[0].has_room = true;
	bth_quantity_parse(&cluster.views.nodes.items[0].cpu, BTH_STR("1"));
	bth_cluster_pod(&cluster, "a", 0);
	bth_cluster_pod(&cluster, "b", 0);
	for (size_t i = 0; i < 2; i++)
		bth_quantity_parse(&cluster.views.pods.items[i].cpu, BTH_STR("600m"));
	bth_cluster_bind(&cluster);
	POD("a", "node1 pending");
	WHY("a", "node1", "room");
}
END_TEST

START_TEST(test_provisioner_serves_every_node)
{
	given_nodes(2);
	bth_cluster_class(&cluster, "cloud", "wait", true);
	bth_cluster_set(&cluster, "db", 2, false, "5Gi", "cloud");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-1", "provisioned");
	POD("db-1", "node1 node2");
	ck_assert(cluster.out.claims[1].certain);
	cluster.options.provisioners = BTH_ANSWERS_KNOWN;
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pending");
	CLAIM("data-db-1", "absent");
	POD("db-0", "pending");
}
END_TEST

START_TEST(test_provisioner_may_leave_a_volume_aside)
{
	given_nodes(2);
	bth_cluster_class(&cluster, "cloud", "wait", true);
	bth_cluster_volume(&cluster, "pv", "10Gi", "cloud", "node2");
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "cloud");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv provisioned");
	POD("db-0", "node1 node2");
}
END_TEST

/* The volume is reserved in another class: the scheduler does not see it. */
START_TEST(test_scheduler_and_controller_may_disagree)
{
	given_nodes(2);
	given_volumes("wait", 2);
	bth_cluster_reserve(&cluster.views.volumes.items[0], "default", "data-db-0");
	cluster.views.volumes.items[0].storage_class = BTH_STR("other");
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv-0 pv-1");
	POD("db-0", "node1 node2 misplaced");
	cluster.views.volumes.items[0].storage_class = BTH_STR("local");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv-0");
	POD("db-0", "node1");
}
END_TEST

/* The scheduler takes what is reserved whatever its modes, the controller never binds it. */
START_TEST(test_reservation_that_lacks_a_mode_blocks)
{
	given_nodes(2);
	given_volumes("wait", 2);
	bth_cluster_reserve(&cluster.views.volumes.items[0], "default", "data-db-0");
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	cluster.views.volumes.items[1].modes = BTH_RWO | BTH_RWX;
	cluster.views.claims.items[0].modes = BTH_RWO | BTH_RWX;
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pending");
	POD("db-0", "pending");
	cluster.views.classes.items[0].wait = false;
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv-1");
	POD("db-0", "node2");
}
END_TEST

/* Both claims ask for 1Gi; if the one without selector comes first it may take the ssd. */
START_TEST(test_greedy_matching_may_fail)
{
	given_nodes(1);
	bth_cluster_class(&cluster, "local", "wait", false);
	bth_cluster_volume(&cluster, "ssd", "1Gi", "local", "node1");
	bth_cluster_volume(&cluster, "hdd", "2Gi", "local", "node1");
	bth_cluster_label(&cluster, &cluster.views.volumes.items[0].labels, "disk", "ssd");
	bth_cluster_set(&cluster, "db", 1, false, "1Gi", "local");
	bth_cluster_template(&cluster, "log", "1Gi", "local");
	cluster.views.claims.items[1].selector.present = true;
	bth_vec_push(&arena, &cluster.views.claims.items[1].selector.all,
		bth_cluster_in(&cluster, "disk", "ssd"));
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "hdd pending");
	CLAIM("log-db-0", "ssd pending");
	POD("db-0", "node1 pending");
}
END_TEST

START_TEST(test_claims_on_two_nodes)
{
	given_nodes(2);
	given_volumes("immediate", 2);
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_template(&cluster, "log", "5Gi", "local");
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "pv-0 pv-1");
	POD("db-0", "pending");
	WHY("db-0", "node1", "volume-node");
}
END_TEST

START_TEST(test_zone_labels_bind_pods)
{
	given_nodes(1);
	given_volumes("immediate", 0);
	bth_cluster_volume(&cluster, "pv", "10Gi", "local", NULL);
	bth_cluster_label(&cluster, &cluster.views.nodes.items[0].labels,
		"topology.kubernetes.io/zone", "c");
	bth_cluster_label(&cluster, &cluster.views.volumes.items[0].labels,
		"topology.kubernetes.io/zone", "a__b");
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_bind(&cluster);
	POD("db-0", "pending");
	cluster.views.nodes.items[0].labels.items[1].value = BTH_STR("b");
	bth_cluster_bind(&cluster);
	POD("db-0", "node1");
}
END_TEST

START_TEST(test_node_name_goes_past_the_scheduler)
{
	given_nodes(2);
	given_volumes("wait", 2);
	bth_cluster_set(&cluster, "db", 2, false, "5Gi", "local")->node_name = BTH_STR("node2");
	bth_cluster_bind(&cluster);
	POD("db-0", "node2");
	CLAIM("data-db-0", "pending");
	POD("db-1", "absent");
}
END_TEST

/* Whoever minds where such a pod is may have looked before it was made. */
START_TEST(test_pod_with_node_name_may_come_last)
{
	given_nodes(1);
	given_volumes("wait", 1);
	bth_cluster_pod(&cluster, "rival", 0)->node_name = BTH_STR("node1");
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_shun(&cluster, "db", HOSTNAME);
	cluster.views.pods.items[1].pod_anti_affinity.items[0].selector.all.items[0] =
		bth_cluster_in(&cluster, "app", "rival");
	bth_cluster_bind(&cluster);

	POD("db-0", "node1 pending");
}
END_TEST

/* One that lacks a mode is chosen, and another that comes later is bound. */
START_TEST(test_second_reserved_volume_may_come_late)
{
	given_nodes(2);
	bth_cluster_class(&cluster, "local", "wait", false);
	struct bth_volume *volume = bth_cluster_volume(&cluster, "lacks", "5Gi", "local", "node1");
	volume->modes = BTH_RWX;
	bth_cluster_reserve(volume, "default", "data-db-0");
	volume = bth_cluster_volume(&cluster, "right", "5Gi", "local", "node2");
	bth_cluster_reserve(volume, "default", "data-db-0");
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	cluster.options.late_volumes = true;
	bth_cluster_bind(&cluster);

	CLAIM("data-db-0", "right");
	POD("db-0", "node1 node2 misplaced");
}
END_TEST

START_TEST(test_exclusive_claim_is_for_one_pod)
{
	given_nodes(1);
	given_volumes("immediate", 1);
	cluster.views.volumes.items[0].modes = BTH_RWOP;
	bth_cluster_claim(&cluster, "data", "5Gi", "local")->modes = BTH_RWOP;
	bth_cluster_pod(&cluster, "a", 1);
	bth_cluster_pod(&cluster, "b", 1);
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv-0");
	POD("a", "node1 pending");
	WHY("b", "node1", "in-use");
}
END_TEST

/* Whoever is scheduled first decides for both. */
START_TEST(test_shared_claim_keeps_pods_together)
{
	given_nodes(2);
	given_volumes("wait", 2);
	bth_cluster_claim(&cluster, "data", "5Gi", "local");
	bth_cluster_pod(&cluster, "a", 1);
	bth_cluster_label(&cluster, &bth_cluster_pod(&cluster, "b", 1)->node_selector, HOSTNAME,
		"node2");
	bth_cluster_bind(&cluster);
	CLAIM("data", "pv-0 pv-1");
	POD("a", "node1 node2");
	POD("b", "node2 pending");
}
END_TEST

START_TEST(test_spread_needs_even_domains)
{
	struct bth_pod *pods;
	struct bth_pod_term term = {.topology_key = BTH_STR(HOSTNAME), .max_skew = 1};

	given_nodes(3);
	given_volumes("immediate", 2);
	bth_cluster_volume(&cluster, "pv-2", "10Gi", "local", "node1");
	reserve_all();
	pods = bth_cluster_set(&cluster, "db", 3, false, "5Gi", "local");
	term.selector.present = true;
	bth_vec_push(&arena, &term.selector.all, bth_cluster_in(&cluster, "app", "db"));
	bth_vec_push(&arena, &pods[0].spread, term);
	pods[1].spread = pods[2].spread = pods[0].spread;
	bth_cluster_bind(&cluster);
	POD("db-1", "node2");
	POD("db-2", "pending");
	WHY("db-2", "node1", "spread");
}
END_TEST

START_TEST(test_affinity_follows_the_first)
{
	struct bth_pod *pods;
	struct bth_pod_term term = {.topology_key = BTH_STR(HOSTNAME)};

	given_nodes(2);
	given_volumes("wait", 2);
	pods = bth_cluster_set(&cluster, "db", 2, false, "5Gi", "local");
	term.selector.present = true;
	bth_vec_push(&arena, &term.selector.all, bth_cluster_in(&cluster, "app", "db"));
	bth_vec_push(&arena, &pods[0].pod_affinity, term);
	pods[1].pod_affinity = pods[0].pod_affinity;
	bth_cluster_bind(&cluster);
	POD("db-0", "node1 node2");
	POD("db-1", "pending");
	CLAIM("data-db-1", "pending");
}
END_TEST

START_TEST(test_unknown_nodes)
{
	given_volumes("wait", 1);
	given_nodes(1);
	cluster.views.nodes_known = false;
	reserve_all();
	bth_cluster_set(&cluster, "db", 1, false, "5Gi", "local");
	bth_cluster_label(&cluster, &cluster.views.pods.items[0].node_selector, "disk", "ssd");
	bth_cluster_pod(&cluster, "web", 0);
	bth_cluster_bind(&cluster);
	POD("db-0", "node1");
	POD("web", "anywhere");
	bth_cluster_label(&cluster, &cluster.views.pods.items[1].node_selector, HOSTNAME, "node1");
	bth_cluster_bind(&cluster);
	POD("web", "node1");
}
END_TEST

START_TEST(test_refused_pod_ends_the_set)
{
	given_nodes(2);
	given_volumes("immediate", 2);
	reserve_all();
	bth_cluster_set(&cluster, "db", 2, false, "5Gi", "local");
	cluster.views.pods.items[0].refused = cluster.views.pods.items[1].refused = true;
	bth_cluster_bind(&cluster);
	POD("db-0", "absent");
	POD("db-1", "absent");
	/* the set itself may be what is refused, or only its pods */
	CLAIM("data-db-0", "pv-0 absent");
	CLAIM("data-db-1", "absent");
	cluster.views.claims.items[1].refused = true;
	bth_cluster_bind(&cluster);
	CLAIM("data-db-0", "absent");
}
END_TEST

START_TEST(test_missing_claim_keeps_the_pod_waiting)
{
	given_nodes(1);
	bth_cluster_pod(&cluster, "db", 0)->claim_missing = true;
	bth_cluster_bind(&cluster);
	POD("db", "pending");
	WHY("db", "node1", "no-volume");
}
END_TEST

TCase *
bth_test_bind_pods(void)
{
	TCase *tests = tcase_create("bind_pods");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_add_test(tests, test_reserved_set_is_certain);
	tcase_add_test(tests, test_ordered_set_stops_at_what_waits);
	tcase_add_test(tests, test_parallel_set_goes_on);
	tcase_add_test(tests, test_waiting_class_takes_smallest_on_the_node);
	tcase_add_test(tests, test_waiting_class_waits_for_a_pod);
	tcase_add_test(tests, test_two_volumes_on_one_node_and_anti_affinity);
	tcase_add_test(tests, test_ordered_pods_take_turns);
	tcase_add_test(tests, test_taint_and_cordon_keep_away);
	tcase_add_test(tests, test_node_selector_and_room);
	tcase_add_test(tests, test_room_is_for_one_of_two);
	tcase_add_test(tests, test_provisioner_serves_every_node);
	tcase_add_test(tests, test_provisioner_may_leave_a_volume_aside);
	tcase_add_test(tests, test_scheduler_and_controller_may_disagree);
	tcase_add_test(tests, test_reservation_that_lacks_a_mode_blocks);
	tcase_add_test(tests, test_greedy_matching_may_fail);
	tcase_add_test(tests, test_claims_on_two_nodes);
	tcase_add_test(tests, test_zone_labels_bind_pods);
	tcase_add_test(tests, test_node_name_goes_past_the_scheduler);
	tcase_add_test(tests, test_pod_with_node_name_may_come_last);
	tcase_add_test(tests, test_second_reserved_volume_may_come_late);
	tcase_add_test(tests, test_exclusive_claim_is_for_one_pod);
	tcase_add_test(tests, test_shared_claim_keeps_pods_together);
	tcase_add_test(tests, test_spread_needs_even_domains);
	tcase_add_test(tests, test_affinity_follows_the_first);
	tcase_add_test(tests, test_unknown_nodes);
	tcase_add_test(tests, test_refused_pod_ends_the_set);
	tcase_add_test(tests, test_missing_claim_keeps_the_pod_waiting);
	return tests;
}

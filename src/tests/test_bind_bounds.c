/* test_bind_bounds.c - that bounds are never narrower than what exploring finds */

#include <check.h>

#include "tests/cluster.h"
#include "tests/suites.h"

static struct bth_arena arena;
static uint64_t seed;

static void
setup(void)
{
	bth_arena_init(&arena);
}

static void
teardown(void)
{
	bth_arena_release(&arena);
}

/* A number below @end, the same in every run. */
static unsigned
draw(unsigned end)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % end;
}

static const char *
draw_text(const char *prefix, unsigned end)
{
	return bth_arena_printf(&arena, "%s%u", prefix, draw(end));
}

static const char *
draw_size(void)
{
	static const char *const sizes[] = {"1Gi", "5Gi", "5G", "10Gi"};

	return sizes[draw(4)];
}

/* One draw a line: the order of arguments is the compiler's. */
static void
draw_volume(struct bth_cluster *cluster, unsigned number)
{
	const char *name = bth_arena_printf(&arena, "pv%u", number);
	const char *size = draw_size();
	const char *class = draw_text("c", 3);
	const char *node = draw(4) ? draw_text("n", 4) : NULL;
	struct bth_volume *volume = bth_cluster_volume(cluster, name, size, class, node);

	if (draw(4) == 0)
		volume->modes |= BTH_ROX;
	if (draw(3) == 0)
		bth_cluster_reserve(volume, "default", draw_text("data-s0-", 3));
}

static void
draw_set(struct bth_cluster *cluster, unsigned number)
{
	const char *name = bth_arena_printf(&arena, "s%u", number);
	int64_t replicas = 1 + draw(3);
	bool parallel = draw(2);
	const char *size = draw_size();
	const char *class = draw_text("c", 3);

	bth_cluster_set(cluster, name, replicas, parallel, size, class);
	size = draw_size();
	class = draw_text("c", 3);
	if (draw(3) == 0)
		bth_cluster_template(cluster, "log", size, class);
	if (draw(3) == 0)
		bth_cluster_shun(cluster, name, "kubernetes.io/hostname");
	if (draw(6) == 0)
		cluster->views.claims.items[cluster->views.claims.len - 1].volume_name =
			bth_str(draw_text("pv", 6));
}

/* A claim of the run that may be unusual in one way. */
static void
draw_claim(struct bth_cluster *cluster, const char *name)
{
	const char *size = draw_size();
	const char *class = draw_text("c", 3);
	struct bth_claim *claim = bth_cluster_claim(cluster, name, size, class);

	switch (draw(8)) {
	case 0:
		claim->modes = BTH_RWOP;
		break;
	case 1:
		claim->selected_node = bth_str(draw_text("n", 5));
		break;
	case 2:
		claim->bind_completed = true;
		claim->volume_name = bth_str(draw_text("pv", 6));
		break;
	case 3:
		claim->refused = true;
		break;
	case 4:
		claim->deleting = true;
		break;
	default:
		break;
	}
}

/* Pods that share a claim, or want to be near to a set's or far from them. */
static void
draw_pods(struct bth_cluster *cluster)
{
	struct bth_pod_term term = {
		.topology_key = BTH_STR("kubernetes.io/hostname"), .max_skew = 1};

	term.selector.present = true;
	bth_vec_push(&arena, &term.selector.all, bth_cluster_in(cluster, "app", "s0"));
	draw_claim(cluster, "shared");
	for (unsigned i = 0, end = draw(3); i < end; i++) {
		struct bth_pod *pod = bth_cluster_pod(
			cluster, bth_arena_printf(&arena, "p%u", i), draw(2));

		switch (draw(6)) {
		case 0:
			bth_vec_push(&arena, &pod->pod_affinity, term);
			break;
		case 1:
			bth_vec_push(&arena, &pod->pod_anti_affinity, term);
			break;
		case 2:
			bth_vec_push(&arena, &pod->spread, term);
			break;
		case 3:
			pod->node_name = bth_str(draw_text("n", 4));
			break;
		case 4:
			bth_quantity_parse(&pod->cpu, BTH_STR("1"));
			break;
		default:
			break;
		}
	}
}

static void
draw_nodes(struct bth_cluster *cluster)
{
	for (unsigned i = 0; i < 3; i++) {
		struct bth_node_view *node =
			bth_cluster_node(cluster, bth_arena_printf(&arena, "n%u", i));

		node->unschedulable = draw(8) == 0;
		node->has_room = draw(3) == 0;
		bth_quantity_parse(&node->cpu, BTH_STR("1"));
	}
	cluster->views.nodes_known = draw(6);
}

static void
draw_cluster(struct bth_cluster *cluster)
{
	bth_cluster_init(cluster, &arena);
	bth_cluster_class(cluster, "c0", "wait", draw(4) == 0);
	bth_cluster_class(cluster, "c1", "immediate", draw(4) == 0);
	draw_nodes(cluster);
	for (unsigned i = 0, end = 2 + draw(5); i < end; i++)
		draw_volume(cluster, i);
	for (unsigned i = 0, end = 1 + draw(2); i < end; i++)
		draw_set(cluster, i);
	if (draw(3) == 0)
		draw_pods(cluster);
	if (draw(3) == 0)
		draw_claim(cluster, "rival");
	if (draw(20) == 0)
		cluster->views.pods.items[0].refused = true;
	cluster->options.provisioners = draw(2) ? BTH_ANSWERS_KNOWN : BTH_ANSWERS_ALL;
	cluster->options.late_volumes = draw(2);
}

static bool
is_within(const struct bth_indexes *inner, const struct bth_indexes *outer)
{
	size_t at = 0;

	for (size_t i = 0; i < inner->len; i++) {
		while (at < outer->len && outer->items[at] < inner->items[i])
			at++;
		if (at == outer->len || outer->items[at] != inner->items[i])
			return false;
	}
	return true;
}

static void
compare_claims(const struct bth_cluster *exact, const struct bth_cluster *bounds)
{
	for (size_t i = 0; i < exact->views.claims.len; i++) {
		const struct bth_claim_outcome *inner = &exact->out.claims[i];
		const struct bth_claim_outcome *outer = &bounds->out.claims[i];

		ck_assert(is_within(&inner->volumes, &outer->volumes));
		ck_assert_int_le(inner->pending, outer->pending);
		ck_assert_int_le(inner->absent, outer->absent);
		ck_assert_int_le(inner->provisioned, outer->provisioned);
	}
	for (size_t i = 0; i < exact->views.volumes.len; i++) {
		ck_assert(is_within(&exact->out.volumes[i].claims, &bounds->out.volumes[i].claims));
		ck_assert_int_le(exact->out.volumes[i].free, bounds->out.volumes[i].free);
	}
}

static void
compare_pods(const struct bth_cluster *exact, const struct bth_cluster *bounds)
{
	for (size_t i = 0; i < exact->views.pods.len; i++) {
		const struct bth_pod_outcome *inner = &exact->out.pods[i];
		const struct bth_pod_outcome *outer = &bounds->out.pods[i];

		ck_assert(outer->anywhere || is_within(&inner->nodes, &outer->nodes));
		ck_assert_int_le(inner->anywhere, outer->anywhere);
		ck_assert_int_le(inner->pending, outer->pending);
		ck_assert_int_le(inner->absent, outer->absent);
	}
}

START_TEST(test_bounds_hold_what_is_explored)
{
	struct bth_cluster exact, bounds;

	for (seed = (uint64_t)_i * 200; seed < ((uint64_t)_i + 1) * 200; seed++) {
		uint64_t start = seed;

		draw_cluster(&exact);
		bounds = exact;
		bounds.options.budget = 0;
		bth_cluster_bind(&exact);
		bth_cluster_bind(&bounds);
		ck_assert(exact.out.exact);
		compare_claims(&exact, &bounds);
		compare_pods(&exact, &bounds);
		bth_arena_release(&arena);
		seed = start;
	}
}
END_TEST

/* A set with a volume for each replica, two of them on node0 if @crowded; too large to explore. */
static const char *
ends_of_large_set(bool apart, bool crowded)
{
	enum { REPLICAS = 30 };
	struct bth_cluster cluster;

	bth_cluster_init(&cluster, &arena);
	bth_cluster_class(&cluster, "local", "wait", false);
	for (int i = 0; i < REPLICAS; i++) {
		const char *node = bth_arena_printf(&arena, "node%d", i);

		bth_cluster_node(&cluster, node);
		bth_cluster_volume(&cluster, bth_arena_printf(&arena, "pv%d", i), "5Gi", "local",
			crowded && i == 1 ? "node0" : node);
	}
	bth_cluster_set(&cluster, "db", REPLICAS, true, "5Gi", "local");
	if (apart)
		bth_cluster_shun(&cluster, "db", "kubernetes.io/hostname");
	bth_cluster_bind(&cluster);
	ck_assert(!cluster.out.exact);
	ck_assert_uint_eq(cluster.out.claims[0].volumes.len, REPLICAS);
	ck_assert_int_eq(cluster.out.pods[7].pending, cluster.out.claims[7].pending);
	return cluster.out.pods[7].pending ? "may wait" : "runs";
}

START_TEST(test_volume_is_left_for_the_last_of_many)
{
	ck_assert_str_eq(ends_of_large_set(false, false), "runs");
	ck_assert_str_eq(ends_of_large_set(false, true), "runs");
	ck_assert_str_eq(ends_of_large_set(true, false), "runs");
	ck_assert_str_eq(ends_of_large_set(true, true), "may wait");
}
END_TEST

/* Twice the same input gives twice the same answer. */
START_TEST(test_binding_is_repeatable)
{
	struct bth_cluster one, two;

	seed = 7;
	draw_cluster(&one);
	two = one;
	bth_cluster_bind(&one);
	bth_cluster_bind(&two);
	compare_claims(&one, &two);
	compare_claims(&two, &one);
	compare_pods(&one, &two);
	compare_pods(&two, &one);
}
END_TEST

TCase *
bth_test_bind_bounds(void)
{
	TCase *tests = tcase_create("bind_bounds");

	tcase_add_checked_fixture(tests, setup, teardown);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, test_volume_is_left_for_the_last_of_many);
	tcase_add_loop_test(tests, test_bounds_hold_what_is_explored, 0, 5);
	tcase_add_test(tests, test_binding_is_repeatable);
	return tests;
}

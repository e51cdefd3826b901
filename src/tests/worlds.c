/* worlds.c - small random clusters, the same for the same number */

#include "tests/worlds.h"

#include "tests/chance.h"
#include "tests/model.h"

#define HOSTNAME "kubernetes.io/hostname"
#define ZONE "zone"

struct making {
	struct bth_arena *arena;
	struct bth_cluster *cluster;
	struct bth_chance chance;
	const char *class; /* most things of a world are of one class, so that they meet */
};

static bool
one_in(struct making *making, size_t count)
{
	return bth_chance(&making->chance, count) == 0;
}

static const char *
numbered(struct making *making, const char *prefix, size_t count)
{
	return bth_arena_printf(making->arena, "%s%u", prefix,
		(unsigned)bth_chance(&making->chance, count));
}

#define PICK(making, ...) \
	((const char *const[]){__VA_ARGS__}[bth_chance(&(making)->chance, \
		sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))])

static const char *
pick_size(struct making *making)
{
	return PICK(making, "1Gi", "1Gi", "2Gi", "3Gi");
}

/* "missing" has no object. */
static const char *
pick_class(struct making *making)
{
	if (making->class && !one_in(making, 4))
		return making->class;
	return PICK(making, "wait", "wait", "wait", "wait", "now", "now", "missing", "wait-made",
		"now-made");
}

static unsigned
pick_modes(struct making *making)
{
	static const unsigned modes[] = {
		BTH_RWO, BTH_RWO, BTH_RWO, BTH_RWO | BTH_ROX, BTH_RWO | BTH_RWX, BTH_RWX};

	return modes[bth_chance(&making->chance, sizeof modes / sizeof *modes)];
}

static void
make_classes(struct making *making)
{
	static const char *const names[] = {"wait", "now", "wait-made", "now-made"};
	static const enum bth_provisioner known[] = {
		BTH_PROVISIONER_UNKNOWN, BTH_PROVISIONER_THERE, BTH_PROVISIONER_NOWHERE};

	for (size_t i = 0; i < 4; i++) {
		struct bth_class *class = bth_cluster_class(
			making->cluster, names[i], i % 2 ? "immediate" : "wait", i >= 2);

		class->known = known[bth_chance(&making->chance, 3)];
	}
}

static void
make_nodes(struct making *making)
{
	size_t count = 1 + bth_chance(&making->chance, 3);

	for (size_t i = 0; i < count; i++) {
		struct bth_node_view *node = bth_cluster_node(making->cluster,
			bth_arena_printf(making->arena, "n%u", (unsigned)i));

		if (!one_in(making, 4))
			bth_cluster_label(making->cluster, &node->labels, ZONE,
				numbered(making, "z", 2));
		node->unschedulable = one_in(making, 10);
		if (one_in(making, 10))
			bth_vec_push(making->arena, &node->taints,
				(struct bth_taint){.key = BTH_STR("dedicated"),
					.effect = BTH_STR("NoSchedule")});
		node->has_room = one_in(making, 6);
		bth_quantity_parse(&node->cpu, BTH_STR("1"));
		bth_quantity_parse(&node->pods, BTH_STR("110"));
	}
}

static void
make_volume(struct making *making, size_t number)
{
	const char *name = bth_arena_printf(making->arena, "v%u", (unsigned)number);
	const char *size = pick_size(making), *class = pick_class(making);
	const char *node = one_in(making, 4) ? NULL : numbered(making, "n", 3);
	struct bth_volume *volume = bth_cluster_volume(making->cluster, name, size, class, node);

	if (node && one_in(making, 5))
		volume->affinity.terms.items[0].expressions.items[0] = bth_cluster_in(
			making->cluster, ZONE, numbered(making, "z", 2));
	volume->modes = pick_modes(making);
	volume->block = one_in(making, 12);
	if (one_in(making, 4))
		bth_cluster_label(making->cluster, &volume->labels, "disk",
			PICK(making, "ssd", "hdd"));
	if (one_in(making, 3))
		bth_cluster_reserve(volume, one_in(making, 10) ? "other" : "default",
			PICK(making, "data-s0-0", "data-s0-1", "data-s1-0", "c0", "log-s0-0"));
	if (volume->reserved && one_in(making, 8))
		volume->claim_uid = BTH_STR("stale");
}

/* Claims of a template are alike. */
static void
vary_claims(struct making *making, size_t from)
{
	struct bth_cluster *cluster = making->cluster;
	struct bth_claim like = cluster->views.claims.items[from];

	like.modes = one_in(making, 10) ? BTH_RWOP : one_in(making, 6) ? BTH_RWX : BTH_RWO;
	like.block = one_in(making, 12);
	if (one_in(making, 10))
		like.volume_name = bth_str(numbered(making, "v", 4));
	if (one_in(making, 6)) {
		like.selector.present = true;
		bth_vec_push(making->arena, &like.selector.all,
			bth_cluster_in(cluster, "disk", "ssd"));
	}
	for (size_t i = from; i < cluster->views.claims.len; i++) {
		struct bth_claim *claim = &cluster->views.claims.items[i];

		claim->modes = like.modes;
		claim->block = like.block;
		claim->volume_name = like.volume_name;
		claim->selector = like.selector;
	}
}

/* What the pods from @from on want of nodes and of each other. */
static void
vary_pods(struct making *making, size_t from)
{
	struct bth_cluster *cluster = making->cluster;
	struct bth_pod like = cluster->views.pods.items[from];
	struct bth_pod_term term = {.topology_key = bth_str(PICK(making, HOSTNAME, ZONE)),
		.max_skew = 1};
	size_t kind = bth_chance(&making->chance, 12);

	term.selector.present = true;
	bth_vec_push(making->arena, &term.selector.all,
		bth_cluster_in(cluster, "app", PICK(making, "s0", "s0", "s1", "p0")));
	if (kind < 3)
		bth_vec_push(making->arena, &like.pod_anti_affinity, term);
	else if (kind == 3)
		bth_vec_push(making->arena, &like.pod_affinity, term);
	else if (kind == 4)
		bth_vec_push(making->arena, &like.spread, term);
	else if (kind == 5)
		bth_quantity_parse(&like.cpu, BTH_STR("600m"));
	else if (kind == 6)
		bth_cluster_label(cluster, &like.node_selector, ZONE, "z0");
	else if (kind == 7 && one_in(making, 3))
		like.node_name = bth_str(numbered(making, "n", cluster->views.nodes.len));
	for (size_t i = from; i < cluster->views.pods.len; i++) {
		struct bth_pod *pod = &cluster->views.pods.items[i];

		pod->pod_anti_affinity = like.pod_anti_affinity;
		pod->pod_affinity = like.pod_affinity;
		pod->spread = like.spread;
		pod->cpu = like.cpu;
		pod->node_selector = like.node_selector;
		pod->node_name = like.node_name;
	}
}

static void
make_set(struct making *making, size_t number, int64_t replicas)
{
	struct bth_cluster *cluster = making->cluster;
	size_t pods = cluster->views.pods.len, claims = cluster->views.claims.len;
	const char *name = bth_arena_printf(making->arena, "s%u", (unsigned)number);
	const char *size = pick_size(making), *class = pick_class(making);

	bth_cluster_set(cluster, name, replicas, one_in(making, 2), size, class);
	vary_claims(making, claims);
	if (number == 0 && one_in(making, 4)) {
		claims = cluster->views.claims.len;
		size = pick_size(making);
		class = one_in(making, 2) ? class : pick_class(making);
		bth_cluster_template(cluster, "log", size, class);
		vary_claims(making, claims);
	}
	vary_pods(making, pods);
}

/* A claim of the run, with a pod or two. */
static void
make_loose(struct making *making)
{
	struct bth_cluster *cluster = making->cluster;
	size_t pods = cluster->views.pods.len, claims = cluster->views.claims.len;
	const char *size = pick_size(making), *class = pick_class(making);

	bth_cluster_claim(cluster, "c0", size, class);
	vary_claims(making, claims);
	if (one_in(making, 3))
		return;
	bth_cluster_pod(cluster, "p0", 1);
	if (one_in(making, 3))
		bth_cluster_pod(cluster, "p1", 1);
	vary_pods(making, pods);
}

void
bth_world_make(struct bth_cluster *out, struct bth_arena *arena, uint32_t number)
{
	struct making making = {.arena = arena, .cluster = out};
	size_t volumes;

	/* a step of another generator, for numbers that are near each other */
	making.chance.state = (number + 1) * 2654435761u;
	making.chance.state += !making.chance.state;
	bth_cluster_init(out, arena);
	for (size_t i = 0; i < 8; i++)
		bth_chance(&making.chance, 2);
	making.class = pick_class(&making);
	make_classes(&making);
	make_nodes(&making);
	volumes = 1 + bth_chance(&making.chance, 3);
	for (size_t i = 0; i < volumes; i++)
		make_volume(&making, i);
	if (!one_in(&making, 5))
		make_set(&making, 0, 1 + (int64_t)bth_chance(&making.chance, 2));
	if (out->views.claims.len < 3 && one_in(&making, 3))
		make_set(&making, 1, 1);
	if (out->views.claims.len == 0 || (out->views.claims.len < 3 && one_in(&making, 3)))
		make_loose(&making);
	out->options.late_volumes = one_in(&making, 2);
	out->options.provisioners =
		(enum bth_answers[]){BTH_ANSWERS_ALL, BTH_ANSWERS_REAL,
			BTH_ANSWERS_KNOWN}[bth_chance(&making.chance, 3)];
}

/* ---- comparing ---- */

struct comparing {
	struct bth_cluster *cluster;
	struct bth_model_ends ends;
	struct bth_buf out;
};

static unsigned
bits(const struct bth_indexes *indexes)
{
	unsigned set = 0;

	for (size_t i = 0; i < indexes->len; i++)
		set |= 1u << indexes->items[i];
	return set;
}

#define ADD_BITS(buf, vec, set) \
	for (size_t bit_ = 0; bit_ < (vec).len; bit_++) \
		if ((set) >> bit_ & 1) \
			bth_buf_printf(buf, " %.*s", BTH_STR_ARG((vec).items[bit_].name))

static void
compare_claim(struct comparing *comparing, size_t i)
{
	const struct bth_views *views = &comparing->cluster->views;
	const struct bth_claim_outcome *found = &comparing->cluster->out.claims[i];
	const char *name = bth_str_copy(comparing->cluster->arena, views->claims.items[i].name).at;

	if (bits(&found->volumes) == comparing->ends.claims[i].volumes &&
		found->pending == comparing->ends.claims[i].pending &&
		found->absent == comparing->ends.claims[i].absent &&
		found->provisioned == comparing->ends.claims[i].provisioned)
		return;
	bth_buf_printf(&comparing->out, "claim %s: engine %s; model", name,
		bth_cluster_claim_ends(comparing->cluster, name));
	ADD_BITS(&comparing->out, views->volumes, comparing->ends.claims[i].volumes);
	bth_buf_printf(&comparing->out, "%s%s%s\n",
		comparing->ends.claims[i].pending ? " pending" : "",
		comparing->ends.claims[i].absent ? " absent" : "",
		comparing->ends.claims[i].provisioned ? " provisioned" : "");
}

static void
compare_pod(struct comparing *comparing, size_t i)
{
	const struct bth_views *views = &comparing->cluster->views;
	const struct bth_pod_outcome *found = &comparing->cluster->out.pods[i];
	const char *name = bth_str_copy(comparing->cluster->arena, views->pods.items[i].name).at;

	if (bits(&found->nodes) == comparing->ends.pods[i].nodes &&
		found->pending == comparing->ends.pods[i].pending &&
		found->absent == comparing->ends.pods[i].absent &&
		found->misplaced == comparing->ends.pods[i].misplaced)
		return;
	bth_buf_printf(&comparing->out, "pod %s: engine %s; model", name,
		bth_cluster_pod_ends(comparing->cluster, name));
	ADD_BITS(&comparing->out, views->nodes, comparing->ends.pods[i].nodes);
	bth_buf_printf(&comparing->out, "%s%s%s\n",
		comparing->ends.pods[i].pending ? " pending" : "",
		comparing->ends.pods[i].absent ? " absent" : "",
		comparing->ends.pods[i].misplaced ? " misplaced" : "");
}

static void
compare_volume(struct comparing *comparing, size_t i)
{
	const struct bth_views *views = &comparing->cluster->views;
	const struct bth_volume_outcome *found = &comparing->cluster->out.volumes[i];
	const char *name = bth_str_copy(comparing->cluster->arena, views->volumes.items[i].name).at;

	if (bits(&found->claims) == comparing->ends.volumes[i].claims &&
		(found->free || found->released) == comparing->ends.volumes[i].free)
		return;
	bth_buf_printf(&comparing->out, "volume %s: engine %s; model", name,
		bth_cluster_volume_ends(comparing->cluster, name));
	ADD_BITS(&comparing->out, views->claims, comparing->ends.volumes[i].claims);
	bth_buf_printf(&comparing->out, "%s\n", comparing->ends.volumes[i].free ? " free" : "");
}

const char *
bth_world_compare(struct bth_cluster *cluster, size_t most_states)
{
	struct comparing comparing = {.cluster = cluster};
	struct bth_arena arena;
	bool done;

	bth_arena_init(&arena);
	done = bth_model_run(&arena, &comparing.ends, &cluster->views, &cluster->options, most_states);
	bth_arena_release(&arena);
	if (!done)
		return NULL;
	bth_cluster_bind(cluster);
	bth_buf_init(&comparing.out, cluster->arena);
	if (!cluster->out.exact)
		bth_buf_printf(&comparing.out, "the engine has bounds only\n");
	for (size_t i = 0; i < cluster->views.claims.len; i++)
		compare_claim(&comparing, i);
	for (size_t i = 0; i < cluster->views.pods.len; i++)
		compare_pod(&comparing, i);
	for (size_t i = 0; i < cluster->views.volumes.len; i++)
		compare_volume(&comparing, i);
	bth_buf_putc(&comparing.out, '\0');
	return comparing.out.text;
}

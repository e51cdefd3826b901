/* cluster.c - small clusters for tests of binding, and their outcomes as text */

#include "tests/cluster.h"

#include <check.h>

#include "base/buf.h"

#define HOSTNAME "kubernetes.io/hostname"

void
bth_cluster_init(struct bth_cluster *out, struct bth_arena *arena)
{
	*out = (struct bth_cluster){.arena = arena};
	out->options = (struct bth_bind_options)BTH_BIND_OPTIONS_INIT;
}

static struct bth_quantity
quantity(const char *text)
{
	struct bth_quantity out = {0};

	ck_assert_int_eq(bth_quantity_parse(&out, bth_str(text)), BTH_QUANTITY_OK);
	return out;
}

void
bth_cluster_label(struct bth_cluster *cluster, struct bth_labels *labels, const char *key,
	const char *value)
{
	bth_vec_push(cluster->arena, labels,
		(struct bth_label){.key = bth_str(key), .value = bth_str(value)});
}

struct bth_requirement
bth_cluster_in(struct bth_cluster *cluster, const char *key, const char *value)
{
	struct bth_requirement in = {.key = bth_str(key), .operator = BTH_IN};

	bth_vec_push(cluster->arena, &in.values, bth_str(value));
	return in;
}

struct bth_node_view *
bth_cluster_node(struct bth_cluster *cluster, const char *name)
{
	struct bth_node_view node = {.object = UINT32_MAX, .name = bth_str(name)};

	bth_cluster_label(cluster, &node.labels, HOSTNAME, name);
	bth_vec_push(cluster->arena, &cluster->views.nodes, node);
	cluster->views.nodes_known = true;
	return &cluster->views.nodes.items[cluster->views.nodes.len - 1];
}

struct bth_class *
bth_cluster_class(struct bth_cluster *cluster, const char *name, const char *mode, bool provisions)
{
	struct bth_class class = {.object = UINT32_MAX,
		.name = bth_str(name),
		.wait = bth_str_is(bth_str(mode), "wait"),
		.provisions = provisions};

	bth_vec_push(cluster->arena, &cluster->views.classes, class);
	return &cluster->views.classes.items[cluster->views.classes.len - 1];
}

struct bth_volume *
bth_cluster_volume(struct bth_cluster *cluster, const char *name, const char *size,
	const char *class, const char *node)
{
	struct bth_volume volume = {.object = UINT32_MAX,
		.name = bth_str(name),
		.capacity = quantity(size),
		.has_capacity = true,
		.modes = BTH_RWO,
		.storage_class = bth_str(class)};
	struct bth_node_term term = {0};

	if (node) {
		bth_vec_push(cluster->arena, &term.expressions,
			bth_cluster_in(cluster, HOSTNAME, node));
		bth_vec_push(cluster->arena, &volume.affinity.terms, term);
		volume.affinity.present = true;
	}
	bth_vec_push(cluster->arena, &cluster->views.volumes, volume);
	return &cluster->views.volumes.items[cluster->views.volumes.len - 1];
}

void
bth_cluster_reserve(struct bth_volume *volume, const char *namespace, const char *claim)
{
	volume->reserved = true;
	volume->claim_namespace = bth_str(namespace);
	volume->claim_name = bth_str(claim);
}

struct bth_claim *
bth_cluster_claim(struct bth_cluster *cluster, const char *name, const char *size,
	const char *class)
{
	struct bth_claim claim = {.object = UINT32_MAX,
		.set = UINT32_MAX,
		.namespace = BTH_STR("default"),
		.name = bth_str(name),
		.request = quantity(size),
		.has_request = true,
		.modes = BTH_RWO,
		.has_class = class,
		.storage_class = bth_str(class)};

	bth_vec_push(cluster->arena, &cluster->views.claims, claim);
	return &cluster->views.claims.items[cluster->views.claims.len - 1];
}

struct bth_pod *
bth_cluster_pod(struct bth_cluster *cluster, const char *name, size_t claims)
{
	struct bth_pod pod = {.object = UINT32_MAX,
		.set = UINT32_MAX,
		.namespace = BTH_STR("default"),
		.name = bth_str(name)};
	size_t len = cluster->views.claims.len;

	bth_cluster_label(cluster, &pod.labels, "app", name);
	for (size_t i = len - claims; i < len; i++)
		bth_vec_push(cluster->arena, &pod.claims, (uint32_t)i);
	bth_vec_push(cluster->arena, &cluster->views.pods, pod);
	return &cluster->views.pods.items[cluster->views.pods.len - 1];
}

void
bth_cluster_template(struct bth_cluster *cluster, const char *name, const char *size,
	const char *class)
{
	struct bth_set *set = &cluster->views.sets.items[cluster->views.sets.len - 1];
	struct bth_pod *pods = cluster->views.pods.items + cluster->views.pods.len -
		(size_t)set->replicas;

	for (int64_t i = 0; i < set->replicas; i++) {
		struct bth_claim *claim = bth_cluster_claim(cluster,
			bth_str_printf(cluster->arena, "%s-%.*s-%lld", name, BTH_STR_ARG(set->name),
				(long long)(set->start + i)).at, size, class);

		claim->set = (uint32_t)cluster->views.sets.len - 1;
		claim->template = set->templates;
		claim->ordinal = set->start + i;
		bth_vec_push(cluster->arena, &pods[i].claims,
			(uint32_t)cluster->views.claims.len - 1);
	}
	set->templates++;
}

struct bth_pod *
bth_cluster_set(struct bth_cluster *cluster, const char *name, int64_t replicas, bool parallel,
	const char *size, const char *class)
{
	struct bth_set set = {.object = UINT32_MAX,
		.namespace = BTH_STR("default"),
		.name = bth_str(name),
		.replicas = replicas,
		.parallel = parallel};
	struct bth_pod pod = {.object = UINT32_MAX,
		.set = (uint32_t)cluster->views.sets.len,
		.namespace = set.namespace};

	bth_vec_push(cluster->arena, &cluster->views.sets, set);
	bth_cluster_label(cluster, &pod.labels, "app", name);
	for (pod.ordinal = 0; pod.ordinal < replicas; pod.ordinal++) {
		pod.name = bth_str_printf(cluster->arena, "%s-%lld", name, (long long)pod.ordinal);
		bth_vec_push(cluster->arena, &cluster->views.pods, pod);
	}
	bth_cluster_template(cluster, "data", size, class);
	return cluster->views.pods.items + cluster->views.pods.len - (size_t)replicas;
}

void
bth_cluster_shun(struct bth_cluster *cluster, const char *set, const char *key)
{
	struct bth_pod_terms terms = {0};
	struct bth_pod_term term = {.topology_key = bth_str(key)};

	term.selector.present = true;
	bth_vec_push(cluster->arena, &term.selector.all, bth_cluster_in(cluster, "app", set));
	bth_vec_push(cluster->arena, &terms, term);
	for (size_t i = 0; i < cluster->views.pods.len; i++) {
		struct bth_pod *pod = &cluster->views.pods.items[i];

		if (pod->set != UINT32_MAX &&
			bth_str_is(cluster->views.sets.items[pod->set].name, set))
			pod->pod_anti_affinity = terms;
	}
}

static void
check_claim(const struct bth_claim_outcome *claim)
{
	bool one = claim->volumes.len + claim->provisioned == 1;

	for (size_t i = 1; i < claim->volumes.len; i++)
		ck_assert_uint_lt(claim->volumes.items[i - 1], claim->volumes.items[i]);
	ck_assert_int_eq(claim->certain, one && !claim->pending && !claim->absent);
	ck_assert(claim->volumes.len || claim->provisioned || claim->pending || claim->absent);
}

static void
check_pod(const struct bth_pod_outcome *pod)
{
	for (size_t i = 1; i < pod->nodes.len; i++)
		ck_assert_uint_lt(pod->nodes.items[i - 1], pod->nodes.items[i]);
	ck_assert_int_eq(pod->certain, pod->nodes.len == 1 && !pod->pending && !pod->absent);
	ck_assert(pod->nodes.len || pod->anywhere || pod->pending || pod->absent);
}

static void
check_outcomes(const struct bth_cluster *cluster)
{
	for (size_t i = 0; i < cluster->views.claims.len; i++)
		check_claim(&cluster->out.claims[i]);
	for (size_t i = 0; i < cluster->views.pods.len; i++)
		check_pod(&cluster->out.pods[i]);
}

void
bth_cluster_bind(struct bth_cluster *cluster)
{
	bth_bind_with(cluster->arena, &cluster->out, &cluster->views, &cluster->options);
	check_outcomes(cluster);
}

void
bth_cluster_bind_any(struct bth_cluster *cluster)
{
	bth_bind_any(cluster->arena, &cluster->out, &cluster->views);
	check_outcomes(cluster);
}

/* The place of a name in an array of structs that have one. */
#define FIND(vec, text) \
	for (size_t i = 0; i < (vec).len; i++) \
		if (bth_str_is((vec).items[i].name, (text))) \
			return i; \
	return SIZE_MAX

static size_t
find_claim(const struct bth_cluster *cluster, const char *name)
{
	FIND(cluster->views.claims, name);
}

static size_t
find_pod(const struct bth_cluster *cluster, const char *name)
{
	FIND(cluster->views.pods, name);
}

static size_t
find_volume(const struct bth_cluster *cluster, const char *name)
{
	FIND(cluster->views.volumes, name);
}

static size_t
find_node(const struct bth_cluster *cluster, const char *name)
{
	FIND(cluster->views.nodes, name);
}

static void
add_word(struct bth_buf *buf, bool when, struct bth_str word)
{
	if (!when)
		return;
	if (buf->len)
		bth_buf_putc(buf, ' ');
	bth_buf_str(buf, word);
}

static const char *
text_of(struct bth_buf *buf)
{
	bth_buf_putc(buf, '\0');
	return buf->text;
}

const char *
bth_cluster_claim_ends(const struct bth_cluster *cluster, const char *name)
{
	const struct bth_claim_outcome *claim = &cluster->out.claims[find_claim(cluster, name)];
	struct bth_buf buf;

	bth_buf_init(&buf, cluster->arena);
	for (size_t i = 0; i < claim->volumes.len; i++)
		add_word(&buf, true, cluster->views.volumes.items[claim->volumes.items[i]].name);
	add_word(&buf, claim->pending, BTH_STR("pending"));
	add_word(&buf, claim->absent, BTH_STR("absent"));
	add_word(&buf, claim->provisioned, BTH_STR("provisioned"));
	return text_of(&buf);
}

const char *
bth_cluster_pod_ends(const struct bth_cluster *cluster, const char *name)
{
	const struct bth_pod_outcome *pod = &cluster->out.pods[find_pod(cluster, name)];
	struct bth_buf buf;

	bth_buf_init(&buf, cluster->arena);
	for (size_t i = 0; i < pod->nodes.len; i++)
		add_word(&buf, true, cluster->views.nodes.items[pod->nodes.items[i]].name);
	add_word(&buf, pod->pending, BTH_STR("pending"));
	add_word(&buf, pod->absent, BTH_STR("absent"));
	add_word(&buf, pod->anywhere, BTH_STR("anywhere"));
	add_word(&buf, pod->misplaced, BTH_STR("misplaced"));
	return text_of(&buf);
}

const char *
bth_cluster_volume_ends(const struct bth_cluster *cluster, const char *name)
{
	const struct bth_volume_outcome *volume =
		&cluster->out.volumes[find_volume(cluster, name)];
	struct bth_buf buf;

	bth_buf_init(&buf, cluster->arena);
	for (size_t i = 0; i < volume->claims.len; i++)
		add_word(&buf, true, cluster->views.claims.items[volume->claims.items[i]].name);
	add_word(&buf, volume->free, BTH_STR("free"));
	add_word(&buf, volume->released, BTH_STR("released"));
	return text_of(&buf);
}

const char *
bth_cluster_why(const struct bth_cluster *cluster, const char *who, const char *what)
{
	size_t claim = find_claim(cluster, who), pod = find_pod(cluster, who);
	size_t partner = claim == SIZE_MAX ? find_node(cluster, what) : find_volume(cluster, what);
	const struct bth_reason *reasons = claim == SIZE_MAX ?
		cluster->out.pods[pod].reasons.items : cluster->out.claims[claim].reasons.items;
	size_t len = claim == SIZE_MAX ? cluster->out.pods[pod].reasons.len :
		cluster->out.claims[claim].reasons.len;

	for (size_t i = 0; i < len; i++)
		if (reasons[i].partner == partner)
			return bth_why_word(reasons[i].why);
	return "";
}

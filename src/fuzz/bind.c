/* bind.c - any bytes as a small world: what binding promises of every answer */

#include "fuzz/fuzz.h"

#include "bind/bind.h"

enum { MOST = 5 };

/* Bytes until there are no more, then zeros. */
struct drawing {
	struct bth_arena *arena;
	struct bth_views views;
	const uint8_t *at, *end;
};

static unsigned
draw(struct drawing *drawing, unsigned count)
{
	return drawing->at < drawing->end ? *drawing->at++ % count : 0;
}

/* One in so many times; never when the bytes have ended. */
static bool
now_and_then(struct drawing *drawing, unsigned count)
{
	return draw(drawing, count) == count - 1;
}

static struct bth_str
numbered(struct drawing *drawing, const char *prefix, unsigned number)
{
	return bth_str_printf(drawing->arena, "%s%u", prefix, number);
}

static struct bth_str
draw_name(struct drawing *drawing, const char *prefix)
{
	return numbered(drawing, prefix, draw(drawing, MOST));
}

static struct bth_str
draw_class(struct drawing *drawing)
{
	return numbered(drawing, "class", draw(drawing, 3));
}

static struct bth_requirement
draw_requirement(struct drawing *drawing)
{
	struct bth_requirement all = {.key = draw_name(drawing, "key"),
		.operator = (enum bth_operator)draw(drawing, BTH_OPERATOR_UNKNOWN + 1)};

	for (unsigned i = draw(drawing, 3); i; i--)
		bth_vec_push(drawing->arena, &all.values, draw_name(drawing, "n"));
	return all;
}

static struct bth_labels
draw_labels(struct drawing *drawing)
{
	struct bth_labels labels = {0};

	for (unsigned i = draw(drawing, 3); i; i--) {
		struct bth_str key = draw_name(drawing, "key");

		bth_vec_push(drawing->arena, &labels, (struct bth_label){
			.key = key, .value = draw_name(drawing, "n")});
	}
	return labels;
}

static struct bth_node_selector
draw_affinity(struct drawing *drawing)
{
	struct bth_node_selector selector = {.present = draw(drawing, 2)};

	for (unsigned i = draw(drawing, 3); i && selector.present; i--) {
		struct bth_node_term term = {0};

		bth_vec_push(drawing->arena, &term.expressions, draw_requirement(drawing));
		bth_vec_push(drawing->arena, &selector.terms, term);
	}
	return selector;
}

static struct bth_selector
draw_selector(struct drawing *drawing)
{
	struct bth_selector selector = {.present = draw(drawing, 2)};

	if (selector.present && draw(drawing, 2))
		bth_vec_push(drawing->arena, &selector.all, draw_requirement(drawing));
	return selector;
}

static struct bth_quantity
draw_quantity(struct drawing *drawing)
{
	return (struct bth_quantity){.nano = (bth_int128)draw(drawing, 4) * 1000000000};
}

static void
draw_volume(struct drawing *drawing, unsigned number)
{
	struct bth_volume volume = {.object = UINT32_MAX,
		.name = numbered(drawing, "v", number),
		.labels = draw_labels(drawing),
		.capacity = draw_quantity(drawing),
		.has_capacity = !now_and_then(drawing, 8),
		.modes = 1 + draw(drawing, 15),
		.block = now_and_then(drawing, 4),
		.storage_class = draw_class(drawing),
		.reserved = draw(drawing, 2),
		.affinity = draw_affinity(drawing),
		.deleting = now_and_then(drawing, 8),
		.refused = now_and_then(drawing, 8)};

	if (now_and_then(drawing, 8))
		volume.phase = (enum bth_phase)draw(drawing, BTH_FAILED + 1);
	if (volume.reserved) {
		volume.claim_namespace = BTH_STR("default");
		volume.claim_name = draw_name(drawing, draw(drawing, 2) ? "c" : "data-s0-");
		volume.claim_uid = now_and_then(drawing, 4) ? draw_name(drawing, "uid") : volume.claim_uid;
	}
	bth_vec_push(drawing->arena, &drawing->views.volumes, volume);
}

static struct bth_claim
draw_claim(struct drawing *drawing, struct bth_str name)
{
	struct bth_claim claim = {.object = UINT32_MAX,
		.set = UINT32_MAX,
		.namespace = BTH_STR("default"),
		.name = name,
		.request = draw_quantity(drawing),
		.has_request = !now_and_then(drawing, 8),
		.modes = 1 + draw(drawing, 15),
		.block = now_and_then(drawing, 4),
		.has_class = !now_and_then(drawing, 4),
		.selector = draw_selector(drawing),
		.bind_completed = now_and_then(drawing, 8),
		.deleting = now_and_then(drawing, 8),
		.refused = now_and_then(drawing, 8)};

	if (claim.has_class)
		claim.storage_class = draw_class(drawing);
	if (now_and_then(drawing, 4))
		claim.uid = draw_name(drawing, "uid");
	if (now_and_then(drawing, 4))
		claim.volume_name = draw_name(drawing, "v");
	if (now_and_then(drawing, 8))
		claim.selected_node = draw_name(drawing, "n");
	return claim;
}

static void
draw_term(struct drawing *drawing, struct bth_pod_terms *terms)
{
	struct bth_pod_term term = {.selector = draw_selector(drawing),
		.topology_key = draw_name(drawing, "key"), .max_skew = 1 + draw(drawing, 2)};

	bth_vec_push(drawing->arena, terms, term);
}

static struct bth_pod
draw_pod(struct drawing *drawing, struct bth_str name)
{
	struct bth_pod pod = {.object = UINT32_MAX,
		.set = UINT32_MAX,
		.namespace = BTH_STR("default"),
		.name = name,
		.labels = draw_labels(drawing),
		.claim_missing = now_and_then(drawing, 8),
		.affinity = draw_affinity(drawing),
		.cpu = draw_quantity(drawing),
		.refused = now_and_then(drawing, 8)};

	if (draw(drawing, 2))
		draw_term(drawing, &pod.pod_anti_affinity);
	if (now_and_then(drawing, 4))
		draw_term(drawing, &pod.pod_affinity);
	if (now_and_then(drawing, 4))
		draw_term(drawing, &pod.spread);
	if (now_and_then(drawing, 4))
		pod.node_name = draw_name(drawing, "n");
	return pod;
}

/* A set with a claim for each of its pods. */
static void
draw_set(struct drawing *drawing, unsigned number)
{
	struct bth_set set = {.object = UINT32_MAX,
		.namespace = BTH_STR("default"),
		.name = numbered(drawing, "s", number),
		.replicas = draw(drawing, 4),
		.parallel = draw(drawing, 2),
		.templates = 1};
	struct bth_claim claim = draw_claim(drawing, set.name);
	struct bth_pod pod = draw_pod(drawing, set.name);

	claim.set = pod.set = (uint32_t)drawing->views.sets.len;
	bth_vec_push(drawing->arena, &drawing->views.sets, set);
	for (unsigned i = 0; i < (unsigned)set.replicas; i++) {
		struct bth_pod one = pod;

		claim.ordinal = one.ordinal = i;
		claim.name = bth_str_printf(drawing->arena, "data-s%u-%u", number, i);
		one.name = bth_str_printf(drawing->arena, "s%u-%u", number, i);
		bth_vec_push(drawing->arena, &one.claims, (uint32_t)drawing->views.claims.len);
		bth_vec_push(drawing->arena, &drawing->views.claims, claim);
		bth_vec_push(drawing->arena, &drawing->views.pods, one);
	}
}

static void
draw_loose(struct drawing *drawing, unsigned number)
{
	struct bth_pod pod = draw_pod(drawing, numbered(drawing, "p", number));

	for (unsigned i = 0; i < drawing->views.claims.len && pod.claims.len < 3; i++)
		if (now_and_then(drawing, 3))
			bth_vec_push(drawing->arena, &pod.claims, i);
	bth_vec_push(drawing->arena, &drawing->views.pods, pod);
}

static void
draw_nodes(struct drawing *drawing)
{
	for (unsigned i = 0, end = draw(drawing, MOST); i < end; i++) {
		struct bth_node_view node = {.object = UINT32_MAX,
			.name = numbered(drawing, "n", i),
			.labels = draw_labels(drawing),
			.unschedulable = now_and_then(drawing, 4),
			.has_room = now_and_then(drawing, 3),
			.cpu = draw_quantity(drawing)};

		bth_vec_push(drawing->arena, &drawing->views.nodes, node);
	}
	drawing->views.nodes_known = draw(drawing, 2);
}

static void
draw_classes(struct drawing *drawing)
{
	for (unsigned i = 0, end = draw(drawing, 4); i < end; i++) {
		struct bth_class class = {.object = UINT32_MAX,
			.name = numbered(drawing, "class", i),
			.wait = draw(drawing, 2),
			.is_default = now_and_then(drawing, 4),
			.provisions = now_and_then(drawing, 3),
			.known = (enum bth_provisioner)draw(drawing, 3)};

		bth_vec_push(drawing->arena, &drawing->views.classes, class);
	}
}

static void
draw_world(struct drawing *drawing)
{
	draw_classes(drawing);
	draw_nodes(drawing);
	for (unsigned i = 0, end = draw(drawing, MOST); i < end; i++)
		draw_volume(drawing, i);
	for (unsigned i = 0, end = draw(drawing, 3); i < end; i++)
		draw_set(drawing, i);
	for (unsigned i = 0, end = draw(drawing, 3); i < end; i++) {
		struct bth_claim claim = draw_claim(drawing, numbered(drawing, "c", i));

		bth_vec_push(drawing->arena, &drawing->views.claims, claim);
	}
	for (unsigned i = 0, end = draw(drawing, 3); i < end; i++)
		draw_loose(drawing, i);
}

/* ---- what must hold ---- */

static bool
contains(const struct bth_indexes *list, uint32_t item)
{
	for (size_t i = 0; i < list->len; i++)
		if (list->items[i] == item)
			return true;
	return false;
}

static bool
is_within(const struct bth_indexes *inner, const struct bth_indexes *outer)
{
	for (size_t i = 0; i < inner->len; i++)
		if (!contains(outer, inner->items[i]))
			return false;
	return true;
}

static void
check_order(const struct bth_indexes *list, size_t end)
{
	for (size_t i = 0; i < list->len; i++) {
		bth_fuzz_require(list->items[i] < end);
		bth_fuzz_require(!i || list->items[i - 1] < list->items[i]);
	}
}

/* What says to be bound is not looked at again; all other volumes have to fit. */
static void
check_volumes(const struct bth_views *views, const struct bth_binding *out, uint32_t claim)
{
	const struct bth_claim *view = &views->claims.items[claim];
	const struct bth_indexes *volumes = &out->claims[claim].volumes;

	for (size_t i = 0; i < volumes->len; i++) {
		const struct bth_volume *volume = &views->volumes.items[volumes->items[i]];

		bth_fuzz_require(contains(&out->volumes[volumes->items[i]].claims, claim));
		bth_fuzz_require(view->bind_completed ||
			bth_bind_pair(views, view, volume) == BTH_WHY_NONE);
	}
}

static void
check_binding(const struct bth_views *views, const struct bth_binding *out)
{
	for (uint32_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim_outcome *claim = &out->claims[i];

		check_order(&claim->volumes, views->volumes.len);
		check_volumes(views, out, i);
		bth_fuzz_require(claim->certain == (claim->volumes.len + claim->provisioned == 1 &&
			!claim->pending && !claim->absent));
		bth_fuzz_require(claim->volumes.len || claim->provisioned || claim->pending ||
			claim->absent);
	}
	for (uint32_t i = 0; i < views->volumes.len; i++) {
		check_order(&out->volumes[i].claims, views->claims.len);
		for (size_t j = 0; j < out->volumes[i].claims.len; j++)
			bth_fuzz_require(contains(
				&out->claims[out->volumes[i].claims.items[j]].volumes, i));
	}
	for (uint32_t i = 0; i < views->pods.len; i++) {
		const struct bth_pod_outcome *pod = &out->pods[i];

		check_order(&pod->nodes, views->nodes.len);
		bth_fuzz_require(!pod->certain ||
			(pod->nodes.len == 1 && !pod->pending && !pod->absent));
		bth_fuzz_require(pod->nodes.len || pod->anywhere || pod->pending || pod->absent);
	}
}

/* With fewer steps the sets are wider, never narrower. */
static void
check_bounds(const struct bth_views *views, const struct bth_binding *inner,
	const struct bth_binding *outer)
{
	for (uint32_t i = 0; i < views->claims.len; i++) {
		const struct bth_claim_outcome *a = &inner->claims[i], *b = &outer->claims[i];

		bth_fuzz_require(is_within(&a->volumes, &b->volumes));
		bth_fuzz_require(a->pending <= b->pending && a->absent <= b->absent &&
			a->provisioned <= b->provisioned);
	}
	for (uint32_t i = 0; i < views->pods.len; i++) {
		const struct bth_pod_outcome *a = &inner->pods[i], *b = &outer->pods[i];

		bth_fuzz_require(b->anywhere || is_within(&a->nodes, &b->nodes));
		bth_fuzz_require(a->pending <= b->pending && a->absent <= b->absent &&
			a->anywhere <= b->anywhere);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;
	struct bth_binding explored, bounds;
	struct bth_bind_options options = BTH_BIND_OPTIONS_INIT;

	bth_arena_init(&arena);
	struct drawing drawing = {.arena = &arena, .at = data, .end = data + size};
	options.provisioners = (enum bth_answers)draw(&drawing, 3);
	options.late_volumes = draw(&drawing, 2);
	draw_world(&drawing);

	bth_bind_any(&arena, &explored, &drawing.views);
	check_binding(&drawing.views, &explored);
	options.budget = 50000;
	bth_bind_with(&arena, &explored, &drawing.views, &options);
	check_binding(&drawing.views, &explored);
	options.budget = 0;
	bth_bind_with(&arena, &bounds, &drawing.views, &options);
	check_binding(&drawing.views, &bounds);
	check_bounds(&drawing.views, &explored, &bounds);
	bth_arena_release(&arena);
	return 0;
}

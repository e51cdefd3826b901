/* claims.c - claims of the run and those that StatefulSets will make */

#include "world/read.h"

struct bth_str
bth_claim_name(struct bth_arena *arena, struct bth_str template, struct bth_str set,
	int64_t ordinal)
{
	const struct bth_str parts[] = {template, set, bth_str_decimal(arena, ordinal)};

	return bth_str_join(arena, parts, 3, '-');
}

/* What a claim asks for: the same in a PersistentVolumeClaim and in a claim template. */
static struct bth_claim
read_claim(
	struct bth_world *world, const struct bth_object *object, struct bth_value claim)
{
	struct bth_value metadata = bth_get(claim, "metadata");
	struct bth_value spec = bth_get(claim, "spec");
	struct bth_value request = bth_dig(spec, "resources.requests.storage");
	struct bth_claim view = {.object = object->index,
		.set = UINT32_MAX,
		.namespace = object->namespace};

	bth_labels_read(world->arena, &view.labels, bth_get(metadata, "labels"));
	view.has_request = bth_is_scalar(request) && !bth_is_null(request) &&
		bth_quantity_parse(&view.request, bth_text(request)) == BTH_QUANTITY_OK;
	view.modes = bth_read_modes(bth_get(spec, "accessModes"));
	view.block = bth_str_is(bth_text(bth_get(spec, "volumeMode")), "Block");
	view.storage_class = bth_read_class(
		&view.has_class, metadata, bth_get(spec, "storageClassName"));
	view.attributes_class = bth_text(bth_get(spec, "volumeAttributesClassName"));
	bth_selector_read(world->arena, &view.selector, bth_get(spec, "selector"));
	view.volume_name = bth_text(bth_get(spec, "volumeName"));
	view.refused = !view.modes || !view.has_request || bth_read_unknown_mode(spec) ||
		((view.modes & BTH_RWOP) && view.modes != BTH_RWOP);
	return view;
}

static void
add_claim_object(struct bth_world *world, const struct bth_object *object)
{
	struct bth_claim claim = read_claim(world, object, object->state);
	struct bth_value metadata = bth_get(object->state, "metadata");
	struct bth_value annotations = bth_get(metadata, "annotations");

	claim.name = object->name;
	claim.uid = bth_text(bth_get(metadata, "uid"));
	claim.bind_completed =
		bth_exists(bth_get(annotations, "pv.kubernetes.io/bind-completed"));
	claim.selected_node =
		bth_text(bth_get(annotations, "volume.kubernetes.io/selected-node"));
	claim.deleting = !bth_is_unset(bth_get(metadata, "deletionTimestamp"));
	bth_vec_push(world->arena, &world->views.claims, claim);
}

/* Whether a later template of the same name makes this one void: the last one wins. */
static bool is_replaced(struct bth_value template)
{
	struct bth_str name = bth_text(bth_dig(template, "metadata.name"));

	for (struct bth_value i = bth_next(template); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(bth_dig(i, "metadata.name")), name))
			return true;
	return false;
}

/* The claims of one template; a claim of the run that has the name is taken as it is. */
static void
add_template_claims(struct bth_world *world, const struct bth_set *set,
	uint32_t set_index, struct bth_value template, uint32_t template_index)
{
	const struct bth_object *object = &world->objects.items[set->object];
	struct bth_claim claim = read_claim(world, object, template);
	struct bth_str name = bth_text(bth_dig(template, "metadata.name"));

	claim.set = set_index;
	claim.template = template_index;
	for (int64_t i = 0; i < set->replicas; i++) {
		claim.ordinal = set->start + i;
		claim.name = bth_claim_name(world->arena, name, set->name, claim.ordinal);
		if (!bth_world_get(world, BTH_PERSISTENT_VOLUME_CLAIM, set->namespace,
			    claim.name))
			bth_vec_push(world->arena, &world->views.claims, claim);
	}
}

/* As many pods as are worth looking at one by one. */
static int64_t
countable(struct bth_world *world, const struct bth_object *object, size_t templates)
{
	int64_t replicas = bth_object_replicas(object), most = BTH_REPLICAS_MOST;
	size_t room = world->views.claims.len < BTH_CLAIMS_MOST ?
		BTH_CLAIMS_MOST - world->views.claims.len :
		0;

	if (templates && most > (int64_t)(room / templates))
		most = (int64_t)(room / templates);
	if (replicas <= most)
		return replicas;
	bth_vec_push(world->arena, &world->cut, object->name);
	return most;
}

static void
add_set(struct bth_world *world, const struct bth_object *manifest)
{
	const struct bth_object whole = bth_object_whole(manifest), *object = &whole;
	struct bth_value templates = bth_dig(object->root, "spec.volumeClaimTemplates");
	struct bth_set set = {.object = object->index,
		.namespace = object->namespace,
		.name = object->name,
		.start = bth_object_start(object),
		.templates = (uint32_t)bth_size(templates)};

	set.replicas = countable(world, object, set.templates);
	set.parallel = bth_str_is(
		bth_text(bth_dig(object->root, "spec.podManagementPolicy")), "Parallel");
	uint32_t index = (uint32_t)world->views.sets.len, template_index = 0;
	bth_vec_push(world->arena, &world->views.sets, set);
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i)) {
		if (!is_replaced(i) && bth_text(bth_dig(i, "metadata.name")).len)
			add_template_claims(world, &set, index, i, template_index);
		template_index++;
	}
}

void
bth_read_claims(struct bth_world *world)
{
	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];

		if (object->kind == BTH_PERSISTENT_VOLUME_CLAIM && object->name.len &&
			!object->repeated)
			add_claim_object(world, object);
	}
	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];

		if (object->kind == BTH_STATEFUL_SET && object->name.len &&
			!object->repeated)
			add_set(world, object);
	}
}

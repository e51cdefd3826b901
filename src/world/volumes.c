/* volumes.c - PersistentVolumes, StorageClasses and Nodes as binding sees them */

#include "world/read.h"

static unsigned
read_mode(struct bth_str word)
{
	static const struct {
		const char *name;
		unsigned mode;
	} modes[] = {
		{"ReadWriteOnce", BTH_RWO},
		{"ReadOnlyMany", BTH_ROX},
		{"ReadWriteMany", BTH_RWX},
		{"ReadWriteOncePod", BTH_RWOP},
	};

	for (size_t i = 0; i < sizeof modes / sizeof modes[0]; i++)
		if (bth_str_is(word, modes[i].name))
			return modes[i].mode;
	return 0;
}

unsigned
bth_read_modes(struct bth_value list)
{
	unsigned all = 0;

	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		all |= read_mode(bth_text(i));
	return all;
}

bool
bth_read_unknown_mode(struct bth_value spec)
{
	struct bth_value modes = bth_get(spec, "accessModes");
	struct bth_value mode = bth_get(spec, "volumeMode");

	for (struct bth_value i = bth_first(modes); bth_exists(i); i = bth_next(i))
		if (!read_mode(bth_text(i)))
			return true;
	return !bth_is_unset(mode) && !bth_str_is(bth_text(mode), "Block") &&
		!bth_str_is(bth_text(mode), "Filesystem");
}

const char *
bth_modes_text(struct bth_arena *arena, unsigned modes)
{
	static const char *const names[] = {
		"ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"};
	const char *text = "";

	for (unsigned i = 0; i < 4; i++)
		if (modes & 1u << i)
			text = bth_arena_printf(arena, "%s%s%s", text, *text ? "," : "", names[i]);
	return *text ? text : "no access mode";
}

struct bth_str
bth_read_class(bool *named, struct bth_value metadata, struct bth_value field)
{
	struct bth_value annotation = bth_get(bth_get(metadata, "annotations"),
		"volume.beta.kubernetes.io/storage-class");

	*named = bth_exists(annotation) || !bth_is_unset(field);
	return bth_text(bth_exists(annotation) ? annotation : field);
}

static bool
read_quantity(struct bth_quantity *out, struct bth_value value)
{
	return bth_is_scalar(value) && !bth_is_null(value) &&
		bth_quantity_parse(out, bth_text(value)) == BTH_QUANTITY_OK;
}

static enum bth_phase
read_phase(struct bth_value status)
{
	static const struct {
		const char *name;
		enum bth_phase phase;
	} phases[] = {
		{"Pending", BTH_PENDING},
		{"Available", BTH_AVAILABLE},
		{"Bound", BTH_BOUND},
		{"Released", BTH_RELEASED},
		{"Failed", BTH_FAILED},
	};
	struct bth_str text = bth_text(bth_get(status, "phase"));

	for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++)
		if (bth_str_is(text, phases[i].name))
			return phases[i].phase;
	return BTH_PHASE_UNKNOWN;
}

static void
read_source(struct bth_volume *volume, struct bth_value spec)
{
	static const struct {
		const char *key, *path;
		enum bth_volume_source source;
	} sources[] = {
		{"local", "path", BTH_SOURCE_LOCAL},
		{"hostPath", "path", BTH_SOURCE_HOST_PATH},
		{"nfs", "path", BTH_SOURCE_NFS},
		{"csi", "volumeHandle", BTH_SOURCE_CSI},
	};
	static const char *const others[] = {"awsElasticBlockStore", "azureDisk", "azureFile",
		"cephfs", "cinder", "fc", "flexVolume", "flocker", "gcePersistentDisk", "glusterfs",
		"iscsi", "photonPersistentDisk", "portworxVolume", "quobyte", "rbd", "scaleIO",
		"storageos", "vsphereVolume"};

	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
		struct bth_value source = bth_get(spec, sources[i].key);

		if (bth_is_unset(source))
			continue;
		volume->source = sources[i].source;
		volume->path = bth_text(bth_get(source, sources[i].path));
		return;
	}
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (!bth_is_unset(bth_get(spec, others[i])))
			volume->source = BTH_SOURCE_OTHER;
}

/* What the API server refuses for certain: such a volume never comes to exist. */
static bool
volume_refused(const struct bth_volume *volume)
{
	return !volume->modes || !volume->has_capacity || !volume->source ||
		(volume->source == BTH_SOURCE_LOCAL && !volume->affinity.present) ||
		((volume->modes & BTH_RWOP) && volume->modes != BTH_RWOP);
}

static struct bth_volume
read_volume(struct bth_world *world, const struct bth_object *object)
{
	struct bth_value metadata = bth_get(object->state, "metadata");
	struct bth_value spec = bth_get(object->state, "spec");
	struct bth_value reference = bth_get(spec, "claimRef");
	struct bth_volume volume = {.object = object->index, .name = object->name};
	bool named;

	bth_labels_read(world->arena, &volume.labels, bth_get(metadata, "labels"));
	volume.has_capacity =
		read_quantity(&volume.capacity, bth_dig(spec, "capacity.storage"));
	volume.modes = bth_read_modes(bth_get(spec, "accessModes"));
	volume.block = bth_str_is(bth_text(bth_get(spec, "volumeMode")), "Block");
	volume.storage_class = bth_read_class(&named, metadata, bth_get(spec, "storageClassName"));
	volume.attributes_class = bth_text(bth_get(spec, "volumeAttributesClassName"));
	volume.reclaim = bth_text(bth_get(spec, "persistentVolumeReclaimPolicy"));
	if (!volume.reclaim.len)
		volume.reclaim = BTH_STR("Retain");
	volume.reserved = bth_is_map(reference);
	volume.claim_namespace = bth_text(bth_get(reference, "namespace"));
	volume.claim_name = bth_text(bth_get(reference, "name"));
	volume.claim_uid = bth_text(bth_get(reference, "uid"));
	bth_node_selector_read(world->arena, &volume.affinity,
		bth_dig(spec, "nodeAffinity.required"));
	read_source(&volume, spec);
	volume.phase = read_phase(bth_get(object->state, "status"));
	volume.there = bth_exists(object->live) && volume.phase != BTH_PENDING &&
		volume.phase != BTH_PHASE_UNKNOWN;
	volume.deleting = !bth_is_unset(bth_get(metadata, "deletionTimestamp"));
	volume.refused = volume_refused(&volume) || bth_read_unknown_mode(spec);
	return volume;
}

void
bth_read_volumes(struct bth_world *world)
{
	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];

		/* a repetition would only overwrite the first */
		if (object->kind == BTH_PERSISTENT_VOLUME && object->name.len &&
			!object->repeated)
			bth_vec_push(world->arena, &world->views.volumes,
				read_volume(world, object));
	}
}

static bool
is_default_class(struct bth_value annotations)
{
	return bth_str_is(bth_text(bth_get(annotations,
		       "storageclass.kubernetes.io/is-default-class")), "true") ||
		bth_str_is(bth_text(bth_get(annotations,
			"storageclass.beta.kubernetes.io/is-default-class")), "true");
}

/* RFC 2606 and 6761: names that nobody can have. */
static bool
is_example(struct bth_str name)
{
	static const char *const ends[] = {
		"example.com", "example.net", "example.org", ".example", ".invalid", ".test"};

	name = bth_str_sub(name, 0, bth_str_find(name, '/'));
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		size_t len = strlen(ends[i]);

		if (bth_str_ends(name, ends[i]) && (name.len == len || ends[i][0] == '.' ||
							   name.at[name.len - len - 1] == '.'))
			return true;
	}
	return false;
}

/* Names of provisioners that are seen to be there: by a CSIDriver, or a volume that they made. */
static struct bth_map
list_provisioners(const struct bth_world *world)
{
	struct bth_map seen = {0};

	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];
		struct bth_str name = {0};

		if (bth_str_is(object->kind_text, "CSIDriver"))
			name = object->name;
		else if (object->kind == BTH_PERSISTENT_VOLUME)
			name = bth_text(bth_get(bth_dig(object->state, "metadata.annotations"),
				"pv.kubernetes.io/provisioned-by"));
		if (name.len)
			bth_map_put(world->arena, &seen, name, &world->objects.items[i]);
	}
	return seen;
}

static enum bth_provisioner
find_provisioner(const struct bth_map *seen, struct bth_str name)
{
	if (is_example(name))
		return BTH_PROVISIONER_NOWHERE;
	return bth_map_get(seen, name) ? BTH_PROVISIONER_THERE : BTH_PROVISIONER_UNKNOWN;
}

static struct bth_class
read_class(struct bth_world *world, const struct bth_object *object, const struct bth_map *seen)
{
	struct bth_value root = object->state;
	struct bth_class class = {.object = object->index, .name = object->name};

	class.provisioner = bth_text(bth_get(root, "provisioner"));
	class.reclaim = bth_text(bth_get(root, "reclaimPolicy"));
	if (!class.reclaim.len)
		class.reclaim = BTH_STR("Delete");
	class.wait = bth_str_is(
		bth_text(bth_get(root, "volumeBindingMode")), "WaitForFirstConsumer");
	class.is_default = is_default_class(bth_dig(root, "metadata.annotations"));
	class.provisions = class.provisioner.len &&
		!bth_str_is(class.provisioner, "kubernetes.io/no-provisioner");
	class.known = find_provisioner(seen, class.provisioner);
	class.created = bth_text(bth_dig(root, "metadata.creationTimestamp"));

	struct bth_value terms = bth_get(root, "allowedTopologies");
	for (struct bth_value i = bth_first(terms); bth_exists(i); i = bth_next(i)) {
		struct bth_requirements all = {0};
		struct bth_value expressions = bth_get(i, "matchLabelExpressions");

		for (struct bth_value j = bth_first(expressions); bth_exists(j); j = bth_next(j)) {
			struct bth_requirement one = bth_requirement_read(world->arena, j);

			one.operator = BTH_IN;
			bth_vec_push(world->arena, &all, one);
		}
		bth_vec_push(world->arena, &class.topologies, all);
	}
	return class;
}

void
bth_read_classes(struct bth_world *world)
{
	struct bth_map seen = list_provisioners(world);

	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];

		if (object->kind == BTH_STORAGE_CLASS && !object->repeated)
			bth_vec_push(world->arena, &world->views.classes, read_class(world, object, &seen));
	}
}

const struct bth_class *
bth_views_class(const struct bth_views *views, struct bth_str name)
{
	for (size_t i = 0; i < views->classes.len; i++)
		if (bth_str_eq(views->classes.items[i].name, name))
			return &views->classes.items[i];
	return NULL;
}

/*
 * A node that is not ready gets a taint that says so. Its conditions may be known before
 * that is written, and then the taint is as good as there.
 */
static void
add_condition(struct bth_world *world, struct bth_node_view *node, struct bth_value conditions)
{
	struct bth_str is = BTH_STR("");
	struct bth_taint taint = {.effect = BTH_STR("NoSchedule")};

	for (struct bth_value i = bth_first(conditions); bth_exists(i); i = bth_next(i))
		if (bth_str_is(bth_text(bth_get(i, "type")), "Ready"))
			is = bth_text(bth_get(i, "status"));
	if (!is.len || bth_str_is(is, "True"))
		return;
	taint.key = bth_str_is(is, "False") ? BTH_STR("node.kubernetes.io/not-ready") :
		BTH_STR("node.kubernetes.io/unreachable");
	for (size_t i = 0; i < node->taints.len; i++)
		if (bth_str_eq(node->taints.items[i].key, taint.key))
			return;
	bth_vec_push(world->arena, &node->taints, taint);
}

static struct bth_node_view
read_node(struct bth_world *world, const struct bth_object *object)
{
	struct bth_value spec = bth_get(object->state, "spec");
	struct bth_value room = bth_dig(object->state, "status.allocatable");
	struct bth_node_view node = {.object = object->index, .name = object->name};

	bth_labels_read(world->arena, &node.labels, bth_dig(object->state, "metadata.labels"));
	bth_taints_read(world->arena, &node.taints, bth_get(spec, "taints"));
	add_condition(world, &node, bth_dig(object->state, "status.conditions"));
	node.unschedulable = bth_is_true(bth_get(spec, "unschedulable"), false);
	node.has_room = read_quantity(&node.cpu, bth_get(room, "cpu")) &&
		read_quantity(&node.memory, bth_get(room, "memory"));
	read_quantity(&node.pods, bth_get(room, "pods"));
	return node;
}

/* A node that is known only because a volume's affinity names it by its hostname. */
static void
add_named_node(struct bth_world *world, struct bth_map *seen, struct bth_str name)
{
	struct bth_node_view node = {.object = UINT32_MAX, .name = name};

	if (bth_map_get(seen, name))
		return;
	bth_map_put(world->arena, seen, name, world);
	bth_vec_push(world->arena, &node.labels,
		(struct bth_label){.key = BTH_STR("kubernetes.io/hostname"), .value = name});
	bth_vec_push(world->arena, &world->views.nodes, node);
}

void
bth_read_nodes(struct bth_world *world)
{
	struct bth_map seen = {0};
	struct bth_views *views = &world->views;

	for (size_t i = 0; i < world->objects.len; i++) {
		const struct bth_object *object = &world->objects.items[i];

		if (object->kind == BTH_NODE && !object->repeated)
			bth_vec_push(world->arena, &views->nodes, read_node(world, object));
	}
	views->nodes_known = views->nodes.len > 0;
	if (views->nodes_known)
		return;
	for (size_t i = 0; i < views->volumes.len; i++) {
		struct bth_strs names = {0};

		if (!bth_node_selector_pins(world->arena, &names, &views->volumes.items[i].affinity,
			    BTH_STR("kubernetes.io/hostname")))
			continue;
		for (size_t j = 0; j < names.len; j++)
			add_named_node(world, &seen, names.items[j]);
	}
}

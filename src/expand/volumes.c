/* volumes.c - StorageClasses and PersistentVolumes */

#include "expand/draft.h"

/* Whether an earlier volume has the same class already. */
static bool
is_repeated(const struct bth_cluster *cluster, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (cluster->volumes.items[i].create_class &&
			bth_str_eq(cluster->volumes.items[i].storage_class,
				cluster->volumes.items[index].storage_class))
			return true;
	return false;
}

static void
expand_class(struct bth_expanding *expanding, const struct bth_cluster_volume *volume)
{
	static const struct bth_draft_kind kind = {.order = BTH_ORDER_CLASS,
		.api_version = "storage.k8s.io/v1",
		.kind = "StorageClass",
		.cluster_wide = true,
		.shared = true};
	struct bth_value provisioner = bth_get(volume->backend_at, "provisioner");
	struct bth_value parameters = bth_get(volume->backend_at, "parameters");
	struct bth_draft *draft =
		bth_draft_new(expanding, &kind, volume->storage_class, volume->backend_at);
	struct bth_builder *builder = &draft->builder;

	if (bth_exists(provisioner))
		bth_put_copy(builder, draft->root, "provisioner", provisioner);
	else
		bth_put_text(builder, draft->root, "provisioner", "kubernetes.io/no-provisioner");
	if (bth_size(parameters))
		bth_put_copy(builder, draft->root, "parameters", parameters);
	bth_put_text(builder, draft->root, "reclaimPolicy", "Retain");
	bth_put_text(builder, draft->root, "volumeBindingMode", "WaitForFirstConsumer");
	if (bth_exists(provisioner))
		bth_put_bool(builder, draft->root, "allowVolumeExpansion",
			bth_is_true(bth_get(volume->backend_at, "expand"), true));
}

void
bth_expand_classes(struct bth_expanding *expanding)
{
	const struct bth_cluster *cluster = expanding->cluster;

	for (size_t i = 0; i < cluster->volumes.len; i++)
		if (cluster->volumes.items[i].create_class && !is_repeated(cluster, i))
			expand_class(expanding, &cluster->volumes.items[i]);
}

void
bth_expand_modes(struct bth_builder *builder, uint32_t spec, const struct bth_cluster_volume *volume)
{
	uint32_t modes;

	if (bth_size(volume->access)) {
		bth_put_copy(builder, spec, "accessModes", volume->access);
		return;
	}
	modes = bth_put_list(builder, spec, "accessModes");
	bth_build_item(builder, modes, bth_build_string(builder,
		volume->once_per_pod ? "ReadWriteOncePod" : "ReadWriteOnce"));
}

static void
put_path_source(struct bth_draft *draft, uint32_t spec, const struct bth_cluster_volume *volume,
	const struct bth_place_for *place)
{
	bool local = volume->backend == BTH_BACKEND_LOCAL;
	uint32_t source = bth_put_map(&draft->builder, spec, local ? "local" : "hostPath");

	bth_put_str(&draft->builder, source, "path", place->path);
	/* a directory that is missing must stop the pod, not come up empty */
	if (!local)
		bth_put_text(&draft->builder, source, "type", volume->block ? "BlockDevice" : "Directory");
}

static void
put_csi_source(struct bth_draft *draft, uint32_t spec, const struct bth_cluster_volume *volume,
	const struct bth_place_for *place)
{
	struct bth_builder *builder = &draft->builder;
	uint32_t source = bth_put_map(builder, spec, "csi");

	bth_put_copy(builder, source, "driver", bth_get(volume->backend_at, "driver"));
	bth_put_str(builder, source, "volumeHandle", place->path);
	if (bth_exists(bth_get(volume->backend_at, "fsType")))
		bth_put_copy(builder, source, "fsType", bth_get(volume->backend_at, "fsType"));
	if (bth_size(bth_get(volume->backend_at, "attributes")))
		bth_put_copy(builder, source, "volumeAttributes",
			bth_get(volume->backend_at, "attributes"));
}

static void
put_source(struct bth_draft *draft, uint32_t spec, const struct bth_cluster_volume *volume,
	const struct bth_place_for *place)
{
	struct bth_builder *builder = &draft->builder;
	struct bth_value options = bth_get(volume->backend_at, "mountOptions");

	switch (volume->backend) {
	case BTH_BACKEND_LOCAL:
	case BTH_BACKEND_HOST_PATH:
		put_path_source(draft, spec, volume, place);
		break;
	case BTH_BACKEND_NFS: {
		if (bth_size(options))
			bth_put_copy(builder, spec, "mountOptions", options);
		uint32_t source = bth_put_map(builder, spec, "nfs");
		bth_put_copy(builder, source, "server", bth_get(volume->backend_at, "server"));
		bth_put_str(builder, source, "path", place->path);
		break;
	}
	case BTH_BACKEND_CSI:
		put_csi_source(draft, spec, volume, place);
		break;
	default:
		break;
	}
}

/*
 * One value of the hostname label, never matchFields: Kubernetes ignores those in a
 * volume's affinity.
 */
static void
put_affinity(struct bth_draft *draft, uint32_t spec, const struct bth_cluster_volume *volume,
	const struct bth_place_for *place)
{
	struct bth_builder *builder = &draft->builder;
	uint32_t affinity = bth_put_map(builder, spec, "nodeAffinity");
	uint32_t required = bth_put_map(builder, affinity, "required");
	uint32_t terms = bth_put_list(builder, required, "nodeSelectorTerms");
	uint32_t term = bth_build_item(builder, terms, bth_build_map(builder));
	uint32_t expressions = bth_put_list(builder, term, "matchExpressions");
	uint32_t expression = bth_build_item(builder, expressions, bth_build_map(builder));

	bth_put_str(builder, expression, "key", volume->node_key);
	bth_put_text(builder, expression, "operator", "In");
	uint32_t values = bth_put_list(builder, expression, "values");
	bth_build_item(builder, values, bth_build_text(builder, BTH_STRING, place->node));
}

/* Namespace and name, and no uid: that makes it a reservation for a claim to come. */
static void
put_reservation(struct bth_expanding *expanding, struct bth_draft *draft, uint32_t spec,
	const struct bth_cluster_volume *volume, const struct bth_place_for *place)
{
	const struct bth_cluster *cluster = expanding->cluster;
	struct bth_builder *builder = &draft->builder;
	uint32_t reference = bth_put_map(builder, spec, "claimRef");

	bth_put_text(builder, reference, "apiVersion", "v1");
	bth_put_text(builder, reference, "kind", "PersistentVolumeClaim");
	bth_put_str(builder, reference, "namespace", cluster->namespace);
	bth_put_str(builder, reference, "name",
		bth_str_printf(expanding->arena, "%.*s-%.*s-%lld", BTH_STR_ARG(volume->claim),
			BTH_STR_ARG(cluster->name), (long long)place->ordinal));
}

static void
expand_volume(struct bth_expanding *expanding, const struct bth_cluster_volume *volume,
	const struct bth_place_for *place)
{
	static const struct bth_draft_kind kind = {.order = BTH_ORDER_VOLUME,
		.api_version = "v1",
		.kind = "PersistentVolume",
		.cluster_wide = true};
	struct bth_value reclaim = bth_draft_spec(expanding, "reclaim");
	struct bth_draft *draft = bth_draft_new(expanding, &kind, place->volume_name, place->at);
	struct bth_builder *builder = &draft->builder;
	uint32_t spec = bth_put_map(builder, draft->root, "spec");

	uint32_t capacity = bth_put_map(builder, spec, "capacity");
	bth_draft_cause(draft, place->size_at);
	bth_put_str(builder, capacity, "storage", place->size);
	bth_draft_cause(draft, volume->at);
	bth_put_text(builder, spec, "volumeMode", volume->block ? "Block" : "Filesystem");
	bth_expand_modes(builder, spec, volume);
	bth_draft_cause(draft, reclaim);
	bth_put_str(builder, spec, "persistentVolumeReclaimPolicy",
		bth_exists(reclaim) ? bth_text(reclaim) : BTH_STR("Retain"));
	bth_draft_cause(draft, bth_exists(volume->class_at) ? volume->class_at : volume->backend_at);
	bth_put_str(builder, spec, "storageClassName", volume->storage_class);
	bth_draft_cause(draft, volume->claim_at);
	if (volume->reserve)
		put_reservation(expanding, draft, spec, volume, place);
	bth_draft_cause(draft, bth_exists(bth_get(volume->backend_at, "path")) ?
		bth_get(volume->backend_at, "path") : place->at);
	put_source(draft, spec, volume, place);
	bth_draft_cause(draft, place->at);
	if (place->node.len)
		put_affinity(draft, spec, volume, place);
}

void
bth_expand_volumes(struct bth_expanding *expanding)
{
	const struct bth_cluster *cluster = expanding->cluster;

	for (size_t i = 0; i < cluster->volumes.len; i++)
		for (size_t j = 0; j < cluster->volumes.items[i].places.len; j++)
			expand_volume(expanding, &cluster->volumes.items[i],
				&cluster->volumes.items[i].places.items[j]);
}

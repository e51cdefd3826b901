/* core_volume.c - the volumes of pods: ValidateVolumes and validateVolumeSource */

#include "apis/volumes.h"

#include "base/map.h"

/* A volume without any source is an emptyDir. */
static const char *const names[] = {"emptyDir", "hostPath", "gitRepo", "gcePersistentDisk",
	"awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker",
	"persistentVolumeClaim", "rbd", "cinder", "cephfs", "quobyte", "downwardAPI", "fc",
	"flexVolume", "configMap", "azureFile", "vsphereVolume", "photonPersistentDisk",
	"portworxVolume", "azureDisk", "storageos", "projected", "scaleIO", "csi", "ephemeral",
	"image", NULL};
static const struct bth_sources sources = {&bth_rule_field_forbidden, NULL, names};

/* Where the gate of volumes from images is off, such volumes are dropped unseen. */
enum { IMAGES_SINCE = 35 };

/* Such a portal and the volume's name make the name of an interface of the node. */
static void
check_portal(struct bth_validation *validation, struct bth_value volume)
{
	enum { INTERFACE_MOST = 64 };
	struct bth_value name = bth_get(volume, "name"), iscsi = bth_get(volume, "iscsi");
	struct bth_value portal = bth_get(iscsi, "targetPortal");
	size_t len = bth_check_text(name).len + 1 + bth_check_text(portal).len;

	if (bth_is_unset(bth_get(iscsi, "initiatorName")) || len <= INTERFACE_MOST)
		return;
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_field_value_wrong, volume, BTH_STR("name"),
		"with 'initiatorName', the volume's name and 'targetPortal' can have %d bytes "
		"together, and have %zu", INTERFACE_MOST - 1, len - 1);
	bth_finding_fix(validation->findings, finding, "give the volume a shorter name");
}

void
bth_check_volume(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	size_t from = validation->findings->list.len;

	if (validation->minor < IMAGES_SINCE && !bth_is_unset(bth_get(value, "image")))
		return;
	bth_check_sources(validation, value, &sources, bth_check_text(bth_get(value, "name")));
	if (validation->findings->list.len > from) { /* as the server spells them */
		const char *path = bth_path_of(arena, validation->root, value);

		bth_check_move_paths(validation, from, bth_arena_printf(arena, "%s.cephfs", path),
			bth_arena_printf(arena, "%s.cephFS", path));
		bth_check_move_paths(validation, from,
			bth_arena_printf(arena, "%s.downwardAPI", path),
			bth_arena_printf(arena, "%s.downwarAPI", path));
	}
	bth_check_not_negative(validation, bth_dig(value, "emptyDir.sizeLimit"));
	check_portal(validation, value);
}

/* ---- claims that pods make ---- */

/* The name of the claim that is made of an ephemeral volume; empty when there is none. */
static struct bth_str
claim_of(struct bth_arena *arena, struct bth_str pod, struct bth_value volume)
{
	struct bth_str name = bth_check_text(bth_get(volume, "name"));

	if (!pod.len || !name.len || bth_is_unset(bth_get(volume, "ephemeral")))
		return (struct bth_str){0};
	return bth_str_printf(arena, "%.*s-%.*s", BTH_STR_ARG(pod), BTH_STR_ARG(name));
}

/* A claim that is made for the pod cannot be one that it names. */
static void
check_claimed(struct bth_validation *validation, struct bth_value volumes,
	const struct bth_map *made)
{
	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_value claim = bth_dig(i, "persistentVolumeClaim.claimName");

		if (!bth_check_text(claim).len || !bth_map_get(made, bth_check_text(claim)))
			continue;
		bth_validation_report(validation, &bth_rule_field_value_wrong, claim,
			"the claim '%.*s' is made for an ephemeral volume of this pod, and cannot "
			"be used by another volume", BTH_STR_ARG(bth_check_text(claim)));
	}
}

/* An image may be left out of templates, for something else to fill in. */
static void
check_image(struct bth_validation *validation, struct bth_value volume)
{
	struct bth_value image = bth_get(volume, "image");

	if (bth_is_map(image) && validation->minor >= IMAGES_SINCE)
		bth_check_required(validation, image, "reference");
}

/* Of pods themselves: the names of others are not known yet. */
void
bth_check_pod_volumes(struct bth_validation *validation, struct bth_value value)
{
	enum { NAME_MOST = 253 };
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value volumes = bth_dig(value, "spec.volumes");
	struct bth_str pod = bth_check_text(bth_dig(value, "metadata.name"));
	struct bth_map made = {0};

	if (!bth_is_list(volumes))
		return;
	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = claim_of(arena, pod, i);

		check_image(validation, i);
		if (!name.len)
			continue;
		if (name.len > NAME_MOST)
			bth_validation_report(validation, &bth_rule_field_value_wrong,
				bth_get(i, "name"),
				"the claim of this volume would have a name of %zu bytes, with the "
				"pod's in front, and %d are allowed", name.len, NAME_MOST);
		bth_map_put(arena, &made, name, &made);
	}
	check_claimed(validation, volumes, &made);
}

/* The claim gets the labels and annotations of its template, and nothing else. */
void
bth_check_claim_template(struct bth_validation *validation, struct bth_value value)
{
	struct bth_value metadata = bth_get(value, "metadata");

	if (!bth_is_map(metadata))
		return;
	bth_validate_labels(validation, bth_get(metadata, "labels"));
	bth_validate_annotations(validation, bth_get(metadata, "annotations"));
	for (struct bth_value key = bth_first(metadata); bth_exists(key); key = bth_next(key)) {
		struct bth_value set = bth_under(key);
		int64_t number;

		if (bth_str_is(bth_text(key), "labels") ||
			bth_str_is(bth_text(key), "annotations") || bth_is_null(set) ||
			(bth_is_string(set) && !bth_check_text(set).len) ||
			(bth_validation_whole(&number, set) && number == 0))
			continue;
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_forbidden, set,
			"'%.*s' may not be set for the claim of an ephemeral volume",
			BTH_STR_ARG(bth_text(key)));
		bth_finding_fix(validation->findings, finding,
			"keep labels and annotations only");
	}
}

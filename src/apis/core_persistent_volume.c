/* core_persistent_volume.c - volumes: ValidatePersistentVolume and ValidatePersistentVolumeSpec */

#include "apis/volumes.h"

#include "kube/quantity_read.h"

/* Volumes have classes of attributes since then; before, the field is dropped. */
enum { ATTRIBUTES_SINCE = 34 };

static const char *const names[] = {"hostPath", "gcePersistentDisk", "awsElasticBlockStore",
	"glusterfs", "flocker", "nfs", "rbd", "quobyte", "cephfs", "iscsi", "cinder", "fc",
	"flexVolume", "azureFile", "vsphereVolume", "photonPersistentDisk", "portworxVolume",
	"azureDisk", "scaleIO", "local", "storageos", "csi", NULL};
static const struct bth_sources sources = {&bth_rule_pv_source_many, "flexVolume", names};

static void
check_sources(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_arena *arena = validation->findings->arena;
	size_t from = validation->findings->list.len;
	struct bth_str name = validation->name.name;

	if (bth_check_sources(validation, spec, &sources, name)) {
		if (validation->findings->list.len == from)
			return;
		const char *path = bth_path_of(arena, validation->root, spec);
		bth_check_move_paths(validation, from, bth_arena_printf(arena, "%s.cephfs", path),
			bth_arena_printf(arena, "%s.cephFS", path)); /* so the server spells it */
		return;
	}
	struct bth_finding *finding = bth_validation_report_missing(validation,
		&bth_rule_pv_source_many, spec, (struct bth_str){0},
		"volume '%.*s' does not say where it is: no local, nfs, csi or other source",
		BTH_STR_ARG(name));
	bth_finding_fix(validation->findings, finding,
		"add a source, such as 'local: {path: /data/db}'");
}

/* ---- volumes by themselves ---- */

static void
check_amount(struct bth_validation *validation, struct bth_value capacity, struct bth_value key)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value amount = bth_under(key);
	size_t from = validation->findings->list.len;
	struct bth_quantity quantity;

	if (bth_check_positive(validation, amount) &&
		bth_quantity_read(&quantity, arena, amount) && bth_quantity_value(quantity) < 0)
		bth_validation_report(validation, &bth_rule_field_value_wrong, amount,
			"'%.*s' is more than a volume can have: 2^63-1 bytes",
			BTH_STR_ARG(bth_validation_shown(validation, amount)));
	if (validation->findings->list.len == from)
		return;
	bth_check_move_paths(validation, from, bth_path_of(arena, validation->root, amount),
		bth_arena_printf(arena, "%s[%.*s]",
			bth_path_of(arena, validation->root, capacity),
			BTH_STR_ARG(bth_text(key))));
}

static void
check_capacity(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value capacity = bth_get(spec, "capacity");

	if (!bth_check_required(validation, spec, "capacity") || !bth_is_map(capacity))
		return;
	if (!bth_exists(bth_get_key(capacity, "storage")) || bth_size(capacity) > 1) {
		struct bth_finding *finding = bth_validation_report_missing(validation,
			&bth_rule_field_value_unknown, capacity, (struct bth_str){0},
			"the capacity of a volume is its 'storage', and nothing else");
		bth_finding_fix(validation->findings, finding, "write 'capacity: {storage: 10Gi}'");
	}
	for (struct bth_value key = bth_first(capacity); bth_exists(key); key = bth_next(key))
		check_amount(validation, capacity, key);
}

/* Nothing but slashes and dots. */
static bool
is_root(struct bth_str path)
{
	if (!bth_str_starts(path, "/"))
		return false;
	for (size_t i = 1; i < path.len; i++)
		if (path.at[i] != '/' && (path.at[i] != '.' || path.at[i - 1] != '/'))
			return false;
	return true;
}

static void
check_recycled(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value policy = bth_get(spec, "persistentVolumeReclaimPolicy");

	if (!bth_str_is(bth_check_text(policy), "Recycle") ||
		!is_root(bth_check_text(bth_dig(spec, "hostPath.path"))))
		return;
	struct bth_finding *finding = bth_validation_report(validation, &bth_rule_field_forbidden,
		policy, "a volume that is the node's whole file system may not be recycled: all "
		"files would be deleted");
	bth_finding_fix(validation->findings, finding, "write 'Retain'");
}

static void
check_attributes(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value class = bth_get(spec, "volumeAttributesClassName");

	if (bth_is_unset(class) || validation->minor < ATTRIBUTES_SINCE)
		return;
	if (bth_check_required(validation, spec, "volumeAttributesClassName"))
		bth_check_format(validation, class, BTH_FORMAT_SUBDOMAIN);
	if (bth_is_unset(bth_get(spec, "csi")))
		bth_validation_report_missing(validation, &bth_rule_field_missing, spec,
			BTH_STR("csi"), "'csi' is missing: only its volumes have a "
			"'volumeAttributesClassName'");
}

/* ---- volumes in a VolumeAttachment ---- */

static void
check_modes(struct bth_validation *validation, struct bth_value spec)
{
	struct bth_value modes = bth_get(spec, "accessModes"), alone = {0};

	if (!bth_check_required(validation, spec, "accessModes") || !bth_is_list(modes))
		return;
	for (struct bth_value i = bth_first(modes); bth_exists(i); i = bth_next(i))
		if (bth_str_is(bth_check_text(i), "ReadWriteOncePod"))
			alone = i;
	if (bth_exists(alone) && bth_size(modes) > 1)
		bth_validation_report(validation, &bth_rule_field_forbidden, alone,
			"ReadWriteOncePod may not stand beside other access modes");
}

static void
check_only(struct bth_validation *validation, struct bth_value spec, const char *field,
	const char *word)
{
	struct bth_value value = bth_get(spec, field);

	if (bth_check_text(value).len && !bth_str_is(bth_check_text(value), word))
		bth_validation_report(validation, &bth_rule_field_forbidden, value,
			"'%s' of an inline volume can only be '%s'", field, word);
}

static void
check_inline(struct bth_validation *validation, struct bth_value spec)
{
	static const struct {
		const char *name;
		bool pointer; /* even an empty one is there */
	} forbidden[] = {{"claimRef", true}, {"capacity", false}, {"nodeAffinity", true},
		{"storageClassName", false}};

	for (size_t i = 0; i < sizeof forbidden / sizeof forbidden[0]; i++) {
		struct bth_value value = bth_get(spec, forbidden[i].name);

		if (forbidden[i].pointer || bth_size(value) || bth_check_text(value).len)
			bth_check_forbidden(validation, spec, forbidden[i].name,
				"for an inline volume");
	}
	if (bth_is_unset(bth_get(spec, "csi")))
		bth_check_missing(validation, spec, "csi");
	check_modes(validation, spec);
	check_only(validation, spec, "persistentVolumeReclaimPolicy", "Retain");
	check_only(validation, spec, "volumeMode", "Filesystem");
}

void
bth_check_volume_spec(struct bth_validation *validation, struct bth_value value)
{
	if (bth_check_is_in(validation, "inlineVolumeSpec")) {
		check_inline(validation, value);
		if (!bth_is_unset(bth_get(value, "csi")))
			check_sources(validation, value);
		return;
	}
	check_capacity(validation, value);
	check_sources(validation, value);
	check_recycled(validation, value);
	check_attributes(validation, value);
}

/* ---- annotations ---- */

/* Options for mounting are an annotation of old, which only these sources can have. */
void
bth_check_volume_options(struct bth_validation *validation, struct bth_value value)
{
	static const char *const taking[] = {"gcePersistentDisk", "awsElasticBlockStore",
		"glusterfs", "nfs", "rbd", "quobyte", "iscsi", "cinder", "cephfs", "azureFile",
		"vsphereVolume", "azureDisk", "photonPersistentDisk"};
	static const char key[] = "volume.beta.kubernetes.io/mount-options";
	enum { DEPRECATED_SINCE = 31 };
	struct bth_value annotation = bth_get(bth_dig(value, "metadata.annotations"), key);
	struct bth_value spec = bth_get(value, "spec");

	bool taken = false;

	for (size_t i = 0; i < sizeof taking / sizeof taking[0]; i++)
		taken |= !bth_is_unset(bth_get(spec, taking[i]));
	if (!bth_exists(annotation) || (taken && validation->minor < DEPRECATED_SINCE))
		return;
	struct bth_finding *finding = taken ?
		bth_validation_report(validation, &bth_rule_field_deprecated, annotation,
			"the annotation '%s' is deprecated", key) :
		bth_validation_report(validation, &bth_rule_field_forbidden, annotation,
			"this kind of volume may not have the annotation '%s'", key);
	bth_finding_fix(validation->findings, finding, "write 'mountOptions' in its spec");
	finding->path = bth_arena_printf(validation->findings->arena,
		"metadata.annotations.%s", key);
}

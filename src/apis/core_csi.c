/* core_csi.c - volumes of CSI drivers: validateCSIPersistentVolumeSource and the inline one */

#include "apis/volumes.h"

/* Name and namespace of a Secret, both of them; absent is fine (validatePVSecretReference). */
static void
check_secret(struct bth_validation *validation, struct bth_value secret)
{
	if (!bth_is_map(secret))
		return;
	if (bth_check_required(validation, secret, "name"))
		bth_check_format(validation, bth_get(secret, "name"), BTH_FORMAT_SUBDOMAIN);
	if (bth_check_required(validation, secret, "namespace"))
		bth_check_format(validation, bth_get(secret, "namespace"), BTH_FORMAT_LABEL);
}

/* nodeStageSecretRef is looked at by nobody. */
void
bth_check_csi_volume(struct bth_validation *validation, struct bth_value value)
{
	enum { NODE_EXPAND_SINCE = 27 };

	bth_check_driver_name(validation, bth_get(value, "driver"));
	check_secret(validation, bth_get(value, "controllerPublishSecretRef"));
	check_secret(validation, bth_get(value, "controllerExpandSecretRef"));
	check_secret(validation, bth_get(value, "nodePublishSecretRef"));
	if (validation->minor >= NODE_EXPAND_SINCE)
		check_secret(validation, bth_get(value, "nodeExpandSecretRef"));
}

/* The server finds the secret's name in the volume. */
void
bth_check_csi_inline(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value secret = bth_get(value, "nodePublishSecretRef");
	size_t from;

	bth_check_driver_name(validation, bth_get(value, "driver"));
	if (!bth_is_map(secret) || !bth_check_required(validation, secret, "name"))
		return;
	from = validation->findings->list.len;
	bth_check_format(validation, bth_get(secret, "name"), BTH_FORMAT_SUBDOMAIN);
	bth_check_move_paths(validation, from, bth_path_of(arena, validation->root, secret),
		bth_path_of(arena, validation->root, value));
}

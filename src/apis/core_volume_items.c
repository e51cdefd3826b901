/* core_volume_items.c - the files of a volume: keys, fields and tokens, and where they go */

#include "apis/field_ref.h"
#include "apis/volumes.h"
#include "base/map.h"

void
bth_check_key_to_path(struct bth_validation *validation, struct bth_value value)
{
	bth_check_local_path(validation, bth_get(value, "path"));
}

/* ---- fields of the pod (validateDownwardAPIVolumeFile) ---- */

/* Without the map that it is in, and the list: the server forgets both. */
static void
check_file(struct bth_validation *validation, struct bth_value file)
{
	struct bth_value field = bth_get(file, "fieldRef");
	struct bth_value resource = bth_get(file, "resourceFieldRef");

	if (bth_check_required(validation, file, "path"))
		bth_check_local_path(validation, bth_get(file, "path"));
	bth_check_range(validation, bth_get(file, "mode"), 0, 0777);
	if (bth_is_unset(field) && bth_is_unset(resource))
		bth_validation_report_missing(validation, &bth_rule_field_missing, file,
			(struct bth_str){0},
			"the file has neither 'fieldRef' nor 'resourceFieldRef': what is in it?");
	else if (!bth_is_unset(field) && !bth_is_unset(resource))
		bth_validation_report_missing(validation, &bth_rule_field_value_wrong, file,
			(struct bth_str){0},
			"the file has both 'fieldRef' and 'resourceFieldRef', and can be one of "
			"them only");
	bth_check_field_ref(validation, field, BTH_FOR_FILE);
	if (bth_is_unset(field) && bth_is_map(resource) &&
		bth_check_required(validation, resource, "containerName"))
		bth_check_resource_ref(validation, resource, BTH_FOR_FILE);
}

void
bth_check_downward_files(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_value items = bth_get(value, "items");
	const char *at = bth_path_of(arena, validation->root, value);

	for (struct bth_value i = bth_first(items); bth_is_list(items) && bth_exists(i);
		i = bth_next(i)) {
		size_t from = validation->findings->list.len;

		check_file(validation, i);
		if (validation->findings->list.len > from)
			bth_check_move_paths(validation, from,
				bth_path_of(arena, validation->root, i), at);
	}
}

/* ---- several sources in one volume (validateProjectionSources) ---- */

/* The server names the volume, and not the source. */
static void
check_token(struct bth_validation *validation, struct bth_value projected, struct bth_value token)
{
	struct bth_arena *arena = validation->findings->arena;
	size_t from = validation->findings->list.len;

	if (!bth_is_map(token))
		return;
	if (bth_check_required(validation, token, "path"))
		bth_check_local_path(validation, bth_get(token, "path"));
	bth_check_move_paths(validation, from, bth_path_of(arena, validation->root, token),
		bth_path_of(arena, validation->root, projected));
	bth_check_token_expiry(validation, bth_get(token, "expirationSeconds"));
}

/* Two sources that write the same file. */
static void
check_paths(struct bth_validation *validation, struct bth_value projected, struct bth_map *paths,
	struct bth_value items)
{
	struct bth_arena *arena = validation->findings->arena;

	for (struct bth_value i = bth_first(items); bth_is_list(items) && bth_exists(i);
		i = bth_next(i)) {
		struct bth_value path = bth_get(i, "path");

		if (!bth_check_text(path).len)
			continue;
		if (!bth_map_get(paths, bth_check_text(path))) {
			bth_map_put(arena, paths, bth_check_text(path), paths);
			continue;
		}
		struct bth_finding *finding = bth_validation_report(validation,
			&bth_rule_field_value_wrong, path,
			"another file of this volume has the path '%.*s' already",
			BTH_STR_ARG(bth_validation_shown(validation, path)));
		finding->path = bth_path_of(arena, validation->root, projected);
	}
}

/* A source is one thing; those behind gates that are off are dropped before. */
static void
check_single(struct bth_validation *validation, struct bth_value source)
{
	static const char *const kinds[] = {
		"secret", "configMap", "downwardAPI", "serviceAccountToken"};
	size_t count = 0;

	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		count += !bth_is_unset(bth_get(source, kinds[i]));
	if (count > 1)
		bth_validation_report_missing(validation, &bth_rule_field_forbidden, source,
			(struct bth_str){0},
			"an item of 'sources' is one source, and this has %zu", count);
}

void
bth_check_projected(struct bth_validation *validation, struct bth_value value)
{
	static const char *const filled[] = {
		"secret.items", "configMap.items", "downwardAPI.items"};
	struct bth_value sources = bth_get(value, "sources");
	struct bth_map paths = {0};

	for (struct bth_value i = bth_first(sources); bth_is_list(sources) && bth_exists(i);
		i = bth_next(i)) {
		check_single(validation, i);
		check_token(validation, value, bth_get(i, "serviceAccountToken"));
		for (size_t k = 0; k < sizeof filled / sizeof filled[0]; k++)
			check_paths(validation, value, &paths, bth_dig(i, filled[k]));
	}
}

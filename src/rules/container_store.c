/* container_store.c - where the files of a container end up */

#include "rules/container_store.h"

#include "rules/placement.h"

static struct bth_value
find_named(struct bth_value list, const char *path, struct bth_str name)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(bth_dig(i, path)), name))
			return i;
	return (struct bth_value){0};
}

enum bth_store
bth_store_of(
	const struct bth_object *workload, struct bth_str name, struct bth_value *volume)
{
	static const struct {
		const char *key;
		enum bth_store store;
	} sources[] = {
		{"emptyDir", BTH_STORE_PASSING},
		{"persistentVolumeClaim", BTH_STORE_CLAIM},
		{"ephemeral", BTH_STORE_CLAIM},
		{"configMap", BTH_STORE_SETTINGS},
		{"secret", BTH_STORE_SETTINGS},
		{"projected", BTH_STORE_SETTINGS},
		{"downwardAPI", BTH_STORE_SETTINGS},
		{"image", BTH_STORE_SETTINGS},
	};

	/* a template's claim replaces a volume of the same name */
	*volume = find_named(bth_claim_templates(workload), "metadata.name", name);
	if (bth_exists(*volume))
		return BTH_STORE_CLAIM;
	*volume = find_named(
		bth_get(bth_object_pod_spec(workload), "volumes"), "name", name);
	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
		if (bth_exists(bth_get(*volume, sources[i].key)))
			return sources[i].store;
	/* a name alone is an emptyDir to the API server */
	return bth_size(*volume) == 1 ? BTH_STORE_PASSING : BTH_STORE_LASTING;
}

struct bth_value
bth_mount_of(struct bth_arena *arena, struct bth_value container, struct bth_str path)
{
	struct bth_value mounts = bth_get(container, "volumeMounts"), best = {0};
	size_t longest = 0;

	for (struct bth_value i = bth_first(mounts); bth_exists(i); i = bth_next(i)) {
		struct bth_str at = bth_text(bth_get(i, "mountPath"));

		if (!at.len)
			continue;
		at = bth_path_clean(arena, at);
		if (!bth_path_within(path, at) || at.len < longest)
			continue;
		longest = at.len;
		best = i;
	}
	return best;
}

struct bth_str
bth_image_name(struct bth_str image)
{
	image = bth_str_sub(image, 0, bth_str_find(image, '@'));
	size_t slash = bth_str_rfind(image, '/');
	if (slash != SIZE_MAX)
		image = bth_str_sub(image, slash + 1, SIZE_MAX);
	return bth_str_sub(image, 0, bth_str_find(image, ':'));
}

static bool
list_has(struct bth_value list, const char *part)
{
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_str_contains(bth_text(i), part))
			return true;
	return false;
}

bool
bth_command_has(struct bth_value container, const char *part)
{
	return list_has(bth_get(container, "command"), part) ||
		list_has(bth_get(container, "args"), part);
}

struct bth_value
bth_env_value(struct bth_value container, const char *name)
{
	return bth_get(
		find_named(bth_get(container, "env"), "name", bth_str(name)), "value");
}

bool
bth_any_text(
	struct bth_arena *arena, struct bth_value value, bool (*has)(struct bth_str text))
{
	BTH_VEC(struct bth_value) waiting = {0};

	bth_vec_push(arena, &waiting, value);
	while (waiting.len) {
		struct bth_value next = waiting.items[--waiting.len];

		if (bth_is_scalar(next) && has(bth_text(next)))
			return true;
		for (struct bth_value i = bth_first(next); bth_exists(i);
			i = bth_next(i)) {
			bth_vec_push(arena, &waiting, i);
			if (bth_is_map(next))
				bth_vec_push(arena, &waiting, bth_under(i));
		}
	}
	return false;
}

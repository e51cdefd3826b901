/* mount.c - where containers mount volumes */

#include "base/near.h"
#include "rules/edit.h"
#include "rules/pod_parts.h"

static const char *const lists[] = {"volumeMounts", "volumeDevices"};

/* The names that a mount of the workload's containers may have. */
static void
read_names(struct bth_lint *lint, const struct bth_object *object, struct bth_map *names,
	struct bth_strs *list)
{
	struct bth_value volumes = bth_get(bth_object_pod_spec(object), "volumes");
	struct bth_value templates = bth_claim_templates(object);

	for (struct bth_value i = bth_first(volumes); bth_exists(i); i = bth_next(i))
		bth_vec_push(lint->arena, list, bth_text(bth_get(i, "name")));
	for (struct bth_value i = bth_first(templates); bth_exists(i); i = bth_next(i))
		bth_vec_push(lint->arena, list, bth_text(bth_dig(i, "metadata.name")));
	for (size_t i = 0; i < list->len; i++)
		bth_map_put(lint->arena, names, list->items[i], names);
}

/* The volume that was probably meant: a near name, or the only one. */
static const char *
guess(struct bth_arena *arena, struct bth_str name, const struct bth_strs *list)
{
	BTH_VEC(const char *) words = {0};

	for (size_t i = 0; i < list->len; i++)
		if (list->items[i].len)
			bth_vec_push(
				arena, &words, bth_str_copy(arena, list->items[i]).at);
	return bth_near(name, words.items, words.len);
}

static void
report_volume(struct bth_lint *lint, const struct bth_object *object,
	struct bth_container container, struct bth_value name,
	const struct bth_strs *list)
{
	bool set = object->kind == BTH_STATEFUL_SET;
	struct bth_finding *finding = bth_report(lint,
		bth_made_rule(lint, object, &bth_rule_mount_volume_missing), object, name,
		"%s mounts '%.*s', but there is no such volume%s%s",
		bth_container_text(lint->arena, container), BTH_STR_ARG(bth_text(name)),
		set ? " or claim template" : "", bth_made_tail(lint, object, "pods"));
	const char *meant = guess(lint->arena, bth_text(name), list);

	if (meant) {
		bth_report_fix(lint, finding, "write '%s'", meant);
		bth_report_replace_text(lint, finding, object, name, bth_str(meant));
	} else {
		bth_report_fix(lint, finding,
			set ? "add a claim template '%.*s', or a volume of that name" :
			      "add a volume '%.*s' to the pod",
			BTH_STR_ARG(bth_text(name)));
	}
}

static void
visit_volumes(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);
	struct bth_map names = {0};
	struct bth_strs list = {0};

	read_names(lint, object, &names, &list);
	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c)) {
		for (size_t l = 0; l < 2; l++) {
			struct bth_value mounts = bth_get(c.at, lists[l]);

			for (struct bth_value i = bth_first(mounts); bth_exists(i);
				i = bth_next(i)) {
				struct bth_value name = bth_get(i, "name");

				if (bth_is_string(name) && bth_text(name).len &&
					!bth_map_get(&names, bth_text(name)))
					report_volume(lint, object, c, name, &list);
			}
		}
	}
}

static void
check_paths(struct bth_lint *lint, const struct bth_object *object,
	struct bth_container container)
{
	static const char *const fields[] = {"mountPath", "devicePath"};
	struct bth_map paths = {0};

	for (size_t l = 0; l < 2; l++) {
		struct bth_value mounts = bth_get(container.at, lists[l]);

		for (struct bth_value i = bth_first(mounts); bth_exists(i);
			i = bth_next(i)) {
			struct bth_value path = bth_get(i, fields[l]);

			if (!bth_is_string(path) || !bth_text(path).len)
				continue;
			struct bth_value first =
				bth_seen(lint->arena, &paths, bth_text(path), path);
			if (!bth_exists(first))
				continue;
			struct bth_finding *finding = bth_report(lint,
				bth_made_rule(lint, object, &bth_rule_mount_path_shared),
				object, path, "%s has two mounts at '%.*s'%s",
				bth_container_text(lint->arena, container),
				BTH_STR_ARG(bth_text(path)),
				bth_made_tail(lint, object, "pods"));
			bth_report_note(lint, finding, first, "the first is here");
			bth_report_fix(lint, finding,
				"mount one of them elsewhere, or remove it");
		}
	}
}

static void
visit_paths(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value spec = bth_object_pod_spec(object);

	for (struct bth_container c = bth_container_first(spec); bth_exists(c.at);
		c = bth_container_next(c))
		check_paths(lint, object, c);
}

const struct bth_rule bth_rule_mount_volume_missing = {
	.code = "BTH225",
	.name = "mount-volume-missing",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_WITH_PODS,
	.visit = visit_volumes,
	.summary = "a container mounts a volume that the pod does not have",
	.why = "A mount names an entry of spec.volumes or, in a StatefulSet, a claim template. The "
	       "API server refuses a name that is neither; for StatefulSets since 1.34, before see "
	       "statefulset-fails-late.",
	.fix = "Correct the name, or add the volume or the claim template.",
};

const struct bth_rule bth_rule_mount_path_shared = {
	.code = "BTH226",
	.name = "mount-path-shared",
	.family = BTH_API,
	.severity = BERTH_ERROR,
	.kinds = BTH_WITH_PODS,
	.visit = visit_paths,
	.summary = "two mounts of a container at one path",
	.why = "One would hide the other. The API server refuses it; for StatefulSets since 1.34, "
	       "before see statefulset-fails-late.",
	.fix = "Give each mount a path of its own; parts of one volume can be mounted with subPath.",
};

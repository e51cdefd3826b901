/* pv_path_missing.c - a path that the node does not have, by what the run says of it */

#include "rules/placement.h"

#define PATHS "berth/paths"

/* "node\npath" of every path that a node is said to have. */
static void
index_paths(struct bth_lint *lint, struct bth_map *map, const struct bth_node_view *node,
	struct bth_str paths)
{
	while (paths.len) {
		size_t comma = bth_str_find(paths, ',');
		struct bth_str path = bth_str_trim(bth_str_sub(paths, 0, comma));

		paths = comma == SIZE_MAX ? BTH_STR("") :
					    bth_str_sub(paths, comma + 1, SIZE_MAX);
		if (!path.len)
			continue;
		path = bth_path_clean(lint->arena, path);
		bth_map_put(lint->arena, map,
			bth_str_printf(lint->arena, "%.*s\n%.*s", BTH_STR_ARG(node->name),
				BTH_STR_ARG(path)),
			map);
	}
}

static struct bth_value
paths_of(const struct bth_lint *lint, const struct bth_node_view *node)
{
	return bth_get(bth_dig(bth_lint_node(lint, node), "metadata.annotations"), PATHS);
}

/* Whether the node has to have the path already: nothing makes it. */
static bool
needs_path(const struct bth_lint *lint, const struct bth_volume *volume)
{
	struct bth_str type =
		bth_text(bth_dig(bth_lint_volume(lint, volume), "spec.hostPath.type"));

	if (volume->source == BTH_SOURCE_HOST_PATH)
		return type.len && !bth_str_ends(type, "OrCreate");
	return volume->source == BTH_SOURCE_LOCAL && volume->path.len > 0;
}

static void
report(struct bth_lint *lint, const struct bth_volume *volume,
	const struct bth_node_view *node, size_t count)
{
	const struct bth_object *object = bth_lint_object(lint, volume->object);
	struct bth_finding *finding = bth_report(lint, &bth_rule_pv_path_missing, object,
		bth_volume_path(object->root),
		"volume '%.*s' needs '%.*s', which node '%.*s'%s does not have",
		BTH_STR_ARG(volume->name), BTH_STR_ARG(volume->path),
		BTH_STR_ARG(node->name), bth_and_more(lint, count));

	bth_report_note(
		lint, finding, paths_of(lint, node), "the paths of the node are here");
	bth_report_fix(lint, finding,
		"make the directory on the node and add it to the annotation " PATHS
		", or correct the path");
}

/* Nodes without the annotation are not known well enough to speak of. */
static void
look_at(struct bth_lint *lint, struct bth_node_index *index, const struct bth_map *paths,
	const struct bth_volume *volume)
{
	const struct bth_indexes *nodes = bth_node_index_find(index, &volume->affinity);
	struct bth_str path = bth_path_clean(lint->arena, volume->path);
	const struct bth_node_view *first = NULL;
	size_t count = 0;

	for (size_t i = 0; i < nodes->len; i++) {
		const struct bth_node_view *node =
			&lint->views->nodes.items[nodes->items[i]];
		struct bth_str key = bth_str_printf(lint->arena, "%.*s\n%.*s",
			BTH_STR_ARG(node->name), BTH_STR_ARG(path));

		if (!bth_exists(paths_of(lint, node)) || bth_map_get(paths, key))
			continue;
		if (!count++)
			first = node;
	}
	if (first)
		report(lint, volume, first, count);
}

static void
check(struct bth_lint *lint)
{
	struct bth_node_index index;
	struct bth_map paths = {0};
	bool any = false;

	for (size_t i = 0; i < lint->views->nodes.len && lint->views->nodes_known; i++) {
		const struct bth_node_view *node = &lint->views->nodes.items[i];

		any |= bth_exists(paths_of(lint, node));
		index_paths(lint, &paths, node, bth_text(paths_of(lint, node)));
	}
	if (!any)
		return;
	bth_node_index_init(&index, lint);
	for (size_t i = 0; i < lint->views->volumes.len; i++)
		if (needs_path(lint, &lint->views->volumes.items[i]))
			look_at(lint, &index, &paths, &lint->views->volumes.items[i]);
}

const struct bth_rule bth_rule_pv_path_missing = {
	.code = "BTH414",
	.name = "pv-path-missing",
	.family = BTH_TOPOLOGY,
	.severity = BERTH_WARNING,
	.check = check,
	.after = BTH_AFTER(&bth_rule_pv_path_relative),
	.summary = "a volume's path is not among those that its node is said to have",
	.why = "Nothing makes the directory of a local volume. When it is missing, the "
	       "claim binds and the pod is sent to the node, and there it stays in "
	       "ContainerCreating because the path does not exist.",
	.fix = "Make the directory before the volume is applied. The rule speaks of "
	       "nodes whose Node object lists what they have: the annotation "
	       "berth/paths, separated by commas.",
};

/* foreign.c - texts that kustomize and Helm read, and that are no objects */

#include "run/foreign.h"

#include "base/path.h"
#include "run/context.h"

/* Where a kustomization names files of other kinds than objects. */
static const struct {
	const char *key;   /* of the kustomization: a list, or a map */
	const char *inner; /* key of an item; NULL: the item itself */
	const char *what;
	bool named; /* items may be NAME=FILE */
} places[] = {
	{"patches", "path", "patch", false},
	{"patches", NULL, "patch", false},
	{"patchesStrategicMerge", NULL, "patch", false},
	{"patchesJson6902", "path", "patch", false},
	{"replacements", "path", "replacement", false},
	{"configurations", NULL, "configuration", false},
	{"openapi", "path", "schema", false},
	{"transformers", NULL, "transformer", false},
	{"generators", NULL, "generator", false},
	{"validators", NULL, "validator", false},
	{"configMapGenerator", "files", "data", true},
	{"configMapGenerator", "envs", "data", false},
	{"configMapGenerator", "env", "data", false},
	{"secretGenerator", "files", "data", true},
	{"secretGenerator", "envs", "data", false},
	{"secretGenerator", "env", "data", false},
	{"helmCharts", "valuesFile", "values", false},
	{"helmCharts", "additionalValuesFiles", "values", false},
	{"helmChartInflationGenerator", "values", "values", false},
};

static struct bth_str
path_of(const struct berth_context *context, struct bth_arena *arena, const char *name)
{
	return bth_path_resolve(arena, context->folder, bth_str(name));
}

static bool
is_kustomization_name(struct bth_str path)
{
	struct bth_str name = bth_path_last(path);

	return bth_str_is(name, "kustomization.yaml") || bth_str_is(name, "kustomization.yml") ||
		bth_str_is(name, "Kustomization");
}

/* kustomize takes a file of that name without apiVersion and kind; other tools have the kind too. */
static bool
is_kustomization(const struct bth_document *document)
{
	struct bth_value root = bth_root(document->tree), version = bth_get(root, "apiVersion");

	if (bth_str_starts(bth_text(version), "kustomize.config.k8s.io/"))
		return true;
	return bth_is_map(root) && bth_is_unset(version) &&
		is_kustomization_name(bth_str(document->span.source->name));
}

static bool
is_chart(const struct bth_document *document)
{
	struct bth_value root = bth_root(document->tree);

	return bth_is_map(root) && bth_is_unset(bth_get(root, "kind")) &&
		bth_is_string(bth_get(root, "name")) &&
		bth_str_is(bth_path_last(bth_str(document->span.source->name)), "Chart.yaml");
}

/* What is being looked through for names of files. */
struct naming {
	struct berth_context *context;
	struct bth_map *map;   /* from paths to reasons */
	struct bth_str folder; /* of the file that names them */
	const char *reason;
	bool named;
};

/* A text of several lines is a patch itself, and no name of one. */
static void
add_name(const struct naming *naming, struct bth_value value)
{
	struct bth_arena *arena = &naming->context->arena;
	struct bth_str text = bth_text(value);
	size_t equals = naming->named ? bth_str_find(text, '=') : SIZE_MAX;

	if (equals != SIZE_MAX)
		text = bth_str_sub(text, equals + 1, SIZE_MAX);
	if (!text.len || bth_str_find(text, '\n') != SIZE_MAX)
		return;
	struct bth_str path = bth_path_resolve(arena, naming->folder, text);
	if (path.len && !bth_map_get(naming->map, path))
		bth_map_put(arena, naming->map, path, (void *)(uintptr_t)naming->reason);
}

static void
add_names(const struct naming *naming, struct bth_value value)
{
	if (!bth_is_list(value)) {
		add_name(naming, value);
		return;
	}
	for (struct bth_value i = bth_first(value); bth_exists(i); i = bth_next(i))
		add_name(naming, i);
}

/* Under @inner of each item, or of the map that stands there alone. */
static void
add_inner(const struct naming *naming, struct bth_value value, const char *inner)
{
	if (!inner) {
		add_names(naming, value);
		return;
	}
	if (bth_is_map(value))
		add_names(naming, bth_get(value, inner));
	for (struct bth_value i = bth_first(value); bth_is_list(value) && bth_exists(i);
		i = bth_next(i))
		add_names(naming, bth_get(i, inner));
}

static void
add_kustomization(
	struct berth_context *context, struct bth_foreign *foreign, const struct bth_document *document)
{
	static const char *const objects[] = {"resources", "bases", "components"};
	struct bth_value root = bth_root(document->tree);
	const char *name = document->span.source->name;
	struct naming naming = {.context = context,
		.folder = bth_path_folder(path_of(context, &context->arena, name)),
		.map = &foreign->named};

	if (!naming.folder.len)
		naming.folder = BTH_STR(".");
	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		struct bth_value value = bth_get(root, places[i].key);

		if (!bth_exists(value))
			continue;
		naming.reason = bth_arena_printf(
			&context->arena, "%s of kustomization '%s'", places[i].what, name);
		naming.named = places[i].named;
		add_inner(&naming, value, places[i].inner);
	}
	naming.map = &foreign->objects;
	naming.reason = "object";
	naming.named = false;
	for (size_t i = 0; i < sizeof objects / sizeof objects[0]; i++)
		add_names(&naming, bth_get(root, objects[i]));
}

void
bth_foreign_find(struct bth_foreign *out, struct berth_context *context)
{
	for (size_t i = 0; i < context->documents.len; i++) {
		const struct bth_document *document = &context->documents.items[i];
		struct bth_arena *arena = &context->arena;

		if (document->state != BTH_DOCUMENT_READ)
			continue;
		if (is_kustomization(document)) {
			context->world.partial = true;
			if (is_kustomization_name(bth_str(document->span.source->name)))
				add_kustomization(context, out, document);
		} else if (is_chart(document)) {
			struct bth_str folder =
				bth_path_folder(path_of(context, arena, document->span.source->name));

			context->world.partial = true;
			bth_map_put(arena, &out->charts, folder,
				bth_arena_printf(arena, "values of Helm chart '%s'",
					document->span.source->name));
		}
	}
}

/* What a kustomization calls the path, or a directory in which it is. */
static const char *
find_named(const struct bth_foreign *foreign, struct bth_str path)
{
	const char *reason =
		bth_map_get(&foreign->objects, path) ? NULL : bth_map_get(&foreign->named, path);

	for (struct bth_str folder = bth_path_folder(path); !reason && folder.len > 1;
		folder = bth_path_folder(folder)) {
		folder.len--;
		reason = bth_map_get(&foreign->named, folder);
	}
	return reason;
}

const char *
bth_foreign_reason(const struct bth_foreign *foreign, struct berth_context *context,
	const struct bth_document *document)
{
	struct bth_value root = bth_root(document->tree);

	if (is_kustomization(document))
		return "kustomization";
	if (is_chart(document))
		return "Helm chart";
	if (!foreign->named.len && !foreign->charts.len)
		return NULL;
	struct bth_str path = path_of(context, &context->arena, document->span.source->name);
	const char *reason = find_named(foreign, path);
	if (reason || bth_exists(bth_get(root, "kind")) || !bth_str_starts(bth_path_last(path), "values"))
		return reason;
	return bth_map_get(&foreign->charts, bth_path_folder(path));
}

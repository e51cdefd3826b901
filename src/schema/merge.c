/* merge.c - patches, merged as kubectl patch merges them */

#include "schema/merge.h"

/* A map of the patch that is to be merged into a map of the tree. */
struct job {
	uint32_t node;
	struct bth_value patch;
	const struct bth_shape *shape;           /* of the map's values; NULL for objects */
	const struct bth_definition *definition; /* of an object; both NULL: not known */
};

struct merging {
	struct bth_builder *builder;
	BTH_VEC(struct job) jobs;
	int minor;
};

static struct bth_value
view_of(const struct bth_tree *tree, uint32_t node)
{
	return (struct bth_value){.tree = tree, .at = node};
}

/* ---- the parts of a patch ---- */

static bool
has_directive(struct bth_value map, const char *directive)
{
	struct bth_value value = bth_get(map, "$patch");

	return bth_is_string(value) && bth_str_is(bth_text(value), directive);
}

/* An empty map or list where that of the patch stands. */
static uint32_t
like(struct bth_builder *builder, struct bth_value patch)
{
	uint32_t new = bth_is_map(patch) ? bth_build_map(builder) : bth_build_list(builder);
	struct bth_node *node = &builder->nodes.items[new];

	node->style = bth_node(patch)->style;
	node->start = bth_node(patch)->start;
	node->end = bth_node(patch)->end;
	return new;
}

/* Appends an entry whose key keeps its place. */
static void
append(struct bth_builder *builder, uint32_t map, struct bth_value key, uint32_t value)
{
	uint32_t copy = bth_build_copy(builder, key, true);

	builder->nodes.items[copy].flags |= BTH_NODE_KEY;
	bth_build_item(builder, map, copy);
	bth_build_item(builder, map, value);
}

static void
plan(struct merging *merging, uint32_t node, struct bth_value patch, const struct bth_shape *shape)
{
	struct job job = {.node = node, .patch = patch};

	if (shape && bth_shape_kind(shape) == BTH_SHAPE_MAP)
		job.shape = bth_shape_item(shape);
	else if (shape)
		job.definition = bth_shape_definition(shape);
	bth_vec_push(merging->builder->arena, &merging->jobs, job);
}

/*
 * What @patch adds where there is nothing to merge with: a map is made empty and merged
 * into, so that no null and no directive of the patch is left in it.
 */
static uint32_t
make(struct merging *merging, struct bth_value patch, const struct bth_shape *shape)
{
	if (!bth_is_map(patch))
		return bth_build_copy(merging->builder, patch, true);
	uint32_t map = like(merging->builder, patch);
	plan(merging, map, patch, shape);
	return map;
}

/* ---- lists ---- */

/* The keys by which items of the field's list are told apart; 0: it is not merged by keys. */
static size_t
merge_keys(struct bth_str keys[BTH_KEYS_MOST], const struct bth_field *field)
{
	if (bth_field_patch(field) & BTH_PATCH_MERGE) {
		keys[0] = bth_field_merge_key(field);
		return keys[0].len ? 1 : 0;
	}
	return bth_field_list_type(field) == BTH_LIST_MAP ? bth_field_keys(keys, field) : 0;
}

static bool
is_same_item(struct bth_value a, struct bth_value b, const struct bth_str *keys, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct bth_value left = bth_get_str(a, keys[i]), right = bth_get_str(b, keys[i]);

		if (bth_exists(left) != bth_exists(right) ||
			!bth_str_eq(bth_text(left), bth_text(right)))
			return false;
	}
	return bth_exists(bth_get_str(b, keys[0]));
}

/* Number and node of the item that @item of the patch is about; false when there is none. */
static bool
find_item(const struct bth_builder *builder, size_t *index, uint32_t *node, uint32_t list,
	struct bth_value item, const struct bth_str *keys, size_t count)
{
	struct bth_tree tree = bth_build_view(builder);

	*index = 0;
	for (struct bth_value i = bth_first(view_of(&tree, list)); bth_exists(i);
		i = bth_next(i), (*index)++) {
		*node = i.at;
		if (count ? is_same_item(i, item, keys, count) : bth_same(i, item))
			return true;
	}
	return false;
}

/*
 * Appends an item. What it is told apart by goes in at once, so that a second item of the
 * patch finds it; the rest follows when its job is done.
 */
static void
append_item(struct merging *merging, uint32_t list, struct bth_value item,
	const struct bth_shape *shape, const struct bth_str *keys, size_t count)
{
	struct bth_builder *builder = merging->builder;
	uint32_t new = bth_build_item(builder, list, make(merging, item, shape));

	for (size_t i = 0; i < count; i++) {
		struct bth_value value = bth_get_str(item, keys[i]);

		if (bth_is_map(item) && bth_is_scalar(value) && !bth_is_null(value))
			append(builder, new, bth_get_key(item, keys[i].at),
				bth_build_copy(builder, value, true));
	}
}

static void
merge_item(struct merging *merging, uint32_t list, struct bth_value item,
	const struct bth_shape *shape, const struct bth_str *keys, size_t count)
{
	struct bth_builder *builder = merging->builder;
	size_t index;
	uint32_t node;
	bool found = find_item(builder, &index, &node, list, item, keys, count);

	if (has_directive(item, "delete")) {
		if (found)
			bth_build_remove_item(builder, list, index);
	} else if (!found) {
		append_item(merging, list, item, shape, keys, count);
	} else if (bth_is_map(item)) {
		plan(merging, node, item, shape);
	}
}

static bool
replaces_list(struct bth_value patch)
{
	for (struct bth_value item = bth_first(patch); bth_exists(item); item = bth_next(item))
		if (has_directive(item, "replace"))
			return true;
	return false;
}

/* Whether lists of that field are merged, and not replaced. */
static bool
is_merged(const struct bth_field *field)
{
	struct bth_str keys[BTH_KEYS_MOST];

	return field && (bth_field_patch(field) & BTH_PATCH_MERGE || merge_keys(keys, field));
}

/* The list that items are merged into: the old one, or one without items in its place. */
static uint32_t
list_to_merge(struct merging *merging, const struct job *job, struct bth_value key)
{
	struct bth_builder *builder = merging->builder;
	struct bth_value patch = bth_under(key);
	uint32_t old = bth_build_get(builder, job->node, bth_text(key));

	if (old && builder->nodes.items[old].kind == BTH_LIST && !replaces_list(patch))
		return old;
	uint32_t list = like(builder, patch);
	if (old)
		bth_build_set(builder, job->node, bth_text(key), list);
	else
		append(builder, job->node, key, list);
	return list;
}

static void
merge_list(struct merging *merging, const struct job *job, struct bth_value key,
	const struct bth_field *field)
{
	struct bth_str keys[BTH_KEYS_MOST];
	size_t count = merge_keys(keys, field);
	uint32_t list = list_to_merge(merging, job, key);
	struct bth_value patch = bth_under(key);

	for (struct bth_value item = bth_first(patch); bth_exists(item); item = bth_next(item))
		if (!has_directive(item, "replace"))
			merge_item(merging, list, item, bth_shape_item(bth_field_shape(field)), keys,
				count);
}

/* ---- maps ---- */

static void
merge_entry(struct merging *merging, const struct job *job, struct bth_value key)
{
	struct bth_builder *builder = merging->builder;
	struct bth_str name = bth_text(key);
	struct bth_value patch = bth_under(key);
	const struct bth_field *field = job->definition ?
		bth_definition_field_ever(job->definition, name, merging->minor) : NULL;
	const struct bth_shape *shape = field ? bth_field_shape(field) : job->shape;
	uint32_t old = bth_build_get(builder, job->node, name);

	if (bth_is_null(patch) || has_directive(patch, "delete")) {
		bth_build_remove(builder, job->node, name);
	} else if (bth_is_list(patch) && is_merged(field)) {
		merge_list(merging, job, key, field);
	} else if (!old) {
		append(builder, job->node, key, make(merging, patch, shape));
	} else if (bth_is_map(patch) && builder->nodes.items[old].kind == BTH_MAP &&
		!has_directive(patch, "replace")) {
		plan(merging, old, patch, shape);
	} else {
		bth_build_set(builder, job->node, name, make(merging, patch, shape));
	}
}

void
bth_schema_merge(struct bth_builder *builder, uint32_t node,
	const struct bth_definition *definition, struct bth_value patch, int minor)
{
	struct merging merging = {.builder = builder, .minor = minor};
	struct job first = {.node = node, .patch = patch, .definition = definition};

	bth_vec_push(builder->arena, &merging.jobs, first);
	for (size_t i = 0; i < merging.jobs.len; i++) {
		struct job job = merging.jobs.items[i];

		for (struct bth_value key = bth_first(job.patch);
			bth_exists(key) && bth_is_map(job.patch); key = bth_next(key))
			if (!bth_str_is(bth_text(key), "$patch"))
				merge_entry(&merging, &job, key);
	}
}

/* baseline.c - findings that are known already, by rule, object and path */

#include "diag/baseline.h"

#include <stdlib.h>

/* A rule, an object of some group, a file or none, and a path. */
enum { PARTS = 7 };

static void
fill_parts(struct bth_str parts[PARTS], const struct bth_known *known)
{
	size_t slash = bth_str_find(known->object.api_version, '/');

	/* a later version of the same group is still the same object */
	parts[0] = slash == SIZE_MAX ? BTH_STR("") :
		bth_str_sub(known->object.api_version, 0, slash);
	parts[1] = known->object.kind;
	parts[2] = known->object.namespace;
	parts[3] = known->object.name;
	parts[4] = known->file;
	parts[5] = known->path;
	parts[6] = known->rule;
}

static struct bth_known *
find(const struct bth_baseline *baseline, const struct bth_known *known)
{
	struct bth_str parts[PARTS];

	fill_parts(parts, known);
	return bth_map_get_joined(&baseline->by_key, parts, PARTS, '\n');
}

void
bth_baseline_add(struct bth_baseline *baseline, const struct bth_known *known)
{
	struct bth_known *there = find(baseline, known);
	struct bth_str parts[PARTS];

	if (there) {
		if (there->count < known->count)
			there->count = known->count;
		return;
	}
	there = bth_arena_alloc(baseline->arena, sizeof *there);
	*there = *known;
	fill_parts(parts, known);
	bth_map_put(baseline->arena, &baseline->by_key,
		bth_str_join(baseline->arena, parts, PARTS, '\n'), there);
	bth_vec_push(baseline->arena, &baseline->list, there);
}

/* Takes the first folder off a path. */
static struct bth_str
next_folder(struct bth_str *path)
{
	size_t slash = bth_str_find(*path, '/');
	struct bth_str folder = bth_str_sub(*path, 0, slash);

	*path = slash == SIZE_MAX ? BTH_STR("") : bth_str_sub(*path, slash + 1, SIZE_MAX);
	return folder;
}

static struct bth_str
without_dot(struct bth_str path)
{
	while (bth_str_starts(path, "./"))
		path = bth_str_sub(path, 2, SIZE_MAX);
	return bth_str_is(path, ".") ? BTH_STR("") : path;
}

/* @path as seen from @folder, by their texts alone; @path itself where these do not tell. */
static struct bth_str
seen_from(struct bth_arena *arena, struct bth_str folder, struct bth_str path)
{
	struct bth_str from = without_dot(folder), to = without_dot(path);
	const char *up = "";

	if (bth_str_starts(from, "/") != bth_str_starts(to, "/"))
		return path;
	while (from.len) {
		struct bth_str rest = from, left = to;

		if (!bth_str_eq(next_folder(&rest), next_folder(&left)) || !left.len)
			break;
		from = rest;
		to = left;
	}
	while (from.len) {
		struct bth_str name = next_folder(&from);

		if (bth_str_is(name, ".."))
			return path;
		if (name.len)
			up = bth_arena_printf(arena, "%s../", up);
	}
	return *up ? bth_str_printf(arena, "%s%.*s", up, BTH_STR_ARG(to)) : to;
}

/* What the entry of @finding would be. */
static struct bth_known
known_of(const struct bth_baseline *baseline, const struct bth_finding *finding)
{
	struct bth_known known = {.rule = bth_str(finding->rule->name),
		.object = finding->object,
		.path = bth_str(finding->path)};

	if (!known.object.kind.len) {
		known.object = (struct bth_object_name){0};
		if (finding->span.source)
			known.file = seen_from(baseline->arena, baseline->folder,
				bth_str(finding->span.source->name));
	}
	return known;
}

void
bth_baseline_note(struct bth_baseline *baseline, const struct bth_finding *finding)
{
	struct bth_known known = known_of(baseline, finding), *there = find(baseline, &known);

	if (there)
		there->found++;
}

bool
bth_baseline_take(struct bth_baseline *baseline, const struct bth_finding *finding)
{
	struct bth_known known = known_of(baseline, finding), *there = find(baseline, &known);

	if (!there || there->taken >= there->count)
		return false;
	there->taken++;
	return true;
}

void
bth_baseline_learn(struct bth_baseline *baseline, const struct bth_finding *finding)
{
	struct bth_known known = known_of(baseline, finding);

	bth_baseline_add(baseline, &known);
	struct bth_known *there = find(baseline, &known);
	if (++there->taken > there->count)
		there->count = there->taken;
	if (there->found < there->taken)
		there->found = there->taken;
}

static int
compare(const void *left, const void *right)
{
	struct bth_str a[PARTS], b[PARTS];

	fill_parts(a, *(struct bth_known *const *)left);
	fill_parts(b, *(struct bth_known *const *)right);
	for (size_t i = 0; i < PARTS; i++) {
		int order = bth_str_cmp(a[i], b[i]);

		if (order)
			return order;
	}
	return 0;
}

void
bth_baseline_prune(struct bth_baseline *baseline)
{
	size_t kept = 0;

	for (size_t i = 0; i < baseline->list.len; i++) {
		struct bth_known *known = baseline->list.items[i];

		if (known->count > known->found)
			known->count = known->found;
		if (known->count)
			baseline->list.items[kept++] = known;
	}
	baseline->list.len = kept;
	if (kept)
		qsort(baseline->list.items, kept, sizeof *baseline->list.items, compare);
}

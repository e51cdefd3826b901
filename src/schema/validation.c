/* validation.c - how the faults of one object are reported */

#include "schema/validation.h"

#include <stdarg.h>

enum { SHOWN_MOST = 60 };

static struct bth_finding *report(struct bth_validation *validation, const struct bth_rule *rule,
	struct bth_span span, const char *path, const char *format, va_list args)
	__attribute__((format(printf, 5, 0)));

static struct bth_finding *
report(struct bth_validation *validation, const struct bth_rule *rule, struct bth_span span,
	const char *path, const char *format, va_list args)
{
	struct bth_finding *finding = bth_find_v(validation->findings, rule, span, format, args);

	finding->object = validation->name;
	finding->path = path;
	return finding;
}

struct bth_finding *
bth_validation_report(struct bth_validation *validation, const struct bth_rule *rule,
	struct bth_value value, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct bth_finding *finding = report(validation, rule, bth_span(value),
		bth_path_of(validation->findings->arena, validation->root, value), format, args);
	va_end(args);
	return finding;
}

static struct bth_span
span_of_map(struct bth_validation *validation, struct bth_value map)
{
	if (map.at == validation->root.at)
		return bth_span(bth_get(map, "kind"));

	struct bth_span span = bth_key_span(validation->root, map);
	struct bth_value first = bth_first(map);
	bool is_item = span.start == bth_span(map).start;
	return is_item && bth_exists(first) ? bth_span(first) : span;
}

struct bth_finding *
bth_validation_report_missing(struct bth_validation *validation, const struct bth_rule *rule,
	struct bth_value parent, struct bth_str field, const char *format, ...)
{
	struct bth_arena *arena = validation->findings->arena;
	const char *path = bth_path_of(arena, validation->root, parent);
	va_list args;

	va_start(args, format);
	struct bth_finding *finding = report(validation, rule, span_of_map(validation, parent),
		bth_arena_printf(arena, "%s%s%.*s", path, *path && field.len ? "." : "",
			BTH_STR_ARG(field)),
		format, args);
	va_end(args);
	return finding;
}

static bool
is_secret(struct bth_validation *validation, struct bth_value value)
{
	if (!bth_str_is(validation->kind.kind, "Secret") || validation->kind.group.len)
		return false;
	const char *path = bth_path_of(validation->findings->arena, validation->root, value);
	return strncmp(path, "data", 4) == 0 || strncmp(path, "stringData", 10) == 0;
}

struct bth_str
bth_validation_shown(struct bth_validation *validation, struct bth_value value)
{
	struct bth_str text = bth_text(value);

	if (is_secret(validation, value))
		return BTH_STR("***");
	if (text.len <= SHOWN_MOST)
		return text;
	size_t len = SHOWN_MOST; /* not in the middle of a code point */
	while (len && ((unsigned char)text.at[len] & 0xc0) == 0x80)
		len--;
	return bth_str_printf(validation->findings->arena, "%.*s…", (int)len, text.at);
}

const char *
bth_validation_kind(struct bth_validation *validation)
{
	const char *kind = validation->kind.kind.at;

	return bth_arena_printf(validation->findings->arena, "%s %s",
		strchr("AEIOU", kind[0]) ? "an" : "a", kind);
}

/* The index or key in the brackets that end a path; false when none do. */
static bool
last_brackets(struct bth_str *inside, struct bth_str *before, struct bth_str path)
{
	size_t open = bth_str_rfind(path, '[');

	if (open == SIZE_MAX || !bth_str_ends(path, "]"))
		return false;
	*inside = bth_str_sub(path, open + 1, path.len - open - 2);
	*before = bth_str_sub(path, 0, open);
	return true;
}

const char *
bth_validation_place(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	struct bth_str path = bth_str(bth_path_of(arena, validation->root, value)), inside, before;
	bool item = false;

	/* annotations[a/b] is a/b, args[0] an item of args */
	if (last_brackets(&inside, &before, path)) {
		uint64_t index;

		item = bth_str_to_u64(&index, inside);
		if (!item)
			return bth_arena_printf(arena, "'%.*s'", BTH_STR_ARG(inside));
		path = before;
	}
	size_t dot = bth_str_rfind(path, '.');
	if (dot != SIZE_MAX)
		path = bth_str_sub(path, dot + 1, SIZE_MAX);
	return bth_arena_printf(arena, "%s'%.*s'", item ? "an item of " : "", BTH_STR_ARG(path));
}

void
bth_validation_name_map(struct bth_validation *validation, struct bth_finding *finding)
{
	struct bth_str inside, before;
	uint64_t index;

	if (last_brackets(&inside, &before, bth_str(finding->path)) &&
		!bth_str_to_u64(&index, inside))
		finding->path =
			bth_arena_copy(validation->findings->arena, before.at, before.len);
}

void
bth_validation_replace(struct bth_validation *validation, struct bth_finding *finding,
	struct bth_value value, struct bth_str text)
{
	if (bth_is_scalar(value) && !(bth_node(value)->flags & BTH_NODE_SIDE) &&
		!is_secret(validation, value))
		bth_finding_edit(validation->findings, finding, bth_span(value), text);
}

/* A place in the tree as the key of a map. */
static struct bth_str
place_key(const uint32_t *at)
{
	return (struct bth_str){.at = (const char *)at, .len = sizeof *at};
}

void
bth_validation_skip(struct bth_validation *validation, struct bth_value value)
{
	struct bth_arena *arena = validation->findings->arena;
	uint32_t *at = bth_arena_alloc(arena, sizeof *at);

	*at = value.at;
	bth_map_put(arena, &validation->skipped, place_key(at), at);
}

bool
bth_validation_is_skipped(const struct bth_validation *validation, struct bth_value value)
{
	return validation->skipped.len && bth_map_get(&validation->skipped, place_key(&value.at));
}

/*
 * parts.c - in a custom resource: lists that are sets or maps, and whole objects
 *
 * As schema/listtype and schema/objectmeta of apiextensions have it.
 */

#include "base/buf.h"
#include "custom/validating.h"
#include "rules.h"

/* Pairs of lists or maps in a set that are compared, in all. */
enum { COMPARED_MOST = 1000 * 1000 };

static void
report_same(struct bth_customizing *run, struct bth_value list, struct bth_value first,
	struct bth_value second, struct bth_value keys)
{
	struct bth_validation *validation = &run->validation;
	const char *place = bth_validation_place(validation, list);
	struct bth_str key = bth_text(bth_first(keys));
	struct bth_value text = bth_exists(keys) ? bth_get_str(second, key) : second;
	struct bth_finding *finding;

	if (bth_exists(keys) && (bth_size(keys) > 1 || !bth_is_scalar(text)))
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, second,
			"two items of %s have the same keys", place);
	else if (bth_exists(keys))
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, text,
			"'%.*s' is the '%.*s' of two items of %s",
			BTH_STR_ARG(bth_validation_shown(validation, text)), BTH_STR_ARG(key),
			place);
	else if (bth_is_scalar(text))
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, second,
			"'%.*s' is twice in %s",
			BTH_STR_ARG(bth_validation_shown(validation, second)), place);
	else
		finding = bth_validation_report(validation, &bth_rule_field_duplicate, second,
			"two items of %s are equal", place);
	finding->path = bth_custom_path(run, second);
	bth_finding_note(validation->findings, finding, bth_span(first), "the first is here");
}

/* A scalar so that equal ones have equal texts. */
static void
put_scalar(struct bth_buf *out, struct bth_value value)
{
	struct bth_custom_number number;
	bool truth;

	if (bth_custom_number(&number, value) && number.whole)
		bth_buf_printf(out, "i%lld", (long long)number.integer);
	else if (bth_custom_number(&number, value))
		bth_buf_printf(out, "f%.17g", number.size);
	else if (bth_as_bool(&truth, value))
		bth_buf_puts(out, truth ? "t" : "f");
	else
		bth_buf_printf(out, "%s%zu:", bth_is_string(value) ? "s" : "n",
			bth_text(value).len);
	if (bth_is_string(value))
		bth_buf_str(out, bth_text(value));
}

/* What an item of a list is told apart by; false when it cannot be said in text. */
static bool
identify(struct bth_buf *out, struct bth_value item, struct bth_value keys)
{
	out->len = 0;
	if (!bth_exists(keys)) {
		put_scalar(out, item);
		return bth_is_scalar(item);
	}
	if (!bth_is_map(item) && !bth_is_null(item))
		return false;
	for (struct bth_value i = bth_first(keys); bth_exists(i); i = bth_next(i)) {
		struct bth_value value = bth_get_str(item, bth_text(i));

		if (bth_exists(value) && !bth_is_scalar(value))
			return false;
		bth_buf_putc(out, ',');
		if (bth_exists(value))
			put_scalar(out, value);
	}
	return true;
}

/* An item before @item that is equal to it, both being lists or maps; or an absent value. */
static struct bth_value
find_equal(struct bth_customizing *run, struct bth_value list, struct bth_value item)
{
	for (struct bth_value i = bth_first(list); i.at != item.at; i = bth_next(i))
		if (++run->steps < COMPARED_MOST && !bth_is_scalar(i) && bth_same(i, item))
			return i;
	return (struct bth_value){0};
}

/* Each that is there more often than once is reported once, as the server does. */
static void
check_unique(struct bth_customizing *run, struct bth_value list, struct bth_value keys)
{
	struct bth_arena *arena = run->validation.findings->arena;
	struct seen {
		struct bth_value item;
		bool told;
	};
	struct bth_map map = {0};
	struct bth_buf text;

	bth_buf_init(&text, arena);
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i)) {
		if (!identify(&text, i, keys)) {
			struct bth_value same = bth_exists(keys) ? (struct bth_value){0} :
								   find_equal(run, list, i);
			if (bth_exists(same))
				report_same(run, list, same, i, keys);
			continue;
		}
		struct seen *seen = bth_map_get(&map, bth_buf_view(&text));
		if (!seen) {
			seen = bth_arena_alloc(arena, sizeof *seen);
			*seen = (struct seen){.item = i};
			bth_map_put(arena, &map, bth_str_copy(arena, bth_buf_view(&text)), seen);
		} else if (!seen->told) {
			seen->told = true;
			report_same(run, list, seen->item, i, keys);
		}
	}
}

static void
check_list(struct bth_customizing *run, const struct bth_custom_schema *schema,
	struct bth_value list)
{
	if (schema->flags & BTH_CUSTOM_SET)
		check_unique(run, list, (struct bth_value){0});
	else if (schema->flags & BTH_CUSTOM_KEYED)
		check_unique(run, list, schema->list_keys);
}

static void
check_part(struct bth_customizing *run, const struct bth_custom_schema *schema,
	struct bth_value value, bool decode, unsigned depth)
{
	if (!schema || bth_is_scalar(value) || depth == BTH_CUSTOM_DEPTH_MOST)
		return;
	if (bth_is_map(value) && schema->flags & BTH_CUSTOM_EMBEDDED)
		bth_custom_check_embedded(run, value, decode);
	if (bth_is_list(value) && !decode)
		check_list(run, schema, value);
	for (struct bth_value i = bth_first(value); bth_exists(i); i = bth_next(i)) {
		bool map = bth_is_map(value);

		check_part(run, map ? bth_custom_property(schema, bth_text(i)) : schema->items,
			map ? bth_under(i) : i, decode, depth + 1);
	}
}

void
bth_custom_check_parts(struct bth_customizing *run)
{
	check_part(run, run->kind->compiled, run->validation.root, false, 0);
}

void
bth_custom_check_status(struct bth_customizing *run)
{
	check_part(run, bth_custom_property(run->kind->compiled, BTH_STR("status")),
		bth_get(run->validation.root, "status"), true, 1);
}

/* admission_rule.c - which requests a webhook or policy is asked about: validateRule */

#include "apis/checks.h"

#include "base/map.h"

/* The item "*" of a list that has others, too. */
static struct bth_value
find_crowded_wildcard(struct bth_value list)
{
	struct bth_value none = {0};

	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_size(list) > 1;
		i = bth_next(i))
		if (bth_str_is(bth_check_text(i), "*"))
			return i;
	return none;
}

static void
check_wildcard(struct bth_validation *validation, struct bth_value rule, const char *name)
{
	struct bth_value list = bth_get(rule, name);
	struct bth_value wildcard = find_crowded_wildcard(list);

	if (bth_is_list(list) && bth_exists(wildcard))
		bth_validation_report(validation, &bth_rule_field_value_wrong, wildcard,
			"'*' stands for all, and '%s' may have nothing beside it", name);
}

/* null in a list of strings is an empty one. */
static bool
is_empty(struct bth_value item)
{
	return bth_is_null(item) || (bth_is_string(item) && !bth_check_text(item).len);
}

static void
check_not_empty(
	struct bth_validation *validation, struct bth_value list, const char *name)
{
	for (struct bth_value i = bth_first(list); bth_exists(i) && bth_is_list(list);
		i = bth_next(i))
		if (is_empty(i))
			bth_validation_report(validation, &bth_rule_field_missing, i,
				"an item of '%s' is empty", name);
}

/* ---- resources ---- */

/* What has been seen among the items so far. */
struct resources {
	struct bth_validation *validation;
	struct bth_map whole; /* resources with all of their subresources */
	struct bth_map parts; /* subresources of all resources */
	bool all, pairs, plain;
};

static void
report_covered(struct resources *seen, struct bth_value item, struct bth_str by)
{
	bth_validation_report(seen->validation, &bth_rule_field_value_wrong, item,
		"'%.*s' may not stand beside '%.*s', which covers it",
		BTH_STR_ARG(bth_validation_shown(seen->validation, item)),
		BTH_STR_ARG(by));
}

/* An item "pods/status". */
static void
check_pair(struct resources *seen, struct bth_value item, size_t slash)
{
	struct bth_arena *arena = seen->validation->findings->arena;
	struct bth_str text = bth_check_text(item);
	struct bth_str resource = bth_str_sub(text, 0, slash);
	struct bth_str part = bth_str_sub(text, slash + 1, text.len);

	if (bth_map_get(&seen->whole, resource))
		report_covered(seen, item,
			bth_str_printf(arena, "%.*s/*", BTH_STR_ARG(resource)));
	if (bth_map_get(&seen->parts, part))
		report_covered(
			seen, item, bth_str_printf(arena, "*/%.*s", BTH_STR_ARG(part)));
	if (bth_str_is(part, "*"))
		bth_map_put(arena, &seen->whole, resource, seen);
	if (bth_str_is(resource, "*"))
		bth_map_put(arena, &seen->parts, part, seen);
	seen->pairs |= bth_str_is(text, "*/*");
}

static void
check_resource(struct resources *seen, struct bth_value item)
{
	struct bth_str text = bth_check_text(item);
	size_t slash = bth_str_find(text, '/');

	if (slash != SIZE_MAX) {
		check_pair(seen, item, slash);
		return;
	}
	/* the API server looks at the last one only */
	seen->plain = !bth_str_is(text, "*");
	seen->all |= !seen->plain;
}

static void
check_resources(struct bth_validation *validation, struct bth_value list)
{
	struct resources seen = {.validation = validation};

	if (!bth_is_list(list))
		return;
	for (struct bth_value i = bth_first(list); bth_exists(i); i = bth_next(i))
		if (bth_is_string(i) && bth_check_text(i).len)
			check_resource(&seen, i);
	if (bth_size(list) > 1 && seen.pairs)
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"'*/*' stands for all, and 'resources' may have nothing beside it");
	if (seen.all && seen.plain)
		bth_validation_report(validation, &bth_rule_field_value_wrong, list,
			"'*' stands for all resources, and no other may stand beside it");
}

void
bth_check_admission_rule(struct bth_validation *validation, struct bth_value value)
{
	check_wildcard(validation, value, "operations");
	check_wildcard(validation, value, "apiGroups");
	check_wildcard(validation, value, "apiVersions");
	check_not_empty(validation, bth_get(value, "apiVersions"), "apiVersions");
	check_not_empty(validation, bth_get(value, "resources"), "resources");
	check_resources(validation, bth_get(value, "resources"));
}

/* yaml_keys.c - keys of one map beside each other: alike, or out of order */

#include "rules/yaml_place.h"
#include "syntax/notice.h"

/* ---- yaml-key-lookalike ---- */

/* What a reader of the text takes the key for. */
static struct bth_str
look_of(struct bth_lint *lint, struct bth_value key)
{
	struct bth_str text = bth_text(key);

	if (bth_node(key)->type != BTH_STRING && bth_yaml_written(key).len)
		text = bth_yaml_written(key);
	return bth_notice_look(lint->arena, text);
}

/* Whether the key is another one than it looks: nearly none is. */
static bool
is_deceptive(struct bth_value key)
{
	const struct bth_node *node = bth_node(key);
	struct bth_str text = bth_text(key);

	if (node->type != BTH_STRING && node->flags & BTH_NODE_SIDE)
		return true;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] & 0x80)
			return true;
	return text.len && (text.at[0] == ' ' || text.at[text.len - 1] == ' ');
}

static void
report_alike(struct bth_lint *lint, const struct bth_object *object, struct bth_value key,
	struct bth_value other)
{
	bool retyped = bth_node(key)->type != BTH_STRING;
	bool typed = retyped || bth_node(other)->type != BTH_STRING;
	struct bth_finding *finding = bth_report(lint, &bth_rule_yaml_key_lookalike, object, key,
		typed ? "key '%.*s' looks like another of its map, but only one of the two is a text" :
			"key '%.*s' looks like another of its map, but has other characters",
		BTH_STR_ARG(retyped ? bth_yaml_written(key) : bth_text(key)));

	bth_report_note(lint, finding, other, "the other stands here");
	bth_report_fix(lint, finding, "remove one of the two, or let them differ in what is seen");
}

static void
compare_looks(struct bth_lint *lint, const struct bth_object *object, struct bth_value map)
{
	struct bth_map looks = {0};

	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key)) {
		struct bth_str look = look_of(lint, key);
		struct bth_value other = {.tree = map.tree,
			.at = (uint32_t)(uintptr_t)bth_map_get(&looks, look)};

		if (other.at)
			report_alike(lint, object, key, other);
		else
			bth_map_put(lint->arena, &looks, look, (void *)(uintptr_t)key.at);
	}
}

static bool
has_deceptive(struct bth_value map)
{
	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key))
		if (is_deceptive(key))
			return true;
	return false;
}

static void
visit_looks(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value value = object->root;
	uint32_t last = bth_yaml_last(value);

	if (object->generated)
		return;
	for (; value.at <= last; value.at++)
		if (bth_is_map(value) && has_deceptive(value))
			compare_looks(lint, object, value);
}

const struct bth_rule bth_rule_yaml_key_lookalike = {
	.code = "BTH016",
	.name = "yaml-key-lookalike",
	.family = BTH_YAML,
	.severity = BERTH_WARNING,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_looks,
	.summary = "two keys of a map that look the same and are not",
	.why = "Keys that differ by a character without width, by the kind of a blank, or because one is "
	       "quoted and the other is read as a boolean or a number, are two keys. Who edits the "
	       "one that is seen first may edit the one that nobody reads.",
	.fix = "Remove one of the two. Write keys like on, yes and 1.0 in quotes.",
};

/* ---- yaml-keys-unsorted ---- */

/* The first key that should stand before the one that it follows. */
static void
check_order(struct bth_lint *lint, const struct bth_object *object, struct bth_value map)
{
	struct bth_value before = bth_first(map);

	for (struct bth_value key = bth_next(before); bth_exists(key); key = bth_next(key)) {
		/* what a merge brought stands somewhere else */
		if (bth_node(key)->start < bth_node(before)->start)
			return;
		if (bth_str_cmp(bth_text(key), bth_text(before)) < 0) {
			struct bth_finding *finding = bth_report(lint,
				&bth_rule_yaml_keys_unsorted, object, key,
				"key '%.*s' stands behind '%.*s'", BTH_STR_ARG(bth_text(key)),
				BTH_STR_ARG(bth_text(before)));

			bth_report_fix(lint, finding, "sort the keys of the map");
			return;
		}
		before = key;
	}
}

static void
visit_order(struct bth_lint *lint, const struct bth_object *object)
{
	struct bth_value value = object->root;
	uint32_t last = bth_yaml_last(value);

	if (object->generated)
		return;
	for (; value.at <= last; value.at++)
		if (bth_is_map(value))
			check_order(lint, object, value);
}

const struct bth_rule bth_rule_yaml_keys_unsorted = {
	.code = "BTH024",
	.name = "yaml-keys-unsorted",
	.family = BTH_YAML,
	.severity = BERTH_OFF,
	.kinds = BTH_ALL_KINDS,
	.visit = visit_order,
	.summary = "the keys of a map are not in alphabetical order",
	.why = "Some teams keep keys sorted, so that each has one place and changes are small. It makes "
	       "no difference to Kubernetes, and most manifests put name and kind first, so this "
	       "rule is off unless it is named.",
	.fix = "Sort the keys by their bytes: capital letters come first.",
};

/* merge.c - laying one spec over another, by what the keys mean */

#include "spec/merge.h"

#include "syntax/scalar.h"

/* Keys of which a map may have one: a new one takes the place of all. */
static bool
is_exclusive(enum bth_key_group group, struct bth_str key)
{
	if (group == BTH_GROUP_PROBE)
		return bth_str_is(key, "http") || bth_str_is(key, "tcp") ||
			bth_str_is(key, "exec");
	return group == BTH_GROUP_DISRUPTION;
}

static bool
has_exclusive(enum bth_key_group group, struct bth_value map)
{
	for (struct bth_value key = bth_first(map); bth_exists(key); key = bth_next(key))
		if (is_exclusive(group, bth_text(key)))
			return true;
	return false;
}

/* The key of @map that has the text of @key. */
static struct bth_value
key_of(struct bth_value map, struct bth_value key)
{
	for (struct bth_value i = bth_first(map); bth_exists(i); i = bth_next(i))
		if (bth_str_eq(bth_text(i), bth_text(key)))
			return i;
	return (struct bth_value){0};
}

/* The group of the maps below a map of names, which merge one by one. */
static uint32_t
merge_names(struct bth_builder *builder, const struct bth_key *key, struct bth_value low,
	struct bth_value high)
{
	uint32_t map = bth_build_map(builder);

	for (struct bth_value i = bth_first(low); bth_exists(i); i = bth_next(i)) {
		struct bth_value over = bth_get_str(high, bth_text(i));
		bool both = (key->types & BTH_KEY_VOLUMES) && bth_is_map(over);

		bth_build_put_key(builder, map, bth_exists(over) ? key_of(high, i) : i,
			both ? bth_spec_merge(builder, key->sub, bth_under(i), over) :
			       bth_build_copy(builder,
				       bth_exists(over) ? over : bth_under(i), true));
	}
	for (struct bth_value i = bth_first(high); bth_exists(i); i = bth_next(i))
		if (!bth_exists(bth_get_str(low, bth_text(i))))
			bth_build_put_key(builder, map, i,
				bth_build_copy(builder, bth_under(i), true));
	return map;
}

static uint32_t
merge_value(struct bth_builder *builder, const struct bth_key *key, struct bth_value low,
	struct bth_value high)
{
	const unsigned names = BTH_KEY_TEXTS | BTH_KEY_SCALARS | BTH_KEY_PORTS |
		BTH_KEY_ENV | BTH_KEY_VOLUMES;

	if (!bth_exists(high))
		return bth_build_copy(builder, low, true);
	if (key && bth_is_map(low) && bth_is_map(high) && (key->types & names))
		return merge_names(builder, key, low, high);
	if (key && bth_is_map(low) && bth_is_map(high) && (key->types & BTH_KEY_MAP))
		return bth_spec_merge(builder, key->sub, low, high);
	return bth_build_copy(builder, high, true);
}

uint32_t
bth_spec_merge(struct bth_builder *builder, enum bth_key_group group,
	struct bth_value low, struct bth_value high)
{
	bool exclusive = has_exclusive(group, high);
	uint32_t map = bth_build_map(builder);

	builder->nodes.items[map].start = bth_node(high)->start;
	builder->nodes.items[map].end = bth_node(high)->end;
	for (struct bth_value i = bth_first(low); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_text(i);

		if (exclusive && is_exclusive(group, name))
			continue;
		bth_build_put_key(builder, map,
			bth_exists(key_of(high, i)) ? key_of(high, i) : i,
			merge_value(builder, bth_key_find(group, name), bth_under(i),
				bth_get_str(high, name)));
	}
	for (struct bth_value i = bth_first(high); bth_exists(i); i = bth_next(i)) {
		struct bth_str name = bth_text(i);

		if (!bth_exists(bth_get_str(low, name)) ||
			(exclusive && is_exclusive(group, name)))
			bth_build_put_key(builder, map, i,
				bth_build_copy(builder, bth_under(i), true));
	}
	return map;
}

/* 012 and 0o14 are numbers that a reader of YAML 1.1 takes for others: write them out. */
static void
normalise_integer(struct bth_builder *builder, struct bth_node *node, struct bth_str text)
{
	struct bth_str digits = text;
	uint64_t value = 0;
	unsigned base = 10;
	bool minus = text.at[0] == '-';

	if (text.at[0] == '-' || text.at[0] == '+')
		digits = bth_str_sub(digits, 1, SIZE_MAX);
	if (bth_str_starts(digits, "0x") || bth_str_starts(digits, "0o")) {
		base = digits.at[1] == 'x' ? 16 : 8;
		digits = bth_str_sub(digits, 2, SIZE_MAX);
	} else if (digits.len < 2 || digits.at[0] != '0') {
		return;
	}
	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.at[i];
		unsigned digit = (unsigned)(c <= '9' ? c - '0' : (c | 32) - 'a' + 10);

		if (value > (UINT64_MAX - digit) / base)
			return;
		value = value * base + digit;
	}
	uint32_t made = bth_build_text(builder, BTH_INT,
		bth_str_printf(builder->arena, "%s%llu", minus ? "-" : "",
			(unsigned long long)value));
	*node = builder->nodes.items[made];
}

/* A key such as y or 010 is the text that it is written as, and not kubectl's name for it. */
static void
restore_key(struct bth_builder *builder, uint32_t key)
{
	struct bth_node *node = &builder->nodes.items[key];

	if (node->type == BTH_STRING || !(node->flags & BTH_NODE_SIDE) ||
		strchr("&*", builder->source->text.at[node->start]))
		return;
	node->flags &= (uint8_t)~BTH_NODE_SIDE;
	node->text = node->start;
	node->len = node->end - node->start;
}

struct bth_tree *
bth_spec_retype(struct bth_arena *arena, struct bth_value root)
{
	struct bth_builder builder;

	bth_build_init(&builder, arena, root.tree->source);
	uint32_t copy = bth_build_copy(&builder, root, true);
	uint32_t count = (uint32_t)builder.nodes.len;
	for (uint32_t i = 1; i < count; i++) {
		struct bth_tree view = bth_build_view(&builder);
		struct bth_node node = builder.nodes.items[i], plain = node;
		struct bth_str text = bth_text((struct bth_value){&view, i});

		if (node.kind != BTH_SCALAR || node.style != BTH_PLAIN ||
			(node.flags & BTH_NODE_TAGGED))
			continue;
		if (node.flags & BTH_NODE_KEY) {
			restore_key(&builder, i);
			continue;
		}
		node.type = (uint8_t)bth_scalar_core_type(text);
		if (node.type == BTH_INT) {
			normalise_integer(&builder, &node, text);
			node.next = plain.next;
			node.start = plain.start;
			node.end = plain.end;
			node.type = BTH_INT;
		}
		builder.nodes.items[i] = node;
	}
	return bth_build_finish(&builder, copy);
}

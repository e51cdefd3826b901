/* build.c - making a tree node by node */

#include "syntax/build.h"

void
bth_build_init(struct bth_builder *builder, struct bth_arena *arena, struct bth_source *source)
{
	*builder = (struct bth_builder){.arena = arena, .source = source};
	bth_buf_init(&builder->side, arena);
	bth_build_clear(builder);
}

void
bth_build_clear(struct bth_builder *builder)
{
	builder->nodes.len = 0;
	builder->side.len = 0;
	bth_vec_push(builder->arena, &builder->nodes, (struct bth_node){0});
}

static uint32_t
add(struct bth_builder *builder, struct bth_node node)
{
	if (builder->nodes.len >= UINT32_MAX)
		bth_arena_fail(builder->arena);
	node.start = builder->cause.start;
	node.end = builder->cause.end;
	bth_vec_push(builder->arena, &builder->nodes, node);
	return (uint32_t)(builder->nodes.len - 1);
}

uint32_t
bth_build_map(struct bth_builder *builder)
{
	return add(builder, (struct bth_node){.kind = BTH_MAP, .style = BTH_BLOCK});
}

uint32_t
bth_build_list(struct bth_builder *builder)
{
	return add(builder, (struct bth_node){.kind = BTH_LIST, .style = BTH_BLOCK});
}

static void
add_side(struct bth_builder *builder, struct bth_node *node, struct bth_str text)
{
	if (text.len > UINT32_MAX - builder->side.len)
		bth_arena_fail(builder->arena);
	node->flags |= BTH_NODE_SIDE;
	node->text = (uint32_t)builder->side.len;
	node->len = (uint32_t)text.len;
	bth_buf_str(&builder->side, text);
}

uint32_t
bth_build_text(struct bth_builder *builder, enum bth_type type, struct bth_str text)
{
	struct bth_node node = {.kind = BTH_SCALAR, .type = (uint8_t)type};

	add_side(builder, &node, text);
	return add(builder, node);
}

uint32_t
bth_build_string(struct bth_builder *builder, const char *text)
{
	return bth_build_text(builder, BTH_STRING, bth_str(text));
}

uint32_t
bth_build_int(struct bth_builder *builder, int64_t number)
{
	return bth_build_text(builder, BTH_INT,
		bth_str_printf(builder->arena, "%lld", (long long)number));
}

uint32_t
bth_build_bool(struct bth_builder *builder, bool is)
{
	return bth_build_text(builder, BTH_BOOL, bth_str(is ? "true" : "false"));
}

static void
link_child(struct bth_builder *builder, uint32_t parent, uint32_t child)
{
	struct bth_node *nodes = builder->nodes.items;

	nodes[child].next = 0;
	if (nodes[parent].child)
		nodes[nodes[parent].last].next = child;
	else
		nodes[parent].child = child;
	nodes[parent].last = child;
}

uint32_t
bth_build_item(struct bth_builder *builder, uint32_t list, uint32_t item)
{
	link_child(builder, list, item);
	return item;
}

static uint32_t
put_key(struct bth_builder *builder, uint32_t map, struct bth_str key, uint32_t value)
{
	uint32_t at = bth_build_text(builder, BTH_STRING, key);

	builder->nodes.items[at].flags |= BTH_NODE_KEY;
	link_child(builder, map, at);
	link_child(builder, map, value);
	return at;
}

uint32_t
bth_build_put(struct bth_builder *builder, uint32_t map, struct bth_str key, uint32_t value)
{
	put_key(builder, map, key, value);
	return value;
}

uint32_t
bth_build_put_key(struct bth_builder *builder, uint32_t map, struct bth_value key, uint32_t value)
{
	uint32_t copy = bth_build_copy(builder, key, true);

	builder->nodes.items[copy].flags |= BTH_NODE_KEY;
	link_child(builder, map, copy);
	link_child(builder, map, value);
	return value;
}

uint32_t
bth_put_map(struct bth_builder *builder, uint32_t map, const char *key)
{
	return bth_build_put(builder, map, bth_str(key), bth_build_map(builder));
}

uint32_t
bth_put_list(struct bth_builder *builder, uint32_t map, const char *key)
{
	return bth_build_put(builder, map, bth_str(key), bth_build_list(builder));
}

void
bth_put_text(struct bth_builder *builder, uint32_t map, const char *key, const char *text)
{
	bth_build_put(builder, map, bth_str(key), bth_build_string(builder, text));
}

void
bth_put_str(struct bth_builder *builder, uint32_t map, const char *key, struct bth_str text)
{
	bth_build_put(builder, map, bth_str(key), bth_build_text(builder, BTH_STRING, text));
}

void
bth_put_int(struct bth_builder *builder, uint32_t map, const char *key, int64_t number)
{
	bth_build_put(builder, map, bth_str(key), bth_build_int(builder, number));
}

void
bth_put_bool(struct bth_builder *builder, uint32_t map, const char *key, bool is)
{
	bth_build_put(builder, map, bth_str(key), bth_build_bool(builder, is));
}

void
bth_put_copy(struct bth_builder *builder, uint32_t map, const char *key, struct bth_value value)
{
	bth_build_put(builder, map, bth_str(key), bth_build_copy(builder, value, true));
}

/* Whether the text of @node is the builder's as well: of its source or its side text. */
static bool
shares_text(const struct bth_builder *builder, const struct bth_tree *from,
	const struct bth_node *node)
{
	return node->flags & BTH_NODE_SIDE ? from->side == builder->side.text :
					     from->source == builder->source;
}

/* One node of @from, with its text and without its links. */
static uint32_t
copy_node(struct bth_builder *builder, struct bth_value from, bool keep_spans)
{
	const struct bth_node *node = bth_node(from);
	struct bth_node copy = {.kind = node->kind, .style = node->style, .type = node->type,
		.flags = (uint8_t)(node->flags & (BTH_NODE_KEY | BTH_NODE_TAGGED))};

	/* places in another source than the builder's would be none */
	keep_spans &= from.tree->source == builder->source;
	if (node->kind == BTH_SCALAR) {
		if (keep_spans && shares_text(builder, from.tree, node)) {
			copy.flags |= node->flags & BTH_NODE_SIDE;
			copy.text = node->text;
			copy.len = node->len;
		} else {
			add_side(builder, &copy, bth_text(from));
		}
	}
	uint32_t at = add(builder, copy);
	if (keep_spans) {
		builder->nodes.items[at].start = node->start;
		builder->nodes.items[at].end = node->end;
	}
	return at;
}

/* A node that is being copied, and the next of its children to copy. */
struct frame {
	uint32_t copy, child;
};

uint32_t
bth_build_copy(struct bth_builder *builder, struct bth_value value, bool keep_spans)
{
	BTH_VEC(struct frame) stack = {0};

	if (!bth_exists(value))
		return bth_build_text(builder, BTH_NULL, BTH_STR("null"));
	struct bth_tree from = *value.tree;
	uint32_t root = copy_node(builder, (struct bth_value){&from, value.at}, keep_spans);

	builder->nodes.items[root].flags &= (uint8_t)~BTH_NODE_KEY;
	if (from.nodes[value.at].child)
		bth_vec_push(builder->arena, &stack,
			(struct frame){.copy = root, .child = from.nodes[value.at].child});
	while (stack.len) {
		struct frame *top = &stack.items[stack.len - 1];
		uint32_t child = top->child;

		if (!child) {
			stack.len--;
			continue;
		}
		top->child = from.nodes[child].next;
		uint32_t copy = copy_node(builder, (struct bth_value){&from, child}, keep_spans);
		link_child(builder, top->copy, copy);
		if (from.nodes[child].child)
			bth_vec_push(builder->arena, &stack,
				(struct frame){.copy = copy, .child = from.nodes[child].child});
	}
	return root;
}

struct bth_tree
bth_build_view(const struct bth_builder *builder)
{
	return (struct bth_tree){.source = builder->source,
		.nodes = builder->nodes.items,
		.count = (uint32_t)builder->nodes.len,
		.side = builder->side.text ? builder->side.text : ""};
}

static uint32_t
find_key(const struct bth_builder *builder, uint32_t map, struct bth_str key)
{
	const struct bth_tree view = bth_build_view(builder);
	const struct bth_node *nodes = builder->nodes.items;

	for (uint32_t i = nodes[map].child; i; i = nodes[nodes[i].next].next)
		if (bth_str_eq(bth_text((struct bth_value){&view, i}), key))
			return i;
	return 0;
}

uint32_t
bth_build_get(const struct bth_builder *builder, uint32_t map, struct bth_str key)
{
	uint32_t at = builder->nodes.items[map].kind == BTH_MAP ? find_key(builder, map, key) : 0;

	return at ? builder->nodes.items[at].next : 0;
}

/* Makes @child follow @before (0: come first) in place of @old, or beside it when 0. */
static void
splice(struct bth_builder *builder, uint32_t parent, uint32_t before, uint32_t child, uint32_t last,
	uint32_t after)
{
	struct bth_node *nodes = builder->nodes.items;
	uint32_t first = child ? child : after;

	if (before)
		nodes[before].next = first;
	else
		nodes[parent].child = first;
	if (child)
		nodes[last].next = after;
	if (!after)
		nodes[parent].last = child ? last : before;
}

/* The node before @child among the children of @parent, 0 when it is the first. */
static uint32_t
node_before(const struct bth_builder *builder, uint32_t parent, uint32_t child)
{
	const struct bth_node *nodes = builder->nodes.items;
	uint32_t before = 0;

	for (uint32_t i = nodes[parent].child; i && i != child; i = nodes[i].next)
		before = i;
	return before;
}

void
bth_build_set(struct bth_builder *builder, uint32_t map, struct bth_str key, uint32_t value)
{
	uint32_t at = find_key(builder, map, key);

	if (!at) {
		put_key(builder, map, key, value);
		return;
	}
	bth_build_replace(builder, map, at, value);
}

void
bth_build_replace(struct bth_builder *builder, uint32_t map, uint32_t key, uint32_t value)
{
	uint32_t old = builder->nodes.items[key].next;

	splice(builder, map, key, value, value, builder->nodes.items[old].next);
}

bool
bth_build_remove(struct bth_builder *builder, uint32_t map, struct bth_str key)
{
	uint32_t at = find_key(builder, map, key);

	if (!at)
		return false;
	uint32_t after = builder->nodes.items[builder->nodes.items[at].next].next;
	splice(builder, map, node_before(builder, map, at), 0, 0, after);
	return true;
}

static uint32_t
item_at(const struct bth_builder *builder, uint32_t list, size_t index)
{
	const struct bth_node *nodes = builder->nodes.items;
	uint32_t item = nodes[list].child;

	while (index-- > 0 && item)
		item = nodes[item].next;
	return item;
}

bool
bth_build_insert(struct bth_builder *builder, uint32_t list, size_t index, uint32_t item)
{
	uint32_t old = item_at(builder, list, index);

	if (!old) {
		if (index && !item_at(builder, list, index - 1))
			return false;
		link_child(builder, list, item);
		return true;
	}
	splice(builder, list, node_before(builder, list, old), item, item, old);
	return true;
}

bool
bth_build_remove_item(struct bth_builder *builder, uint32_t list, size_t index)
{
	uint32_t old = item_at(builder, list, index);

	if (!old)
		return false;
	splice(builder, list, node_before(builder, list, old), 0, 0,
		builder->nodes.items[old].next);
	return true;
}

bool
bth_build_replace_item(struct bth_builder *builder, uint32_t list, size_t index, uint32_t item)
{
	uint32_t old = item_at(builder, list, index);

	if (!old)
		return false;
	splice(builder, list, node_before(builder, list, old), item, item,
		builder->nodes.items[old].next);
	return true;
}

struct bth_tree *
bth_build_finish(struct bth_builder *builder, uint32_t root)
{
	struct bth_tree view = bth_build_view(builder);
	struct bth_tree *tree = bth_arena_alloc(builder->arena, sizeof *tree);
	struct bth_builder ordered;

	bth_build_init(&ordered, builder->arena, builder->source);
	bth_build_copy(&ordered, (struct bth_value){&view, root}, true);
	*tree = bth_build_view(&ordered);
	return tree;
}

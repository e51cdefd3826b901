/* pointer.c - JSON Patch on a tree that is being built */

#include "expand/pointer.h"

/* Where a pointer leads: the collection and the last word of the path. */
struct target {
	uint32_t parent;
	struct bth_str word;
	bool root; /* the pointer is empty: the whole object */
};

/* ~1 and ~0 are / and ~. */
static struct bth_str
unescape(struct bth_arena *arena, struct bth_str word)
{
	struct bth_buf buf;

	bth_buf_init(&buf, arena);
	for (size_t i = 0; i < word.len; i++) {
		char c = word.at[i];

		if (c == '~' && i + 1 < word.len &&
			(word.at[i + 1] == '0' || word.at[i + 1] == '1'))
			c = word.at[++i] == '0' ? '~' : '/';
		bth_buf_putc(&buf, c);
	}
	return bth_buf_view(&buf);
}

static size_t
list_size(const struct bth_builder *builder, uint32_t list)
{
	size_t size = 0;

	for (uint32_t i = builder->nodes.items[list].child; i;
		i = builder->nodes.items[i].next)
		size++;
	return size;
}

/* The index that @word is in a list; "-" is its end. */
static bool
list_index(size_t *out, const struct bth_builder *builder, uint32_t list,
	struct bth_str word)
{
	uint64_t index;

	if (bth_str_is(word, "-")) {
		*out = list_size(builder, list);
		return true;
	}
	if (!bth_str_to_u64(&index, word) || index > UINT32_MAX)
		return false;
	*out = (size_t)index;
	return true;
}

/* The child of @node that @word names, or 0. */
static uint32_t
child(const struct bth_builder *builder, uint32_t node, struct bth_str word)
{
	size_t index;

	if (builder->nodes.items[node].kind == BTH_MAP)
		return bth_build_get(builder, node, word);
	if (builder->nodes.items[node].kind != BTH_LIST ||
		!list_index(&index, builder, node, word))
		return 0;
	uint32_t item = builder->nodes.items[node].child;
	while (index-- > 0 && item)
		item = builder->nodes.items[item].next;
	return item;
}

static const char *
find(struct target *out, struct bth_builder *builder, uint32_t root,
	struct bth_value path)
{
	struct bth_str rest = bth_text(path);

	*out = (struct target){.parent = root, .root = !rest.len};
	if (!rest.len)
		return NULL;
	if (rest.at[0] != '/')
		return "a JSON pointer begins with '/'";
	while (rest.len) {
		rest = bth_str_sub(rest, 1, SIZE_MAX);
		size_t slash = bth_str_find(rest, '/');
		out->word = unescape(builder->arena, bth_str_sub(rest, 0, slash));
		if (slash == SIZE_MAX)
			return NULL;
		out->parent = child(builder, out->parent, out->word);
		if (!out->parent)
			return bth_arena_printf(builder->arena,
				"there is no '%.*s' on the way", BTH_STR_ARG(out->word));
		rest = bth_str_sub(rest, slash, SIZE_MAX);
	}
	return NULL;
}

static const char *
add(struct bth_builder *builder, struct target target, uint32_t value)
{
	enum bth_node_kind kind =
		(enum bth_node_kind)builder->nodes.items[target.parent].kind;
	size_t index;

	if (target.root)
		return "the whole object cannot be replaced";
	if (kind == BTH_MAP) {
		bth_build_set(builder, target.parent, target.word, value);
		return NULL;
	}
	if (kind != BTH_LIST)
		return "what contains it is no map or list";
	if (!list_index(&index, builder, target.parent, target.word) ||
		!bth_build_insert(builder, target.parent, index, value))
		return "there is no such place in the list";
	return NULL;
}

static const char *
remove_at(struct bth_builder *builder, struct target target)
{
	size_t index;

	if (target.root)
		return "the whole object cannot be removed";
	if (builder->nodes.items[target.parent].kind == BTH_MAP)
		return bth_build_remove(builder, target.parent, target.word) ?
			NULL :
			"it is not there";
	if (builder->nodes.items[target.parent].kind != BTH_LIST ||
		!list_index(&index, builder, target.parent, target.word) ||
		!bth_build_remove_item(builder, target.parent, index))
		return "it is not there";
	return NULL;
}

static const char *
replace(struct bth_builder *builder, struct target target, uint32_t value)
{
	size_t index;

	if (target.root || !child(builder, target.parent, target.word))
		return "it is not there to be replaced";
	if (builder->nodes.items[target.parent].kind == BTH_MAP) {
		bth_build_set(builder, target.parent, target.word, value);
		return NULL;
	}
	list_index(&index, builder, target.parent, target.word);
	bth_build_replace_item(builder, target.parent, index, value);
	return NULL;
}

static const char *
test(struct bth_builder *builder, struct target target, struct bth_value value)
{
	struct bth_tree view = bth_build_view(builder);
	uint32_t there =
		target.root ? target.parent : child(builder, target.parent, target.word);

	return there && bth_same((struct bth_value){&view, there}, value) ?
		NULL :
		"the test fails: another value stands there";
}

/* The node that "from" names, copied so that it can stand twice. */
static const char *
copy_from(uint32_t *out, struct bth_builder *builder, uint32_t root,
	struct bth_value step, bool move)
{
	struct bth_value from = bth_get(step, "from");
	struct target target;
	const char *fault = find(&target, builder, root, from);

	if (!bth_exists(from))
		return "it needs 'from'";
	if (fault)
		return fault;
	uint32_t there = target.root ? 0 : child(builder, target.parent, target.word);
	if (!there)
		return "there is nothing at 'from'";
	struct bth_tree view = bth_build_view(builder);
	*out = bth_build_copy(builder, (struct bth_value){&view, there}, true);
	return move ? remove_at(builder, target) : NULL;
}

const char *
bth_pointer_apply(struct bth_builder *builder, uint32_t root, struct bth_value step)
{
	struct bth_str op = bth_text(bth_get(step, "op"));
	struct bth_value value = bth_get(step, "value");
	bool moves = bth_str_is(op, "move"), copies = moves || bth_str_is(op, "copy");
	struct target target;
	uint32_t node = 0;
	const char *fault;

	if (copies && (fault = copy_from(&node, builder, root, step, moves)))
		return fault;
	if ((fault = find(&target, builder, root, bth_get(step, "path"))))
		return fault;
	if (bth_str_is(op, "remove"))
		return remove_at(builder, target);
	if (!copies && !bth_exists(value))
		return "it needs 'value'";
	if (bth_str_is(op, "test"))
		return test(builder, target, value);
	if (!copies)
		node = bth_build_copy(builder, value, true);
	if (bth_str_is(op, "replace"))
		return replace(builder, target, node);
	return add(builder, target, node);
}

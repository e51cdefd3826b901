/* tree.c - one document as nodes, each with its place in the text */

#include "syntax/tree.h"

#include "base/buf.h"
#include "syntax/number.h"
#include "syntax/scalar.h"

const struct bth_node bth_node_absent;

struct bth_value
bth_root(const struct bth_tree *tree)
{
	return (struct bth_value){.tree = tree, .at = tree && tree->count > 1 ? 1 : 0};
}

static struct bth_str
node_text(const struct bth_tree *tree, const struct bth_node *node)
{
	const char *base = node->flags & BTH_NODE_SIDE ? tree->side : tree->source->text.at;

	return (struct bth_str){.at = base + node->text, .len = node->len};
}

struct bth_str
bth_text(struct bth_value value)
{
	if (!bth_is_scalar(value))
		return (struct bth_str){.at = ""};
	return node_text(value.tree, bth_node(value));
}

bool
bth_as_int(int64_t *out, struct bth_value value)
{
	if (!bth_is_scalar(value) || bth_node(value)->type != BTH_INT)
		return false;
	return bth_scalar_int(out, bth_text(value));
}

bool
bth_as_bool(bool *out, struct bth_value value)
{
	if (!bth_is_scalar(value) || bth_node(value)->type != BTH_BOOL)
		return false;
	*out = bth_scalar_bool(bth_text(value));
	return true;
}

bool
bth_is_true(struct bth_value value, bool otherwise)
{
	bool is = otherwise;

	bth_as_bool(&is, value);
	return is;
}

static struct bth_value
at(struct bth_value value, uint32_t index)
{
	return (struct bth_value){.tree = value.tree, .at = index};
}

struct bth_value
bth_first(struct bth_value value)
{
	return at(value, bth_node(value)->child);
}

struct bth_value
bth_under(struct bth_value key)
{
	return at(key, bth_node(key)->next);
}

struct bth_value
bth_next(struct bth_value value)
{
	const struct bth_node *node = bth_node(value);

	if (node->flags & BTH_NODE_KEY)
		return at(value, bth_node(at(value, node->next))->next);
	return at(value, node->next);
}

static struct bth_value
find_key(struct bth_value map, struct bth_str key)
{
	if (!bth_is_map(map))
		return (struct bth_value){0};

	const struct bth_tree *tree = map.tree;
	for (uint32_t i = tree->nodes[map.at].child; i;
		i = tree->nodes[tree->nodes[i].next].next) {
		const struct bth_node *node = &tree->nodes[i];

		if (node->len != key.len)
			continue;
		const char *text = node_text(tree, node).at;
		if (!key.len || (*text == *key.at && memcmp(text, key.at, key.len) == 0))
			return at(map, i);
	}
	return (struct bth_value){0};
}

struct bth_value
bth_get_str(struct bth_value map, struct bth_str key)
{
	return bth_under(find_key(map, key));
}

struct bth_value
bth_get_key(struct bth_value map, const char *key)
{
	return find_key(map, bth_str(key));
}

struct bth_value
bth_dig(struct bth_value map, const char *path)
{
	struct bth_str rest = bth_str(path);

	while (rest.len && bth_exists(map)) {
		size_t dot = bth_str_find(rest, '.');
		struct bth_str key = bth_str_sub(rest, 0, dot);

		map = bth_get_str(map, key);
		rest = dot == SIZE_MAX ? (struct bth_str){0} : bth_str_sub(rest, dot + 1, SIZE_MAX);
	}
	return map;
}

struct bth_value
bth_item(struct bth_value list, size_t index)
{
	struct bth_value item = bth_is_list(list) ? bth_first(list) : (struct bth_value){0};

	while (index-- > 0 && bth_exists(item))
		item = bth_next(item);
	return item;
}

size_t
bth_size(struct bth_value value)
{
	size_t size = 0;

	if (!bth_is_map(value) && !bth_is_list(value))
		return 0;
	for (struct bth_value i = bth_first(value); bth_exists(i); i = bth_next(i))
		size++;
	return size;
}

struct bth_span
bth_span(struct bth_value value)
{
	const struct bth_node *node = bth_node(value);

	return (struct bth_span){.source = value.tree ? value.tree->source : NULL,
		.start = node->start,
		.end = node->end};
}

/*
 * The child of @from that is or contains @target, by the order of indexes; for maps the
 * key and, through *key, the value's key.
 */
static struct bth_value
towards(struct bth_value from, uint32_t target, struct bth_value *key, size_t *index)
{
	const struct bth_node *nodes = from.tree->nodes;
	bool map = nodes[from.at].kind == BTH_MAP;
	uint32_t found = 0;
	size_t count = 0;

	/* siblings may be many, and this is asked for each of them */
	for (uint32_t child = nodes[from.at].child; child && child <= target;
		child = nodes[map ? nodes[child].next : child].next, count++)
		found = child;
	*index = count ? count - 1 : 0;
	*key = map ? at(from, found) : (struct bth_value){0};
	return at(from, map && found != target ? nodes[found].next : found);
}

struct bth_span
bth_key_span(struct bth_value root, struct bth_value value)
{
	struct bth_value key = {0}, last = {0};
	size_t index;

	if (root.tree != value.tree || !bth_exists(value))
		return bth_span(value);
	while (root.at != value.at) {
		struct bth_value next = towards(root, value.at, &key, &index);
		if (!bth_exists(next))
			break;
		last = key;
		root = next;
	}
	return bth_exists(last) ? bth_span(last) : bth_span(value);
}

static bool
is_field_name(struct bth_str key)
{
	for (size_t i = 0; i < key.len; i++) {
		char c = key.at[i];

		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			    (i && c >= '0' && c <= '9')))
			return false;
	}
	return key.len > 0;
}

static void
add_index(struct bth_buf *path, size_t index)
{
	char digits[3 * sizeof index];
	size_t first = sizeof digits;

	do
		digits[--first] = (char)('0' + index % 10);
	while (index /= 10);
	bth_buf_add(path, digits + first, sizeof digits - first);
}

/* Validation asks for paths of much that is right, so none of it is formatted. */
static void
add_step(struct bth_buf *path, struct bth_value key, size_t index)
{
	struct bth_str name = bth_text(key);

	if (is_field_name(name)) {
		if (path->len)
			bth_buf_putc(path, '.');
		bth_buf_str(path, name);
		return;
	}
	bth_buf_putc(path, '[');
	if (bth_exists(key))
		bth_buf_str(path, bth_str_sub(name, 0, bth_str_find(name, '\0')));
	else
		add_index(path, index);
	bth_buf_putc(path, ']');
}

char *
bth_path_of(struct bth_arena *arena, struct bth_value root, struct bth_value value)
{
	struct bth_buf path;

	bth_buf_init(&path, arena);
	bth_buf_puts(&path, "");
	while (root.tree == value.tree && root.at != value.at) {
		struct bth_value key;
		size_t index = 0;
		struct bth_value next = towards(root, value.at, &key, &index);

		if (!bth_exists(next))
			break;
		add_step(&path, key, index);
		if (next.at == value.at || next.at == key.at)
			break;
		root = next;
	}
	bth_buf_putc(&path, '\0');
	return path.text;
}

/* Depth is bounded by what the reader allows (syntax/limits.h), as both are trees. */
static bool
is_number(enum bth_type type)
{
	return type == BTH_INT || type == BTH_FLOAT;
}

static bool
same_integer(struct bth_str x, struct bth_str y)
{
	bool x_minus = false, y_minus = false;
	uint64_t x_size = 0, y_size = 0;

	return bth_scalar_integer(&x_minus, &x_size, x) &&
		bth_scalar_integer(&y_minus, &y_size, y) && x_size == y_size &&
		(x_minus == y_minus || !x_size);
}

/*
 * yes and true, 0x10 and 16: texts differ where values do not. JSON knows no difference between
 * 1 and 1.0.
 */
static bool
same_scalar(struct bth_value a, struct bth_value b)
{
	enum bth_type of_a = bth_node(a)->type, of_b = bth_node(b)->type;
	struct bth_str x = bth_text(a), y = bth_text(b);

	if (of_a == BTH_INT && of_b == BTH_INT)
		return same_integer(x, y);
	if (is_number(of_a) && is_number(of_b))
		return bth_str_eq(x, y) ||
			(bth_scalar_is_finite(x) && bth_scalar_is_finite(y) &&
				bth_number_value(of_a, x) == bth_number_value(of_b, y));
	if (of_a != of_b)
		return false;
	if (of_a == BTH_BOOL)
		return bth_scalar_bool(x) == bth_scalar_bool(y);
	return of_a == BTH_NULL || bth_str_eq(x, y);
}

bool
bth_same(struct bth_value a, struct bth_value b)
{
	const struct bth_node *x = bth_node(a), *y = bth_node(b);

	if (x->kind != y->kind)
		return false;
	if (x->kind == BTH_SCALAR)
		return same_scalar(a, b);
	if (x->kind == BTH_ALIAS)
		return a.tree == b.tree && x->child == y->child;
	if (bth_size(a) != bth_size(b))
		return false;
	if (x->kind == BTH_LIST) {
		struct bth_value i = bth_first(a), j = bth_first(b);

		for (; bth_exists(i); i = bth_next(i), j = bth_next(j))
			if (!bth_same(i, j))
				return false;
		return true;
	}
	/* keys are mostly in the same order, so look at the next one first */
	struct bth_value next = bth_first(b);
	for (struct bth_value i = bth_first(a); bth_exists(i); i = bth_next(i)) {
		struct bth_value key = next;
		if (!bth_exists(key) || !bth_str_eq(bth_text(key), bth_text(i)))
			key = find_key(b, bth_text(i));
		if (!bth_exists(key) || !bth_same(bth_under(i), bth_under(key)))
			return false;
		next = bth_next(key);
	}
	return true;
}

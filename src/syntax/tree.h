/* tree.h - one document as nodes, each with its place in the text */
#ifndef BTH_SYNTAX_TREE_H
#define BTH_SYNTAX_TREE_H

#include "base/vec.h"
#include "source/source.h"

enum bth_node_kind {
	BTH_ABSENT, /* the node 0 of every tree: what is not there */
	BTH_SCALAR,
	BTH_MAP,  /* children: key, value, key, value, … */
	BTH_LIST, /* children: items */
	BTH_ALIAS, /* only in a tree as written; child is the node it stands for */
};

enum bth_style { BTH_PLAIN, BTH_SINGLE, BTH_DOUBLE, BTH_LITERAL, BTH_FOLDED, BTH_BLOCK, BTH_FLOW };

/* What a scalar is to kubectl (syntax/scalar.h). */
enum bth_type { BTH_STRING, BTH_NULL, BTH_BOOL, BTH_INT, BTH_FLOAT };

enum {
	BTH_NODE_SIDE = 1,   /* text stands in the tree's side text, not in the source */
	BTH_NODE_MERGE = 2,  /* key: a plain <<; map: has such a key */
	BTH_NODE_TWICE = 4,  /* map: has a key twice */
	BTH_NODE_TAGGED = 8, /* carries a tag */
	BTH_NODE_KEY = 16,   /* a key of a map; its next node is its value */
};

/*
 * 32 bytes, linked by index, 0 for none. Children come after their parent, and each node's
 * whole subtree before its next sibling, so an index alone tells who contains whom.
 */
struct bth_node {
	uint32_t text, len;  /* scalars: the value; others unused */
	uint32_t start, end; /* span in the source: where it stands, or what caused it */
	uint32_t next;       /* next sibling */
	uint32_t child;      /* first child */
	uint32_t last;       /* last child; used while a tree is made */
	uint8_t kind, style, type, flags;
};

struct bth_tree {
	struct bth_source *source;
	const struct bth_node *nodes; /* nodes[0] is absent, nodes[1] the root */
	uint32_t count;
	const char *side;
	uint32_t document; /* number in its source, from 1 */
};

/*
 * A node to look at. Passed by value; what is absent can be asked further and stays
 * absent, so chains of look-ups need no tests in between.
 */
struct bth_value {
	const struct bth_tree *tree;
	uint32_t at;
};

BTH_VEC_TYPE(bth_values, struct bth_value);

struct bth_value bth_root(const struct bth_tree *tree);

extern const struct bth_node bth_node_absent;

/* Here and below, what is asked of every node of every document is inline. */
static inline const struct bth_node *
bth_node(struct bth_value value)
{
	return value.tree ? &value.tree->nodes[value.at] : &bth_node_absent;
}

static inline bool
bth_exists(struct bth_value value)
{
	return value.at != 0;
}

static inline bool
bth_is_map(struct bth_value value)
{
	return bth_node(value)->kind == BTH_MAP;
}

static inline bool
bth_is_list(struct bth_value value)
{
	return bth_node(value)->kind == BTH_LIST;
}

static inline bool
bth_is_scalar(struct bth_value value)
{
	return bth_node(value)->kind == BTH_SCALAR;
}

static inline bool
bth_is_null(struct bth_value value)
{
	return bth_is_scalar(value) && bth_node(value)->type == BTH_NULL;
}

/* A scalar that is a string to kubectl. */
static inline bool
bth_is_string(struct bth_value value)
{
	return bth_is_scalar(value) && bth_node(value)->type == BTH_STRING;
}

/* Absent or null: to the API server the same. */
static inline bool
bth_is_unset(struct bth_value value)
{
	return !bth_exists(value) || bth_is_null(value);
}

/* The text of a scalar as it was meant, empty for others. */
struct bth_str bth_text(struct bth_value value);

/* Numbers and booleans as kubectl reads them; false and no output for others. */
bool bth_as_int(int64_t *out, struct bth_value value);
bool bth_as_bool(bool *out, struct bth_value value);

/* The boolean, or @otherwise when it is none. */
bool bth_is_true(struct bth_value value, bool otherwise);

/* The value under @key of a map. */
struct bth_value bth_get_str(struct bth_value map, struct bth_str key);

static inline struct bth_value
bth_get(struct bth_value map, const char *key)
{
	return bth_get_str(map, bth_str(key));
}

/* The key node of @key, absent when the map has none. */
struct bth_value bth_get_key(struct bth_value map, const char *key);

/* Through several maps: "spec.template.metadata.labels". */
struct bth_value bth_dig(struct bth_value map, const char *path);

/* Item @index of a list. */
struct bth_value bth_item(struct bth_value list, size_t index);

/* How many entries or items. */
size_t bth_size(struct bth_value value);

/*
 * for (v = bth_first(list); bth_exists(v); v = bth_next(v))
 * walks the items of a list, or the *keys* of a map, whose values bth_under() gives.
 */
struct bth_value bth_first(struct bth_value value);
struct bth_value bth_next(struct bth_value value);
struct bth_value bth_under(struct bth_value key);

struct bth_span bth_span(struct bth_value value);

/* The span of the key under which @value stands in @root's tree, else its own. */
struct bth_span bth_key_span(struct bth_value root, struct bth_value value);

/*
 * The field path of @value below @root, as the API server prints it:
 * spec.containers[0].env[1].name, or annotations[a/b] for a map of free keys (those with
 * other letters than a field name has).
 */
char *bth_path_of(struct bth_arena *arena, struct bth_value root, struct bth_value value);

/*
 * Equal as JSON values: kinds, types, and values, or the texts of strings and floats; the
 * order of keys does not matter. In a tree as written, aliases are equal when they are of the
 * same node.
 */
bool bth_same(struct bth_value a, struct bth_value b);

#endif

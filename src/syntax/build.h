/* build.h - making a tree node by node */
#ifndef BTH_SYNTAX_BUILD_H
#define BTH_SYNTAX_BUILD_H

#include "base/buf.h"
#include "syntax/tree.h"

/*
 * A tree being made. Nodes are numbers; @cause is the span that new nodes get, so code
 * that expands a spec sets it to the place that asked for what it writes next. Nodes stay
 * changeable until bth_build_finish().
 */
struct bth_builder {
	struct bth_arena *arena;
	struct bth_source *source;
	BTH_VEC(struct bth_node) nodes;
	struct bth_buf side;
	struct bth_span cause;
};

void bth_build_init(struct bth_builder *builder, struct bth_arena *arena, struct bth_source *source);

/* Forgets all nodes and keeps the memory. */
void bth_build_clear(struct bth_builder *builder);

/* New nodes that stand nowhere yet. */
uint32_t bth_build_map(struct bth_builder *builder);
uint32_t bth_build_list(struct bth_builder *builder);
uint32_t bth_build_text(struct bth_builder *builder, enum bth_type type, struct bth_str text);
uint32_t bth_build_string(struct bth_builder *builder, const char *text);
uint32_t bth_build_int(struct bth_builder *builder, int64_t number);
uint32_t bth_build_bool(struct bth_builder *builder, bool is);

/*
 * A copy of @value and all below it; of what is absent, null. With @keep_spans it has the
 * same places, if they are in the builder's source; else the cause.
 */
uint32_t bth_build_copy(struct bth_builder *builder, struct bth_value value, bool keep_spans);

/* Appends a node to a list; returns it. */
uint32_t bth_build_item(struct bth_builder *builder, uint32_t list, uint32_t item);

/* Appends an entry to a map, which must not have the key; returns @value. */
uint32_t bth_build_put(struct bth_builder *builder, uint32_t map, struct bth_str key, uint32_t value);

/* The same with a key that is copied, so that it keeps its place. */
uint32_t bth_build_put_key(struct bth_builder *builder, uint32_t map, struct bth_value key,
	uint32_t value);

/* Short forms of it. The text of put_str may be empty, but not NULL. */
uint32_t bth_put_map(struct bth_builder *builder, uint32_t map, const char *key);
uint32_t bth_put_list(struct bth_builder *builder, uint32_t map, const char *key);
void bth_put_text(struct bth_builder *builder, uint32_t map, const char *key, const char *text);
void bth_put_str(struct bth_builder *builder, uint32_t map, const char *key, struct bth_str text);
void bth_put_int(struct bth_builder *builder, uint32_t map, const char *key, int64_t number);
void bth_put_bool(struct bth_builder *builder, uint32_t map, const char *key, bool is);
void bth_put_copy(struct bth_builder *builder, uint32_t map, const char *key, struct bth_value value);

/* The node under @key, or 0. */
uint32_t bth_build_get(const struct bth_builder *builder, uint32_t map, struct bth_str key);

/* Sets @key to @value, in the place of the old entry or at the end. */
void bth_build_set(struct bth_builder *builder, uint32_t map, struct bth_str key, uint32_t value);

/* Sets the value of the entry whose key is the node @key. */
void bth_build_replace(struct bth_builder *builder, uint32_t map, uint32_t key, uint32_t value);

/* Takes an entry out of a map; false when it has none. */
bool bth_build_remove(struct bth_builder *builder, uint32_t map, struct bth_str key);

/* Puts @item before item @index of a list (or at its end), takes it out, replaces it. */
bool bth_build_insert(struct bth_builder *builder, uint32_t list, size_t index, uint32_t item);
bool bth_build_remove_item(struct bth_builder *builder, uint32_t list, size_t index);
bool bth_build_replace_item(struct bth_builder *builder, uint32_t list, size_t index, uint32_t item);

/* The tree below @root in its final order (syntax/tree.h), in the builder's arena. */
struct bth_tree *bth_build_finish(struct bth_builder *builder, uint32_t root);

/* What has been built, to look at with the functions of tree.h; until the next change. */
struct bth_tree bth_build_view(const struct bth_builder *builder);

#endif

/* read_node.c - collections, keys and aliases into the tree */

#include "syntax/reading.h"

#include "rules.h"
#include "syntax/notice.h"
#include "syntax/number.h"

struct bth_node *
bth_reading_node(struct bth_reading *reading, uint32_t at)
{
	return &reading->reader->written.nodes.items[at];
}

void
bth_reading_side(struct bth_reading *reading, struct bth_node *node, struct bth_str text)
{
	struct bth_buf *side = &reading->reader->written.side;

	node->flags |= BTH_NODE_SIDE;
	node->text = (uint32_t)side->len;
	node->len = (uint32_t)text.len;
	bth_buf_str(side, text);
}

/* Whether the next node is a key. */
static bool
at_key(struct bth_reading *reading)
{
	if (!reading->stack.len)
		return false;
	const struct bth_open *open = &reading->stack.items[reading->stack.len - 1];

	return bth_reading_node(reading, open->node)->kind == BTH_MAP && !open->want_value;
}

/* Makes a key of the node: a string, as JSON has no others. */
static void
make_key(struct bth_reading *reading, struct bth_node *node, struct bth_str text)
{
	struct bth_buf name;

	node->flags |= BTH_NODE_KEY;
	if (node->kind == BTH_SCALAR && node->type == BTH_STRING)
		return;
	bth_buf_init(&name, reading->reader->arena);
	if (node->kind == BTH_SCALAR && bth_number_key(&name, node->type, text)) {
		if (!bth_str_eq(bth_buf_view(&name), text))
			bth_reading_side(reading, node, bth_buf_view(&name));
		return;
	}
	bth_reading_refuse(reading, &bth_rule_yaml_key_malformed,
		bth_reading_span(reading, node->start, node->end),
		node->kind != BTH_SCALAR ? "a map or a list stands as a key" :
		node->type == BTH_NULL ? "a key is null" : "a key is a number above int64");
}

void
bth_reading_place(struct bth_reading *reading, uint32_t at)
{
	struct bth_tree view = bth_build_view(&reading->reader->written);
	struct bth_str text = bth_text((struct bth_value){&view, at});
	struct bth_node *node = bth_reading_node(reading, at);
	bool key = at_key(reading);

	if (key) {
		make_key(reading, node, text);
		bth_reading_limit(reading, BTH_LIMIT_KEYS, ++reading->keys,
			&bth_rule_input_too_large, node->start, node->end,
			"the document has too many keys");
	} else {
		node->flags &= (uint8_t)~BTH_NODE_MERGE;
	}
	if (!reading->stack.len) {
		reading->root = at;
		return;
	}
	struct bth_open *open = &reading->stack.items[reading->stack.len - 1];
	struct bth_node *parent = bth_reading_node(reading, open->node);

	if (node->flags & BTH_NODE_MERGE) {
		parent->flags |= BTH_NODE_MERGE;
		reading->needs_resolving = true;
	}
	open->want_value = parent->kind == BTH_MAP && !open->want_value;
	if (parent->child)
		bth_reading_node(reading, parent->last)->next = at;
	else
		parent->child = at;
	parent->last = at;
}

uint32_t
bth_reading_add(struct bth_reading *reading, struct bth_node node)
{
	struct bth_builder *written = &reading->reader->written;

	node.start = bth_reading_offset(reading, reading->event.start_mark);
	node.end = bth_reading_offset(reading, reading->event.end_mark);
	bth_vec_push(reading->reader->arena, &written->nodes, node);
	return (uint32_t)(written->nodes.len - 1);
}

const char *
bth_reading_path(const struct bth_reading *reading, uint32_t at)
{
	struct bth_tree view = bth_build_view(&reading->reader->written);

	return bth_path_of(reading->reader->arena, (struct bth_value){&view, reading->root},
		(struct bth_value){&view, at});
}

void
bth_reading_anchor(struct bth_reading *reading, const yaml_char_t *name, uint32_t node)
{
	struct bth_arena *arena = reading->reader->arena;

	if (!name)
		return;
	struct bth_str text = bth_str((const char *)name);
	uint32_t before = (uint32_t)(uintptr_t)bth_map_get(&reading->anchors, text);
	if (before) {
		struct bth_tree view = bth_build_view(&reading->reader->written);

		bth_notice_anchor(reading->reader->findings, &reading->again, text,
			(struct bth_value){&view, node}, (struct bth_value){&view, before});
	}
	bth_map_put(arena, &reading->anchors, bth_str_copy(arena, text), (void *)(uintptr_t)node);
}

/* An alias without an anchor; there may be one in a document before. */
static void
refuse_alias(struct bth_reading *reading, struct bth_str name, struct bth_span where)
{
	struct bth_reader *reader = reading->reader;
	struct bth_span anchor;
	struct bth_finding *finding = bth_reading_refuse(reading,
		&bth_rule_yaml_alias_unknown, where,
		bth_arena_printf(reader->arena,
			"no anchor '&%.*s' stands before this alias in the document",
			BTH_STR_ARG(bth_reading_shown(reading, name))));

	if (bth_anchor_before(&anchor, &reader->anchors, reader->arena, where.source, name,
		    reading->document->span.start))
		bth_finding_note(reader->findings, finding, anchor,
			"this one is of another document: anchors do not reach across '---'");
}

void
bth_reading_alias(struct bth_reading *reading)
{
	struct bth_str name = bth_str((const char *)reading->event.data.alias.anchor);
	uint32_t target = (uint32_t)(uintptr_t)bth_map_get(&reading->anchors, name);
	struct bth_node node = {.kind = BTH_ALIAS, .child = target};

	/* a key is made from its text, and so from that of what it stands for */
	if (target && at_key(reading)) {
		node = *bth_reading_node(reading, target);
		node.next = 0;
		node.flags &= BTH_NODE_SIDE | BTH_NODE_TAGGED;
	}
	uint32_t at = bth_reading_add(reading, node);
	struct bth_span where = bth_reading_span(reading, bth_reading_node(reading, at)->start,
		bth_reading_node(reading, at)->end);

	if (!target) {
		refuse_alias(reading, name, where);
		return;
	}
	for (size_t i = 0; i < reading->stack.len; i++) {
		if (reading->stack.items[i].node == target) {
			bth_reading_refuse(reading, &bth_rule_yaml_alias_unknown, where,
				bth_arena_printf(reading->reader->arena,
					"anchor '&%.*s' contains itself", BTH_STR_ARG(name)));
			return;
		}
	}
	reading->needs_resolving = true;
	bth_notice_alias(&reading->again, name, &reading->reader->written);
	bth_reading_place(reading, at);
}

void
bth_reading_open(struct bth_reading *reading, enum bth_node_kind kind, bool flow,
	const yaml_char_t *anchor)
{
	uint32_t at = bth_reading_add(reading, (struct bth_node){
		.kind = (uint8_t)kind, .style = flow ? BTH_FLOW : BTH_BLOCK});

	bth_reading_anchor(reading, anchor, at);
	bth_reading_place(reading, at);
	bth_vec_push(reading->reader->arena, &reading->stack,
		(struct bth_open){.node = at, .flow = flow});
	reading->flow_depth += flow;
	const struct bth_node *node = bth_reading_node(reading, at);
	bth_reading_limit(reading, BTH_LIMIT_FLOW_DEPTH, reading->flow_depth,
		&bth_rule_yaml_too_deep, node->start, node->end, "brackets nest too deep");
	bth_reading_limit(reading, BTH_LIMIT_DEPTH, reading->stack.len, &bth_rule_yaml_too_deep,
		node->start, node->end, "collections nest too deep");
}

/* Reports each key of @map that stands there twice, and marks the map. */
static void
check_keys(struct bth_reading *reading, uint32_t map)
{
	struct bth_tree view = bth_build_view(&reading->reader->written);
	struct bth_map seen = {0};
	size_t size = bth_size((struct bth_value){&view, map});

	for (struct bth_value key = bth_first((struct bth_value){&view, map}); bth_exists(key);
		key = bth_next(key)) {
		struct bth_value earlier = {0};

		if (bth_node(key)->flags & BTH_NODE_MERGE)
			continue;
		if (size <= 16) {
			for (earlier = bth_first((struct bth_value){&view, map}); earlier.at != key.at;
				earlier = bth_next(earlier))
				if (!(bth_node(earlier)->flags & BTH_NODE_MERGE) &&
					bth_str_eq(bth_text(earlier), bth_text(key)))
					break;
		} else {
			const void *before = bth_map_get(&seen, bth_text(key));
			earlier.tree = &view;
			earlier.at = before ? (uint32_t)(uintptr_t)before : key.at;
			bth_map_put(reading->reader->arena, &seen, bth_text(key),
				(void *)(uintptr_t)key.at);
		}
		if (earlier.at == key.at)
			continue;
		struct bth_findings *findings = reading->reader->findings;
		struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_key_duplicate,
			bth_span(key), "key '%.*s' stands twice in one map: the last one wins",
			BTH_STR_ARG(bth_text(key)));
		finding->path = bth_reading_path(reading, key.at);
		bth_finding_note(findings, finding, bth_span(earlier), "it stands here before");
		bth_reading_node(reading, map)->flags |= BTH_NODE_TWICE;
		reading->needs_resolving = true;
	}
}

void
bth_reading_close(struct bth_reading *reading)
{
	struct bth_open open = reading->stack.items[--reading->stack.len];
	struct bth_node *node = bth_reading_node(reading, open.node);

	reading->flow_depth -= open.flow;
	if (open.flow)
		node->end = bth_reading_offset(reading, reading->event.end_mark);
	else if (node->last)
		node->end = bth_reading_node(reading, node->last)->end;
	if (node->kind == BTH_MAP)
		check_keys(reading, open.node);
}

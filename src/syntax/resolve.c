/* resolve.c - aliases, merge keys and double keys as kubectl's decoder takes them */

#include "syntax/resolve.h"

#include "base/map.h"
#include "rules.h"

/* A collection that is being copied. */
struct frame {
	uint32_t next;        /* child of the written tree to copy next */
	uint32_t copy;        /* collection of the new tree that gets them */
	unsigned depth;       /* of the copy */
	bool map;             /* children are keys and values */
	bool aliased;         /* below an alias */
	struct bth_map *keys; /* the nodes of the copy's keys, when it may get one twice */
	struct bth_map *own;  /* those that the map has beside merge keys, when it has such keys */
	uint32_t merge;       /* the merge key that the children come from, 0 for none */
};

struct resolving {
	struct bth_builder *out;
	struct bth_tree from;
	struct bth_findings *findings;
	const struct bth_limits *limits;
	BTH_VEC(struct frame) stack;
	uint64_t decoded, aliased; /* nodes in all, and below aliases */
	uint32_t noticed; /* the last merge key that was reported */
	bool failed;
};

static struct bth_value
value_at(struct resolving *resolving, uint32_t at)
{
	return (struct bth_value){.tree = &resolving->from, .at = at};
}

static void
fail(struct resolving *resolving, uint32_t at, const struct bth_rule *rule, const char *message)
{
	if (!resolving->failed)
		bth_find(resolving->findings, rule, bth_span(value_at(resolving, at)), "%s", message);
	resolving->failed = true;
}

static void
exceed(struct resolving *resolving, uint32_t at, const struct bth_rule *rule,
	enum bth_limit which, const char *what)
{
	if (!resolving->failed)
		bth_limit_find(resolving->findings, rule, bth_span(value_at(resolving, at)),
			resolving->limits, which, what);
	resolving->failed = true;
}

/*
 * go-yaml's measure against documents that grow without bound: how much of what was
 * decoded may come from aliases falls from 99 % at 400,000 nodes to 10 % at 4,000,000.
 */
static bool
within_budget(const struct resolving *resolving)
{
	const double low = 400000, high = 4000000;
	double decoded = (double)resolving->decoded, allowed = 0.10;

	if (resolving->aliased <= 100 || resolving->decoded <= 1000)
		return true;
	if (decoded <= low)
		allowed = 0.99;
	else if (decoded < high)
		allowed = 0.99 - 0.89 * (decoded - low) / (high - low);
	return (double)resolving->aliased / decoded <= allowed;
}

static void
count(struct resolving *resolving, uint32_t at, bool aliased)
{
	resolving->decoded++;
	resolving->aliased += aliased;
	if (!within_budget(resolving))
		fail(resolving, at, &bth_rule_yaml_aliases_excessive,
			"aliases expand to far more than the document holds: kubectl refuses it");
	if (resolving->aliased > resolving->limits->most[BTH_LIMIT_ALIASES])
		exceed(resolving, at, &bth_rule_yaml_aliases_excessive, BTH_LIMIT_ALIASES,
			"aliases stand for too much");
}

/* Follows an alias, which counts as well; *aliased becomes true when @at is one. */
static uint32_t
follow(struct resolving *resolving, uint32_t at, bool *aliased)
{
	if (resolving->from.nodes[at].kind != BTH_ALIAS)
		return at;
	count(resolving, at, *aliased);
	*aliased = true;
	return resolving->from.nodes[at].child;
}

static void
push(struct resolving *resolving, struct frame frame, uint32_t at)
{
	bth_vec_push(resolving->out->arena, &resolving->stack, frame);
	if (frame.depth > resolving->limits->most[BTH_LIMIT_DEPTH])
		exceed(resolving, at, &bth_rule_yaml_too_deep, BTH_LIMIT_DEPTH,
			"collections nest too deep once aliases are expanded");
}

/* Copies the node @at alone and plans the copying of what it contains. */
static uint32_t
copy_node(struct resolving *resolving, uint32_t at, unsigned depth, bool aliased)
{
	const struct bth_node *node = &resolving->from.nodes[at];
	struct bth_builder *out = resolving->out;

	count(resolving, at, aliased);
	if (node->kind == BTH_SCALAR) {
		uint32_t copy = bth_build_copy(out, value_at(resolving, at), true);

		out->nodes.items[copy].flags &= (uint8_t)~BTH_NODE_MERGE;
		return copy;
	}
	uint32_t copy = node->kind == BTH_MAP ? bth_build_map(out) : bth_build_list(out);
	out->nodes.items[copy].style = node->style;
	out->nodes.items[copy].start = node->start;
	out->nodes.items[copy].end = node->end;
	struct frame frame = {.next = node->child, .copy = copy, .depth = depth,
		.map = node->kind == BTH_MAP, .aliased = aliased};
	if (node->flags & (BTH_NODE_MERGE | BTH_NODE_TWICE))
		frame.keys = bth_arena_alloc(out->arena, sizeof *frame.keys);
	if (node->flags & BTH_NODE_MERGE)
		frame.own = bth_arena_alloc(out->arena, sizeof *frame.own);
	push(resolving, frame, at);
	return copy;
}

/* Plans to copy the entries of @at, a map or an alias of one, into the map of @into. */
static void
merge_map(struct resolving *resolving, uint32_t at, struct frame into)
{
	uint32_t map = follow(resolving, at, &into.aliased);

	if (resolving->from.nodes[map].kind != BTH_MAP) {
		fail(resolving, at, &bth_rule_yaml_malformed,
			"a merge key '<<' needs a map, or a list of maps");
		return;
	}
	count(resolving, at, into.aliased);
	into.next = resolving->from.nodes[map].child;
	push(resolving, into, at);
}

/* The same for a list of maps. An alias of a list is none to go-yaml. */
static void
merge(struct resolving *resolving, uint32_t at, struct frame into)
{
	if (resolving->from.nodes[at].kind != BTH_LIST) {
		merge_map(resolving, at, into);
		return;
	}
	/* the top of the stack goes first, and what goes last wins: so the first item does */
	for (uint32_t item = resolving->from.nodes[at].child; item && !resolving->failed;
		item = resolving->from.nodes[item].next)
		merge_map(resolving, item, into);
}

/* A key of the map itself gets the merged value: by the specification it would keep its own. */
static void
notice_override(struct resolving *resolving, const struct frame *frame, uint32_t there,
	uint32_t value)
{
	struct bth_tree view = bth_build_view(resolving->out);
	struct bth_value key = {&view, there}, merged = {&view, value}, own = bth_under(key);

	if (resolving->noticed == frame->merge ||
		(bth_is_scalar(own) && bth_same(own, merged)))
		return;
	resolving->noticed = frame->merge;
	struct bth_finding *finding = bth_find(resolving->findings,
		&bth_rule_yaml_merge_overrides, bth_span(value_at(resolving, frame->merge)),
		"'<<' stands after '%.*s' and sets it as well: the merged value wins",
		BTH_STR_ARG(bth_text(key)));
	bth_finding_note(resolving->findings, finding, bth_span(key), "what is lost stands here");
	bth_finding_fix(resolving->findings, finding,
		"move '<<' before the keys of its map, so that they win for every reader");
}

/* Keys keep their written place, so they are copied and not made from their text. */
static void
put(struct resolving *resolving, const struct frame *frame, uint32_t key, uint32_t value)
{
	struct bth_builder *out = resolving->out;
	struct bth_str text = bth_text(value_at(resolving, key));

	if (frame->own && !frame->merge)
		bth_map_put(out->arena, frame->own, text, frame->own);
	if (frame->keys) {
		uint32_t there = (uint32_t)(uintptr_t)bth_map_get(frame->keys, text);

		if (there) {
			if (frame->merge && bth_map_get(frame->own, text))
				notice_override(resolving, frame, there, value);
			bth_build_replace(out, frame->copy, there, value);
			return;
		}
		/* the key becomes the next node */
		bth_map_put(out->arena, frame->keys, text, (void *)(uintptr_t)out->nodes.len);
	}
	bth_build_put_key(out, frame->copy, value_at(resolving, key), value);
}

/* Copies the next child of the top frame. */
static void
step(struct resolving *resolving)
{
	struct frame *top = &resolving->stack.items[resolving->stack.len - 1];
	struct frame frame = *top;
	uint32_t child = frame.next;

	if (!child) {
		resolving->stack.len--;
		return;
	}
	bool aliased = frame.aliased;
	if (!frame.map) {
		top->next = resolving->from.nodes[child].next;
		uint32_t item = follow(resolving, child, &aliased);
		uint32_t copy = copy_node(resolving, item, frame.depth + 1, aliased);
		bth_build_item(resolving->out, frame.copy, copy);
		return;
	}
	uint32_t value = resolving->from.nodes[child].next;
	top->next = resolving->from.nodes[value].next;
	if (resolving->from.nodes[child].flags & BTH_NODE_MERGE) {
		if (!frame.merge)
			frame.merge = child;
		merge(resolving, value, frame);
		return;
	}
	count(resolving, child, aliased);
	uint32_t target = follow(resolving, value, &aliased);
	uint32_t copy = copy_node(resolving, target, frame.depth + 1, aliased);
	put(resolving, &frame, child, copy);
}

bool
bth_resolve(struct bth_builder *out, const struct bth_builder *written, uint32_t root,
	struct bth_findings *findings, const struct bth_limits *limits)
{
	/* the document counts as decoded, too */
	struct resolving resolving = {
		.from = bth_build_view(written), .findings = findings, .limits = limits,
		.decoded = 1};
	struct bth_builder unordered;

	/* all share one side text, or a thousand aliases would copy it as often */
	bth_build_init(&unordered, out->arena, out->source);
	unordered.side = out->side = written->side;
	resolving.out = &unordered;
	uint32_t copy = copy_node(&resolving, root, 1, false);
	while (resolving.stack.len && !resolving.failed)
		step(&resolving);
	if (resolving.failed)
		return false;

	/* merging put values behind nodes that they stand before */
	struct bth_tree view = bth_build_view(&unordered);
	bth_build_copy(out, (struct bth_value){&view, copy}, true);
	return true;
}

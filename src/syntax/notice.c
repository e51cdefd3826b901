/* notice.c - an anchor that stands twice in one document */

#include "syntax/notice.h"

#include "rules.h"

/* The place of the anchor's name alone, as scalars begin with it; else where its node begins. */
static struct bth_span
name_span(struct bth_span span, struct bth_str name)
{
	struct bth_str text = bth_str_sub(span.source->text, span.start, name.len + 1);

	if (bth_str_starts(text, "&") && bth_str_eq(bth_str_sub(text, 1, SIZE_MAX), name))
		span.end = span.start + (uint32_t)text.len;
	else
		span.end = span.start;
	return span;
}

/* An anchor that stands twice. */
struct again {
	struct bth_finding *finding; /* NULL: nothing more is to be said */
	uint32_t now, before;
};

void
bth_notice_anchor(struct bth_findings *findings, struct bth_map *again, struct bth_str name,
	struct bth_value now, struct bth_value before)
{
	struct again *both = bth_arena_alloc(findings->arena, sizeof *both);

	both->finding = bth_find(findings, &bth_rule_yaml_anchor_redefined,
		name_span(bth_span(now), name), "anchor '&%.*s' is defined a second time",
		BTH_STR_ARG(name));
	both->now = now.at;
	both->before = before.at;
	bth_finding_note(findings, both->finding, name_span(bth_span(before), name),
		"it is defined here before");
	bth_finding_fix(findings, both->finding, "give one of the two another name");
	both->finding->severity = BERTH_INFO;
	bth_map_put(findings->arena, again, bth_str_copy(findings->arena, name), both);
}

void
bth_notice_alias(struct bth_map *again, struct bth_str name, const struct bth_builder *written)
{
	struct bth_tree view = bth_build_view(written);
	struct again *both = bth_map_get(again, name);

	if (!both || !both->finding)
		return;
	if (!bth_same((struct bth_value){&view, both->now}, (struct bth_value){&view, both->before}))
		both->finding->severity = both->finding->rule->severity;
	both->finding = NULL;
}

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

void
bth_notice_anchor(struct bth_findings *findings, struct bth_map *again, struct bth_str name,
	struct bth_span now, struct bth_span before)
{
	struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_anchor_redefined,
		name_span(now, name), "anchor '&%.*s' is defined a second time", BTH_STR_ARG(name));

	bth_finding_note(findings, finding, name_span(before, name), "it is defined here before");
	bth_finding_fix(findings, finding, "give one of the two another name");
	finding->severity = BERTH_INFO;
	bth_map_put(findings->arena, again, bth_str_copy(findings->arena, name), finding);
}

void
bth_notice_alias(const struct bth_map *again, struct bth_str name)
{
	struct bth_finding *finding = bth_map_get(again, name);

	if (finding)
		finding->severity = finding->rule->severity;
}

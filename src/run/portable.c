/* portable.c - all documents of the run, beside what a reader of YAML 1.2 makes of them */

#include "portable/compare.h"
#include "rules.h"
#include "run/context.h"

/* A place, as the key of a map. */
static struct bth_str
key_of(struct bth_arena *arena, struct bth_span span)
{
	struct bth_buf key;

	bth_buf_init(&key, arena);
	bth_buf_add(&key, &span.source, sizeof span.source);
	bth_buf_add(&key, &span.start, sizeof span.start);
	return bth_buf_view(&key);
}

/* Whether the rule says already how a text is read. */
static bool
tells_reading(const struct bth_rule *rule)
{
	return rule->family == BTH_YAML || rule == &bth_rule_field_mistyped;
}

/* The places where such a rule has spoken. */
static void
note_spoken(struct berth_context *context, struct bth_map *spoken)
{
	for (size_t i = 0; i < context->findings.list.len; i++) {
		struct bth_finding *finding = context->findings.list.items[i];

		if (tells_reading(finding->rule) && finding->severity >= BERTH_WARNING &&
			bth_selection_has(&context->selection, finding->rule, finding->severity))
			bth_map_put(&context->arena, spoken,
				key_of(&context->arena, finding->span), finding);
	}
}

/* Takes over what was found at places where nothing was said before. */
static void
take_new(struct berth_context *context, const struct bth_map *spoken, struct bth_findings *found)
{
	struct bth_findings new;

	bth_findings_init(&new, &context->arena);
	for (size_t i = 0; i < found->list.len; i++)
		if (!bth_map_get(spoken, key_of(&context->arena, found->list.items[i]->span)))
			bth_vec_push(&context->arena, &new.list, found->list.items[i]);
	bth_findings_append(&context->findings, &new);
}

/* A Cluster document is read by YAML 1.2 in any case. */
static bool
is_for_kubectl(const struct bth_document *document)
{
	struct bth_object object;

	return document->state == BTH_DOCUMENT_READ && !document->span.source->context &&
		!(bth_object_read(&object, bth_root(document->tree)) &&
			object.kind == BTH_CLUSTER);
}

/* The text of the document; kubectl's reader ends its last line if need be. */
static struct bth_str
text_of(struct berth_context *context, struct bth_span span)
{
	struct bth_str text = bth_str_sub(span.source->text, span.start, span.end - span.start);

	if (!text.len || text.at[text.len - 1] == '\n')
		return text;
	return bth_str_join(&context->arena, (struct bth_str[]){text, BTH_STR("")}, 2, '\n');
}

/* Reads the document once more, for the tree as it is written, and compares. */
static void
compare(struct berth_context *context, struct bth_reader *reader, struct bth_document document,
	struct bth_findings *found)
{
	const struct berth_second_reader *second = context->second;
	struct bth_span span = document.span;
	struct bth_str text = text_of(context, span);
	const char *events = "";
	size_t len = 0;

	if (!second->read(second->self, text.at, text.len, &events, &len)) {
		bth_portable_unknown(found, span);
		return;
	}
	bth_read(reader, &document);
	bth_portable_compare(found, span, &reader->written,
		(struct bth_str){.at = events, .len = len});
}

void
bth_run_portable(struct berth_context *context)
{
	struct bth_findings found, ignored;
	struct bth_map spoken = {0};
	struct bth_reader reader;

	if (!context->second)
		return;
	bth_findings_init(&found, &context->arena);
	bth_findings_init(&ignored, &context->arena);
	bth_reader_init(&reader, &context->arena, &ignored);
	reader.limits = &context->limits;
	note_spoken(context, &spoken);
	for (size_t i = 0; i < context->documents.len; i++)
		if (is_for_kubectl(&context->documents.items[i]))
			compare(context, &reader, context->documents.items[i], &found);
	take_new(context, &spoken, &found);
}

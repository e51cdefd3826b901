/* suppress.c - what the comments and annotations of a run allow */

#include "run/context.h"

#include "diag/allow.h"

#define ANNOTATION "berth/allow"

struct gathering {
	struct berth_context *context;
	struct bth_allows allows;
};

/*
 * Comments of documents that hold nothing else, as before the first separator, are about
 * the whole of the next document.
 */
static void
add_comments(struct gathering *gathering, const struct bth_document *document,
	const struct bth_document *next)
{
	const struct bth_comments *comments = document->comments;

	for (size_t i = 0; comments && i < comments->len; i++) {
		const struct bth_comment *comment = &comments->items[i];
		struct bth_allow allow = {.by = {.kind = BTH_BY_COMMENT, .span = comment->span},
			.about = comment->about, .trailing = comment->trailing};

		if (document->state == BTH_DOCUMENT_EMPTY) {
			allow.about = next ? next->span : (struct bth_span){0};
			allow.trailing = false;
		}
		bth_allow_comment(&gathering->allows, &gathering->context->findings, &allow,
			bth_comment_text(comment));
	}
}

static void
gather_comments(struct gathering *gathering)
{
	const struct bth_documents *documents = &gathering->context->documents;
	const struct bth_document *next = NULL;

	/* from the last, as the next one that holds something must be known */
	for (size_t i = documents->len; i-- > 0;) {
		const struct bth_document *document = &documents->items[i];

		if (next && next->span.source != document->span.source)
			next = NULL;
		bool read = document->state == BTH_DOCUMENT_READ;
		if (!document->span.source->context &&
			(read || document->state == BTH_DOCUMENT_EMPTY))
			add_comments(gathering, document, next);
		if (document->state != BTH_DOCUMENT_EMPTY)
			next = document;
	}
}

/* The annotation of @metadata's owner, which is about @about, and about @object if not NULL. */
static void
add_annotation(struct gathering *gathering, struct bth_value metadata, struct bth_span about,
	const struct bth_object *object)
{
	struct bth_value value = bth_get(bth_get(metadata, "annotations"), ANNOTATION);
	struct bth_allow allow = {
		.by = {.kind = BTH_BY_ANNOTATION, .span = bth_span(value)}, .about = about};

	if (!bth_exists(value))
		return;
	if (object)
		allow.object = bth_object_name(object);
	bth_allow_annotation(&gathering->allows, &gathering->context->findings, &allow,
		bth_text(value));
}

/* Whether a generated object only repeats what the spec says of all of them. */
static bool
is_of_spec(const struct gathering *gathering, struct bth_value annotation)
{
	const struct berth_context *context = gathering->context;

	for (size_t i = 0; i < context->specs.len; i++) {
		struct bth_value annotations =
			bth_dig(context->specs.items[i], "metadata.annotations");

		if (bth_str_eq(bth_text(bth_get(annotations, ANNOTATION)), bth_text(annotation)))
			return true;
	}
	return false;
}

static void
gather_object(struct gathering *gathering, const struct bth_object *object)
{
	struct bth_value metadata = bth_get(object->root, "metadata");
	struct bth_value template = bth_object_template(object);
	struct bth_value inner = bth_get(template, "metadata");

	if (bth_span(object->root).source->context)
		return;
	if (!object->generated) {
		add_annotation(gathering, metadata, bth_span(object->root), object);
		if (template.at != object->root.at)
			add_annotation(gathering, inner, bth_span(template), NULL);
		return;
	}
	/* its spans are those of the spec */
	struct bth_value annotation = bth_get(bth_get(metadata, "annotations"), ANNOTATION);
	if (!is_of_spec(gathering, annotation))
		add_annotation(gathering, metadata, (struct bth_span){0}, object);
}

void
bth_run_suppress(struct berth_context *context)
{
	struct gathering gathering = {
		.context = context, .allows = {.arena = &context->arena}};
	struct bth_suppress_options options = {.errors_stay = context->selection.errors_stay,
		.unused = bth_run_is_partial(context) ? BERTH_INFO : BERTH_WARNING};

	gather_comments(&gathering);
	for (size_t i = 0; i < context->specs.len; i++)
		add_annotation(&gathering, bth_get(context->specs.items[i], "metadata"),
			bth_span(context->specs.items[i]), NULL);
	for (size_t i = 0; i < context->world.objects.len; i++)
		gather_object(&gathering, &context->world.objects.items[i]);
	bth_suppress(&gathering.allows, &context->findings, &options);
}

bool
bth_run_is_partial(const struct berth_context *context)
{
	for (size_t i = 0; i < context->findings.list.len; i++)
		if (context->findings.list.items[i]->rule->locked)
			return true;
	for (size_t i = 0; i < context->documents.len; i++)
		if (context->documents.items[i].state == BTH_DOCUMENT_TEMPLATE)
			return true;
	return context->world.partial;
}

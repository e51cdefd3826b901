/* there.c - what files show of a cluster: nodes, volumes, claims, pods as they are */

#include "run/context.h"

#include "rules.h"

#define REMEDY "write it with kubectl get pv,pvc,sc,nodes,sts,po -A -o yaml"
#define REMEDY_NODES "write it with kubectl get nodes -o yaml"

static void
report(struct berth_context *context, struct bth_span span, const char *message, const char *fix)
{
	struct bth_finding *finding = bth_find(
		&context->findings, &bth_rule_cluster_malformed, span, "%s", message);

	bth_finding_fix(&context->findings, finding, "%s", fix);
}

static const char *
remedy(const struct bth_source *source)
{
	return source->nodes ? REMEDY_NODES : REMEDY;
}

/* Without -o yaml kubectl prints a table, which is one long string to a reader of YAML. */
static void
report_fragment(struct berth_context *context, struct bth_value fragment)
{
	struct bth_span span = bth_span(fragment);

	report(context, span,
		bth_is_map(fragment) ?
			"this is no object: it says no apiVersion and kind" :
			"this is text and no object, as kubectl prints it without -o yaml",
		remedy(span.source));
}

static bool
is_from(struct bth_value value, const struct bth_document *document)
{
	return bth_span(value).source == document->span.source;
}

/* One finding for all that a file for nodes alone should not have. */
static void
report_strays(struct berth_context *context, const struct bth_document *document, size_t from)
{
	const struct bth_values *strays = &context->world.strays;
	size_t more = strays->len - from;

	if (!more || (from && is_from(strays->items[from - 1], document)))
		return;
	struct bth_value first = strays->items[from];
	struct bth_str kind = bth_text(bth_get(first, "kind"));
	report(context, bth_span(bth_get(first, "kind")),
		more == 1 ?
			bth_arena_printf(&context->arena, "a %.*s in a file of nodes",
				BTH_STR_ARG(kind)) :
			bth_arena_printf(&context->arena,
				"a %.*s and %zu more objects that are no nodes in a file of nodes",
				BTH_STR_ARG(kind), more - 1),
		"give it to --cluster, which takes all kinds");
}

/* Adds a document; whether it shows anything, if only that there is nothing. */
static bool
add_document(struct berth_context *context, const struct bth_document *document)
{
	struct bth_values fragments = {0};
	struct bth_value root = bth_root(document->tree);
	size_t strays = context->world.strays.len;

	size_t added = bth_world_add_there(&context->world, root, &fragments);
	for (size_t i = 0; i < fragments.len && i < 1; i++)
		report_fragment(context, fragments.items[i]);
	report_strays(context, document, strays);
	return added || fragments.len ||
		(!document->span.source->nodes && bth_is_list(bth_get(root, "items")));
}

static void
report_nothing(struct berth_context *context, struct bth_source *source)
{
	report(context, (struct bth_span){.source = source},
		source->nodes ? "there is no Node here" : "there is no object here",
		remedy(source));
}

/*
 * A file that shows nothing is the wrong one: an answer that silently left it out would be
 * one about another cluster.
 */
void
bth_run_add_there(struct berth_context *context)
{
	bool *shows = bth_arena_array(&context->arena, context->sources.len, sizeof *shows);

	for (size_t i = 0; i < context->documents.len; i++) {
		const struct bth_document *document = &context->documents.items[i];
		struct bth_source *source = document->span.source;

		if (!source->cluster)
			continue;
		if (document->state == BTH_DOCUMENT_TEMPLATE)
			report(context, document->span, "this is text of a template engine",
				remedy(source));
		if (document->state == BTH_DOCUMENT_READ)
			shows[source->order] |= add_document(context, document);
		else if (document->state != BTH_DOCUMENT_EMPTY)
			shows[source->order] = true; /* what is wrong has been said */
	}
	for (size_t i = 0; i < context->sources.len; i++)
		if (context->sources.items[i]->cluster && !shows[i])
			report_nothing(context, context->sources.items[i]);
}

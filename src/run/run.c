/* run.c - one run, from texts to findings and generated objects */

#include "run/context.h"

#include "base/path.h"
#include "rules/lint.h"
#include "run/foreign.h"

static void
add_document(struct berth_context *context, const struct bth_foreign *foreign,
	const struct bth_document *document)
{
	struct bth_object object;
	struct bth_values fragments = {0};

	if (document->span.source->schema || document->span.source->cluster)
		return; /* see describe.c and there.c */
	if (document->state == BTH_DOCUMENT_TEMPLATE)
		bth_run_skip(context, document, "text of a template engine");
	if (document->state != BTH_DOCUMENT_READ)
		return;
	const char *reason = bth_foreign_reason(foreign, context, document);
	if (reason) {
		bth_run_skip_foreign(context, document, reason);
		return;
	}
	if (bth_object_read(&object, bth_root(document->tree)) &&
		object.kind == BTH_CLUSTER && !document->span.source->context)
		bth_vec_push(&context->arena, &context->specs, bth_root(document->tree));
	else
		bth_world_add(
			&context->world, bth_root(document->tree), false, &fragments);
	for (size_t i = 0; i < fragments.len; i++)
		bth_run_skip_fragment(context, document, fragments.items[i]);
}

/* Makes the objects that the Cluster documents describe, beside those that were given. */
static void
expand_specs(struct berth_context *context)
{
	for (size_t i = 0; i < context->specs.len; i++) {
		struct bth_spec_input input = {.presets = &context->presets,
			.namespace = context->namespace,
			.minor = context->minor,
			.minor_given = context->minor_given};
		struct bth_cluster *cluster = bth_spec_read(&context->arena,
			&context->findings, &input, context->specs.items[i]);
		struct bth_generated_list made = {0};

		if (!cluster)
			continue;
		if (!context->minor_given && cluster->minor < context->minor)
			context->world.minor = cluster->minor;
		bth_vec_push(&context->arena, &context->clusters, cluster);
		bth_expand(&context->arena, &context->findings, cluster, &made);
		for (size_t j = 0; j < made.len; j++)
			bth_generated_add(
				&context->arena, &context->generated, &made.items[j]);
	}
	for (size_t i = 0; i < context->generated.len; i++) {
		struct bth_values none = {0};

		bth_world_add(&context->world, bth_root(context->generated.items[i].tree),
			true, &none);
	}
}

static bool
has_input(const struct berth_context *context)
{
	if (context->specs.len)
		return true;
	for (size_t i = 0; i < context->world.objects.len; i++)
		if (!bth_span(context->world.objects.items[i].root).source->context)
			return true;
	return false;
}

/* Says so when there was nothing to check, unless that is what another finding says. */
static void
check_empty(struct berth_context *context)
{
	if (context->allow_empty || has_input(context) || context->skipped.len)
		return;
	for (size_t i = 0; i < context->findings.list.len; i++)
		if (context->findings.list.items[i]->severity == BERTH_ERROR)
			return;
	for (size_t i = 0; i < context->sources.len; i++) {
		struct bth_source *source = context->sources.items[i];

		if (source->context)
			continue;
		struct bth_finding *finding = bth_find(&context->findings,
			&bth_rule_input_empty, (struct bth_span){.source = source},
			"nothing here: no Kubernetes object");
		bth_finding_fix(&context->findings, finding,
			"check the path, or say --allow-empty if that is normal here");
		return;
	}
}

/* generate has nothing to write without a Cluster document. */
static void
check_generate(struct berth_context *context)
{
	if (context->task != BERTH_GENERATE || context->specs.len || !context->sources.len)
		return;
	for (size_t i = 0; i < context->findings.list.len; i++)
		if (context->findings.list.items[i]->severity == BERTH_ERROR)
			return;
	struct bth_finding *finding = bth_find(&context->findings, &bth_rule_input_empty,
		(struct bth_span){.source = context->sources.items[0]},
		"nothing to generate: no Cluster document");
	bth_finding_fix(&context->findings, finding,
		"a Cluster document begins with 'apiVersion: berth/v1alpha1' and 'kind: Cluster'; "
		"berth init writes one");
}

/* Sets that are larger than berth looks at one by one. */
static void
check_cut(struct berth_context *context)
{
	for (size_t i = 0; i < context->world.cut.len; i++) {
		for (size_t j = 0; j < context->world.objects.len; j++) {
			const struct bth_object *object =
				&context->world.objects.items[j];
			struct bth_value replicas =
				bth_dig(object->root, "spec.replicas");

			if (object->kind != BTH_STATEFUL_SET ||
				!bth_str_eq(object->name, context->world.cut.items[i]))
				continue;
			struct bth_finding *finding = bth_find(&context->findings,
				&bth_rule_input_too_large, bth_span(replicas),
				"berth looks at the first %d pods of a set alone, not at %.*s",
				BTH_REPLICAS_MOST, BTH_STR_ARG(bth_text(replicas)));
			finding->severity = BERTH_WARNING; /* the object itself is fine */
			finding->object = bth_object_name(object);
			finding->path = "spec.replicas";
		}
	}
}

/*
 * kubectl takes the last of two equal keys without a word, so reading alone does not call
 * that an error.
 */
static void
drop_readable(struct berth_context *context)
{
	size_t kept = 0;

	for (size_t i = 0; i < context->findings.list.len; i++)
		if (context->findings.list.items[i]->rule != &bth_rule_yaml_key_duplicate)
			context->findings.list.items[kept++] = context->findings.list.items[i];
	context->findings.list.len = kept;
}

/* Rules that are off by default run when settings switch them on. */
static void
note_raised(struct berth_context *context, const struct bth_wanted_rules *rules)
{
	for (size_t i = 0; i < rules->levels.len; i++) {
		const struct bth_wanted_level *wanted = &rules->levels.items[i];

		if (wanted->rule && wanted->rule->severity == BERTH_OFF &&
			wanted->level != BERTH_OFF)
			bth_vec_push(&context->arena, &context->selection.raised, wanted->rule);
	}
}

/* Each input gets what the settings that are for it want. */
static void
find_levels(struct berth_context *context)
{
	for (size_t i = 0; i < context->sources.len; i++) {
		struct bth_source *source = context->sources.items[i];
		struct bth_str path = bth_path_resolve(
			&context->arena, context->folder, bth_str(source->name));
		struct bth_config *config = bth_configs_find(&context->configs, path);

		if (config)
			source->levels = bth_config_levels(&context->arena, config, path);
	}
	for (size_t i = 0; i < context->config_list.len; i++) {
		const struct bth_config *config = context->config_list.items[i];

		note_raised(context, &config->rules);
		for (size_t j = 0; j < config->overrides.len; j++)
			note_raised(context, &config->overrides.items[j].rules);
	}
}

void
bth_run(struct berth_context *context)
{
	struct bth_foreign foreign = {0};

	bth_presets_add_builtin(&context->arena, &context->findings, &context->presets);
	bth_world_init(&context->world, &context->arena);
	context->world.default_namespace = context->namespace;
	context->world.minor = context->minor;
	context->world.assumed = context->assumed;
	find_levels(context);
	bth_run_read(context);
	bth_run_join_templates(context);
	bth_run_leave_others(context);
	if (context->task == BERTH_READ) {
		drop_readable(context);
		bth_findings_finish(&context->findings, &context->selection);
		return;
	}
	for (size_t i = 0; i < context->sources.len; i++)
		context->world.partial |= context->sources.items[i]->context &&
			!context->sources.items[i]->schema &&
			!context->sources.items[i]->cluster;
	bth_foreign_find(&foreign, context);
	for (size_t i = 0; i < context->documents.len; i++)
		add_document(context, &foreign, &context->documents.items[i]);
	expand_specs(context);
	bth_run_add_there(context);
	bth_run_describe(context);
	bth_run_validate(context);
	bth_world_finish(&context->world);
	bth_run_stage(context, BERTH_STAGE_BINDING, 0);
	bth_bind(&context->arena, &context->binding, &context->world.views);
	bth_run_lint(context);
	bth_run_portable(context);
	check_generate(context);
	check_empty(context);
	check_cut(context);
	bth_run_certain(context);
	bth_run_own_findings(context);
	bth_run_suppress(context);
	bth_run_note_baseline(context);
	bth_findings_finish(&context->findings, &context->selection);
	bth_run_apply_baseline(context);
}

/* api.c - the library's front door: a context, what goes into it, and its run */

#include <stdlib.h>

#include "base/path.h"
#include "base/pool.h"
#include "run/context.h"
#include "rules.h"
#include "schema/facts.h"

const char *
berth_version(void)
{
	return BERTH_VERSION;
}

/* Takes a rule, a code or a family by name. */
static bool
select_name(struct berth_context *context, const char *name, bool only)
{
	struct bth_selection *selection = &context->selection;
	const struct bth_rule *rule = bth_rule_find(name);

	if (rule) {
		if (only)
			bth_vec_push(&context->arena, &selection->only_rules, rule);
		else
			bth_vec_push(&context->arena, &selection->skip_rules, rule);
		return true;
	}
	if (strncmp(name, "custom/", 7) == 0) { /* which there are is known later */
		if (only)
			bth_vec_push(&context->arena, &selection->only_own, name);
		else
			bth_vec_push(&context->arena, &selection->skip_own, name);
		return true;
	}
	for (unsigned i = 0; i < BTH_FAMILY_COUNT; i++) {
		if (strcmp(bth_family_names[i], name) != 0)
			continue;
		if (only)
			selection->only_families |= 1u << i;
		else
			selection->skip_families |= 1u << i;
		return true;
	}
	return false;
}

/* Whether @setting is RULE.OPTION=VALUE of a rule that has the option. */
static bool
is_setting(struct bth_str setting)
{
	size_t equals = bth_str_find(setting, '=');
	struct bth_str left = bth_str_sub(setting, 0, equals);
	size_t dot = bth_str_find(left, '.');

	if (equals == SIZE_MAX || dot == SIZE_MAX)
		return false;
	for (size_t i = 0; i < bth_rule_count; i++)
		if (bth_rules[i]->option &&
			bth_str_is(bth_str_sub(left, 0, dot), bth_rules[i]->name) &&
			bth_str_is(bth_str_sub(left, dot + 1, SIZE_MAX),
				bth_rules[i]->option))
			return true;
	return false;
}

static bool
take_options(struct berth_context *context, const struct berth_options *options,
	const char **problem)
{
	const char *const *word;

	context->limits = bth_limits_usual;
	context->minor = bth_schema_newest_minor();
	context->minor_given = options->kubernetes && !options->kubernetes_yields;
	*problem = options->kubernetes;
	if (options->kubernetes && !(context->minor = bth_schema_minor(bth_str(options->kubernetes))))
		return false;
	for (word = options->only; word && *word; word++)
		if (*problem = *word, !select_name(context, *word, true))
			return false;
	for (word = options->skip; word && *word; word++)
		if (*problem = *word, !select_name(context, *word, false))
			return false;
	for (word = options->settings; word && *word; word++) {
		if (*problem = *word, !is_setting(bth_str(*word)))
			return false;
		bth_vec_push(&context->arena, &context->settings, bth_str(*word));
	}
	for (word = options->limits; word && *word; word++)
		if (*problem = *word,
			bth_limits_set(&context->limits, &context->arena, *word))
			return false;
	for (word = options->assumed; word && *word; word++)
		bth_vec_push(&context->arena, &context->assumed, bth_str(*word));
	context->selection.least = options->least;
	context->selection.errors_stay = options->task == BERTH_GENERATE;
	context->namespace =
		bth_str(options->name_space ? options->name_space : "default");
	context->folder = bth_str(options->folder);
	context->task = options->task;
	context->allow_empty = options->allow_empty;
	context->second = options->second;
	context->jobs = options->jobs ? options->jobs : bth_pool_processors();
	return true;
}

enum berth_status
berth_context_new(struct berth_context **out, const struct berth_options *options,
	const char **problem)
{
	static const struct berth_options defaults = BERTH_OPTIONS_INIT;
	enum berth_status status = BERTH_ENOMEM;
	const char *ignored;
	jmp_buf full;

	if (!out || (options && options->size != sizeof *options))
		return BERTH_EINVAL;
	struct berth_context *context = calloc(1, sizeof *context);
	if (!context)
		return BERTH_ENOMEM;
	bth_arena_init(&context->arena);
	context->arena.on_full = &full;
	if (setjmp(full) == 0) {
		bth_findings_init(&context->findings, &context->arena);
		status = take_options(context, options ? options : &defaults,
				 problem ? problem : &ignored) ?
			BERTH_OK :
			BERTH_EINVAL;
	}
	context->arena.on_full = NULL;
	if (status == BERTH_OK)
		*out = context;
	else
		berth_context_free(context);
	return status;
}

void
berth_context_free(struct berth_context *context)
{
	if (!context)
		return;
	bth_run_release(context);
	bth_patterns_release(&context->patterns);
	bth_arena_release(&context->arena);
	free(context);
}

/* A text that the caller hands in, and what it is called. */
struct given {
	const char *name, *text;
	size_t len;
	enum berth_role role;
	const char *folder;   /* of settings */
	const char **problem; /* of a baseline */
	bool update;
};

typedef enum berth_status work_fn(struct berth_context *context, const struct given *given);

/*
 * Lets @work allocate without checking: when memory ends it is left in the middle. It owns
 * nothing but memory of the arena, or sets a catch of its own and jumps on.
 */
static enum berth_status
guard(struct berth_context *context, work_fn *work, const struct given *given)
{
	volatile enum berth_status status = BERTH_ENOMEM;
	jmp_buf full;

	context->arena.on_full = &full;
	if (setjmp(full) == 0)
		status = work(context, given);
	context->arena.on_full = NULL;
	return status;
}

/* The same for a text, once it is seen to be one. */
static enum berth_status
take(struct berth_context *context, work_fn *work, const struct given *given)
{
	struct bth_str text = {.at = given->text, .len = given->len};

	if (!context || !given->name || !given->text || context->ran)
		return BERTH_EINVAL;
	/* of two bytes in UTF-16 three may become */
	if (given->len > (bth_source_is_utf16(text) ? BTH_SOURCE_MOST / 3 * 2 : BTH_SOURCE_MOST))
		return BERTH_ETOOBIG;
	return guard(context, work, given);
}

static enum berth_status
add_source(struct berth_context *context, const struct given *given)
{
	struct bth_source *source = bth_arena_alloc(&context->arena, sizeof *source);

	source->name = given->name;
	source->text = (struct bth_str){.at = given->text, .len = given->len};
	source->order = context->sources.len;
	source->context = given->role != BERTH_INPUT;
	source->schema = given->role == BERTH_SCHEMA;
	source->cluster = given->role == BERTH_CLUSTER || given->role == BERTH_NODES;
	source->nodes = given->role == BERTH_NODES;
	bth_source_decode(&context->arena, source);
	bth_vec_push(&context->arena, &context->sources, source);
	return BERTH_OK;
}

enum berth_status
berth_context_add(struct berth_context *context, enum berth_role role, const char *name,
	const char *text, size_t len)
{
	const struct given given = {.name = name, .text = text, .len = len, .role = role};

	return take(context, add_source, &given);
}

static enum berth_status
add_preset(struct berth_context *context, const struct given *given)
{
	bth_presets_add(&context->arena, &context->findings, &context->presets, given->name,
		(struct bth_str){.at = given->text, .len = given->len});
	return BERTH_OK;
}

enum berth_status
berth_context_add_preset(
	struct berth_context *context, const char *name, const char *text, size_t len)
{
	const struct given given = {.name = name, .text = text, .len = len};

	return take(context, add_preset, &given);
}

/* The order of settings is behind that of all inputs, so their findings come last. */
static enum berth_status
add_config(struct berth_context *context, const struct given *given)
{
	struct bth_arena *arena = &context->arena;
	struct bth_source *source = bth_arena_alloc(arena, sizeof *source);

	source->name = given->name;
	source->text = (struct bth_str){.at = given->text, .len = given->len};
	source->order = SIZE_MAX / 2 + context->config_list.len;
	struct bth_config *config =
		bth_config_read(arena, &context->findings, &context->patterns, source);
	config->everywhere = !given->folder;
	config->folder = bth_path_resolve(arena, context->folder, bth_str(given->folder));
	bth_vec_push(arena, &context->config_list, config);
	bth_configs_add(arena, &context->configs, config);
	return BERTH_OK;
}

enum berth_status
berth_context_add_config(struct berth_context *context, const char *folder, const char *name,
	const char *text, size_t len)
{
	const struct given given = {.name = name, .text = text, .len = len, .folder = folder};

	return take(context, add_config, &given);
}

static enum berth_status
add_baseline(struct berth_context *context, const struct given *given)
{
	*given->problem = bth_run_read_baseline(context, given->name,
		(struct bth_str){.at = given->text, .len = given->len});
	context->learn = given->update;
	return *given->problem ? BERTH_EINVAL : BERTH_OK;
}

enum berth_status
berth_context_add_baseline(struct berth_context *context, const char *name, const char *text,
	size_t len, int update, const char **problem)
{
	const struct given given = {
		.name = name, .text = text, .len = len, .update = update, .problem = problem};

	if (!context || !problem || context->baseline)
		return BERTH_EINVAL;
	return take(context, add_baseline, &given);
}

static enum berth_status
run(struct berth_context *context, const struct given *given)
{
	(void)given;
	bth_run(context);
	return BERTH_OK;
}

enum berth_status
berth_context_run(struct berth_context *context)
{
	if (!context || context->ran)
		return BERTH_EINVAL;
	context->ran = true;
	return guard(context, run, NULL);
}

void
berth_context_progress(const struct berth_context *context, struct berth_progress *out)
{
	size_t done = atomic_load_explicit(&context->done, memory_order_relaxed);
	size_t total = atomic_load_explicit(&context->total, memory_order_relaxed);

	*out = (struct berth_progress){
		.stage = (enum berth_stage)atomic_load_explicit(
			&context->stage, memory_order_relaxed),
		.done = done < total ? done : total,
		.total = total};
}

/* workers.c - the parts of a run that several threads share */

#include <stdlib.h>

#include "apis/apis.h"
#include "base/pool.h"
#include "rules/custom.h"
#include "rules/lint.h"
#include "run/context.h"

/* What is handed out at a time: enough to be worth it. */
enum { BATCH_BYTES = 256 * 1024, BATCH_OBJECTS = 256 };

/* What one thread uses alone. */
struct bth_worker {
	struct bth_arena arena;
	struct bth_findings findings;
	struct bth_reader reader;
	struct bth_lint_cache cache;
	bool ready;
};

/* One pass over the run's batches. */
struct pass {
	struct berth_context *context;
	enum berth_stage stage;
	struct bth_batches batches;
	void (*work)(struct berth_context *context, struct bth_worker *worker,
		struct bth_batch batch);
};

void
bth_run_release(struct berth_context *context)
{
	for (unsigned i = 0; context->workers && i < context->jobs; i++)
		bth_arena_release(&context->workers[i].arena);
	free(context->workers);
	context->workers = NULL;
}

/* The catch of a worker thread. */
static bool
work_on(void *argument, unsigned number, size_t item)
{
	const struct pass *pass = argument;
	struct bth_worker *worker = &pass->context->workers[number];
	jmp_buf full;
	volatile bool done = false;

	worker->arena.on_full = &full;
	if (setjmp(full) == 0) {
		if (!worker->ready) {
			bth_findings_init(&worker->findings, &worker->arena);
			bth_reader_init(
				&worker->reader, &worker->arena, &worker->findings);
			worker->reader.strict = pass->context->task == BERTH_READ;
			worker->reader.limits = &pass->context->limits;
			worker->ready = true;
		}
		pass->work(pass->context, worker, pass->batches.items[item]);
		atomic_fetch_add_explicit(&pass->context->done, 1, memory_order_relaxed);
		done = true;
	}
	worker->arena.on_full = NULL;
	return done;
}

void
bth_run_stage(struct berth_context *context, enum berth_stage stage, size_t total)
{
	/* a look in between may pair a stage with another's numbers, which does no harm */
	atomic_store_explicit(&context->total, 0, memory_order_relaxed);
	atomic_store_explicit(&context->done, 0, memory_order_relaxed);
	atomic_store_explicit(&context->stage, stage, memory_order_relaxed);
	atomic_store_explicit(&context->total, total, memory_order_relaxed);
}

/* Runs a pass and takes over what the threads found and hold. */
static void
run_pass(const struct pass *pass)
{
	struct berth_context *context = pass->context;
	struct pass copy = *pass;

	bth_run_stage(context, pass->stage, pass->batches.len);
	context->workers = calloc(context->jobs, sizeof *context->workers);
	if (!context->workers)
		bth_arena_fail(&context->arena);
	bool done = bth_pool_run(context->jobs, pass->batches.len, work_on, &copy);
	for (unsigned i = 0; i < context->jobs; i++) {
		struct bth_worker *worker = &context->workers[i];

		if (done && worker->ready)
			bth_findings_append(&context->findings, &worker->findings);
		bth_arena_adopt(&context->arena, &worker->arena);
	}
	bth_run_release(context);
	if (!done)
		bth_arena_fail(&context->arena);
}

static void
read_batch(
	struct berth_context *context, struct bth_worker *worker, struct bth_batch batch)
{
	for (size_t i = 0; i < batch.count; i++)
		bth_read(&worker->reader, &context->documents.items[batch.first + i]);
}

/* Cuts a text into documents, if it is not too much. */
static void
split(struct berth_context *context, struct bth_source *source)
{
	if (source->text.len > context->limits.most[BTH_LIMIT_FILE_BYTES])
		bth_limit_find(&context->findings, &bth_rule_input_too_large,
			(struct bth_span){.source = source}, &context->limits,
			BTH_LIMIT_FILE_BYTES, "the file has too many bytes");
	else
		bth_split(&context->documents, &context->findings, source);
}

void
bth_run_read(struct berth_context *context)
{
	struct pass pass = {.context = context, .stage = BERTH_STAGE_READING, .work = read_batch};
	struct bth_batch batch = {0};
	size_t bytes = 0;

	for (size_t i = 0; i < context->sources.len; i++)
		split(context, context->sources.items[i]);
	for (size_t i = 0; i < context->documents.len; i++) {
		struct bth_span span = context->documents.items[i].span;

		batch.count++;
		bytes += span.end - span.start;
		if (bytes < BATCH_BYTES && i + 1 < context->documents.len)
			continue;
		bth_vec_push(&context->arena, &pass.batches, batch);
		batch = (struct bth_batch){.first = i + 1};
		bytes = 0;
	}
	run_pass(&pass);
}

static void
validate_batch(
	struct berth_context *context, struct bth_worker *worker, struct bth_batch batch)
{
	const struct bth_object *objects = &context->world.objects.items[batch.first];
	struct bth_arena_mark mark = bth_arena_mark(&worker->arena);
	size_t findings = worker->findings.list.len;

	for (size_t i = 0; i < batch.count; i++)
		if (bth_apis_validate(&worker->findings, objects[i].root, context->world.minor) ==
			BTH_VALIDATED_SKIPPED)
			context->undescribed[batch.first + i] =
				bth_custom_validate(&context->customs, &worker->findings,
					objects[i].root) == BTH_VALIDATED_SKIPPED;
	if (worker->findings.list.len == findings) /* else something of it is in use */
		bth_arena_rewind(&worker->arena, &mark);
}

/* Batches of all objects of manifests: what only the cluster has is as it is. */
static void
plan_objects(struct berth_context *context, struct bth_batches *out)
{
	size_t count = context->world.given;

	for (size_t i = 0; i < count; i += BATCH_OBJECTS)
		bth_vec_push(&context->arena, out,
			(struct bth_batch){.first = i,
				.count = count - i < BATCH_OBJECTS ? count - i : BATCH_OBJECTS});
}

static void
skip_undescribed(struct berth_context *context, const struct bth_object *object)
{
	bth_run_skip_object(context, object, "no schema for its kind");
	if (!object->generated && !bth_span(object->root).source->context)
		bth_customs_miss(&context->customs, object->root);
}

void
bth_run_validate(struct berth_context *context)
{
	struct pass pass = {
		.context = context, .stage = BERTH_STAGE_VALIDATING, .work = validate_batch};

	context->undescribed = bth_arena_array(
		&context->arena, context->world.objects.len, sizeof *context->undescribed);
	plan_objects(context, &pass.batches);
	run_pass(&pass);
	for (size_t i = 0; i < context->world.objects.len; i++)
		if (context->undescribed[i])
			skip_undescribed(context, &context->world.objects.items[i]);
	bth_customs_tell_missed(&context->customs, &context->findings);
}

/* The rule of the user's own that is number @at of all settings together. */
static void
lint_custom(struct berth_context *context, struct bth_lint *lint, size_t at)
{
	for (size_t i = 0; i < context->config_list.len; i++) {
		const struct bth_config *config = context->config_list.items[i];

		if (at < config->customs.len) {
			bth_lint_custom(lint, config, config->customs.items[at]);
			return;
		}
		at -= config->customs.len;
	}
}

/*
 * A batch of no objects stands for one rule's check of the whole run, the user's own rules
 * being counted behind the built-in ones.
 */
static void
lint_batch(struct berth_context *context, struct bth_worker *worker, struct bth_batch batch)
{
	struct bth_lint lint = {.arena = &worker->arena,
		.world = &context->world,
		.views = &context->world.views,
		.binding = &context->binding,
		.findings = &worker->findings,
		.selection = &context->selection,
		.settings = &context->settings,
		.cache = &worker->cache};

	if (batch.count)
		bth_lint_visit(&lint, batch.first, batch.count);
	else if (batch.first < bth_rule_count)
		bth_lint_check(&lint, batch.first);
	else
		lint_custom(context, &lint, batch.first - bth_rule_count);
}

void
bth_run_lint(struct berth_context *context)
{
	struct pass pass = {
		.context = context, .stage = BERTH_STAGE_CHECKING, .work = lint_batch};
	size_t customs = 0;

	for (size_t i = 0; i < bth_rule_count; i++)
		if (bth_rules[i]->check)
			bth_vec_push(&context->arena, &pass.batches, (struct bth_batch){.first = i});
	for (size_t i = 0; i < context->config_list.len; i++)
		customs += context->config_list.items[i]->customs.len;
	for (size_t i = 0; i < customs; i++)
		bth_vec_push(&context->arena, &pass.batches,
			(struct bth_batch){.first = bth_rule_count + i});
	plan_objects(context, &pass.batches);
	run_pass(&pass);
}

/* context.h - one run: its inputs, what was read, and what came of it */
#ifndef BTH_RUN_CONTEXT_H
#define BTH_RUN_CONTEXT_H

#include <stdatomic.h>

#include "bind/bind.h"
#include "config/config.h"
#include "custom/custom.h"
#include "diag/baseline.h"
#include "expand/expand.h"
#include "report/report.h"
#include "spec/cluster.h"
#include "syntax/read.h"
#include "world/world.h"

struct bth_worker;

/* A piece of work for one thread: items of a list. */
struct bth_batch {
	size_t first, count;
};

BTH_VEC_TYPE(bth_batches, struct bth_batch);

/* What the library hands out as opaque. */
struct berth_context {
	struct bth_arena arena;
	struct bth_findings findings;
	struct bth_selection selection;
	struct bth_strs settings, assumed;
	struct bth_limits limits;
	struct bth_str namespace;
	struct bth_str folder; /* that names of texts are relative to; empty: unknown */
	int minor;
	enum berth_task task;
	bool minor_given, allow_empty, ran;
	const struct berth_second_reader *second;
	unsigned jobs;
	atomic_uint stage;              /* enum berth_stage, for other threads to see */
	atomic_size_t done, total;      /* batches of the stage */

	struct bth_baseline *baseline; /* NULL: none was given */
	bool learn;                    /* the baseline is to have what is found */

	BTH_VEC(struct bth_source *) sources;
	struct bth_presets presets;
	struct bth_configs configs;
	BTH_VEC(struct bth_config *) config_list;
	struct bth_patterns patterns;
	struct bth_documents documents;
	struct bth_worker *workers; /* context->jobs of them while the run reads */

	struct bth_customs customs; /* kinds that are described by documents of the run */
	bool *undescribed; /* for each object, once it was asked about */
	struct bth_skips skipped;
	struct bth_world world;
	struct bth_binding binding;
	struct bth_values specs;
	BTH_VEC(const struct bth_cluster *) clusters; /* that objects were made of */
	struct bth_generated_list generated;
};

/* Reads, expands, validates, binds and checks all inputs. Jumps when memory is exhausted. */
void bth_run(struct berth_context *context);

/* Begins a part of the run, with @total batches to do. */
void bth_run_stage(struct berth_context *context, enum berth_stage stage, size_t total);

/* Lets go of what the threads of an unfinished run hold. */
void bth_run_release(struct berth_context *context);

/* Leaves one finding for the templates of each file. */
void bth_run_join_templates(struct berth_context *context);

/* Compares all documents with what the second reader makes of them, when there is one. */
void bth_run_portable(struct berth_context *context);

/* Adds what files show of a cluster, once all manifests are in the world. */
void bth_run_add_there(struct berth_context *context);

/* Learns the kinds that definitions of the run describe, as far as objects are of them. */
void bth_run_describe(struct berth_context *context);

/* On threads: reads all documents; validates all objects; runs all rules. */
void bth_run_read(struct berth_context *context);
void bth_run_validate(struct berth_context *context);
void bth_run_lint(struct berth_context *context);

/*
 * Each counts a document as not looked at: for @reason; since a part of it, @fragment, lacks
 * apiVersion or kind; since it is of kustomize or Helm. The last two are findings as well.
 */
void bth_run_skip(struct berth_context *context, const struct bth_document *document,
	const char *reason);
void bth_run_skip_fragment(struct berth_context *context, const struct bth_document *document,
	struct bth_value fragment);
void bth_run_skip_foreign(struct berth_context *context, const struct bth_document *document,
	const char *reason);

/* Counts an object's document as not looked at, which its rules yet may have been. */
void bth_run_skip_object(struct berth_context *context, const struct bth_object *object,
	const char *reason);

/*
 * Where input without any object is no mistake (allow_empty), text that never says apiVersion
 * may be anything: what kubectl would not read in it is skipped, not reported.
 */
void bth_run_leave_others(struct berth_context *context);

/* Names the objects of findings that were made while text was read. */
void bth_run_own_findings(struct berth_context *context);

/* Marks what comments and annotations allow, and says which of them allow nothing. */
void bth_run_suppress(struct berth_context *context);

/*
 * Refuses Cluster documents whose claims may end up otherwise than meant, and says what a
 * provisioner decides. Behind all other checks.
 */
void bth_run_certain(struct berth_context *context);

/* Whether what was not found may be something that could not be looked for. */
bool bth_run_is_partial(const struct berth_context *context);

/* Takes the text of a baseline; returns what is wrong with it and where, or NULL. */
const char *bth_run_read_baseline(
	struct berth_context *context, const char *name, struct bth_str text);

/*
 * Before findings are finished: notes which of the baseline's are there at all. Behind that:
 * marks those that it has, and reports what of it is stale.
 */
void bth_run_note_baseline(struct berth_context *context);
void bth_run_apply_baseline(struct berth_context *context);

/* The baseline as it is now: with what was learnt, and without what is not found any more. */
void bth_run_write_baseline(struct bth_buf *buf, struct berth_context *context);

#endif

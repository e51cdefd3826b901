/* batch_job.h - what several checks ask of a Job's spec */
#ifndef BTH_APIS_BATCH_JOB_H
#define BTH_APIS_BATCH_JOB_H

#include "schema/validation.h"

/*
 * Whether the API server looks at a field whose feature is on since the minor @since: a Job
 * loses it before, and the template of a CronJob keeps it.
 */
bool bth_job_has(const struct bth_validation *validation, int since);

bool bth_job_is_indexed(struct bth_value spec);

/* The completions, given or by default; false when there are none, or no number. */
bool bth_job_completions(int64_t *out, const struct bth_validation *validation,
	struct bth_value spec);

#endif

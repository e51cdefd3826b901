/* progress.h - how far a long run is, on a terminal */
#ifndef BTH_CLI_PROGRESS_H
#define BTH_CLI_PROGRESS_H

#include <pthread.h>

#include "cli/options.h"

enum { BTH_PROGRESS_TEXT = 64 };

/* A thread that looks at a run until it ends. Must stay where it is until then. */
struct bth_progress {
	const struct berth_context *context;
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	bool begun, ended;
};

/*
 * From now on, when the run takes over a second, standard error says how far it is; unless it
 * is no terminal, or nothing is to be said.
 */
void bth_progress_begin(struct bth_progress *progress, const struct bth_options *options,
	const struct berth_context *context);

/* Leaves nothing of that on the terminal. */
void bth_progress_end(struct bth_progress *progress);

/* "reading 45 %" */
void bth_progress_text(char out[BTH_PROGRESS_TEXT], const struct berth_progress *progress);

#endif

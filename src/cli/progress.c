/* progress.c - how far a long run is, on a terminal */

#include "cli/progress.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { FIRST_MS = 1000, NEXT_MS = 200 }; /* until a line is drawn, and drawn again */

static const char erase[] = "\r\033[K";

/* What does not reach the terminal is no loss. */
static void
draw(const char *text)
{
	ssize_t put = write(STDERR_FILENO, text, strlen(text));

	(void)put;
}

void
bth_progress_text(char out[BTH_PROGRESS_TEXT], const struct berth_progress *progress)
{
	static const char *const stages[] = {
		[BERTH_STAGE_NONE] = "starting",
		[BERTH_STAGE_READING] = "reading",
		[BERTH_STAGE_VALIDATING] = "validating",
		[BERTH_STAGE_BINDING] = "binding",
		[BERTH_STAGE_CHECKING] = "checking",
	};
	size_t percent = progress->total ? progress->done * 100 / progress->total : 0;

	snprintf(out, BTH_PROGRESS_TEXT, progress->total ? "%s %zu %%" : "%s",
		stages[progress->stage], percent);
}

/* Waits until the run has ended, but no longer than @ms; whether it has. */
static bool
wait_for_end(struct bth_progress *progress, long ms)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += ms / 1000;
	until.tv_nsec += ms % 1000 * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000;
	}
	while (!progress->ended &&
		pthread_cond_timedwait(&progress->wake, &progress->lock, &until) == 0)
		;
	return progress->ended;
}

static void *
show(void *argument)
{
	struct bth_progress *progress = argument;
	struct berth_progress now;
	char text[BTH_PROGRESS_TEXT], line[BTH_PROGRESS_TEXT + 32];
	bool drawn = false;

	pthread_mutex_lock(&progress->lock);
	while (!wait_for_end(progress, drawn ? NEXT_MS : FIRST_MS)) {
		berth_context_progress(progress->context, &now);
		bth_progress_text(text, &now);
		snprintf(line, sizeof line, "%sberth: %s", erase, text);
		draw(line);
		drawn = true;
	}
	pthread_mutex_unlock(&progress->lock);
	if (drawn)
		draw(erase);
	return NULL;
}

static bool
is_wanted(const struct bth_options *options)
{
	const char *terminal = getenv("TERM");

	return !options->quiet && isatty(STDERR_FILENO) && terminal &&
		strcmp(terminal, "dumb") != 0;
}

/* Signals are for the main thread alone. */
void
bth_progress_begin(struct bth_progress *progress, const struct bth_options *options,
	const struct berth_context *context)
{
	sigset_t all, before;

	*progress = (struct bth_progress){.context = context,
		.lock = PTHREAD_MUTEX_INITIALIZER,
		.wake = PTHREAD_COND_INITIALIZER};
	if (!is_wanted(options))
		return;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	progress->begun = pthread_create(&progress->thread, NULL, show, progress) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void
bth_progress_end(struct bth_progress *progress)
{
	if (!progress->begun)
		return;
	pthread_mutex_lock(&progress->lock);
	progress->ended = true;
	pthread_cond_signal(&progress->wake);
	pthread_mutex_unlock(&progress->lock);
	pthread_join(progress->thread, NULL);
}

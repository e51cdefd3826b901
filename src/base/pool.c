/* pool.c - the same work for many items on several threads */

#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

enum { MOST_THREADS = 64 };

struct run {
	atomic_size_t next;
	atomic_bool failed;
	size_t count;
	bth_pool_fn *fn;
	void *context;
};

struct worker {
	struct run *run;
	unsigned number;
	pthread_t thread;
};

static void
work(struct run *run, unsigned number)
{
	while (!atomic_load(&run->failed)) {
		size_t item = atomic_fetch_add(&run->next, 1);

		if (item >= run->count)
			return;
		if (!run->fn(run->context, number, item))
			atomic_store(&run->failed, true);
	}
}

static void *
start(void *argument)
{
	struct worker *worker = argument;

	work(worker->run, worker->number);
	return NULL;
}

bool
bth_pool_run(unsigned threads, size_t count, bth_pool_fn *fn, void *context)
{
	struct run run = {.count = count, .fn = fn, .context = context};
	struct worker workers[MOST_THREADS];
	unsigned started = 0;

	if (threads > MOST_THREADS)
		threads = MOST_THREADS;
	if (threads > count)
		threads = (unsigned)count;
	for (unsigned i = 1; i < threads; i++) {
		struct worker *worker = &workers[started];

		*worker = (struct worker){.run = &run, .number = i};
		if (pthread_create(&worker->thread, NULL, start, worker) != 0)
			break;
		started++;
	}
	work(&run, 0);
	for (unsigned i = 0; i < started; i++)
		pthread_join(workers[i].thread, NULL);
	return !atomic_load(&run.failed);
}

unsigned
bth_pool_processors(void)
{
	long count = sysconf(_SC_NPROCESSORS_ONLN);

	return count < 1 ? 1 : count > MOST_THREADS ? MOST_THREADS : (unsigned)count;
}

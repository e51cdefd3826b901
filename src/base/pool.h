/* pool.h - the same work for many items on several threads */
#ifndef BTH_BASE_POOL_H
#define BTH_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Does one item. @worker is below the number of threads and tells apart what each
 * thread may use alone. Returns false when it ran out of memory: no further item
 * is begun then.
 */
typedef bool bth_pool_fn(void *context, unsigned worker, size_t item);

/*
 * Calls @fn for the items 0 to @count - 1, in no order, on at most @threads threads of
 * which the caller is one. Returns when all are done; false when one has failed. Fewer
 * threads are used when the system gives no more.
 */
bool bth_pool_run(unsigned threads, size_t count, bth_pool_fn *fn, void *context);

/* Processors of this machine, at least 1. */
unsigned bth_pool_processors(void);

#endif

/* scarce_program.c - lets memory end in berth itself, where the environment says */

#include <stdio.h>
#include <stdlib.h>

#include "tests/scarce.h"

/* BERTH_SCARCE_LOG gets how many allocations there were, and how many failed. */
static void
end(void)
{
	const char *path = getenv("BERTH_SCARCE_LOG");
	size_t failed = 0, count = bth_scarce_end(&failed);
	FILE *log = path ? fopen(path, "w") : NULL;

	if (!log)
		return;
	fprintf(log, "%zu %zu\n", count, failed);
	fclose(log);
}

/* BERTH_SCARCE_AT is the number of the allocation that fails. */
__attribute__((constructor)) static void
begin(void)
{
	const char *at = getenv("BERTH_SCARCE_AT");

	atexit(end);
	bth_scarce_begin(at ? (size_t)atol(at) : 0, false);
}

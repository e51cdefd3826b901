/* scarce.c - memory that ends where a test wants it to */

#include "tests/scarce.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void __real_free(void *memory);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
char *__wrap_strdup(const char *text);
void __wrap_free(void *memory);

static atomic_size_t count, failed, held;
static atomic_size_t fail_at;
static atomic_bool fail_all;

void
bth_scarce_begin(size_t at, bool all)
{
	atomic_store(&count, 0);
	atomic_store(&failed, 0);
	atomic_store(&fail_all, all);
	atomic_store(&fail_at, at);
}

size_t
bth_scarce_end(size_t *out)
{
	atomic_store(&fail_at, 0);
	*out = atomic_load(&failed);
	return atomic_load(&count);
}

size_t
bth_scarce_held(void)
{
	return atomic_load(&held);
}

static bool
fails(void)
{
	size_t number = atomic_fetch_add(&count, 1) + 1, at = atomic_load(&fail_at);
	bool fail = at && (number == at || (number > at && atomic_load(&fail_all)));

	if (fail)
		atomic_fetch_add(&failed, 1);
	return fail;
}

static void *
hold(void *memory)
{
	if (memory)
		atomic_fetch_add(&held, 1);
	return memory;
}

void *
__wrap_malloc(size_t size)
{
	return fails() ? NULL : hold(__real_malloc(size));
}

void *
__wrap_calloc(size_t number, size_t size)
{
	return fails() ? NULL : hold(__real_calloc(number, size));
}

void *
__wrap_realloc(void *old, size_t size)
{
	if (fails())
		return NULL;
	void *memory = __real_realloc(old, size);
	return old ? memory : hold(memory);
}

char *
__wrap_strdup(const char *text)
{
	size_t size = strlen(text) + 1;
	char *copy = __wrap_malloc(size);

	return copy ? memcpy(copy, text, size) : NULL;
}

void
__wrap_free(void *memory)
{
	if (memory)
		atomic_fetch_sub(&held, 1);
	__real_free(memory);
}

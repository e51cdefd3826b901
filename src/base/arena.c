/* arena.c - memory that is given out piece by piece and released at once */

#include "base/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * With the address sanitizer free room is out of bounds, and there is some of it behind each
 * piece. MARGIN is that in bytes.
 */
#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED
#endif
#endif
#ifdef SANITIZED
#include <sanitizer/asan_interface.h>
enum { MARGIN = 32 };
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
enum { MARGIN = 0 };
#endif

struct bth_arena_chunk {
	struct bth_arena_chunk *next;
	size_t size;
	max_align_t memory[];
};

/* Tests of exhausted memory want each piece to be a chunk of its own. */
#ifdef BTH_ARENA_TINY
enum { FIRST_CHUNK = 1, LARGEST_CHUNK = 1 };
#else
enum { FIRST_CHUNK = 64 * 1024, LARGEST_CHUNK = 4 * 1024 * 1024 };
#endif

void
bth_arena_init(struct bth_arena *arena)
{
	*arena = (struct bth_arena){0};
}

/* Frees the newest chunks, down to @kept, which may be NULL. */
static void
free_chunks(struct bth_arena *arena, const struct bth_arena_chunk *kept)
{
	struct bth_arena_chunk *chunk = arena->chunks;

	while (chunk != kept) {
		struct bth_arena_chunk *next = chunk->next;

		ASAN_UNPOISON_MEMORY_REGION(chunk->memory, chunk->size);
		free(chunk);
		chunk = next;
	}
}

void
bth_arena_release(struct bth_arena *arena)
{
	free_chunks(arena, NULL);
	bth_arena_init(arena);
}

struct bth_arena_mark
bth_arena_mark(const struct bth_arena *arena)
{
	return (struct bth_arena_mark){.chunks = arena->chunks,
		.at = arena->at,
		.end = arena->end,
		.total = arena->total};
}

void
bth_arena_rewind(struct bth_arena *arena, const struct bth_arena_mark *mark)
{
	free_chunks(arena, mark->chunks);
	arena->chunks = mark->chunks;
	arena->at = mark->at;
	arena->end = mark->end;
	arena->total = mark->total;
	if (mark->at)
		ASAN_POISON_MEMORY_REGION(mark->at, (size_t)(mark->end - mark->at));
}

_Noreturn void
bth_arena_fail(struct bth_arena *arena)
{
	if (!arena->on_full)
		abort(); /* a caller forgot its catch: our own mistake */
	longjmp(*arena->on_full, 1);
}

/* A new chunk for at least @size bytes; doubles up to a limit, as most runs are small. */
static void
add_chunk(struct bth_arena *arena, size_t size)
{
	size_t want = arena->total < FIRST_CHUNK ? FIRST_CHUNK : arena->total;

	if (want > LARGEST_CHUNK)
		want = LARGEST_CHUNK;
	if (want < size)
		want = size;
	if (want > SIZE_MAX - sizeof(struct bth_arena_chunk))
		bth_arena_fail(arena);

	struct bth_arena_chunk *chunk = malloc(sizeof *chunk + want);
	if (!chunk)
		bth_arena_fail(arena);
	chunk->next = arena->chunks;
	chunk->size = want;
	arena->chunks = chunk;
	arena->at = (char *)chunk->memory;
	arena->end = arena->at + want;
	arena->total += want;
	ASAN_POISON_MEMORY_REGION(arena->at, want);
}

/* What a piece of @size bytes takes. */
static size_t
whole_size(size_t size)
{
	const size_t unit = sizeof(max_align_t);

	return (size + unit - 1) / unit * unit + MARGIN;
}

void *
bth_arena_alloc(struct bth_arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		bth_arena_fail(arena);
	size_t whole = whole_size(size);
	if (!arena->at || whole > (size_t)(arena->end - arena->at))
		add_chunk(arena, whole);

	void *memory = arena->at;
	arena->at += whole;
	ASAN_UNPOISON_MEMORY_REGION(memory, size);
	return memset(memory, 0, size);
}

void *
bth_arena_array(struct bth_arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		bth_arena_fail(arena);
	return bth_arena_alloc(arena, count * size);
}

char *
bth_arena_copy(struct bth_arena *arena, const void *from, size_t len)
{
	char *copy = bth_arena_alloc(arena, len + 1);

	if (len)
		memcpy(copy, from, len);
	return copy;
}

char *
bth_arena_vprintf(struct bth_arena *arena, const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);
	int len = vsnprintf(NULL, 0, format, args);
	if (len < 0) {
		va_end(again);
		bth_arena_fail(arena);
	}
	char *text = bth_arena_alloc(arena, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return text;
}

char *
bth_arena_printf(struct bth_arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = bth_arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

bool
bth_arena_extend(struct bth_arena *arena, void *piece, size_t old, size_t size)
{
	if (!piece || size > SIZE_MAX / 2 - old || (char *)piece + whole_size(old) != arena->at)
		return false;
	size_t more = whole_size(old + size) - whole_size(old);
	if (more > (size_t)(arena->end - arena->at))
		return false;
	char *end = (char *)piece + old;
	arena->at += more;
	ASAN_UNPOISON_MEMORY_REGION(end, size);
	memset(end, 0, size);
	return true;
}

void *
bth_arena_grow(struct bth_arena *arena, void *items, size_t *cap, size_t size)
{
	size_t old = *cap, more = old ? old * 2 : 8;

	if (more < old || more > SIZE_MAX / size) /* items have a size */
		bth_arena_fail(arena);
	void *grown = items;
	if (!bth_arena_extend(arena, items, old * size, (more - old) * size)) {
		grown = bth_arena_array(arena, more, size);
		if (old)
			memcpy(grown, items, old * size);
	}
	*cap = more;
	return grown;
}

void
bth_arena_adopt(struct bth_arena *arena, struct bth_arena *from)
{
	struct bth_arena_chunk **last = &from->chunks;

	while (*last)
		last = &(*last)->next;
	if (arena->chunks) {
		/* keep our newest chunk first: its free room is still in use */
		*last = arena->chunks->next;
		arena->chunks->next = from->chunks;
	} else {
		arena->chunks = from->chunks;
		arena->at = from->at;
		arena->end = from->end;
	}
	arena->total += from->total;
	bth_arena_init(from);
}

/* arena.h - memory that is given out piece by piece and released at once */
#ifndef BTH_BASE_ARENA_H
#define BTH_BASE_ARENA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct bth_arena_chunk;

/*
 * Allocation never returns NULL: when memory is exhausted it jumps to @on_full,
 * which the owner sets before anything below it may allocate. What is jumped
 * over must hold nothing but arena memory.
 */
struct bth_arena {
	struct bth_arena_chunk *chunks; /* newest first */
	char *at, *end;                 /* free room of the newest chunk */
	size_t total;                   /* bytes asked of the system */
	jmp_buf *on_full;
};

void bth_arena_init(struct bth_arena *arena);
void bth_arena_release(struct bth_arena *arena);

/* Zeroed memory, aligned for any type. A size of 0 is fine. */
void *bth_arena_alloc(struct bth_arena *arena, size_t size);

/* Room for @count items of @size bytes; an overflow counts as out of memory. */
void *bth_arena_array(struct bth_arena *arena, size_t count, size_t size);

/* A copy of @len bytes at @from, with a NUL behind them. */
char *bth_arena_copy(struct bth_arena *arena, const void *from, size_t len);

char *bth_arena_printf(struct bth_arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *bth_arena_vprintf(struct bth_arena *arena, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/*
 * Makes the newest piece @size bytes larger than the @old ones it has, the new ones zeroed.
 * False, and nothing done, when others were given out since then or there is no room.
 */
bool bth_arena_extend(struct bth_arena *arena, void *piece, size_t old, size_t size);

/*
 * @items grown to hold more than @cap items of @size bytes; *cap is updated. The
 * old place stays readable. Used by bth_vec_push().
 */
void *bth_arena_grow(struct bth_arena *arena, void *items, size_t *cap, size_t size);

/* Takes over all memory of @from, which is empty afterwards. */
void bth_arena_adopt(struct bth_arena *arena, struct bth_arena *from);

/* How far an arena is filled. */
struct bth_arena_mark {
	struct bth_arena_chunk *chunks;
	char *at, *end;
	size_t total;
};

struct bth_arena_mark bth_arena_mark(const struct bth_arena *arena);

/* Takes back all that was given out since @mark. Nothing may have been adopted since then. */
void bth_arena_rewind(struct bth_arena *arena, const struct bth_arena_mark *mark);

/* Gives up: jumps to on_full. For failed mallocs of code that runs under an arena. */
_Noreturn void bth_arena_fail(struct bth_arena *arena);

#endif

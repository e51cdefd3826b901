/* scratch.c - memory that lasts as long as it takes to find an answer */

#include "bind/scratch.h"

#include "base/map.h"

struct attempt {
	struct bth_arena scratch;
	struct bth_arena *arena;
	struct bth_binding *out;
	const struct bth_question *question;
	struct bth_map copies; /* of lists, by their place and length */
};

struct place {
	const void *items;
	size_t len;
};

/* Lists that were shared stay so: there may be thousands of claims with one list. */
static void *
copy_list(struct attempt *attempt, const void *items, size_t len, size_t size)
{
	const struct place place = {.items = items, .len = len};
	struct bth_str key = {.at = (const char *)&place, .len = sizeof place};
	void *copy = len ? bth_map_get(&attempt->copies, key) : NULL;

	if (copy || !len)
		return copy;
	copy = bth_arena_array(attempt->arena, len, size);
	memcpy(copy, items, len * size);
	key.at = bth_arena_copy(&attempt->scratch, key.at, key.len);
	bth_map_put(&attempt->scratch, &attempt->copies, key, copy);
	return copy;
}

/* Makes the list @list, which is still in scratch memory, one of the answer. */
#define KEEP(attempt, list) \
	((list)->items = copy_list( \
		 (attempt), (list)->items, (list)->len, sizeof *(list)->items), \
		(list)->cap = (list)->len)

static void
copy_answer(struct attempt *attempt, const struct bth_binding *from)
{
	const struct bth_views *views = attempt->question->views;
	struct bth_binding *out = attempt->out;

	*out = *from;
	out->claims = copy_list(attempt, from->claims, views->claims.len, sizeof *out->claims);
	out->pods = copy_list(attempt, from->pods, views->pods.len, sizeof *out->pods);
	out->volumes = copy_list(attempt, from->volumes, views->volumes.len, sizeof *out->volumes);
	for (size_t i = 0; i < views->claims.len; i++) {
		KEEP(attempt, &out->claims[i].volumes);
		KEEP(attempt, &out->claims[i].reasons);
	}
	for (size_t i = 0; i < views->pods.len; i++) {
		KEEP(attempt, &out->pods[i].nodes);
		KEEP(attempt, &out->pods[i].reasons);
	}
	for (size_t i = 0; i < views->volumes.len; i++)
		KEEP(attempt, &out->volumes[i].claims);
}

/* Whether memory has lasted. */
static bool
try_answer(struct attempt *attempt)
{
	struct bth_binding found;
	jmp_buf full;

	attempt->scratch.on_full = attempt->arena->on_full = &full;
	if (setjmp(full))
		return false;
	attempt->question->answer(&attempt->scratch, &found, attempt->question);
	copy_answer(attempt, &found);
	return true;
}

void
bth_scratch_answer(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_question *question)
{
	struct attempt attempt = {.arena = arena, .out = out, .question = question};
	jmp_buf *outer = arena->on_full;
	bool done = try_answer(&attempt);

	arena->on_full = outer;
	bth_arena_release(&attempt.scratch);
	if (!done)
		bth_arena_fail(arena);
}

/* scratch.h - memory that lasts as long as it takes to find an answer */
#ifndef BTH_BIND_SCRATCH_H
#define BTH_BIND_SCRATCH_H

#include "bind/bind.h"

/* What is asked, and how it is answered: with whatever it takes of @scratch. */
struct bth_question {
	const struct bth_views *views;
	const struct bth_bind_options *options;
	void (*answer)(struct bth_arena *scratch, struct bth_binding *out,
		const struct bth_question *question);
};

/* Answers the question and keeps nothing in @arena but the answer. */
void bth_scratch_answer(struct bth_arena *arena, struct bth_binding *out,
	const struct bth_question *question);

#endif

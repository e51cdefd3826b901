/* pattern.c - regular expressions that users write, and what a match may cost */

#include "base/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
	STEPS_MOST = 100000,   /* tried from one place of the text */
	STEPS_LEAST = 1000,    /* of it in a long text */
	STEPS_ALL = 1000000,   /* about what all places may cost together */
	HEAP_MOST = 16 * 1024, /* KiB */
};

struct bth_pattern {
	struct bth_pattern *next;
	pcre2_code *code;
};

void
bth_patterns_release(struct bth_patterns *patterns)
{
	for (struct bth_pattern *i = patterns->first; i; i = i->next)
		pcre2_code_free(i->code);
	patterns->first = NULL;
}

/* Nothing here allocates from an arena: the foreign memory is let go of in any case. */
static pcre2_code *
compile(struct bth_str text, int *error, size_t *where)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	pcre2_code *code = NULL;

	*error = PCRE2_ERROR_NOMEMORY;
	*where = 0;
	if (!context)
		return NULL;
	pcre2_set_max_pattern_length(context, BTH_PATTERN_MOST);
	code = pcre2_compile((PCRE2_SPTR)text.at, text.len,
		PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C, error, where, context);
	pcre2_compile_context_free(context);
	if (code) /* where the system has no place for machine code, it is interpreted */
		(void)pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	return code;
}

const struct bth_pattern *
bth_pattern_compile(struct bth_arena *arena, struct bth_patterns *patterns, struct bth_str text,
	const char **why, size_t *where)
{
	struct bth_pattern *pattern = bth_arena_alloc(arena, sizeof *pattern);
	PCRE2_UCHAR words[160];
	int error;

	if (!text.at)
		text = BTH_STR("");
	pattern->code = compile(text, &error, where);
	if (pattern->code) {
		pattern->next = patterns->first;
		patterns->first = pattern;
		return pattern;
	}
	if (error == PCRE2_ERROR_NOMEMORY || error == PCRE2_ERROR_HEAP_FAILED)
		bth_arena_fail(arena);
	if (pcre2_get_error_message(error, words, sizeof words) < 0)
		words[0] = '\0';
	*why = bth_arena_copy(arena, words, strlen((const char *)words));
	return NULL;
}

static pcre2_match_context *
limits(size_t len)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);
	size_t steps = STEPS_ALL / (len + 1);

	if (!context)
		return NULL;
	/* the library counts anew from each place where a match may begin */
	pcre2_set_match_limit(context, steps > STEPS_MOST ? STEPS_MOST :
			steps < STEPS_LEAST               ? STEPS_LEAST :
							    (uint32_t)steps);
	pcre2_set_depth_limit(context, STEPS_MOST);
	pcre2_set_heap_limit(context, HEAP_MOST);
	return context;
}

enum bth_match
bth_pattern_match(const struct bth_pattern *pattern, struct bth_str text)
{
	enum bth_match result = BTH_MATCH_FULL;

	if (text.len > BTH_PATTERN_TEXT_MOST)
		return BTH_MATCH_UNKNOWN;
	pcre2_match_context *context = limits(text.len);
	pcre2_match_data *data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	if (context && data) {
		PCRE2_SPTR at = (PCRE2_SPTR)(text.at ? text.at : "");
		int code = pcre2_match(pattern->code, at, text.len, 0, 0, data, context);

		/* machine code has a small stack of its own */
		if (code == PCRE2_ERROR_JIT_STACKLIMIT)
			code = pcre2_match(
				pattern->code, at, text.len, 0, PCRE2_NO_JIT, data, context);
		result = code >= 0                   ? BTH_MATCH_YES :
			code == PCRE2_ERROR_NOMATCH  ? BTH_MATCH_NO :
			code == PCRE2_ERROR_NOMEMORY ? BTH_MATCH_FULL :
						       BTH_MATCH_UNKNOWN;
	}
	pcre2_match_data_free(data);
	pcre2_match_context_free(context);
	return result;
}

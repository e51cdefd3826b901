/* pattern.c - any glob and any regular expression, on any text */

#include "fuzz/fuzz.h"

#include "base/glob.h"
#include "base/pattern.h"
#include "base/re2.h"
#include "base/utf8.h"

static void
check_glob(struct bth_arena *arena, struct bth_str pattern, struct bth_str text)
{
	struct bth_glob paths, names;

	bth_glob_init(&paths, arena, pattern, true);
	bth_glob_init(&names, arena, pattern, false);
	bool matches = bth_glob_matches(&names, text);
	bth_fuzz_require(bth_glob_matches(&names, text) == matches);
	bth_glob_matches(&paths, text);
	bth_fuzz_require(bth_glob_plain(pattern) <= pattern.len);
	if (bth_glob_plain(pattern) == pattern.len)
		bth_fuzz_require(matches == bth_str_eq(pattern, text));
}

static void
check_pattern(struct bth_arena *arena, struct bth_str pattern, struct bth_str text)
{
	struct bth_patterns all = {0};
	const char *why = NULL;
	size_t where = 0;
	const struct bth_pattern *compiled =
		bth_pattern_compile(arena, &all, pattern, &why, &where);

	if (compiled)
		bth_fuzz_require(bth_pattern_match(compiled, text) != BTH_MATCH_FULL);
	else
		bth_fuzz_require(why && where <= pattern.len);
	bth_patterns_release(&all);
}

/* What Go takes is taken as well, but for names of properties that PCRE2 does not know. */
static void
check_translation(struct bth_arena *arena, struct bth_str pattern, struct bth_str text)
{
	struct bth_str translated;
	const char *why = NULL;
	size_t where = 0;

	if (bth_re2_translate(&translated, arena, pattern, &why, &where))
		check_pattern(arena, translated, text);
	else
		bth_fuzz_require(why && where <= pattern.len);
}

/* A byte 0xFF stands between the pattern and the text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bth_arena arena;

	bth_arena_init(&arena);
	struct bth_str input = bth_fuzz_copy(&arena, data, size);
	size_t middle = bth_str_find(input, (char)0xFF);
	struct bth_str pattern = bth_str_sub(input, 0, middle);
	struct bth_str text = bth_str_sub(input, pattern.len + 1, SIZE_MAX);
	pattern = bth_fuzz_copy(&arena, pattern.at, pattern.len);
	check_glob(&arena, pattern, text);
	if (bth_utf8_check(pattern) == SIZE_MAX && bth_utf8_check(text) == SIZE_MAX) {
		check_pattern(&arena, pattern, text);
		check_translation(&arena, pattern, text);
	}
	bth_arena_release(&arena);
	return 0;
}

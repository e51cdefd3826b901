/* limits.c - what input may cost before it is refused */

#include "syntax/limits.h"

#include <inttypes.h>

static const struct {
	const char *name;
	uint64_t highest;
} table[] = {
#define LIMIT(id, name, usual, highest, what) [BTH_LIMIT_##id] = {name, highest},
#include "syntax/limits.def"
#undef LIMIT
};

const struct bth_limits bth_limits_usual = {{
#define LIMIT(id, name, usual, highest, what) [BTH_LIMIT_##id] = usual,
#include "syntax/limits.def"
#undef LIMIT
}};

const char bth_limit_names[] = ""
#define LIMIT(id, name, usual, highest, what) name ", "
#include "syntax/limits.def"
#undef LIMIT
	;

/* Digits, and Ki, Mi or Gi behind them if wanted. */
static bool
read_number(uint64_t *out, struct bth_str text)
{
	static const char *const units[] = {"Ki", "Mi", "Gi"};
	unsigned shift = 0;

	for (unsigned i = 0; i < 3; i++) {
		if (bth_str_ends(text, units[i])) {
			shift = 10 * (i + 1);
			text.len -= 2;
			break;
		}
	}
	if (!bth_str_to_u64(out, text) || *out > UINT64_MAX >> shift)
		return false;
	*out <<= shift;
	return true;
}

const char *
bth_limits_set(struct bth_limits *limits, struct bth_arena *arena, const char *word)
{
	struct bth_str text = bth_str(word);
	size_t equals = bth_str_find(text, '='), which = 0;
	struct bth_str name = bth_str_sub(text, 0, equals);
	uint64_t number;

	while (which < BTH_LIMIT_COUNT && !bth_str_is(name, table[which].name))
		which++;
	if (which == BTH_LIMIT_COUNT)
		return bth_arena_printf(arena, "there is no limit '%.*s'; the limits are %.*s",
			BTH_STR_ARG(name), (int)sizeof bth_limit_names - 3, bth_limit_names);
	if (equals == SIZE_MAX || !read_number(&number, bth_str_sub(text, equals + 1, SIZE_MAX)))
		return bth_arena_printf(arena, "the limit '%s' takes a number as in %s=%" PRIu64
			", not '%s'", table[which].name, table[which].name,
			bth_limits_usual.most[which], word);
	if (!number || number > table[which].highest)
		return bth_arena_printf(arena, "the limit '%s' can be 1 to %" PRIu64
			", not %" PRIu64, table[which].name, table[which].highest, number);
	limits->most[which] = number;
	return NULL;
}

struct bth_finding *
bth_limit_find(struct bth_findings *findings, const struct bth_rule *rule, struct bth_span span,
	const struct bth_limits *limits, enum bth_limit which, const char *what)
{
	uint64_t most = limits->most[which];
	struct bth_finding *finding = bth_find(findings, rule, span,
		"%s: the limit '%s' is %" PRIu64, what, table[which].name, most);

	if (most == table[which].highest)
		bth_finding_fix(findings, finding, "the limit cannot be higher: make it less");
	else
		bth_finding_fix(findings, finding, "if this is meant, raise the limit: --limit %s=%"
			PRIu64, table[which].name,
			most > table[which].highest / 2 ? table[which].highest : most * 2);
	return finding;
}

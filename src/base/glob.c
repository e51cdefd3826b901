/* glob.c - patterns of paths: * ? [a-z] and ** between slashes, as git has them */

#include "base/glob.h"

#include "base/vec.h"

/*
 * A pattern becomes a line of steps; all ways through it are followed at once, so that a
 * pattern made for the purpose cannot make matching slow.
 */
enum step_kind {
	ONE,     /* a byte of a set */
	STAR,    /* any bytes but slashes */
	ANY,     /* any bytes */
	MAYBE,   /* goes on behind the next step too, which is a FOLDERS */
	FOLDERS, /* any bytes, and a slash */
	NEVER,
};

struct bth_glob_step {
	enum step_kind kind;
	uint32_t set[8]; /* bits of bytes, for ONE */
};

BTH_VEC_TYPE(steps, struct bth_glob_step);

static void
add_byte(struct bth_glob_step *step, unsigned char byte)
{
	step->set[byte / 32] |= UINT32_C(1) << byte % 32;
}

static void
remove_byte(struct bth_glob_step *step, unsigned char byte)
{
	step->set[byte / 32] &= ~(UINT32_C(1) << byte % 32);
}

static bool
has_byte(const struct bth_glob_step *step, unsigned char byte)
{
	return step->set[byte / 32] >> byte % 32 & 1;
}

static void
add_range(struct bth_glob_step *step, unsigned char from, unsigned char to)
{
	for (unsigned byte = from; byte <= to; byte++)
		add_byte(step, (unsigned char)byte);
}

/* The classes of ASCII alone, each as pairs of first and last byte. */
static const struct {
	const char *name, *ranges;
} classes[] = {
	{"alnum", "09AZaz"},
	{"alpha", "AZaz"},
	{"blank", "\t\t  "},
	{"cntrl", "\1\37\177\177"},
	{"digit", "09"},
	{"graph", "!~"},
	{"lower", "az"},
	{"print", " ~"},
	{"punct", "!/:@[`{~"},
	{"space", "\t\r  "},
	{"upper", "AZ"},
	{"xdigit", "09AFaf"},
};

static bool
add_class(struct bth_glob_step *step, struct bth_str name)
{
	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
		if (!bth_str_is(name, classes[i].name))
			continue;
		for (const char *range = classes[i].ranges; *range; range += 2)
			add_range(step, (unsigned char)range[0], (unsigned char)range[1]);
		return true;
	}
	return false;
}

/* The byte at *at, behind a backslash if there is one; false at the end. */
static bool
take_byte(unsigned char *out, struct bth_str pattern, size_t *at)
{
	if (*at < pattern.len && pattern.at[*at] == '\\')
		++*at;
	if (*at >= pattern.len)
		return false;
	*out = (unsigned char)pattern.at[(*at)++];
	return true;
}

/*
 * "[:name:]" at *at: 1 when it was added, 0 when it is no class but a bracket, -1 when there
 * is no such class or no end of the set.
 */
static int
take_class(struct bth_glob_step *step, struct bth_str pattern, size_t *at)
{
	struct bth_str rest = bth_str_sub(pattern, *at + 2, SIZE_MAX);
	size_t end = bth_str_find(rest, ']');

	if (end == SIZE_MAX)
		return -1;
	if (!end || rest.at[end - 1] != ':')
		return 0;
	if (!add_class(step, bth_str_sub(rest, 0, end - 1)))
		return -1;
	*at += end + 3;
	return 1;
}

/*
 * The inside of a set, from behind the "[" to behind the "]"; false when it is malformed.
 * A "]" right at the start, and a "-" at either end, stand for themselves.
 */
static bool
take_members(struct bth_glob_step *step, struct bth_str pattern, size_t *at)
{
	int before = -1; /* the byte that a range would begin with */

	for (bool first = true; first || *at >= pattern.len || pattern.at[*at] != ']';
		first = false) {
		unsigned char byte;

		if (*at >= pattern.len)
			return false;
		struct bth_str rest = bth_str_sub(pattern, *at, SIZE_MAX);
		if (rest.at[0] == '-' && before >= 0 && rest.len > 1 && rest.at[1] != ']') {
			++*at;
			if (!take_byte(&byte, pattern, at))
				return false;
			add_range(step, (unsigned char)before, byte);
			before = -1;
			continue;
		}
		int class = bth_str_starts(rest, "[:") ? take_class(step, pattern, at) : 0;
		if (class < 0)
			return false;
		before = -1;
		if (class)
			continue;
		if (!take_byte(&byte, pattern, at))
			return false;
		add_byte(step, byte);
		before = byte;
	}
	++*at;
	return true;
}

static struct bth_glob_step
take_set(struct bth_str pattern, size_t *at)
{
	struct bth_glob_step step = {.kind = ONE};
	char sign = *at + 1 < pattern.len ? pattern.at[*at + 1] : '\0';
	bool inverted = sign == '!' || sign == '^';

	*at += inverted ? 2 : 1;
	if (!take_members(&step, pattern, at)) {
		*at = pattern.len;
		return (struct bth_glob_step){.kind = NEVER};
	}
	for (size_t i = 0; inverted && i < 8; i++)
		step.set[i] = ~step.set[i];
	return step;
}

/* Adds a step unless it says what the last one says. */
static void
add_stars(struct bth_arena *arena, struct steps *steps, enum step_kind kind)
{
	if (!steps->len || steps->items[steps->len - 1].kind != kind)
		bth_vec_push(arena, steps, (struct bth_glob_step){.kind = kind});
}

/* One star or more at *at. */
static void
take_stars(struct bth_arena *arena, struct steps *steps, struct bth_str pattern, size_t *at,
	bool paths)
{
	size_t from = *at;

	while (*at < pattern.len && pattern.at[*at] == '*')
		++*at;
	struct bth_str rest = bth_str_sub(pattern, *at, SIZE_MAX);
	bool between = *at - from > 1 && (!from || pattern.at[from - 1] == '/') &&
		(!rest.len || rest.at[0] == '/' || bth_str_starts(rest, "\\/"));
	if (!paths || (between && (!rest.len || rest.at[0] != '/'))) {
		add_stars(arena, steps, ANY);
	} else if (!between) {
		add_stars(arena, steps, STAR);
	} else {
		if (!steps->len || steps->items[steps->len - 1].kind != FOLDERS) {
			add_stars(arena, steps, MAYBE);
			add_stars(arena, steps, FOLDERS);
		}
		++*at;
	}
}

/* What stands for one byte. */
static struct bth_glob_step
take_one(struct bth_str pattern, size_t *at, bool paths)
{
	struct bth_glob_step step = {.kind = ONE};
	unsigned char byte;

	if (pattern.at[*at] == '?') {
		add_range(&step, 1, 255);
		++*at;
	} else if (pattern.at[*at] == '[') {
		step = take_set(pattern, at);
	} else {
		if (!take_byte(&byte, pattern, at))
			return (struct bth_glob_step){.kind = NEVER};
		add_byte(&step, byte);
		return step;
	}
	if (paths)
		remove_byte(&step, '/');
	return step;
}

void
bth_glob_init(struct bth_glob *out, struct bth_arena *arena, struct bth_str pattern, bool paths)
{
	struct steps steps = {0};
	size_t least = 0;

	for (size_t at = 0; at < pattern.len;) {
		if (pattern.at[at] == '*') {
			take_stars(arena, &steps, pattern, &at, paths);
			continue;
		}
		bth_vec_push(arena, &steps, take_one(pattern, &at, paths));
		least++;
	}
	*out = (struct bth_glob){.steps = steps.items,
		.len = steps.len,
		.least = least,
		.now = bth_arena_alloc(arena, steps.len + 1),
		.next = bth_arena_alloc(arena, steps.len + 1)};
}

/* Marks what is reached without a byte. Steps lead forward only, so once is enough. */
static void
spread(const struct bth_glob *glob, bool *marks)
{
	for (size_t i = 0; i < glob->len; i++) {
		if (!marks[i])
			continue;
		if (glob->steps[i].kind == STAR || glob->steps[i].kind == ANY ||
			glob->steps[i].kind == MAYBE)
			marks[i + 1] = true;
		if (glob->steps[i].kind == MAYBE)
			marks[i + 2] = true;
	}
}

/* Marks in glob->next where @byte leads from what is marked in glob->now; false: nowhere. */
static bool
step_over(const struct bth_glob *glob, unsigned char byte)
{
	bool any = false;

	memset(glob->next, 0, (glob->len + 1) * sizeof *glob->next);
	for (size_t i = 0; i < glob->len; i++) {
		const struct bth_glob_step *step = &glob->steps[i];
		bool stays = step->kind == ANY || step->kind == FOLDERS ||
			(step->kind == STAR && byte != '/');
		bool passes = (step->kind == ONE && has_byte(step, byte)) ||
			(step->kind == FOLDERS && byte == '/');

		if (!glob->now[i])
			continue;
		glob->next[i] |= stays;
		glob->next[i + 1] |= passes;
		any |= stays || passes;
	}
	return any;
}

bool
bth_glob_matches(const struct bth_glob *glob, struct bth_str text)
{
	struct bth_glob turn = *glob;

	if (text.len < glob->least)
		return false;
	memset(turn.now, 0, (turn.len + 1) * sizeof *turn.now);
	turn.now[0] = true;
	spread(&turn, turn.now);
	for (size_t i = 0; i < text.len; i++) {
		bool *now = turn.now;

		if (!step_over(&turn, (unsigned char)text.at[i]))
			return false;
		turn.now = turn.next;
		turn.next = now;
		spread(&turn, turn.now);
	}
	return turn.now[turn.len];
}

size_t
bth_glob_plain(struct bth_str pattern)
{
	size_t len = 0;

	while (len < pattern.len && !strchr("*?[\\", pattern.at[len]))
		len++;
	return len;
}

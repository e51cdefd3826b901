/* cron.c - the schedules of CronJobs, as robfig/cron's standard parser reads them */

#include "kube/cron.h"

#include <ctype.h>

#include "base/utf8.h"
#include "kube/duration.h"

/* One of the five fields. */
struct part {
	const char *name;
	int64_t least, most;
	const char *const *words; /* for the numbers from @least on; NULL: none */
	const char *above;        /* what to add when a number is too large */
};

static const char *const months[] = {"jan", "feb", "mar", "apr", "may", "jun", "jul",
	"aug", "sep", "oct", "nov", "dec", NULL};
static const char *const days[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat", NULL};

static const struct part parts[] = {
	{"minute", 0, 59, NULL, ""},
	{"hour", 0, 23, NULL, ""},
	{"day of the month", 1, 31, NULL, ""},
	{"month", 1, 12, months, ""},
	{"day of the week", 0, 6, days, ", as Sunday is 0"},
};

enum { PARTS = sizeof parts / sizeof parts[0] };

/* As much of what the user wrote as a message may hold. */
static struct bth_str
shown(struct bth_str text)
{
	return bth_utf8_cut(text, 60);
}

static bool
is_word(struct bth_str text, const char *word)
{
	size_t i = 0;

	while (i < text.len && word[i] && tolower((unsigned char)text.at[i]) == word[i])
		i++;
	return i == text.len && !word[i];
}

/* A number, or one of the part's words. */
static const char *
read_value(struct bth_arena *arena, int64_t *out, struct bth_str text,
	const struct part *part, bool words)
{
	for (int64_t i = 0; words && part->words && part->words[i]; i++)
		if (is_word(text, part->words[i])) {
			*out = part->least + i;
			return NULL;
		}
	if (!text.len)
		return bth_arena_printf(
			arena, "a number is missing in the %s", part->name);
	if (!bth_str_to_i64(out, text))
		return bth_arena_printf(arena, "'%.*s' in the %s is no number%s",
			BTH_STR_ARG(shown(text)), part->name,
			words && part->words ? " and no name" : "");
	if (*out < 0)
		return bth_arena_printf(arena, "the number '%.*s' in the %s is negative",
			BTH_STR_ARG(shown(text)), part->name);
	return NULL;
}

/* "3", "1-5", "*", "?"; what stands behind the '-' of "*-" is not looked at. */
static const char *
read_range(struct bth_arena *arena, int64_t *first, int64_t *last, struct bth_str text,
	const struct part *part)
{
	size_t dash = bth_str_find(text, '-');
	struct bth_str low = bth_str_sub(text, 0, dash);
	struct bth_str high =
		dash == SIZE_MAX ? low : bth_str_sub(text, dash + 1, text.len);

	*first = part->least;
	*last = part->most;
	if (bth_str_is(low, "*") || bth_str_is(low, "?"))
		return NULL;
	const char *fault = read_value(arena, first, low, part, true);
	if (fault)
		return fault;
	if (bth_str_find(high, '-') != SIZE_MAX)
		return bth_arena_printf(arena, "'%.*s' in the %s has more than one '-'",
			BTH_STR_ARG(shown(text)), part->name);
	return read_value(arena, last, high, part, true);
}

static const char *
check_bounds(struct bth_arena *arena, int64_t first, int64_t last, struct bth_str text,
	const struct part *part)
{
	if (first < part->least)
		return bth_arena_printf(arena, "the %s '%.*s' is below %d", part->name,
			BTH_STR_ARG(shown(text)), (int)part->least);
	if (last > part->most)
		return bth_arena_printf(arena, "the %s '%.*s' is above %d%s", part->name,
			BTH_STR_ARG(shown(text)), (int)part->most, part->above);
	if (first > last)
		return bth_arena_printf(arena, "the %s '%.*s' ends before it begins",
			part->name, BTH_STR_ARG(shown(text)));
	return NULL;
}

/* One of the items between commas: a range, and '/' with a step. */
static const char *
check_item(struct bth_arena *arena, struct bth_str text, const struct part *part)
{
	size_t slash = bth_str_find(text, '/');
	struct bth_str range = bth_str_sub(text, 0, slash);
	int64_t first, last, step = 1;
	const char *fault = read_range(arena, &first, &last, range, part);

	if (fault)
		return fault;
	if (slash != SIZE_MAX) {
		struct bth_str every = bth_str_sub(text, slash + 1, text.len);

		if (bth_str_find(every, '/') != SIZE_MAX)
			return bth_arena_printf(arena,
				"'%.*s' in the %s has more than one '/'",
				BTH_STR_ARG(shown(text)), part->name);
		fault = read_value(arena, &step, every, part, false);
		if (fault)
			return fault;
		if (bth_str_find(range, '-') == SIZE_MAX)
			last = part->most; /* "5/10" counts on to the end */
	}
	fault = check_bounds(arena, first, last, text, part);
	if (!fault && step == 0)
		return bth_arena_printf(arena, "the step of '%.*s' in the %s is 0",
			BTH_STR_ARG(shown(text)), part->name);
	return fault;
}

/* Nothing between commas is nothing, and no fault. */
static const char *
check_part(struct bth_arena *arena, struct bth_str text, const struct part *part)
{
	const char *fault = NULL;

	while (text.len && !fault) {
		size_t comma = bth_str_find(text, ',');
		struct bth_str item = bth_str_sub(text, 0, comma);

		if (item.len)
			fault = check_item(arena, item, part);
		text = comma == SIZE_MAX ? (struct bth_str){0} :
					   bth_str_sub(text, comma + 1, text.len);
	}
	return fault;
}

/* Takes the text up to the next white space, and that, from the front of *s. */
static struct bth_str
take_field(struct bth_str *s)
{
	struct bth_str field = *s;
	uint32_t code;

	for (size_t i = 0, size; i < s->len; i += size) {
		size = bth_utf8_next(&code, bth_str_sub(*s, i, s->len));
		if (!size)
			size = 1; /* no UTF-8, and so no white space */
		else if (bth_utf8_is_space(code)) {
			field.len = i;
			break;
		}
	}
	*s = bth_str_sub(*s, bth_utf8_skip_space(*s, field.len), s->len);
	return field;
}

static const char *
check_fields(struct bth_arena *arena, struct bth_str schedule)
{
	struct bth_str fields[PARTS];
	const char *fault = NULL;
	size_t count = 0;

	schedule = bth_str_sub(schedule, bth_utf8_skip_space(schedule, 0), schedule.len);
	for (; schedule.len; count++) {
		struct bth_str field = take_field(&schedule);

		if (count < PARTS)
			fields[count] = field;
	}
	if (count != PARTS)
		return bth_arena_printf(arena, "it has %zu field%s, and needs %d", count,
			count == 1 ? "" : "s", PARTS);
	for (size_t i = 0; i < PARTS && !fault; i++)
		fault = check_part(arena, fields[i], &parts[i]);
	return fault;
}

static const char *
check_name(struct bth_arena *arena, struct bth_str text)
{
	static const char *const names[] = {"@yearly", "@annually", "@monthly", "@weekly",
		"@daily", "@midnight", "@hourly"};
	static const char every[] = "@every ";
	int64_t nanoseconds;

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (bth_str_is(text, names[i]))
			return NULL;
	if (!bth_str_starts(text, every))
		return bth_arena_printf(
			arena, "there is no '%.*s'", BTH_STR_ARG(shown(text)));
	text = bth_str_sub(text, sizeof every - 1, text.len);
	const char *fault = bth_duration_parse(&nanoseconds, text);
	return fault ? bth_arena_printf(arena, "'%.*s' is no span of time: %s",
			       BTH_STR_ARG(shown(text)), fault) :
		       NULL;
}

size_t
bth_cron_skip_zone(struct bth_str *zone, struct bth_str schedule)
{
	size_t equals = bth_str_find(schedule, '='), space = bth_str_find(schedule, ' ');

	if (!bth_str_starts(schedule, "TZ=") && !bth_str_starts(schedule, "CRON_TZ="))
		return 0;
	if (space == SIZE_MAX)
		space = schedule.len;
	*zone = bth_str_sub(schedule, equals + 1, space - equals - 1);
	return bth_utf8_skip_space(schedule, space);
}

const char *
bth_cron_check(struct bth_arena *arena, struct bth_str schedule)
{
	struct bth_str zone;
	size_t from = bth_cron_skip_zone(&zone, schedule);

	if (from)
		schedule = bth_str_trim(bth_str_sub(schedule, from, schedule.len));
	return bth_str_starts(schedule, "@") ? check_name(arena, schedule) :
					       check_fields(arena, schedule);
}

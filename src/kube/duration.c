/* duration.c - spans of time like 1h30m, as Go's time.ParseDuration reads them */

#include "kube/duration.h"

static const struct {
	const char *name;
	uint64_t nanoseconds;
} units[] = {
	{"ns", 1},
	{"us", 1000},
	{"\u00b5s", 1000},
	{"\u03bcs", 1000},
	{"ms", 1000 * 1000},
	{"s", UINT64_C(1000000000)},
	{"m", UINT64_C(60000000000)},
	{"h", UINT64_C(3600000000000)},
};

#define MOST (UINT64_C(1) << 63) /* the magnitude of INT64_MIN */

static const char too_long[] = "it is longer than 292 years";
static const char malformed[] = "it has to be numbers with units, as 1h30m or 90s";

static bool
is_digit(struct bth_str s)
{
	return s.len && s.at[0] >= '0' && s.at[0] <= '9';
}

/* Takes digits from the front of *s. False when the number is too large. */
static bool
take_whole(uint64_t *number, struct bth_str *s)
{
	for (*number = 0; is_digit(*s); *s = bth_str_sub(*s, 1, s->len)) {
		if (*number > MOST / 10)
			return false;
		*number = *number * 10 + (uint64_t)(s->at[0] - '0');
		if (*number > MOST)
			return false;
	}
	return true;
}

/* Takes the digits of a fraction, as much of them as a double holds. */
static double
take_fraction(struct bth_str *s)
{
	double value = 0, scale = 1;

	for (; is_digit(*s); *s = bth_str_sub(*s, 1, s->len)) {
		scale /= 10;
		value += scale * (s->at[0] - '0');
	}
	return value;
}

/* Takes the letters up to the next number; 0 when they are no unit. */
static uint64_t
take_unit(struct bth_str *s)
{
	size_t len = 0;

	while (len < s->len && s->at[len] != '.' && !is_digit(bth_str_sub(*s, len, 1)))
		len++;
	struct bth_str name = bth_str_sub(*s, 0, len);
	*s = bth_str_sub(*s, len, s->len);
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
		if (bth_str_is(name, units[i].name))
			return units[i].nanoseconds;
	return 0;
}

/* Adds one number with its unit to *total. */
static const char *
take_part(uint64_t *total, struct bth_str *s)
{
	bool digits = is_digit(*s);
	double fraction = 0;
	uint64_t whole;

	if (!take_whole(&whole, s))
		return too_long;
	if (s->len && s->at[0] == '.') {
		*s = bth_str_sub(*s, 1, s->len);
		digits |= is_digit(*s);
		fraction = take_fraction(s);
	}
	if (!digits)
		return malformed;
	if (!s->len || s->at[0] == '.')
		return "it has no unit behind the number";
	uint64_t unit = take_unit(s);
	if (!unit)
		return "its units can be h, m, s, ms, us and ns";
	if (whole > MOST / unit)
		return too_long;
	whole = whole * unit + (uint64_t)(fraction * (double)unit);
	if (whole > MOST)
		return too_long;
	*total += whole; /* twice the most is 0, in Go as well */
	return *total > MOST ? too_long : NULL;
}

const char *
bth_duration_parse(int64_t *nanoseconds, struct bth_str text)
{
	bool minus = bth_str_starts(text, "-");
	uint64_t total = 0;

	if (minus || bth_str_starts(text, "+"))
		text = bth_str_sub(text, 1, text.len);
	if (!text.len)
		return malformed;
	if (bth_str_is(text, "0")) /* the only number that needs no unit */
		text.len = 0;
	while (text.len) {
		const char *fault = take_part(&total, &text);

		if (fault)
			return fault;
	}
	if (total > MOST - !minus)
		return too_long;
	*nanoseconds = (int64_t)(minus ? 0 - total : total);
	return NULL;
}

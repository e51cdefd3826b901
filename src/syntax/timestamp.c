/* timestamp.c - dates and times as go-yaml takes them */

#include "syntax/timestamp.h"

static bool
is_digit_at(struct bth_str text, size_t at)
{
	return at < text.len && text.at[at] >= '0' && text.at[at] <= '9';
}

/* Takes one or two digits at *at for a number below @end. */
static bool
take_number(unsigned *out, struct bth_str text, size_t *at, unsigned end)
{
	if (!is_digit_at(text, *at))
		return false;
	*out = (unsigned)(text.at[(*at)++] - '0');
	if (is_digit_at(text, *at))
		*out = *out * 10 + (unsigned)(text.at[(*at)++] - '0');
	return *out < end;
}

static bool
take(struct bth_str text, size_t *at, char c)
{
	if (*at == text.len || text.at[*at] != c)
		return false;
	++*at;
	return true;
}

static unsigned
days_of(unsigned year, unsigned month)
{
	static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month == 2 && leap ? 29 : days[month - 1];
}

/* YYYY-M-D */
static bool
take_date(struct bth_str text, size_t *at)
{
	unsigned year = 0, month, day;

	for (; *at < 4; ++*at) {
		if (!is_digit_at(text, *at))
			return false;
		year = year * 10 + (unsigned)(text.at[*at] - '0');
	}
	return take(text, at, '-') && take_number(&month, text, at, 13) && month &&
		take(text, at, '-') && take_number(&day, text, at, 32) && day &&
		day <= days_of(year, month);
}

/* H:M:S and any part of a second */
static bool
take_time(struct bth_str text, size_t *at)
{
	unsigned part;

	if (!take_number(&part, text, at, 24) || !take(text, at, ':') ||
		!take_number(&part, text, at, 60) || !take(text, at, ':') ||
		!take_number(&part, text, at, 60))
		return false;
	if (is_digit_at(text, *at + 1) && (text.at[*at] == '.' || text.at[*at] == ','))
		for (++*at; is_digit_at(text, *at);)
			++*at;
	return true;
}

/* Z, +HH:MM or -HH:MM; Go lets the hour be 24 and the minute 60 */
static bool
take_zone(struct bth_str text, size_t *at)
{
	unsigned part;

	if (take(text, at, 'Z'))
		return true;
	return text.len - *at == 6 && (take(text, at, '+') || take(text, at, '-')) &&
		is_digit_at(text, *at + 1) && take_number(&part, text, at, 25) &&
		take(text, at, ':') && is_digit_at(text, *at + 1) &&
		take_number(&part, text, at, 61);
}

bool
bth_timestamp(struct bth_str text)
{
	size_t at = 0;

	if (!take_date(text, &at))
		return false;
	if (at == text.len)
		return true;
	if (take(text, &at, 'T') || take(text, &at, 't')) {
		if (!take_time(text, &at) || !take_zone(text, &at))
			return false;
	} else if (take(text, &at, ' ')) {
		while (take(text, &at, ' '))
			;
		if (!take_time(text, &at))
			return false;
	}
	return at == text.len;
}

/* decode.c - strings that Go's JSON decoder turns into something else */

#include "schema/decode.h"

#include <math.h>
#include <stdlib.h>

bool
bth_decode_double(double *out, struct bth_str text)
{
	char plain[512];
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '_')
			continue;
		if (len + 1 == sizeof plain)
			return false;
		plain[len++] = text.at[i];
	}
	plain[len] = '\0';

	char *end;
	double number = strtod(plain, &end);
	if (end == plain || *end || !isfinite(number))
		return false;
	*out = number;
	return true;
}

struct bth_str
bth_decode_quantity(struct bth_str text)
{
	while (text.len && text.at[0] == ' ')
		text = bth_str_sub(text, 1, SIZE_MAX);
	while (text.len && text.at[text.len - 1] == ' ')
		text.len--;
	return text;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_base64(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || is_digit(c) || c == '+' ||
		c == '/';
}

const char *
bth_decode_base64(struct bth_str text)
{
	size_t letters = 0, padding = 0;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];

		if (c == '\n' || c == '\r')
			continue;
		if (c == '=')
			padding++;
		else if (!padding && is_base64(c))
			letters++;
		else
			return "no base64";
	}
	if (padding > 2 || (letters + padding) % 4 || (padding && letters % 4 < 2))
		return "no base64 of whole bytes";
	return NULL;
}

/* Reads a number of @least to @most digits, of which four count; -1 when there is none. */
static int
number(struct bth_str *rest, size_t least, size_t most)
{
	int value = 0;
	size_t i = 0;

	for (; i < most && i < rest->len && is_digit(rest->at[i]); i++)
		value = i < 4 ? value * 10 + (rest->at[i] - '0') : value;
	if (i < least)
		return -1;
	*rest = bth_str_sub(*rest, i, SIZE_MAX);
	return value;
}

static bool
skip(struct bth_str *rest, char c)
{
	if (!rest->len || rest->at[0] != c)
		return false;
	*rest = bth_str_sub(*rest, 1, SIZE_MAX);
	return true;
}

static bool
read_date(struct bth_str *rest)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	int year = number(rest, 4, 4);
	int month = year >= 0 && skip(rest, '-') ? number(rest, 2, 2) : -1;
	int day = month > 0 && skip(rest, '-') ? number(rest, 2, 2) : -1;
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month >= 1 && month <= 12 && day >= 1 &&
		day <= days[month - 1] + (leap && month == 2);
}

/* The hour may have one digit; a fraction may follow the seconds unasked. */
static bool
read_clock(struct bth_str *rest, bool micro)
{
	int hour = number(rest, 1, 2);
	int minute = hour >= 0 && skip(rest, ':') ? number(rest, 2, 2) : -1;
	int second = minute >= 0 && skip(rest, ':') ? number(rest, 2, 2) : -1;

	if (hour > 23 || minute > 59 || second < 0 || second > 59)
		return false;
	if (skip(rest, '.') || skip(rest, ','))
		return number(rest, micro ? 6 : 1, micro ? 6 : SIZE_MAX) >= 0;
	return !micro;
}

static bool
read_zone(struct bth_str *rest)
{
	if (skip(rest, 'Z'))
		return true;
	if (!skip(rest, '+') && !skip(rest, '-'))
		return false;
	int hour = number(rest, 2, 2);
	int minute = hour >= 0 && skip(rest, ':') ? number(rest, 2, 2) : -1;
	return hour <= 24 && minute >= 0 && minute <= 60;
}

const char *
bth_decode_time(struct bth_str text, bool micro)
{
	struct bth_str rest = text;

	if (read_date(&rest) && skip(&rest, 'T') && read_clock(&rest, micro) &&
		read_zone(&rest) && !rest.len)
		return NULL;
	return micro ? "no time like 2006-01-02T15:04:05.000000Z" :
		       "no time like 2006-01-02T15:04:05Z";
}

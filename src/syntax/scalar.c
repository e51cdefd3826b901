/* scalar.c - what an unquoted word means */

#include "syntax/scalar.h"

#include <math.h>
#include <stdlib.h>

static bool
is_one_of(struct bth_str text, const char *const *words)
{
	for (; *words; words++)
		if (bth_str_is(text, *words))
			return true;
	return false;
}

static const char *const nulls[] = {"~", "null", "Null", "NULL", NULL};
static const char *const trues[] = {"y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true",
	"True", "TRUE", NULL};
static const char *const falses[] = {"n", "N", "no", "No", "NO", "off", "Off", "OFF", "false",
	"False", "FALSE", NULL};
static const char *const specials[] = {".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf",
	"+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF", NULL};

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum { NUMBER_LONGEST = 400 };

/* @text without its underscores in @out; false when it is too long to be a number. */
static bool
drop_underscores(char out[NUMBER_LONGEST], size_t *len, struct bth_str text)
{
	*len = 0;
	if (text.len >= NUMBER_LONGEST)
		return false;
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] != '_')
			out[(*len)++] = text.at[i];
	out[*len] = '\0';
	return true;
}

static int
digit_of(char c)
{
	if (is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

/*
 * Go's ParseInt(text, 0, 64), and ParseUint where that overflows: an optional sign, then
 * 0x, 0b, 0o or a leading 0 for the base; go-yaml takes the sign behind 0b as well. *minus
 * and *size are the number; false when it is none or does not fit.
 */
static bool
parse_integer(bool *minus, uint64_t *size, struct bth_str text)
{
	unsigned base = 10;
	uint64_t value = 0;
	size_t at = 0;

	*minus = text.len && text.at[0] == '-';
	if (text.len && (text.at[0] == '-' || text.at[0] == '+'))
		at++;
	bool sign = at > 0;
	if (at + 1 < text.len && text.at[at] == '0') {
		char mark = text.at[at + 1];

		base = mark == 'x' || mark == 'X' ? 16 : mark == 'b' || mark == 'B' ? 2 : 8;
		at += mark == 'o' || mark == 'O' || base != 8 ? 2 : 1;
		if (mark == 'b' && !sign && at < text.len &&
			(text.at[at] == '-' || text.at[at] == '+')) {
			*minus = text.at[at++] == '-';
			sign = true;
		}
	}
	if (at == text.len)
		return false;
	for (; at < text.len; at++) {
		unsigned digit = (unsigned)digit_of(text.at[at]);

		if (digit >= base || value > (UINT64_MAX - digit) / base)
			return false;
		value = value * base + digit;
	}
	*size = value;
	return !sign || value <= (uint64_t)INT64_MAX + *minus;
}

/* [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)? */
static bool
is_float_text(const char *s, size_t len)
{
	const char *end = s + len;
	size_t whole = 0, part = 0;

	if (*s == '-' || *s == '+')
		s++;
	while (is_digit(*s))
		s++, whole++;
	if (*s == '.') {
		s++;
		while (is_digit(*s))
			s++, part++;
		if (!whole && !part)
			return false;
	}
	if (!whole && !part)
		return false;
	if (*s == 'e' || *s == 'E') {
		s++;
		if (*s == '-' || *s == '+')
			s++;
		if (!is_digit(*s))
			return false;
		while (is_digit(*s))
			s++;
	}
	return s == end;
}

/* A number that begins with a point is Go's: underscores stand between digits alone. */
static bool
parts_digits(struct bth_str text)
{
	for (size_t i = 1; i < text.len; i++)
		if (text.at[i] == '_' && (!is_digit(text.at[i - 1]) || i + 1 == text.len ||
						 !is_digit(text.at[i + 1])))
			return false;
	return true;
}

/* Exactly YYYY-M-D, alone or with a time: decoded into strings unchanged. */
static bool
is_timestamp(struct bth_str text)
{
	size_t i = 0;

	while (i < text.len && is_digit(text.at[i]))
		i++;
	if (i != 4 || i == text.len || text.at[i] != '-')
		return false;
	for (int part = 0; part < 2; part++) {
		size_t from = ++i;

		while (i < text.len && is_digit(text.at[i]))
			i++;
		if (i == from || i > from + 2)
			return false;
		if (part == 0 && (i == text.len || text.at[i] != '-'))
			return false;
	}
	return i == text.len || text.at[i] == 'T' || text.at[i] == 't' || text.at[i] == ' ';
}

static enum bth_type
number_type(struct bth_str text)
{
	char plain[NUMBER_LONGEST];
	size_t len;
	bool minus;
	uint64_t size;

	if (is_timestamp(text) || !drop_underscores(plain, &len, text))
		return BTH_STRING;
	if (parse_integer(&minus, &size, (struct bth_str){.at = plain, .len = len}))
		return BTH_INT;
	/* too large for a double: Go's ParseFloat fails, and a string is left */
	return is_float_text(plain, len) && isfinite(strtod(plain, NULL)) ? BTH_FLOAT : BTH_STRING;
}

enum bth_type
bth_scalar_type(struct bth_str text)
{
	if (!text.len)
		return BTH_NULL;

	char first = text.at[0];
	if (is_digit(first) || first == '-' || first == '+') {
		if (is_one_of(text, specials))
			return BTH_FLOAT;
		return number_type(text);
	}
	if (first == '.') {
		if (is_one_of(text, specials))
			return BTH_FLOAT;
		return text.len > 1 && is_digit(text.at[1]) && parts_digits(text) ?
			number_type(text) : BTH_STRING;
	}
	if (text.len > 5 || !strchr("~nNyYtToOfF", first))
		return BTH_STRING;
	if (is_one_of(text, nulls))
		return BTH_NULL;
	if (is_one_of(text, trues) || is_one_of(text, falses))
		return BTH_BOOL;
	return BTH_STRING;
}

enum bth_type
bth_scalar_core_type(struct bth_str text)
{
	static const char *const booleans[] = {
		"true", "True", "TRUE", "false", "False", "FALSE", NULL};
	char copy[NUMBER_LONGEST];

	if (!text.len || is_one_of(text, nulls))
		return BTH_NULL;
	if (is_one_of(text, booleans))
		return BTH_BOOL;
	if (is_one_of(text, specials))
		return BTH_FLOAT;
	if (text.len >= sizeof copy)
		return BTH_STRING;

	bool integer = true, based = text.len > 2 && text.at[0] == '0' &&
		(text.at[1] == 'x' || text.at[1] == 'o');
	for (size_t i = 0; i < text.len; i++)
		integer &= is_digit(text.at[i]) ||
			(i == 0 && text.len > 1 && (text.at[0] == '-' || text.at[0] == '+'));
	if (based)
		for (size_t i = 2; i < text.len; i++)
			based &= digit_of(text.at[i]) < (text.at[1] == 'x' ? 16 : 8);
	if (integer || based)
		return BTH_INT;
	memcpy(copy, text.at, text.len);
	copy[text.len] = '\0';
	return is_float_text(copy, text.len) ? BTH_FLOAT : BTH_STRING;
}

bool
bth_scalar_integer(bool *minus, uint64_t *size, struct bth_str text)
{
	char plain[NUMBER_LONGEST];
	size_t len;

	return drop_underscores(plain, &len, text) &&
		parse_integer(minus, size, (struct bth_str){.at = plain, .len = len});
}

bool
bth_scalar_int(int64_t *out, struct bth_str text)
{
	bool minus;
	uint64_t size;

	if (!bth_scalar_integer(&minus, &size, text) || size > (uint64_t)INT64_MAX + minus)
		return false;
	*out = minus ? (int64_t)(0 - size) : (int64_t)size;
	return true;
}

bool
bth_scalar_bool(struct bth_str text)
{
	return is_one_of(text, trues);
}

bool
bth_scalar_is_finite(struct bth_str text)
{
	return !is_one_of(text, specials);
}

static int
base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
bth_scalar_decode(struct bth_buf *out, struct bth_str text)
{
	uint32_t bits = 0;
	size_t digits = 0, padding = 0;

	for (size_t i = 0; i < text.len; i++) {
		int digit = base64_digit(text.at[i]);

		if (text.at[i] == '\n' || text.at[i] == '\r')
			continue;
		if (text.at[i] == '=' && ++padding <= 2)
			continue;
		if (digit < 0 || padding)
			return false;
		bits = bits << 6 | (uint32_t)digit;
		if (++digits % 4 != 1)
			bth_buf_putc(out, (char)(bits >> (4 - digits % 4) % 4 * 2 & 0xFF));
	}
	return (digits + padding) % 4 == 0 && digits % 4 != 1;
}

bool
bth_scalar_is_ambiguous(struct bth_str text)
{
	size_t i = 0, colons = 0;

	if (is_timestamp(text))
		return true;
	/* ^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$ */
	if (i < text.len && (text.at[i] == '-' || text.at[i] == '+'))
		i++;
	if (i == text.len || !is_digit(text.at[i]))
		return false;
	while (i < text.len && (is_digit(text.at[i]) || text.at[i] == '_'))
		i++;
	while (i < text.len && text.at[i] == ':') {
		size_t from = ++i;

		while (i < text.len && is_digit(text.at[i]) && i < from + 2)
			i++;
		if (i == from || (i == from + 2 && text.at[from] > '5'))
			return false;
		colons++;
	}
	if (i < text.len && text.at[i] == '.')
		for (i++; i < text.len && (is_digit(text.at[i]) || text.at[i] == '_');)
			i++;
	return colons && i == text.len;
}

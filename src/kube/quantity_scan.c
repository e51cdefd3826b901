/* quantity_scan.c - the parts of a quantity's text */

#include "kube/quantity_scan.h"

#include "base/utf8.h"

static const struct suffix {
	const char *text;
	enum bth_quantity_format format;
	int32_t exponent;
} suffixes[] = {
	{.text = "", .format = BTH_QUANTITY_DECIMAL, .exponent = 0},
	{.text = "n", .format = BTH_QUANTITY_DECIMAL, .exponent = -9},
	{.text = "u", .format = BTH_QUANTITY_DECIMAL, .exponent = -6},
	{.text = "m", .format = BTH_QUANTITY_DECIMAL, .exponent = -3},
	{.text = "k", .format = BTH_QUANTITY_DECIMAL, .exponent = 3},
	{.text = "M", .format = BTH_QUANTITY_DECIMAL, .exponent = 6},
	{.text = "G", .format = BTH_QUANTITY_DECIMAL, .exponent = 9},
	{.text = "T", .format = BTH_QUANTITY_DECIMAL, .exponent = 12},
	{.text = "P", .format = BTH_QUANTITY_DECIMAL, .exponent = 15},
	{.text = "E", .format = BTH_QUANTITY_DECIMAL, .exponent = 18},
	{.text = "Ki", .format = BTH_QUANTITY_BINARY, .exponent = 10},
	{.text = "Mi", .format = BTH_QUANTITY_BINARY, .exponent = 20},
	{.text = "Gi", .format = BTH_QUANTITY_BINARY, .exponent = 30},
	{.text = "Ti", .format = BTH_QUANTITY_BINARY, .exponent = 40},
	{.text = "Pi", .format = BTH_QUANTITY_BINARY, .exponent = 50},
	{.text = "Ei", .format = BTH_QUANTITY_BINARY, .exponent = 60},
};

enum { SUFFIX_COUNT = sizeof suffixes / sizeof suffixes[0] };

/*
 * What Go trims and its JSON writer leaves unescaped. Quantities are read from the escaped
 * text, where a tab or a newline is a backslash and a letter, and no blank.
 */
static bool
is_blank(uint32_t code)
{
	return code == ' ' || code == 0x85 || code == 0xa0 || code == 0x1680 ||
		(code >= 0x2000 && code <= 0x200a) || code == 0x202f || code == 0x205f ||
		code == 0x3000;
}

/* Bytes of the blank that @text ends with, or 0. */
static size_t
last_blank(struct bth_str text)
{
	if (text.len && (unsigned char)text.at[text.len - 1] < 0x80)
		return text.at[text.len - 1] == ' ';
	for (size_t len = 1; len <= 3 && len <= text.len; len++) {
		struct bth_str tail = bth_str_sub(text, text.len - len, len);
		uint32_t code;

		if (bth_utf8_next(&code, tail) == len && is_blank(code))
			return len;
	}
	return 0;
}

static struct bth_str
trim(struct bth_str text)
{
	uint32_t code;
	size_t len;

	while ((len = bth_utf8_next(&code, text)) > 0 && is_blank(code))
		text = bth_str_sub(text, len, text.len);
	while ((len = last_blank(text)) > 0)
		text.len -= len;
	return text;
}

static struct bth_str
take_digits(struct bth_str *rest)
{
	size_t len = 0;

	while (len < rest->len && rest->at[len] >= '0' && rest->at[len] <= '9')
		len++;
	struct bth_str taken = {.at = rest->at, .len = len};
	rest->at += len;
	rest->len -= len;
	return taken;
}

/* Takes from the front of @rest what consists of bytes of @set, at most @most of them. */
static struct bth_str
take(struct bth_str *rest, const char *set, size_t most)
{
	size_t len = 0;

	while (len < rest->len && len < most && rest->at[len] && strchr(set, rest->at[len]))
		len++;
	struct bth_str taken = bth_str_sub(*rest, 0, len);
	*rest = bth_str_sub(*rest, len, rest->len);
	return taken;
}

/* The exponent wraps around as in Go, so that e4294967296 is e0. */
static bool
read_suffix(struct bth_quantity_parts *parts, struct bth_str suffix)
{
	int64_t exponent;

	for (size_t i = 0; i < SUFFIX_COUNT && suffix.len <= 2; i++) {
		const char *text = suffixes[i].text;

		if ((!suffix.len || suffix.at[0] == text[0]) &&
			(suffix.len < 2 || suffix.at[1] == text[1]) && !text[suffix.len]) {
			parts->format = suffixes[i].format;
			parts->exponent = suffixes[i].exponent;
			return true;
		}
	}
	if (!suffix.len || (suffix.at[0] != 'e' && suffix.at[0] != 'E') ||
		!bth_str_to_i64(&exponent, bth_str_sub(suffix, 1, suffix.len)))
		return false;
	parts->format = BTH_QUANTITY_EXPONENT;
	parts->exponent = (int32_t)(uint32_t)(uint64_t)exponent;
	return true;
}

/*
 * A text without any digit is 0, unless it leaves apimachinery's short way for small
 * numbers: its long way wants a digit.
 */
static bool
is_number(const struct bth_quantity_parts *parts, struct bth_str zeros)
{
	if (zeros.len || parts->whole.len || parts->fraction.len)
		return true;
	return parts->format == BTH_QUANTITY_BINARY ? parts->exponent <= 40 :
						      parts->exponent >= -9;
}

enum bth_quantity_fault
bth_quantity_scan(struct bth_quantity_parts *out, struct bth_str text)
{
	struct bth_quantity_parts parts = {.text = trim(text)};
	struct bth_str rest = parts.text;

	if (!rest.len)
		return BTH_QUANTITY_FORMAT;
	parts.minus = bth_str_is(take(&rest, "+-", 1), "-");
	struct bth_str zeros = take(&rest, "0", SIZE_MAX);
	parts.whole = take_digits(&rest);
	if (take(&rest, ".", 1).len)
		parts.fraction = take_digits(&rest);

	struct bth_str suffix = rest;
	take(&rest, "eEinumkKMGTP", SIZE_MAX);
	take(&rest, "+-", 1);
	take_digits(&rest);
	if (rest.len)
		return BTH_QUANTITY_FORMAT;
	if (!read_suffix(&parts, suffix))
		return BTH_QUANTITY_SUFFIX;
	if (!is_number(&parts, zeros))
		return BTH_QUANTITY_NUMBER;
	*out = parts;
	return BTH_QUANTITY_OK;
}

const char *
bth_quantity_decimal_suffix(int64_t exponent)
{
	for (size_t i = 0; i < SUFFIX_COUNT; i++)
		if (suffixes[i].format == BTH_QUANTITY_DECIMAL && suffixes[i].exponent == exponent)
			return suffixes[i].text;
	return "";
}

/* quantity_stored.c - how the API server writes a quantity that it was given */

#include "kube/quantity.h"

#include <inttypes.h>

#include "base/buf.h"
#include "kube/quantity_scan.h"

/* Digits, of which the first is a zero, times 10^exponent. Room for two more follows. */
struct number {
	char *digits;
	size_t len;
	int64_t exponent;
};

/* So few digits that the product fits an int64 for sure, and no multiple of 8. */
static bool
keeps_binary(const struct bth_quantity_parts *parts)
{
	uint64_t whole;

	return !parts->fraction.len &&
		(int64_t)parts->whole.len <= 14 - parts->exponent * 3 / 10 &&
		bth_str_to_u64(&whole, parts->whole) && whole % 8 != 0;
}

/* @index counts from the last digit, which is 0. */
static char
digit_from_end(const struct bth_quantity_parts *parts, size_t index)
{
	struct bth_str whole = parts->whole, fraction = parts->fraction;

	return index < fraction.len ? fraction.at[fraction.len - 1 - index] :
				      whole.at[whole.len - 1 - (index - fraction.len)];
}

static bool
keeps_decimal(const struct bth_quantity_parts *parts)
{
	size_t len = parts->whole.len + parts->fraction.len;
	int64_t exponent = (int64_t)parts->exponent - (int64_t)parts->fraction.len;

	if (!parts->whole.len || len > 18 || exponent < -3 || exponent % 3)
		return false;
	return len < 3 || digit_from_end(parts, 0) != '0' || digit_from_end(parts, 1) != '0' ||
		digit_from_end(parts, 2) != '0';
}

/* Whether apimachinery takes the text as canonical, and rounding to 10^-3 keeps it. */
static bool
keeps_text(const struct bth_quantity_parts *parts)
{
	if (bth_str_is(parts->text, "0"))
		return true;
	return parts->format == BTH_QUANTITY_BINARY ? keeps_binary(parts) : keeps_decimal(parts);
}

/* Adds 1 to the last digit; the leading zero takes what is carried over. */
static void
increment(struct number *number)
{
	size_t i = number->len - 1;

	while (number->digits[i] == '9')
		number->digits[i--] = '0';
	number->digits[i]++;
}

/* Cuts the digits behind 10^-3 off, rounding away from zero. */
static void
round_to_milli(struct number *number)
{
	bool rest = false;

	for (; number->exponent < -3 && number->len > 1; number->exponent++)
		if (number->digits[--number->len] != '0')
			rest = true;
	if (number->exponent < -3)
		number->exponent = -3;
	if (rest)
		increment(number);
}

/* Without zeros at both ends, but with an exponent that is a multiple of 3. */
static void
normalise(struct number *number)
{
	while (number->len && number->digits[0] == '0') {
		number->digits++;
		number->len--;
	}
	while (number->len && number->digits[number->len - 1] == '0') {
		number->len--;
		number->exponent++;
	}
	while (number->len && number->exponent % 3) {
		number->digits[number->len++] = '0';
		number->exponent--;
	}
}

/*
 * Beyond E there is no suffix, and apimachinery leaves it out: what is stored for 1000E
 * is 1.
 */
static void
write_number(struct bth_buf *out, struct number number, bool minus,
	enum bth_quantity_format format)
{
	round_to_milli(&number);
	normalise(&number);
	if (!number.len) {
		bth_buf_putc(out, '0');
		return;
	}
	if (minus)
		bth_buf_putc(out, '-');
	bth_buf_add(out, number.digits, number.len);
	if (format != BTH_QUANTITY_EXPONENT)
		bth_buf_puts(out, bth_quantity_decimal_suffix(number.exponent));
	else if (number.exponent)
		bth_buf_printf(out, "e%" PRId64, number.exponent);
}

static void
write_decimal(struct bth_buf *out, const struct bth_quantity_parts *parts)
{
	size_t len = 1 + parts->whole.len + parts->fraction.len;
	struct number number = {.digits = bth_arena_alloc(out->arena, len + 2),
		.len = len,
		.exponent = (int64_t)parts->exponent - (int64_t)parts->fraction.len};

	number.digits[0] = '0';
	if (parts->whole.len)
		memcpy(number.digits + 1, parts->whole.at, parts->whole.len);
	if (parts->fraction.len)
		memcpy(number.digits + 1 + parts->whole.len, parts->fraction.at,
			parts->fraction.len);
	write_number(out, number, parts->minus, parts->format);
}

/* A binary number that is small, or not whole, is written as a decimal one. */
static void
write_as_decimal(struct bth_buf *out, bth_int128 nano, bool minus)
{
	char digits[40 + 2];
	size_t at = 40;

	for (; nano; nano /= 10)
		digits[--at] = (char)('0' + (int)(nano % 10));
	digits[--at] = '0';
	write_number(out,
		(struct number){.digits = digits + at, .len = 40 - at, .exponent = -9}, minus,
		BTH_QUANTITY_DECIMAL);
}

static void
write_binary(struct bth_buf *out, const struct bth_quantity_parts *parts)
{
	static const char *const suffixes[] = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};
	const bth_int128 milli = 1000000, unit = 1000 * milli;
	struct bth_quantity quantity = {0};
	size_t i = 0;

	bth_quantity_parse(&quantity, parts->text);
	bth_int128 nano = parts->minus ? -quantity.nano : quantity.nano;
	bth_int128 rounded = (nano + milli - 1) / milli * milli;
	if (rounded < 1024 * unit || rounded % unit) {
		write_as_decimal(out, nano, parts->minus);
		return;
	}
	int64_t units = (int64_t)(rounded / unit);
	for (; units % 1024 == 0; units /= 1024)
		i++;
	bth_buf_printf(out, "%s%" PRId64 "%s", parts->minus ? "-" : "", units, suffixes[i]);
}

struct bth_str
bth_quantity_stored(struct bth_arena *arena, struct bth_str text)
{
	struct bth_quantity_parts parts;
	struct bth_buf out;

	if (bth_quantity_scan(&parts, text) != BTH_QUANTITY_OK)
		return text;
	if (keeps_text(&parts))
		return parts.text;
	bth_buf_init(&out, arena);
	if (parts.format == BTH_QUANTITY_BINARY)
		write_binary(&out, &parts);
	else
		write_decimal(&out, &parts);
	return bth_buf_view(&out);
}

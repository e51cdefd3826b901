/* number.c - numbers as Go prints them */

#include "syntax/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "syntax/scalar.h"

/* The fewest digits that read back as the number: d.ddd times ten to the exponent. */
struct digits {
	bool minus;
	char digits[24];
	int count, exponent;
};

static double
to_double(struct bth_str text)
{
	char plain[512];
	size_t len = 0;

	for (size_t i = 0; i < text.len && len + 1 < sizeof plain; i++)
		if (text.at[i] != '_')
			plain[len++] = text.at[i];
	plain[len] = '\0';
	return strtod(plain, NULL);
}

static void
find_digits(struct digits *out, double number, bool single)
{
	char text[40];
	int precision = 0;

	do
		snprintf(text, sizeof text, "%.*e", precision, fabs(number));
	while ((single ? (double)strtof(text, NULL) : strtod(text, NULL)) != fabs(number) &&
		++precision < 17);

	*out = (struct digits){.minus = signbit(number)};
	const char *at = text;
	for (; *at != 'e'; at++)
		if (*at >= '0' && *at <= '9')
			out->digits[out->count++] = *at;
	out->exponent = atoi(at + 1);
}

static void
add_fixed(struct bth_buf *buf, const struct digits *number)
{
	if (number->exponent < 0) {
		bth_buf_puts(buf, "0.");
		bth_buf_fill(buf, '0', (size_t)(-number->exponent - 1));
	}
	for (int i = 0; i < number->count; i++) {
		if (i && i == number->exponent + 1)
			bth_buf_putc(buf, '.');
		bth_buf_putc(buf, number->digits[i]);
	}
	if (number->exponent >= number->count)
		bth_buf_fill(buf, '0', (size_t)(number->exponent + 1 - number->count));
}

/* @wide: an exponent has two digits at least. */
static void
add_scientific(struct bth_buf *buf, const struct digits *number, bool wide)
{
	bth_buf_putc(buf, number->digits[0]);
	if (number->count > 1)
		bth_buf_putc(buf, '.');
	bth_buf_add(buf, number->digits + 1, (size_t)(number->count - 1));
	bth_buf_printf(buf, wide ? "e%c%02d" : "e%c%d", number->exponent < 0 ? '-' : '+',
		abs(number->exponent));
}

static void
add_digits(struct bth_buf *buf, const struct digits *number, bool scientific, bool wide)
{
	if (number->minus)
		bth_buf_putc(buf, '-');
	if (scientific)
		add_scientific(buf, number, wide);
	else
		add_fixed(buf, number);
}

static void
add_integer(struct bth_buf *buf, bool minus, uint64_t size)
{
	bth_buf_printf(buf, "%s%llu", minus && size ? "-" : "", (unsigned long long)size);
}

double
bth_number_value(enum bth_type type, struct bth_str text)
{
	bool minus;
	uint64_t size;

	if (type == BTH_INT && bth_scalar_integer(&minus, &size, text))
		return minus ? -(double)size : (double)size;
	return to_double(text);
}

void
bth_number_json(struct bth_buf *buf, enum bth_type type, struct bth_str text)
{
	bool minus;
	uint64_t size;
	struct digits digits;

	if (type == BTH_INT && bth_scalar_integer(&minus, &size, text)) {
		add_integer(buf, minus, size);
		return;
	}
	double number = to_double(text);
	if (!bth_scalar_is_finite(text) || !isfinite(number)) {
		bth_buf_putc(buf, '"');
		bth_buf_str(buf, text);
		bth_buf_putc(buf, '"');
		return;
	}
	find_digits(&digits, number, false);
	add_digits(buf, &digits, number != 0 && (fabs(number) < 1e-6 || fabs(number) >= 1e21),
		false);
}

static void
add_float_key(struct bth_buf *buf, struct bth_str text)
{
	struct digits digits;
	float number = (float)to_double(text);

	if (!bth_scalar_is_finite(text) || !isfinite(number)) {
		bool nan = bth_str_ends(text, "n") || bth_str_ends(text, "N");

		bth_buf_puts(buf, nan ? ".nan" : text.at[0] == '-' ? "-.inf" : ".inf");
		return;
	}
	find_digits(&digits, (double)number, true);
	add_digits(buf, &digits, digits.exponent < -4 || digits.exponent >= 6, true);
}

bool
bth_number_key(struct bth_buf *buf, enum bth_type type, struct bth_str text)
{
	bool minus;
	uint64_t size;

	switch (type) {
	case BTH_BOOL:
		bth_buf_puts(buf, bth_scalar_bool(text) ? "true" : "false");
		return true;
	case BTH_INT:
		if (!bth_scalar_integer(&minus, &size, text) || size > (uint64_t)INT64_MAX + minus)
			return false;
		add_integer(buf, minus, size);
		return true;
	case BTH_FLOAT:
		add_float_key(buf, text);
		return true;
	default:
		return false;
	}
}

/* quantity.c - sizes like 10Gi, exactly as Kubernetes reads and compares them */

#include "kube/quantity.h"

#include "kube/quantity_scan.h"

#define NANO ((bth_int128)1000000000)

/* 1.7 * 10^38, just below what bth_int128 holds */
#define MOST ((bth_int128)170 * NANO * NANO * NANO * NANO)

#define MOST_BINARY (INT64_MAX * NANO)

static bth_int128
push_digit(bth_int128 number, int digit)
{
	return number > (MOST - digit) / 10 ? MOST : number * 10 + digit;
}

/* The digits of both parts one after the other, moved by their exponent and rounded up. */
static bth_int128
decimal_nano(const struct bth_quantity_parts *parts)
{
	size_t len = parts->whole.len + parts->fraction.len;
	int64_t shift = (int64_t)parts->exponent - (int64_t)parts->fraction.len + 9;
	bth_int128 number = 0;
	bool rest = false;

	for (size_t i = 0; i < len; i++) {
		int digit = (i < parts->whole.len ? parts->whole.at[i] :
			parts->fraction.at[i - parts->whole.len]) - '0';

		if ((int64_t)i < (int64_t)len + shift)
			number = push_digit(number, digit);
		else if (digit)
			rest = true;
	}
	for (; shift > 0 && number > 0 && number < MOST; shift--)
		number = push_digit(number, 0);
	return number < MOST ? number + rest : MOST;
}

/*
 * The fraction times @unit, rounded up: long multiplication from the last digit on, of which
 * the carry is what comes before the point.
 */
static bth_int128
fraction_of(struct bth_str fraction, bth_int128 unit)
{
	bth_int128 carry = 0;
	bool rest = false;

	for (size_t i = fraction.len; i-- > 0;) {
		bth_int128 product = (fraction.at[i] - '0') * unit + carry;

		if (product % 10)
			rest = true;
		carry = product / 10;
	}
	return carry + rest;
}

static bth_int128
binary_nano(const struct bth_quantity_parts *parts)
{
	bth_int128 unit = ((bth_int128)1 << parts->exponent) * NANO, number = 0;

	for (size_t i = 0; i < parts->whole.len; i++) {
		number = number * 10 + (parts->whole.at[i] - '0');
		if (number > MOST_BINARY / unit)
			return MOST_BINARY;
	}
	number = number * unit + fraction_of(parts->fraction, unit);
	return number < MOST_BINARY ? number : MOST_BINARY;
}

enum bth_quantity_fault
bth_quantity_parse(struct bth_quantity *out, struct bth_str text)
{
	struct bth_quantity_parts parts;
	enum bth_quantity_fault fault = bth_quantity_scan(&parts, text);

	if (fault != BTH_QUANTITY_OK)
		return fault;
	bth_int128 nano = parts.format == BTH_QUANTITY_BINARY ? binary_nano(&parts) :
								decimal_nano(&parts);
	out->nano = parts.minus ? -nano : nano;
	return BTH_QUANTITY_OK;
}

const char *
bth_quantity_fault_text(enum bth_quantity_fault fault)
{
	static const char *const texts[] = {
		[BTH_QUANTITY_OK] = "",
		[BTH_QUANTITY_FORMAT] = ("quantities must match the regular expression "
			"'^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
		[BTH_QUANTITY_SUFFIX] = "unable to parse quantity's suffix",
		[BTH_QUANTITY_NUMBER] = "unable to parse numeric part of quantity",
	};

	return texts[fault];
}

int
bth_quantity_cmp(struct bth_quantity a, struct bth_quantity b)
{
	return a.nano < b.nano ? -1 : a.nano > b.nano;
}

struct bth_quantity
bth_quantity_add(struct bth_quantity a, struct bth_quantity b)
{
	bth_int128 sum;

	if (__builtin_add_overflow(a.nano, b.nano, &sum))
		sum = a.nano < 0 ? -MOST : MOST;
	if (sum > MOST)
		sum = MOST;
	if (sum < -MOST)
		sum = -MOST;
	return (struct bth_quantity){.nano = sum};
}

/*
 * Whether apimachinery holds the number as an int64 and a power of ten that it multiplies by
 * step by step: only then it notices an overflow, and returns 0.
 */
static bool
overflows_to_zero(bth_int128 nano)
{
	int exponent = -9;

	for (; nano && nano % 10 == 0; nano /= 10)
		exponent++;
	for (; exponent % 3; exponent--)
		nano *= 10;
	return exponent >= 12 && nano > -NANO * NANO && nano < NANO * NANO;
}

int64_t
bth_quantity_value(struct bth_quantity quantity)
{
	bth_int128 units = quantity.nano / NANO, rest = quantity.nano % NANO;

	units += (rest > 0) - (rest < 0);
	if (units >= INT64_MIN && units <= INT64_MAX)
		return (int64_t)units;
	return overflows_to_zero(quantity.nano) ? 0 : (int64_t)(uint64_t)units;
}

/* str.c - a piece of text that somebody else owns */

#include "base/str.h"

int
bth_str_cmp(struct bth_str a, struct bth_str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.at, b.at, len) : 0;

	if (order)
		return order;
	return a.len < b.len ? -1 : a.len > b.len;
}

bool
bth_str_starts(struct bth_str s, const char *prefix)
{
	size_t len = strlen(prefix);

	return !len || (s.len >= len && memcmp(s.at, prefix, len) == 0);
}

bool
bth_str_ends(struct bth_str s, const char *suffix)
{
	size_t len = strlen(suffix);

	return !len || (s.len >= len && memcmp(s.at + s.len - len, suffix, len) == 0);
}

bool
bth_str_contains(struct bth_str s, const char *part)
{
	size_t len = strlen(part);

	for (size_t i = 0; len && i + len <= s.len; i++)
		if (memcmp(s.at + i, part, len) == 0)
			return true;
	return !len;
}

size_t
bth_str_find(struct bth_str s, char c)
{
	const char *found = s.len ? memchr(s.at, c, s.len) : NULL;

	return found ? (size_t)(found - s.at) : SIZE_MAX;
}

size_t
bth_str_rfind(struct bth_str s, char c)
{
	for (size_t i = s.len; i-- > 0;)
		if (s.at[i] == c)
			return i;
	return SIZE_MAX;
}

struct bth_str
bth_str_sub(struct bth_str s, size_t from, size_t len)
{
	if (from > s.len)
		from = s.len;
	if (len > s.len - from)
		len = s.len - from;
	return (struct bth_str){.at = s.at ? s.at + from : s.at, .len = len};
}

static bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct bth_str
bth_str_trim(struct bth_str s)
{
	while (s.len && is_space(s.at[0])) {
		s.at++;
		s.len--;
	}
	while (s.len && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

struct bth_str
bth_str_copy(struct bth_arena *arena, struct bth_str s)
{
	return (struct bth_str){
		.at = bth_arena_copy(arena, s.at, s.len), .len = s.len};
}

struct bth_str
bth_str_printf(struct bth_arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	struct bth_str text = bth_str(bth_arena_vprintf(arena, format, args));
	va_end(args);
	return text;
}

struct bth_str
bth_str_join(struct bth_arena *arena, const struct bth_str *parts, size_t count, char between)
{
	size_t len = count ? count - 1 : 0;

	for (size_t i = 0; i < count; i++)
		len += parts[i].len;
	char *text = bth_arena_alloc(arena, len + 1), *at = text;
	for (size_t i = 0; i < count; i++) {
		if (i)
			*at++ = between;
		if (parts[i].len)
			memcpy(at, parts[i].at, parts[i].len);
		at += parts[i].len;
	}
	return (struct bth_str){.at = text, .len = len};
}

struct bth_str
bth_str_decimal(struct bth_arena *arena, int64_t number)
{
	char digits[24];
	size_t at = sizeof digits;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

	do
		digits[--at] = (char)('0' + rest % 10);
	while (rest /= 10);
	if (number < 0)
		digits[--at] = '-';
	return (struct bth_str){.at = bth_arena_copy(arena, digits + at, sizeof digits - at),
		.len = sizeof digits - at};
}

uint32_t
bth_str_hash(struct bth_str s)
{
	return bth_str_hash_more(2166136261u, s);
}

uint32_t
bth_str_hash_more(uint32_t hash, struct bth_str s)
{
	for (size_t i = 0; i < s.len; i++)
		hash = (hash ^ (unsigned char)s.at[i]) * 16777619u;
	return hash;
}

uint64_t
bth_str_sum_more(uint64_t sum, struct bth_str s)
{
	for (size_t i = 0; i < s.len; i++)
		sum = (sum ^ (unsigned char)s.at[i]) * UINT64_C(1099511628211);
	return sum;
}

bool
bth_str_to_u64(uint64_t *out, struct bth_str s)
{
	uint64_t value = 0;

	if (!s.len)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(s.at[i] - '0');
		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*out = value;
	return true;
}

bool
bth_str_to_i64(int64_t *out, struct bth_str s)
{
	bool minus = s.len && s.at[0] == '-';
	uint64_t value;

	if (s.len && (s.at[0] == '-' || s.at[0] == '+'))
		s = bth_str_sub(s, 1, s.len);
	if (!bth_str_to_u64(&value, s) || value > (uint64_t)INT64_MAX + minus)
		return false;
	*out = minus ? (int64_t)(0 - value) : (int64_t)value;
	return true;
}

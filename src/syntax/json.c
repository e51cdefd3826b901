/* json.c - JSON in the input, which kubectl does not read as YAML */

#include "syntax/json.h"

#include "base/buf.h"
#include "base/vec.h"

/* The collections that are open: '{' or '[' for each. */
BTH_VEC_TYPE(nest, char);

static char
char_at(struct bth_str text, size_t at)
{
	return at < text.len ? text.at[at] : '\0';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
is_hex(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

size_t
bth_json_skip(struct bth_str text, size_t from)
{
	while (from < text.len && strchr(" \t\r\n", text.at[from]) && text.at[from])
		from++;
	return from;
}

/* All of these return the offset behind what begins at @at, or 0 when it does not. */

static size_t
string_end(struct bth_str text, size_t at)
{
	if (char_at(text, at) != '"')
		return 0;
	for (at++; at < text.len; at++) {
		if (text.at[at] == '"')
			return at + 1;
		if ((unsigned char)text.at[at] < 0x20)
			return 0;
		if (text.at[at] != '\\')
			continue;
		char escape = char_at(text, ++at);
		if (escape == 'u')
			for (int i = 0; i < 4; i++)
				if (!is_hex(char_at(text, ++at)))
					return 0;
		if (!escape || !strchr("\"\\/bfnrtu", escape))
			return 0;
	}
	return 0;
}

static size_t
digits_end(struct bth_str text, size_t at)
{
	size_t from = at;

	while (is_digit(char_at(text, at)))
		at++;
	return at > from ? at : 0;
}

static size_t
number_end(struct bth_str text, size_t at)
{
	at += char_at(text, at) == '-';
	at = char_at(text, at) == '0' ? at + 1 : digits_end(text, at);
	if (at && char_at(text, at) == '.')
		at = digits_end(text, at + 1);
	if (!at || (char_at(text, at) | 32) != 'e')
		return at;
	at++;
	return digits_end(text, at + (char_at(text, at) == '-' || char_at(text, at) == '+'));
}

static size_t
scalar_end(struct bth_str text, size_t at)
{
	static const char *const words[] = {"true", "false", "null"};

	if (char_at(text, at) == '"')
		return string_end(text, at);
	for (size_t i = 0; i < 3; i++)
		if (bth_str_starts(bth_str_sub(text, at, SIZE_MAX), words[i]))
			return at + strlen(words[i]);
	return number_end(text, at);
}

static size_t
key_end(struct bth_str text, size_t at)
{
	at = string_end(text, at);
	if (!at)
		return 0;
	at = bth_json_skip(text, at);
	return char_at(text, at) == ':' ? bth_json_skip(text, at + 1) : 0;
}

/* Behind a value: closes what ends there, up to where the next value begins. */
static size_t
close_all(struct nest *nest, struct bth_str text, size_t at)
{
	while (nest->len) {
		char open = nest->items[nest->len - 1];
		size_t next = bth_json_skip(text, at);

		if (char_at(text, next) == ',') {
			next = bth_json_skip(text, next + 1);
			return open == '{' ? key_end(text, next) : next;
		}
		if (char_at(text, next) != (open == '{' ? '}' : ']'))
			return 0;
		nest->len--;
		at = next + 1;
	}
	return at;
}

size_t
bth_json_end(struct bth_arena *arena, struct bth_str text, size_t from)
{
	struct nest nest = {0};
	size_t at = from;

	do {
		char c = char_at(text, at);

		if (c != '{' && c != '[') {
			at = scalar_end(text, at);
		} else {
			size_t next = bth_json_skip(text, at + 1);

			if (char_at(text, next) == (c == '{' ? '}' : ']')) {
				at = next + 1;
			} else {
				bth_vec_push(arena, &nest, c);
				at = c == '{' ? key_end(text, next) : next;
				continue;
			}
		}
		if (at)
			at = close_all(&nest, text, at);
	} while (at && nest.len);
	return at;
}

/* The code unit of an escape \uXXXX at @at, or 0 when there is none. */
static uint32_t
unit_at(struct bth_str text, size_t at)
{
	uint32_t unit = 0;

	if (char_at(text, at) != '\\' || char_at(text, at + 1) != 'u')
		return 0;
	for (size_t i = at + 2; i < at + 6; i++) {
		char c = char_at(text, i);

		if (!is_hex(c))
			return 0;
		unit = unit << 4 | (uint32_t)(is_digit(c) ? c - '0' : (c | 32) - 'a' + 10);
	}
	return unit;
}

struct bth_str
bth_json_as_yaml(struct bth_arena *arena, struct bth_str text, const char *nothing)
{
	struct bth_buf buf;
	size_t done = 0;

	bth_buf_init(&buf, arena);
	for (size_t at = 0; at < text.len; at++) {
		if (text.at[at] != '\\')
			continue;
		uint32_t high = unit_at(text, at), low = unit_at(text, at + 6);
		bool pair = high >> 10 == 0xD800 >> 10 && low >> 10 == 0xDC00 >> 10;

		if (high >> 11 != 0xD800 >> 11) {
			at++; /* what is escaped is no escape itself */
			continue;
		}
		bth_buf_str(&buf, bth_str_sub(text, done, at - done));
		if (pair)
			bth_buf_printf(&buf, "\\U%08X%s%s", (unsigned)(0x10000 +
				((high - 0xD800) << 10) + (low - 0xDC00)), nothing, nothing);
		else
			bth_buf_puts(&buf, "\\ufffd");
		done = at + (pair ? 12 : 6);
		at = done - 1;
	}
	if (!done)
		return text;
	bth_buf_str(&buf, bth_str_sub(text, done, SIZE_MAX));
	return bth_buf_view(&buf);
}

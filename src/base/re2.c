/*
 * re2.c - regular expressions as Go has them, put into the words of base/pattern.h
 *
 * The grammar is that of Go's regexp/syntax. Most of it means the same to PCRE2; what does not
 * is written in another way, and what only PCRE2 has is refused, as Go does.
 */

#include "base/re2.h"

#include <ctype.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { REPEAT_MOST = 1000, CODE_MOST = 0x10ffff };

struct scan {
	struct bth_str text;
	size_t at;
	struct bth_buf out;
	unsigned groups;  /* that are open */
	bool something;   /* there is something to repeat */
	bool repeated;    /* and it is repeated already */
	const char *why;
};

static bool
fail(struct scan *scan, const char *why)
{
	if (!scan->why)
		scan->why = why;
	return false;
}

/* The byte @ahead of the next, 0 behind the end. */
static char
peek(const struct scan *scan, size_t ahead)
{
	return scan->at + ahead < scan->text.len ? scan->text.at[scan->at + ahead] : '\0';
}

static bool
is_octal(char c)
{
	return c >= '0' && c <= '7';
}

static void
put_code(struct scan *scan, uint32_t code)
{
	bth_buf_printf(&scan->out, "\\x{%x}", (unsigned)code);
}

/* A code point as it stands in the text. */
static bool
take_plain(struct scan *scan, uint32_t *code)
{
	size_t len = bth_utf8_next(code, bth_str_sub(scan->text, scan->at, SIZE_MAX));

	if (!len)
		return fail(scan, "bytes that are not UTF-8");
	scan->at += len;
	return true;
}

/* Behind \x: two hexadecimal digits, or any number of them in braces. */
static bool
take_hex(struct scan *scan, uint32_t *code)
{
	bool braces = peek(scan, 0) == '{';
	size_t digits = 0;

	scan->at += braces;
	for (*code = 0; isxdigit((unsigned char)peek(scan, 0)) && (braces || digits < 2); digits++) {
		char digit = (char)tolower((unsigned char)scan->text.at[scan->at++]);

		*code = *code * 16 + (uint32_t)(digit <= '9' ? digit - '0' : digit - 'a' + 10);
		if (*code > CODE_MOST)
			return fail(scan, "a character above U+10FFFF");
	}
	if (!digits || (!braces && digits < 2) || (braces && peek(scan, 0) != '}'))
		return fail(scan, "a '\\x' without its digits");
	scan->at += braces;
	return true;
}

static bool
take_octal(struct scan *scan, uint32_t *code)
{
	*code = 0;
	for (int i = 0; i < 3 && is_octal(peek(scan, 0)); i++)
		*code = *code * 8 + (uint32_t)(scan->text.at[scan->at++] - '0');
	return true;
}

/* Behind a backslash: an escape that stands for one character. */
static bool
take_escaped(struct scan *scan, uint32_t *code)
{
	static const char letters[] = "afnrtv", codes[] = "\a\f\n\r\t\v";
	char c = peek(scan, 0);
	const char *letter = c ? strchr(letters, c) : NULL;

	if (scan->at == scan->text.len)
		return fail(scan, "a backslash at its end");
	if (c == '0' || (is_octal(c) && is_octal(peek(scan, 1))))
		return take_octal(scan, code);
	if (isdigit((unsigned char)c))
		return fail(scan, "a backreference, which Go's expressions do not have");
	scan->at++;
	if (c == 'x')
		return take_hex(scan, code);
	if (letter) {
		*code = (uint32_t)codes[letter - letters];
		return true;
	}
	if ((unsigned char)c >= 0x80 || isalnum((unsigned char)c))
		return fail(scan, "an escape that Go's expressions do not have");
	*code = (uint32_t)(unsigned char)c;
	return true;
}

/* Behind \p or \P: a letter, or a name in braces. */
static bool
copy_property(struct scan *scan)
{
	size_t from = scan->at - 2, close;

	if (scan->at == scan->text.len)
		return fail(scan, "a '\\p' without a name");
	if (peek(scan, 0) != '{') {
		scan->at++;
	} else {
		close = bth_str_find(bth_str_sub(scan->text, scan->at, SIZE_MAX), '}');
		if (close == SIZE_MAX)
			return fail(scan, "a '\\p{' without its '}'");
		scan->at += close + 1;
	}
	bth_buf_str(&scan->out, bth_str_sub(scan->text, from, scan->at - from));
	return true;
}

/* ---- classes ---- */

/* One character of a class, which may begin or end a range. */
static bool
take_class_char(struct scan *scan, uint32_t *code)
{
	if (scan->at == scan->text.len)
		return fail(scan, "a '[' without its ']'");
	if (peek(scan, 0) != '\\')
		return take_plain(scan, code);
	scan->at++;
	return take_escaped(scan, code);
}

static bool
is_posix_name(struct bth_str name)
{
	static const char *const names[] = {"alnum", "alpha", "ascii", "blank", "cntrl", "digit",
		"graph", "lower", "print", "punct", "space", "upper", "word", "xdigit"};

	if (bth_str_starts(name, "^"))
		name = bth_str_sub(name, 1, SIZE_MAX);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (bth_str_is(name, names[i]))
			return true;
	return false;
}

/* [:alpha:] in a class; *done tells whether there was one. */
static bool
copy_posix(struct scan *scan, bool *done)
{
	struct bth_str rest = bth_str_sub(scan->text, scan->at + 2, SIZE_MAX);
	size_t len = 0;

	*done = false;
	while (len + 1 < rest.len && !(rest.at[len] == ':' && rest.at[len + 1] == ']'))
		len++;
	if (len + 1 >= rest.len)
		return true;
	if (!is_posix_name(bth_str_sub(rest, 0, len)))
		return fail(scan, "a class of an unknown name");
	bth_buf_str(&scan->out, bth_str_sub(scan->text, scan->at, len + 4));
	scan->at += len + 4;
	*done = true;
	return true;
}

/* \d, \p{…} and their like in a class; *done tells whether there was one. */
static bool
copy_class_escape(struct scan *scan, bool *done)
{
	char c = peek(scan, 1);

	*done = c && strchr("dDwWsSpP", c);
	if (!*done)
		return true;
	scan->at += 2;
	if (c == 'p' || c == 'P')
		return copy_property(scan);
	if (c == 's') /* without the vertical tab that PCRE2 counts as well */
		bth_buf_puts(&scan->out, "\\t\\n\\f\\r\\x20");
	else
		bth_buf_printf(&scan->out, "\\%c", c);
	return true;
}

static bool
copy_range(struct scan *scan)
{
	uint32_t low, high;

	if (!take_class_char(scan, &low))
		return false;
	put_code(scan, low);
	if (peek(scan, 0) != '-' || scan->at + 1 == scan->text.len || peek(scan, 1) == ']')
		return true;
	scan->at++;
	if (!take_class_char(scan, &high))
		return false;
	if (high < low)
		return fail(scan, "a range that ends before it begins");
	bth_buf_putc(&scan->out, '-');
	put_code(scan, high);
	return true;
}

static bool
copy_class(struct scan *scan)
{
	bool first = true, done = false;

	bth_buf_putc(&scan->out, '[');
	scan->at++;
	if (peek(scan, 0) == '^') {
		bth_buf_putc(&scan->out, '^');
		scan->at++;
	}
	for (; first || peek(scan, 0) != ']'; first = false) {
		if (scan->at == scan->text.len)
			return fail(scan, "a '[' without its ']'");
		done = false;
		if (peek(scan, 0) == '[' && peek(scan, 1) == ':' && !copy_posix(scan, &done))
			return false;
		if (!done && peek(scan, 0) == '\\' && !copy_class_escape(scan, &done))
			return false;
		if (!done && !copy_range(scan))
			return false;
	}
	bth_buf_putc(&scan->out, ']');
	scan->at++;
	scan->something = true;
	scan->repeated = false;
	return true;
}

/* ---- escapes, groups, repetitions ---- */

/* \Q…\E: all in between stands for itself. */
static bool
copy_quoted(struct scan *scan)
{
	while (scan->at < scan->text.len && !(peek(scan, 0) == '\\' && peek(scan, 1) == 'E')) {
		uint32_t code;

		if (!take_plain(scan, &code))
			return false;
		put_code(scan, code);
		scan->something = true;
		scan->repeated = false;
	}
	scan->at += scan->at < scan->text.len ? 2 : 0;
	return true;
}

static bool
copy_escape(struct scan *scan)
{
	char c = peek(scan, 1);
	uint32_t code;

	if (c == 'Q') {
		scan->at += 2;
		return copy_quoted(scan);
	}
	scan->something = true;
	scan->repeated = false;
	if (c == 'p' || c == 'P') {
		scan->at += 2;
		return copy_property(scan);
	}
	if (c && strchr("AbBzdDwWsS", c)) {
		scan->at += 2;
		if (c == 's' || c == 'S')
			bth_buf_printf(&scan->out, "[%s\\t\\n\\f\\r\\x20]", c == 'S' ? "^" : "");
		else
			bth_buf_printf(&scan->out, "\\%c", c);
		return true;
	}
	scan->at++;
	if (!take_escaped(scan, &code))
		return false;
	put_code(scan, code);
	return true;
}

/* Behind "(?P<" or "(?<": a name and ">". */
static bool
copy_name(struct scan *scan, size_t prefix)
{
	size_t len = prefix;

	if (peek(scan, prefix) == '=' || peek(scan, prefix) == '!')
		return fail(scan, "a look behind, which Go's expressions do not have");
	while (isalnum((unsigned char)peek(scan, len)) || peek(scan, len) == '_')
		len++;
	if (len == prefix || peek(scan, len) != '>')
		return fail(scan, "a group without a proper name");
	/* a name is of no use here, and PCRE2 takes only some of them */
	bth_buf_putc(&scan->out, '(');
	scan->at += len + 1;
	scan->groups++;
	return true;
}

/* "(?", which letters of i, m, s and U may follow, and ":" or ")". */
static bool
copy_flags(struct scan *scan)
{
	size_t len = 2;
	bool minus = false, flag = false;

	for (; strchr("imsU-", peek(scan, len)) && peek(scan, len); len++) {
		if (peek(scan, len) == '-' && minus)
			return fail(scan, "flags with two minus signs");
		flag = peek(scan, len) != '-';
		minus |= !flag;
	}
	char end = peek(scan, len);
	if (end == '=' || end == '!')
		return fail(scan, "a look ahead, which Go's expressions do not have");
	if ((end != ':' && end != ')') || (minus && !flag))
		return fail(scan, "a group that Go's expressions do not have");
	bth_buf_str(&scan->out, bth_str_sub(scan->text, scan->at, len + 1));
	scan->at += len + 1;
	scan->groups += end == ':';
	return true;
}

static bool
copy_group(struct scan *scan)
{
	scan->something = scan->repeated = false;
	if (peek(scan, 1) == '?') {
		if (peek(scan, 2) == 'P' && peek(scan, 3) == '<')
			return copy_name(scan, 4);
		if (peek(scan, 2) == '<')
			return copy_name(scan, 3);
		return copy_flags(scan);
	}
	bth_buf_putc(&scan->out, '(');
	scan->at++;
	scan->groups++;
	return true;
}

/* The sign @len bytes long that says how often what stands before it may stand there. */
static bool
copy_repeat(struct scan *scan, size_t len)
{
	if (!scan->something)
		return fail(scan, "a repetition of nothing");
	if (scan->repeated)
		return fail(scan, "a repetition of a repetition");
	len += peek(scan, len) == '?';
	bth_buf_str(&scan->out, bth_str_sub(scan->text, scan->at, len));
	scan->at += len;
	scan->repeated = true;
	return true;
}

/* A number of a repetition at *@at; false when there is none. */
static bool
take_count(const struct scan *scan, size_t *at, unsigned *count)
{
	size_t from = *at;

	for (*count = 0; isdigit((unsigned char)peek(scan, *at)); (*at)++)
		if (*count <= REPEAT_MOST)
			*count = *count * 10 + (unsigned)(peek(scan, *at) - '0');
	return *at > from && !(peek(scan, from) == '0' && *at > from + 1);
}

/* {2}, {2,} or {2,3}; any other brace stands for itself. */
static bool
copy_brace(struct scan *scan)
{
	unsigned least, most;
	size_t at = 1;
	bool fine = take_count(scan, &at, &least);

	most = least;
	if (fine && peek(scan, at) == ',' && peek(scan, ++at) != '}')
		fine = take_count(scan, &at, &most);
	if (!fine || peek(scan, at) != '}') {
		bth_buf_puts(&scan->out, "\\{");
		scan->at++;
		scan->something = true;
		scan->repeated = false;
		return true;
	}
	if (least > REPEAT_MOST || most > REPEAT_MOST || most < least)
		return fail(scan, "a repetition of more than 1000, or with its bounds swapped");
	return copy_repeat(scan, at + 1);
}

static bool
copy_plain(struct scan *scan)
{
	uint32_t code;
	size_t from = scan->at;

	if (!take_plain(scan, &code))
		return false;
	bth_buf_str(&scan->out, bth_str_sub(scan->text, from, scan->at - from));
	scan->something = true;
	scan->repeated = false;
	return true;
}

static bool
copy_close(struct scan *scan)
{
	if (!scan->groups)
		return fail(scan, "a ')' without its '('");
	scan->groups--;
	return copy_plain(scan);
}

static bool
copy_next(struct scan *scan)
{
	switch (scan->text.at[scan->at]) {
	case '\\':
		return copy_escape(scan);
	case '[':
		return copy_class(scan);
	case '(':
		return copy_group(scan);
	case ')':
		return copy_close(scan);
	case '|':
		copy_plain(scan);
		scan->something = false;
		return true;
	case '*':
	case '+':
	case '?':
		return copy_repeat(scan, 1);
	case '{':
		return copy_brace(scan);
	default:
		return copy_plain(scan);
	}
}

bool
bth_re2_translate(struct bth_str *out, struct bth_arena *arena, struct bth_str text,
	const char **why, size_t *where)
{
	struct scan scan = {.text = text};
	bool fine = true;

	bth_buf_init(&scan.out, arena);
	bth_buf_puts(&scan.out, "(*LF)"); /* "." is anything but this one */
	while (fine && scan.at < text.len)
		fine = copy_next(&scan);
	if (fine && scan.groups)
		fine = fail(&scan, "a '(' without its ')'");
	*why = scan.why;
	*where = scan.at;
	if (fine)
		*out = bth_buf_view(&scan.out);
	return fine;
}

/* emit.c - from a tree to text that every reader takes for the same */

#include "syntax/emit.h"

#include "base/utf8.h"
#include "syntax/number.h"
#include "syntax/scalar.h"

/* A collection that is being written. */
struct frame {
	struct bth_value next; /* the key or item to write next */
	unsigned indent;
	bool map;
	bool inline_first; /* the first entry goes on the line of the dash before it */
	bool first;
};

BTH_VEC_TYPE(frames, struct frame);

/* Characters that YAML 1.1 takes for line breaks or refuses, and what hides text. */
static bool
is_awkward(uint32_t code)
{
	return bth_utf8_is_invisible(code) || code == 0x85 || code == 0xA0 ||
		(code >= 0xFFFE && code <= 0xFFFF);
}

static bool
has_awkward(struct bth_str text, bool but_newlines)
{
	uint32_t code;

	for (size_t at = 0; at < text.len;) {
		size_t len = bth_utf8_next(&code, bth_str_sub(text, at, 4));

		if (!len || (is_awkward(code) && !(but_newlines && code == '\n')))
			return true;
		at += len;
	}
	return false;
}

static bool
starts_like_syntax(struct bth_str text)
{
	char first = text.at[0], second = text.len > 1 ? text.at[1] : ' ';

	if (bth_str_starts(text, "---") || bth_str_starts(text, "..."))
		return true;
	if (strchr("-?:", first))
		return second == ' ';
	return strchr(",[]{}#&*!|>'\"%@`", first) != NULL;
}

bool
bth_emit_needs_quotes(struct bth_str text)
{
	if (!text.len || bth_scalar_type(text) != BTH_STRING ||
		bth_scalar_core_type(text) != BTH_STRING || bth_scalar_is_ambiguous(text))
		return true;
	if (bth_str_is(text, "<<") || bth_str_is(text, "=") || starts_like_syntax(text))
		return true;
	if (bth_str_contains(text, ": ") || bth_str_contains(text, " #"))
		return true;
	char first = text.at[0], last = text.at[text.len - 1];
	if (last == ':' || first == ' ' || last == ' ')
		return true;
	return has_awkward(text, false);
}

static void
add_escaped(struct bth_buf *buf, uint32_t code, const char *bytes, size_t len)
{
	static const struct {
		char code;
		const char *escape;
	} shorts[] = {{'"', "\\\""}, {'\\', "\\\\"}, {'\n', "\\n"}, {'\t', "\\t"}, {'\r', "\\r"}};

	for (size_t i = 0; i < sizeof shorts / sizeof shorts[0]; i++) {
		if (code == (uint32_t)shorts[i].code) {
			bth_buf_puts(buf, shorts[i].escape);
			return;
		}
	}
	if (!is_awkward(code))
		bth_buf_add(buf, bytes, len);
	else if (code < 0x100)
		bth_buf_printf(buf, "\\x%02X", (unsigned)code);
	else if (code < 0x10000)
		bth_buf_printf(buf, "\\u%04X", (unsigned)code);
	else
		bth_buf_printf(buf, "\\U%08X", (unsigned)code);
}

static void
add_quoted(struct bth_buf *buf, struct bth_str text)
{
	bth_buf_putc(buf, '"');
	for (size_t at = 0; at < text.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, at, 4));

		if (len)
			add_escaped(buf, code, text.at + at, len);
		else
			bth_buf_puts(buf, "\\uFFFD");
		at += len ? len : 1;
	}
	bth_buf_putc(buf, '"');
}

void
bth_emit_scalar(struct bth_buf *buf, struct bth_str text)
{
	if (bth_emit_needs_quotes(text))
		add_quoted(buf, text);
	else
		bth_buf_str(buf, text);
}

/*
 * A literal block keeps every byte only when no line ends in a blank, the first line is
 * neither empty nor indented, and all is printable.
 */
static bool
fits_literal(struct bth_str text)
{
	if (bth_str_find(text, '\n') == SIZE_MAX || strchr(" \n\t", text.at[0]) ||
		has_awkward(text, true))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		bool ends = i + 1 == text.len || text.at[i + 1] == '\n';

		if (text.at[i] == '\t' || (ends && text.at[i] == ' '))
			return false;
	}
	return true;
}

static void
add_literal(struct bth_buf *buf, struct bth_str text, unsigned indent)
{
	size_t newlines = 0;

	while (newlines < text.len && text.at[text.len - 1 - newlines] == '\n')
		newlines++;
	bth_buf_puts(buf, newlines == 0 ? "|-\n" : newlines == 1 ? "|\n" : "|+\n");
	if (newlines)
		text.len--; /* the last line's end is written with it */
	for (;;) {
		size_t end = bth_str_find(text, '\n');
		struct bth_str line = bth_str_sub(text, 0, end);

		if (line.len)
			bth_buf_fill(buf, ' ', indent);
		bth_buf_str(buf, line);
		bth_buf_putc(buf, '\n');
		if (end == SIZE_MAX)
			return;
		text = bth_str_sub(text, end + 1, SIZE_MAX);
	}
}

/* A scalar with the newline after it; @indent is that of a block's lines. */
static void
add_scalar(struct bth_buf *buf, struct bth_value value, unsigned indent)
{
	struct bth_str text = bth_text(value);

	switch (bth_node(value)->type) {
	case BTH_NULL:
		bth_buf_puts(buf, "null");
		break;
	case BTH_STRING:
		if (text.len && fits_literal(text)) {
			add_literal(buf, text, indent);
			return;
		}
		bth_emit_scalar(buf, text);
		break;
	default:
		bth_buf_str(buf, text);
		break;
	}
	bth_buf_putc(buf, '\n');
}

/* Readers look no further than 1024 characters for a colon; kubectl is as careful as this. */
static void
add_key(struct bth_buf *buf, struct bth_str key, unsigned indent)
{
	bool long_form = key.len > 128;

	if (long_form)
		bth_buf_puts(buf, "? ");
	bth_emit_scalar(buf, key);
	if (long_form) {
		bth_buf_putc(buf, '\n');
		bth_buf_fill(buf, ' ', indent);
	}
	bth_buf_putc(buf, ':');
}

static bool
is_full(struct bth_value value)
{
	return bth_node(value)->child != 0;
}

/* Writes what can be written at once; what has children is put on the stack. */
static void
add_value(struct bth_buf *buf, struct frames *stack, struct bth_value value, unsigned indent,
	bool after_dash)
{
	if (bth_is_scalar(value)) {
		if (!after_dash)
			bth_buf_putc(buf, ' ');
		/* the lines of a block stand at least one column in, even at the root */
		add_scalar(buf, value, indent ? indent : 2);
		return;
	}
	if (!is_full(value)) {
		bth_buf_puts(buf, after_dash ? "" : " ");
		bth_buf_puts(buf, bth_is_map(value) ? "{}\n" : "[]\n");
		return;
	}
	if (!after_dash)
		bth_buf_putc(buf, '\n');
	/* lists stand at the column of their key, maps and lists in lists two further */
	if (!after_dash && bth_is_list(value))
		indent -= 2;
	bth_vec_push(buf->arena, stack, (struct frame){.next = bth_first(value),
		.indent = indent,
		.map = bth_is_map(value),
		.inline_first = after_dash,
		.first = true});
}

void
bth_emit_yaml(struct bth_buf *buf, struct bth_value value)
{
	struct frames stack = {0};

	add_value(buf, &stack, value, 0, true);
	while (stack.len) {
		struct frame *top = &stack.items[stack.len - 1];
		struct frame frame = *top;

		if (!bth_exists(frame.next)) {
			stack.len--;
			continue;
		}
		top->next = bth_next(frame.next);
		top->first = false;
		if (!(frame.first && frame.inline_first))
			bth_buf_fill(buf, ' ', frame.indent);
		if (frame.map) {
			add_key(buf, bth_text(frame.next), frame.indent);
			add_value(buf, &stack, bth_under(frame.next), frame.indent + 2, false);
		} else {
			bth_buf_puts(buf, "- ");
			add_value(buf, &stack, frame.next, frame.indent + 2, true);
		}
	}
}

/* What hides or reorders text, for whoever looks at the JSON itself. */
static void
add_json_escape(struct bth_buf *buf, uint32_t code)
{
	if (code < 0x10000)
		bth_buf_printf(buf, "\\u%04x", (unsigned)code);
	else
		bth_buf_printf(buf, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (code >> 10)),
			(unsigned)(0xDC00 + (code & 0x3FF)));
}

void
bth_emit_json_string(struct bth_buf *buf, struct bth_str text)
{
	bth_buf_putc(buf, '"');
	for (size_t at = 0; at < text.len;) {
		uint32_t code;
		size_t len = bth_utf8_next(&code, bth_str_sub(text, at, 4));

		if (!len)
			bth_buf_puts(buf, "\xEF\xBF\xBD");
		else if (code == '"' || code == '\\')
			bth_buf_printf(buf, "\\%c", (char)code);
		else if (code == '\n')
			bth_buf_puts(buf, "\\n");
		else if (code == '\t')
			bth_buf_puts(buf, "\\t");
		else if (bth_utf8_is_invisible(code))
			add_json_escape(buf, code);
		else
			bth_buf_add(buf, text.at + at, len);
		at += len ? len : 1;
	}
	bth_buf_putc(buf, '"');
}

static void
add_json_scalar(struct bth_buf *buf, struct bth_value value)
{
	struct bth_str text = bth_text(value);

	switch (bth_node(value)->type) {
	case BTH_NULL:
		bth_buf_puts(buf, "null");
		break;
	case BTH_BOOL:
		bth_buf_puts(buf, bth_scalar_bool(text) ? "true" : "false");
		break;
	case BTH_INT:
	case BTH_FLOAT:
		bth_number_json(buf, bth_node(value)->type, text);
		break;
	default:
		bth_emit_json_string(buf, text);
		break;
	}
}

static void
break_line(struct bth_buf *buf, unsigned indent, size_t level)
{
	if (!indent)
		return;
	bth_buf_putc(buf, '\n');
	bth_buf_fill(buf, ' ', indent * level);
}

static void
open_json(struct bth_buf *buf, struct frames *stack, struct bth_value value)
{
	if (bth_is_scalar(value)) {
		add_json_scalar(buf, value);
	} else if (!is_full(value)) {
		bth_buf_puts(buf, bth_is_map(value) ? "{}" : "[]");
	} else {
		bth_buf_putc(buf, bth_is_map(value) ? '{' : '[');
		bth_vec_push(buf->arena, stack, (struct frame){.next = bth_first(value),
			.map = bth_is_map(value), .first = true});
	}
}

void
bth_emit_json(struct bth_buf *buf, struct bth_value value, unsigned indent)
{
	struct frames stack = {0};

	open_json(buf, &stack, value);
	while (stack.len) {
		struct frame *top = &stack.items[stack.len - 1];
		struct frame frame = *top;

		if (!bth_exists(frame.next)) {
			stack.len--;
			break_line(buf, indent, stack.len);
			bth_buf_putc(buf, frame.map ? '}' : ']');
			continue;
		}
		top->next = bth_next(frame.next);
		top->first = false;
		if (!frame.first)
			bth_buf_putc(buf, ',');
		break_line(buf, indent, stack.len);
		if (frame.map) {
			bth_emit_json_string(buf, bth_text(frame.next));
			bth_buf_puts(buf, indent ? ": " : ":");
			open_json(buf, &stack, bth_under(frame.next));
		} else {
			open_json(buf, &stack, frame.next);
		}
	}
}

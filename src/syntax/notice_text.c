/* notice_text.c - characters that nobody sees, and ends of lines that editors do not count */

#include "syntax/notice.h"

#include "base/utf8.h"
#include "rules.h"

enum look {
	VISIBLE,
	BLANK,    /* looks like a space, and is a letter to YAML */
	NOTHING,  /* has no width */
	MARK,     /* the same, and right-to-left text is written with it */
	REORDERS, /* moves the text around it */
	BREAK,    /* ends a line by YAML 1.1 */
};

static const struct range {
	uint32_t first, last;
	enum look look;
	const char *name; /* of the only or the best known one */
} ranges[] = {
	{0x0085, 0x0085, BREAK, "next line"},
	{0x00A0, 0x00A0, BLANK, "no-break space"},
	{0x00AD, 0x00AD, NOTHING, "soft hyphen"},
	{0x034F, 0x034F, NOTHING, "combining grapheme joiner"},
	{0x061C, 0x061C, MARK, "Arabic letter mark"},
	{0x115F, 0x1160, BLANK, "Hangul filler"},
	{0x1680, 0x1680, BLANK, "ogham space mark"},
	{0x180E, 0x180E, NOTHING, "Mongolian vowel separator"},
	{0x2000, 0x2006, BLANK, "typographic space"},
	{0x2007, 0x2007, BLANK, "figure space"},
	{0x2008, 0x200A, BLANK, "typographic space"},
	{0x200B, 0x200B, NOTHING, "zero-width space"},
	{0x200C, 0x200C, MARK, "zero-width non-joiner"},
	{0x200D, 0x200D, MARK, "zero-width joiner"},
	{0x200E, 0x200E, MARK, "left-to-right mark"},
	{0x200F, 0x200F, MARK, "right-to-left mark"},
	{0x2028, 0x2028, BREAK, "line separator"},
	{0x2029, 0x2029, BREAK, "paragraph separator"},
	{0x202A, 0x202A, REORDERS, "left-to-right embedding"},
	{0x202B, 0x202B, REORDERS, "right-to-left embedding"},
	{0x202C, 0x202C, REORDERS, "pop directional formatting"},
	{0x202D, 0x202D, REORDERS, "left-to-right override"},
	{0x202E, 0x202E, REORDERS, "right-to-left override"},
	{0x202F, 0x202F, BLANK, "narrow no-break space"},
	{0x205F, 0x205F, BLANK, "mathematical space"},
	{0x2060, 0x2060, NOTHING, "word joiner"},
	{0x2061, 0x2064, NOTHING, "invisible operator"},
	{0x2066, 0x2066, REORDERS, "left-to-right isolate"},
	{0x2067, 0x2067, REORDERS, "right-to-left isolate"},
	{0x2068, 0x2068, REORDERS, "first strong isolate"},
	{0x2069, 0x2069, REORDERS, "pop directional isolate"},
	{0x3000, 0x3000, BLANK, "ideographic space"},
	{0x3164, 0x3164, BLANK, "Hangul filler"},
	{0xFEFF, 0xFEFF, NOTHING, "byte order mark"},
	{0xFFA0, 0xFFA0, BLANK, "halfwidth Hangul filler"},
	{0xE0000, 0xE007F, NOTHING, "tag character"},
};

static const struct range *
find_range(uint32_t code)
{
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0] && code >= ranges[i].first; i++)
		if (code <= ranges[i].last)
			return &ranges[i];
	return NULL;
}

/* A character to talk about. */
struct seen {
	const struct range *range;
	uint32_t code, at, len;
};

/* The next such character of @text from *at on, which moves behind it. */
static bool
next_seen(struct seen *out, struct bth_str text, size_t *at)
{
	while (*at < text.len) {
		uint32_t code = (unsigned char)text.at[*at];

		if (code < 0x80) {
			(*at)++;
			continue;
		}
		size_t len = bth_utf8_next(&code, bth_str_sub(text, *at, 4));
		const struct range *range = len ? find_range(code) : NULL;
		*at += len ? len : 1;
		if (!range)
			continue;
		*out = (struct seen){
			.range = range, .code = code, .at = (uint32_t)(*at - len), .len = (uint32_t)len};
		return true;
	}
	return false;
}

static bool
is_right_to_left(uint32_t code)
{
	return (code >= 0x0590 && code <= 0x08FF) || (code >= 0xFB1D && code <= 0xFDFF) ||
		(code >= 0xFE70 && code <= 0xFEFC);
}

/* The line of @text in which @at is. */
static struct bth_str
line_around(struct bth_str text, size_t at)
{
	size_t start = at;

	while (start && text.at[start - 1] != '\n')
		start--;
	struct bth_str line = bth_str_sub(text, start, SIZE_MAX);
	return bth_str_sub(line, 0, bth_str_find(line, '\n'));
}

static bool
has_right_to_left(struct bth_str line)
{
	for (size_t at = 0; at < line.len;) {
		uint32_t code = 0;
		size_t len = bth_utf8_next(&code, bth_str_sub(line, at, 4));

		if (len && is_right_to_left(code))
			return true;
		at += len ? len : 1;
	}
	return false;
}

/* Whether letters that are not ASCII stand at both sides: then a joiner has its use. */
static bool
joins(struct bth_str text, const struct seen *seen)
{
	return seen->at && seen->at + seen->len < text.len && (text.at[seen->at - 1] & 0x80) &&
		(text.at[seen->at + seen->len] & 0x80);
}

static struct bth_span
span_of(struct bth_span within, const struct seen *seen)
{
	return (struct bth_span){.source = within.source,
		.start = within.start + seen->at,
		.end = within.start + seen->at + seen->len};
}

/* Whether @seen is at an end of the scalar, or before what would be a comment. */
static bool
is_at_edge(struct bth_str text, const struct seen *seen)
{
	size_t after = seen->at + seen->len;

	return !seen->at || after == text.len || text.at[after] == '#';
}

/* Text in sentences: there a no-break space is what its author wanted, or does no harm. */
static bool
is_prose(struct bth_str text)
{
	size_t blanks = 0;

	for (size_t i = 0; i < text.len; i++)
		blanks += text.at[i] == ' ';
	return blanks >= 2;
}

/* What is hidden in a plain value or a key: one finding, and an edit for each character. */
static void
notice_scalar(struct bth_findings *findings, struct bth_span span, bool key)
{
	struct bth_str text = bth_str_sub(span.source->text, span.start, span.end - span.start);
	struct bth_finding *finding = NULL;
	struct seen seen;

	for (size_t at = 0; next_seen(&seen, text, &at);) {
		enum look look = seen.range->look;

		if (look == BREAK || look == REORDERS || (look == MARK && joins(text, &seen)))
			continue;
		bool edge = is_at_edge(text, &seen);
		if (!finding) {
			finding = bth_find(findings, &bth_rule_yaml_invisible_character,
				span_of(span, &seen), look == BLANK ?
					"U+%04X (%s) looks like a blank, but is part of the %s" :
					"U+%04X (%s) is not to be seen, but is part of the %s",
				(unsigned)seen.code, seen.range->name, key ? "key" : "value");
			bth_finding_fix(findings, finding, look == BLANK && !edge ?
				"type a blank in its place, or put the text in quotes" : "remove it");
			finding->severity = BERTH_INFO;
		}
		if (key || edge || !is_prose(text))
			finding->severity = BERTH_WARNING;
		bth_finding_edit(findings, finding, span_of(span, &seen),
			look == BLANK && !edge ? BTH_STR(" ") : BTH_STR(""));
	}
}

static void
notice_scalars(struct bth_findings *findings, const struct bth_builder *written)
{
	for (size_t i = 1; i < written->nodes.len; i++) {
		const struct bth_node *node = &written->nodes.items[i];

		if (node->kind == BTH_SCALAR &&
			(node->style == BTH_PLAIN || node->flags & BTH_NODE_KEY))
			notice_scalar(findings,
				(struct bth_span){.source = written->source,
					.start = node->start, .end = node->end},
				node->flags & BTH_NODE_KEY);
	}
}

/* Text that a reviewer sees in another order than programs: quotes and comments as well. */
static void
notice_order(struct bth_findings *findings, struct bth_span document, struct bth_str text,
	const struct seen *seen)
{
	struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_invisible_character,
		span_of(document, seen),
		"U+%04X (%s) makes the line look as if it were in another order",
		(unsigned)seen->code, seen->range->name);

	bth_finding_fix(findings, finding,
		"remove it, or write it as an escape in double quotes");
	if (has_right_to_left(line_around(text, seen->at)))
		finding->severity = BERTH_INFO;
}

/* The first unusual end of a line in the document, and how many there are. */
struct breaks {
	struct seen first;
	size_t count;
};

static void
count_break(struct breaks *breaks, const struct seen *seen)
{
	if (!breaks->count++ || seen->at < breaks->first.at)
		breaks->first = *seen;
}

static void
notice_breaks(struct bth_findings *findings, struct bth_span document, const struct breaks *breaks)
{
	struct bth_finding *finding = bth_find(findings, &bth_rule_yaml_line_break_unusual,
		span_of(document, &breaks->first), "U+%04X (%s) ends a line for kubectl, but not for everybody%s",
		(unsigned)breaks->first.code, breaks->first.range->name,
		breaks->count == 1 ? "" :
			bth_arena_printf(findings->arena, ", here and at %zu more place%s",
				breaks->count - 1, breaks->count == 2 ? "" : "s"));

	bth_finding_fix(findings, finding, "end lines with a line feed");
}

/* Carriage returns that no line feed follows. */
static void
find_returns(struct breaks *breaks, struct bth_str text)
{
	static const struct range range = {'\r', '\r', BREAK, "carriage return"};
	const char *at = text.at, *end = text.at + text.len;

	while (at < end && (at = memchr(at, '\r', (size_t)(end - at)))) {
		at++;
		if (at < end && *at == '\n')
			continue;
		count_break(breaks, &(struct seen){.range = &range, .code = '\r',
			.at = (uint32_t)(at - 1 - text.at), .len = 1});
	}
}

void
bth_notice_text(struct bth_findings *findings, struct bth_span document,
	const struct bth_builder *written, bool ascii)
{
	struct bth_str text =
		bth_str_sub(document.source->text, document.start, document.end - document.start);
	struct breaks breaks = {0};
	bool hidden = false;
	struct seen seen;

	find_returns(&breaks, text);
	for (size_t at = 0; !ascii && next_seen(&seen, text, &at);) {
		if (seen.range->look == BREAK)
			count_break(&breaks, &seen);
		else if (seen.range->look == REORDERS)
			notice_order(findings, document, text, &seen);
		else
			hidden = true;
	}
	if (hidden)
		notice_scalars(findings, written);
	if (breaks.count)
		notice_breaks(findings, document, &breaks);
}

struct bth_str
bth_notice_look(struct bth_arena *arena, struct bth_str text)
{
	struct bth_buf look;
	size_t from = 0;
	struct seen seen;

	bth_buf_init(&look, arena);
	for (size_t at = 0; next_seen(&seen, text, &at); from = at) {
		bth_buf_str(&look, bth_str_sub(text, from, seen.at - from));
		if (seen.range->look == BLANK)
			bth_buf_putc(&look, ' ');
	}
	bth_buf_str(&look, bth_str_sub(text, from, SIZE_MAX));
	return bth_str_trim(bth_buf_view(&look));
}

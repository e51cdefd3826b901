/* edit.c - fixes that add or remove a line of a manifest */

#include "rules/edit.h"

#include "syntax/emit.h"

/* Where the line of @at begins. */
static size_t
line_start(struct bth_str text, size_t at)
{
	while (at && text.at[at - 1] != '\n')
		at--;
	return at;
}

/* Whether @key stands in the source as it is read, and not only by an alias. */
static bool
is_written(struct bth_value key)
{
	struct bth_span span = bth_span(key);
	struct bth_str name = bth_text(key);

	return span.source && name.len && span.end <= span.source->text.len &&
		bth_str_eq(name,
			bth_str_sub(
				span.source->text, span.start, span.end - span.start));
}

/* Whether nothing but blanks, and dashes of list items, stands before @at in its line. */
static bool
is_first_of_line(struct bth_str text, size_t at)
{
	for (size_t i = line_start(text, at); i < at; i++)
		if (text.at[i] != ' ' && text.at[i] != '-')
			return false;
	return true;
}

void
bth_report_add_key(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value map, const char *text)
{
	struct bth_value key = bth_first(map);
	struct bth_span span = bth_span(key);

	if (object->generated || !bth_is_map(map) || !is_written(key))
		return;
	const char *added = bth_arena_printf(lint->arena, "%s, ", text);
	if (bth_node(map)->style != BTH_FLOW) {
		size_t start = line_start(span.source->text, span.start);

		if (!is_first_of_line(span.source->text, span.start))
			return;
		added = bth_arena_printf(
			lint->arena, "%s\n%*s", text, (int)(span.start - start), "");
	}
	span.end = span.start;
	bth_finding_edit(lint->findings, finding, span, bth_str(added));
}

void
bth_report_replace_text(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value value, struct bth_str text)
{
	struct bth_buf buf;

	bth_buf_init(&buf, lint->arena);
	bth_emit_scalar(&buf, text);
	bth_report_replace(lint, finding, object, value,
		bth_str_copy(lint->arena, bth_buf_view(&buf)).at);
}

void
bth_report_drop_key(struct bth_lint *lint, struct bth_finding *finding,
	const struct bth_object *object, struct bth_value key)
{
	struct bth_value value = bth_under(key);
	struct bth_span span = bth_span(key);

	if (object->generated || !bth_is_scalar(value) || !is_written(key) ||
		bth_span(value).start < span.end)
		return;
	struct bth_str text = span.source->text;
	size_t start = line_start(text, span.start), end = bth_span(value).end;
	for (size_t i = start; i < span.start; i++)
		if (text.at[i] != ' ')
			return;
	while (end < text.len && (text.at[end] == ' ' || text.at[end] == '\r'))
		end++;
	if (end == text.len || text.at[end] != '\n')
		return;
	span.start = (uint32_t)start;
	span.end = (uint32_t)end + 1;
	bth_finding_edit(lint->findings, finding, span, BTH_STR(""));
}

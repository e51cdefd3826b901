/* secret.c - lines of the input that may not be shown */

#include "report/secret.h"

/*
 * Whether the value of a key that ends before @text may be the kind Secret: spelt out, behind a
 * tag or an anchor, by an alias, or with escapes.
 */
static bool
may_be_secret(struct bth_str text)
{
	size_t len = 0;

	while (text.len && strchr("\"' \t\r\n:", text.at[0]))
		text = bth_str_sub(text, 1, SIZE_MAX);
	while (len < text.len && !strchr(",}\n", text.at[len]))
		len++;
	text = bth_str_sub(text, 0, len);
	return bth_str_starts(text, "*") || bth_str_contains(text, "Secret") ||
		bth_str_find(text, '\\') != SIZE_MAX;
}

/* "kind: Secret", "kind": "Secret" and the like, anywhere: better one line too few. */
static bool
says_secret(struct bth_str text)
{
	for (size_t i = 0; i + 4 < text.len; i++)
		if (memcmp(text.at + i, "kind", 4) == 0 &&
			may_be_secret(bth_str_sub(text, i + 4, SIZE_MAX)))
			return true;
	return false;
}

/* The document of the source around @offset: between lines that begin with "---". */
static void
find_document(struct bth_secret_seen *seen, struct bth_span span)
{
	struct bth_str text = span.source->text;
	size_t start = span.start < text.len ? span.start : text.len, end = start;

	while (start > 0 && !bth_str_starts(bth_str_sub(text, start - 1, 4), "\n---"))
		start--;
	while (end < text.len && !bth_str_starts(bth_str_sub(text, end, 4), "\n---"))
		end++;
	*seen = (struct bth_secret_seen){.source = span.source,
		.start = start,
		.end = end,
		.secret = says_secret(bth_str_sub(text, start, end - start))};
}

bool
bth_secret_is_in(struct bth_secret_seen *seen, struct bth_span span)
{
	if (!span.source)
		return false;
	if (seen->source != span.source || span.start < seen->start || span.start >= seen->end)
		find_document(seen, span);
	return seen->secret;
}

static bool
is_harmless(const char *path)
{
	return path &&
		(strncmp(path, "metadata", 8) == 0 || strcmp(path, "kind") == 0 ||
			strcmp(path, "apiVersion") == 0 || strcmp(path, "type") == 0);
}

bool
bth_secret_is_near(struct bth_secret_seen *seen, const struct bth_finding *finding)
{
	struct bth_span span = finding->span;

	if (!span.source)
		return false;
	if (finding->object.kind.len && !bth_str_is(finding->object.kind, "Secret"))
		return false;
	struct bth_str rest = bth_str_sub(span.source->text, span.start, SIZE_MAX);
	bool flow = bth_str_find(bth_str_sub(rest, 0, bth_str_find(rest, '\n')), '}') != SIZE_MAX;
	if (is_harmless(finding->path) && !flow)
		return false;
	return finding->object.kind.len > 0 || bth_secret_is_in(seen, span);
}

struct bth_str
bth_secret_mask(struct bth_arena *arena, struct bth_str line)
{
	size_t colon = bth_str_find(line, ':');

	for (size_t i = 0; i < colon && colon != SIZE_MAX; i++) {
		char c = line.at[i];
		bool word = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
			(c >= '0' && c <= '9') || strchr(" ._-", c);

		if (!word)
			colon = SIZE_MAX;
	}
	if (colon == SIZE_MAX)
		return BTH_STR("***");
	return bth_str_printf(arena, "%.*s: ***", BTH_STR_ARG(bth_str_sub(line, 0, colon)));
}

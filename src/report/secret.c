/* secret.c - lines of the input that may not be shown */

#include "report/secret.h"

/* The document of the source around @offset: between lines that begin with "---". */
static struct bth_str
document_at(struct bth_str text, size_t offset)
{
	size_t start = 0, end = text.len;

	for (size_t i = 0; i + 3 < text.len; i++) {
		if (memcmp(text.at + i, "\n---", 4) != 0)
			continue;
		if (i < offset)
			start = i + 1;
		else if (i < end)
			end = i;
	}
	return bth_str_sub(text, start, end - start);
}

/* "kind: Secret", "kind": "Secret" and the like, anywhere: better one line too few. */
static bool
says_secret(struct bth_str text)
{
	for (size_t i = 0; i + 4 < text.len; i++) {
		if (memcmp(text.at + i, "kind", 4) != 0)
			continue;
		struct bth_str rest = bth_str_sub(text, i + 4, SIZE_MAX);
		while (rest.len && strchr("\"' \t:", rest.at[0]))
			rest = bth_str_sub(rest, 1, SIZE_MAX);
		if (bth_str_starts(rest, "Secret"))
			return true;
	}
	return false;
}

static bool
is_harmless(const char *path)
{
	return path &&
		(strncmp(path, "metadata", 8) == 0 || strcmp(path, "kind") == 0 ||
			strcmp(path, "apiVersion") == 0 || strcmp(path, "type") == 0);
}

bool
bth_secret_is_near(const struct bth_finding *finding)
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
	return finding->object.kind.len > 0 ||
		says_secret(document_at(span.source->text, span.start));
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

/* ignore.c - what a .gitignore says of a path */

#include "base/ignore.h"

/* Without the blanks at the end, but for one behind a backslash. */
static struct bth_str
without_blanks(struct bth_str line)
{
	size_t len = 0;

	for (size_t i = 0; i < line.len; i++) {
		if (line.at[i] == ' ')
			continue;
		if (line.at[i] == '\\' && ++i == line.len)
			return line;
		len = i + 1;
	}
	return bth_str_sub(line, 0, len);
}

static void
add_pattern(struct bth_ignore *out, struct bth_arena *arena, struct bth_str text)
{
	struct bth_ignore_pattern pattern = {0};

	if (bth_str_starts(text, "!")) {
		pattern.negated = true;
		text = bth_str_sub(text, 1, SIZE_MAX);
	}
	if (bth_str_ends(text, "/")) {
		pattern.folders = true;
		text.len--;
	}
	pattern.anywhere = bth_str_find(text, '/') == SIZE_MAX;
	if (bth_str_starts(text, "/"))
		text = bth_str_sub(text, 1, SIZE_MAX);
	size_t plain = bth_glob_plain(text);
	pattern.plain = bth_str_sub(text, 0, plain);
	pattern.wild = plain < text.len;
	if (pattern.wild)
		bth_glob_init(&pattern.rest, arena, bth_str_sub(text, plain, SIZE_MAX),
			!pattern.anywhere);
	bth_vec_push(arena, &out->patterns, pattern);
}

void
bth_ignore_read(struct bth_ignore *out, struct bth_arena *arena, struct bth_str text)
{
	if (bth_str_starts(text, "\xef\xbb\xbf"))
		text = bth_str_sub(text, 3, SIZE_MAX);
	while (text.len) {
		size_t end = bth_str_find(text, '\n');
		struct bth_str line = bth_str_sub(text, 0, end);

		text = end == SIZE_MAX ? BTH_STR("") : bth_str_sub(text, end + 1, SIZE_MAX);
		if (!line.len || line.at[0] == '#')
			continue;
		if (bth_str_ends(line, "\r"))
			line.len--;
		/* git's lines end at a NUL */
		line = without_blanks(bth_str_sub(line, 0, bth_str_find(line, '\0')));
		if (line.len)
			add_pattern(out, arena, line);
	}
}

static bool
matches(const struct bth_ignore_pattern *pattern, struct bth_str path, bool folder)
{
	size_t slash = bth_str_rfind(path, '/');
	struct bth_str text = pattern->anywhere && slash != SIZE_MAX ?
		bth_str_sub(path, slash + 1, SIZE_MAX) :
		path;

	if (pattern->folders && !folder)
		return false;
	if (!pattern->wild)
		return bth_str_eq(text, pattern->plain);
	return text.len >= pattern->plain.len &&
		bth_str_eq(bth_str_sub(text, 0, pattern->plain.len), pattern->plain) &&
		bth_glob_matches(
			&pattern->rest, bth_str_sub(text, pattern->plain.len, SIZE_MAX));
}

bool
bth_ignore_has(const struct bth_ignore *ignore, struct bth_str path, bool folder)
{
	for (; ignore; ignore = ignore->outer) {
		struct bth_str inner = bth_str_sub(path, ignore->base, SIZE_MAX);

		for (size_t i = ignore->patterns.len; i-- > 0;)
			if (matches(&ignore->patterns.items[i], inner, folder))
				return !ignore->patterns.items[i].negated;
	}
	return false;
}

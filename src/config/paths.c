/* paths.c - the files that an entry of settings is about, as patterns */

#include "config/paths.h"

/* The length of the class that begins with '[', or 0. */
static size_t
class_len(struct bth_str pattern)
{
	size_t i = 1;

	if (i < pattern.len && (pattern.at[i] == '!' || pattern.at[i] == '^'))
		i++;
	for (size_t first = i; i < pattern.len && (pattern.at[i] != ']' || i == first); i++)
		if (pattern.at[i] == '/')
			return 0;
	return i < pattern.len ? i + 1 : 0;
}

static const char *
check_letters(struct bth_str pattern)
{
	for (size_t i = 0; i < pattern.len; i++) {
		if (pattern.at[i] == '{' || pattern.at[i] == '}')
			return "berth has no braces in patterns; write one pattern for each";
		if (pattern.at[i] == '\\')
			return "it holds a backslash; folders are parted by /";
		if (pattern.at[i] == '[') {
			size_t len = class_len(bth_str_sub(pattern, i, SIZE_MAX));

			if (!len)
				return "the bracket is not closed";
			i += len - 1;
		}
	}
	return NULL;
}

static const char *
check_names(struct bth_str pattern)
{
	while (pattern.len) {
		size_t slash = bth_str_find(pattern, '/');
		struct bth_str name = bth_str_sub(pattern, 0, slash);

		if (bth_str_is(name, "..") || bth_str_is(name, "."))
			return "it holds . or .. as a name";
		if (!bth_str_is(name, "**") && bth_str_contains(name, "**"))
			return "** stands for folders only as a whole name between slashes";
		pattern = slash == SIZE_MAX ? BTH_STR("") :
					      bth_str_sub(pattern, slash + 1, SIZE_MAX);
	}
	return NULL;
}

const char *
bth_path_pattern_check(struct bth_str pattern)
{
	if (!pattern.len)
		return "it is empty";
	if (pattern.at[0] == '/')
		return "it begins with a slash, but is seen from the folder of the settings";
	if (pattern.at[0] == '!')
		return "berth has no patterns that take back others";
	const char *why = check_letters(pattern);
	return why ? why : check_names(pattern);
}

void
bth_path_patterns_add(
	struct bth_arena *arena, struct bth_path_patterns *patterns, struct bth_str pattern)
{
	struct bth_path_pattern made = {.folders = bth_str_ends(pattern, "/")};

	if (made.folders)
		pattern = bth_str_sub(pattern, 0, pattern.len - 1);
	if (bth_str_find(pattern, '/') == SIZE_MAX)
		pattern = bth_str_printf(arena, "**/%.*s", BTH_STR_ARG(pattern));
	bth_glob_init(&made.glob, arena, pattern, true);
	bth_vec_push(arena, patterns, made);
}

/* Against the path and every folder above it. */
static bool
matches(const struct bth_path_pattern *pattern, struct bth_str path)
{
	for (size_t i = 1; i <= path.len; i++) {
		bool folder = i < path.len;

		if (folder && path.at[i] != '/')
			continue;
		if (!folder && path.at[i - 1] == '/')
			return false;
		if ((folder || !pattern->folders) &&
			bth_glob_matches(&pattern->glob, bth_str_sub(path, 0, i)))
			return true;
	}
	return false;
}

bool
bth_path_patterns_match(const struct bth_path_patterns *patterns, struct bth_str path)
{
	for (size_t i = 0; i < patterns->len; i++)
		if (matches(&patterns->items[i], path))
			return true;
	return false;
}

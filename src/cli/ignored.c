/* ignored.c - what in a directory git would leave alone */

#define _XOPEN_SOURCE 700 /* realpath() */

#include "cli/ignored.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/file.h"

enum { IGNORE_MOST = 16 * 1024 * 1024 };

static bool
is_there(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/*
 * The text of a file that need not be there, empty then. What is no regular file is none:
 * git takes no link for a .gitignore either.
 */
static bool
read_optional(struct bth_str *out, struct bth_cli *cli, const char *path)
{
	int error = bth_cli_read_text(out, cli, path, IGNORE_MOST, true);

	if (error == ENOENT || error == ENOTDIR || error == ELOOP || error == EISDIR ||
		error == ENXIO) {
		*out = BTH_STR("");
		error = 0;
	}
	return !error || (bth_cli_file_trouble("read", path, error), false);
}

/* Puts the patterns of a file before those of *ignore. */
static bool
add_file(const struct bth_ignore **ignore, struct bth_cli *cli, const char *path, size_t base)
{
	struct bth_ignore *inner = bth_arena_alloc(&cli->arena, sizeof *inner);
	struct bth_str text;

	if (!read_optional(&text, cli, path))
		return false;
	inner->base = base;
	inner->outer = *ignore;
	bth_ignore_read(inner, &cli->arena, text);
	if (inner->patterns.len)
		*ignore = inner;
	return true;
}

/* The first line of a file behind @before, as a path from @folder; NULL when it is none. */
static const char *
path_in(struct bth_cli *cli, const char *file, const char *before, const char *folder)
{
	struct bth_str text;

	if (!read_optional(&text, cli, file) || !text.len || !bth_str_starts(text, before))
		return NULL;
	text = bth_str_sub(text, strlen(before), SIZE_MAX);
	text = bth_str_trim(bth_str_sub(text, 0, bth_str_find(text, '\n')));
	return bth_arena_printf(&cli->arena, "%s%.*s", bth_str_starts(text, "/") ? "" : folder,
		BTH_STR_ARG(text));
}

/* info/exclude of the repository at @root, whose .git may be a file that names a place. */
static bool
add_exclude(const struct bth_ignore **ignore, struct bth_cli *cli, const char *root)
{
	struct bth_arena *arena = &cli->arena;
	const char *git = bth_arena_printf(arena, "%s.git", root);
	const char *elsewhere = path_in(cli, git, "gitdir: ", root);

	git = bth_arena_printf(arena, "%s/", elsewhere ? elsewhere : git);
	const char *common =
		path_in(cli, bth_arena_printf(arena, "%scommondir", git), "", git);
	return add_file(ignore, cli,
		bth_arena_printf(arena, "%s/info/exclude", common ? common : git), strlen(root));
}

static bool
add_gitignore(const struct bth_ignore **ignore, struct bth_cli *cli, const char *folder)
{
	return add_file(ignore, cli, bth_arena_printf(&cli->arena, "%s.gitignore", folder),
		strlen(folder));
}

static bool
is_root(struct bth_cli *cli, const char *folder)
{
	return is_there(bth_arena_printf(&cli->arena, "%s.git", folder));
}

/* Goes up from @real to a root, and down again with all files on the way. */
static bool
add_outer(const struct bth_ignore **ignore, struct bth_cli *cli, const char *real)
{
	struct bth_str folder = bth_str(real);

	while (folder.len > 1 && !is_root(cli, bth_str_copy(&cli->arena, folder).at))
		folder.len = bth_str_rfind(bth_str_sub(folder, 0, folder.len - 1), '/') + 1;
	const char *root = bth_str_copy(&cli->arena, folder).at;
	if (!is_root(cli, root))
		return add_gitignore(ignore, cli, real);
	if (!add_exclude(ignore, cli, root))
		return false;
	for (size_t len = folder.len;; len++) {
		if (real[len - 1] == '/' &&
			!add_gitignore(ignore, cli,
				bth_str_copy(&cli->arena, bth_str_sub(bth_str(real), 0, len)).at))
			return false;
		if (!real[len])
			return true;
	}
}

bool
bth_folder_open(struct bth_folder *out, struct bth_cli *cli, const char *path)
{
	char real[PATH_MAX];

	*out = (struct bth_folder){0};
	if (cli->options.no_ignore || !realpath(path, real))
		return true;
	out->real = bth_arena_printf(&cli->arena, "%s%s", real, real[1] ? "/" : "");
	return add_outer(&out->ignore, cli, out->real);
}

/* A repository within another is no part of it. */
bool
bth_folder_enter(struct bth_folder *out, struct bth_cli *cli, const struct bth_folder *outer,
	struct bth_str name)
{
	*out = *outer;
	if (!outer->real)
		return true;
	out->real = bth_arena_printf(&cli->arena, "%s%.*s/", outer->real, BTH_STR_ARG(name));
	if (is_root(cli, out->real)) {
		out->ignore = NULL;
		if (!add_exclude(&out->ignore, cli, out->real))
			return false;
	}
	return add_gitignore(&out->ignore, cli, out->real);
}

bool
bth_folder_ignores(const struct bth_folder *folder, struct bth_cli *cli, struct bth_str name,
	bool directory)
{
	return folder->ignore &&
		bth_ignore_has(folder->ignore,
			bth_str_printf(&cli->arena, "%s%.*s", folder->real, BTH_STR_ARG(name)),
			directory);
}

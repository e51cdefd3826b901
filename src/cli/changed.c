/* changed.c - lint --git-changed: the files of a repository that changed, and the rest */

#include "cli/changed.h"

#include <string.h>

#include "base/path.h"
#include "cli/config.h"
#include "cli/git.h"

/* What is being shared out. Paths are absolute. */
struct sharing {
	struct bth_cli *cli;
	struct bth_str folder, root; /* the current directory; the work tree */
	struct bth_paths named;      /* what the command line names; nothing: all */
	struct bth_map seen;         /* what changed */
	bool gone;                   /* a manifest is: any other may have needed it */
};

static bool
is_below(struct bth_str path, struct bth_str folder)
{
	return bth_str_is(folder, "/") ||
		(bth_str_eq(bth_str_sub(path, 0, folder.len), folder) &&
			(path.len == folder.len || path.at[folder.len] == '/'));
}

static bool
is_named(const struct sharing *sharing, struct bth_str path)
{
	for (size_t i = 0; i < sharing->named.len; i++)
		if (is_below(path, sharing->named.items[i]))
			return true;
	return !sharing->named.len;
}

/* What a walk through the repository would come upon. */
static bool
is_met(const struct sharing *sharing, struct bth_str path)
{
	enum bth_file_kind kind = BTH_FILE_NONE;

	return !bth_str_contains(bth_str_sub(path, sharing->root.len, SIZE_MAX), "/.") &&
		bth_walk_is_manifest(path) && bth_file_kind(&kind, path.at) == 0 &&
		kind == BTH_FILE_REGULAR;
}

/* Whether a manifest stood there and does no longer. */
static bool
is_gone(const struct sharing *sharing, struct bth_str path)
{
	enum bth_file_kind kind = BTH_FILE_NONE;

	return !bth_str_contains(bth_str_sub(path, sharing->root.len, SIZE_MAX), "/.") &&
		bth_walk_is_manifest(path) && bth_file_kind(&kind, path.at) != 0;
}

static void
add(const struct sharing *sharing, struct bth_walk_files *files, struct bth_str path)
{
	struct bth_arena *arena = &sharing->cli->arena;

	bth_vec_push(arena, files,
		(struct bth_walk_file){.path = bth_path_relative(arena, sharing->folder, path).at,
			.found = true});
}

/* A name that is mistyped must not look like one that did not change. */
static int
read_named(struct sharing *sharing)
{
	const struct bth_words *paths = &sharing->cli->options.paths;
	struct bth_arena *arena = &sharing->cli->arena;

	for (size_t i = 0; i < paths->len; i++) {
		enum bth_file_kind kind = BTH_FILE_NONE;
		int error = bth_file_kind(&kind, paths->items[i]);

		if (strcmp(paths->items[i], "-") == 0)
			return bth_cli_trouble("standard input is no file that git knows");
		if (error)
			return bth_cli_file_trouble("read", paths->items[i], error);
		bth_vec_push(arena, &sharing->named,
			bth_path_resolve(arena, sharing->folder, bth_str(paths->items[i])));
	}
	return EXIT_CLEAN;
}

static int
add_changed(struct sharing *sharing, struct bth_walk_files *changed)
{
	struct bth_paths paths = {0};
	struct bth_cli *cli = sharing->cli;

	if (bth_git_changed(&sharing->root, &paths, cli, cli->options.changed_since) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	for (size_t i = 0; i < paths.len; i++) {
		struct bth_str path = paths.items[i];

		sharing->gone |= is_gone(sharing, path);
		if (bth_map_get(&sharing->seen, path) || !is_named(sharing, path) ||
			!is_met(sharing, path) || bth_cli_ignores(cli, path.at, false))
			continue;
		bth_map_put(&cli->arena, &sharing->seen, path, cli);
		add(sharing, changed, path);
	}
	return EXIT_CLEAN;
}

/*
 * All else that is found from the root on: context, but when a manifest is gone the others
 * that are named are looked at like what changed.
 */
static void
add_rest(struct sharing *sharing, struct bth_walk_files *changed, struct bth_walk_files *rest)
{
	struct bth_arena *arena = &sharing->cli->arena;
	struct bth_walk_files all = {0};
	struct bth_str inside = bth_path_relative(arena, sharing->folder,
		bth_str_printf(arena, "%.*s/x", BTH_STR_ARG(sharing->root)));
	struct bth_str root = bth_str_sub(inside, 0, inside.len - 1);

	if (!bth_walk(&all, sharing->cli, root.len ? bth_str_copy(arena, root).at : ".",
		    false))
		sharing->cli->incomplete = true;
	for (size_t i = 0; i < all.len; i++) {
		struct bth_str path =
			bth_path_resolve(arena, sharing->folder, bth_str(all.items[i].path));

		if (bth_map_get(&sharing->seen, path))
			continue;
		bool looked_at = sharing->gone && is_named(sharing, path) &&
			!bth_cli_ignores(sharing->cli, path.at, false);
		add(sharing, looked_at ? changed : rest, path);
	}
}

int
bth_changed_find(
	struct bth_walk_files *changed, struct bth_walk_files *rest, struct bth_cli *cli)
{
	struct sharing sharing = {.cli = cli, .folder = bth_cli_folder(cli)};

	if (!sharing.folder.len)
		return bth_cli_trouble("the current directory has no name");
	if (read_named(&sharing) != EXIT_CLEAN || add_changed(&sharing, changed) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	if (sharing.gone && !cli->options.quiet)
		bth_cli_say("a manifest is gone, so all others are looked at as well");
	if (changed->len || sharing.gone)
		add_rest(&sharing, changed, rest);
	else if (!cli->options.quiet)
		bth_cli_say("no manifest has changed since %s",
			cli->options.changed_since ? cli->options.changed_since : "HEAD");
	return EXIT_CLEAN;
}

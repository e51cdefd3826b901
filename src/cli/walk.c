/* walk.c - the files that the words of a command line stand for */

#include "cli/walk.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/config.h"
#include "cli/ignored.h"

struct walk {
	struct bth_walk_files *files;
	struct bth_cli *cli;
	bool input; /* settings may ignore it */
	bool whole; /* nothing was left out for trouble */
};

bool
bth_walk_is_manifest(struct bth_str name)
{
	return bth_str_ends(name, ".yaml") || bth_str_ends(name, ".yml") ||
		bth_str_ends(name, ".json") || bth_str_is(name, "Kustomization") ||
		bth_str_ends(name, "/Kustomization");
}

/* Whether @path is a link: those to directories are not followed inside directories. */
static bool
is_link(const char *path)
{
	char byte;

	return readlink(path, &byte, 1) >= 0;
}

static void
fail(struct walk *walk, const char *path, int error)
{
	bth_cli_file_trouble("read", path, error);
	walk->whole = false;
}

static void
add_file(struct walk *walk, const char *path, bool found)
{
	bth_vec_push(&walk->cli->arena, walk->files,
		(struct bth_walk_file){.path = path, .found = found});
}

static void add_directory(struct walk *walk, const char *path, const struct bth_folder *outer,
	struct bth_str name);

/* What has the name of a manifest is read, or it is said why not. */
static void
add_entry(struct walk *walk, const char *path, const struct bth_folder *folder,
	struct bth_str name)
{
	enum bth_file_kind kind = BTH_FILE_NONE;
	bool manifest = bth_walk_is_manifest(name), link = is_link(path);
	int error = bth_file_kind(&kind, path);
	bool directory = !error && kind == BTH_FILE_DIRECTORY;

	if ((!manifest && !directory) || (directory && link) ||
		bth_folder_ignores(folder, walk->cli, name, directory) ||
		(walk->input && bth_cli_ignores(walk->cli, path, directory)))
		return;
	if (error)
		fail(walk, path, error);
	else if (directory)
		add_directory(walk, path, folder, name);
	else if (kind == BTH_FILE_REGULAR)
		add_file(walk, path, true);
	else
		fail(walk, path, BTH_FILE_IRREGULAR);
}

/*
 * Directories whose names begin with a dot are not manifests'. Links to directories could
 * lead in circles, so depth is bounded by the length of a path. @outer is NULL for a directory
 * that was named.
 */
static void
add_directory(struct walk *walk, const char *path, const struct bth_folder *outer,
	struct bth_str name)
{
	struct bth_arena *arena = &walk->cli->arena;
	const char *slash = bth_str_ends(bth_str(path), "/") ? "" : "/";
	struct bth_paths names = {0};
	struct bth_folder folder;
	int error = bth_file_list(arena, &names, path);

	if (error) {
		fail(walk, path, error);
		return;
	}
	if (outer ? !bth_folder_enter(&folder, walk->cli, outer, name) :
		    !bth_folder_open(&folder, walk->cli, path))
		walk->whole = false;
	for (size_t i = 0; i < names.len; i++)
		if (names.items[i].at[0] != '.')
			add_entry(walk,
				bth_arena_printf(arena, "%s%s%s", path, slash, names.items[i].at),
				&folder, names.items[i]);
}

bool
bth_walk(struct bth_walk_files *out, struct bth_cli *cli, const char *path, bool input)
{
	struct walk walk = {.files = out, .cli = cli, .input = input, .whole = true};
	enum bth_file_kind kind = BTH_FILE_NONE;
	int error = strcmp(path, "-") ? bth_file_kind(&kind, path) : 0;

	if (error)
		fail(&walk, path, error);
	else if (kind == BTH_FILE_DIRECTORY)
		add_directory(&walk, path, NULL, BTH_STR(""));
	else
		add_file(&walk, path, false);
	return walk.whole;
}

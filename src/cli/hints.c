/* hints.c - files beside those of a run that say what they are */

#include "cli/hints.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"

enum { HINT_MOST = 16 * 1024 * 1024 };

static int
add_hint(struct bth_cli *cli, struct berth_context *context, const char *path)
{
	enum bth_file_kind kind = BTH_FILE_NONE;
	struct bth_str text;

	if (bth_file_kind(&kind, path) != 0 || kind != BTH_FILE_REGULAR ||
		bth_cli_read_text(&text, cli, path, HINT_MOST, false) != 0)
		return EXIT_CLEAN;
	return berth_context_add(context, BERTH_CONTEXT, path, text.at, text.len) == BERTH_OK ?
		EXIT_CLEAN :
		bth_cli_trouble("out of memory");
}

/* What the folder holds; once, however many files are in it. */
static int
add_folder(struct bth_cli *cli, struct berth_context *context, struct bth_str folder,
	const char *shown)
{
	static const char *const names[] = {
		"kustomization.yaml", "kustomization.yml", "Kustomization", "Chart.yaml"};

	if (bth_map_get(&cli->hinted, folder))
		return EXIT_CLEAN;
	bth_map_put(&cli->arena, &cli->hinted, folder, cli);
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (add_hint(cli, context, bth_arena_printf(&cli->arena, "%s%s", shown, names[i])))
			return EXIT_TROUBLE;
	return EXIT_CLEAN;
}

static bool
is_root(struct bth_cli *cli, struct bth_str folder)
{
	struct stat st;

	return lstat(bth_arena_printf(&cli->arena, "%.*s/.git", BTH_STR_ARG(folder)), &st) == 0;
}

int
bth_cli_add_hints(struct bth_cli *cli, struct berth_context *context, const char *path)
{
	struct bth_str start = bth_cli_folder(cli);
	struct bth_str folder = bth_path_resolve(&cli->arena, start, bth_str(path));
	enum bth_file_kind kind = BTH_FILE_NONE;

	if (!start.len || (bth_file_kind(&kind, path) == 0 && kind == BTH_FILE_DIRECTORY &&
		is_root(cli, folder)))
		return EXIT_CLEAN;
	while (folder.len > 1) {
		folder = bth_path_folder(folder);
		struct bth_str file = bth_str_printf(&cli->arena, "%.*sx", BTH_STR_ARG(folder));
		struct bth_str shown = path[0] == '/' ? file :
			bth_path_relative(&cli->arena, start, file);

		shown = bth_str_copy(&cli->arena, bth_str_sub(shown, 0, shown.len - 1));
		folder.len -= folder.len > 1;
		if (add_folder(cli, context, folder, shown.at) != EXIT_CLEAN)
			return EXIT_TROUBLE;
		if (is_root(cli, folder))
			break;
	}
	return EXIT_CLEAN;
}

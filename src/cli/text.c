/* text.c - texts of files, kept for the whole run, and where the program was started */

#include <errno.h>
#include <unistd.h>

#include "base/file.h"
#include "cli/cli.h"

struct bth_str
bth_cli_folder(struct bth_cli *cli)
{
	char folder[PATH_MAX];

	if (!cli->here.at)
		cli->here = getcwd(folder, sizeof folder) ?
			bth_str_copy(&cli->arena, bth_str(folder)) :
			BTH_STR("");
	return cli->here;
}

int
bth_cli_read_text(struct bth_str *out, struct bth_cli *cli, const char *path, size_t limit,
	bool regular)
{
	struct bth_file_text text;

	/* room first: nothing may jump while the text is held by nobody */
	bth_vec_push(&cli->arena, &cli->texts, NULL);
	int error = regular ? bth_file_read_regular(&text, path, limit) :
			      bth_file_read(&text, path, limit);
	if (error == ENOMEM)
		bth_arena_fail(&cli->arena); /* this file is not to blame */
	if (error)
		return error;
	cli->texts.items[cli->texts.len - 1] = text.text;
	*out = (struct bth_str){.at = text.text, .len = text.len};
	return 0;
}

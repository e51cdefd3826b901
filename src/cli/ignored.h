/* ignored.h - what in a directory git would leave alone */
#ifndef BTH_CLI_IGNORED_H
#define BTH_CLI_IGNORED_H

#include "base/ignore.h"
#include "cli/cli.h"

/* A directory that is walked. */
struct bth_folder {
	const char *real; /* its path without links, a '/' behind it; NULL: nothing is ignored */
	const struct bth_ignore *ignore;
};

/*
 * The directory @path with the ignore files of its repository, from the root down to it;
 * without a repository, with its own. False after saying what cannot be read; *out is then
 * good for the rest.
 */
bool bth_folder_open(struct bth_folder *out, struct bth_cli *cli, const char *path);

/* The directory @name in @outer. The same. */
bool bth_folder_enter(struct bth_folder *out, struct bth_cli *cli,
	const struct bth_folder *outer, struct bth_str name);

/* Whether the entry @name of it is ignored. */
bool bth_folder_ignores(const struct bth_folder *folder, struct bth_cli *cli,
	struct bth_str name, bool directory);

#endif

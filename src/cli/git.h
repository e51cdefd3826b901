/* git.h - what git knows of a repository, asked without running anything of it */
#ifndef BTH_CLI_GIT_H
#define BTH_CLI_GIT_H

#include "base/file.h"
#include "cli/cli.h"

/*
 * The files that differ between the commit @ref and what stands in the work tree, staged or
 * not, and those that git does not know yet and does not ignore; also those that are gone
 * and not only called otherwise now. Paths are absolute. @ref is NULL for HEAD. EXIT_CLEAN, or EXIT_TROUBLE after saying why.
 */
int bth_git_changed(
	struct bth_str *root, struct bth_paths *out, struct bth_cli *cli, const char *ref);

#endif

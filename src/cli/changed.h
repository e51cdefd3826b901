/* changed.h - lint --git-changed: the files of a repository that changed, and the rest */
#ifndef BTH_CLI_CHANGED_H
#define BTH_CLI_CHANGED_H

#include "cli/walk.h"

/*
 * Shares the manifests of the repository out: those that changed, as far as they are in what
 * the command line names, and all others. Names are as seen from the current directory.
 */
int bth_changed_find(
	struct bth_walk_files *changed, struct bth_walk_files *rest, struct bth_cli *cli);

#endif

/* walk.h - the files that the words of a command line stand for */
#ifndef BTH_CLI_WALK_H
#define BTH_CLI_WALK_H

#include "cli/cli.h"

struct bth_walk_file {
	const char *path; /* as the user would write it; "-" for standard input */
	bool found;       /* in a directory, and not named */
};

BTH_VEC_TYPE(bth_walk_files, struct bth_walk_file);

/*
 * Adds @path, or the manifests below it when it is a directory, in the order of their names.
 * False after saying, one by one, what cannot be read; the rest is added all the same.
 * Of input, what settings ignore is left out.
 */
bool bth_walk(struct bth_walk_files *out, struct bth_cli *cli, const char *path, bool input);

/* Whether a file of this name, met in a directory, is read. */
bool bth_walk_is_manifest(struct bth_str name);

#endif

/* hints.h - files beside those of a run that say what they are */
#ifndef BTH_CLI_HINTS_H
#define BTH_CLI_HINTS_H

#include "cli/cli.h"

/*
 * Adds the kustomizations and charts of the folders around @path, up to the root of its
 * repository: they may call it a patch. What cannot be read is passed over.
 */
int bth_cli_add_hints(struct bth_cli *cli, struct berth_context *context, const char *path);

#endif

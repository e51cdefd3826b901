/* config.h - which .berth.yaml is for what */
#ifndef BTH_CLI_CONFIG_H
#define BTH_CLI_CONFIG_H

#include "cli/cli.h"

/*
 * Reads the settings for the first path and follows what they say about the run, where the
 * command line says nothing. EXIT_CLEAN, or EXIT_TROUBLE after saying why.
 */
int bth_cli_configure(struct bth_cli *cli);

/* Reads the settings for the file @path, if that was not done; the same results. */
int bth_cli_find_config(struct bth_cli *cli, const char *path);

/* Whether the settings leave out what was found at @path. */
bool bth_cli_ignores(struct bth_cli *cli, const char *path, bool folder);

/* Whether @path has the name of settings, and so is no input. */
bool bth_cli_is_config(const char *path);

/* Hands all settings that were read to the context. */
int bth_cli_add_configs(struct bth_cli *cli, struct berth_context *context);

#endif

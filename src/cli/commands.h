/* commands.h - the commands of the program */
#ifndef BTH_CLI_COMMANDS_H
#define BTH_CLI_COMMANDS_H

#include "cli/cli.h"

struct bth_command {
	const char *name;
	unsigned bit;
	int (*run)(struct bth_cli *cli);
	const char *arguments; /* for help; empty: it takes none */
	const char *words;     /* that may stand for them, "@rules", "@files", or NULL */
	const char *formats;   /* "yaml json", or NULL */
	const char *summary;
};

/* In the order that help lists them (commands.def). */
extern const struct bth_command bth_commands[];
extern const size_t bth_command_count;

#endif

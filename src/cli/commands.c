/* commands.c - the table of commands */

#include "cli/commands.h"

/* "text json sarif …" */
#define FORMAT(id, name, ends, suppressed, writer) name " "
static const char reports[] =
#include "report/formats.def"
	;
#undef FORMAT
#define BTH_CLI_REPORTS reports

const struct bth_command bth_commands[] = {
#define COMMAND(in, called, function, takes, may_be, forms, text) \
	{.name = (called), \
		.bit = (in), \
		.run = (function), \
		.arguments = (takes), \
		.words = (may_be), \
		.formats = (forms), \
		.summary = (text)},
#include "cli/commands.def"
#undef COMMAND
};

const size_t bth_command_count = sizeof bth_commands / sizeof bth_commands[0];

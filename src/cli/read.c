/* read.c - berth read: documents as kubectl's reader hands them on */

#include <unistd.h>

#include "cli/cli.h"

int
bth_cli_read(struct bth_cli *cli)
{
	const char *format = cli->options.format ? cli->options.format : "json", *text;
	bool json = strcmp(format, "json") == 0;
	struct berth_context *context;
	size_t len;

	if (!json && strcmp(format, "yaml") != 0)
		return bth_cli_trouble("read has the formats json and yaml, not '%s'", format);
	if (bth_cli_run(cli, BERTH_READ, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	int code = berth_context_documents(context, json, &text, &len) == BERTH_OK ?
		bth_cli_print(text, len) :
		bth_cli_trouble("out of memory");
	if (code == EXIT_CLEAN)
		code = bth_cli_report(cli, context, STDERR_FILENO);
	if (code == EXIT_CLEAN && berth_context_count(context, BERTH_ERROR))
		code = EXIT_FINDINGS;
	berth_context_free(context);
	return code;
}

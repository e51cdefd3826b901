/* plan.c - berth plan: which claim gets which volume on which node */

#include <unistd.h>

#include "cli/cli.h"

int
bth_cli_plan(struct bth_cli *cli)
{
	const char *format = cli->options.format ? cli->options.format : "text", *text;
	bool json = strcmp(format, "json") == 0;
	struct berth_context *context;
	size_t len;

	if (!json && strcmp(format, "text") != 0)
		return bth_cli_trouble("plan has the formats text and json, not '%s'", format);
	cli->options.severity = BERTH_ERROR;
	if (bth_cli_run(cli, BERTH_LINT, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	/* what could not be read is missing in the plan, and must be said */
	int code = bth_cli_report(cli, context, STDERR_FILENO);
	if (code == EXIT_CLEAN)
		code = berth_context_plan(context, json, &text, &len) == BERTH_OK ?
			bth_cli_print(text, len) : bth_cli_trouble("out of memory");
	if (code == EXIT_CLEAN && berth_context_count(context, BERTH_ERROR))
		code = EXIT_FINDINGS;
	berth_context_free(context);
	return code;
}

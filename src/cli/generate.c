/* generate.c - berth generate: Cluster documents to manifests */

#include <unistd.h>

#include "cli/cli.h"

static int
print_stream(struct berth_context *context, bool json)
{
	const char *text;
	size_t len;

	if (berth_context_output(context, json, &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	return bth_cli_print(text, len);
}

static int
write_output(struct bth_cli *cli, struct berth_context *context)
{
	const char *format = cli->options.format;
	bool json = format && strcmp(format, "json") == 0;

	/* words go to standard error, so that standard output can be applied as it is */
	if (bth_cli_report(cli, context, STDERR_FILENO) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	if (berth_context_count(context, BERTH_ERROR))
		return EXIT_FINDINGS;
	return cli->options.output ? bth_cli_write_files(cli, context) : print_stream(context, json);
}

int
bth_cli_generate(struct bth_cli *cli)
{
	const char *format = cli->options.format ? cli->options.format : "yaml";
	struct berth_context *context;

	if (strcmp(format, "yaml") != 0 && strcmp(format, "json") != 0)
		return bth_cli_trouble("generate has the formats yaml and json, not '%s'", format);
	if (cli->options.output && strcmp(format, "yaml") != 0)
		return bth_cli_trouble("files are always YAML: leave out --format or -o");
	if ((cli->options.check || cli->options.prune) && !cli->options.output)
		return bth_cli_trouble("--check and --prune need -o DIR");
	if (bth_cli_run(cli, BERTH_GENERATE, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	int code = write_output(cli, context);
	berth_context_free(context);
	return code;
}

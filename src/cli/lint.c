/* lint.c - berth lint: findings about manifests and Cluster documents */

#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"

static bool
fails(const struct bth_cli *cli, const struct berth_context *context)
{
	for (int level = (int)cli->options.fail_on; level <= (int)BERTH_ERROR; level++)
		if (berth_context_count(context, (enum berth_severity)level))
			return true;
	return false;
}

static void
print_count(size_t count, const char *one)
{
	fprintf(stderr, "%zu %s%s", count, one, count == 1 ? "" : "s");
}

static void
summarise(const struct berth_context *context)
{
	size_t infos = berth_context_count(context, BERTH_INFO);

	print_count(berth_context_count(context, BERTH_ERROR), "error");
	fputs(", ", stderr);
	print_count(berth_context_count(context, BERTH_WARNING), "warning");
	if (infos) {
		fputs(", ", stderr);
		print_count(infos, "info");
	}
	fputc('\n', stderr);
}

static int
print_json(struct berth_context *context)
{
	const char *text;
	size_t len;

	if (berth_context_report(context, BERTH_REPORT_JSON, 0, &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	return bth_cli_print(text, len);
}

int
bth_cli_lint(struct bth_cli *cli)
{
	const char *format = cli->options.format ? cli->options.format : "text";
	bool json = strcmp(format, "json") == 0;
	struct berth_context *context;

	if (!json && strcmp(format, "text") != 0)
		return bth_cli_trouble("lint has the formats text and json, not '%s'", format);
	/* what fails the run must also be shown */
	if (cli->options.fail_on < cli->options.severity)
		cli->options.severity = cli->options.fail_on;
	if (bth_cli_run(cli, BERTH_LINT, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	int code = json ? print_json(context) : bth_cli_report(cli, context, STDOUT_FILENO);
	if (code == EXIT_CLEAN && !json && !cli->options.quiet)
		summarise(context);
	if (code == EXIT_CLEAN && fails(cli, context))
		code = EXIT_FINDINGS;
	berth_context_free(context);
	return code;
}

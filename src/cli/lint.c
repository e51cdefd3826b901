/* lint.c - berth lint: findings about manifests and Cluster documents */

#include <stdio.h>
#include <unistd.h>

#include "cli/cli.h"
#include "report/report.h"

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

/* The number of the format of this name, or -1 after saying which there are. */
static int
find_format(struct bth_cli *cli, const char *name)
{
	const char *names = "";

	for (size_t i = 0; i < bth_report_form_count; i++) {
		if (strcmp(bth_report_forms[i].name, name) == 0)
			return (int)i;
		names = bth_arena_printf(&cli->arena, "%s%s%s", names,
			!i ? "" : i + 1 == bth_report_form_count ? " and " : ", ",
			bth_report_forms[i].name);
	}
	bth_cli_trouble("lint has the formats %s, not '%s'", names, name);
	return -1;
}

static int
print_report(struct berth_context *context, enum berth_report_format format)
{
	const char *text;
	size_t len;

	if (berth_context_report(context, format, 0, &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	return bth_cli_print(text, len);
}

int
bth_cli_lint(struct bth_cli *cli)
{
	int format = find_format(cli, cli->options.format ? cli->options.format : "text");
	bool text = format == (int)BERTH_REPORT_TEXT;
	struct berth_context *context;

	if (format < 0)
		return EXIT_TROUBLE;
	/* what fails the run must also be shown */
	if (cli->options.fail_on < cli->options.severity)
		cli->options.severity = cli->options.fail_on;
	if (bth_cli_run(cli, BERTH_LINT, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	int code = text ? bth_cli_report(cli, context, STDOUT_FILENO) :
			  print_report(context, (enum berth_report_format)format);
	if (code == EXIT_CLEAN && text && !cli->options.quiet)
		summarise(context);
	if (code == EXIT_CLEAN && fails(cli, context))
		code = EXIT_FINDINGS;
	berth_context_free(context);
	return code;
}

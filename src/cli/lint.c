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

static int
summarise(struct berth_context *context)
{
	const char *text;
	size_t len;

	if (berth_context_summary(context, &text, &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	fprintf(stderr, "%s\n", text);
	return EXIT_CLEAN;
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

/* The report on standard output, and words on standard error. */
static int
show(struct bth_cli *cli, struct berth_context *context, int format)
{
	if (format > (int)BERTH_REPORT_TEXT)
		return print_report(context, (enum berth_report_format)format);
	int code = format < 0 ? EXIT_CLEAN :
		bth_cli_in_actions(cli) ? bth_cli_show_in_actions(cli, context) :
					  bth_cli_report(cli, context, STDOUT_FILENO);
	if (code == EXIT_CLEAN && !cli->options.quiet)
		code = summarise(context);
	return code;
}

static const char *
form_name(size_t form)
{
	return bth_report_forms[form].name;
}

static const char *
form_ends(size_t form)
{
	return bth_report_forms[form].ends;
}

static enum berth_status
write_form(struct berth_context *context, int form, unsigned flags, const char **text, size_t *len)
{
	return berth_context_report(context, (enum berth_report_format)form, flags, text, len);
}

int
bth_cli_lint(struct bth_cli *cli)
{
	const struct bth_forms forms = {"lint", bth_report_form_count, form_name, form_ends, write_form};
	struct bth_outputs outputs = {0};
	struct berth_context *context;
	int format;

	if (!bth_cli_read_outputs(cli, &forms, &format, &outputs))
		return EXIT_TROUBLE;
	if (bth_cli_run(cli, BERTH_LINT, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	/* files first: who reads standard output may be gone before it is all written */
	int code = bth_cli_write_outputs(cli, &forms, context, &outputs);
	int updated = bth_cli_update_baseline(cli, context);
	if (code == EXIT_CLEAN)
		code = updated;
	int shown = show(cli, context, format);
	if (code == EXIT_CLEAN)
		code = shown;
	if (code == EXIT_CLEAN && fails(cli, context))
		code = EXIT_FINDINGS;
	if (cli->incomplete)
		code = EXIT_TROUBLE;
	berth_context_free(context);
	return code;
}

/* plan.c - berth plan: which claim gets which volume on which node */

#include <unistd.h>

#include "cli/cli.h"
#include "plan/plan.h"

static const char *
form_name(size_t form)
{
	return bth_plan_forms[form].name;
}

static const char *
form_ends(size_t form)
{
	return bth_plan_forms[form].ends;
}

static enum berth_status
write_form(struct berth_context *context, int form, unsigned flags, const char **text,
	size_t *len)
{
	return berth_context_plan(
		context, (enum berth_plan_format)form, flags, text, len);
}

static int
print_plan(struct bth_cli *cli, struct berth_context *context, int format)
{
	const char *text;
	size_t len;

	if (write_form(context, format, bth_cli_text_flags(cli, STDOUT_FILENO), &text,
		    &len) != BERTH_OK)
		return bth_cli_trouble("out of memory");
	return bth_cli_print(text, len);
}

int
bth_cli_plan(struct bth_cli *cli)
{
	const struct bth_forms forms = {
		"plan", bth_plan_form_count, form_name, form_ends, write_form};
	struct bth_outputs outputs = {0};
	struct berth_context *context;
	int format;

	if (!bth_cli_read_outputs(cli, &forms, &format, &outputs))
		return EXIT_TROUBLE;
	cli->options.severity = BERTH_ERROR;
	if (bth_cli_run(cli, BERTH_LINT, &context) != EXIT_CLEAN)
		return EXIT_TROUBLE;
	/* what could not be read is missing in the plan, and must be said */
	int code = bth_cli_report(cli, context, STDERR_FILENO);
	int written = bth_cli_write_outputs(cli, &forms, context, &outputs);
	if (code == EXIT_CLEAN)
		code = written;
	if (code == EXIT_CLEAN && format >= 0)
		code = print_plan(cli, context, format);
	if (code == EXIT_CLEAN && berth_context_count(context, BERTH_ERROR))
		code = EXIT_FINDINGS;
	berth_context_free(context);
	return code;
}
